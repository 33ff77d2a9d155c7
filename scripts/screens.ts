import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { modules } from '../src/modules/index.ts';
import { launchBrowser } from '../test/browser/support/chromium.ts';

/**
 * `npm run screens [-- ADDRESS] [--only TEXT] [--in zh-light-1440]`: pictures of every page of a running installation in both languages, both
 * themes, on a desk and on a phone, each way in a folder of its own below `screens`; those that have a drawing in the design carry its name.
 * Signs in as `admin` with QIANTAI_ADMIN_PASSWORD.
 */
interface Shot {
  readonly name: string;
  readonly path: string;
  /** Opens a layer before the picture is taken. */
  readonly keys?: readonly string[];
}
interface Way {
  readonly locale: 'zh' | 'en';
  readonly theme: 'light' | 'dark';
  readonly width: 1440 | 390;
}
const drawn: readonly Shot[] = [
  { name: '02-workbench', path: '' },
  { name: '03-list', path: '/sales/order' },
  { name: '04-order', path: '/sales/order/first' },
  { name: '05-customer', path: '/customers/customer/first' },
  { name: '06-balance-sheet', path: '/finance/report/balance_sheet' },
  { name: '07-kanban', path: '/sales/order?as=kanban' },
  { name: '10-voucher', path: '/finance/voucher/new' },
  { name: '12-command-palette', path: '/sales/order', keys: ['Control+k'] },
];
const settings = 'company departments users roles role/sales why fields numbering finance sales customers inventory core channels keys webhooks audit imports jobs'.split(' ');
const fixed: readonly Shot[] = [
  { name: 'inbox', path: '/inbox' },
  { name: 'messages', path: '/messages' },
  { name: 'account', path: '/account' },
  { name: 'settings', path: '/settings' },
  ...settings.map((one) => ({ name: `settings-${one.replace('/', '-')}`, path: `/settings/${one}` })),
  { name: 'import', path: '/customers/customer/import' },
];
/** Every list of the menu with a form and a detail, and every report. */
function declared(): readonly Shot[] {
  const business = modules.filter((module) => module.name !== 'core');
  const records = business.flatMap((module) => module.records).filter(({ spec }) => !('hidden' in spec));
  return [
    ...records.flatMap(({ name, spec }) => {
      const at = `/${name.replace('.', '/')}`;
      const written = !('readonly' in spec) && !('appendOnly' in spec);
      return [{ name: `list-${name}`, path: at }, { name: `detail-${name}`, path: `${at}/first` }, ...(written ? [{ name: `form-${name}`, path: `${at}/new` }] : [])];
    }),
    ...business.flatMap((module) => module.reports ?? []).map(({ name }) => ({ name: `report-${name}`, path: `/${name.split('.').join('/')}` })),
  ];
}
const ways: readonly Way[] = (['zh', 'en'] as const).flatMap((locale) =>
  (['light', 'dark'] as const).flatMap((theme) => ([1440, 390] as const).map((width): Way => ({ locale, theme, width }))),
);
const folderOf = ({ locale, theme, width }: Way): string => `${locale}-${theme}-${width}`;

async function main(address: string, password: string, only: string, way: string): Promise<void> {
  const folder = join(dirname(import.meta.dirname), 'screens');
  const shots = [...drawn, ...fixed, ...declared()].filter(({ name }) => name.includes(only));
  const browser = await launchBrowser();
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    const page = await context.newPage();
    page.on('pageerror', (error) => process.stderr.write(`${page.url()}: ${error.message}\n`));
    const company = await signedIn(page, address, password, join(folder, '01-sign-in.png'));
    for (const one of ways.filter((candidate) => folderOf(candidate).includes(way))) {
      mkdirSync(join(folder, folderOf(one)), { recursive: true });
      await page.evaluate(`localStorage.setItem('qiantai.preferences', ${JSON.stringify(JSON.stringify({ theme: one.theme, locale: one.locale }))})`);
      await page.setViewportSize({ width: one.width, height: one.width === 1440 ? 900 : 844 });
      for (const shot of shots) await take(page, `${address}${company}`, shot, one, join(folder, folderOf(one), `${shot.name}.png`));
    }
  } finally {
    await browser.close();
  }
}
async function signedIn(page: Page, address: string, password: string, picture: string): Promise<string> {
  await page.goto(`${address}/sign-in`);
  await page.waitForSelector('input[name=login]');
  mkdirSync(dirname(picture), { recursive: true });
  await page.screenshot({ path: picture });
  await page.fill('input[name=login]', 'admin');
  await page.fill('input[name=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('nav.nav');
  return /\/o\/[^/]+/.exec(page.url())?.[0] ?? '';
}
/** Says what no picture shows at a glance: a page wider than the phone, Chinese words of the application on an English page. */
async function take(page: Page, home: string, { name, path, keys = [] }: Shot, way: Way, file: string): Promise<void> {
  const found = await resolved(page, path);
  if (found === undefined) return;
  await page.goto(`${home}${found}`);
  await page.waitForLoadState('networkidle');
  for (const key of keys) await page.keyboard.press(key);
  await page.waitForTimeout(250);
  await page.screenshot({ path: file });
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  const head = await page.evaluate<string>(
    "[...document.querySelectorAll('main th[scope=col], main label, main .page-head .button, main .blank, main .setting-group h2')].map((one) => one.innerText).join(' ')",
  );
  const untold = way.locale === 'en' ? (head.match(/[\u4e00-\u9fff]+/g) ?? []).slice(0, 5).join(' ') : '';
  process.stdout.write(`${folderOf(way)}/${name}${wide > way.width ? ` wider than its window: ${wide}` : ''}${untold === '' ? '' : ` Chinese: ${untold}`}\n`);
}
/** `/sales/order/first` is the first record of that list; without one there is nothing to show. */
async function resolved(page: Page, path: string): Promise<string | undefined> {
  if (!path.endsWith('/first')) return path;
  const list = path.slice(0, -'/first'.length);
  const id = await page.evaluate<string>(`fetch('/api${list}?limit=1&fields=id').then((answer) => answer.json()).then((page) => page.data?.[0]?.id ?? '')`);
  return id === '' ? undefined : `${list}/${id}`;
}

const password = process.env['QIANTAI_ADMIN_PASSWORD'];
const words = process.argv.slice(2);
const option = (name: string): string => (words.includes(name) ? (words[words.indexOf(name) + 1] ?? '') : '');
if (password === undefined) {
  process.stderr.write('QIANTAI_ADMIN_PASSWORD is not set\n');
  process.exitCode = 2;
} else await main(words[0]?.startsWith('http') ? words[0] : 'http://localhost:4800', password, option('--only'), option('--in'));
