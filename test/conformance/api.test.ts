import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import type { RecordMeta } from '../../src/kernel/registry/meta.ts';
import { expectNone, records, registry } from './whole.ts';
import { changedTables, fingerprint } from './fingerprint.ts';
import { openWorld, type Reply, type World } from './world.ts';

/*
 * What every declaration answers over HTTP without asking (the conformance tests of P.1–P.20). One company with a row of everything, a second one
 * beside it, and somebody without a role.
 */
let world: World;
let paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
beforeAll(async () => {
  world = await openWorld();
  paths = (await world.stranger.get('/api/openapi.json')).body['paths'] as typeof paths;
});
afterAll(() => world.close());

const base = (meta: RecordMeta): string => `/api/${meta.module}/${meta.key}`;
/** Status and code; a fault of the program with where it happened. */
const told = ({ status, body }: Reply): [number, unknown] => [status, body.stack ? `${body.code} ${body.stack.split('\n').slice(0, 6).join(' ')}` : body.code];
/** The answers that are not as they must be, with what they are. */
const unlike = (replies: Readonly<Record<string, Reply>>, status: number, ...codes: readonly string[]): string[] =>
  Object.entries(replies).flatMap(([name, reply]) => (reply.status === status && codes.includes(String(reply.body?.['code'])) ? [] : [`${name}: ${told(reply).join(' ')}`]));
const version = (number: number): Readonly<Record<string, string>> => ({ 'if-match': `"${number}"` });
/** Made, changed or ended in ways of their own (P.1): people by invitation, companies by founding, roles and keys by giving and ending them. */
const ownWays: ReadonlySet<string> = new Set(['core.organisation', 'core.user', 'core.role_assignment', 'core.api_key']);
const plain = (meta: RecordMeta): boolean => !meta.readonly && !ownWays.has(meta.name);
const writable = records.filter(plain);
const personal = (meta: RecordMeta): RecordMeta['actions'] => meta.actions.filter((action) => action.by !== 'job');

