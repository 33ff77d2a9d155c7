import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

interface Saved {
  readonly id: string;
  readonly version: number;
}
interface Tagged {
  readonly tags: readonly { readonly id: string; readonly label: string }[];
}
let world: World;
let quotation: string;
let customer: string;
beforeAll(async () => {
  world = await openWorld();
  const { api } = world;
  const group = await api.send<Saved>('POST', '/api/core/tag_group', { name: '等级', exclusive: true });
  for (const body of [
    { name: '展会', color: 'blue' },
    { name: '重点', color: 'red', group: { id: group.id } },
    { name: '一般', color: 'grey', group: { id: group.id } },
  ])
    await api.send('POST', '/api/core/tag', body);
  customer = (await api.get<{ readonly data: readonly Saved[] }>('/api/customers/customer?f.code=C000001')).data[0]?.id ?? '';
  const made = await api.send<Saved>('POST', '/api/sales/quotation', { customer: 'C000001', valid_until: '2027-12-31', lines: [{ product: 'P002', qty: '2' }] });
  quotation = made.id;
  await api.send('POST', `/api/sales/quotation/${quotation}/actions/send`, { version: made.version, input: {} });
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const press = (...keys: readonly string[]) => keys.reduce((done, key) => done.then(() => page().keyboard.press(key)), Promise.resolve());
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });
const tagsOf = async (path: string): Promise<readonly string[]> => (await world.api.get<Tagged>(path)).tags.map((tag) => tag.label).sort();
const strip = () => page().locator('.tag-strip');
const picture = async (name: string): Promise<void> => {
  const folder = process.env['QIANTAI_SCREENS'];
  if (folder !== undefined) await page().screenshot({ path: `${folder}/${name}.png` });
};

describe('tags (P.11)', () => {
  it('are picked, made and taken off by keyboard on a posted document', async () => {
    const path = `/api/sales/quotation/${quotation}`;
    await open(world, `/sales/quotation/${quotation}`, '.tag-strip');
    await press('t');
    await page().getByRole('combobox', { name: '打标签' }).waitFor();
    await page().keyboard.type('展会');
    await press('Enter');
    await strip().getByText('展会', { exact: true }).waitFor();
    await page().keyboard.type('一般');
    await press('Enter');
    await strip().getByText('一般', { exact: true }).waitFor();
    // Of a group that excludes, the new one takes the place of the old one.
    await page().keyboard.type('重点');
    await press('Enter');
    await eventually(() => tagsOf(path)).toEqual(['展会', '重点']);
    await page().keyboard.type('加急');
    await page().getByRole('option', { name: '新建标签“加急”' }).waitFor();
    expect(await violations(page())).toEqual([]);
    await picture('tags');
    await press('Enter');
    await eventually(() => tagsOf(path)).toEqual(['加急', '展会', '重点'].sort());
    await press('Escape');
    await strip().getByRole('button', { name: '去掉标签 加急' }).click();
    await eventually(() => tagsOf(path)).toEqual(['展会', '重点']);
    expect(await strip().locator('.tag.red').textContent()).toBe('重点');
    await page().locator('.timeline').getByText('改了标签').first().waitFor();
    expect(await violations(page())).toEqual([]);
  });
  it('stand on the page of a customer', async () => {
    await open(world, `/customers/customer/${customer}`, '.tag-strip');
    await strip().getByRole('button', { name: '打标签' }).click();
    await page().keyboard.type('重点');
    await press('Enter');
    await eventually(() => tagsOf(`/api/customers/customer/${customer}`)).toEqual(['重点']);
    await press('Escape');
    await strip().locator('.tag.red').waitFor();
    expect(await violations(page())).toEqual([]);
    await picture('tags-customer');
  });
  it('filter a list and fill a column of it', async () => {
    await open(world, '/customers/customer?cols=code,name,tags', 'tbody tr');
    await eventually(() => page().locator('tbody tr').count()).toBe(2);
    await page().locator('td .tag.red', { hasText: '重点' }).waitFor();
    await press('f');
    await page().keyboard.type('标签');
    await press('Enter');
    await page().keyboard.type('重点');
    await page().getByRole('option', { name: '重点' }).waitFor();
    await press('Enter', 'Enter');
    await page().locator('.chip', { hasText: '重点' }).waitFor();
    await eventually(() => page().locator('tbody tr').count()).toBe(1);
    await page().reload();
    await page().locator('.chip', { hasText: '重点' }).waitFor();
    await eventually(() => page().locator('tbody tr').count()).toBe(1);
    expect(await violations(page())).toEqual([]);
    await picture('tags-list');
  });
});

