import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { openPools, type Pools } from '../../src/database/pool.ts';
import type { Call } from '../../src/kernel/command/call.ts';
import { newId } from '../../src/kernel/ids.ts';
import { registryOf } from '../../src/kernel/kernel.ts';
import { openKernel, type Kernel } from '../../src/kernel/open.ts';
import { pdfPages } from '../../src/kernel/print/pdf-text.ts';
import { Refused } from '../../src/kernel/problem.ts';
import type { ModuleDeclaration } from '../../src/kernel/registry/meta.ts';
import { wholeSchema } from '../../src/kernel/store/schema.ts';
import { core } from '../../src/modules/core/index.ts';
import { declaredEndpoints } from '../../src/server/declared-endpoints.ts';
import { openapiDocument } from '../../src/server/openapi.ts';
import { fixture } from '../fixture/note.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

/*
 * Adding a field is one edit (architecture.md §3, models.md §1): the same declaration with one more line has the field in every place, and without the
 * line in none. Nothing else is told of it.
 */
const line = "  weight: quantity({ zh: '重量', en: 'Weight' }),\n";
const source = readFileSync(join(import.meta.dirname, '../fixture/note.ts'), 'utf8');
const edited = source.replace('  amount: money(', `${line}  amount: money(`);

/** The edited file, beside nothing: its only import leads to the language of the declarations. */
async function importEdited(): Promise<ModuleDeclaration> {
  const folder = mkdtempSync(join(tmpdir(), 'qiantai-one-edit-'));
  const path = join(folder, 'note.ts');
  writeFileSync(path, edited.replace("'#declare'", `'${join(import.meta.dirname, '../../src/kernel/declare/index.ts')}'`));
  try {
    return ((await import(/* @vite-ignore */ pathToFileURL(path).href)) as { readonly fixture: ModuleDeclaration }).fixture;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Installation {
  readonly kernel: Kernel;
  readonly pools: Pools;
  readonly owner: pg.Client;
  readonly database: TestDatabase;
  readonly modules: readonly ModuleDeclaration[];
  readonly call: Call;
}
async function install(module: ModuleDeclaration): Promise<Installation> {
  const modules = [core, module];
  const database = await testDatabase();
  const owner = await connect(database.owner);
  for (const statement of wholeSchema(registryOf(modules, []), [])) await owner.query(statement);
  const pools = openPools(database.app);
  const org = { id: newId(), code: 'MAIN', name: '我的公司', time_zone: 'Asia/Shanghai' };
  const principal: Call['principal'] = {
    kind: 'cli',
    user: newId(),
    name: 'test',
    org,
    department: null,
    departments: [],
    departmentTree: [],
    roles: [],
    grants: [],
    permissions: new Set(),
    unlimited: true,
  };
  return {
    kernel: openKernel({ modules, servers: [], pools, clock: () => new Date('2026-11-24T02:00:00Z') }),
    pools,
    owner,
    database,
    modules,
    call: { principal, via: 'cli', request: 'r1', locale: 'zh', dryRun: false, ack: new Set() },
  };
}

let without: Installation;
let withField: Installation;
beforeAll(async () => {
  without = await install(fixture);
  withField = await install(await importEdited());
});
afterAll(async () => {
  for (const { owner, pools, database } of [without, withField]) {
    await owner.end();
    await pools.end();
    await database.drop();
  }
});

const name = 'fixture.note';
/** The code of a refusal, or nothing when it went through. */
const refusedWith = (work: Promise<unknown>): Promise<string | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof Refused ? error.code : Promise.reject(error)),
  );
const notes = async ({ kernel, call }: Installation, query = ''): Promise<readonly Readonly<Record<string, unknown>>[]> =>
  ((await kernel.list(call, name, new URLSearchParams(query))).body as { readonly data: readonly Readonly<Record<string, unknown>>[] }).data;
const make = async ({ kernel, call }: Installation, body: object): Promise<Readonly<Record<string, unknown>>> =>
  (await kernel.create(call, name, body)).body as Readonly<Record<string, unknown>>;
