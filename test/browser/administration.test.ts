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
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });
const upload = (name: string, text: string) => page().setInputFiles('input[type=file]', { name, mimeType: 'text/csv', buffer: Buffer.from(text) });
const counts = () => page().locator('.wizard-counts b').allTextContents();

describe('import wizard (P.10 Screens)', () => {
  it('maps a column it does not know, with what stands in it beside', async () => {
    await open(world, '/customers/customer/import', '.drop');
    await upload('customers.csv', '客户编号,名称,客户性质,联系座机\n,杭州新客户有限公司,企业,0571-88886666\n');
    const row = page().getByRole('row', { name: /联系座机/ });
    await row.waitFor();
    expect(await row.textContent()).toContain('0571-88886666');
    await row.getByRole('combobox').click();
    await page().keyboard.type('电话');
    await page().keyboard.press('Enter');
    await page().getByRole('button', { name: '按这样检查' }).click();
    await eventually(counts).toEqual(['1', '0', '0', '0']);
    await page().getByRole('cell', { name: '0571-88886666' }).waitFor();
  });
  it('writes only when asked, and then shows the list', async () => {
    expect((await world.api.get<{ readonly data: readonly unknown[] }>('/api/customers/customer?q=杭州新客户')).data).toHaveLength(0);
    await page().getByRole('button', { name: '导入 1 条' }).click();
    await page().getByText('已导入 1 条').waitFor();
    expect((await world.api.get<{ readonly data: readonly unknown[] }>('/api/customers/customer?q=杭州新客户')).data).toHaveLength(1);
  });
  it('P10-3 a wrong row stops a whole file and is given back with its reason; row by row the rest is saved', async () => {
    await open(world, '/customers/customer/import', '.drop');
    await upload('two.csv', '客户编号,名称,客户性质,统一社会信用代码\n,宁波甲公司,企业,91320583MA1TC26048\n,宁波乙公司,企业,\n');
    await page().getByText('改好错误后再导入').waitFor();
    await page().getByRole('cell', { name: '91320583MA1TC26048' }).first().waitFor();
    expect(
      await page()
        .getByRole('button', { name: /^导入 / })
        .getAttribute('aria-disabled'),
    ).toBe('true');
    const saved = page().waitForEvent('download');
    await page().getByRole('button', { name: '下载错误行' }).click();
    const stream = await (await saved).createReadStream();
    const text = (await Array.fromAsync(stream)).map((chunk) => String(chunk)).join('');
    expect(text).toContain('客户编号,名称,客户性质,统一社会信用代码,错误列,错误说明');
    expect(text).toContain('宁波甲公司');
    expect(text).not.toContain('宁波乙公司');
    await page().getByRole('button', { name: '只跳过错误的行' }).click();
    await page().getByText('1 条有误，会跳过').waitFor();
    await page().getByRole('button', { name: '导入 1 条' }).click();
    await page().getByText('已导入 1 条，1 条未通过').waitFor();
  });
  it('a cell is corrected before the run; the page may be left and gone on with', async () => {
    await open(world, '/customers/customer/import', '.drop');
    await upload('fix.csv', '客户编号,名称,客户性质,统一社会信用代码\n,宁波丙公司,企业,91320583MA1TC26048\n');
    await page().getByText('改好错误后再导入').waitFor();
    await page().reload();
    await page().getByText('改好错误后再导入').waitFor();
    await page()
      .getByLabel(/第 2 行/)
      .fill('91320583MA1TC2603C');
    await page()
      .getByLabel(/第 2 行/)
      .fill('');
    await page()
      .getByRole('button', { name: /按改好的 1 格/ })
      .click();
    await eventually(counts).toEqual(['1', '0', '0', '0']);
  });
  it('P10-7 an import is undone: what was not touched since goes, the rest stays with its reason', async () => {
    await page().getByRole('button', { name: '导入 1 条' }).click();
    await page().getByText('已导入 1 条').waitFor();
    expect((await world.api.get<{ readonly data: readonly unknown[] }>('/api/customers/customer?q=宁波丙公司')).data).toHaveLength(1);
    await page().getByRole('button', { name: '撤回这次导入' }).click();
    await page().getByRole('dialog').getByRole('button', { name: '撤回 1 条' }).click();
    await page().getByText('已撤回', { exact: true }).waitFor();
    expect((await world.api.get<{ readonly data: readonly unknown[] }>('/api/customers/customer?q=宁波丙公司')).data).toHaveLength(0);
  });
  it('keeps a mapping under a name and offers it again', async () => {
    await open(world, '/customers/customer/import', '.drop');
    await upload('odd.csv', '客户编号,名称,客户性质,传真号\n,杭州丁公司,企业,0571-1\n');
    await page()
      .getByRole('row', { name: /传真号/ })
      .waitFor();
    await page().getByRole('button', { name: '保存这组对应' }).click();
    await page().getByLabel('名称', { exact: true }).fill('老系统');
    await page().getByRole('button', { name: '保存', exact: true }).click();
    await page().getByLabel('用保存的对应').waitFor();
    expect(await page().getByLabel('用保存的对应').locator('option').allTextContents()).toContain('老系统');
  });
  it('gives the template with the columns there are', async () => {
    const saved = page().waitForEvent('download');
    await page().getByRole('button', { name: '下载模板' }).click();
    expect((await saved).suggestedFilename()).toMatch(/\.xlsx$/);
  });
});

