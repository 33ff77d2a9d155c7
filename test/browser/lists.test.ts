import { readFileSync } from 'node:fs';
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
const rows = () => page().locator('.list-table tbody tr').count();
const tabs = () => page().locator('.tabs [role=tab]').allTextContents();
const heads = async () => (await page().locator('.list-table thead th').allTextContents()).filter((text) => text !== '' && text !== '更多');

describe('saved views (P.11)', () => {
  it('keeps filter, sort, columns and pins under a name and opens them again', async () => {
    await open(world, '/sales/order', '.list-table tbody tr');
    await press('f');
    await page().getByRole('combobox', { name: '字段' }).waitFor();
    await page().keyboard.type('价税');
    await press('Tab');
    await page().keyboard.type('200');
    await press('Enter');
    await eventually(rows).toBe(2);
    await page().getByRole('button', { name: '列', exact: true }).click();
    // The columns by keyboard: the one after the number goes, the number is pinned.
    await press('p', 'ArrowDown', 'Space');
    await press('Escape');
    await eventually(async () => (await heads()).includes('客户')).toBe(false);
    expect(await page().locator('.list-table th.pin').allTextContents()).toEqual(['编号']);
    await page().getByRole('button', { name: '价税合计', exact: true }).click();
    await page().getByRole('button', { name: '另存为视图' }).first().click();
    await page().getByLabel('名称').fill('两百以上');
    expect(await violations(page())).toEqual([]);
    await press('Enter');
    await page()
      .getByRole('tab', { name: /^两百以上/, selected: true })
      .waitFor();
    await page().getByRole('tab', { name: /^全部/ }).click();
    await eventually(rows).toBe(3);
    await page()
      .getByRole('tab', { name: /^两百以上/ })
      .click();
    await eventually(rows).toBe(2);
    expect((await heads()).includes('客户')).toBe(false);
    expect(await page().locator('.list-table th.pin').allTextContents()).toEqual(['编号']);
    expect(await page().locator('.list-table th[aria-sort=descending]').textContent()).toBe('价税合计');
    await page().locator('.chip', { hasText: '价税合计' }).waitFor();
  });
  it('shows an unsaved change as a dot, writes it into the view, or takes it back', async () => {
    await page()
      .getByRole('button', { name: /^去掉 价税合计/ })
      .click();
    await eventually(rows).toBe(3);
    expect(await page().locator('.tabs [aria-selected=true] .dot').count()).toBe(1);
    await page().getByRole('button', { name: '还原' }).click();
    await eventually(rows).toBe(2);
    await page()
      .getByRole('button', { name: /^去掉 价税合计/ })
      .click();
    await eventually(rows).toBe(3);
    await page().getByRole('button', { name: '保存到视图' }).click();
    await eventually(() => page().locator('.tabs .dot').count()).toBe(0);
    await page().reload();
    await eventually(rows).toBe(3);
  });
  const menu = (item: string) =>
    page()
      .getByRole('button', { name: /^视图「.*」的操作$/ })
      .click()
      .then(() => page().getByRole('menuitem', { name: item }).click());
  it('is renamed, shared, made the one the list opens with, and deleted', async () => {
    await menu('改名');
    await page().getByLabel('名称').fill('全部订单');
    await press('Enter');
    await page()
      .getByRole('tab', { name: /^全部订单/ })
      .waitFor();
    await menu('共享给所有人');
    await page().locator('[role=tab] svg').waitFor();
    const { data } = await world.api.get<{ readonly data: readonly { readonly name: string; readonly scope: string }[] }>('/api/core/saved_view?declaration=sales.order');
    expect(data.map(({ name, scope }) => [name, scope])).toEqual([['全部订单', 'everybody']]);
    await menu('打开列表时用这个视图');
    await eventually(async () => ((await world.api.get('/api/me/preferences'))['screens'] ? true : false)).toBe(true);
    await open(world, '/sales/order', '.list-table tbody tr');
    await page()
      .getByRole('tab', { name: /^全部订单/, selected: true })
      .waitFor();
    await page().locator('[role=tab]').first().click();
    await page().waitForURL(/view=all/);
    await page()
      .getByRole('tab', { name: /^全部订单/ })
      .click();
    await menu('删除视图');
    await page().getByRole('button', { name: '删除「全部订单」' }).click();
    await eventually(tabs).not.toContain('全部订单3');
    await open(world, '/sales/order', '.list-table tbody tr');
    await page().getByRole('tab', { name: /^全部/, selected: true }).waitFor();
  });
});

