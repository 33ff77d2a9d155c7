import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, signIn, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const type = (text: string) => page().keyboard.type(text);
const press = (...keys: readonly string[]) => keys.reduce((done, key) => done.then(() => page().keyboard.press(key)), Promise.resolve());
/** Which cell of the line editor has the focus: its field and the row it is in. */
const cell = () =>
  page().evaluate<string>(
    "`${document.activeElement?.getAttribute('data-cell')?.split(':')[1] ?? document.activeElement?.getAttribute('data-cell')} ${document.activeElement?.closest('tr')?.getAttribute('aria-rowindex') ?? ''}`",
  );
const option = (name: RegExp) => page().getByRole('option', { name }).first().waitFor();
const total = () => page().locator('.totals .figure.large').textContent();
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });

describe('list (web §4.1, §8)', () => {
  it('shows a totals row over the whole filter, aligned under its column', async () => {
    await open(world, '/sales/order', '.list-table tbody tr');
    // 15 × 79.00, whatever the page shows.
    await eventually(async () => (await page().locator('.list-table tfoot').textContent()) ?? '').toContain('1,185.00');
    const head = await page().getByRole('columnheader', { name: '价税合计' }).boundingBox();
    const sum = await page().locator('.list-table tfoot td', { hasText: '1,185.00' }).boundingBox();
    expect(Math.abs((head?.x ?? 0) + (head?.width ?? 0) - (sum?.x ?? 0) - (sum?.width ?? 0))).toBeLessThanOrEqual(1);
  });
  it('filters by keyboard alone and keeps the condition in the address', async () => {
    await press('f');
    await page().getByRole('combobox', { name: '字段' }).waitFor();
    await type('价税');
    await press('Tab');
    await type('500');
    await press('Enter');
    await page().locator('.chip', { hasText: '价税合计' }).waitFor();
    await eventually(() => page().locator('.list-table tbody tr').count()).toBe(1);
    expect(decodeURIComponent(page().url())).toContain('"gross"');
    await page().reload();
    await eventually(() => page().locator('.list-table tbody tr').count()).toBe(1);
    await page().getByRole('button', { name: '还原' }).click();
    await eventually(() => page().locator('.list-table tbody tr').count()).toBe(3);
  });
  it('takes letters typed into the search for text, not for commands', async () => {
    await press('/');
    await type('nfe');
    expect(await page().inputValue('#list-search')).toBe('nfe');
    expect(page().url()).not.toContain('/new');
    await page().getByRole('heading', { name: '没有符合的销售订单' }).waitFor();
    await press('Escape');
    await eventually(() => page().locator('.list-table tbody tr').count()).toBe(3);
    await press('Escape');
  });
  it('selects with the space bar, adds the selection up, clears it with Esc, opens with Enter', async () => {
    await press('j', 'Space', 'j', 'Space');
    await page().getByRole('toolbar', { name: '已选 2 条' }).waitFor();
    expect(await page().getByRole('toolbar').textContent()).toMatch(/\d{3}\.00/);
    await press('Escape');
    await eventually(() => page().getByRole('toolbar').count()).toBe(0);
    await press('Enter');
    await page().waitForURL(/\/sales\/order\/[0-9a-f-]{36}$/);
    await page().locator('.totals').waitFor();
  });
});

describe('long lists and lost connections (web §4.1, §5)', () => {
  let accounts = 0;
  it('selects the whole filter once the page is selected', async () => {
    // The chart of the first start is longer than a page.
    const { count } = await world.api.get<{ readonly count: { readonly value: number } }>('/api/finance/account?limit=1');
    accounts = count.value;
    await open(world, '/finance/account', '.list-table tbody tr');
    await eventually(() => page().locator('.list-table tbody tr').count()).toBe(50);
    await page().getByLabel('选中本页').check();
    await page().getByRole('toolbar', { name: '已选 50 条' }).waitFor();
    await page()
      .getByRole('button', { name: `选中全部 ${accounts} 条` })
      .click();
    await page()
      .getByRole('toolbar', { name: `已选 ${accounts} 条` })
      .waitFor();
    await press('Escape');
  });
  it('turns the page by keyset and says where it is', async () => {
    await page().getByRole('button', { name: '下一页' }).click();
    await eventually(async () => (await page().locator('.list-foot').textContent()) ?? '').toContain(`51–100 / ${accounts}`);
    await page().getByRole('button', { name: '上一页' }).click();
    await eventually(async () => (await page().locator('.list-foot').textContent()) ?? '').toContain(`1–50 / ${accounts}`);
  });
  it('keeps showing what it has when the server is out of reach, and says of when it is', async () => {
    await world.context.setOffline(true);
    try {
      await page()
        .getByRole('button', { name: /^数据截至/ })
        .click();
      const told = page().getByRole('alert');
      await told.waitFor();
      expect(await told.textContent()).toMatch(/显示的是 \d\d:\d\d 的数据/);
      expect(await page().locator('.list-table tbody tr').count()).toBe(50);
    } finally {
      await world.context.setOffline(false);
    }
    await page().getByRole('button', { name: '重连' }).click();
    await eventually(() => page().getByRole('alert').count()).toBe(0);
  });
});

