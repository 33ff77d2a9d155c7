import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, type Company, foundCompany } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Customer {
  readonly id: string;
  readonly tags: readonly { readonly id: string; readonly label: string }[];
}
let company: Company;
let admin: Client;
let lin: Client;
const tags = new Map<string, string>();
const customers: string[] = [];
const tag = (client: Client, body: object, path = ''): Promise<{ status: number; body: Record<string, unknown> }> => client.post(`/api/customers/customer/tags${path}`, body);
const named = async (query: string): Promise<readonly string[]> =>
  (await admin.get<{ data: { id: string }[] }>(`/api/customers/customer?${query}`)).body.data.map(({ id }) => id).sort();
const shown = async (id: string): Promise<readonly string[]> => (await admin.get<Customer>(`/api/customers/customer/${id}`)).body.tags.map(({ label }) => label).sort();
const id = (name: string): string => tags.get(name) ?? '';

beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  const manager = (await admin.get<{ data: { id: string }[] }>('/api/core/role?f.code=sales_manager')).body.data[0]?.id;
  const group = async (body: object): Promise<string> => (await admin.post<{ id: string }>('/api/core/tag_group', body)).body.id;
  const price = await group({ name: '价格敏感度', exclusive: true });
  const reserved = await group({ name: '经理专用', roles: [{ id: manager }] });
  for (const [name, of] of [
    ['高', price],
    ['中', price],
    ['展会', undefined],
    ['战略', reserved],
    ['展览会', undefined],
  ] as const)
    tags.set(name, (await admin.post<{ id: string }>('/api/core/tag', { name, ...(of ? { group: { id: of } } : {}) })).body.id);
  for (const name of ['甲', '乙', '丙']) customers.push((await admin.post<{ id: string }>('/api/customers/customer', { name: `${name}有限公司` })).body.id);
});
afterAll(() => company.close());

test('P.11 tags are put on many records at once, shown, filtered by and told in the audit trail', async () => {
  const [a = '', b = '', c = ''] = customers;
  expect((await tag(admin, { ids: [a, b], add: [id('展会'), id('高')] })).status).toBe(200);
  expect(await shown(a)).toEqual(['展会', '高']);
  expect(await named(`f.tags.contains=${id('展会')}`)).toEqual([a, b].sort());
  await tag(admin, { ids: [b], remove: [id('展会')] });
  expect(await named(`f.tags.contains=${id('展会')}`)).toEqual([a]);
  expect(await named('f.tags.is_empty=1')).toEqual([c]);
  const trail = (await admin.get<{ data: { action: string }[] }>(`/api/core/audit?record=${b}&action=tag`)).body.data;
  expect(trail).toHaveLength(2);
});
test('1.3 of a group that excludes one stays; two in one request are refused', async () => {
  const [a = ''] = customers;
  await tag(admin, { ids: [a], add: [id('中')] });
  expect(await shown(a)).toEqual(['中', '展会']);
  expect((await tag(admin, { ids: [a], add: [id('中'), id('高')] })).body).toMatchObject({ code: 'tag.exclusive_conflict', path: '/add/1', params: { group: '价格敏感度' } });
});
test('P.11 a tag of others, a record of others, a tag that is none: nothing is done to any of the records', async () => {
  const [a = '', b = ''] = customers;
  const own = (await lin.post<{ id: string }>('/api/customers/customer', { name: '林的客户有限公司' })).body.id;
  expect((await tag(lin, { ids: [own], add: [id('战略')] })).body).toMatchObject({ code: 'tag.not_allowed', status: 422 });
  expect((await tag(lin, { ids: [own, a], add: [id('展会')] })).body).toMatchObject({ code: 'not_found', path: '/ids/1' });
  expect((await tag(admin, { ids: [b], add: [b] })).body).toMatchObject({ code: 'reference.not_found', path: '/add/0' });
  expect(await shown(own)).toEqual([]);
  expect((await tag(lin, { ids: [own], add: [id('展会')] })).status).toBe(200);
  const keeper = await joinCompany(company, 'qian', '钱库管', ['keeper']);
  expect((await tag(keeper, { ids: [own], add: [id('展会')] })).body).toMatchObject({ code: 'forbidden' });
});
test('P.2.6 a dry run puts none on', async () => {
  const [, , c = ''] = customers;
  expect((await tag(admin, { ids: [c], add: [id('展会')] }, '?dry_run=1')).status).toBe(200);
  expect(await shown(c)).toEqual([]);
});
test('P.11 a tag that is renamed or merged keeps its records', async () => {
  const [a = '', , c = ''] = customers;
  await tag(admin, { ids: [c, a], add: [id('展览会')] });
  const merged = await admin.post(`/api/core/tag/${id('展览会')}/merge`, { into: id('展会') });
  expect(merged.body, JSON.stringify(merged.body)).toEqual({ outcome: 'applied', moved: 1 });
  expect(await shown(c)).toEqual(['展会']);
  expect((await tag(admin, { ids: [c], add: [id('展览会')] })).body).toMatchObject({ code: 'reference.archived' });
  expect((await lin.post(`/api/core/tag/${id('展会')}/merge`, { into: id('高') })).body['code']).toBe('forbidden');
  await admin.patch(`/api/core/tag/${id('展会')}`, { name: '华东展会' }, { 'if-match': '"1"' });
  expect(await shown(c)).toEqual(['华东展会']);
});
