import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, openWorld, signIn, type World } from './support/world.ts';

/* One sale from quotation to receipt, typed by a person; amounts are those the documents show. */
let world: World;
beforeAll(async () => {
  world = await openWorld();
  const { api } = world;
  const settings = await api.get<{ readonly version: number }>('/api/finance/settings');
  await api.send('PATCH', '/api/finance/settings', { version: settings.version, go_live_period: '2026-01' });
  await api.send('POST', '/api/finance/bank_account', {
    code: 'ICBC',
    name: '工行基本户',
    kind: 'basic',
    bank: '中国工商银行',
    account_no: '1001234509876543210',
    is_default: true,
  });
  const stock = await api.send<{ readonly id: string; readonly version: number }>('POST', '/api/inventory/adjustment', {
    kind: 'opening',
    lines: [{ product: 'P003', qty: '120', amount: '4980.00' }],
  });
  await api.send('POST', `/api/inventory/adjustment/${stock.id}/actions/submit`, { version: stock.version, input: {} });
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const type = (text: string) => page().keyboard.type(text);
const press = (key: string) => page().keyboard.press(key);
const title = (name: RegExp) => page().getByRole('heading', { level: 1, name }).waitFor();
const current = (name: string) => page().locator('.step.current', { hasText: name }).waitFor();
async function pick(label: string, text: string, found: RegExp): Promise<void> {
  await page().getByLabel(label, { exact: true }).fill(text);
  await page().getByRole('option', { name: found }).first().waitFor();
  await press('Enter');
}
async function day(label: string, date: string): Promise<void> {
  await page().getByLabel(label, { exact: true }).fill(date);
  await press('Enter');
}
const total = () => expect.poll(() => page().locator('.totals .figure.large').textContent(), { timeout: 10_000 });
const chain = () => expect.poll(async () => (await page().locator('.chain-card').allTextContents()).map((text) => text.replace(/\d{4}-\d{5}.*|\s/gs, '')), { timeout: 10_000 });

describe('first sale in the browser', () => {
  it('quotation: two bags of rice at the listed price, sent', async () => {
    await open(world, '/sales/quotation/new', '.line-table');
    await pick('客户', '昆山', /昆山同创/);
    await page().locator('[data-cell=new]').focus();
    await type('P003');
    await page()
      .getByRole('option', { name: /东北大米/ })
      .waitFor();
    await press('Enter');
    await page().getByLabel('数量，第 1 行').fill('2');
    await total().toContain('119.80');
    await press('Control+Enter');
    await title(/^QT\d{4}-\d{5}$/);
    await current('已发送');
  });
  it('order: made from the quotation with the same amounts, confirmed', async () => {
    await page()
      .getByRole('button', { name: /^转订单/ })
      .click();
    await page().getByRole('dialog').getByRole('button', { name: '转订单' }).click();
    await page().waitForURL(/\/sales\/order\//);
    await total().toContain('119.80');
    await press('Control+Enter');
    await title(/^SO\d{4}-\d{5}$/);
    await current('已确认');
  });
  it('delivery: everything that is open, posted on a day of an open period', async () => {
    await page()
      .getByRole('button', { name: /^新建销售出库单/ })
      .click();
    await page().waitForURL(/\/sales\/delivery\/new/);
    await expect.poll(() => page().locator('.line-table tbody tr').count()).toBe(1);
    await press('Control+Enter');
    const refused = page().getByRole('alert');
    await refused.waitFor();
    expect(await refused.textContent()).toContain('2026-11');
    await day('出库日期', '2026-01-20');
    await press('Control+Enter');
    await title(/^CK2601-\d{5}$/);
    await chain().toEqual(['报价单QT', '销售订单SO', '销售出库单CK', '总账凭证记-1202.80']);
  });
  it('invoice: made from the delivery, given the number of the tax system', async () => {
    await page()
      .getByRole('button', { name: /^新建销项发票/ })
      .click();
    await page().waitForURL(/\/sales\/invoice\/new/);
    await total().toContain('119.80');
    await day('开票日期', '2026-01-22');
    await press('Control+Enter');
    await title(/^FP2601-\d{5}$/);
    await press('Control+Enter');
    await page().getByLabel('发票号码').fill('25311000000000000001');
    await press('Enter');
    await page().getByRole('dialog').getByRole('alert').waitFor();
    await page().getByLabel('发票号码').fill('26311000000000000001');
    await press('Enter');
    await current('已开具');
  });
  it('receipt: takes the open items of the customer and posts', async () => {
    await open(world, '/finance/receipt/new', '.line-table');
    await day('收款日期', '2026-01-28');
    await pick('付款单位', '昆山', /昆山同创/);
    await pick('收款账户', 'ICBC', /工行基本户/);
    await page().getByLabel('收款金额', { exact: true }).fill('150');
    await page().getByRole('button', { name: '带出未核销项' }).click();
    await expect.poll(() => page().locator('.line-table tbody tr').count()).toBe(1);
    await total().toContain('30.20');
    await press('Control+Enter');
    await title(/^SK2601-\d{5}$/);
    await press('Control+Enter');
    await current('已过账');
    await chain().toContain('收款单SK');
  });
  it('the list of the customer’s open items has nothing left but the advance', async () => {
    await open(world, '/finance/open_item?view=receivable', 'h1');
    await page()
      .getByRole('heading', { name: /没有符合的/ })
      .waitFor();
    expect(world.faults).toEqual([]);
  });
});