describe('links for people outside (P.11)', () => {
  const dialog = () => page().getByRole('dialog');
  let url = '';
  it('say what they allow, are copied once, and the page opens', async () => {
    await world.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await open(world, `/sales/quotation/${quotation}`, '.page-head');
    await page().getByRole('button', { name: '发送链接' }).click();
    await dialog().getByText('还没有链接').waitFor();
    await dialog().getByRole('button', { name: '30 天' }).click();
    await dialog().getByLabel('接受').check();
    expect(await dialog().getByLabel('可提交几次').inputValue()).toBe('1');
    expect(await violations(page())).toEqual([]);
    await picture('share');
    await dialog().getByRole('button', { name: '建立链接' }).click();
    await dialog().getByRole('button', { name: '复制链接' }).click();
    await dialog().getByRole('button', { name: '已复制' }).waitFor();
    url = (await dialog().locator('code').textContent()) ?? '';
    expect(await page().evaluate('navigator.clipboard.readText()')).toBe(url);
    expect(await (await fetch(url)).text()).toContain('接受');
    const { data } = await world.api.get<{ readonly data: readonly { readonly actions: readonly string[]; readonly uses: number | null }[] }>(
      `/api/sales/quotation/${quotation}/links`,
    );
    expect(data).toMatchObject([{ actions: ['accept'], uses: 1 }]);
  });
  it('tell who opened them and are taken back', async () => {
    const row = dialog().locator('.share-list li');
    await row.getByText('接受 · 已提交 0 / 1').waitFor();
    await row.getByRole('button', { name: '访问记录' }).click();
    await row.getByRole('cell', { name: '打开' }).waitFor();
    expect(await violations(page())).toEqual([]);
    await row.getByRole('button', { name: '撤回' }).click();
    await picture('share-list');
    await row.getByRole('button', { name: '确定撤回' }).click();
    await row.getByText('已撤回').waitFor();
    expect((await fetch(url)).status).toBe(410);
  });
  it('are refused in words: a code needs an address', async () => {
    await dialog().getByRole('button', { name: '再建一个' }).click();
    await dialog()
      .getByLabel(/打开前要验证码/)
      .check();
    await dialog().getByRole('button', { name: '建立链接' }).click();
    await dialog().getByRole('alert').waitFor();
    await press('Escape');
    await eventually(() => dialog().count()).toBe(0);
  });
  it('fit a phone, the dark theme and English', async () => {
    await prefer(page(), { theme: 'dark', locale: 'en' });
    await page().setViewportSize({ width: 390, height: 844 });
    await open(world, `/sales/quotation/${quotation}`, '.tag-strip');
    await page().getByRole('button', { name: 'More' }).first().click();
    await page().getByRole('menuitem', { name: 'Send link' }).click();
    await dialog().getByText('Taken back').waitFor();
    expect(await page().evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page().waitForLoadState('networkidle');
    await picture('share-phone');
    expect(await violations(page())).toEqual([]);
    await press('Escape');
    expect(await page().evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await picture('tags-phone');
    await page().setViewportSize({ width: 1440, height: 900 });
    await prefer(page(), {});
  });
  it('no page threw, and the policy refused nothing', async () => {
    expect(await world.refusedByPolicy()).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});
