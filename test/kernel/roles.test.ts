import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Client, type Company, type Reply } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

/* Grants that an administrator writes are the source of rights (P.8), on every way to a record. */
interface Doc {
  readonly id: string;
  readonly version: number;
  readonly [member: string]: unknown;
}
interface Page {
  readonly data: readonly Doc[];
  readonly count: { readonly value: number };
}
let company: Company;
let admin: Client;
const made = (reply: Reply<Doc>): Doc => {
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const role = async (code: string, grants: object, permissions: object = {}): Promise<Doc> =>
  made(await admin.post<Doc>('/api/core/role', { code, label: code, grants, permissions }));
const idOf = async (client: Client): Promise<string> => (await client.get<{ user: { id: string } }>('/api/me')).body.user.id;
const names = async (client: Client, path: string): Promise<readonly unknown[]> => (await client.get<Page>(path)).body.data.map((row) => row['name'] ?? row['code']);

beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  made(await admin.post<Doc>('/api/core/department', { code: 'XS', name: '销售部' }));
  made(await admin.post<Doc>('/api/core/department', { code: 'HD', name: '华东组', parent: 'XS' }));
  made(await admin.post<Doc>('/api/core/department', { code: 'HB', name: '华北组', parent: 'XS' }));
});
afterAll(() => company.close());

test('P.8 grants are judged when a role is saved: every slip with its path and the nearest that exists', async () => {
  const refused = await admin.post('/api/core/role', {
    code: 'broken',
    label: '错误',
    grants: {
      'customers.custmer': [{ actions: ['read'], scope: 'all' }],
      'customers.customer': [
        { actions: ['reed'], scope: 'assigned_warehouse', fields: { cots: 'full', bank: 'open' } },
        { actions: ['read'], scope: 'own', condition: { field: 'nmae', op: 'eq', value: 'x' } },
        { actions: ['read'], scope: 'own', condition: { field: 'category.name', op: 'eq', value: 'x' } },
      ],
    },
    permissions: { 'stock.backdat': {} },
  });
  expect(refused.status).toBe(422);
  const errors = (refused.body['errors'] as readonly { readonly code: string; readonly path: string; readonly params: object }[]).map(({ code, path, params }) => [
    path,
    code,
    params,
  ]);
  expect(errors).toEqual([
    ['/grants/customers.custmer', 'field.choice', { nearest: 'customers.customer' }],
    ['/grants/customers.customer/0/actions/0', 'field.choice', { nearest: 'read' }],
    ['/grants/customers.customer/0/scope', 'grant.scope', expect.objectContaining({ scope: 'assigned_warehouse' })],
    ['/grants/customers.customer/0/fields/cots', 'field.choice', { nearest: 'cost' }],
    ['/grants/customers.customer/0/fields/bank', 'field.choice', expect.anything()],
    ['/grants/customers.customer/1/condition/field', 'condition.unknown_field', expect.objectContaining({ nearest: 'name' })],
    ['/grants/customers.customer/2/condition', 'grant.condition', { field: 'category.name' }],
    ['/permissions/stock.backdat', 'field.choice', { nearest: 'stock.backdate' }],
  ]);
});

test('P.8 a role of one’s own gives exactly what is written, by department, and a changed role counts at the next request', async () => {
  const written = await role('area', { 'customers.customer': [{ actions: ['create'], scope: 'department_tree' }] });
  const head = await joinCompany(company, 'wang', '王思琪', ['area'], 'XS');
  const east = await joinCompany(company, 'lin', '林晓雯', ['area'], 'HD');
  const north = await joinCompany(company, 'li', '李雷', ['area'], 'HB');
  const one = made(await east.post<Doc>('/api/customers/customer', { name: '昆山同创机电有限公司' }));
  made(await north.post<Doc>('/api/customers/customer', { name: '北京远山贸易有限公司' }));
  expect(await names(head, '/api/customers/customer?sort=name')).toEqual(['北京远山贸易有限公司', '昆山同创机电有限公司']);
  expect(await names(east, '/api/customers/customer')).toEqual(['昆山同创机电有限公司']);
  expect((await north.get(`/api/customers/customer/${one.id}`)).status).toBe(404);
  expect((await north.get(`/api/customers/customer/${one.id}/timeline`)).status).toBe(404);
  expect((await north.get<{ data: unknown[] }>('/api/search?q=昆山')).body.data).toEqual([]);
  expect((await east.patch(`/api/customers/customer/${one.id}`, { version: 1, name: '改名' })).status).toBe(403);
  expect((await east.post('/api/customers/customer/export', { format: 'json' })).status).toBe(403);

  const changed = await admin.patch(`/api/core/role/${written.id}`, { version: written.version, grants: { 'customers.*': [{ actions: ['update', 'export'], scope: 'own' }] } });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  expect(await names(head, '/api/customers/customer')).toEqual([]);
  expect((await east.patch(`/api/customers/customer/${one.id}`, { version: 1, short_name: '同创' })).status).toBe(200);
  expect((await east.post('/api/customers/customer/export', { format: 'json' })).body['data']).toHaveLength(1);
  const trail = await admin.get<Page>('/api/core/audit?declaration=core.role&limit=5');
  expect(JSON.stringify(trail.body)).toContain('department_tree');
});

