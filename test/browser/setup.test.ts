import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { founderPassword } from '../support/server.ts';
import { violations } from './support/accessibility.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await signIn(world);
  world.page.setDefaultTimeout(10_000);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });
const dialog = () => page().getByRole('dialog');
interface Rows {
  readonly data: readonly Readonly<Record<string, unknown>>[];
}
const rows = async (path: string) => (await world.api.get<Rows>(path)).data;

describe('fields of a company (P.11)', () => {
  it('adds one by its name; the key follows, and the form of the record has it at once', async () => {
    await open(world, '/settings/fields?of=customers.customer', '.blank');
    await page().getByRole('button', { name: '新增字段' }).first().click();
    await dialog().getByLabel('中文名').fill('送货时段');
    await dialog().getByLabel('英文名').fill('Delivery window');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page()
      .getByRole('row', { name: /送货时段/ })
      .waitFor();
    expect((await rows('/api/core/custom_field'))[0]).toMatchObject({ key: 'x_delivery_window', declaration: 'customers.customer', kind: 'text' });
    await open(world, '/customers/customer/new', '.page-title');
    await page().getByText('送货时段').first().waitFor();
  });
  it('P11-5 a choice has options, is moved before another, archived and brought back', async () => {
    await open(world, '/settings/fields?of=customers.customer', '.report-table tbody tr');
    await page().getByRole('button', { name: '新增字段' }).first().click();
    await dialog().getByLabel('中文名').fill('等级');
    await dialog().getByLabel('英文名').fill('Grade');
    await dialog().getByLabel('类型').click();
    await page().locator('.ant-select-item-option', { hasText: '选项' }).click();
    await dialog().getByRole('button', { name: '保存' }).click();
    await dialog().getByRole('alert').waitFor();
    await dialog().getByRole('button', { name: '加选项' }).click();
    await dialog().getByLabel('键 1').fill('A');
    await dialog().getByLabel('中文名 1').fill('重点');
    await dialog().getByLabel('英文名 1').fill('Key account');
    await dialog().getByRole('button', { name: '保存' }).click();
    await page().getByRole('row', { name: /等级/ }).waitFor();
    await page().getByRole('button', { name: '等级上移' }).click();
    await eventually(() => page().locator('.report-table tbody th').allTextContents()).toEqual(['等级', '送货时段']);
    await page().getByRole('row', { name: /等级/ }).getByRole('button', { name: '归档' }).click();
    await page().getByRole('row', { name: /等级/ }).getByRole('button', { name: '恢复' }).click();
    await page().getByRole('row', { name: /等级/ }).getByRole('button', { name: '归档' }).waitFor();
  });
});

describe('company and departments (P.1)', () => {
  it('saves what is printed and says at the field what is wrong', async () => {
    await open(world, '/settings/company', '.setting-group');
    await page().getByLabel('统一社会信用代码').fill('91310000MA1');
    await page().keyboard.press('Control+s');
    await page().locator('.setting [role=alert]').waitFor();
    await page().getByLabel('统一社会信用代码').fill('91320583MA1TC26047');
    await page().getByLabel('地址').fill('昆山市前进路 1 号');
    await page().keyboard.press('Control+s');
    await eventually(async () => (await rows('/api/core/organisation'))[0]?.['address']).toBe('昆山市前进路 1 号');
  });
  it('puts a department below another and moves it out again by the keyboard', async () => {
    await open(world, '/settings/departments', '.departments tbody tr');
    await page().getByRole('button', { name: '在总部下新增' }).click();
    await dialog().getByLabel('名称').fill('销售部');
    await dialog().getByLabel('编号').fill('SALES');
    await dialog().getByRole('button', { name: '保存' }).click();
    const sales = page().getByRole('button', { name: '销售部', exact: true });
    await sales.waitFor();
    const parent = async () => (await rows('/api/core/department?q=SALES'))[0]?.['parent'];
    expect(await parent()).toMatchObject({ label: '总部' });
    await sales.focus();
    await page().keyboard.press('Alt+ArrowLeft');
    await eventually(parent).toBeNull();
    await page()
      .getByRole('row', { name: /销售部/ })
      .dragTo(page().getByRole('row', { name: /总部/ }));
    await eventually(parent).toMatchObject({ label: '总部' });
  });
});

