import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Change {
  readonly path: string;
  readonly old?: unknown;
  readonly new?: unknown;
  readonly hidden?: true;
}
interface Entry {
  readonly id: string;
  readonly declaration: string;
  readonly action: string;
  readonly by: { readonly label: string };
  readonly record: { readonly id: string; readonly label: string };
  readonly changes: readonly Change[];
}
interface Page<T> {
  readonly data: readonly T[];
  readonly page: { readonly next: string | null };
  readonly code?: string;
}
let company: Company;
let admin: Client;
let clerk: Client;
let unit: string;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  clerk = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  const made = await admin.post<{ id: string }>('/api/core/unit', { code: 'PAL', name: '托', dimension: 'count', decimals: 0 });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  unit = made.body.id;
  await admin.patch(`/api/core/unit/${unit}`, { name: '托盘' }, { 'if-match': '"1"' });
  await admin.patch(`/api/core/unit/${unit}`, { name: '栈板', decimals: 2 }, { 'if-match': '"2"' });
});
afterAll(() => company.close());

describe('P.9 audit trail', () => {
  test('lists who changed what, newest first, by record, declaration, actor and time', async () => {
    const { status, body } = await admin.get<Page<Entry>>(`/api/core/audit?record=${unit}`);
    expect(status).toBe(200);
    expect(body.data.map((entry) => [entry.action, entry.by.label, entry.record.label])).toEqual([
      ['update', '管理员', 'PAL'],
      ['update', '管理员', 'PAL'],
      ['create', '管理员', 'PAL'],
    ]);
    expect(body.data[0]?.changes).toEqual([
      { path: 'name', old: '托盘', new: '栈板' },
      { path: 'decimals', old: 0, new: 2 },
    ]);
    const count = async (query: string): Promise<number> => (await admin.get<Page<Entry>>(`/api/core/audit?record=${unit}&${query}`)).body.data.length;
    expect(await count('declaration=core.unit')).toBe(3);
    expect(await count('declaration=core.user')).toBe(0);
    expect(await count('action=create')).toBe(1);
    expect(await count(`actor=${encodeURIComponent('管理员')}`)).toBe(3);
    expect(await count(`actor=${encodeURIComponent('林晓雯')}`)).toBe(0);
    expect(await count('from=2020-01-01&to=2020-12-31')).toBe(0);
    expect(await count('from=2020-01-01')).toBe(3);
  });
  test('pages hold together', async () => {
    const first = (await admin.get<Page<Entry>>(`/api/core/audit?record=${unit}&limit=2`)).body;
    const second = (await admin.get<Page<Entry>>(`/api/core/audit?record=${unit}&limit=2&after=${first.page.next ?? ''}`)).body;
    expect([first.data.length, second.data.length, second.page.next]).toEqual([2, 1, null]);
    expect(new Set([...first.data, ...second.data].map((entry) => entry.id)).size).toBe(3);
    expect((await admin.get<Page<Entry>>(`/api/core/audit?limit=2&after=${first.page.next ?? ''}`)).body.code).toBe('cursor.mismatch');
    expect((await admin.get<Page<Entry>>('/api/core/audit?limit=201')).body.code).toBe('request.limit');
    expect((await admin.get<Page<Entry>>('/api/core/audit?recrod=x')).body.code).toBe('request.unknown_parameter');
  });
  test('is for administrators and auditors; whoever may not read a declaration sees that it changed, not what', async () => {
    expect((await clerk.get<Page<Entry>>('/api/core/audit')).body.code).toBe('forbidden');
    const auditor = await joinCompany(company, 'shen', '沈静', ['auditor']);
    const [user] = (await admin.get<Page<{ id: string }>>('/api/core/user?f.name=沈静')).body.data;
    await admin.post('/api/core/api_key', { name: '对接', acts_as: { id: user?.id } });
    const { body } = await auditor.get<Page<Entry>>('/api/core/audit?declaration=core.api_key');
    expect(body.data.length).toBeGreaterThan(0);
    for (const entry of body.data) for (const change of entry.changes) expect(change).toEqual({ path: change.path, hidden: true });
  });
});

