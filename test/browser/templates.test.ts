import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
const eventually = (check: () => Promise<unknown>) => expect.poll(check, { timeout: 15_000 });
interface Version {
  readonly number: number;
  readonly name: string;
  readonly state: string;
}
const versions = async (): Promise<readonly string[]> =>
  (await world.api.get<{ readonly data: readonly Version[] }>('/api/core/print_template?declaration=sales.order')).data.map(({ number, state }) => `${number} ${state}`);
const text = () => page().getByLabel('模板文字');
const button = (name: string | RegExp) => page().getByRole('button', { name });

describe('print templates (P.11)', () => {
  it('P.11 copies the shipped one and shows it with a real order', async () => {
    await open(world, '/settings', '.settings');
    await page().getByRole('link', { name: /^打印模板/ }).click();
    await page().getByText('还没有自己的模板').waitFor();
    await button('复制系统自带').click();
    await text().waitFor();
    expect(await text().inputValue()).toContain('#let print(d)');
    await page().locator('.pdf-frame, .pdf-none').waitFor();
    expect(await versions()).toEqual(['1 draft']);
  });
  it('P.11 previews what is typed without saving it, tells a mistake at its line, and publishes only what prints', async () => {
    await text().fill('#let print(d) = [\n  #d.nobody\n]\n');
    await page().locator('.source-wrong').getByText(/第 2 行.*nobody/).click();
    expect(await page().evaluate<string>('getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)')).toBe('  #d.nobody');
    await page().locator('.source-numbers .wrong').getByText('2').waitFor();
    expect(await violations(page())).toEqual([]);
    const answered = page().waitForResponse(/\/publish$/);
    await button('发布').click();
    expect((await answered).status()).toBe(422);
    await button('发布').and(page().locator('[aria-disabled=false]')).waitFor();
    expect(await versions()).toEqual(['1 draft']);
    await text().fill('#let print(d) = [短 #d.title]\n');
    await page().getByLabel('模板名称').fill('短订单');
    await eventually(() => page().locator('.source-wrong button').count()).toBe(0);
    await page().keyboard.press('Control+s');
    await page().getByText('草稿已保存').waitFor();
    await button('发布').click();
    await page().getByText('已发布，以后按它打印').waitFor();
    expect(await versions()).toEqual(['1 published']);
    expect(await text().getAttribute('readonly')).not.toBeNull();
  });
  it('P.11 makes a further version, asks before typed text is left, and goes back to the shipped one', async () => {
    await button('以此再做一版').click();
    await eventually(versions).toEqual(['2 draft', '1 published']);
    await eventually(() => text().getAttribute('readonly')).toBeNull();
    await text().fill('#let print(d) = [更短]\n');
    await page().getByRole('link', { name: '返回' }).click();
    await page().getByRole('dialog').getByRole('button', { name: '保存' }).click();
    await page().waitForURL(/\/settings$/);
    await open(world, '/settings/templates?of=sales.order', '.source textarea');
    expect(await text().inputValue()).toBe('#let print(d) = [更短]');
    await button('发布').click();
    await eventually(versions).toEqual(['2 published', '1 former']);
    await button('恢复系统自带').click();
    await page().getByRole('dialog').getByRole('button', { name: '恢复系统自带' }).click();
    await page().getByText('已恢复，以后按系统自带的打印').waitFor();
    expect(await versions()).toEqual(['2 former', '1 former']);
    expect(await button('恢复系统自带').count()).toBe(0);
    await button('重新发布').click();
    await eventually(versions).toEqual(['2 published', '1 former']);
  });
});
describe('quality (web §11)', () => {
  it.each([['templates', '/settings/templates?of=sales.order', '.source textarea']])('axe finds nothing on %s: light, dark, English, phone', async (name, path, sign) => {
    const keep = process.env['QIANTAI_SHOTS'];
    for (const chosen of [{ theme: 'light' }, { theme: 'dark', locale: 'en' }]) {
      await prefer(page(), chosen);
      await open(world, path, sign);
      await page().waitForLoadState('networkidle');
      if (keep) await page().screenshot({ path: `${keep}/${name}-${chosen.theme}.png` });
      expect(await violations(page())).toEqual([]);
    }
    expect(await page().locator('.page-head').first().innerText()).not.toMatch(/[\u4e00-\u9fff]/);
    await page().setViewportSize({ width: 390, height: 844 });
    await prefer(page(), {});
    await open(world, path, sign);
    if (keep) await page().screenshot({ path: `${keep}/${name}-phone.png` });
    expect(await violations(page())).toEqual([]);
    expect(await page().evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page().setViewportSize({ width: 1440, height: 900 });
  });
  it('nothing threw', () => {
    expect(world.faults).toEqual([]);
  });
});
