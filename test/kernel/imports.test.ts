import { afterAll, beforeAll, expect, test } from 'vitest';
import { inTransaction } from '../../src/kernel/store/session.ts';
import { foundCompany, type Client, type Company, type Reply } from '../support/company.ts';

interface Import {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly row: number; readonly code: string; readonly message: string }[];
  readonly error_file: string | null;
  readonly table?: {
    readonly columns: readonly { readonly title: string; readonly place: string | null; readonly samples: readonly string[] }[];
    readonly unknown: readonly string[];
    readonly encoding: string;
  };
  readonly preview?: {
    readonly counts: Readonly<Record<string, number>>;
    readonly rows: readonly {
      readonly key: string | null;
      readonly outcome: string;
      readonly changes?: readonly { readonly path: string; readonly old: unknown; readonly new: unknown }[];
    }[];
  };
  readonly undo?: { readonly counts: Readonly<Record<string, number>>; readonly kept: readonly { readonly key: string; readonly reason: { readonly code: string } }[] };
}
interface Customer {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
  readonly phone: string | null;
}
const now = new Date('2026-03-18T02:00:00.000Z');
let company: Company;
let admin: Client;
beforeAll(async () => {
  company = await foundCompany({ clock: () => now });
  admin = company.admin;
});
afterAll(() => company.close());

const csv = (text: string, name = 'a.csv'): { name: string; bytes: string } => ({ name, bytes: text });
const begin = async (text: string, more: Readonly<Record<string, string>> = {}, declaration = 'customers.customer'): Promise<Import> =>
  (await admin.upload<Import>('/api/core/import', csv(text), { declaration, ...more })).body;
const act = (one: Import, action: string, headers = {}): Promise<Reply<Import>> =>
  admin.post<Import>(`/api/core/import/${one.id}/actions/${action}`, { version: one.version }, headers);
const aged = (text: string, id: string): Promise<unknown> => inTransaction(company.pools.commands, company.org.id, (tx) => tx.query(text, [company.org.id, id]));
const customer = async (code: string): Promise<Customer> => (await admin.get<Customer>(`/api/customers/customer/by/${code}`)).body;
const whole = async (text: string, fields = {}, headers = {}): Promise<Reply<Import>> => admin.upload<Import>('/api/customers/customer/import', csv(text), fields, headers);

