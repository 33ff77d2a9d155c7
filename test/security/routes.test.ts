import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import type { RecordMeta } from '../../src/kernel/registry/meta.ts';
import { expectNone, records, registry } from '../conformance/whole.ts';
import { openWorld, type World } from '../conformance/world.ts';
import type { Answered, Browser } from '../support/server.ts';
import { isOfOne, routesOf, type Route } from './operations.ts';

/*
 * Ids that somebody should not know, at every address the server describes: those of another company, and all of them before signing in. An
 * answer must not even tell whether the row exists, so it is compared with the answer to an id that nobody has.
 */
let world: World;
let routes: readonly Route[];
/** A row of the other company for each record, and the parts that addresses name beside it. */
let foreign: ReadonlyMap<string, string>;
let parts: Readonly<Record<string, string>>;
beforeAll(async () => {
  world = await openWorld();
  routes = await routesOf(world);
  foreign = new Map(await eachRecord((meta) => world.lay(meta, undefined, world.other)));
  parts = await partsOf();
}, 120_000);
afterAll(() => world.close());

async function eachRecord(lay: (meta: RecordMeta) => Promise<string>): Promise<[string, string][]> {
  const all: [string, string][] = [];
  for (const meta of records) all.push([meta.name, await lay(meta)]);
  return all;
}
/** A file and a line of the other company. */
async function partsOf(): Promise<Readonly<Record<string, string>>> {
  const attachment = newId();
  const order = foreign.get('sales.order') ?? '';
  await world.sql.query(
    `insert into core.attachment (org_id, id, declaration, record, name, type, size, sha256, by, at) select o.org_id, $1, 'sales.order', o.id, '合同.pdf', 'application/pdf', 9, repeat('a', 64), o.created_by, now() from sales."order" o where o.id = $2`,
    [attachment, order],
  );
  const { rows } = await world.sql.query<{ id: string }>('select id from sales.order_line where parent = $1', [order]);
  return { attachment, line: rows[0]?.id ?? '' };
}

const multipart = (name: string, text: string): string =>
  `--edge\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n${text}\r\n--edge--\r\n`;
/** Asks an address with these values for its places. */
function ask(browser: Browser, route: Route, id: string, part: (name: string) => string): Promise<Answered> {
  const url = route.path.replace('{id}', id).replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(part(name)));
  if (route.method === 'GET') return browser.send('GET', url);
  const method = route.method as 'POST' | 'PATCH' | 'DELETE';
  if (route.multipart) return browser.send(method, url, multipart('a.txt', '文字'), { 'content-type': 'multipart/form-data; boundary=edge', 'if-match': '"1"' });
  const body = method === 'DELETE' ? undefined : route.body;
  return browser.send(method, url, body, { 'if-match': '"1"' });
}
const saidOf = ({ status, body }: Answered): string => {
  const { code, params } = body as { readonly code?: string; readonly params?: object };
  return `${status} ${code ?? ''} ${JSON.stringify(params ?? {})}`;
};
/** Everything the other company has, as one number a table. */
async function standing(): Promise<string> {
  const { rows: tables } = await world.sql.query<{ tab: string }>(
    `select format('%I.%I', n.nspname, c.relname) as tab from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id'
     where c.relkind = 'r' and n.nspname not in ('auth', 'pg_catalog') order by 1`,
  );
  const { rows } = await world.sql.query(
    tables
      .map(
        ({ tab }) =>
          `select '${tab}' as tab, count(*) || ' ' || coalesce(md5(string_agg(md5(x::text), '' order by md5(x::text))), '') as sum from ${tab} x where org_id = '${world.other}'`,
      )
      .join(' union all '),
  );
  return JSON.stringify(rows);
}

test('before signing in no address answers but those that say they are open', { timeout: 120_000 }, async () => {
  const stranger = world.server.browser('127.0.0.21');
  const wrong: string[] = [];
  const closed = routes.filter((route) => !route.open);
  for (const route of closed) {
    const id = foreign.get(route.meta?.name ?? '') ?? newId();
    const answer = await ask(stranger, route, id, (name) => parts[name] ?? newId());
    if (saidOf(answer) !== '401 auth.required {}') wrong.push(`${route.id}: ${saidOf(answer)}`);
  }
  expectNone(wrong);
  expect(closed.length).toBeGreaterThan(900);
  expect(
    routes
      .filter((route) => route.open)
      .map((route) => route.id)
      .sort(),
  ).toEqual(['hook.receive', 'session.accept_invitation', 'session.create', 'system.health', 'system.metrics', 'system.openapi']);
});

