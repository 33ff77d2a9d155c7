import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type Company, foundCompany } from '../../../test/support/company.ts';
import { verify } from '../../kernel/ledger/verify.ts';

const clock = (): Date => new Date('2026-02-28T04:00:00Z');
let company: Company;
let admin: Client;

interface Line {
  readonly id: string;
  readonly base_qty: string;
  readonly amount: string | null;
  readonly cost: string | null;
}
interface Adjustment {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly state: string;
  readonly date: string;
  readonly warehouse: { readonly code: string };
  readonly reverses: { readonly id: string } | null;
  readonly lines: readonly Line[];
}
interface Applied {
  readonly code?: string;
  readonly record: Adjustment;
  readonly created: readonly { readonly declaration: string; readonly id: string; readonly number: string; readonly state: string }[];
}
type Row = { readonly key: string; readonly cells: Readonly<Record<string, string>>; readonly open?: { readonly declaration: string; readonly id: string } };

beforeAll(async () => {
  company = await foundCompany({ clock });
  ({ admin } = company);
  expect((await admin.patch('/api/finance/settings', { go_live_period: '2026-01' })).status).toBe(200);
  await upload('inventory.product_category', '编号,名称\nOFFICE,办公用品\nFOOD,福利食品\n');
  await upload(
    'inventory.product',
    '编号,名称,规格,商品分类,库存单位,销售单位,税收分类编码,销售税码\nP001,A4复印纸,70g 500张,OFFICE,包,箱,1060105010000000000,VAT13\nP002,桌面计算器,12位,OFFICE,台,,1090511030000000000,VAT13\nP003,东北大米,10kg,FOOD,袋,,1030102010000000000,VAT9\n',
  );
  await upload('inventory.unit_conversion', '商品,单位,分子,分母\nP001,箱,5,1\n');
});
afterAll(() => company.close());

async function upload(name: string, csv: string): Promise<void> {
  const reply = await admin.upload(`/api/${name.replace('.', '/')}/import`, { name: 'rows.csv', bytes: csv }, { mode: 'upsert' });
  expect({ name, status: reply.status, body: reply.body }).toMatchObject({ status: 200, body: { errors: [] } });
}
const create = (body: object) => admin.post<Adjustment>('/api/inventory/adjustment', body);
const act = ({ id, version }: Pick<Adjustment, 'id' | 'version'>, action: string, more: object = {}, query = '') =>
  admin.post<Applied>(`/api/inventory/adjustment/${id}/actions/${action}${query}`, { version, ...more });
async function card(product: string, from: string, to: string): Promise<readonly Row[]> {
  return (await admin.get<{ rows: readonly Row[] }>(`/api/inventory/report/cost_card?product=${product}&from=${from}&to=${to}`)).body.rows;
}
async function heads(): Promise<Record<string, string>> {
  const reply = await admin.get<{ data: readonly { code: string; on_hand: string; stock_value: string }[] }>('/api/inventory/product?sort=code');
  return Object.fromEntries(reply.body.data.map((row) => [row.code, `${row.on_hand} / ${row.stock_value}`]));
}
async function vouchers(): Promise<readonly Record<string, unknown>[]> {
  await company.settled();
  return (await admin.get<{ data: readonly Record<string, unknown>[] }>('/api/finance/gl_voucher?sort=created_at')).body.data;
}