test('P.15 the history of settings is the audit trail', async () => {
  await admin.patch('/api/core/settings', { session_idle_hours: 9 });
  await admin.patch('/api/core/settings', { session_idle_hours: 9 });
  const { body } = await admin.get<Page<Entry>>('/api/core/audit?declaration=core.settings');
  expect(body.data.map((entry) => [entry.by.label, entry.action, entry.changes])).toEqual([['管理员', 'settings', [{ path: 'session_idle_hours', old: 8, new: 9 }]]]);
});

describe('P.4 revisions', () => {
  interface Revision {
    readonly revision: number;
    readonly action: string;
    readonly changes: readonly Change[];
    readonly state: { readonly name: string; readonly decimals: number; readonly version: number };
  }
  test('the states of a record over its changes, with the differences', async () => {
    const { body } = await admin.get<Page<Revision>>(`/api/core/unit/${unit}/revisions`);
    expect(body.data.map(({ revision, action, state }) => [revision, action, state.name, state.decimals, state.version])).toEqual([
      [3, 'update', '栈板', 2, 3],
      [2, 'update', '托盘', 0, 2],
      [1, 'create', '托', 0, 1],
    ]);
    expect(body.data[1]?.changes).toEqual([{ path: 'name', old: '托', new: '托盘' }]);
  });
  test('lines that were changed, added and removed stand in each state as they were', async () => {
    const product = (
      await admin.post<{ id: string }>('/api/inventory/product', { code: 'P001', name: '托盘布', base_unit: 'PCS', list_price: '10', tax_class_code: '1060105010000000000' })
    ).body.id;
    const customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创机电有限公司' })).body.id;
    const line = (qty: string): object => ({ product: { id: product }, qty, unit_price: '10' });
    const made = await admin.post<{ id: string; lines: { id: string }[] }>('/api/sales/order', { customer: { id: customer }, lines: [line('1'), line('2')] });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const order = made.body;
    const [one, two] = order.lines;
    const changed = await admin.patch(`/api/sales/order/${order.id}`, { lines: [{ id: one?.id, qty: '5' }, { id: two?.id, _delete: true }, line('7')] }, { 'if-match': '"1"' });
    expect(changed.status, JSON.stringify(changed.body)).toBe(200);
    const { body } = await admin.get<Page<{ state: { lines: { id: string; qty: string }[] } }>>(`/api/sales/order/${order.id}/revisions`);
    expect(body.data.map(({ state }) => state.lines.map(({ qty }) => qty))).toEqual([
      ['5', '7'],
      ['1', '2'],
    ]);
    expect(body.data[1]?.state.lines.map(({ id }) => id)).toEqual([one?.id, two?.id]);
  });
  test('outside the scope they are not found', async () => {
    const customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '苏州明德机电有限公司' })).body.id;
    expect((await clerk.get<Page<Revision>>(`/api/customers/customer/${customer}/revisions`)).body.code).toBe('not_found');
  });
});

test('P.10 history of imports: one’s own, for the auditor everybody’s', async () => {
  const file = { name: 'units.csv', bytes: 'code,name,dimension,decimals\nPAIL,桶,count,0\n' };
  const done = await admin.upload('/api/core/unit/import', file);
  expect(done.status, JSON.stringify(done.body)).toBe(200);
  interface Import {
    readonly declaration: string;
    readonly file: string;
    readonly by: { readonly label: string };
    readonly counts: { readonly created: number };
  }
  const { body } = await admin.get<Page<Import>>('/api/core/import');
  expect(body.data).toMatchObject([{ declaration: 'core.unit', file: 'units.csv', by: { label: '管理员' }, counts: { created: 1 } }]);
  expect((await clerk.get<Page<Import>>('/api/core/import')).body.data).toEqual([]);
});