test('P.8 a condition narrows one grant, in lists and for the row at hand', async () => {
  await role('states', { 'customers.customer': [{ actions: ['update'], scope: 'all', condition: { field: 'kind', op: 'eq', value: 'individual' } }] });
  const clerk = await joinCompany(company, 'zhou', '周颖', ['states'], 'HD');
  const person = made(await admin.post<Doc>('/api/customers/customer', { name: '赵小姐', kind: 'individual' }));
  const firm = made(await admin.post<Doc>('/api/customers/customer', { name: '苏州明德有限公司' }));
  const list = (await clerk.get<Page>('/api/customers/customer?count=exact')).body;
  expect([list.data.map((row) => row.id), list.count.value]).toEqual([[person.id], 1]);
  expect((await clerk.get(`/api/customers/customer/${firm.id}`)).status).toBe(404);
  // The row may not leave what he reads either.
  expect((await clerk.patch(`/api/customers/customer/${person.id}`, { version: person.version, kind: 'company' })).body).toMatchObject({
    code: 'forbidden',
    params: { after: true },
  });
});

test('P.8 field groups at four levels: hidden, masked, read-only, full', async () => {
  const firm = made(await admin.post<Doc>('/api/customers/customer', { name: '无锡长江有限公司', invoice_account: '6222020200112233445' }));
  const levels = async (code: string, level: string): Promise<Client> => {
    await role(code, { 'customers.customer': [{ actions: ['update'], scope: 'all', fields: { bank: level } }] });
    return joinCompany(company, code, code, [code]);
  };
  const [hidden, masked, readonly] = [await levels('bank-hidden', 'hidden'), await levels('bank-masked', 'masked'), await levels('bank-readonly', 'readonly')];
  const path = `/api/customers/customer/${firm.id}`;
  expect((await hidden.get<Doc>(path)).body).toMatchObject({ _access: { hidden: ['invoice_account'] } });
  expect((await masked.get<Doc>(path)).body['invoice_account']).not.toBe('6222020200112233445');
  expect((await readonly.get<Doc>(path)).body['invoice_account']).toBe('6222020200112233445');
  const write = (client: Client, value: string): Promise<Reply> => client.patch(path, { version: firm.version, invoice_account: value }, {});
  expect((await write(hidden, '6222020200112233446')).body).toMatchObject({ code: 'field.readonly', path: '/invoice_account' });
  expect((await write(readonly, '6222020200112233446')).body).toMatchObject({ code: 'field.readonly' });
  expect((await write(readonly, '6222020200112233445')).status).toBe(200);
  const shown = (await masked.get<Doc>(path)).body;
  expect((await masked.patch(path, { version: shown.version, invoice_account: shown['invoice_account'] })).status).toBe(200);
  expect((await admin.get<Doc>(path)).body['invoice_account']).toBe('6222020200112233445');
  expect((await hidden.get('/api/customers/customer?f.invoice_account=6222020200112233445')).body).toMatchObject({ code: 'field.hidden' });
  expect((await masked.get('/api/customers/customer?f.invoice_account.is_empty=true')).body).toMatchObject({ code: 'filter.sensitive' });
  expect((await readonly.get<Page>('/api/customers/customer?f.invoice_account=6222020200112233445')).body.data).toHaveLength(1);
});