describe('who comes in, persons and programs (P.1)', () => {
  it('shows where one is signed in and ends another session', async () => {
    const phone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1';
    await world.server.browser().send('POST', '/api/session', { login: 'admin', password: founderPassword }, { 'user-agent': phone });
    await open(world, '/account', '.sessions li');
    const before = await page().locator('.sessions li').count();
    expect(await page().locator('.sessions li', { hasText: '这台设备' }).textContent()).toContain('Chrome');
    await page().locator('.sessions li', { hasText: 'Safari · iPhone' }).getByRole('button', { name: '结束' }).click();
    await eventually(() => page().locator('.sessions li').count()).toBe(before - 1);
  });
  it('asks who it is before a key is made, goes on by itself, and shows the key once', async () => {
    world.server.at('2026-11-24T02:20:00.000Z');
    await open(world, '/settings/keys', '.blank');
    await page().getByRole('button', { name: '新增密钥' }).click();
    await dialog().getByLabel('名称').fill('网店');
    await dialog().getByLabel('以谁的身份').fill('admin');
    await page()
      .getByRole('option', { name: /管理员/ })
      .click();
    await dialog().getByRole('button', { name: '限定到单据或档案' }).click();
    await dialog().getByLabel('单据或档案 1').selectOption('sales.order');
    await dialog().getByRole('button', { name: '生成密钥' }).click();
    const proof = page().getByRole('dialog', { name: '再确认一次是你本人' });
    await proof.getByLabel('密码').fill('not the password');
    await proof.getByRole('button', { name: '验证并继续' }).click();
    await proof.getByRole('alert').waitFor();
    expect(await violations(page())).toEqual([]);
    await proof.getByLabel('密码').fill(founderPassword);
    await page().keyboard.press('Enter');
    await eventually(() => page().locator('.one-time code').textContent()).toMatch(/^qt_[\w]{8}_[0-9A-Za-z]{32}$/);
    await dialog().getByRole('button', { name: '完成' }).click();
    expect(await page().getByRole('row', { name: /网店/ }).textContent()).toContain('1 种');
  });
  it('a proof that is not given leaves everything as it was', async () => {
    world.server.at('2026-11-24T02:50:00.000Z');
    await page().getByRole('button', { name: '新增密钥' }).click();
    await dialog().getByLabel('名称').fill('二号');
    await dialog().getByLabel('以谁的身份').fill('admin');
    await page()
      .getByRole('option', { name: /管理员/ })
      .click();
    await dialog().getByRole('button', { name: '生成密钥' }).click();
    await page().getByRole('dialog', { name: '再确认一次是你本人' }).getByRole('button', { name: '取消' }).click();
    await dialog().getByRole('alert').waitFor();
    expect(await rows('/api/core/api_key')).toHaveLength(1);
    await page().keyboard.press('Escape');
  });
});

describe('webhooks and the trail (P.9, P.13)', () => {
  it('P11-4 keeps an address with a secret of its own, and says why one is refused', async () => {
    await open(world, '/settings/webhooks', '.blank');
    await page().getByRole('button', { name: '新增地址' }).click();
    await dialog().getByLabel('名称').fill('仓库系统');
    await dialog().getByLabel('地址').fill('http://10.0.0.5/hook');
    await dialog().getByLabel('事件').fill('sales.order.*');
    expect(await dialog().locator('.one-time code').textContent()).toMatch(/^[A-Za-z2-9]{40}$/);
    await dialog().getByRole('button', { name: '保存' }).click();
    await dialog().getByText('不能发送到').first().waitFor();
    await dialog().getByLabel('地址').fill('https://hooks.example.com/qiantai');
    await dialog().getByRole('button', { name: '保存' }).click();
    const hook = page().locator('.hook', { hasText: '仓库系统' });
    await hook.getByRole('button', { name: '发送记录' }).click();
    await hook.getByText('没有发送记录').waitFor();
    await hook.getByRole('button', { name: '停用' }).click();
    await hook.getByRole('button', { name: '启用' }).waitFor();
  });
  it('opens what an entry of the trail changed, and narrows it to one way', async () => {
    await open(world, '/settings/audit', '.report-table tbody tr');
    await page().getByRole('combobox', { name: '途径' }).click();
    await page().locator('.ant-select-item-option', { hasText: '导入' }).click();
    await page()
      .getByRole('row', { name: /价目表/ })
      .first()
      .waitFor();
    await page().getByRole('combobox', { name: '途径' }).click();
    await page().locator('.ant-select-item-option', { hasText: '网页' }).click();
    const company = page().getByRole('row', { name: /组织/ }).first();
    await company.getByRole('button').click();
    const diff = page().locator('.diff-row tr', { hasText: '地址' });
    expect(await diff.textContent()).toContain('昆山市前进路 1 号');
  });
});