describe.each(records)('P.2.1 $name', (meta) => {
  test('its addresses are served and described', () => {
    const at = base(meta);
    const expected = [
      `get ${at}`,
      `post ${at}/list`,
      `get ${at}/schema`,
      `get ${at}/{id}`,
      `get ${at}/{id}/timeline`,
      `get ${at}/{id}/related`,
      ...(meta.code ? [`get ${at}/by/{key}`] : []),
      ...(!plain(meta) ? [] : [`post ${at}`, `patch ${at}/{id}`, `delete ${at}/{id}`, `post ${at}/bulk`]),
      ...(meta.readonly || !meta.lines.some((lines) => lines.name === 'lines')
        ? []
        : [`get ${at}/{id}/lines`, `post ${at}/{id}/lines`, `patch ${at}/{id}/lines/{line}`, `delete ${at}/{id}/lines/{line}`]),
      ...personal(meta).map((action) => `post ${at}/{id}/actions/${action.name}`),
      ...(meta.type === 'catalog' && plain(meta) ? [`post ${at}/{id}/actions/archive`, `post ${at}/{id}/actions/restore`] : []),
      ...(meta.type === 'document' ? [`get ${at}/{id}/print`, `post ${at}/print`] : []),
    ];
    expect(expected.filter((one) => !paths[one.split(' ')[1] ?? '']?.[one.split(' ')[0] ?? ''])).toEqual([]);
  });

  test('lists, describes and reads; a read carries its version and _actions', async () => {
    const { admin, rowOf } = world;
    const id = await rowOf(meta.name);
    const list = await admin.get(`${base(meta)}?limit=200&count=exact`);
    expect(list.status, JSON.stringify(list.body)).toBe(200);
    expect(list.body.data.length).toBeGreaterThan(0);
    const schema = await admin.get(`${base(meta)}/schema`);
    expect([schema.status, schema.body.name]).toEqual([200, meta.name]);
    expect(schema.body.fields.map((field) => field.name)).toEqual([...meta.fields, ...meta.lines].map((field) => field.name));
    const read = await admin.get(`${base(meta)}/${id}`);
    expect(read.status, JSON.stringify(read.body)).toBe(200);
    expect(read.body['id']).toBe(id);
    expect(read.headers['etag']).toBe(`"${String(read.body['version'])}"`);
    expect(read.body._actions.map((action) => action.name)).toEqual(schema.body.actions.map((action) => action.name));
    for (const action of read.body._actions)
      expect(action.allowed === false ? action.code : action.allowed, action.name).toSatisfy((one) => one === true || one === 'check' || registry.refusals.has(String(one)));
    expect(Object.keys(read.body)).toEqual(expect.arrayContaining([...meta.fields.filter((field) => field.group === undefined), ...meta.lines].map((field) => field.name)));
    for (const what of ['timeline', 'related'] as const) expect((await admin.get(`${base(meta)}/${id}/${what}`)).status, what).toBe(200);
    const code = meta.code ? read.body[meta.code] : undefined;
    if (typeof code === 'string') expect((await admin.get(`${base(meta)}/by/${encodeURIComponent(code)}`)).body['id']).toBe(id);
  });

  test('unknown parameters are refused, never ignored', async () => {
    const { admin, rowOf } = world;
    const id = await rowOf(meta.name);
    const at = base(meta);
    const replies: Record<string, Reply> = { 'long list': await admin.post(`${at}/list`, { zzz: 1 }) };
    for (const path of ['', '/schema', `/${id}`, `/${id}/timeline`, `/${id}/related`]) replies[`get ${path}`] = await admin.get(`${at}${path}?zzz=1`);
    if (plain(meta)) {
      const now = await world.versionOf(meta, id);
      replies['change'] = await admin.patch(`${at}/${id}`, { zzz: 1 }, version(now));
      replies['create'] = await admin.post(at, { zzz: 1 });
      replies['bulk'] = await admin.post(`${at}/bulk`, { zzz: 1, ids: [id], patch: {} });
      replies['export'] = await admin.post(`${at}/export`, { zzz: 1 });
      for (const lines of meta.lines) replies[lines.name] = await admin.post(at, { [lines.name]: [{ zzz: 1 }] });
      for (const { name } of personal(meta)) {
        replies[name] = await admin.post(`${at}/${id}/actions/${name}`, { zzz: 1 }, version(now));
        replies[`${name} input`] = await admin.post(`${at}/${id}/actions/${name}`, { input: { zzz: 1 } }, version(now));
      }
    }
    expectNone(unlike(replies, 422, 'request.unknown_parameter'));
  });

  test('an id of another company is not found, on every address, as if it did not exist', async () => {
    const { admin, lay, other } = world;
    const foreign = await lay(meta, undefined, other);
    const { data } = (await admin.get(`${base(meta)}?limit=200`)).body;
    expect(data.map((row) => row.id)).not.toContain(foreign);
    const ask = async (id: string): Promise<Record<string, Reply>> => {
      const at = `${base(meta)}/${id}`;
      const replies: Record<string, Reply> = {
        read: await admin.get(at),
        timeline: await admin.get(`${at}/timeline`),
        related: await admin.get(`${at}/related`),
        chosen: await admin.get(`${at}?fields=id`),
      };
      for (const { name } of personal(meta)) replies[name] = await admin.post(`${at}/actions/${name}`, {}, version(1));
      if (meta.type === 'document') replies['print'] = await admin.get(`${at}/print`);
      if (paths[`${base(meta)}/{id}/lines`]) replies['lines'] = await admin.get(`${at}/lines`);
      if (plain(meta)) replies['change'] = await admin.patch(at, {}, version(1));
      return replies;
    };
    expectNone(unlike(await ask(foreign), 404, 'not_found'));
    expectNone(unlike(await ask(newId()), 404, 'not_found'));
    // Some rows nobody may delete (users, organisations); then that is the answer, whatever the id.
    if (plain(meta)) expect(told(await admin.delete(`${base(meta)}/${foreign}`, version(1)))).toEqual(told(await admin.delete(`${base(meta)}/${newId()}`, version(1))));
  });

  test('whoever has no right gets nothing', async () => {
    const { rowOf, nobody } = world;
    const grants = (meta.declaration.spec as { readonly grants?: Readonly<Record<string, unknown>> }).grants ?? {};
    if ('employee' in grants) return;
    const id = await rowOf(meta.name);
    const list = await nobody.get(base(meta));
    // A catalog that an employee's own records refer to is read whole; everything else is closed.
    if (list.status === 200 && meta.type === 'catalog') return;
    expect(told(list)).toEqual([403, 'forbidden']);
    const at = `${base(meta)}/${id}`;
    const replies: Record<string, Reply> = {
      read: await nobody.get(at),
      schema: await nobody.get(`${base(meta)}/schema`),
      timeline: await nobody.get(`${at}/timeline`),
      related: await nobody.get(`${at}/related`),
    };
    if (plain(meta)) {
      replies['create'] = await nobody.post(base(meta), {});
      replies['change'] = await nobody.patch(at, {}, version(1));
      replies['delete'] = await nobody.delete(at, version(1));
    }
    for (const { name } of personal(meta)) replies[name] = await nobody.post(`${at}/actions/${name}`, {}, version(1));
    expectNone(unlike(replies, 403, 'forbidden'));
  });
});