describe('opening stock (5.0.7)', () => {
  let opening: Adjustment;
  it('first sale: step 4: is a draft of the opening day for the main warehouse', async () => {
    const made = await create({
      kind: 'opening',
      lines: [
        { product: 'P001', qty: '300', amount: '5500.00' },
        { product: 'P002', qty: '50', amount: '2150.50' },
        { product: 'P003', qty: '120', amount: '4980.00' },
      ],
    });
    expect(made.body).toMatchObject({ state: 'draft', number: null, date: '2025-12-31', warehouse: { code: 'MAIN' } });
    opening = made.body;
  });
  it('first sale: step 4: needs a cost on every line', async () => {
    const bare = (await create({ kind: 'opening', lines: [{ product: 'P001', qty: '1' }] })).body;
    const reply = await act(bare, 'submit');
    expect([reply.status, reply.body]).toMatchObject([422, { code: 'cost.required', errors: [{ path: '/lines/0/amount' }] }]);
    await admin.delete(`/api/inventory/adjustment/${bare.id}`, { 'if-match': `"${bare.version}"` });
  });
  it('first sale: step 4: posts stock and value, no voucher', async () => {
    const tried = await act(opening, 'submit', {}, '?dry_run=1');
    const { entries } = tried.body as unknown as { entries: readonly { ledger: string; entry: { qty: string } }[] };
    expect(entries.map((entry) => entry.ledger).sort()).toEqual([...Array<string>(6).fill('inventory.stock_ledger'), ...Array<string>(3).fill('inventory.value_ledger')]);
    const posted = await act(opening, 'submit');
    expect(posted.body.record).toMatchObject({ state: 'posted', number: 'IO2512-00001' });
    expect(await heads()).toEqual({ P001: '300 / 5500.00', P002: '50 / 2150.50', P003: '120 / 4980.00' });
    expect(await vouchers()).toEqual([]);
    const value = await admin.get<{ totals: { value: string } }>('/api/inventory/report/stock_value?at=2025-12-31');
    expect(value.body.totals.value).toBe('12630.50');
    expect((await admin.get<{ rows: unknown[] }>('/api/inventory/report/stock_value?at=2025-12-30')).body.rows).toEqual([]);
  });
  it('is 期初 of the first month, not a receipt of it', async () => {
    expect(await card('P001', '2026-01-01', '2026-01-31')).toMatchObject([
      { key: 'opening', cells: { qty: '300', value: '5500.00', unit_cost: '18.333333' } },
      { key: 'closing', cells: { in_qty: '0', out_qty: '0', qty: '300', value: '5500.00' } },
    ]);
  });
});

describe('other receipts and internal use (5.0.7)', () => {
  it('EX-5.0-4: units convert exactly or not at all', async () => {
    const made = await create({ kind: 'internal_use', date: '2026-02-10', lines: [{ product: 'P001', qty: '2.4', unit: '箱' }] });
    expect(made.body.lines[0]?.base_qty).toBe('12');
    const refused = await create({ kind: 'internal_use', lines: [{ product: 'P001', qty: '0.3', unit: '箱' }] });
    expect([refused.status, refused.body]).toMatchObject([422, { code: 'uom.inexact', errors: [{ path: '/lines/0/qty', params: { qty: '0.3', unit: '箱', base_unit: '包' } }] }]);
    const unknown = await create({ kind: 'internal_use', lines: [{ product: 'P002', qty: '1', unit: '箱' }] });
    expect(unknown.body).toMatchObject({ code: 'uom.no_conversion' });
    await admin.delete(`/api/inventory/adjustment/${made.body.id}`, { 'if-match': '"1"' });
  });
  it('internal use costs what the stock costs and is an expense of the department (I4)', async () => {
    const made = await create({ kind: 'internal_use', date: '2026-02-10', lines: [{ product: 'P001', qty: '25', unit: '箱' }] });
    const posted = await act(made.body, 'submit');
    expect(posted.body.record).toMatchObject({ state: 'posted', number: 'IO2602-00001', lines: [{ base_qty: '125', cost: '2291.67' }] });
    expect((await heads())['P001']).toBe('175 / 3208.33');
    const [voucher] = await vouchers();
    const full = await admin.get<{ lines: readonly { account: { code: string }; debit: string; credit: string }[] }>(`/api/finance/gl_voucher/${String(voucher?.['id'])}`);
    expect(full.body.lines.map((line) => [line.account.code.slice(0, 4), line.debit, line.credit])).toEqual([
      ['6602', '2291.67', '0.00'],
      ['1405', '0.00', '2291.67'],
    ]);
  });
  it('another receipt takes the last cost unless one is given', async () => {
    const made = await create({
      kind: 'other_in',
      date: '2026-02-11',
      lines: [
        { product: 'P001', qty: '5' },
        { product: 'P002', qty: '2', unit_cost: '43.005' },
      ],
    });
    expect(made.body.lines.map((line) => line.amount)).toEqual(['91.67', '86.01']);
    const posted = await act(made.body, 'submit');
    expect(posted.body.record.state).toBe('posted');
    expect(await heads()).toMatchObject({ P001: '180 / 3300.00', P002: '52 / 2236.51' });
  });
  it('names all short lines and saves nothing', async () => {
    const made = await create({
      kind: 'internal_use',
      lines: [
        { product: 'P002', qty: '53' },
        { product: 'P003', qty: '121' },
      ],
    });
    const refused = await act(made.body, 'submit');
    expect([refused.status, refused.body]).toMatchObject([
      422,
      {
        code: 'stock.insufficient',
        errors: [
          { path: '/lines/0/qty', params: { product: 'P002', location: 'STOCK', needed: '53', on_hand: '52' } },
          { path: '/lines/1/qty', params: { product: 'P003', needed: '121', on_hand: '120' } },
        ],
      },
    ]);
    expect((await admin.get<Adjustment>(`/api/inventory/adjustment/${made.body.id}`)).body.state).toBe('draft');
  });
  it('a lot comes into being with its receipt and leaves by itself', async () => {
    await admin.post('/api/inventory/product', { code: 'P004', name: '鲜奶', base_unit: '瓶', tracking: 'lot', shelf_life_value: 1, shelf_life_unit: 'month' });
    const made = await create({
      kind: 'other_in',
      date: '2026-02-12',
      lines: [
        { product: 'P004', qty: '10', amount: '30.00', lot_no: 'L1', manufacture_date: '2026-01-31' },
        { product: 'P004', qty: '4', amount: '12.00', lot_no: 'L1' },
      ],
    });
    expect((await act(made.body, 'submit')).body.record.state).toBe('posted');
    const lots = await admin.get<{ data: readonly { lot_no: string; expiry_date: string; state: string }[] }>('/api/inventory/lot');
    expect(lots.body.data).toMatchObject([{ lot_no: 'L1', expiry_date: '2026-02-28', state: 'active' }]);
    const used = await act((await create({ kind: 'internal_use', lines: [{ product: 'P004', qty: '14' }] })).body, 'submit');
    expect(used.body.record.lines[0]?.cost).toBe('42.00');
  });
});