describe('roles (P.8)', () => {
  it('a shipped role is copied, its copy narrowed, and the copy shown as written', async () => {
    world.server.at('2026-11-24T02:55:00.000Z');
    await signIn(world);
    await open(world, '/settings/role/sales', '.role-grid');
    await page().getByRole('button', { name: '复制' }).click();
    await dialog().getByLabel('名称', { exact: true }).fill('内勤');
    await dialog().getByLabel('编号').fill('office');
    await dialog().getByRole('button', { name: '复制' }).click();
    await page().getByRole('heading', { name: '内勤' }).waitFor();
    await page().getByRole('button', { name: '改授权' }).click();
    await page().getByLabel('销售订单 新建').click();
    await page().getByLabel('销售订单 数据范围').selectOption('all');
    await page().keyboard.press('Control+s');
    await page().getByRole('button', { name: '改授权' }).waitFor();
    const { grants } = await world.api.get<{ readonly grants: Readonly<Record<string, readonly { readonly actions: readonly string[]; readonly scope: string }[]>> }>(
      '/api/core/permission/role/office',
    );
    expect(grants['sales.order']?.[0]?.scope).toBe('all');
    expect(grants['sales.order']?.[0]?.actions).not.toContain('create');
  });
  it('what a role would change for a person is told before it is given, and what he sees can be looked at', async () => {
    const made = await world.api.send<{ readonly id: string; readonly version: number }>('POST', '/api/core/user', {
      login: 'wu@example.com',
      name: '吴嘉怡',
      department: 'HQ',
      roles: [],
      invite: 'link',
    });
    await world.api.send('POST', `/api/core/user/${made.id}/actions/enable`, { version: made.version, input: {} });
    await open(world, '/settings/users', '.report-table tbody tr');
    await page()
      .getByRole('row', { name: /吴嘉怡/ })
      .getByRole('button')
      .last()
      .click();
    await page().getByRole('menuitem', { name: '授予角色' }).click();
    await dialog().getByLabel('角色').click();
    await page().keyboard.type('销售经理');
    await page().keyboard.press('Enter');
    await dialog().locator('.simulate li', { hasText: '销售订单' }).first().waitFor();
    await dialog().getByRole('button', { name: '授予角色' }).click();
    await page()
      .getByRole('row', { name: /吴嘉怡/ })
      .getByRole('link', { name: '销售经理' })
      .waitFor();
    await open(world, '/settings/why', '.why-form');
    await page().getByPlaceholder('用户').fill('吴嘉怡');
    await page()
      .getByRole('option', { name: /吴嘉怡/ })
      .click();
    await page().getByRole('combobox', { name: '单据或档案' }).click();
    await page().keyboard.type('销售订单');
    await page().keyboard.press('Enter');
    await page().locator('.view-as tbody tr').first().waitFor();
  });
});

describe('quality (web §5, §11)', () => {
  it.each([
    ['custom fields', '/settings/fields?of=customers.customer', '.report-table tbody tr'],
    ['company', '/settings/company', '.setting-group'],
    ['departments', '/settings/departments', '.departments tbody tr'],
    ['account', '/account', '.sessions li'],
    ['keys', '/settings/keys', '.report-table tbody tr'],
    ['roles', '/settings/roles', '.report-table tbody tr'],
    ['webhooks', '/settings/webhooks', '.hook'],
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
  it('the policy of the page refused nothing of it, and nothing threw', async () => {
    expect((await world.refusedByPolicy()).filter((one) => one.startsWith('style-src-elem'))).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});
