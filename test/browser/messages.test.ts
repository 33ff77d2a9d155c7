import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

let world: World;
interface Made {
  readonly id: string;
}
beforeAll(async () => {
  world = await openWorld();
  await signIn(world);
  world.page.setDefaultTimeout(8_000);
  // Somebody else mentions the administrator in a comment on an order.
  const { invitation_url: link } = await world.api.send<{ readonly invitation_url: string }>('POST', '/api/core/user', {
    login: 'lin@example.com',
    name: '林晓雯',
    department: 'HQ',
    roles: ['sales_manager'],
    invite: 'link',
  });
  const lin = world.server.browser();
  const token = new URL(link).pathname.split('/').at(-1);
  await lin.send('POST', '/api/session/actions/accept_invitation', { token, password: 'hat-river-copper-47' });
  const order = (await world.api.get<{ readonly data: readonly Made[] }>('/api/sales/order?limit=1')).data[0];
  const me = await world.api.get<{ readonly user: Made }>('/api/me');
  const said = await lin.send('POST', `/api/sales/order/${order?.id ?? ''}/comments`, { text: '@管理员 看一下交期', mentions: [{ declaration: 'core.user', id: me.user.id }] });
  expect(said.status).toBeLessThan(300);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });

describe('messages (P.11)', () => {
  it('counts the unread ones in the menu, opens the record from one, and counts again', async () => {
    await open(world, '/messages', '.message');
    const item = page().getByRole('link', { name: /^消息/ });
    const mention = page().locator('.message.fresh', { hasText: '林晓雯 在 销售订单' });
    const before = Number(await item.locator('.count').textContent());
    await mention.locator('a').click();
    await page().waitForURL(/\/sales\/order\//);
    await eventually(async () => ((await item.locator('.count').count()) === 0 ? 0 : Number(await item.locator('.count').textContent()))).toBe(before - 1);
    await open(world, '/messages', '.message');
    expect(await mention.count()).toBe(0);
    if (before > 1) await page().getByRole('button', { name: '全部已读' }).click();
    await page().getByRole('button', { name: /^未读/ }).first().click();
    await page().getByText('没有未读消息').waitFor();
    expect(await item.locator('.count').count()).toBe(0);
  });
  it('keeps how one wants to be told', async () => {
    await open(world, '/account', '#notifications .setting');
    await page().getByLabel('提到我').selectOption('daily');
    await page().getByRole('button', { name: '设置时段' }).click();
    await page().getByLabel('免打扰开始').fill('20:30');
    await eventually(async () => (await world.api.get<{ readonly notifications: unknown }>('/api/me/preferences')).notifications).toMatchObject({
      mention: { mail: 'daily' },
      quiet: { from: '20:30', to: '08:00' },
    });
  });
  it('P.11 sets up a mail relay and says at the field what is wrong', async () => {
    await open(world, '/settings/channels', '.blank');
    await page().getByRole('button', { name: '新增通道' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByLabel('名称', { exact: true }).fill('公司邮箱');
    await dialog.getByLabel('服务器').fill('smtp.example.com');
    await dialog.getByLabel('发件地址').fill('nobody');
    await dialog.getByRole('button', { name: '保存' }).click();
    await dialog.locator('.neg').first().waitFor();
    await dialog.getByLabel('发件地址').fill('erp@example.com');
    await dialog.getByRole('button', { name: '保存' }).click();
    await page().locator('.hook', { hasText: '公司邮箱' }).waitFor();
    await page().getByRole('button', { name: '发测试邮件' }).click();
    await page().getByRole('dialog').getByLabel('收件地址').fill('admin@example.com');
    await page().keyboard.press('Enter');
    await page().locator('.sent').getByText('admin@example.com').waitFor();
  });
});
describe('what waits', () => {
  it('shows the work of the roles and the drafts one began, each a way to it', async () => {
    await open(world, '/inbox', '.todo-drafts li');
    expect(await page().locator('.todo-drafts li').count()).toBe(3);
    await page().locator('.todo-drafts a').first().click();
    await page().waitForURL(/\/sales\/order\//);
  });
});
describe('the workbench of one person (P.14)', () => {
  it('hides a card, orders the figures by the keyboard, keeps it, and goes back to what is shipped', async () => {
    await open(world, '', '.key-figure');
    const labels = () => page().locator('.key-figure .key-label').allTextContents();
    const before = await labels();
    await page().getByRole('button', { name: '调整' }).click();
    const dialog = page().getByRole('dialog', { name: '调整工作台' });
    await dialog.getByRole('checkbox', { name: '预警' }).click();
    await dialog.getByRole('button', { name: /下移$/ }).first().focus();
    await page().keyboard.press('Enter');
    expect(await violations(page())).toEqual([]);
    await dialog.getByRole('button', { name: '保存' }).click();
    await eventually(labels).toEqual([before[1], before[0], ...before.slice(2)]);
    await page().reload();
    await page().waitForSelector('.key-figure');
    await eventually(labels).toEqual([before[1], before[0], ...before.slice(2)]);
    expect(await page().locator('.alerts').count()).toBe(0);
    await page().getByRole('button', { name: '调整' }).click();
    await dialog.getByRole('button', { name: '恢复默认' }).click();
    await eventually(labels).toEqual(before);
    await page().locator('.alerts').waitFor({ state: 'attached' });
  });
});
describe('quality (web §11)', () => {
  it.each([
    ['messages', '/messages', '.message'],
    ['to do', '/inbox', '.todo-drafts li'],
    ['channels', '/settings/channels', '.hook'],
    ['account', '/account', '#notifications .setting'],
  ])('axe finds nothing on %s: light, dark, English, phone', async (_name, path, sign) => {
    for (const chosen of [{ theme: 'light' }, { theme: 'dark', locale: 'en' }]) {
      await prefer(page(), chosen);
      await open(world, path, sign);
      await page().waitForLoadState('networkidle');
      expect(await violations(page())).toEqual([]);
    }
    expect(await page().locator('.page-head').first().innerText()).not.toMatch(/[\u4e00-\u9fff]/);
    await page().setViewportSize({ width: 390, height: 844 });
    await prefer(page(), {});
    await open(world, path, sign);
    expect(await violations(page())).toEqual([]);
    expect(await page().evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page().setViewportSize({ width: 1440, height: 900 });
  });
  it('nothing threw', () => {
    expect(world.faults).toEqual([]);
  });
});
