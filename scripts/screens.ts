import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../test/browser/support/chromium.ts';

/**
 * `npm run screens [-- ADDRESS]`: pictures of the main pages of a running installation, to lay beside the drawings of the design. Signs in
 * as `admin` with QIANTAI_ADMIN_PASSWORD; pictures go to the folder `screens`.
 */
interface Shot {
  readonly name: string;
  readonly path: string;
  readonly width?: number;
  readonly preferences?: { readonly theme?: string; readonly locale?: string };
  /** Opens a layer before the picture is taken. */
  readonly keys?: readonly string[];
}
const shots: readonly Shot[] = [
  { name: '02-workbench', path: '' },
  { name: '03-list', path: '/sales/order' },
  { name: '04-order', path: '/sales/order/first' },
  { name: '05-customer', path: '/customers/customer/first' },
  { name: '06-balance-sheet', path: '/finance/report/balance_sheet' },
  { name: '07-kanban', path: '/sales/order?as=kanban' },
  { name: '09-list-phone', path: '/sales/order', width: 390 },
  { name: '10-voucher', path: '/finance/voucher/new' },
  { name: '12-command-palette', path: '/sales/order', keys: ['Control+k'] },
  { name: '13a-list-dark', path: '/sales/order', preferences: { theme: 'dark' } },
  { name: '13b-workbench-dark', path: '', preferences: { theme: 'dark' } },
  { name: '14-order-english', path: '/sales/order/first', preferences: { locale: 'en' } },
  { name: '16-settings', path: '/settings' },
];

async function main(address: string, password: string): Promise<void> {
  const folder = join(dirname(import.meta.dirname), 'screens');
  mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1.5, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    await page.goto(`${address}/sign-in`);
    await page.waitForSelector('input[name=login]');
    await take(page, folder, '01-sign-in');
    await page.fill('input[name=login]', 'admin');
    await page.fill('input[name=password]', password);
    await page.keyboard.press('Enter');
    await page.waitForSelector('nav.nav');
    const company = /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
    for (const shot of shots) {
      await page.evaluate(`localStorage.setItem('qiantai.preferences', ${JSON.stringify(JSON.stringify(shot.preferences ?? {}))})`);
      await page.setViewportSize({ width: shot.width ?? 1440, height: shot.width === undefined ? 900 : 844 });
      await page.goto(`${address}${company}${await resolved(page, shot.path)}`);
      await page.waitForLoadState('networkidle');
      for (const key of shot.keys ?? []) await page.keyboard.press(key);
      await take(page, folder, shot.name);
    }
  } finally {
    await browser.close();
  }
}
async function take(page: Page, folder: string, name: string): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  process.stdout.write(`${name}.png\n`);
}
/** `/sales/order/first` is the first record of that list; without one the page for a new one. */
async function resolved(page: Page, path: string): Promise<string> {
  if (!path.endsWith('/first')) return path;
  const list = path.slice(0, -'/first'.length);
  const id = await page.evaluate<string>(`fetch('/api${list}?limit=1').then((answer) => answer.json()).then((page) => page.data[0]?.id ?? 'new')`);
  return `${list}/${id}`;
}

const password = process.env['QIANTAI_ADMIN_PASSWORD'];
if (password === undefined) {
  process.stderr.write('QIANTAI_ADMIN_PASSWORD is not set\n');
  process.exitCode = 2;
} else await main(process.argv[2] ?? 'http://localhost:4800', password);
