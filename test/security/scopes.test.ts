import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordMeta } from '../../src/kernel/registry/meta.ts';
import { quoted } from '../../src/kernel/store/columns.ts';
import { expectNone, records, written } from '../conformance/whole.ts';
import { openWorld, type World } from '../conformance/world.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { Answered, Browser } from '../support/server.ts';
import { isOfOne, routesOf, type Route } from './operations.ts';

/*
 * Rows outside one's scope, at every address that names one. `test/conformance/scopes.test.ts` compares the ways of reading; here every way there
 * is — actions, files, lines, prints, revisions, comments — must say that there is no such row, and change nothing.
 */
let world: World;
let routes: readonly Route[];
beforeAll(async () => {
  world = await openWorld();
  routes = await routesOf(world);
}, 120_000);
afterAll(() => world.close());

/** The roles to which a declaration shows a part only. */
const narrow = (meta: RecordMeta): string[] =>
  Object.entries(written(meta).grants ?? {})
    .filter(([, { scope }]) => scope !== 'all')
    .map(([role]) => role);

async function member(role: string): Promise<Browser> {
  const { user, asker } = await world.invite({ login: `${role}@scope.example`, name: `窄${role}`, department: { id: department }, roles: [role] });
  expect(user).toBeTruthy();
  expect((await asker.get('/api/me')).status).toBe(200);
  const browser = world.server.browser('127.0.0.31');
  await browser.signIn(`${role}@scope.example`, 'hat-river-lamp-stone');
  return browser;
}
let department = '';
/** A row of somebody else in another department. */
async function othersRow(meta: RecordMeta, state?: string): Promise<string> {
  const id = await world.lay(meta, state);
  const user = await world.rowOf('core.user');
  const head = await world.rowOf('core.department');
  const columns = { created_by: user, ...(meta.owner === 'created_by' ? {} : { [meta.owner]: user }), ...(meta.department ? { [meta.department]: head } : {}) };
  const sets = Object.keys(columns).map((name, index) => `${quoted(name)} = $${index + 2}`);
  await world.sql.query(`update ${meta.table} set ${sets.join(', ')} where id = $1`, [id, ...Object.values(columns)]);
  return id;
}
const absent = newId();
function ask(browser: Browser, route: Route, id: string) {
  const url = route.path.replace('{id}', id).replace(/\{\w+\}/g, absent);
  if (route.method === 'GET') return browser.send('GET', url);
  const method = route.method as 'POST' | 'PATCH' | 'DELETE';
  if (route.multipart)
    return browser.send(method, url, '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.txt"\r\ncontent-type: text/plain\r\n\r\nx\r\n--edge--\r\n', {
      'content-type': 'multipart/form-data; boundary=edge',
    });
  return browser.send(method, url, method === 'DELETE' ? undefined : route.body, { 'if-match': '"1"' });
}
const saidOf = ({ status, body }: Answered): string => {
  const { code, params } = body as { readonly code?: string; readonly params?: object };
  return `${status} ${code ?? ''} ${JSON.stringify(params ?? {})}`;
};

test('a row outside the scope is not found at any of its addresses, and nothing of it changes', { timeout: 240_000 }, async () => {
  department = (await world.admin.post('/api/core/department', { code: 'NARROW', name: '窄部门' })).body.id;
  const wrong: string[] = [];
  const browsers = new Map<string, Browser>();
  const said = new Map<string, number>();
  for (const meta of records)
    for (const role of narrow(meta)) {
      const browser = browsers.get(role) ?? (await member(role));
      browsers.set(role, browser);
      const id = await othersRow(meta);
      const before = await world.sql.query(`select * from ${meta.table} where id = $1`, [id]);
      const listed = (await browser.send('GET', `/api/${meta.module}/${meta.key}?f.id=${id}`)).body as { readonly data?: readonly object[] };
      // What another grant of the same person shows to everybody is no secret to him.
      if ((listed.data?.length ?? 0) > 0) continue;
      for (const route of routes.filter((one) => one.meta === meta && isOfOne(one))) {
        const answer = await ask(browser, route, id);
        const { code = '' } = answer.body as { readonly code?: string };
        said.set(code, (said.get(code) ?? 0) + 1);
        // Who has the action at all is told that the row is not there; who has not, that he may not, whatever the row.
        const fits = code === 'not_found' || (code === 'forbidden' && saidOf(await ask(browser, route, newId())) === saidOf(answer));
        if (!fits) wrong.push(`${role} ${route.id}: ${saidOf(answer)}`);
      }
      const bulk = await browser.send('POST', `/api/${meta.module}/${meta.key}/bulk`, { ids: [id], action: 'archive' });
      if (/"outcome":"done"/.test(bulk.text)) wrong.push(`${role} ${meta.name} bulk: ${bulk.text.slice(0, 200)}`);
      expect((await world.sql.query(`select * from ${meta.table} where id = $1`, [id])).rows).toEqual(before.rows);
    }
  expectNone(wrong);
  expect(browsers.size).toBeGreaterThan(1);
  expect([...said.keys()].sort()).toEqual(['forbidden', 'not_found']);
  expect(said.get('not_found')).toBeGreaterThan(100);
});

test('a row outside the scope cannot be chosen either: not by its id, its code or its name', async () => {
  const { asker } = await world.invite({ login: 'chooser@scope.example', name: '选的人', department: { id: department }, roles: ['sales'] });
  const customer = records.find((meta) => meta.name === 'customers.customer');
  if (!customer) throw new Error('no customers');
  const id = await othersRow(customer, 'active');
  await world.sql.query(`update ${customer.table} set code = 'HIDDEN01', name = '看不见的客户' where id = $1`, [id]);
  for (const given of [{ id }, { code: 'HIDDEN01' }, '看不见的客户']) {
    const answer = await asker.post('/api/sales/order', { customer: given });
    expect([answer.status, answer.body.code], JSON.stringify(given)).toEqual([422, 'reference.not_found']);
    const absent = await asker.post('/api/sales/order', { customer: typeof given === 'string' ? '没有的客户' : 'id' in given ? { id: newId() } : { code: 'NOBODY' } });
    expect([absent.status, absent.body.code]).toEqual([422, 'reference.not_found']);
  }
  expect((await world.admin.post('/api/sales/order', { customer: { id } })).status).toBe(201);
});
