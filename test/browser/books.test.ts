import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { sellOnce } from './support/first-sale.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await sellOnce(world.api);
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });
const figure = (line: string, at = 0) =>
  page()
    .locator('.statement-table tr', { has: page().getByRole('rowheader', { name: line, exact: true }) })
    .locator('td.num')
    .nth(at);

describe('statements and their sources (3.3 Screens, web §4.5)', () => {
  it('first sale: step 12 — the balance sheet in its two halves, each side to the cent, proved', async () => {
    await open(world, '/finance/report/balance_sheet?at=2026-01-31', '.statement.two');
    await eventually(() => figure('货币资金').textContent()).toBe('152,000.00');
    expect(await figure('存货').textContent()).toBe('7,202.71');
    expect(await figure('资产总计').textContent()).toBe(await figure('负债和所有者权益（或股东权益）总计').textContent());
    await page().getByRole('button', { name: '勾稽平衡' }).waitFor();
    expect(await page().locator('.statement-half').count()).toBe(2);
  });
  it('first sale: step 13 — from the profit to the paper, level by level, each adding up to the figure above', async () => {
    await open(world, '/finance/report/income_statement?from=2026-01-01&to=2026-01-31', '.statement');
    await figure('一、营业收入').getByRole('button', { name: '6,783.43' }).click();
    const drawer = page().getByRole('complementary', { name: '穿透' });
    await drawer.getByText('6001 主营业务收入').first().waitFor();
    expect(decodeURIComponent(page().url())).toContain('cell=revenue.amount');
    // One account alone is opened by itself: its entries stand there at once.
    await drawer.getByRole('link', { name: 'CK2601-00001' }).first().waitFor();
    await eventually(() => drawer.locator('.inside td.num').allTextContents()).toEqual(['4,059.51', '2,723.92']);
    expect(await drawer.getByRole('alert').count()).toBe(0);
    await drawer.getByRole('button', { name: '6,783.43' }).click();
    await eventually(() => drawer.locator('.crumbs b').textContent()).toContain('6001');
    await drawer.getByRole('link', { name: 'CK2601-00001' }).first().click();
    await page().getByRole('heading', { name: 'CK2601-00001' }).waitFor();
  });
  it('keeps the level in the address, closes with Escape and goes back with the browser', async () => {
    await open(world, '/finance/report/balance_sheet?at=2026-01-31&cell=inventories.closing', '.drill');
    await page().locator('.drill-figure strong', { hasText: '7,202.71' }).waitFor();
    await page().keyboard.press('Escape');
    await eventually(() => page().locator('.drill').count()).toBe(0);
    await page().goBack();
    await page().locator('.drill-figure strong', { hasText: '7,202.71' }).waitFor();
  });
  it('first sale: step 14 — another day by its chip, and the figures of that day', async () => {
    await open(world, '/finance/report/balance_sheet?at=2026-01-31', '.statement.two');
    await page().getByRole('button', { name: /^截至/ }).click();
    await page().locator('.param-box input').fill('2026-01-15');
    await page().keyboard.press('Enter');
    await eventually(() => figure('应收账款').textContent()).toBe('15,865.49');
    expect(page().url()).toContain('at=2026-01-15');
  });
  it('hides lines without figures only when asked, and keeps totals', async () => {
    const lines = await page().locator('.statement-table tbody th[scope=row]').count();
    await page()
      .getByRole('button', { name: /只看有数的行/ })
      .click();
    await eventually(() => page().locator('.statement-table tbody th[scope=row]').count()).toBeLessThan(lines / 2);
    await figure('资产总计').waitFor();
  });
  it('moves between figures with the arrows and opens with Enter', async () => {
    await open(world, '/finance/report/trial_balance?from=2026-01-01&to=2026-01-31', '.report-table tbody tr');
    await page().locator('[data-figure]').first().focus();
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Enter');
    await page().locator('.drill .crumbs b', { hasText: '100201' }).waitFor();
  });
  it('asks for what a ledger cannot do without, then opens each entry’s document', async () => {
    await open(world, '/finance/report/account_ledger?from=2026-01-01&to=2026-01-31', '.blank');
    await page().getByRole('combobox', { name: '科目' }).fill('1122');
    await page()
      .getByRole('option', { name: /应收账款/ })
      .click();
    await page().getByRole('cell', { name: 'CK2601-00002', exact: true }).waitFor();
    expect(page().url()).toContain('1122');
  });
});

