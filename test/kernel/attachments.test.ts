import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refused } from '../../src/kernel/problem.ts';
import { foundCompany, type Client, type Company, type Reply } from '../support/company.ts';
import { joinCompany } from '../support/people.ts';

interface File {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly sha256: string;
  readonly code?: string;
}
const pdf = Buffer.from('%PDF-1.7\n% 合同正文\n%%EOF\n', 'utf8');
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
let company: Company;
let admin: Client;
let lin: Client;
let li: Client;
let customer: string;
let at: string;
beforeAll(async () => {
  company = await foundCompany({ scan: (bytes) => (Buffer.from(bytes).includes('EICAR') ? Promise.reject(new Refused('file.infected', {}, '/file')) : Promise.resolve()) });
  admin = company.admin;
  lin = await joinCompany(company, 'lin', '林晓雯', ['sales']);
  li = await joinCompany(company, 'li', '李雷', ['sales']);
  const made = await lin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创机电有限公司' });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  customer = made.body.id;
  at = `/api/customers/customer/${customer}/attachments`;
});
afterAll(() => company.close());
const attach = (client: Client, path: string, name: string, bytes: Uint8Array): Promise<Reply<File>> => client.upload<File>(path, { name, bytes });

describe('P.11 attachments', () => {
  test('a file is added, listed, downloaded and told in the timeline', async () => {
    const added = await attach(lin, at, '合同.pdf', pdf);
    expect(added.status, JSON.stringify(added.body)).toBe(201);
    expect(added.body).toMatchObject({ name: '合同.pdf', type: 'application/pdf', size: pdf.length, sha256: createHash('sha256').update(pdf).digest('hex') });
    expect(added.headers.get('location')).toBe(`${at}/${added.body.id}`);
    expect((await lin.get<{ data: File[] }>(at)).body.data.map((file) => file.id)).toEqual([added.body.id]);
    const got = await lin.get(`${at}/${added.body.id}`);
    expect(got.status).toBe(200);
    expect(got.bytes.equals(pdf)).toBe(true);
    expect(got.headers.get('content-type')).toBe('application/pdf');
    expect(got.headers.get('content-disposition')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('合同.pdf')}`);
    expect(got.headers.get('x-content-type-options')).toBe('nosniff');
    expect(got.headers.get('content-security-policy')).toContain('sandbox');
    expect((await lin.get(`${at}/${added.body.id}?inline=1`)).headers.get('content-disposition')).toMatch(/^inline;/);
    const { data } = (await lin.get<{ data: { kind: string; name?: string }[] }>(`/api/customers/customer/${customer}/timeline`)).body;
    expect(data.filter((entry) => entry.kind === 'file').map((entry) => entry.name)).toEqual(['合同.pdf']);
  });
  test('parts of a file are given by range', async () => {
    const { body } = await attach(lin, at, '图.png', png);
    const part = await lin.get(`${at}/${body.id}`, { range: 'bytes=8-9' });
    expect(part.status).toBe(206);
    expect([...part.bytes]).toEqual([1, 2]);
    expect(part.headers.get('content-range')).toBe(`bytes 8-9/${png.length}`);
    expect((await lin.get(`${at}/${body.id}`, { range: 'bytes=99-' })).status).toBe(416);
    const tag = part.headers.get('etag') ?? '';
    expect((await lin.get(`${at}/${body.id}`, { 'if-none-match': tag })).status).toBe(304);
  });
  test('P11-3 an executable called pdf, a path as name, 21 MB', async () => {
    expect((await attach(lin, at, 'invoice.pdf', Buffer.from('MZ\u0090\u0000program', 'latin1'))).body.code).toBe('file.type');
    expect((await attach(lin, at, '../../etc/passwd.png', png)).body.name).toBe('passwd.png');
    const large = await attach(lin, at, 'large.pdf', Buffer.concat([pdf, Buffer.alloc(21_000_000)]));
    expect([large.status, large.body.code]).toEqual([413, 'file.too_large']);
  });
  test('P8-1 outside the scope of the record the file is not found, also by its direct address', async () => {
    const { body } = await attach(lin, at, '报价.pdf', pdf);
    for (const path of [at, `${at}/${body.id}`]) expect((await li.get<File>(path)).body.code).toBe('not_found');
    expect((await attach(li, at, '报价.pdf', pdf)).body.code).toBe('not_found');
    const other = (await lin.post<{ id: string }>('/api/customers/customer', { name: '苏州明德机电有限公司' })).body.id;
    expect((await lin.get<File>(`/api/customers/customer/${other}/attachments/${body.id}`)).body.code).toBe('not_found');
    expect((await company.stranger().get<File>(`${at}/${body.id}`)).body.code).toBe('auth.required');
  });
  test('one’s own is removed, somebody else’s is not; it stays in the timeline', async () => {
    const { body } = await attach(lin, at, '旧版.pdf', pdf);
    expect((await admin.delete(`${at}/${body.id}`)).body['code']).toBe('forbidden');
    expect((await lin.delete(`${at}/${body.id}`)).status).toBe(204);
    expect((await lin.get<File>(`${at}/${body.id}`)).body.code).toBe('not_found');
    const { data } = (await lin.get<{ data: { kind: string; name?: string }[] }>(`/api/customers/customer/${customer}/timeline`)).body;
    expect(data.some((entry) => entry.kind === 'file_removed' && entry.name === '旧版.pdf')).toBe(true);
  });
  test('files of submitted documents can be added, not removed', async () => {
    const unit = (await admin.get<{ data: { id: string }[] }>('/api/core/unit?f.code=PCS')).body.data[0]?.id;
    const product = (
      await admin.post<{ id: string }>('/api/inventory/product', { code: 'P001', name: '泵', base_unit: { id: unit }, list_price: '10', tax_class_code: '1060105010000000000' })
    ).body.id;
    const order = (
      await lin.post<{ id: string; version: number }>('/api/sales/order', { customer: { id: customer }, lines: [{ product: { id: product }, qty: '1', unit_price: '10' }] })
    ).body;
    const files = `/api/sales/order/${order.id}/attachments`;
    const draft = (await attach(lin, files, '订单.pdf', pdf)).body;
    const other = (await attach(lin, files, '附图.png', png)).body;
    expect((await lin.delete(`${files}/${other.id}`)).status).toBe(204);
    const confirmed = await lin.post<{ record: { state: string } }>(`/api/sales/order/${order.id}/actions/confirm`, { version: order.version, input: {} });
    expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
    expect((await lin.delete(`${files}/${draft.id}`)).body['code']).toBe('document.immutable');
    expect((await attach(lin, files, '回签.pdf', pdf)).status).toBe(201);
  });
});

test('P.11 a file that the scanner finds infected is refused and kept nowhere', async () => {
  const before = (await lin.get<{ data: File[] }>(at)).body.data.length;
  expect((await attach(lin, at, '合同.pdf', Buffer.concat([pdf, Buffer.from('EICAR')]))).body).toMatchObject({ code: 'file.infected' });
  expect((await lin.get<{ data: File[] }>(at)).body.data).toHaveLength(before);
});
test('P.11 a file may belong to a line of its record, and to no other', async () => {
  const product = (
    await admin.post<{ id: string }>('/api/inventory/product', { code: 'P1', name: '泵', base_unit: 'PCS', list_price: '113', tax_class_code: '1060105010000000000' })
  ).body.id;
  const buyer = (await admin.post<{ id: string }>('/api/customers/customer', { name: '附件行有限公司' })).body.id;
  const order = (
    await admin.post<{ id: string; lines: { id: string }[] }>('/api/sales/order', { customer: { id: buyer }, lines: [{ product: { id: product }, qty: '1', unit_price: '113' }] })
  ).body;
  const files = `/api/sales/order/${order.id}/attachments`;
  const line = order.lines[0]?.id ?? '';
  const added = await admin.upload<File & { line: string }>(files, { name: '图纸.pdf', bytes: pdf }, { line });
  expect([added.status, added.body.line]).toEqual([201, line]);
  expect((await admin.get<{ data: { line: string }[] }>(files)).body.data).toMatchObject([{ line }]);
  expect((await admin.upload<File>(files, { name: '图纸.pdf', bytes: pdf }, { line: buyer })).body).toMatchObject({ code: 'reference.not_found', path: '/line' });
});
