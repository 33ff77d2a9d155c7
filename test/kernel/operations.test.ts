import { afterAll, beforeAll, expect, test } from 'vitest';
import { runImport } from '../../src/kernel/import/run.ts';
import { openKernel } from '../../src/kernel/open.ts';
import { callOfKept } from '../../src/kernel/operation/caller.ts';
import { inTransaction } from '../../src/kernel/store/session.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { foundCompany, type Client, type Company } from '../support/company.ts';

interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly done: number;
  readonly total: number;
  readonly result?: { readonly counts?: Readonly<Record<string, number>>; readonly import?: string };
  readonly error?: { readonly code: string; readonly params: Readonly<Record<string, unknown>>; readonly title: string };
  readonly file?: { readonly name: string; readonly url: string };
  readonly code?: string;
}
interface Page {
  readonly data: readonly { readonly id: string; readonly code: string }[];
  readonly count: { readonly value: number };
}
let company: Company;
let admin: Client;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
});
afterAll(() => company.close());

const units = (prefix: string, count: number): { name: string; bytes: string } => ({
  name: 'units.csv',
  bytes: `编码,名称\n${Array.from({ length: count }, (_, at) => `${prefix}${at},${prefix}单位${at}`).join('\n')}\n`,
});
const counted = async (prefix: string): Promise<number> => (await admin.get<Page>(`/api/core/unit?f.code.starts=${prefix}&limit=1&count=exact`)).body.count.value;
const sql = <T>(text: string, ...values: readonly unknown[]): Promise<readonly T[]> =>
  inTransaction(company.pools.commands, company.org.id, (tx) => tx.query(text, [company.org.id, ...values])) as Promise<readonly T[]>;
