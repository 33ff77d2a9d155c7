import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const press = (...keys: readonly string[]) => keys.reduce((done, key) => done.then(() => page().keyboard.press(key)), Promise.resolve());
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });

describe('keys of the desk (web §8)', () => {
  it('G and two letters go to a page, and the page beneath gets none of them', async () => {
    await open(world, '/sales/order', '.list-table tbody tr');
    // N would begin an order here.
    await press('g', 's');
    await page().locator('.jumps').getByText('报价单').waitFor();
    await press('q');
    await page().waitForURL(/\/sales\/quotation$/);
    await press('g', 'h');
    await page().waitForURL(/\/o\/MAIN\/?$/);
    await press('g', 'f', 'b');
    await page().waitForURL(/\/finance\/report\/balance_sheet/);
  });
  it('? names all keys, the jumps among them', async () => {
    await press('?');
    const dialog = page().getByRole('dialog');
    await dialog.getByText('G S O').waitFor();
    expect(await violations(page())).toEqual([]);
    await press('Escape');
    await eventually(() => page().getByRole('dialog').count()).toBe(0);
  });
});
describe('palette (P.12)', () => {
  it('offers what was opened last before anything is typed', async () => {
    const { data } = await world.api.get<{ readonly data: readonly { readonly id: string }[] }>('/api/customers/customer?f.code=C000002');
    await open(world, `/customers/customer/${data[0]?.id ?? ''}`, '.band');
    await press('Control+k');
    await page()
      .getByRole('option', { name: /无锡华瑞/ })
      .first()
      .waitFor();
    expect(await page().locator('.palette-group').first().textContent()).toBe('最近打开');
    await press('Escape');
    await eventually(() => page().locator('dialog.palette').count()).toBe(0);
  });
  it('narrows to actions and to pages by the first character', async () => {
    await press('Control+k');
    await page().getByRole('combobox', { name: '搜索或跳转' }).fill('>销售订单');
    await eventually(() => page().locator('.palette-group').allTextContents()).toEqual(['动作']);
    await page().getByRole('combobox', { name: '搜索或跳转' }).fill(':销售订单');
    await eventually(() => page().locator('.palette-group').allTextContents()).toEqual(['跳转']);
    await press('Enter');
    await page().waitForURL(/\/sales\/order$/);
  });
  it('fits the dark theme in English', async () => {
    await prefer(page(), { theme: 'dark', locale: 'en' });
    await open(world, '/sales/order', '.list-table tbody tr');
    await press('g');
    await page().locator('.jumps').getByText('Sales order').waitFor();
    expect(await violations(page())).toEqual([]);
    await press('Escape');
    await prefer(page(), {});
  });
  it('no page threw', () => {
    expect(world.faults).toEqual([]);
  });
});
