import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface Body {
  readonly id: string;
  readonly version: number;
  readonly code?: string;
  readonly number?: string | null;
  readonly record?: { readonly number: string };
  readonly params?: Readonly<Record<string, unknown>>;
}
interface Series {
  readonly name: string;
  readonly pattern: string;
  readonly own: boolean;
  readonly sample: string;
  readonly counters: readonly { readonly key: string; readonly next: number }[];
}
const clock = (): Date => new Date('2026-03-18T02:00:00.000Z');
let company: Company;
let admin: Client;
let customer: string;
let product: string;
beforeAll(async () => {
  company = await foundCompany({ clock });
  admin = company.admin;
  customer = (await admin.post<Body>('/api/customers/customer', { name: '昆山同创机电有限公司' })).body.id;
  product = (await admin.post<Body>('/api/inventory/product', { code: 'P001', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' })).body.id;
  for (const [code, name] of [
    ['HD', '华东组'],
    ['HB', '华北组'],
  ])
    await admin.post('/api/core/department', { code, name });
});
afterAll(() => company.close());
const rule = (values: object): Promise<{ status: number; body: Body }> =>
  admin.post<Body>('/api/core/numbering', { declaration: 'sales.order', valid_from: '2026-03-01', ...values });
async function confirmed(values: object = {}, client = admin): Promise<string | undefined> {
  const made = await client.post<Body>('/api/sales/order', {
    customer: { id: customer },
    order_date: '2026-03-18',
    lines: [{ product: { id: product }, qty: '1', unit_price: '113' }],
    ...values,
  });
  if (made.status !== 201) return made.body.code;
  const done = await client.post<Body>(`/api/sales/order/${made.body.id}/actions/confirm`, { version: made.body.version, input: {} });
  return done.body.record?.number ?? done.body.code;
}
const series = async (name: string): Promise<Series | undefined> => (await admin.get<{ data: Series[] }>('/api/core/counter')).body.data.find((one) => one.name === name);

describe('P.5 numbering', () => {
  test('P5-1 the declared pattern numbers until the company has its own', async () => {
    expect(await confirmed()).toBe('SO2603-00001');
    expect(await confirmed({ order_date: '2026-02-10' })).toBe('SO2602-00001');
    expect(await series('sales.order')).toMatchObject({
      pattern: 'SO{yy}{mm}-{seq:5}',
      own: false,
      sample: 'SO2603-00001',
      counters: expect.arrayContaining([{ key: '26|03', next: 2 }]),
    });
  });
  test('P5-2 a rule of the company goes before it, by the document’s own day, each department with its counter', async () => {
    const made = await rule({ pattern: '{dept}-{yyyy}-{seq:4}' });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(await confirmed({ department: 'HD' })).toBe('HD-2026-0001');
    expect(await confirmed({ department: 'HB' })).toBe('HB-2026-0001');
    expect(await confirmed({ department: 'HD' })).toBe('HD-2026-0002');
    expect(await confirmed({ order_date: '2026-02-10' })).toBe('SO2602-00002');
    expect(await series('sales.order')).toMatchObject({ own: true, pattern: '{dept}-{yyyy}-{seq:4}', sample: '{dept}-2026-0001' });
    await admin.delete(`/api/core/numbering/${made.body.id}`, { 'if-match': '"1"' });
    expect(await confirmed()).toBe('SO2603-00002');
  });
  test('P5-3 manual numbers follow the rule: allowed, never, or free', async () => {
    const product2 = (number: string): Promise<{ status: number; body: Body }> => admin.post<Body>('/api/customers/customer', { name: `客户${number}有限公司`, code: number });
    expect((await product2('C000100')).status).toBe(201);
    expect((await product2('c-100')).body.code).toBe('number.format');
    const never = (await rule({ declaration: 'customers.customer', pattern: 'C{seq:6}', manual: 'never' })).body;
    expect((await product2('C000200')).body.code).toBe('number.manual_forbidden');
    await admin.patch(`/api/core/numbering/${never.id}`, { manual: 'free' }, { 'if-match': '"1"' });
    expect((await product2('KS-TC/01')).status).toBe(201);
    expect((await product2('昆山')).body.code).toBe('number.format');
    const automatic = await admin.post<{ code: string }>('/api/customers/customer', { name: '苏州明德机电有限公司' });
    expect(automatic.body.code).toBe('C000101');
  });
  test('P5-4 a rule that could never number is refused when it is written', async () => {
    const code = async (values: object): Promise<unknown> => (await rule(values)).body.code;
    expect(await code({ pattern: 'PR{yy}-{seq:6}{seq:2}' })).toBe('numbering.pattern_invalid');
    expect(await code({ pattern: 'PR{yy}' })).toBe('numbering.pattern_invalid');
    expect(await code({ pattern: '{field:nothing}-{seq:4}' })).toBe('numbering.pattern_invalid');
    expect(await code({ pattern: 'X{seq:4}', declaration: 'sales.ordr' })).toBe('field.choice');
    expect(await code({ pattern: 'X{seq:4}', declaration: 'core.unit' })).toBe('field.choice');
    expect(await code({ pattern: 'X{seq:4}', date_field: 'customer' })).toBe('field.choice');
  });
  test('a pattern is tried before it is saved; a counter is raised, never lowered', async () => {
    const preview = async (pattern: string): Promise<Record<string, unknown>> =>
      (await admin.get(`/api/core/numbering/preview?declaration=sales.order&pattern=${encodeURIComponent(pattern)}`)).body;
    expect(await preview('XS{yyyy}-{seq:4}')).toMatchObject({ sample: 'XS2026-0001' });
    expect(await preview('XS{seq')).toMatchObject({ code: 'numbering.pattern_invalid' });
    const raise = async (next: number): Promise<Record<string, unknown>> => (await admin.post('/api/core/counter/raise', { declaration: 'sales.order', key: '26|03', next })).body;
    expect(await raise(500)).toMatchObject({ next: 500 });
    expect(await confirmed()).toBe('SO2603-00500');
    expect(await raise(10)).toMatchObject({ code: 'number.taken' });
    const clerk = await joinCompany(company, 'lin', '林晓雯', ['sales']);
    expect((await clerk.get<Body>('/api/core/counter')).body.code).toBe('forbidden');
  });
  test('the schema tells the next number by the rule in force', async () => {
    const made = (await rule({ declaration: 'sales.quotation', pattern: 'BJ{yy}-{seq:3}' })).body;
    expect((await admin.get<{ next_number_example: string }>('/api/sales/quotation/schema')).body.next_number_example).toBe('BJ26-001');
    expect(made.code).toBeUndefined();
  });
});