async function ended(id: string): Promise<Operation> {
  for (let turn = 0; turn < 800; turn += 1) {
    const { body } = await admin.get<Operation>(`/api/core/operation/${id}`);
    if (!['queued', 'running'].includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the operation does not end');
}

test('P.2.7 more than two hundred rows are an operation; a filter is frozen to what was counted', async () => {
  await admin.upload('/api/core/unit/import', units('BULK', 205), { unit: 'row' });
  const filter = { field: 'code', op: 'starts', value: 'BULK' };
  const started = await admin.post<Operation>('/api/core/unit/bulk', { action: 'archive', filter, expected_count: 205 }, { 'idempotency-key': 'bulk-205' });
  expect([started.status, started.headers.get('location')]).toEqual([202, `/api/core/operation/${started.body.id}`]);
  // The same request again is the same operation.
  const again = await admin.post<Operation>('/api/core/unit/bulk', { action: 'archive', filter, expected_count: 205 }, { 'idempotency-key': 'bulk-205' });
  expect([again.status, again.body.id, again.headers.get('idempotency-replayed')]).toEqual([202, started.body.id, 'true']);
  expect(await ended(started.body.id)).toMatchObject({ kind: 'bulk', state: 'succeeded', done: 205, total: 205, result: { counts: { ok: 205, refused: 0, not_found: 0 } } });
  expect(await counted('BULK')).toBe(0);
  // However late it comes again: what was counted is gone by now, the answer is the same.
  const late = await admin.post<Operation>('/api/core/unit/bulk', { action: 'archive', filter, expected_count: 205 }, { 'idempotency-key': 'bulk-205' });
  expect([late.status, late.body.id]).toEqual([202, started.body.id]);
});
test('P.2.7 atomic work of many rows that fails leaves nothing done and says why', async () => {
  await admin.upload('/api/core/unit/import', units('ATOM', 202), { unit: 'row' });
  const page = await admin.get<Page>('/api/core/unit?f.code.starts=ATOM&limit=200');
  const ids = [...page.body.data.map(({ id }) => id), '0197b2a4-7c00-7000-8000-000000000187'];
  const { body } = await admin.post<Operation>('/api/core/unit/bulk', { action: 'archive', ids, mode: 'atomic' });
  const failed = await ended(body.id);
  expect([failed.state, failed.error?.code, failed.error?.title]).toEqual(['failed', 'bulk.failed', '批量操作未执行']);
  expect(await counted('ATOM')).toBe(202);
});
test('P.2.7 an export that nobody waits for is fetched from its operation, by its starter alone', async () => {
  const { status, body } = await admin.post<Operation>('/api/core/unit/export', { format: 'csv', fields: ['code'], sort: 'code' }, { prefer: 'respond-async' });
  expect(status).toBe(202);
  const done = await ended(body.id);
  expect(done).toMatchObject({ kind: 'export', state: 'succeeded' });
  const file = await admin.get(done.file?.url ?? '');
  expect(file.bytes.toString('utf8')).toContain('KG');
  expect(decodeURIComponent(file.headers.get('content-disposition') ?? '')).toContain(done.file?.name);
  expect((await admin.get('/api/core/operation/0197b2a4-7c00-7000-8000-000000000187/file')).status).toBe(404);
  expect((await company.stranger().get(done.file?.url ?? '')).status).toBe(401);
});
test('P10-6 killed between two portions: another process goes on after the last commit, none is made twice', async () => {
  // This process never begins it: what it wrote down is left lying, as by one that was killed.
  const dead = openKernel({ modules, servers, pools: company.pools });
  const [stored] = await sql<{ caller: unknown }>('select caller from core.operation where org_id = $1 limit 1');
  const call = { ...callOfKept(stored?.caller), respondAsync: true as const };
  await dead.environment.operations.stop();
  const file = units('CRASH', 1_300);
  const { body } = await dead.importFile(call, 'core.unit', { name: file.name, bytes: Buffer.from(file.bytes) }, { unit: 'row' });
  const { id } = body as Operation;
  const [row] = await sql<{ request: { import: string } }>('select request from core.operation where org_id = $1 and id = $2', id);
  // It comes as far as two portions and dies there.
  const half = await runImport({ environment: dead.environment, call, id, request: row?.request ?? {}, at: (done) => Promise.resolve(done < 1_000) });
  expect([half.stopped, await counted('CRASH')]).toEqual([true, 1_000]);
  await sql(`update core.operation set lease_until = now() - interval '1 second' where org_id = $1 and id = $2`, id);
  expect(await company.kernel.environment.operations.resume(company.org.id)).toBe(1);
  expect(await ended(id)).toMatchObject({ state: 'succeeded', result: { counts: { created: 1_300, updated: 0, unchanged: 0, failed: 0 } } });
  expect(await counted('CRASH')).toBe(1_300);
  expect(await sql('select code from core.unit where org_id = $1 group by code having count(*) > 1')).toEqual([]);
});
test.each([
  ['whole', 0],
  ['row', 500],
] as const)('P.10 cancelled, unit %s keeps %i records', async (unit, kept) => {
  const prefix = `CUT${unit.toUpperCase()}`;
  const dead = openKernel({ modules, servers, pools: company.pools });
  const [stored] = await sql<{ caller: unknown }>('select caller from core.operation where org_id = $1 limit 1');
  const call = { ...callOfKept(stored?.caller), respondAsync: true as const };
  await dead.environment.operations.stop();
  const file = units(prefix, 1_200);
  const { body } = await dead.importFile(call, 'core.unit', { name: file.name, bytes: Buffer.from(file.bytes) }, { unit });
  const { id } = body as Operation;
  const [row] = await sql<{ request: { import: string } }>('select request from core.operation where org_id = $1 and id = $2', id);
  expect((await admin.post(`/api/core/operation/${id}/actions/cancel`)).status).toBe(200);
  await runImport({ environment: dead.environment, call, id, request: row?.request ?? {}, at: (done) => Promise.resolve(done < 500) });
  expect(await counted(prefix)).toBe(kept);
  expect((await admin.get(`/api/core/import/${row?.request.import ?? ''}`)).body).toMatchObject({ state: 'cancelled', counts: { created: kept } });
});
