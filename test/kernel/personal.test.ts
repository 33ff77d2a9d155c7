import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface View {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly mine: boolean;
  readonly usable: boolean;
  readonly code?: string;
  readonly path?: string;
  readonly columns: unknown;
}
let company: Company;
let lin: Client;
let manager: Client;
let stranger: Client;
let now = new Date('2026-03-31T02:00:00.000Z');
beforeAll(async () => {
  company = await foundCompany({ clock: () => now });
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  manager = await joinCompany(company, 'wang', '王思琪', ['sales_manager']);
  stranger = await joinCompany(company, 'he', '何静', []);
});
afterAll(() => company.close());
const views = async (client: Client): Promise<readonly View[]> => (await client.get<{ data: View[] }>('/api/core/saved_view?declaration=sales.order')).body.data;
const save = async (client: Client, more: object): Promise<{ status: number; body: View }> =>
  client.post<View>('/api/core/saved_view', { declaration: 'sales.order', name: '待发', ...more });

describe('P.11 saved views', () => {
  test('a private view is seen by its owner alone; it is changed and deleted by version', async () => {
    const made = await save(lin, {
      filter: { field: 'state', op: 'eq', value: 'confirmed' },
      sort: '-order_date',
      columns: ['number', { path: 'customer', width: 180, pinned: true }],
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body).toMatchObject({ name: '待发', scope: 'private', mine: true, usable: true, columns: [{ path: 'number' }, { path: 'customer', width: 180, pinned: true }] });
    expect((await views(lin)).map((view) => view.name)).toEqual(['待发']);
    expect(await views(manager)).toEqual([]);
    const at = `/api/core/saved_view/${made.body.id}`;
    expect((await manager.patch<View>(at, { name: '我的' }, { 'if-match': '"1"' })).body.code).toBe('not_found');
    expect((await lin.patch<View>(at, { name: '待发货' })).body.code).toBe('request.version_required');
    expect((await lin.patch<View>(at, { name: '待发货', sort: null }, { 'if-match': '"1"' })).body).toMatchObject({ name: '待发货', version: 2, sort: null });
    expect((await lin.patch<View>(at, { name: '待' }, { 'if-match': '"1"' })).body.code).toBe('conflict.stale');
    expect((await lin.delete(at, { 'if-match': '"2"' })).status).toBe(204);
    expect(await views(lin)).toEqual([]);
  });
  test('a shared view asks for the right to share, and says to whom it is of no use and why', async () => {
    const wide = await save(manager, { name: '毛利低', scope: 'everybody', filter: { field: 'margin', op: 'lt', value: '0.1' } });
    expect(wide.status, JSON.stringify(wide.body)).toBe(201);
    expect((await views(lin)).map(({ name, mine, usable, code }) => [name, mine, usable, code])).toEqual([['毛利低', false, false, 'field.hidden']]);
    expect((await lin.delete(`/api/core/saved_view/${wide.body.id}`, { 'if-match': '"1"' })).body['code']).toBe('forbidden');
    expect((await save(stranger, { scope: 'everybody' })).body.code).toBe('forbidden');
    expect((await company.admin.delete(`/api/core/saved_view/${wide.body.id}`, { 'if-match': '"1"' })).status).toBe(204);
  });
  test('a view for a role or a department is offered to those who hold it or belong there, and to nobody else', async () => {
    const idOf = async (declaration: string, code: string): Promise<string> =>
      (await company.admin.get<{ data: { id: string }[] }>(`/api/core/${declaration}?f.code=${code}`)).body.data[0]?.id ?? '';
    const [role, department] = [await idOf('role', 'sales'), await idOf('department', 'HQ')];
    const forRole = await save(manager, { name: '业务员的', scope: 'role', for: role });
    expect(forRole.body, JSON.stringify(forRole.body)).toMatchObject({ scope: 'role', for: role });
    expect((await views(lin)).map(({ name }) => name)).toEqual(['业务员的']);
    expect(await views(company.admin)).toEqual([]);
    const narrowed = await manager.patch<View>(`/api/core/saved_view/${forRole.body.id}`, { name: '总部的', scope: 'department', for: department }, { 'if-match': '"1"' });
    expect(narrowed.status, JSON.stringify(narrowed.body)).toBe(200);
    expect((await views(company.admin)).map(({ name }) => name)).toEqual(['总部的']);
    expect((await save(manager, { scope: 'role' })).body).toMatchObject({ code: 'field.required', path: '/for' });
    expect((await save(manager, { scope: 'role', for: department })).body).toMatchObject({ code: 'reference.not_found', path: '/for' });
    expect((await manager.delete(`/api/core/saved_view/${forRole.body.id}`, { 'if-match': '"2"' })).status).toBe(204);
  });
  test('saving resolves every path and type', async () => {
    const refused = async (more: object): Promise<string | undefined> => (await save(lin, more)).body.code;
    expect(await refused({ filter: { field: 'stat', op: 'eq', value: 'confirmed' } })).toBe('condition.unknown_field');
    expect(await refused({ filter: { field: 'order_date', op: 'eq', value: 'abc' } })).toBe('condition.type');
    expect(await refused({ filter: { field: 'margin', op: 'gt', value: '0' } })).toBe('field.hidden');
    expect(await refused({ columns: ['margin'] })).toBe('field.hidden');
    expect(await refused({ columns: ['nothing'] })).toBe('field.unknown');
    expect(await refused({ columns: [{ path: 'number', colour: 'red' }] })).toBe('field.type');
    expect(await refused({ sort: 'nothing' })).toBe('condition.unknown_field');
    expect(await refused({ display: 'pie' })).toBe('field.choice');
    expect(await refused({ name: '' })).toBe('field.required');
    expect(await refused({ name: 'a\u0000' })).toBe('field.control_character');
    expect(await refused({ declaration: 'sales.ordre' })).toBe('field.choice');
    expect(await refused({ colour: 1 })).toBe('request.unknown_parameter');
  });
});

describe('P.4 form drafts', () => {
  interface Draft {
    readonly values: Readonly<Record<string, unknown>>;
    readonly version: number | null;
    readonly code?: string;
  }
  const at = '/api/core/form_draft/sales.order/new-1';
  test('P4-5 the latest wins, with the version it was typed over; private to its owner', async () => {
    expect((await lin.get<Draft>(at)).body.code).toBe('not_found');
    expect((await lin.put(at, { values: { customer: null, lines: [{ qty: '1' }] } })).status).toBe(200);
    expect((await lin.put(at, { version: 3, values: { note: '加急' } })).status).toBe(200);
    expect((await lin.get<Draft>(at)).body).toMatchObject({ version: 3, values: { note: '加急' } });
    expect((await manager.get<Draft>(at)).body.code).toBe('not_found');
    expect((await lin.get<{ data: unknown[] }>('/api/core/form_draft')).body.data).toHaveLength(1);
    expect((await lin.delete(at)).status).toBe(204);
    expect((await lin.get<Draft>(at)).body.code).toBe('not_found');
  });
  test('it is no record: no number, no audit', async () => {
    const count = async (): Promise<number> => (await company.admin.get<{ data: unknown[] }>('/api/core/audit?limit=200')).body.data.length;
    const audits = await count();
    await lin.put(at, { values: { note: '试' } });
    expect(await count()).toBe(audits);
    expect((await lin.get<{ data: unknown[] }>('/api/sales/order')).body.data).toEqual([]);
  });
  test('at most 512 KB, thirty days, and only of what one may write', async () => {
    const large = await lin.put<Draft>(at, { values: { note: 'x'.repeat(520 * 1024) } });
    expect([large.status, large.body.code]).toEqual([413, 'request.too_large']);
    expect((await lin.put<Draft>(at, { values: 'x' })).body.code).toBe('field.type');
    expect((await lin.put<Draft>(at, { values: { note: '\u0000' } })).body.code).toBe('field.control_character');
    expect((await lin.put<Draft>(at, { values: { note: '\\u0000' } })).status).toBe(200);
    expect((await lin.put<Draft>('/api/core/form_draft/core.nothing/1', { values: {} })).body.code).toBe('not_found');
    expect((await lin.put<Draft>('/api/core/form_draft/core.role/1', { values: {} })).body.code).toBe('forbidden');
    await lin.put(at, { values: { note: '旧' } });
    const day = now;
    now = new Date('2026-05-01T02:00:00.000Z');
    lin = await company.signIn('lin', 'Fluss-29571!');
    expect((await lin.get<Draft>(at)).body.code).toBe('not_found');
    now = day;
  });
});

test('P.11 preferences roam with the person; unknown names and values are told', async () => {
  const at = '/api/me/preferences';
  expect((await manager.get(at)).body).toEqual({});
  expect((await manager.patch(at, { theme: 'dark', density: 'dense', screens: { 'sales.order': { columns: ['number'] } } })).body).toEqual({
    theme: 'dark',
    density: 'dense',
    screens: { 'sales.order': { columns: ['number'] } },
  });
  expect((await manager.patch(at, { theme: null })).body).toEqual({ density: 'dense', screens: { 'sales.order': { columns: ['number'] } } });
  const again = await company.signIn('wang', 'Fluss-29571!');
  expect((await again.get(at)).body).toMatchObject({ density: 'dense' });
  expect((await stranger.get(at)).body).toEqual({});
  const code = async (patch: object): Promise<unknown> => (await manager.patch(at, patch)).body['code'];
  expect(await code({ density: 'tiny' })).toBe('field.choice');
  expect(await code({ colour: 'red' })).toBe('request.unknown_parameter');
  expect(await code({ first_page: 'https://evil.test' })).toBe('field.type');
  expect(await code({ first_page: '//evil.test' })).toBe('field.type');
  expect(await code({ screens: { note: 'x'.repeat(70_000) } })).toBe('request.too_large');
  expect(await code({})).toBe('field.required');
});