describe('voucher by keyboard (web §8)', () => {
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await page().keyboard.press(key);
  };
  const at = () => page().evaluate<string | undefined>('document.activeElement?.dataset?.cell');
  /** Faster than the answer comes: what is taken is the answer to all that was typed, never to a part of it. */
  const choose = async (text: string): Promise<void> => {
    await page().keyboard.type(text);
    await press('Enter');
  };
  it('is written, balanced by =, turned by space and saved without the mouse', async () => {
    await open(world, '/finance/voucher/new', '.paper');
    await eventually(at).toBe('0:summary');
    await page().keyboard.type('付1月办公费');
    await press('Enter');
    await choose('660105');
    await eventually(at).toBe('0:debit');
    await page().keyboard.type('1840.5');
    await press('Enter');
    await eventually(at).toBe('1:summary');
    await page().keyboard.type('//');
    expect(await page().locator('[data-cell="1:summary"]').inputValue()).toBe('付1月办公费');
    await press('Enter');
    await choose('100201');
    await eventually(at).toBe('1:debit');
    expect(await page().locator('[data-cell="1:account"]').inputValue()).toBe('100201 银行存款 — 工行基本户');
    expect(await page().getByText('还差 1,840.50').count()).toBe(1);
    // The ghost says what = would write, and on which side.
    await page().locator('.digits.pale').waitFor();
    await press('Space');
    await eventually(at).toBe('1:credit');
    await press('=');
    await eventually(() => page().getByText(/还差/).count()).toBe(0);
    expect(await page().locator('.paper-table tfoot').textContent()).toContain('壹仟捌佰肆拾元零伍角');
    await press('Control+s');
    await page().waitForURL(/\/finance\/voucher\/[0-9a-f-]{36}$/);
    await page()
      .getByRole('heading', { name: /^D\d{6}-0001$/ })
      .waitFor();
  });
  it('F7 opens the tree, Ctrl D copies the row above, Ctrl Delete takes a row away', async () => {
    await page().locator('[data-cell="2:summary"]').focus();
    await press('F7');
    await page().getByRole('dialog').getByText('库存现金').waitFor();
    await press('Escape');
    await page().locator('[data-cell="2:summary"]').focus();
    await press('Control+d');
    await eventually(() => page().locator('[data-cell="2:account"]').inputValue()).toContain('100201');
    await press('Control+Delete');
    await eventually(() => page().locator('[data-cell="2:account"]').inputValue()).toBe('');
  });
  it('a composing input method keeps its Enter', async () => {
    await page().locator('[data-cell="0:summary"]').focus();
    await page().evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, isComposing: true }))");
    expect(await at()).toBe('0:summary');
  });
});

describe('opening balances (3.1 R7)', () => {
  it('adds both sides and shows their difference while typing', async () => {
    await open(world, '/finance/opening/new', '.opening-totals');
    const sums = () => page().locator('.opening-totals .figure').allInnerTexts();
    const said = () => eventually(async () => (await sums()).map((text) => text.replace(/\s+/g, ' ')));
    await page().locator('input[data-cell="new"]').first().fill('1001');
    await page().getByRole('option', { name: '1001' }).first().click();
    const amount = page().locator('[data-cell$=":opening"]').first();
    await amount.fill('120.50');
    await said().toEqual(['Σ 借方 120.50', 'Σ 贷方 0.00', '差额 120.50']);
    await amount.fill('0');
    await said().toEqual(['Σ 借方 0.00', 'Σ 贷方 0.00', '借贷平衡 0.00']);
  });
});

describe('workbench and customer (web §4.4, §4.9)', () => {
  it('P14 every figure opens the page it comes from, and that page agrees', async () => {
    await open(world, '', '.key-figures');
    const stock = page().locator('.key-figure', { hasText: '库存金额' });
    await eventually(() => stock.locator('.key-amount').textContent()).toBe('7,202.71');
    await stock.click();
    await page().locator('.report-table tfoot', { hasText: '7,202.71' }).waitFor();
  });
  it('shows a customer with its documents and open items, and what is late in red', async () => {
    await open(world, '/customers/customer', '.list-table tbody tr');
    await page().getByRole('link', { name: 'C000001' }).click();
    await page().getByRole('heading', { name: '昆山同创电子有限公司' }).waitFor();
    await page().getByText('逾期 15,865.49').waitFor();
    await page().locator('.customer-middle').getByRole('link', { name: 'SO2601-00001' }).first().waitFor();
    await page().locator('.customer-money .stack-bar').waitFor();
    await page().locator('.customer-sold li').first().waitFor();
    await page()
      .getByRole('tab', { name: /未结清/ })
      .click();
    await page().getByRole('cell', { name: 'XS-1210' }).waitFor();
  });
});

describe('quality (web §11, stack §7)', () => {
  it.each([
    ['balance sheet with its drawer', '/finance/report/balance_sheet?at=2026-01-31&cell=inventories.closing', '.drill .report-table'],
    ['trial balance', '/finance/report/trial_balance?from=2026-01-01&to=2026-01-31', '.report-table tfoot'],
    ['voucher', '/finance/voucher/new', '.paper'],
    ['workbench', '', '.key-amount:not(.waiting)'],
  ])('axe finds nothing on the %s, light and dark', async (_name, path, sign) => {
    for (const theme of ['light', 'dark']) {
      await prefer(page(), { theme });
      await open(world, path, sign);
      await page().waitForLoadState('networkidle');
      expect(await violations(page())).toEqual([]);
    }
    await prefer(page(), {});
  });
  it('the policy refuses no style of these pages', async () => {
    await open(world, '/finance/report/aging?at=2026-01-31', '.stack-bar');
    expect((await world.refusedByPolicy()).filter((refusal) => !refusal.startsWith('style-src-elem inline'))).toEqual([]);
  });
  it('fits a phone without sideways scrolling of the page', async () => {
    await page().setViewportSize({ width: 390, height: 844 });
    for (const [path, sign] of [
      ['', '.key-figures'],
      ['/finance/report/balance_sheet?at=2026-01-31', '.statement'],
    ] as const) {
      await open(world, path, sign);
      expect(await page().evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    }
    await page().setViewportSize({ width: 1440, height: 900 });
  });
  it('no page threw', () => {
    expect(world.faults).toEqual([]);
  });
});
