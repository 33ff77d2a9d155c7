import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Explained {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly because: readonly {
    readonly role: string;
    readonly scope: string;
    readonly covers: { readonly action: boolean; readonly scope: boolean | null };
    readonly verdict: boolean;
  }[];
  readonly nearest: { readonly role: string; readonly scope: string } | null;
  readonly field?: { readonly name: string; readonly level: string };
  readonly state: readonly { readonly code: string }[];
}
let company: Company;
let admin: Client;
let lin: Client;
let linId: string;
let customer: string;
const explain = async (client: Client, question: object): Promise<Explained> =>
  (await client.post<Explained>('/api/core/permission/explain', { declaration: 'customers.customer', action: 'read', ...question })).body;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  const li = await joinCompany(company, 'li', '李雷', ['sales']);
  linId = (await lin.get<{ user: { id: string } }>('/api/me')).body.user.id;
  const made = await li.post<{ id: string }>('/api/customers/customer', { name: '昆山同创机电有限公司' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  customer = made.body.id;
});
afterAll(() => company.close());

test('P8-12 why she cannot read it, and which role could', async () => {
  const answer = await explain(admin, { user: linId, id: customer });
  expect(answer).toMatchObject({ allowed: false, code: 'not_found', nearest: { role: 'sales_manager', scope: 'department_tree' } });
  expect(answer.because.find((grant) => grant.role === 'sales')).toMatchObject({ scope: 'own', covers: { action: true, scope: false }, verdict: false });
  expect(await explain(admin, { user: { id: linId } })).toMatchObject({ allowed: true, code: null });
  expect(await explain(admin, { user: linId, id: customer, action: 'delete' })).toMatchObject({ allowed: false, code: 'not_found' });
});
test('P.8 about oneself: absent and outside the scope are told alike', async () => {
  const outside = await explain(lin, { id: customer });
  const absent = await explain(lin, { id: '0197b2a4-7c00-7000-8000-000000000187' });
  expect(outside).toEqual(absent);
  expect(outside).toMatchObject({ allowed: false, code: 'not_found', nearest: null, because: [{ role: 'sales', covers: { action: true, scope: null } }] });
  const own = (await lin.post<{ id: string }>('/api/customers/customer', { name: '苏州明德机电有限公司' })).body.id;
  expect(await explain(lin, { id: own })).toMatchObject({ allowed: true });
});
test('P.8 about others only with the permission, and never in another company', async () => {
  const adminId = (await admin.get<{ user: { id: string } }>('/api/me')).body.user.id;
  expect(await explain(lin, { user: adminId })).toMatchObject({ code: 'forbidden', status: 403 });
  expect(await explain(admin, { user: customer })).toMatchObject({ code: 'not_found', status: 404 });
});
test('P.8 fields and states are explained too', async () => {
  expect(await explain(admin, { user: linId, declaration: 'sales.order', field: 'margin' })).toMatchObject({
    allowed: false,
    code: 'field.hidden',
    field: { name: 'margin', level: 'hidden' },
  });
  const order = (await lin.post<{ id: string }>('/api/sales/order', {})).body.id;
  expect(await explain(lin, { declaration: 'sales.order', id: order, action: 'close' })).toMatchObject({ state: [{ code: 'document.transition_refused' }] });
});
test('P.2.9 a slip is answered with the nearest', async () => {
  expect(await explain(lin, { declaration: 'customers.custmer' })).toMatchObject({ code: 'field.choice', params: { nearest: 'customers.customer' } });
  expect(await explain(lin, { action: 'reed' })).toMatchObject({ code: 'field.choice', params: { nearest: 'read' } });
  expect(await explain(lin, { declaration: 'sales.order', field: 'margn' })).toMatchObject({ code: 'field.choice', params: { nearest: 'margin' } });
  expect(await explain(lin, { zzz: 1 })).toMatchObject({ code: 'request.unknown_parameter' });
});