describe.each(records.filter((meta) => meta.states.length > 1 && meta.actions.some((action) => action.from.length > 0)))('P.4 $name', (meta) => {
  test('every action refuses from every other state and says where it works', async () => {
    const { admin, lay } = world;
    const wrong: string[] = [];
    for (const state of meta.states) {
      const id = await lay(meta, state);
      const { _actions = [] } = (await admin.get(`${base(meta)}/${id}`)).body;
      for (const action of personal(meta)) {
        if (action.from.length === 0 || action.from.includes(state)) continue;
        const reply = await admin.post(`${base(meta)}/${id}/actions/${action.name}`, {}, version(1));
        const params = reply.body['params'] as { from?: string; action?: string; allowed?: unknown } | undefined;
        if (
          reply.status !== 409 ||
          reply.body['code'] !== 'document.transition_refused' ||
          params?.from !== state ||
          params.action !== action.name ||
          String(params.allowed) !== String(action.from)
        )
          wrong.push(`${action.name} from ${state}: ${JSON.stringify([reply.status, reply.body['code'], params])}`);
        const shown = _actions.find((one) => one.name === action.name);
        if (shown?.allowed !== false || shown.code !== 'document.transition_refused') wrong.push(`_actions of ${state} offer ${action.name}`);
      }
    }
    expectNone(wrong);
  });
});

describe.each(writable)('P.2.3 $name', (meta) => {
  test('is made, changed and deleted under its version', async () => {
    const { admin, valuesFor } = world;
    const inputs = meta.fields.filter((field) => field.origin === 'input' && field.required && field.kind !== 'state' && field.default === undefined);
    // A draft may lack anything (P.4); a catalog is complete at once, and its own rules may find general values wanting.
    const made = await admin.post(base(meta), meta.type === 'document' ? {} : await valuesFor(inputs));
    if (meta.type === 'catalog' && made.status !== 201) {
      expect([409, 422]).toContain(made.status);
      expect(registry.refusals.has(made.body.code ?? '')).toBe(true);
      return;
    }
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const at = `${base(meta)}/${made.body.id}`;
    expect([made.headers['location'], made.headers['etag']]).toEqual([at, '"1"']);
    expect(told(await admin.patch(at, {}))).toEqual([428, 'request.version_required']);
    expect(told(await admin.patch(at, {}, version(9)))).toEqual([409, 'conflict.stale']);
    expect(told(await admin.delete(at))).toEqual([428, 'request.version_required']);
    const changed = await admin.patch(at, {}, version(1));
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const removed = await admin.delete(at, version(changed.body.version));
    // What making it made along (the places of a warehouse) may hold it; then it says so.
    if (removed.status === 409) return expect(told(removed)).toEqual([409, 'record.in_use']);
    expect(removed.status, JSON.stringify(removed.body)).toBe(204);
    expect(told(await admin.get(at))).toEqual([404, 'not_found']);
  });
  test('a reference to another company’s row is not found', async () => {
    const { admin, lay, other } = world;
    const wrong: string[] = [];
    for (const field of meta.fields.filter((one) => one.kind === 'reference' && one.origin === 'input')) {
      const target = registry.records.get(field.target ?? '');
      if (!target || target.name === 'core.organisation') continue;
      const reply = await admin.post(base(meta), { [field.name]: { id: await lay(target, undefined, other) } });
      if (!reply.body.errors?.some((error) => error.code === 'reference.not_found' && error.path === `/${field.name}`))
        wrong.push(`${field.name}: ${reply.status} ${reply.body.code}`);
    }
    expectNone(wrong);
  });
  test('P.2.6 a dry run leaves the database byte-identical', async () => {
    const { admin, valuesFor, lay, sql } = world;
    const values = await valuesFor(meta.fields.filter((field) => field.origin === 'input' && field.required && field.kind !== 'state'));
    const rows = new Map<string, string>();
    for (const state of meta.states.length === 0 ? [''] : meta.states) rows.set(state, await lay(meta, state === '' ? undefined : state));
    await world.settled();
    const before = await fingerprint(sql);
    const [first = ''] = rows.values();
    const replies: Reply[] = [
      await admin.post(`${base(meta)}?dry_run=1`, values),
      await admin.patch(`${base(meta)}/${first}?dry_run=1`, {}, version(1)),
      await admin.delete(`${base(meta)}/${first}?dry_run=1`, version(1)),
      await admin.post(`${base(meta)}/bulk?dry_run=1`, { patch: {}, ids: [first] }),
    ];
    for (const action of personal(meta))
      for (const [state, id] of rows)
        if (action.from.length === 0 || action.from.includes(state)) replies.push(await admin.post(`${base(meta)}/${id}/actions/${action.name}?dry_run=1`, {}, version(1)));
    expectNone(replies.filter((reply) => reply.status >= 500).map((reply) => told(reply).join(' ')));
    await world.settled();
    expect(changedTables(before, await fingerprint(sql))).toEqual([]);
  });
});
