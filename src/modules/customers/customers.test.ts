import { afterAll, beforeAll, expect, test } from 'vitest';
import { act, answered, create, csv, type Doc, imported, read, refused } from '../../../test/first-sale/client.ts';
import { type Company, foundCompany } from '../../../test/support/company.ts';

let company: Company;
beforeAll(async () => {
  company = await foundCompany();
});
afterAll(() => company.close());
const post = (body: Record<string, unknown>) => company.admin.post('/api/customers/customer', body);

test('1.3 the categories of the first start', async () => {
  const { data } = answered<{ readonly data: readonly Doc[] }>(await company.admin.get('/api/customers/customer_category?sort=rank'), 200);
  expect(data.map((category) => category['name'])).toEqual(['VIP', '重点', '普通', '潜在']);
});
test('1.1 a name is enough; the customer is active and gets the next number', async () => {
  const customer = await create(company.admin, 'customers.customer', { name: '苏州明德精密机械有限公司', email: 'info@mingde.cn' });
  expect(customer).toMatchObject({ state: 'active', kind: 'company', code: 'C000001' });
  refused(await post({ kind: 'company' }), 422, 'customer.name_required');
});
test('1.1 E1 the credit code is folded and checked', async () => {
  const customer = await create(company.admin, 'customers.customer', { name: '杭州西溪茶业有限公司', uscc: ' 91310115ma1qt04490 ' });
  expect([customer['uscc'], customer['uscc_notice']]).toEqual(['91310115MA1QT04490', null]);
  const warned = await create(company.admin, 'customers.customer', { name: '宁波北仑物流有限公司', uscc: '91310115MA1QT00183' });
  expect(warned['uscc_notice']).toBe('org_code');
  refused(await post({ name: '甲', uscc: '91350100M000100Y44' }), 422, 'uscc.check_digit', { expected: '3' });
  refused(await post({ name: '甲', uscc: '9131O115MA1QT00196' }), 422, 'uscc.charset', { suggestion: '91310115MA1QT00196' });
  refused(await post({ name: '乙', uscc: '91310115MA1QT04490' }), 409, 'uscc.taken', { code: customer['code'], status: 'active' });
});
test('1.1 E2 mobile numbers are folded', async () => {
  const customer = await create(company.admin, 'customers.customer', { name: '李明', kind: 'individual', mobile: '+86-139-1234-5678' });
  expect(customer['mobile']).toBe('13912345678');
  refused(await post({ name: '王芳', kind: 'individual', mobile: '12912345678' }), 422, 'mobile.invalid');
  refused(await post({ name: '李小明', kind: 'individual', mobile: '13912345678' }), 409, 'customer.duplicate_certain', { candidates: [{ code: customer['code'], score: 90 }] });
});