test('P.8 a report one may read of one’s own warehouses says so, and refuses another one', async () => {
  const gao = await joinCompany(company, 'gao', '高强', ['keeper']);
  const main = (await admin.get<Page>('/api/inventory/warehouse')).body.data[0] as Doc;
  const other = made(await admin.post<Doc>('/api/inventory/warehouse', { code: 'EAST', name: '华东仓', keepers: [{ id: await idOf(gao) }] }));
  const ma = await joinCompany(company, 'ma', '马力', ['keeper']);
  await admin.patch(`/api/inventory/warehouse/${main.id}`, { version: main.version, keepers: [{ id: await idOf(ma) }] });
  const product = made(await admin.post<Doc>('/api/inventory/product', { code: 'P1', name: '纸', base_unit: 'PCS' }));
  const entered = async (warehouse: string): Promise<Doc> =>
    made(
      await admin.post<Doc>('/api/inventory/adjustment', {
        kind: 'other_in',
        warehouse: { id: warehouse },
        reason: '样品',
        lines: [{ product: { id: product.id }, qty: '5', unit_cost: '2' }],
      }),
    );
  const [here, there] = [await entered(main.id), await entered(other.id)];
  expect((await gao.get<Page>('/api/inventory/adjustment')).body.data.map((row) => row.id)).toEqual([there.id]);
  expect((await gao.get(`/api/inventory/adjustment/${here.id}`)).status).toBe(404);
  expect((await ma.get<Page>('/api/inventory/adjustment')).body.data.map((row) => row.id)).toEqual([here.id]);
  // He may not book into somebody else's warehouse.
  const foreign = await gao.post('/api/inventory/adjustment', { kind: 'other_in', warehouse: { id: main.id }, reason: 'x', lines: [{ product: { id: product.id }, qty: '1' }] });
  expect(foreign.body).toMatchObject({ code: 'forbidden' });
  const report = await gao.get<{ notes: string[] }>('/api/inventory/report/availability');
  expect(report.body.notes).toEqual(['按你的数据范围']);
  expect((await gao.get(`/api/inventory/report/availability?warehouse=${main.id}`)).body).toMatchObject({ code: 'report.scope', status: 403 });
  expect((await admin.get<{ notes: string[] }>('/api/inventory/report/availability')).body.notes).toEqual([]);
});

test('P.8 explain: an invited person, a day, a role once, and never advice to become general manager', async () => {
  const invited = made(await admin.post<Doc>('/api/core/user', { login: 'new@example.com', name: '新人', department: 'HD', roles: ['accountant', 'sales'] }));
  const ask = async (question: object): Promise<Record<string, unknown>> =>
    (await admin.post('/api/core/permission/explain', { user: invited.id, declaration: 'sales.order', action: 'read', ...question })).body;
  const answer = await ask({});
  expect(answer).toMatchObject({ allowed: false, code: 'user.not_active', state: [{ code: 'user.not_active', params: { state: 'invited' } }] });
  const roles = (answer['because'] as readonly { readonly role: string; readonly scope: string; readonly verdict: boolean }[]).map(({ role: one, scope }) => `${one}:${scope}`);
  expect(roles).toEqual([...new Set(roles)]);
  expect(roles).toContain('accountant:all');
  expect(await ask({ at: '2020-01-01' })).toMatchObject({ because: [] });
  expect(await ask({ at: '2020-02-31' })).toMatchObject({ code: 'field.date' });
  const li = await idOf(await company.signIn('li', 'Fluss-29571!'));
  const deletion = await admin.post<{ nearest: { role: string; label: string } | null }>('/api/core/permission/explain', {
    user: li,
    declaration: 'inventory.product',
    action: 'delete',
  });
  expect(deletion.body.nearest?.role).not.toBe('general_manager');
});