describe('relocation (5.0.7)', () => {
  const place = async (code: string): Promise<string> => {
    const { body } = await admin.get<{ data: readonly { id: string; code: string; warehouse: { code: string } | null }[] }>('/api/inventory/location?limit=200');
    return body.data.find((one) => one.code === code && one.warehouse?.code === 'MAIN')?.id ?? '';
  };
  const sellable = async (): Promise<string> => {
    const { body } = await admin.get<{ rows: readonly Row[] }>('/api/inventory/report/availability?product=P002');
    return body.rows.map(({ cells }) => `${cells['on_hand'] ?? ''} ${cells['sellable'] ?? ''}`).join();
  };
  it('moves goods without value; what lies among the damaged is not sold', async () => {
    const [stock, damaged] = [await place('STOCK'), await place('DAMAGED')];
    const before = await heads();
    expect(await sellable()).toBe('52 52');
    const made = await create({ kind: 'relocate', lines: [{ product: 'P002', qty: '2', location: stock, to_location: damaged }] });
    const posted = await act(made.body, 'submit');
    expect(posted.body.record.state).toBe('posted');
    expect([await heads(), await sellable()]).toEqual([before, '52 50']);
    await act(posted.body.record, 'reverse', { input: { reason: '误移' } });
    expect(await sellable()).toBe('52 52');
  });
  it('says from where and to where, within one warehouse', async () => {
    const open = await create({ kind: 'relocate', lines: [{ product: 'P002', qty: '2' }] });
    expect((await act(open.body, 'submit')).body).toMatchObject({ code: 'document.incomplete', params: { fields: ['/lines/0/location', '/lines/0/to_location'] } });
    const outer = (await admin.get<{ data: readonly { id: string; code: string }[] }>('/api/inventory/location?limit=200')).body.data.find((one) => one.code === 'CUSTOMER')?.id;
    const made = await create({ kind: 'relocate', lines: [{ product: 'P002', qty: '2', location: await place('STOCK'), to_location: outer }] });
    expect((await act(made.body, 'submit')).body).toMatchObject({ code: 'location.not_allowed' });
  });
});