const qitai = '启泰贸易（上海）有限公司';
test('1.1 E3 a likely duplicate must be acknowledged, a certain one is refused', async () => {
  const first = await company.admin.post('/api/customers/customer', { name: '上海启泰贸易有限公司', phone: '021-58880000', contact_name: '张三', contact_mobile: '138 0013 8000' });
  const existing = answered<Doc>(first, 201)['code'] as string;
  refused(await post({ name: qitai }), 409, 'customer.duplicate_unacknowledged', { candidates: [{ code: existing, score: 70, signals: ['name_core'] }] });
  refused(await post({ name: qitai, mobile: '13800138000' }), 409, 'customer.duplicate_unacknowledged', { candidates: [{ code: existing, score: 82 }] });
  refused(await post({ name: qitai, mobile: '13800138000', phone: '021-58880000' }), 409, 'customer.duplicate_certain', { candidates: [{ code: existing, score: 92 }] });
  refused(await post({ name: qitai, ack_duplicates: ['C999999'] }), 409, 'customer.duplicate_unacknowledged');
  const other = await create(company.admin, 'customers.customer', { name: '上海启泰商贸有限公司' });
  expect(other.state).toBe('active');
  const acknowledged = await create(company.admin, 'customers.customer', { name: qitai, ack_duplicates: [existing] });
  expect(acknowledged['name']).toBe(qitai);
  // What was saved is not asked again while nothing that is compared changes.
  answered(await company.admin.patch(`/api/customers/customer/${acknowledged.id}`, { version: acknowledged.version, note: '老客户' }), 200);
});
test('1.1 E3 a longer name alone is saved, with the company’s mail domain it must be acknowledged', async () => {
  const name = '苏州明德精密机械制造有限公司';
  refused(await post({ name, email: 'sales@mingde.cn' }), 409, 'customer.duplicate_unacknowledged', { candidates: [{ code: 'C000001', score: 66 }] });
  answered(await post({ name }), 201);
});
test('1.1 one sheet of customers and contacts; a duplicate is a row error unless confirmed', async () => {
  const header = '客户编号,名称,联系人,联系人手机,确认重复\n';
  refused(await csv(company.admin, 'customers.customer', `${header},苏州明德精密机械 有限公司,,,\n`), 422, 'customer.duplicate_certain');
  refused(await csv(company.admin, 'customers.customer', `${header},上海启泰贸易公司,,,\n`), 422, 'customer.duplicate_unacknowledged');
  expect(await imported(company.admin, 'customers.customer', `${header},上海启泰贸易公司,赵六,13711112222,是\n`)).toMatchObject({ created: 1 });
  refused(await csv(company.admin, 'customers.customer', `${header},温州鞋业有限公司,钱七,12912345678,\n`), 422, 'mobile.invalid');
});
test('1.1 the first contact of a customer is primary, the second is not', async () => {
  const customer = await create(company.admin, 'customers.customer', { name: '无锡太湖水产有限公司', contact_name: '孙一', contact_mobile: '13600001111' });
  const second = await create(company.admin, 'customers.contact', { name: '孙二' });
  const link = await create(company.admin, 'customers.contact_customer', { customer: customer.id, contact: second.id });
  expect(link['is_primary']).toBe(false);
  refused(await company.admin.post('/api/customers/contact_customer', { customer: customer.id, contact: second.id, is_primary: true }), 409, 'record.duplicate');
});
test('1.1 parents form no cycle', async () => {
  const parent = await create(company.admin, 'customers.customer', { name: '常州集装箱有限公司' });
  const child = await create(company.admin, 'customers.customer', { name: '镇江焦化厂', parent: parent.id });
  refused(await company.admin.patch(`/api/customers/customer/${parent.id}`, { version: parent.version, parent: child.id }), 422, 'customer.parent_cycle');
});
test('1.1 blacklisting asks for a reason and leads back', async () => {
  const customer = await create(company.admin, 'customers.customer', { name: '南京板鸭食品有限公司' });
  refused(await company.admin.post(`/api/customers/customer/${customer.id}/actions/blacklist`, { version: customer.version, input: {} }), 422, 'field.required');
  expect((await act(company.admin, 'customers.customer', customer.id, 'blacklist', { reason: '拒付' })).record.state).toBe('blacklisted');
  expect((await act(company.admin, 'customers.customer', customer.id, 'enable')).record.state).toBe('active');
  expect((await read(company.admin, 'customers.customer', customer.id)).version).toBe(3);
});
test('1.1 two people saving the same credit code at once: the second is told who won', async () => {
  const replies = await Promise.all([1, 2].map((one) => post({ name: `泰州船舶${one === 1 ? '甲' : '乙丙丁'}厂`, uscc: 'N2350100MF0QT12371' })));
  expect(replies.map((reply) => reply.status).sort()).toEqual([201, 409]);
  const winner = replies.find((reply) => reply.status === 201)?.body as { readonly code: string } | undefined;
  expect(replies.find((reply) => reply.status === 409)?.body).toMatchObject({ code: 'uscc.taken', params: { code: winner?.code, status: 'active' }, path: '/uscc' });
});
