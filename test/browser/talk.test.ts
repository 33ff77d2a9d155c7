import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violations } from './support/accessibility.ts';
import { open, openWorld, prefer, signIn, type World } from './support/world.ts';

let world: World;
let order: { readonly id: string; readonly version: number };
beforeAll(async () => {
  world = await openWorld();
  await world.api.send('POST', '/api/core/department', { code: 'D1', name: '销售一部' });
  order = await world.api.send('POST', '/api/sales/order', { customer: 'C000001', order_date: '2026-11-20', lines: [{ product: 'P002', qty: '2' }] });
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
const press = (...keys: readonly string[]) => keys.reduce((done, key) => done.then(() => page().keyboard.press(key)), Promise.resolve());
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 10_000 });
const write = () => page().getByRole('textbox', { name: /写评论/ });
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==', 'base64');
const file = (name: string, mimeType: string, buffer: Buffer) => ({ name, mimeType, buffer });

describe('comments (P.11)', () => {
  it('are written by keyboard with a mention, and name who was meant', async () => {
    await open(world, `/sales/order/${order.id}`, '.comment-box');
    await write().focus();
    await page().keyboard.type('交期 @销售');
    await page()
      .getByRole('option', { name: /销售一部/ })
      .waitFor();
    await press('Enter');
    await page().keyboard.type('确认一下');
    await press('Control+Enter');
    await page().locator('.mention', { hasText: '@销售一部' }).waitFor();
    const { data } = await world.api.get<{ readonly data: readonly { readonly text: string; readonly mentions: readonly { readonly declaration: string }[] }[] }>(
      `/api/sales/order/${order.id}/comments`,
    );
    expect(data.map((one) => [one.text, one.mentions.map((mention) => mention.declaration)])).toEqual([['交期 @销售一部 确认一下', ['core.department']]]);
    expect(await write().inputValue()).toBe('');
    expect(await violations(page())).toEqual([]);
  });
  it('are changed and deleted by their author', async () => {
    const entry = page().locator('.timeline li', { hasText: '@销售一部' });
    await entry.getByRole('button', { name: '编辑' }).click();
    await page().getByRole('textbox', { name: '编辑' }).fill('改成下周 @销售一部');
    await press('Control+Enter');
    await page().locator('.timeline-text', { hasText: '改成下周' }).waitFor();
    await page().getByText('改过').waitFor();
    await page().locator('.timeline').getByRole('button', { name: '删除' }).click();
    await page().getByRole('button', { name: '确定删除' }).click();
    await eventually(() => page().locator('.timeline-text').count()).toBe(0);
  });
});

describe('files (P.11)', () => {
  it('are chosen, listed, shown in place, downloaded and taken out of a draft again', async () => {
    await page().getByRole('tab', { name: '附件' }).click();
    await page()
      .locator('.files input[type=file]')
      .setInputFiles([
        file('照片.png', 'image/png', png),
        file('说明.txt', 'text/plain', Buffer.from('第一行\n第二行')),
        file('bad.exe', 'application/x-msdownload', Buffer.from('MZ')),
      ]);
    await page().getByRole('button', { name: '说明.txt', exact: true }).waitFor();
    // What is refused is told by name, and the others are there all the same.
    expect(await page().locator('.files [role=alert]').textContent()).toContain('bad.exe');
    await page()
      .getByRole('tab', { name: '附件 2' })
      .or(page().getByRole('tab', { name: '附件2' }))
      .waitFor();
    await page().getByRole('button', { name: '说明.txt', exact: true }).click();
    await page().getByRole('dialog', { name: '说明.txt' }).locator('pre', { hasText: '第二行' }).waitFor();
    const [download] = await Promise.all([page().waitForEvent('download'), page().getByRole('dialog').getByRole('button', { name: '下载' }).click()]);
    expect(readFileSync((await download.path()) ?? '', 'utf8')).toBe('第一行\n第二行');
    await press('Escape');
    await page().getByRole('button', { name: '照片.png', exact: true }).click();
    await eventually(() => page().evaluate("document.querySelector('.file-preview img')?.naturalWidth")).toBe(1);
    expect(await violations(page())).toEqual([]);
    await press('Escape');
    await page().getByRole('button', { name: '移除 说明.txt' }).click();
    await page().locator('.file-ask').getByRole('button', { name: '移除 说明.txt' }).click();
    await eventually(() => page().locator('.files li').count()).toBe(1);
  });
  it('are dropped on the rail', async () => {
    await page().evaluate(`(() => {
      const data = new DataTransfer();
      data.items.add(new File(['x'], '拖进来.txt', { type: 'text/plain' }));
      const rail = document.querySelector('.side-rail');
      rail.dispatchEvent(new DragEvent('dragover', { dataTransfer: data, bubbles: true, cancelable: true }));
      rail.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
    })()`);
    await page().getByRole('button', { name: '拖进来.txt', exact: true }).waitFor();
    expect(page().url()).toContain('rail=files');
  });
  it('fill a field of the record: the image of a product', async () => {
    const { data } = await world.api.get<{ readonly data: readonly { readonly id: string }[] }>('/api/inventory/product?f.code=P002');
    const id = data[0]?.id ?? '';
    await open(world, `/inventory/product/${id}?edit=1`, '.facts');
    await page()
      .getByLabel('图片')
      .setInputFiles([file('样品.png', 'image/png', png)]);
    await page().getByRole('button', { name: '样品.png', exact: true }).waitFor();
    await press('Control+s');
    await page().locator('.thumb img').waitFor();
    await eventually(async () => (await world.api.get<{ readonly image: readonly unknown[] }>(`/api/inventory/product/${id}`)).image.length).toBe(1);
  });
});

describe('revisions (P.4)', () => {
  it('tell what changed in header and lines, and lay two states side by side', async () => {
    const record = await world.api.get<{ readonly version: number; readonly lines: readonly { readonly id: string }[] }>(`/api/sales/order/${order.id}`);
    await world.api.send('PATCH', `/api/sales/order/${order.id}`, { version: record.version, customer_po_no: 'PO-9', lines: [{ id: record.lines[0]?.id, qty: '7' }] });
    await open(world, `/sales/order/${order.id}?rail=revisions`, '.revisions');
    const body = page().locator('.revision-body');
    await body.getByText('PO-9').waitFor();
    expect(await body.textContent()).toMatch(/第 1 行.*桌面计算器.*数量 2 → 7/);
    await page().getByRole('button', { name: '并排比较' }).click();
    const row = page()
      .getByRole('dialog')
      .getByRole('row', { name: /客户订单号/ });
    expect(await row.textContent()).toBe('客户订单号—PO-9');
    expect(await violations(page())).toEqual([]);
    await press('Escape');
  });
  it('fit a phone and the dark theme', async () => {
    await page().setViewportSize({ width: 390, height: 844 });
    await open(world, `/sales/order/${order.id}?rail=files`, '.side-rail');
    expect(await page().evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page().setViewportSize({ width: 1440, height: 900 });
    await prefer(page(), { theme: 'dark' });
    for (const rail of ['timeline', 'files', 'revisions']) {
      await open(world, `/sales/order/${order.id}?rail=${rail}`, '.side-rail');
      await page().waitForLoadState('networkidle');
      expect(await violations(page()), rail).toEqual([]);
    }
    await prefer(page(), {});
  });
  it('no page threw, and the policy refused nothing', async () => {
    expect(await world.refusedByPolicy()).toEqual([]);
    expect(world.faults).toEqual([]);
  });
});