describe('reversal (P.4, 5.0.5)', () => {
  it('makes a counter-document of the original day and restores stock, value and ledger', async () => {
    const before = await heads();
    const made = await create({ kind: 'internal_use', date: '2026-02-20', lines: [{ product: 'P003', qty: '20' }] });
    const posted = (await act(made.body, 'submit')).body.record;
    expect((await heads())['P003']).toBe('100 / 4150.00');
    const undone = await act(posted, 'reverse', { input: { reason: '误领' } });
    expect(undone.body).toMatchObject({ record: { state: 'reversed' }, created: [{ declaration: 'inventory.adjustment', state: 'posted' }] });
    expect(await heads()).toEqual(before);
    const counter = (await admin.get<Adjustment>(`/api/inventory/adjustment/${undone.body.created[0]?.id ?? ''}`)).body;
    expect(counter).toMatchObject({ date: '2026-02-20', state: 'posted', reverses: { id: posted.id } });
    expect((await act(undone.body.record, 'reverse', { input: { reason: '误领' } })).body.code).toBe('document.transition_refused');
    expect((await act(counter, 'reverse', { input: { reason: '误领' } })).body.code).toBe('document.transition_refused');
    expect((await card('P003', '2026-02-01', '2026-02-28')).map((row) => [row.cells['out_qty'], row.cells['out_value'], row.cells['qty']])).toEqual([
      [undefined, undefined, '120'],
      ['20', '830.00', '100'],
      ['-20', '-830.00', '120'],
      ['0', '0.00', '120'],
    ]);
    const kinds = (await vouchers()).map((voucher) => voucher['kind']);
    expect(kinds.at(-1)).toBe('red');
  });
});

describe('products (5.0.1, 5.4)', () => {
  it('EX-5.4-1: inherits from the nearest category that has a value', async () => {
    await admin.post('/api/inventory/product_category', { code: 'F', name: '食品', tracking: 'lot', base_unit: '箱' });
    await admin.post('/api/inventory/product_category', { code: 'D', name: '饮料', parent: 'F', tracking: 'none' });
    const made = await admin.post<{ tracking: string; base_unit: { label: string } }>('/api/inventory/product', { code: 'W1', name: '汽水', category: 'D' });
    expect(made.body).toMatchObject({ tracking: 'none', base_unit: { label: '箱' }, state: 'active' });
  });
  it('EX-5.4-4: a category cannot stand below its own child', async () => {
    const food = (await admin.get<{ id: string; version: number }>('/api/inventory/product_category/by/F')).body;
    const refused = await admin.patch<{ code: string }>(`/api/inventory/product_category/${food.id}`, { parent: 'D', version: food.version });
    expect([refused.status, refused.body.code]).toEqual([422, 'category.cycle']);
  });
  it('fixes unit and tracking with the first movement', async () => {
    const { body } = await admin.get<{ data: readonly { id: string; version: number; code: string }[] }>('/api/inventory/product?sort=code');
    const [moved, fresh] = ['P001', 'W1'].map((code) => body.data.find((row) => row.code === code));
    const refused = await admin.patch<{ code: string }>(`/api/inventory/product/${moved?.id ?? ''}`, { base_unit: '个', version: moved?.version });
    expect(refused.body).toMatchObject({ code: 'product.locked_field', errors: [{ path: '/base_unit', params: { field: 'base_unit' } }] });
    expect((await admin.patch(`/api/inventory/product/${fresh?.id ?? ''}`, { base_unit: '个', version: fresh?.version })).status).toBe(200);
  });
  it('refuses a wrong tax class and a wrong check digit', async () => {
    expect((await admin.post('/api/inventory/product', { code: 'X1', name: 'x', base_unit: '个', tax_class_code: '123' })).body).toMatchObject({ code: 'product.tax_class' });
    expect((await admin.post('/api/inventory/barcode', { code: '6901234567893', product: 'P001' })).body).toMatchObject({
      code: 'barcode.check_digit',
      errors: [{ params: { expected: '2' } }],
    });
    expect((await admin.post('/api/inventory/barcode', { code: '6901234567892', product: 'P001' })).body).toMatchObject({ unit: { label: '包' } });
  });
  it('a new warehouse has its five places', async () => {
    const made = await admin.post<{ id: string; sellable: boolean }>('/api/inventory/warehouse', { code: 'SH', name: '上海仓' });
    expect(made.body.sellable).toBe(true);
    const places = await admin.get<{ data: readonly { code: string; sellable: boolean; warehouse: { code: string } | null }[] }>('/api/inventory/location?limit=200');
    expect(
      places.body.data
        .filter((place) => place.warehouse?.code === 'SH')
        .map((place) => `${place.code} ${String(place.sellable)}`)
        .sort(),
    ).toEqual(['DAMAGED false', 'QC false', 'RECV false', 'SHIP false', 'STOCK true']);
  });
});

it('verifies without a difference', async () => {
  const { checks } = await verify(company.kernel.environment, company.org, ['inventory']);
  expect(checks.filter((check) => check.differences > 0)).toEqual([]);
  expect(checks.map((check) => check.name)).toContain('inventory.ledger_value');
});