describe('administration (P.1, P.5, P.8, P.15)', () => {
  it('invites a user with a role; the link is shown once', async () => {
    await open(world, '/settings/users', '.report-table tbody tr');
    await page().getByRole('button', { name: '邀请用户' }).click();
    const dialog = page().getByRole('dialog');
    await dialog.getByLabel('账号').fill('lin@example.com');
    await dialog.getByLabel('姓名').fill('林晓雯');
    await dialog.getByLabel('部门').fill('总部');
    await page().getByRole('option', { name: /总部/ }).click();
    await dialog.getByLabel('角色').click();
    await page().keyboard.type('会计');
    await page()
      .locator('.ant-select-item-option', { hasText: /^会计$/ })
      .click();
    await dialog.getByLabel('姓名').click();
    await dialog.getByRole('button', { name: '生成邀请链接' }).click();
    await eventually(() => dialog.locator('code').textContent()).toMatch(/\/invitation\/[\w-]{20,}/);
    await dialog.getByRole('button', { name: '完成' }).click();
    await page()
      .getByRole('row', { name: /林晓雯/ })
      .getByRole('link', { name: '会计', exact: true })
      .waitFor();
  });
  it('P.8 explain: says which role is missing for what somebody may not do', async () => {
    const { data } = await world.api.get<{ readonly data: readonly { readonly id: string; readonly version: number }[] }>('/api/core/user?q=lin@example.com');
    await world.api.send('POST', `/api/core/user/${data[0]?.id ?? ''}/actions/enable`, { version: data[0]?.version, input: {} });
    await open(world, '/settings/why', '.why-form');
    await page().getByPlaceholder('用户').fill('林晓雯');
    await page()
      .getByRole('option', { name: /林晓雯/ })
      .click();
    await page().getByRole('combobox', { name: '单据或档案' }).click();
    await page().keyboard.type('记账凭证');
    await page().keyboard.press('Enter');
    await page().getByRole('combobox', { name: '动作' }).click();
    await page().keyboard.type('审核');
    await page().keyboard.press('Enter');
    await page().getByText('不可以').waitFor();
    await page()
      .locator('.why-lines')
      .last()
      .getByRole('link', { name: /^(会计主管|总经理)$/ })
      .waitFor();
  });
  it('shows what a role gives: actions, rows, fields', async () => {
    await open(world, '/settings/role/cashier', '.role-grid');
    const voucher = page().getByRole('row', { name: /^记账凭证/ });
    expect(await voucher.textContent()).toContain('出纳签字');
    expect(await page().locator('.role-facts li', { hasText: '银行账户' }).textContent()).toContain('可见');
    expect(await page().locator('.role-facts li', { hasText: '薪资' }).textContent()).toContain('隐藏');
  });
  it('saves a setting and shows where it was refused', async () => {
    await open(world, '/settings/finance', '.setting');
    await page().getByLabel('同时打开期间数').fill('3');
    await page().keyboard.press('Control+s');
    await page()
      .getByText(/已保存/)
      .waitFor();
    expect((await world.api.get<{ readonly max_open_periods: number }>('/api/finance/settings')).max_open_periods).toBe(3);
    await page().getByLabel('同时打开期间数').fill('99');
    await page().keyboard.press('Control+s');
    await page().locator('.setting [role=alert]').waitFor();
  });
  it('P.5 shows a pattern as it would number while it is typed, keeps it, and raises a counter', async () => {
    await open(world, '/settings/numbering', '.report-table tbody tr');
    const order = page().getByRole('row', { name: /^销售订单/ });
    expect(await order.textContent()).toContain('SO2611-00001');
    await order.getByRole('button', { name: '改规则' }).click();
    await page().getByLabel('规则', { exact: true }).fill('XS{yy}{mm}{seq:4}');
    await page().getByText('XS26110001').waitFor();
    await page().getByLabel('规则', { exact: true }).fill('XS{yy}{seq:4}{seq:2}');
    await page().getByRole('dialog').locator('.neg').waitFor();
    await page().getByLabel('规则', { exact: true }).fill('XS{yy}{mm}{seq:4}');
    await page().getByText('XS26110001').waitFor();
    await page().getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await eventually(() => order.textContent()).toMatch(/XS\{yy\}\{mm\}\{seq:4\}\s*本公司/);
    const customer = page().getByRole('row', { name: /^客户/ });
    await customer.getByRole('button', { name: '改规则' }).click();
    await page()
      .getByLabel(/^下一个/)
      .fill('500');
    await page().getByRole('button', { name: '调高' }).click();
    await eventually(() => customer.textContent()).toContain('下一个 500');
  });
  it('P.9 shows who changed what, before and after, and narrows it to one kind of record', async () => {
    await open(world, '/settings/audit', '.report-table tbody tr');
    await page().getByRole('combobox', { name: '单据或档案' }).click();
    await page().keyboard.type('价目表');
    await page().keyboard.press('Enter');
    await eventually(async () => new Set(await page().locator('.audit tbody td:nth-child(3)').allTextContents())).toEqual(new Set(['价目表']));
    await page().getByText('状态 草稿 → 已发布').first().waitFor();
  });
  it('P.10 keeps what was imported', async () => {
    await open(world, '/settings/imports', '.report-table tbody tr');
    await page().getByRole('cell', { name: 'customers.csv' }).waitFor();
  });
  it('P.13 runs a job now and pauses it', async () => {
    await open(world, '/settings/jobs', '.report-table tbody tr');
    const tidy = page().getByRole('row', { name: /清理过期数据/ });
    await tidy.getByRole('button', { name: '暂停' }).click();
    await tidy.getByText('已暂停').waitFor();
    await tidy.getByRole('button', { name: '继续' }).click();
    await eventually(() => tidy.getByText('已暂停').count()).toBe(0);
  });
});

