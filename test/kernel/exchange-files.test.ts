import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foundCompany, type Client, type Company } from '../support/company.ts';

interface Imported {
  readonly state: string;
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly encoding?: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly row: number; readonly code: string; readonly params: object }[];
}
interface Made {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly name: string;
}
let company: Company;
let admin: Client;
beforeAll(async () => {
  company = await foundCompany();
  admin = company.admin;
  for (const code of ['P001', 'P002'])
    await admin.post('/api/inventory/product', { code, name: `商品${code}`, base_unit: 'PCS', list_price: '10', tax_class_code: '1060105010000000000' });
  await admin.post('/api/customers/customer', { code: 'C000001', name: '昆山同创机电有限公司' });
});
afterAll(() => company.close());
const send = async (path: string, name: string, bytes: Uint8Array | string, fields = {}): Promise<{ status: number; body: Imported }> =>
  admin.upload<Imported>(path, { name, bytes }, fields);

test.each([
  ['csv', { encoding: 'gb18030' }, 'gb18030'],
  ['csv', {}, 'utf-8'],
  ['xlsx', {}, null],
] as const)('P.10 a price list goes out with its lines as %s %o and comes back as nothing to do', async (format, more, encoding) => {
  const code = `PL-${format}-${encoding ?? 'x'}`.toUpperCase();
  const items = [
    { target: 'product', product: 'P001', price: '45.5', min_qty: '0' },
    { target: 'product', product: 'P002', price: '113', min_qty: '10', item_from: '2026-01-01', item_to: '2026-12-31' },
  ];
  const made = await admin.post<Made>('/api/sales/price_list', { code, name: '批发价', kind: 'base', items });
  expect(made.status).toBe(201);
  const { status, bytes } = await admin.post('/api/sales/price_list/export', { format, variant: 'importable', filter: { field: 'code', op: 'eq', value: code }, ...more });
  expect(status).toBe(200);
  const { body } = await send('/api/sales/price_list/import', `list.${format}`, bytes);
  expect(body).toMatchObject({ state: 'done', encoding, counts: { created: 0, updated: 0, unchanged: 1, failed: 0 } });
});
test('P10-4 documents of several lines: the same key again later, and a header that differs, are refused and nothing is saved', async () => {
  const before = (await admin.get<{ count: { value: number } }>('/api/sales/order?count=exact')).body.count.value;
  const again = await send(
    '/api/sales/order/import',
    'a.csv',
    '单号,客户,商品,数量,单价\nSO-A1,C000001,P001,2,10\n,,P002,3,10\nSO-A2,C000001,P001,1,10\nSO-A1,C000001,P001,1,10\n',
  );
  expect([again.status, again.body.errors[0]?.code, again.body.errors[0]?.params]).toEqual([422, 'batch.duplicate_key', { key: 'SO-A1', rows: [2, 5] }]);
  const differs = await send('/api/sales/order/import', 'a.csv', '单号,客户,商品,数量,单价\nSO-A1,C000001,P001,2,10\n,C000009,P002,3,10\n');
  expect([differs.body.errors[0]?.code, differs.body.errors[0]?.params]).toEqual(['batch.row_invalid', { field: 'customer', rows: [2, 3] }]);
  expect((await admin.get<{ count: { value: number } }>('/api/sales/order?count=exact')).body.count.value).toBe(before);
});
test('P10-4 documents of several lines arrive as drafts', async () => {
  const { body } = await send('/api/sales/order/import', 'a.csv', '客户,商品,数量,单价\nC000001,P001,２,￥１０．５０\n,P002,3,1.5万\n');
  expect(body).toMatchObject({ state: 'done', counts: { created: 1, failed: 0 } });
  const { data } = (await admin.get<{ data: { id: string }[] }>('/api/sales/order?limit=1&sort=-created_at')).body;
  const order = (await admin.get<{ state: string; lines: { qty: string; unit_price: string }[] }>(`/api/sales/order/${data[0]?.id ?? ''}`)).body;
  expect([order.state, order.lines.map((line) => [line.qty, line.unit_price])]).toEqual([
    'draft',
    [
      ['2', '10.5'],
      ['3', '15000'],
    ],
  ]);
});
test('P10-5 what a spreadsheet would run goes out shielded and comes back unchanged', async () => {
  const name = "=cmd|' /C calc'!A0";
  await admin.post('/api/core/unit', { code: 'FORMULA', name });
  const { bytes } = await admin.post('/api/core/unit/export', { format: 'csv', variant: 'importable', filter: { field: 'code', op: 'eq', value: 'FORMULA' } });
  expect(bytes.toString('utf8')).toContain(`'${name}`);
  expect((await send('/api/core/unit/import', 'u.csv', bytes)).body.counts).toMatchObject({ unchanged: 1, failed: 0 });
});
test('files that are not what they claim, bombs and oversized ones are refused with a code', async () => {
  const bomb = zipSync({ '[Content_Types].xml': strToU8('<Types/>'), 'xl/workbook.xml': strToU8('<workbook/>'), 'xl/worksheets/sheet1.xml': new Uint8Array(60 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(200_000);
  const path = '/api/core/unit/import';
  const code = async (name: string, bytes: Uint8Array | string): Promise<unknown> => (await send(path, name, bytes)).body.code;
  expect(await code('a.xlsx', bomb)).toBe('import.file_refused');
  expect(await code('a.xlsx', strToU8('MZ this is a program'))).toBe('import.file_refused');
  expect(await code('a.xls', 'x')).toBe('import.file_refused');
  expect(await code('a.pdf', '%PDF-1.7')).toBe('import.file_refused');
  expect(await code('a.csv', new Uint8Array([0xff, 0xfe, 0x00]))).toBe('import.encoding');
  const large = await send(path, 'a.csv', new Uint8Array(21 * 1024 * 1024));
  expect([large.status, large.body.code]).toEqual([413, 'file.too_large']);
  const long = await send(path, 'a.csv', `编码,名称\nLONG,${'长'.repeat(1_000_000)}\n`);
  expect([long.status < 500, ['field.length', 'import.file_refused']]).toEqual([true, expect.arrayContaining([long.body.code])]);
});
test('a body of ten megabytes is refused before it is read, a session that never was is told so', async () => {
  const huge = await admin.post('/api/core/unit', { code: 'HUGE', name: 'x'.repeat(10 * 1024 * 1024) });
  expect([huge.status, huge.body['code']]).toEqual([413, 'request.too_large']);
  const expired = await company.stranger().get('/api/core/unit', { cookie: 'qt=qs_0197b2a4-7c00-7000-8000-000000000187_gone' });
  expect([expired.status, expired.body['code']]).toEqual([401, expect.stringMatching(/^auth\.(required|session_expired)$/)]);
});
test('pressed twice: of two equal requests under one key one is made, the other replayed or told to come again', async () => {
  const body = { code: 'TWICE', name: '两次' };
  const answers = await Promise.all([1, 2].map(() => admin.post<Made>('/api/core/unit', body, { 'idempotency-key': 'twice' })));
  expect(answers.filter(({ status, headers }) => status === 201 && headers.get('idempotency-replayed') === null)).toHaveLength(1);
  expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  expect((await admin.get<{ data: Made[] }>('/api/core/unit?f.code=TWICE')).body.data).toHaveLength(1);
});
test('P.10 the template holds headers and choices, with sample rows on request', async () => {
  const plain = await admin.get('/api/sales/order/import/template');
  expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet']);
  expect(decodeURIComponent(plain.headers.get('content-disposition') ?? '')).toContain('销售订单导入模板.xlsx');
  expect((await admin.get('/api/sales/order/import/template?rows=sample')).bytes.length).toBeGreaterThan(plain.bytes.length);
  expect((await admin.get('/api/sales/order/import/template?rows=all')).body['code']).toBe('field.choice');
});