test('P.8 simulate counts what a role would show before it is given, and the preview shows a list with other eyes', async () => {
  const lin = await idOf(await company.signIn('lin', 'Fluss-29571!'));
  const answer = await admin.post<{ data: { declaration: string; gained: number; lost: number; actions_gained: string[] }[] }>('/api/core/permission/simulate', {
    user: lin,
    add_roles: ['sales_manager'],
    remove_roles: ['area'],
  });
  const customers = answer.body.data.find((one) => one.declaration === 'customers.customer');
  expect(customers).toMatchObject({ lost: 0, actions_gained: expect.arrayContaining(['create']) });
  expect((await admin.post('/api/core/permission/simulate', { user: lin, add_roles: ['sales_manger'] })).body).toMatchObject({
    code: 'field.choice',
    params: { nearest: 'sales_manager' },
    path: '/add_roles/0',
  });
  const preview = await admin.post<{ menu: string[]; list: { data: Doc[] } }>('/api/core/permission/preview', { user: lin, declaration: 'customers.customer' });
  expect(preview.body.list.data.map((row) => row['name'])).toEqual(['昆山同创机电有限公司']);
  expect(preview.body.menu).not.toContain('finance.voucher');
  const matrix = await admin.get<{ data: { user: { code: string }; declaration: string; action: string; roles: string[] }[] }>('/api/core/permission/matrix');
  expect(matrix.body.data).toContainEqual({
    user: expect.objectContaining({ code: 'lin' }),
    declaration: 'customers.customer',
    action: 'update',
    scopes: ['own'],
    roles: ['area'],
  });
  const stranger = await company.signIn('lin', 'Fluss-29571!');
  for (const path of ['simulate', 'preview']) expect((await stranger.post(`/api/core/permission/${path}`, { user: lin, declaration: 'core.user' })).status).not.toBe(200);
  expect((await stranger.get('/api/core/permission/matrix')).status).toBe(403);
});

test('P8-11 roles that must not lie in one hand are refused together, whole', async () => {
  const both = await admin.post('/api/core/user', { login: 'he@example.com', name: '何静', department: 'HQ', roles: ['cashier', 'accountant'] });
  expect(both.body).toMatchObject({ code: 'sod.conflict', status: 403, params: { a: 'finance.voucher.cashier_sign', b: 'finance.voucher.submit' } });
  expect((await admin.get<Page>('/api/core/user?f.login=he@example.com')).body.data).toEqual([]);
  const cashier = await joinCompany(company, 'he', '何静', ['cashier']);
  const later = await admin.post('/api/core/role_assignment', { user: { id: await idOf(cashier) }, role: 'accountant' });
  expect(later.body).toMatchObject({ code: 'sod.conflict' });
  const rule = (await admin.get<Page>('/api/core/sod_rule')).body.data[0] as Doc;
  expect((await admin.patch(`/api/core/sod_rule/${rule.id}`, { version: rule.version, active: false })).body).toMatchObject({ code: 'sod.reason_required' });
  expect((await admin.patch(`/api/core/sod_rule/${rule.id}`, { version: rule.version, active: false, reason: '两人公司' })).status).toBe(200);
  expect((await admin.post('/api/core/role_assignment', { user: { id: await idOf(cashier) }, role: 'accountant' })).status).toBe(201);
});

test('P8-11 a rule over one record: who created it may not act on it', async () => {
  made(await admin.post<Doc>('/api/core/sod_rule', { code: 'CUST', name: '建档与停用分离', a: 'customers.customer.create', b: 'customers.customer.archive', over: 'same_record' }));
  const firm = made(await admin.post<Doc>('/api/customers/customer', { name: '镇江恒顺有限公司' }));
  const own = await admin.post(`/api/customers/customer/${firm.id}/actions/archive`, { version: firm.version });
  expect(own.body).toMatchObject({ code: 'sod.same_person', params: { other_action: 'create' } });
});

test('P.8 shipped roles are edited, not deleted, and the administrator cannot lock everybody out', async () => {
  const sales = (await admin.get<Page>('/api/core/role?f.code=sales')).body.data[0] as Doc;
  expect((await admin.delete(`/api/core/role/${sales.id}`, { 'if-match': `"${sales.version}"` })).body).toMatchObject({ code: 'record.permanent' });
  const own = await admin.get<{ grants: Record<string, { actions: string[]; scope: string }[]>; written: boolean }>('/api/core/permission/role/sales');
  expect([own.body.written, own.body.grants['sales.order']?.[0]?.scope]).toEqual([false, 'own']);
  const copied = await role('sales-copy', own.body.grants);
  expect(copied['grants']).toEqual(own.body.grants);
  const administrator = (await admin.get<Page>('/api/core/role?f.code=administrator')).body.data[0] as Doc;
  expect((await admin.patch(`/api/core/role/${administrator.id}`, { version: administrator.version, grants: {} })).body).toMatchObject({ code: 'role.administrator' });
});
