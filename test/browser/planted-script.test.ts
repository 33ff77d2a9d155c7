import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { records } from '../conformance/whole.ts';
import { plant, script } from '../security/planted.ts';
import { openWorld, prefer, signIn, type World } from './support/world.ts';

/*
 * A text that would be a page or a script is planted in every text field of every declaration; then every list, every record and every form is
 * opened. Nothing of it may run, become an element, or be refused by the policy only: it must stand there as a text.
 */
let world: World;
let ids: ReadonlyMap<string, string>;
beforeAll(async () => {
  world = await openWorld();
  const sql = await connect(world.server.database.admin);
  try {
    ({ ids } = await plant(sql, script));
  } finally {
    await sql.end();
  }
  await signIn(world);
}, 240_000);
afterAll(async () => {
  await world?.close();
});
const page = () => world.page;
/** The one style tag that Ant Design adds to measure a scroll bar, as in `application.test.ts`. */
const measured = /^style-src-elem inline/;

/** The text stands in the page itself, not only in the corner with the name of the person. */
const texts = `[...document.querySelectorAll('main')].some((main) => main.textContent.includes('<img src=x') || [...main.querySelectorAll('input, textarea')].some((one) => one.value.includes('<img src=x')))`;
interface Seen {
  readonly shown: boolean;
  readonly wrong: readonly string[];
}
/** Opens a page, waits until the text or nothing more is there, and looks for anything that became more than a text. */
async function look(path: string, wait: 'text' | 'quiet'): Promise<Seen> {
  await page().goto(`${world.url}${path}`);
  if (wait === 'quiet') await page().waitForLoadState('networkidle');
  else for (let left = 40; left > 0 && !(await page().evaluate<boolean>(texts)); left -= 1) await pause(100);
  const found = await page().evaluate<{ readonly ran: unknown; readonly elements: number; readonly links: number; readonly shown: boolean }>(`({
    ran: globalThis.planted,
    elements: document.querySelectorAll('img[src="x"], svg[onload], [onerror], #planted').length + [...document.scripts].filter((one) => one.text.includes('planted')).length,
    links: [...document.querySelectorAll('a[href]')].filter((one) => !['http:', 'https:', 'mailto:', 'tel:', 'blob:'].includes(one.protocol)).length,
    shown: ${texts},
  })`);
  const refused = (await world.refusedByPolicy()).filter((refusal) => !measured.test(refusal));
  return {
    shown: found.shown,
    wrong: [
      ...(found.ran === undefined ? [] : [`${path}: ran ${String(found.ran)}`]),
      ...(found.elements === 0 ? [] : [`${path}: ${found.elements} elements`]),
      ...(found.links === 0 ? [] : [`${path}: ${found.links} links that are programs`]),
      ...refused.map((refusal) => `${path}: ${refusal}`),
    ],
  };
}
async function lookAt(paths: readonly string[], wait: 'text' | 'quiet' = 'quiet'): Promise<{ readonly hidden: readonly string[]; readonly wrong: readonly string[] }> {
  const wrong: string[] = [];
  const hidden: string[] = [];
  for (const path of paths) {
    const seen = await look(path, wait);
    wrong.push(...seen.wrong);
    if (!seen.shown) hidden.push(path);
  }
  return { hidden, wrong };
}
const at = (module: string, key: string): string => `/o/MAIN/${module}/${key}`;

/** A record without a text of its own. */
const textless = 'inventory.unit_conversion';
/** Lists whose first page is filled by shipped rows, or that show no text; their records are opened all the same. */
const elsewhere = new Set(['core.region', 'core.holiday', 'finance.account', 'finance.period', textless]);

describe('P.17 planted script', () => {
  it('runs in no list', async () => {
    const { hidden, wrong } = await lookAt(
      records.filter(({ name }) => !elsewhere.has(name)).map((meta) => at(meta.module, meta.key)),
      'text',
    );
    expect(wrong, wrong.join('\n')).toEqual([]);
    expect(hidden).toEqual([]);
  }, 120_000);
  it('runs in no record and no form', async () => {
    const { hidden, wrong } = await lookAt(
      records.filter(({ name }) => name !== textless).map((meta) => `${at(meta.module, meta.key)}/${ids.get(meta.name)}`),
      'text',
    );
    expect(wrong, wrong.join('\n')).toEqual([]);
    expect(hidden).toEqual([]);
  }, 120_000);
  it('runs nowhere else: workbench, settings, roles, users, audit trail, reports, search, in English too', async () => {
    const reports = ['finance/report/trial_balance', 'finance/report/open_items', 'finance/report/aging', 'inventory/report/stock_value', 'inventory/report/availability'];
    const settings = ['', '/settings', '/settings/users', '/settings/roles', '/settings/audit', '/settings/numbering', '/settings/jobs', '/settings/imports', '/settings/why'];
    const { wrong } = await lookAt([...settings.map((path) => `/o/MAIN${path}`), ...reports.map((path) => `/o/MAIN/${path}`)]);
    expect(wrong, wrong.join('\n')).toEqual([]);
    await page().keyboard.press('Control+k');
    await page().keyboard.type('<img src=x');
    await page().waitForLoadState('networkidle');
    expect(await page().evaluate('globalThis.planted')).toBeUndefined();
    await prefer(page(), { locale: 'en' });
    const english = await lookAt([at('customers', 'customer'), at('sales', 'order')]);
    expect(english.wrong).toEqual([]);
  }, 120_000);
  it('is not brought in by an address either', async () => {
    const text = encodeURIComponent(script);
    const { wrong } = await lookAt([
      `/o/${text}/sales/order`,
      `/o/MAIN/${text}/${text}`,
      `/o/MAIN/sales/order?q=${text}`,
      `/o/MAIN/sales/order?f.number=${text}`,
      `/sign-in?next=javascript:alert(1)`,
      `/sign-in?next=${text}`,
      `/invitation/${text}`,
      `/reset/${text}`,
    ]);
    expect(wrong, wrong.join('\n')).toEqual([]);
  }, 60_000);
});