test('an id of another company is answered as one that nobody has, at every address, and changes nothing there', { timeout: 180_000 }, async () => {
  const before = await standing();
  const wrong: string[] = [];
  const said = new Map<string, number>();
  for (const route of routes.filter(isOfOne)) {
    const id = foreign.get(route.meta?.name ?? '') ?? '';
    const answer = await ask(world.browser, route, id, (name) => parts[name] ?? newId());
    const nobodys = await ask(world.browser, route, newId(), () => newId());
    const { code = '' } = answer.body as { readonly code?: string };
    said.set(code, (said.get(code) ?? 0) + 1);
    if (answer.status < 400 || answer.status >= 500) wrong.push(`${route.id}: ${saidOf(answer)}`);
    else if (saidOf(answer) !== saidOf(nobodys)) wrong.push(`${route.id}: ${saidOf(answer)}, an absent one ${saidOf(nobodys)}`);
  }
  expectNone(wrong);
  // Most addresses look for the row before they judge what was sent.
  expect(said.get('not_found'), JSON.stringify([...said])).toBeGreaterThan(500);
  expect(await standing()).toBe(before);
});

test('the other company’s rows are not found in bodies and queries: bulk, print, filters, reports', { timeout: 120_000 }, async () => {
  const before = await standing();
  const { browser } = world;
  const wrong: string[] = [];
  for (const meta of records) {
    const at = `/api/${meta.module}/${meta.key}`;
    const id = foreign.get(meta.name) ?? '';
    const found = (answer: Answered): void => {
      // The answer may repeat the id that was asked for; a row of it may not.
      const { data, results } = answer.body as { readonly data?: readonly object[]; readonly results?: readonly { readonly outcome?: string }[] };
      if (answer.status >= 500 || (data?.length ?? 0) > 0 || results?.some((row) => row.outcome === 'done'))
        wrong.push(`${meta.name}: ${answer.status} ${answer.text.slice(0, 200)}`);
    };
    found(await browser.send('GET', `${at}?f.id=${id}`));
    found(await browser.send('POST', `${at}/list`, { filter: { field: 'id', op: 'eq', value: id } }));
    for (const field of meta.fields.filter((one) => one.kind === 'reference')) found(await browser.send('GET', `${at}?f.${field.name}=${foreign.get(field.target ?? '') ?? ''}`));
    if (routes.some((route) => route.id === `${meta.name}.bulk`)) found(await browser.send('POST', `${at}/bulk`, { ids: [id], action: 'archive' }));
    if (routes.some((route) => route.id === `${meta.name}.print_many`)) {
      const printed = await browser.send('POST', `${at}/print`, { ids: [id] });
      if (printed.status !== 404) wrong.push(`${meta.name} print: ${saidOf(printed)}`);
    }
  }
  for (const report of registry.reports.values())
    for (const field of report.parameters.filter((one) => one.kind === 'reference' || one.kind === 'any_reference')) {
      const id = foreign.get(field.target ?? field.among?.[0] ?? '') ?? '';
      const value = field.kind === 'reference' ? id : `${field.among?.[0]}:${id}`;
      const answer = await browser.send('GET', `/api/${report.module}/report/${report.key}?${field.name}=${value}&from=2026-01-01&to=2026-12-31&at=2026-12-31`);
      const { rows } = answer.body as { readonly rows?: readonly object[] };
      if (answer.status >= 500 || (answer.status < 300 && (rows?.length ?? 0) > 0 && answer.text.includes(id)))
        wrong.push(`${report.name} ${field.name}: ${answer.text.slice(0, 200)}`);
    }
  expectNone(wrong);
  expect(await standing()).toBe(before);
});

test('a header that names a company one does not belong to is not found, at every address', { timeout: 120_000 }, async () => {
  const wrong: string[] = [];
  const account = (await world.sql.query<{ id: string }>(`select id from auth.account where login = 'nobody@example.com'`)).rows[0]?.id ?? '';
  expect((await world.sql.query('select 1 from auth.member where account = $1 and org_id = $2', [account, world.other])).rows).toEqual([]);
  for (const route of routes.filter((one) => !one.open && one.method === 'GET')) {
    const url = route.path.replace('{id}', foreign.get(route.meta?.name ?? '') ?? newId()).replace(/\{\w+\}/g, newId());
    const answers = [
      await world.nobodyBrowser.send('GET', url, undefined, { 'qiantai-org': 'OTHER' }),
      await world.nobodyBrowser.send('GET', url, undefined, { 'qiantai-org': 'NOSUCH' }),
    ];
    for (const answer of answers) if (answer.status !== 404 || (answer.body as { readonly code: string }).code !== 'not_found') wrong.push(`${route.id}: ${saidOf(answer)}`);
  }
  expectNone(wrong);
});
