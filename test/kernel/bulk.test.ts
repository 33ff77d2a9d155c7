import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';

interface Body {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly counts?: Readonly<Record<string, number>>;
  readonly results?: readonly { readonly id: string; readonly ok: boolean; readonly code?: string }[];
}
const stranger = '0197b2a4-7c00-7000-8000-000000000187';
let company: Company;
let admin: Client;
let customer: string;
let product: string;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  customer = (await admin.post<Body>('/api/customers/customer', { name: '昆山同创机电有限公司' })).body.id;
  product = (await admin.post<Body>('/api/inventory/product', { code: 'P001', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' })).body.id;
});
afterAll(() => company.close());
const order = async (whole = true, note = ''): Promise<string> =>
  (
    await admin.post<Body>('/api/sales/order', {
      ...(whole ? { customer: { id: customer } } : {}),
      customer_po_no: note || null,
      lines: [{ product: { id: product }, qty: '1', unit_price: '113' }],
    })
  ).body.id;
const bulk = async (body: object, headers = {}): Promise<{ status: number; body: Body }> => admin.post<Body>('/api/sales/order/bulk', body, headers);
const stateOf = async (id: string): Promise<string> => (await admin.get<Body>(`/api/sales/order/${id}`)).body.state;

test('P2-7 each row by itself: done, refused, not found', async () => {
  const ids = [await order(), await order(), await order(), await order(false), stranger];
  const { status, body } = await bulk({ action: 'confirm', ids });
  expect([status, body.counts]).toEqual([200, { ok: 3, refused: 1, not_found: 1 }]);
  expect(body.results?.map((result) => result.code ?? 'ok')).toEqual(['ok', 'ok', 'ok', 'document.incomplete', 'not_found']);
});
test('P2-7 atomic: all or nothing, and told which rows stood in the way', async () => {
  const ids = [await order(), await order(false), await order()];
  const failed = await bulk({ action: 'confirm', ids, mode: 'atomic' });
  expect([failed.status, failed.body.code, failed.body.params]).toEqual([422, 'bulk.failed', { errors: [expect.objectContaining({ id: ids[1], code: 'document.incomplete' })] }]);
  expect(await Promise.all(ids.map(stateOf))).toEqual(['draft', 'draft', 'draft']);
  const whole = [ids[0] ?? '', ids[2] ?? ''];
  expect((await bulk({ action: 'confirm', ids: whole, mode: 'atomic' })).body.counts).toEqual({ ok: 2, refused: 0, not_found: 0 });
  expect(await Promise.all(whole.map(stateOf))).toEqual(['confirmed', 'confirmed']);
});
test('a filter is frozen to the rows that were counted', async () => {
  for (let index = 0; index < 3; index += 1) await order(true, `BULK-${index}`);
  const filter = { field: 'customer_po_no', op: 'starts', value: 'BULK-' };
  expect((await bulk({ action: 'confirm', filter, expected_count: 2 })).body).toMatchObject({ code: 'bulk.count_changed', params: { expected: 2, now: 3 } });
  expect((await bulk({ action: 'confirm', filter })).body.code).toBe('field.required');
  expect((await bulk({ action: 'confirm', filter, expected_count: 3 })).body.counts).toEqual({ ok: 3, refused: 0, not_found: 0 });
});
test('P.2.4 a key stands for the whole request: every row is done, and a repetition does none again', async () => {
  const ids = [await order(), await order()];
  const key = { 'idempotency-key': 'bulk-1' };
  const first = await bulk({ action: 'confirm', ids }, key);
  expect(first.body.counts).toEqual({ ok: 2, refused: 0, not_found: 0 });
  expect(await Promise.all(ids.map(stateOf))).toEqual(['confirmed', 'confirmed']);
  expect((await bulk({ action: 'confirm', ids }, key)).body).toEqual(first.body);
});
test('slips are told', async () => {
  const code = async (body: object): Promise<unknown> => (await bulk(body)).body.code;
  expect(await code({ action: 'confirm', ids: [] })).toBe('field.required');
  expect(await code({ action: 'confirm', patch: {}, ids: [stranger] })).toBe('field.required');
  expect(await code({ action: 'confirm', ids: [stranger], mode: 'all' })).toBe('field.choice');
  expect(await code({ action: 'confirm', ids: [stranger], filter: {} })).toBe('field.required');
  expect(await code({ action: 'confirm', ids: Array.from({ length: 20_001 }, () => stranger) })).toBe('bulk.too_many');
});