test('P.10 file → mapping → preview → run: nothing is saved before the last step', async () => {
  const laid = await begin('客户编号,名称,联系电话号\nC000901,青浦一厂,021-58880001\nC000902,青浦二厂,021-58880002\n');
  expect(laid).toMatchObject({ state: 'draft', table: { unknown: ['联系电话号'], encoding: 'utf-8' } });
  expect(laid.table?.columns[2]).toMatchObject({ title: '联系电话号', place: null, samples: ['021-58880001', '021-58880002'] });
  const mapped = (await admin.patch<Import>(`/api/core/import/${laid.id}`, { version: laid.version, mapping: { 联系电话号: '电话' } })).body;
  expect([mapped.state, mapped.table?.columns[2]?.place]).toEqual(['mapped', 'phone']);
  const { body: seen } = await act(mapped, 'preview');
  expect(seen).toMatchObject({ state: 'previewed', preview: { counts: { created: 2, updated: 0, unchanged: 0, failed: 0 } } });
  expect((await admin.get('/api/customers/customer/by/C000901')).status).toBe(404);
  const { status, body: ran } = await act(seen, 'run');
  expect([status, ran.state, ran.counts]).toEqual([200, 'done', { created: 2, updated: 0, unchanged: 0, failed: 0 }]);
  expect((await customer('C000902')).phone).toBe('021-58880002');
  // What the column meant is remembered for the next file.
  expect(await begin('客户编号,名称,联系电话号\nC000903,青浦三厂,\n')).toMatchObject({ state: 'mapped' });
});
test('P.10 the preview says what would change and lists wrong rows first; a cell corrected there goes into the run', async () => {
  await whole('客户编号,名称\nC000910,预览甲\n');
  const laid = await begin('客户编号,名称,手机\nC000910,预览乙,\nC000911,新,12912345678\n', { unit: 'row' });
  const { body: seen } = await act(laid, 'preview');
  expect(seen.preview?.rows.map((row) => row.outcome)).toEqual(['wrong', 'will_update']);
  expect(seen.preview?.rows[1]?.changes).toContainEqual({ path: 'name', old: '预览甲', new: '预览乙' });
  expect(seen.errors).toMatchObject([{ row: 3, code: 'mobile.invalid', message: '手机号不对：更正该字段' }]);
  expect((await admin.get(seen.error_file ?? '')).bytes.toString('utf8')).toContain('C000911,新,12912345678,手机,手机号不对：更正该字段');
  const fixed = (await admin.patch<Import>(`/api/core/import/${laid.id}`, { version: seen.version, corrections: { 3: { 手机: '13912345678' } } })).body;
  const again = (await act(fixed, 'preview')).body;
  expect(again.preview?.counts).toEqual({ created: 1, updated: 1, unchanged: 0, failed: 0 });
  expect((await act(again, 'run')).body).toMatchObject({ state: 'done', counts: { created: 1, updated: 1 } });
});
test('P10-3 upsert by code: whole saves nothing, row by row saves two; the corrected error file saves the third', async () => {
  await whole('客户编号,名称,电话\nC000001,甲,021-58880000\n');
  const three = '客户编号,名称,电话,手机\nC000001,,<清空>,\nC000002,新客户,,\nC000003,错手机,,12912345678\n';
  const refused = await whole(three);
  expect([refused.status, refused.body.code, refused.body.state, refused.body.counts]).toEqual([
    422,
    'mobile.invalid',
    'failed',
    { created: 0, updated: 0, unchanged: 0, failed: 1 },
  ]);
  expect((await customer('C000001')).phone).toBe('021-58880000');
  const partly = await whole(three, { unit: 'row' });
  expect([partly.status, partly.body.state, partly.body.counts]).toEqual([200, 'partly_done', { created: 1, updated: 1, unchanged: 0, failed: 1 }]);
  expect((await customer('C000001')).phone).toBeNull();
  const file = (await admin.get(partly.body.error_file ?? '')).bytes.toString('utf8');
  expect(file).toContain('C000003,错手机,,12912345678,手机,');
  const last = await whole(file.replace('12912345678', '13912340003'));
  expect(last.body).toMatchObject({ state: 'done', counts: { created: 1, failed: 0 } });
});
test('P10-7 undo: what is untouched goes, what was edited or used stays and says why', async () => {
  const { body: ran } = await whole('客户编号,名称\nC000701,撤销甲\nC000702,撤销乙\nC000703,撤销丙\n');
  const [edited, used] = [await customer('C000702'), await customer('C000703')];
  await admin.patch(`/api/customers/customer/${edited.id}`, { version: edited.version, name: '改过' });
  expect((await admin.post('/api/sales/order', { customer: { id: used.id } })).status).toBe(201);
  const { status, body } = await act(ran, 'undo');
  expect([status, body.state, body.undo?.counts]).toEqual([200, 'partly_undone', { deleted: 1, archived: 0, restored: 0, kept: 2 }]);
  expect(body.undo?.kept.map(({ key, reason }) => [key, reason.code])).toEqual([
    ['C000702', 'conflict.stale'],
    ['C000703', 'record.in_use'],
  ]);
  expect((await admin.get('/api/customers/customer/by/C000701')).status).toBe(404);
  expect((await act(body, 'undo')).body.code).toBe('document.transition_refused');
});
test('P.10 undo gives an updated field its old value unless it was changed since', async () => {
  await whole('客户编号,名称,电话\nC000711,原名,021-58880011\n');
  const { body: ran } = await whole('客户编号,名称,电话\nC000711,新名,021-58880012\n');
  const changed = await customer('C000711');
  await admin.patch(`/api/customers/customer/${changed.id}`, { version: changed.version, phone: '021-58880013' });
  expect((await act(ran, 'undo')).body).toMatchObject({ state: 'partly_undone', undo: { counts: { deleted: 0, kept: 1 } } });
  expect(await customer('C000711')).toMatchObject({ name: '原名', phone: '021-58880013' });
});
test('P.10 a contact that stood in the customer’s row goes with him; thirty days later nothing is undone', async () => {
  const { body: ran } = await whole('客户编号,名称,联系人,联系人手机\nC000721,带联系人,李雷,13800138021\n');
  expect(ran.counts['created']).toBe(1);
  expect((await act(ran, 'undo')).body).toMatchObject({ state: 'undone', undo: { counts: { deleted: 1 } } });
  const { body: old } = await whole('客户编号,名称\nC000722,旧\n');
  await aged(`update core.import set finished_at = finished_at - interval '30 days 1 second' where org_id = $1 and id = $2`, old.id);
  const late = await act(old, 'undo');
  expect([late.status, late.body.code, late.body.params]).toEqual([409, 'import.undo_expired', { days: 30 }]);
});
test('P.10 a preview lasts a day, and for this file and mapping only; a row changed since is a conflict', async () => {
  await whole('客户编号,名称\nC000731,冲突甲\n');
  const laid = await begin('客户编号,名称\nC000731,冲突乙\n', { unit: 'row' });
  const { body: seen } = await act(laid, 'preview');
  const one = await customer('C000731');
  await admin.patch(`/api/customers/customer/${one.id}`, { version: one.version, name: '别人改的' });
  const { body: ran } = await act(seen, 'run');
  expect([ran.state, ran.errors[0]?.code]).toEqual(['failed', 'conflict.stale']);
  expect((await customer('C000731')).name).toBe('别人改的');
  const late = (await act(await begin('客户编号,名称\nC000732,晚\n'), 'preview')).body;
  await aged(`update core.import set preview = jsonb_set(preview, '{at}', '"2026-03-17T01:59:59.000Z"') where org_id = $1 and id = $2`, late.id);
  expect((await act(late, 'run')).body.code).toBe('batch.preview_expired');
  const other = (await act(await begin('客户编号,名称\nC000733,变\n'), 'preview')).body;
  await aged(`update core.import set mode = 'insert' where org_id = $1 and id = $2`, other.id);
  expect((await act(other, 'run')).body.code).toBe('batch.preview_stale');
  expect((await act(laid, 'run')).body.code).toBe('conflict.stale');
});
test('P.2.4 the same file twice under one key makes nothing twice; another file under it is refused', async () => {
  const key = { 'idempotency-key': 'import-1' };
  const [first, second] = [await whole('名称\n只一次\n', {}, key), await whole('名称\n只一次\n', {}, key)];
  expect([first.status, second.status, second.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true']);
  expect(second.body).toEqual(first.body);
  expect((await admin.get<{ data: object[] }>('/api/customers/customer?q=只一次')).body.data).toHaveLength(1);
  expect((await whole('名称\n另一个\n', {}, key)).body.code).toBe('idempotency.key_reused');
  // A refusal remembers nothing: corrected, the key may be used again.
  expect((await whole('名称,手机\n甲,12912345678\n', {}, { 'idempotency-key': 'import-2' })).status).toBe(422);
  expect((await whole('名称,手机\n钥匙再用,13912340004\n', {}, { 'idempotency-key': 'import-2' })).status).toBe(200);
});
test('P.2.7 Prefer: respond-async answers at once; the operation tells how far it is and what came of it', async () => {
  // Names that are alike would be taken for the same customer.
  const rows = Array.from({ length: 30 }, (_, at) => String.fromCodePoint(...[0, 1, 2, 3].map((place) => 0x4e00 + at * 401 + place * 97))).join('\n');
  const { status, body, headers } = await whole(`名称\n${rows}\n`, { unit: 'row' }, { prefer: 'respond-async' });
  expect([status, headers.get('location')]).toEqual([202, `/api/core/operation/${body.id}`]);
  const done = await ended(body.id);
  expect(done).toMatchObject({ state: 'succeeded', kind: 'import', done: 30, total: 30, result: { state: 'done', counts: { created: 30 } } });
  expect((await admin.post<Import>(`/api/core/operation/${body.id}/actions/cancel`)).body.code).toBe('document.transition_refused');
});
interface Operation {
  readonly state: string;
  readonly result?: object;
}
async function ended(id: string): Promise<Operation> {
  for (let turn = 0; turn < 400; turn += 1) {
    const { body } = await admin.get<Operation>(`/api/core/operation/${id}`);
    if (!['queued', 'running'].includes(body.state)) return body;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the operation does not end');
}