describe('form by keyboard (web §4.2, §8)', () => {
  it('enters an order without the mouse: customer by name, products by code, prices and totals from the server', async () => {
    await open(world, '/sales/order', '.list-table tbody tr');
    await press('n');
    await page().waitForURL(/\/sales\/order\/new$/);
    await page().getByLabel('客户', { exact: true }).focus();
    await type('昆山');
    await option(/昆山同创/);
    await press('Enter');
    await page().locator('[data-cell=new]').focus();
    await type('P001');
    await option(/A4复印纸/);
    await press('Enter');
    await eventually(cell).toMatch(/^qty 2$/);
    await type('40');
    // 200 包 of 40 箱 are past the step of 100: 24.90 × 5 a 箱 (first sale: step 6).
    await eventually(total).toContain('4,980.00');
    expect(await page().getByLabel('单价，第 1 行').inputValue()).toBe('124.5');
    await press('Enter');
    await eventually(cell).toMatch(/^new/);
    await type('P002');
    await option(/桌面计算器/);
    await press('Enter');
    await eventually(cell).toMatch(/^qty 3$/);
    await type('12');
    await eventually(total).toContain('5,928.00');
    expect(await page().locator('.in-words').textContent()).toContain('伍仟玖佰贰拾捌元整');
  });
  it('moves between rows with Enter and arrows, copies the row above, removes a row', async () => {
    await press('ArrowUp');
    await eventually(cell).toMatch(/^qty 2$/);
    await press('ArrowDown', 'Control+d');
    await eventually(() => page().getByLabel('数量，第 2 行').inputValue()).toBe('40');
    await press('Control+Delete');
    await eventually(() => page().locator('.line-table tbody tr').count()).toBe(1);
    await eventually(total).toContain('4,980.00');
  });
  it('pastes rows from a spreadsheet after showing which column fills what', async () => {
    await page()
      .getByRole('button', { name: /从 Excel 粘贴/ })
      .click();
    await page().getByRole('textbox', { name: '从 Excel 粘贴' }).fill('商品\t数量\nP003\t30\nP002\t2\n');
    await page().getByText('预览 2 行').waitFor();
    await page().getByRole('button', { name: '写入 2 行' }).click();
    await eventually(() => page().locator('.line-table tbody tr').count()).toBe(3);
    await eventually(() => page().getByLabel('单价，第 2 行').inputValue()).toBe('59.9');
    // 4,980.00 + 30 × 59.90 + 2 × 79.00
    await eventually(total).toContain('6,935.00');
  });
  it('warns only where what is typed could not be kept, and stays when told so', async () => {
    await page().route('**/api/core/form_draft/**', (route) => route.abort());
    await page().locator('[data-cell$=":qty"]').first().fill('41');
    await page().getByRole('link', { name: '工作台' }).first().click();
    await page().getByRole('dialog', { name: '离开前要保存吗' }).waitFor();
    await page().getByRole('button', { name: '继续编辑' }).click();
    expect(page().url()).toMatch(/\/new$/);
    await page().unroute('**/api/core/form_draft/**');
    await page().locator('[data-cell$=":qty"]').first().fill('40');
    await eventually(total).toContain('6,935.00');
  });
  it('keeps itself two seconds after the last key, lets one leave, and is offered again', async () => {
    await page()
      .getByText(/已自动保存/)
      .waitFor();
    await page().getByRole('link', { name: '工作台' }).first().click();
    await page().waitForURL(/\/o\/MAIN\/?$/);
    await open(world, '/sales/order/new', '.line-table');
    await page().getByRole('button', { name: '恢复' }).click();
    await eventually(total).toContain('6,935.00');
    expect(await page().getByLabel('客户', { exact: true }).inputValue()).toContain('昆山同创');
  });
  it('saves with Ctrl S, confirms with Ctrl Enter, and shows the number and the frozen text', async () => {
    await press('Control+s');
    await page().waitForURL(/\/sales\/order\/[0-9a-f-]{36}$/);
    await press('Control+Enter');
    await page()
      .getByRole('heading', { name: /^SO\d{4}-\d{5}$/ })
      .waitFor();
    expect(await page().locator('.line-table input').count()).toBe(0);
    await page().getByText('已确认，内容不再修改').waitFor();
    expect(await page().locator('.step.current').textContent()).toBe('已确认');
    expect(await violations(page())).toEqual([]);
  });
  it('was kept only until it was saved, and can be copied as a new one with prices found again', async () => {
    const { data } = await world.api.get<{ readonly data: readonly object[] }>('/api/core/form_draft');
    expect(data).toEqual([]);
    const saved = page().url();
    await page().getByRole('button', { name: '更多' }).click();
    await page().getByRole('menuitem', { name: '复制为新销售订单' }).click();
    await page().waitForURL(/\/new\?copy=/);
    await eventually(() => page().locator('.line-table tbody tr').count()).toBe(3);
    expect(await page().getByLabel('数量，第 1 行').inputValue()).toBe('40');
    await eventually(total).toContain('6,935.00');
    await page().goto(saved);
    await page().getByRole('heading', { name: /^SO/ }).waitFor();
  });
  it('offers the next document, which takes over what is open', async () => {
    await page()
      .getByRole('button', { name: /^新建销售出库单/ })
      .click();
    await page().waitForURL(/\/sales\/delivery\/new\?order=SO/);
    await eventually(() => page().locator('.line-table tbody tr').count()).toBe(3);
    expect(await page().getByLabel('数量，第 1 行').inputValue()).toBe('40');
  });
});

