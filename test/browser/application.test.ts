import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;

describe('sign-in (P.1, web 01)', () => {
  beforeEach(async () => {
    await world.context.clearCookies();
  });
  it('says why a wrong password is refused, in the words of the server, and keeps the account', async () => {
    await page().goto(`${world.url}/sign-in`);
    await page().fill('input[name=login]', 'admin');
    await page().fill('input[name=password]', 'wrong-password-1');
    await page().keyboard.press('Enter');
    await expect(page().getByRole('alert').textContent()).resolves.toMatch(/账号|密码/);
    expect(await page().inputValue('input[name=login]')).toBe('admin');
  });
  it('comes back to the address that asked for it', async () => {
    await page().goto(`${world.url}/o/MAIN/sales/order?view=to_deliver`);
    await page().waitForSelector('input[name=login]');
    await page().fill('input[name=login]', 'admin');
    await page().fill('input[name=password]', 'Start-12345!');
    await page().keyboard.press('Enter');
    await page().waitForURL(/\/o\/MAIN\/sales\/order\?view=to_deliver$/);
  });
});

describe('frame (web §3)', () => {
  beforeAll(async () => {
    await signIn(world);
  });
  it('shows all seven modules, and those without records as not available', async () => {
    await open(world, '/sales/order', '.list-table');
    const names = ['客户', '销售', '财务', '人事', '库存', '供应链', '客户关系'];
    for (const name of names) await page().getByRole('navigation').getByRole('button', { name, exact: true }).waitFor();
    const absent = await page().locator('.nav-item[aria-disabled=true]').allTextContents();
    expect(absent).toEqual(['人事', '供应链', '客户关系']);
    expect(await page().locator('.nav-item[aria-current=page]').allTextContents()).toEqual(['销售订单']);
  });
  it('finds a customer by initials and a page by its name from Ctrl K', async () => {
    await page().keyboard.press('Control+k');
    await page().getByRole('combobox', { name: '搜索或跳转' }).waitFor();
    await page().keyboard.type('kstc');
    await page()
      .getByRole('option', { name: /昆山同创电子有限公司/ })
      .waitFor();
    await page().keyboard.press('Escape');
    await expect.poll(() => page().locator('dialog.palette').count()).toBe(0);
    await page().keyboard.press('Control+k');
    await page().getByRole('combobox', { name: '搜索或跳转' }).waitFor();
    await page().keyboard.type('价目表');
    await page()
      .getByRole('option', { name: /^价目表/ })
      .waitFor();
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('ArrowUp');
    expect(await page().getByRole('option', { selected: true }).count()).toBe(1);
    await page().keyboard.press('Escape');
  });
  it('turns dark and back, and says so to the style sheet', async () => {
    await prefer(page(), { theme: 'dark' });
    await open(world, '/sales/order', '.list-table');
    expect(await page().evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(26, 28, 31)');
    await prefer(page(), { theme: 'light' });
    await open(world, '/sales/order', '.list-table');
    expect(await page().evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
  });
  it('changes the language of everything but the data', async () => {
    await page().getByTitle('管理员的菜单').click();
    await page().getByRole('menuitem', { name: 'English' }).click();
    await page().getByRole('heading', { name: 'Sales order' }).waitFor();
    expect(await page().evaluate('document.documentElement.lang')).toBe('en');
    await page()
      .getByRole('button', { name: /^New sales order/ })
      .waitFor();
    await page().getByRole('cell', { name: '昆山同创电子有限公司' }).first().waitFor();
    await prefer(page(), {});
  });
  it('fits a phone: no sideways scrolling, five targets at the bottom, each at least 44 px', async () => {
    await page().setViewportSize({ width: 390, height: 844 });
    for (const [path, sign] of [
      ['/sales/order', '.list-table'],
      ['/sales/order/new', '.facts'],
    ] as const) {
      await open(world, path, sign);
      expect(await page().evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    }
    const bar = page().locator('.bottom-bar > *');
    expect(await bar.count()).toBe(5);
    for (const box of await bar.all()) expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await page().setViewportSize({ width: 1440, height: 900 });
  });
});

describe('choosing a record (web §5)', () => {
  it('never takes a record of an earlier search for what was typed since', async () => {
    await open(world, '/sales/order/new', '.line-table');
    const customer = page().getByLabel('客户', { exact: true });
    await customer.fill('昆山');
    await page()
      .getByRole('option', { name: /昆山同创/ })
      .waitFor();
    let answer = (): void => undefined;
    const held = new Promise<void>((resolve) => (answer = resolve));
    await page().route('**/api/customers/customer?*', async (route) => {
      await held;
      await route.continue();
    });
    await customer.fill('无锡');
    await customer.press('Enter');
    expect(await customer.inputValue()).toBe('无锡');
    answer();
    await expect.poll(() => customer.inputValue()).toBe('无锡华瑞包装设备有限公司');
    await page().unroute('**/api/customers/customer?*');
  });
});
describe('quality (web §11, stack §7)', () => {
  it.each([
    ['list', '/sales/order', '.list-table'],
    ['form', '/sales/order/new', '.line-table'],
    ['empty list', '/sales/invoice', '.blank'],
  ])('axe finds nothing on the %s, light and dark', async (_name, path, sign) => {
    for (const theme of ['light', 'dark']) {
      await prefer(page(), { theme });
      await open(world, path, sign);
      await page().waitForLoadState('networkidle');
      expect(await violations(page())).toEqual([]);
    }
    await prefer(page(), {});
  });
  it('the content security policy refuses nothing but the one style tag that Ant Design adds to measure a scroll bar', async () => {
    await open(world, '/sales/order/new', '.line-table');
    await page().getByLabel('客户', { exact: true }).fill('昆山');
    await page().getByRole('option').first().waitFor();
    await page().keyboard.press('Escape');
    const known = /^style-src-elem inline/;
    expect((await world.refusedByPolicy()).filter((refusal) => !known.test(refusal))).toEqual([]);
    expect((await world.refusedByPolicy()).length).toBeLessThanOrEqual(1);
  });
  it('the first page weighs at most 350 KB of scripts, brotli', async () => {
    const sizes = new Map<string, number>();
    const seen: Promise<unknown>[] = [];
    const plain: string[] = [];
    const fresh = await world.browser.newContext();
    const first = await fresh.newPage();
    first.on('response', (answer) => {
      if (!new URL(answer.url()).pathname.endsWith('.js')) return;
      seen.push(
        answer
          .request()
          .sizes()
          .then(({ responseBodySize }) => sizes.set(answer.url(), responseBodySize)),
      );
      if (answer.headers()['content-encoding'] !== 'br') plain.push(answer.url());
    });
    await first.goto(`${world.url}/`);
    await first.waitForSelector('input[name=login]');
    await Promise.all(seen);
    await fresh.close();
    // What fits one packet is sent as it is.
    expect(plain.filter((url) => (sizes.get(url) ?? 0) > 1_400)).toEqual([]);
    const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(50_000);
    expect(total).toBeLessThanOrEqual(350 * 1024);
  });
  it('no page threw', () => {
    expect(world.faults).toEqual([]);
  });
});