describe('groups, calendar, tree (web §4.1)', () => {
  it('groups by a field with the count and sum of each, and opens one', async () => {
    await open(world, '/sales/order', '.list-table tbody tr');
    await page().getByRole('button', { name: '分组' }).click();
    await page().getByRole('menuitem', { name: '客户', exact: true }).click();
    const group = page().locator('.group-row', { hasText: '昆山同创' });
    await group.waitFor();
    // 2 and 10 pieces at 79.00.
    expect(await group.textContent()).toMatch(/2.*948\.00/);
    expect(await page().locator('.list-table tfoot').textContent()).toContain('1,185.00');
    await group.getByRole('button').focus();
    await press('Enter');
    await eventually(rows).toBe(4);
    expect(await violations(page())).toEqual([]);
    expect(page().url()).toContain('group=customer');
  });
  it('shows records on their days, with the sum of the day, and turns the month', async () => {
    await open(world, '/sales/order?as=calendar&month=2026-11', '.calendar-entry');
    const day = page().locator('td', { has: page().locator('time[datetime="2026-11-20"]') });
    expect(await day.locator('.calendar-entry').count()).toBe(3);
    await eventually(async () => (await day.textContent()) ?? '').toContain('1,185.00');
    expect(await violations(page())).toEqual([]);
    await press('PageDown');
    await page().waitForURL(/month=2026-12/);
    await eventually(() => page().locator('.calendar-entry').count()).toBe(0);
  });
  it('shows accounts under their parents and moves with the arrows', async () => {
    await open(world, '/finance/account?as=tree', '.tree-table tbody tr');
    const row = page().locator('.tree-table tr', { hasText: '应交增值税' }).first();
    await row.waitFor();
    expect(await row.getAttribute('aria-level')).toBe('2');
    const parent = page().locator('.tree-table tr', { hasText: '应交税费' }).first();
    await parent.focus();
    await press('ArrowLeft');
    await eventually(() => row.count()).toBe(0);
    await press('ArrowRight', 'ArrowRight');
    expect(await page().evaluate<string>("document.activeElement?.textContent ?? ''")).toContain('应交增值税');
    expect(await violations(page())).toEqual([]);
  });
});

describe('long work and files', () => {
  it('does an action on the whole filter, tells what was refused and why, and shows those rows', async () => {
    await open(world, '/sales/order', '.list-table tbody tr');
    await page().getByLabel('选中本页').check();
    await page()
      .getByRole('button', { name: /^确认 3$/ })
      .click();
    await eventually(async () => (await page().getByRole('toolbar').textContent()) ?? '').toMatch(/3 条完成|未完成/);
  });
  it('exports what is shown: the columns and the search', async () => {
    await open(world, '/customers/customer?cols=name,code&q=无锡', '.list-table tbody tr');
    await eventually(rows).toBe(1);
    await page().getByRole('button', { name: '导出' }).click();
    const [file] = await Promise.all([page().waitForEvent('download'), page().getByRole('menuitem', { name: '导出 CSV' }).click()]);
    const [head, ...lines] = readFileSync((await file.path()) ?? '', 'utf8')
      .replace('\uFEFF', '')
      .trim()
      .split(/\r?\n/);
    expect(head).toBe('名称,客户编号');
    expect(lines).toEqual(['无锡华瑞包装设备有限公司,C000002']);
  });
  it('fits a phone and the dark theme', async () => {
    await page().setViewportSize({ width: 390, height: 844 });
    for (const path of ['/sales/order?group=customer', '/sales/order?as=calendar&month=2026-11', '/finance/account?as=tree']) {
      await open(world, path, '.page-head');
      await page().waitForLoadState('networkidle');
      expect(await page().evaluate('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390);
    }
    await page().setViewportSize({ width: 1440, height: 900 });
    await prefer(page(), { theme: 'dark' });
    await open(world, '/sales/order?group=customer', '.group-row');
    expect(await violations(page())).toEqual([]);
    await prefer(page(), {});
  });
  it('no page threw', () => {
    expect(world.faults).toEqual([]);
  });
});
