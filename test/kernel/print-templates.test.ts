import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, type Company, foundCompany } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Template {
  readonly id: string;
  readonly number: number;
  readonly state: string;
  readonly version: number;
  readonly source: string;
  readonly shipped: string;
  readonly code?: string;
  readonly params?: { readonly line: number; readonly name?: string };
}
let company: Company;
let admin: Client;
let order: string;
const base = '/api/core/print_template';
const change = (template: { id: string; version: number }, source: string): Promise<{ status: number; body: Template }> =>
  admin.patch(`${base}/${template.id}`, { source }, { 'if-match': `"${template.version}"` });
const states = async (): Promise<readonly string[]> =>
  (await admin.get<{ data: Template[] }>(`${base}?declaration=sales.order`)).body.data.map(({ number, state }) => `${number} ${state}`);
const size = async (): Promise<number> => (await admin.get(`/api/sales/order/${order}/print`)).bytes.length;
let draft: Template;
let shippedSize: number;

beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  const customer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创有限公司' })).body.id;
  order = (await admin.post<{ id: string }>('/api/sales/order', { customer: { id: customer }, lines: [] })).body.id;
  shippedSize = await size();
});
afterAll(() => company.close());

test('P.11 a draft begins as the shipped template and is looked at with a real record', async () => {
  const made = await admin.post<Template>(base, { declaration: 'sales.order', name: '带章的订单' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  draft = (await admin.get<Template>(`${base}/${made.body.id}`)).body;
  expect(draft).toMatchObject({ number: 1, state: 'draft', version: 1 });
  expect(draft.source).toBe(draft.shipped);
  const preview = await admin.post(`${base}/${draft.id}/preview`, { record: order });
  expect([preview.status, preview.headers.get('content-type')]).toEqual([200, 'application/pdf']);
});
test('P.11 what is typed is looked at before it is saved, and the draft stays as it was', async () => {
  const saved = await admin.post(`${base}/${draft.id}/preview`, { record: order });
  const typed = await admin.post(`${base}/${draft.id}/preview`, { record: order, source: '#let print(d) = [短]' });
  expect(typed.status).toBe(200);
  expect(typed.bytes.length).not.toBe(saved.bytes.length);
  expect((await admin.post<Template>(`${base}/${draft.id}/preview`, { record: order, source: '\n#let print(d) = [\n#d.nobody]' })).body).toMatchObject({
    code: 'template.variable_missing',
    params: { line: 3, name: 'nobody' },
  });
  expect((await admin.post(`${base}/${draft.id}/preview`, { record: order, source: 7 })).body).toMatchObject({ code: 'field.type', path: '/source' });
  expect((await admin.get<Template>(`${base}/${draft.id}`)).body).toMatchObject({ version: 1, source: draft.shipped });
});
test('P.11 what is wrong is told with its line; a template that does not print is not published, one that reaches outside neither', async () => {
  const broken = (await change(draft, '#let print(d) = {\n  let x = (\n}\n')).body;
  expect((await admin.post<Template>(`${base}/${draft.id}/preview`, { record: order })).body).toMatchObject({ code: 'template.compile', params: { line: expect.any(Number) } });
  expect((await admin.post<Template>(`${base}/${draft.id}/publish`)).body).toMatchObject({ code: 'template.compile' });
  const missing = (await change(broken, '#let print(d) = [#d.nothing_of_the_kind]\n')).body;
  expect((await admin.post<Template>(`${base}/${draft.id}/publish`, { record: order })).body).toMatchObject({
    code: 'template.variable_missing',
    params: { name: 'nothing_of_the_kind' },
  });
  const reaching = (await change(missing, '#let print(d) = [#read("/etc/passwd")]\n')).body;
  expect((await admin.post<Template>(`${base}/${draft.id}/publish`)).body).toMatchObject({ code: 'template.compile' });
  expect(await states()).toEqual(['1 draft']);
  draft = reaching;
});
test('P.11 published it prints, the one before is kept, and the shipped one comes back', async () => {
  draft = (await change(draft, '#let print(d) = [短 #d.title]\n')).body;
  expect((await admin.post<Template>(`${base}/${draft.id}/publish`, { record: order })).body).toMatchObject({ state: 'published' });
  expect(await size()).not.toBe(shippedSize);
  const published = (await admin.get<Template>(`${base}/${draft.id}`)).body;
  expect((await change(published, '#let print(d) = [x]')).body).toMatchObject({ code: 'document.immutable' });
  const next = (await admin.post<Template>(base, { declaration: 'sales.order', source: '#let print(d) = [更短]\n' })).body;
  expect(next.number).toBe(2);
  await admin.post(`${base}/${next.id}/publish`);
  expect(await states()).toEqual(['2 published', '1 former']);
  expect((await admin.post(`${base}/actions/restore`, { declaration: 'sales.order', print: 'order' })).body).toEqual({ outcome: 'applied', restored: 1 });
  expect(await states()).toEqual(['2 former', '1 former']);
  expect(Math.abs((await size()) - shippedSize)).toBeLessThan(200);
  const trail = (await admin.get<{ data: { action: string }[] }>('/api/core/audit?declaration=core.print_template')).body.data.map(({ action }) => action);
  expect(trail.filter((action) => action === 'publish')).toHaveLength(2);
});
test('P.11 only administrators; two who change at once; no such print', async () => {
  const lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  expect((await lin.get(`${base}?declaration=sales.order`)).body['code']).toBe('forbidden');
  expect((await lin.post(base, { declaration: 'sales.order' })).body['code']).toBe('forbidden');
  expect((await lin.post(`${base}/${draft.id}/publish`)).body['code']).toBe('forbidden');
  expect((await lin.post(`${base}/${draft.id}/preview`, { record: order })).body['code']).toBe('forbidden');
  const made = (await admin.post<Template>(base, { declaration: 'sales.order', print: 'generic' })).body;
  await change(made, '#let print(d) = [a]');
  expect((await change(made, '#let print(d) = [b]')).body).toMatchObject({ code: 'conflict.stale' });
  expect((await admin.post(base, { declaration: 'sales.order', print: 'label' })).body).toMatchObject({ code: 'field.choice', path: '/print' });
  expect((await admin.post(base, { declaration: 'core.unit' })).body).toMatchObject({ code: 'field.choice', path: '/declaration' });
});
