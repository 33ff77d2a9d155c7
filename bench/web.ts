import type { Page } from 'playwright-core';
import { builtWeb } from '../scripts/build-web.ts';
import { launchBrowser } from '../test/browser/support/chromium.ts';
import { fill } from './bulk.ts';
import { goal, median, type Outcome, rounded } from './measure.ts';
import type { Options } from './options.ts';
import { openShop } from './shop.ts';
import { openWorld, password, type World } from './world.ts';

/** `web`: what the first page, a list and a form load, how long until a list can be used, and how quickly a grid of 200 lines answers a key. */
export async function web(options: Options): Promise<Outcome> {
  const rounds = options.rounds ?? 5;
  const world = await openWorld({ ...options, webFolder: await builtWeb() });
  const browser = await launchBrowser();
  try {
    await openShop(world, 30, 20);
    await fill(world, options.rows ?? 10_000, { seller: world.call.principal.user, department: world.call.principal.user });
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const stay = await context.newPage();
    const first = await weigh(await context.newPage(), `${world.url}/sign-in`, 'input[name=login]');
    await enter(stay, world);
    const list = await weigh(await context.newPage(), `${world.url}/o/MAIN/sales/order`, '.list-table tbody tr, .list-table [role=row]');
    const form = await weigh(await context.newPage(), `${world.url}/o/MAIN/sales/order/new`, '.line-table');
    const interactive: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      interactive.push((await weigh(await context.newPage(), `${world.url}/o/MAIN/sales/order`, '.list-table tbody tr, .list-table [role=row]')).ms);
    const keys = await typing(await context.newPage(), `${world.url}/o/MAIN/sales/order/new`);
    const row = (what: string, { scripts, requests, ms }: Weight) => ({ what, 'scripts KB (as sent)': rounded(scripts / 1024, 0), requests, 'ms until usable': rounded(ms, 0) });
    return {
      name: 'web',
      rows: [row('first page (sign-in)', first), row('list of orders', list), row('new order', form)],
      goals: [
        goal('scripts of the first page', '≤ 350 KB', rounded(first.scripts / 1024, 0), first.scripts <= 350 * 1024),
        goal('list usable, median', '≤ 1500 ms', rounded(median(interactive), 0), median(interactive) <= 1500),
        goal('slowest answer to a key in a grid of 200 lines', '≤ 200 ms', rounded(keys.slowest, 0), keys.slowest <= 200),
      ],
      notes: [`grid of ${keys.lines} lines, ${keys.events} keys; Chromium without a graphics card, list warm in the browser's cache, server on the same machine`],
    };
  } finally {
    await browser.close();
    await world.stop();
  }
}
async function enter(page: Page, { url }: World): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.fill('input[name=login]', 'admin');
  await page.fill('input[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => !address.pathname.endsWith('/sign-in'));
}
interface Weight {
  readonly scripts: number;
  readonly requests: number;
  readonly ms: number;
}
/** Opens an address and waits for its sign; counts what came over the wire. */
async function weigh(page: Page, address: string, sign: string): Promise<Weight> {
  const sizes: Promise<readonly [string, number]>[] = [];
  page.on('requestfinished', (request) => void sizes.push(request.sizes().then(({ responseBodySize }) => [new URL(request.url()).pathname, responseBodySize] as const)));
  const began = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForSelector(sign);
  const ms = performance.now() - began;
  await page.waitForLoadState('networkidle');
  const all = await Promise.all(sizes);
  await page.close();
  return { scripts: all.filter(([path]) => path.endsWith('.js')).reduce((sum, [, size]) => sum + size, 0), requests: all.length, ms };
}

/** Two hundred lines pasted as a spreadsheet gives them, then quantities typed: the longest time from a key to the next picture. */
async function typing(page: Page, address: string): Promise<{ readonly lines: number; readonly events: number; readonly slowest: number }> {
  await page.addInitScript(
    "globalThis.slow = []; new PerformanceObserver((list) => { for (const entry of list.getEntries()) slow.push(entry.duration); }).observe({ type: 'event', durationThreshold: 16, buffered: true })",
  );
  await page.goto(address);
  await page.waitForSelector('.line-table');
  const text = ['商品\t数量', ...Array.from({ length: 200 }, (_, at) => `P${String((at % 30) + 1).padStart(5, '0')}\t${at + 1}`)].join('\n');
  await page.locator('section.lines .section-head button', { hasText: '粘贴' }).first().click();
  await page.locator('.paste-area').fill(text);
  await page.locator('.button.primary', { hasText: '200' }).click();
  await page.waitForFunction("document.querySelectorAll('.line-box tbody tr[data-row]').length > 5");
  // The server works out prices of all lines meanwhile; typing goes on in real life too, but what is measured here is the grid.
  await page.waitForLoadState('networkidle');
  const inputs = page.locator('.line-box tbody tr[data-row] input:not([type=checkbox])');
  const [said] = (await page.locator('section.lines header .faint').first().textContent())?.match(/\d+/) ?? ['0'];
  const lines = Number(said);
  await page.evaluate('slow.length = 0');
  let events = 0;
  for (let at = 0; at < 40; at += 1) {
    const input = inputs.nth(at);
    if (!(await input.isEditable().catch(() => false))) continue;
    if (!/^\d/.test(await input.inputValue())) continue;
    await input.click();
    for (const key of ['1', '2', 'Backspace', 'Tab']) {
      await page.keyboard.press(key);
      events += 1;
    }
  }
  await page.waitForTimeout(500);
  const slowest = Math.max(0, ...(await page.evaluate<readonly number[]>('slow')));
  await page.close();
  return { lines, events, slowest };
}