describe('refusals (web §5)', () => {
  it('says at the field and in a summary what is missing, and puts the focus there', async () => {
    await open(world, '/sales/order/new', '.line-table');
    await page().getByRole('button', { name: /^确认/ }).click();
    const alert = page().getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('客户');
    expect(await page().getByLabel('客户', { exact: true }).getAttribute('aria-invalid')).toBe('true');
    await eventually(() => page().evaluate<string>("document.activeElement?.getAttribute('aria-invalid') ?? ''")).toBe('true');
    expect(await violations(page())).toEqual([]);
  });
  it('shows both sides when somebody else saved first, and merges mine into theirs', async () => {
    const made = await world.api.send<{ readonly id: string; readonly version: number }>('POST', '/api/sales/order', {
      customer: 'C000002',
      order_date: '2026-11-21',
      lines: [{ product: 'P002', qty: '1' }],
    });
    await open(world, `/sales/order/${made.id}`, '.line-table');
    await page().getByLabel('客户订单号').fill('PO-MINE');
    await world.api.send('PATCH', `/api/sales/order/${made.id}`, { version: made.version, promised_date: '2026-12-24' });
    await press('Control+s');
    await page()
      .getByRole('dialog', { name: /改过这张单/ })
      .waitFor();
    await page().getByRole('button', { name: '合并，冲突用我的' }).click();
    await press('Control+s');
    await page()
      .getByText(/已保存/)
      .waitFor();
    const now = await world.api.get<{ readonly customer_po_no: string; readonly promised_date: string }>(`/api/sales/order/${made.id}`);
    expect([now.customer_po_no, now.promised_date]).toEqual(['PO-MINE', '2026-12-24']);
  });
  it('no page threw, and the policy refused nothing while dialogs and grids were open', async () => {
    expect(await world.refusedByPolicy()).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});

describe('amendment (P.4)', () => {
  it('opens what may differ in the next revision, shows what comes of it, and keeps the reason', async () => {
    const order = await world.api.send<{ readonly id: string; readonly version: number }>('POST', '/api/sales/order', {
      customer: 'C000001',
      order_date: '2026-11-20',
      lines: [{ product: 'P002', qty: '4' }],
    });
    await world.api.send('POST', `/api/sales/order/${order.id}/actions/confirm`, { version: order.version, input: {} });
    await open(world, `/sales/order/${order.id}`, '.totals');
    await page().getByRole('button', { name: '变更', exact: true }).click();
    const quantity = page().locator('[data-cell$="qty"]').first();
    await quantity.click();
    await press('Control+a');
    await type('6');
    await press('Tab');
    await eventually(total).toContain('474.00');
    // Whose order it is stands.
    expect(await page().getByLabel('客户', { exact: true }).count()).toBe(0);
    await page()
      .getByRole('button', { name: /^提交变更/ })
      .click();
    await page().getByLabel('变更原因').fill('客户追加');
    await page().getByRole('dialog').getByRole('button', { name: '变更' }).click();
    await eventually(() =>
      page()
        .getByRole('button', { name: /^提交变更/ })
        .count(),
    ).toBe(0);
    expect(await world.api.get(`/api/sales/order/${order.id}`)).toMatchObject({ revision: 2, gross: '474.00' });
    const { data } = await world.api.get<{ readonly data: readonly { readonly action: string; readonly reason: string }[] }>(`/api/sales/order/${order.id}/timeline`);
    expect(data).toContainEqual(expect.objectContaining({ action: 'amend', reason: '客户追加' }));
  });
});