describe('quality (web §11)', () => {
  it.each([
    ['import', '/customers/customer/import', '.drop'],
    ['settings', '/settings', '.settings a'],
    ['users', '/settings/users', '.report-table tbody tr'],
    ['roles', '/settings/roles', '.report-table tbody tr'],
    ['role', '/settings/role/accountant', '.role-grid'],
    ['why', '/settings/why', '.why-form'],
    ['module settings', '/settings/finance', '.setting'],
    ['numbering', '/settings/numbering', '.report-table tbody tr'],
    ['audit trail', '/settings/audit', '.report-table tbody tr'],
    ['jobs', '/settings/jobs', '.report-table tbody tr'],
  ])('axe finds nothing on %s, light and dark', async (_name, path, sign) => {
    for (const theme of ['light', 'dark']) {
      await prefer(page(), { theme });
      await open(world, path, sign);
      await page().waitForLoadState('networkidle');
      expect(await violations(page())).toEqual([]);
    }
    await prefer(page(), {});
  });
  it('speaks English throughout', async () => {
    await prefer(page(), { locale: 'en' });
    for (const path of ['/settings', '/settings/roles', '/settings/numbering', '/customers/customer/import']) {
      await open(world, path, '.page-title');
      await page().waitForLoadState('networkidle');
      // Names that people gave are data and stay as they are.
      const text = await page().locator('.page-head').first().innerText();
      expect(text).not.toMatch(/[\u4e00-\u9fff]/);
    }
    await prefer(page(), {});
  });
  it('no page threw', () => {
    expect(world.faults).toEqual([]);
  });
});