const bytes = (body: unknown): Buffer => Buffer.from(body as Uint8Array);

/** Every place that must know the field, each by looking for it as somebody who uses the place would. */
const places: Readonly<Record<string, (at: Installation) => Promise<boolean>>> = {
  column: async ({ owner }) =>
    (await owner.query(`select 1 from information_schema.columns where table_schema = 'fixture' and table_name = 'note' and column_name = 'weight'`)).rowCount === 1,
  'read view': async ({ owner }) =>
    (await owner.query(`select 1 from information_schema.columns where table_schema = 'fixture' and table_name = 'note_v' and column_name = 'weight'`)).rowCount === 1,
  interface: async (at) => {
    const refused = await refusedWith(make(at, { title: '甲', amount: '1.00', weight: '1.500' }));
    if (refused) return (expect(refused).toBe('request.unknown_parameter'), false);
    return (await notes(at)).some((note) => note['title'] === '甲' && note['weight'] === '1.5');
  },
  schema: async ({ kernel, call }) =>
    ((await kernel.schema(call, name)).body as { readonly fields: readonly { readonly name: string }[] }).fields.some((field) => field.name === 'weight'),
  OpenAPI: ({ modules }) => {
    const registry = registryOf(modules, []);
    const { components } = openapiDocument(registry, declaredEndpoints(registry), '0') as {
      readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: object }>> };
    };
    return Promise.resolve([name, `${name}.input`, `${name}.patch`].every((schema) => 'weight' in (components.schemas[schema]?.properties ?? {})));
  },
  filter: async (at) => {
    await make(at, { title: '乙', amount: '1.00' });
    const refused = await refusedWith(notes(at, 'f.weight.gt=1'));
    if (refused) return (expect(refused).toBe('condition.unknown_field'), false);
    return (await notes(at, 'f.weight.gt=1')).length === 1 && (await notes(at, 'f.weight.gt=2')).length === 0;
  },
  sort: async (at) => (await refusedWith(notes(at, 'sort=-weight'))) === undefined,
  total: async (at) => (await refusedWith(notes(at, 'totals=weight'))) === undefined,
  import: async (at) => {
    const file = { name: 'notes.csv', bytes: Buffer.from('标题,金额,重量\n丙,1.00,2.5\n') };
    const refused = await refusedWith(at.kernel.importFile(at.call, name, file, { mode: 'insert' }));
    if (refused) return (expect(refused).toBe('batch.unknown_column'), false);
    return (await notes(at)).some((note) => note['title'] === '丙' && note['weight'] === '2.5');
  },
  export: async ({ kernel, call }) =>
    bytes((await kernel.exportFile(call, name, { format: 'csv' })).body)
      .toString('utf8')
      .includes('重量'),
  print: async (at) => {
    const note = (await notes(at)).find((one) => one['weight'] !== null);
    const pdf = await at.kernel.print(at.call, name, { ids: [String(note?.['id'])], template: undefined, lang: 'zh' });
    return pdfPages(bytes(pdf.body)).join('').includes('重量');
  },
  audit: async (at) => {
    const { kernel, call } = at;
    const made = await make(at, { title: '丁', amount: '1.00' });
    const refused = await refusedWith(kernel.change(call, name, String(made['id']), 1, { weight: '3' }));
    if (refused) return (expect(refused).toBe('request.unknown_parameter'), false);
    const { rows } = await at.owner.query<{ fields: readonly { readonly path: string; readonly new: unknown }[] }>(
      'select fields from core.audit where record = $1 and version = 2',
      [made['id']],
    );
    return rows[0]?.fields.some((field) => field.path === 'weight' && field.new === '3') === true;
  },
};

test('the edit is one line of one file', () => {
  const [before, after] = [source.split('\n'), edited.split('\n')];
  expect(after.length).toBe(before.length + 1);
  expect(after.filter((one) => one !== line.trimEnd())).toEqual(before);
});
test.each(Object.entries(places))('one more line, and it is there: %s', async (_place, look) => {
  expect(await look(without)).toBe(false);
  expect(await look(withField)).toBe(true);
});
