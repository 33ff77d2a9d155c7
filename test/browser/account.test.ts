import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, signIn, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const strong = 'hat-river-copper-47';

describe('invitation and second factor (P.1)', () => {
  it('an invited person sets a password by the link and is in', async () => {
    const { invitation_url: link } = await world.api.send<{ readonly invitation_url: string }>('POST', '/api/core/user', {
      login: 'lin@example.com',
      name: '林晓雯',
      department: 'HQ',
      roles: ['sales'],
    });
    await page().goto(`${world.url}${new URL(link).pathname}`);
    await page().getByLabel('新密码', { exact: true }).fill('kurz');
    await page().getByLabel('再输一次新密码').fill('kurz');
    await page().getByRole('button', { name: '保存密码并登录' }).click();
    await page().getByRole('alert').waitFor();
    expect(await violations(page())).toEqual([]);
    await page().getByLabel('新密码', { exact: true }).fill(strong);
    await page().getByLabel('再输一次新密码').fill(strong);
    await page().getByRole('button', { name: '保存密码并登录' }).click();
    await page().waitForURL(/\/o\/MAIN/);
    await page().getByTitle('林晓雯的菜单').waitFor();
    await page().goto(`${world.url}${new URL(link).pathname}`);
    await page().getByLabel('新密码', { exact: true }).fill(strong);
    await page().getByLabel('再输一次新密码').fill(strong);
    await page().getByRole('button', { name: '保存密码并登录' }).click();
    await page().getByRole('heading', { name: '链接已失效' }).waitFor();
  });
  it('the administrator is reminded, enrols with a code and sees the recovery codes once', async () => {
    await world.context.clearCookies();
    await signIn(world);
    await open(world, '', '.reminder');
    await page().getByRole('link', { name: '现在开启' }).click();
    await page().getByRole('img', { name: '二维码' }).waitFor();
    expect(await violations(page())).toEqual([]);
    const secret = ((await page().locator('.secret b').textContent()) ?? '').replaceAll(' ', '');
    await page().getByLabel('6 位数字').fill('000000');
    await page().getByRole('button', { name: '开启两步验证' }).click();
    await page().getByRole('alert').waitFor();
    // The server's clock is the test's own.
    await page()
      .getByLabel('6 位数字')
      .fill(generateSync({ secret, epoch: Date.parse('2026-11-24T02:00:00.000Z') / 1000 }));
    await page().getByRole('button', { name: '开启两步验证' }).click();
    await expect.poll(() => page().locator('.recovery-codes li').count()).toBe(10);
    await page().getByRole('button', { name: '已保存，继续' }).click();
    await page().waitForURL(/\/o\/MAIN\/?$/);
    await expect.poll(() => page().locator('.reminder').count()).toBe(0);
  });
  it('shows all keys with ?', async () => {
    await page().keyboard.press('?');
    await page().getByRole('dialog', { name: '快捷键' }).waitFor();
    await page().keyboard.press('Escape');
    await expect.poll(() => page().getByRole('dialog').count()).toBe(0);
    expect(world.faults).toEqual([]);
  });
});
