import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RecordMeta } from '../../src/kernel/registry/meta.ts';
import { records } from './whole.ts';
import { changedTables, fingerprint } from './fingerprint.ts';
import { openWorld, type World } from './world.ts';

/*
 * What leaves as an importable file comes back as nothing to do (P.3, P.10): shipped rows and rows made through the interface, of every catalog that
 * has a key and takes files.
 */
/** The import itself is told of. */
const ofImports: ReadonlySet<string> = new Set(['core.import', 'core.import_row', 'core.operation', 'core.exchange_file', 'core.notification']);
let world: World;
let paths: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  world = await openWorld();
  paths = (await world.stranger.get('/api/openapi.json')).body['paths'] as typeof paths;
});
afterAll(() => world.close());

const base = (meta: RecordMeta): string => `/api/${meta.module}/${meta.key}`;
const exchanged = records.filter((meta) => !meta.readonly && meta.type === 'catalog' && meta.code !== undefined);
describe.each(exchanged)('P.10 $name', (meta) => {
  test.each(['csv', 'xlsx'] as const)('export → import is the identity: %s', async (format) => {
    const { admin, keysOf, sql } = world;
    const keys = (await keysOf(meta)).slice(0, 50);
    if (keys.length === 0 || !paths[`${base(meta)}/import`]) return;
    const file = await admin.download(`${base(meta)}/export`, { format, variant: 'importable', filter: { field: meta.code, op: 'in', value: keys } });
    expect(file.status, file.text).toBe(200);
    const before = await fingerprint(sql);
    const imported = await admin.upload(`${base(meta)}/import`, `${meta.key}.${format}`, file.bytes, { mode: 'update' });
    expect(imported.status, JSON.stringify(imported.body)).toBe(200);
    expect(imported.body['counts'], JSON.stringify(imported.body)).toMatchObject({ created: 0, updated: 0, unchanged: keys.length, failed: 0 });
    await world.settled();
    // Nothing but what tells of the import has changed.
    expect(changedTables(before, await fingerprint(sql)).filter((table) => !ofImports.has(table))).toEqual([]);
  });
});
