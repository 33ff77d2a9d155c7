import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalDate } from '#declare';
import { decimal, toPlain } from '#decimal';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { newId } from '../../kernel/ids.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { availability } from './availability.ts';
import type { Demand, Issue, Receipt, StockPlan } from './services.ts';
import { openDesk, type StockDesk } from './stock-service.support.ts';

const today = '2026-03-15' as LocalDate;
const clock = (): Date => new Date('2026-03-15T04:00:00Z');
let company: Company;
let desk: StockDesk;
let count = 0;

beforeAll(async () => {
  company = await foundCompany({ clock });
  expect((await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01', max_open_periods: 3 })).status).toBe(200);
  desk = await openDesk(company);
});
afterAll(() => company.close());

async function product(more: object = {}): Promise<string> {
  count += 1;
  const made = await company.admin.post<{ id: string }>('/api/inventory/product', { code: `T${count}`, name: `测试${count}`, base_unit: '瓶', ...more });
  expect(made.status).toBe(201);
  return made.body.id;
}
const line = (one: string, qty: number) => ({ line: newId(), at: '/lines/0/qty', product: one, warehouse: desk.warehouse, qty: decimal(qty) });
const receipt = (one: string, qty: number, value: string, more: Partial<Receipt> = {}): Receipt => ({ ...line(one, qty), from: 'supplier', value: decimal(value), ...more });
const issue = (one: string, qty: number, more: Partial<Issue> = {}): Issue => ({ ...line(one, qty), to: 'customer', ...more });
const on = (date: string, plan: Omit<StockPlan, 'date'>): StockPlan => ({ date: date as LocalDate, ...plan });
const wish = (one: string, qty: number, more: Partial<Demand> = {}): Demand => ({
  line: newId(),
  product: one,
  warehouse: desk.warehouse,
  qty: decimal(qty),
  date: today,
  ...more,
});

async function standing(one: string): Promise<string> {
  const [row] = await desk.ask((read) => availability(read, [{ product: one, warehouse: desk.warehouse }]));
  return [row?.on_hand, row?.sellable, row?.reserved, row?.available].map((qty) => toPlain(qty ?? decimal(-1))).join(' ');
}
async function held(demand: Demand): Promise<string> {
  const [row] = await desk.ask((read) =>
    read.balances('inventory.reservation_balance', [{ demand: demand.line, product: demand.product as never, warehouse: demand.warehouse as never }]),
  );
  return `${toPlain(row?.reserved ?? decimal(-1))} ${toPlain(row?.short ?? decimal(-1))}`;
}
async function value(one: string): Promise<string> {
  const [row] = await desk.ask((read) => read.balances('inventory.cost_head', [{ product: one as never }]));
  return `${toPlain(row?.qty ?? decimal(-1))} / ${(row?.value ?? decimal(-1)).toFixed(2)}`;
}
const refused = (code: string, params: object = {}) => expect.objectContaining({ code, params: expect.objectContaining(params) });

describe('issues and receipts (5.0.3, 5.5)', () => {
  it('EX-5.5-1 in the ledger: 15.49, 23.23 and 15.48 leave 0 / 0.00', async () => {
    const one = await product();
    await desk.move(on(today, { receipts: [receipt(one, 3, '10.00'), receipt(one, 4, '44.20')] }));
    await desk.move(on(today, { issues: [issue(one, 2)] }));
    expect(await value(one)).toBe('5 / 38.71');
    await desk.move(on(today, { issues: [issue(one, 3), issue(one, 2)] }));
    expect(await value(one)).toBe('0 / 0.00');
    expect(await standing(one)).toBe('0 0 0 0');
  });
  it('names every short line at once and saves nothing', async () => {
    const [a, b] = [await product(), await product()];
    await desk.move(on(today, { receipts: [receipt(a, 5, '5.00')] }));
    const plan = on(today, { issues: [issue(a, 4), issue(a, 2, { at: '/lines/1/qty' }), issue(b, 1, { at: '/lines/2/qty' })] });
    await expect(desk.move(plan)).rejects.toMatchObject({
      code: 'stock.insufficient',
      errors: [
        { path: '/lines/1/qty', params: { location: 'STOCK', lot: null, needed: '2', on_hand: '1' } },
        { path: '/lines/2/qty', params: { needed: '1', on_hand: '0' } },
      ],
    });
    expect(await standing(a)).toBe('5 5 0 5');
  });
  it('knows no stock of a service', async () => {
    await expect(desk.move(on(today, { receipts: [receipt(await product({ kind: 'service' }), 1, '1.00')] }))).rejects.toEqual(refused('product.not_stocked'));
  });
  it('takes no goods of tomorrow, and earlier days only from those who may', async () => {
    const one = await product();
    await expect(desk.move(on('2026-03-16', { receipts: [receipt(one, 1, '1.00')] }))).rejects.toEqual(refused('stock.future_date', { date: '2026-03-16' }));
    const limited = await openDesk(company, ['stock.post']);
    await expect(limited.move(on('2026-03-14', { receipts: [receipt(one, 1, '1.00')] }))).rejects.toEqual(refused('forbidden', { permission: 'stock.backdate' }));
    await limited.move(on(today, { receipts: [receipt(one, 1, '1.00')] }));
    expect(await standing(one)).toBe('1 1 0 1');
  });
  it('EX-5.0-3: an issue of an earlier day may not leave a later one negative', async () => {
    const one = await product();
    await desk.move(on('2026-01-01', { receipts: [receipt(one, 10, '100.00')] }));
    await desk.move(on('2026-01-10', { issues: [issue(one, 8)] }));
    await desk.move(on('2026-01-12', { receipts: [receipt(one, 20, '200.00')] }));
    await expect(desk.move(on('2026-01-05', { issues: [issue(one, 5)] }))).rejects.toEqual(refused('stock.insufficient_at', { date: '2026-01-10', shortage: '3' }));
    await desk.move(on('2026-01-05', { issues: [issue(one, 2)] }));
    expect(await standing(one)).toBe('20 20 0 20');
  });
});

describe('lots (5.0.4)', () => {
  it('EX-5.0-5 on the shelf: first expired leaves first, a lot on hold never', async () => {
    const one = await product({ tracking: 'lot' });
    const lot = async (lot_no: string, expiry_date: string | null): Promise<string> =>
      (await company.admin.post<{ id: string }>('/api/inventory/lot', { product: one, lot_no, expiry_date })).body.id;
    const [a, b, e] = [await lot('A', '2026-05-10'), await lot('B', '2026-04-30'), await lot('E', '2026-04-10')];
    await desk.move(on(today, { receipts: [receipt(one, 10, '10.00', { lot: a }), receipt(one, 6, '6.00', { lot: b }), receipt(one, 9, '9.00', { lot: e })] }));
    expect(await standing(one)).toBe('25 25 0 25');
    const hold = await company.admin.post(`/api/inventory/lot/${e}/actions/hold`, { version: 1, input: { reason: '待检' } });
    expect(hold.status).toBe(200);
    expect(await standing(one)).toBe('25 16 0 16');
    await desk.move(on(today, { issues: [issue(one, 8)] }));
    const left = await desk.ask((read) => read.balances('inventory.stock_balance', [{ product: one as never }]));
    expect(left.map((row) => [row.lot, toPlain(row.on_hand)]).sort()).toEqual(
      [
        [a, '8'],
        [b, '0'],
        [e, '9'],
      ].sort(),
    );
    await expect(desk.move(on(today, { issues: [issue(one, 1, { lot: e })] }))).rejects.toEqual(refused('lot.expired', { lot: 'E' }));
    await company.admin.post(`/api/inventory/lot/${e}/actions/release`, { version: 2 });
    expect(await standing(one)).toBe('17 17 0 17');
  });
  it('asks for the lot of a tracked product and keeps a serial number in one place', async () => {
    const [lots, serials] = [await product({ tracking: 'lot' }), await product({ tracking: 'serial' })];
    await expect(desk.move(on(today, { receipts: [receipt(lots, 1, '1.00')] }))).rejects.toEqual(refused('lot.required'));
    const serial = (await company.admin.post<{ id: string }>('/api/inventory/lot', { product: serials, lot_no: 'SN1', is_serial: true })).body.id;
    await expect(desk.move(on(today, { receipts: [receipt(serials, 2, '2.00', { lot: serial })] }))).rejects.toEqual(refused('serial.qty'));
    await desk.move(on(today, { receipts: [receipt(serials, 1, '1.00', { lot: serial })] }));
    await expect(desk.move(on(today, { receipts: [receipt(serials, 1, '1.00', { lot: serial })] }))).rejects.toEqual(
      refused('serial.duplicate', { serial: 'SN1', where: 'STOCK' }),
    );
    await expect(desk.move(on(today, { receipts: [receipt(lots, 1, '1.00', { lot: serial })] }))).rejects.toEqual(refused('lot.wrong_product', { lot: 'SN1' }));
  });
});

describe('promises (5.0.4)', () => {
  it('EX-5.0-8: what is promised to P cannot be shipped for Q', async () => {
    const one = await product();
    await desk.move(on(today, { receipts: [receipt(one, 20, '20.00')] }));
    const [p, q] = [wish(one, 15), wish(one, 5)];
    await desk.reserve([p]);
    await desk.reserve([q]);
    await expect(desk.move(on(today, { issues: [issue(one, 6, { demand: q.line })] }))).rejects.toEqual(refused('stock.reserved_for_others', { available: '5' }));
    await desk.move(on(today, { issues: [issue(one, 5, { demand: q.line })] }));
    expect(await standing(one)).toBe('15 15 15 0');
    expect([await held(p), await held(q)]).toEqual(['15 0', '0 0']);
  });
  it('promises what there is, and the rest as soon as it comes: priority first, then date', async () => {
    const one = await product();
    await desk.move(on(today, { receipts: [receipt(one, 4, '4.00')] }));
    const [first, late, urgent] = [wish(one, 10), wish(one, 3, { date: '2026-03-10' as LocalDate }), wish(one, 2, { priority: 1 })];
    await desk.reserve([first]);
    await desk.reserve([late]);
    await desk.reserve([urgent]);
    expect([await held(first), await held(late), await held(urgent)]).toEqual(['4 6', '0 3', '0 2']);
    await desk.move(on(today, { receipts: [receipt(one, 6, '6.00')] }));
    expect([await held(urgent), await held(late), await held(first)]).toEqual(['2 0', '3 0', '5 5']);
    expect(await standing(one)).toBe('10 10 10 0');
    await desk.release([late.line]);
    expect([await held(late), await held(first)]).toEqual(['0 0', '8 2']);
  });
  it('reserving again with another quantity brings the line there', async () => {
    const one = await product();
    await desk.move(on(today, { receipts: [receipt(one, 10, '10.00')] }));
    const demand = wish(one, 12);
    await desk.reserve([demand]);
    expect(await held(demand)).toBe('10 2');
    await desk.reserve([{ ...demand, qty: decimal(11) }]);
    expect(await held(demand)).toBe('10 1');
    await desk.reserve([{ ...demand, qty: decimal(6) }]);
    expect([await held(demand), await standing(one)]).toEqual(['6 0', '10 10 6 4']);
  });
});

describe('reversal (5.0.5)', () => {
  it('first sale: step 15: goods come back at their cost and are promised again', async () => {
    const one = await product();
    await desk.move(on('2026-01-02', { receipts: [receipt(one, 300, '5500.00')] }));
    const demand = wish(one, 200);
    await desk.reserve([demand]);
    await desk.move(on('2026-01-12', { issues: [issue(one, 125, { demand: demand.line })] }));
    const second = await desk.move(on('2026-01-20', { issues: [issue(one, 75, { demand: demand.line })] }));
    expect([await value(one), await standing(one), await held(demand)]).toEqual(['100 / 1833.33', '100 100 0 100', '0 0']);
    await desk.reverse(second, '2026-01-20' as LocalDate);
    expect([await value(one), await standing(one), await held(demand)]).toEqual(['175 / 3208.33', '175 175 75 100', '75 0']);
  });
  it('refuses to take back a receipt whose goods have left', async () => {
    const one = await product();
    const came = await desk.move(on(today, { receipts: [receipt(one, 5, '50.00')] }));
    await desk.move(on(today, { issues: [issue(one, 2)] }));
    await expect(desk.reverse(came, today)).rejects.toEqual(refused('stock.reversal_insufficient', { needed: '5', on_hand: '3' }));
  });
  it('reverses an entry once', async () => {
    const one = await product();
    const came = await desk.move(on(today, { receipts: [receipt(one, 5, '50.00'), receipt(one, 5, '50.00')] }));
    await desk.reverse(came, today);
    await desk.move(on(today, { receipts: [receipt(one, 10, '100.00')] }));
    await expect(desk.reverse(came, today)).rejects.toThrow();
    expect(await value(one)).toBe('10 / 100.00');
  });
});

it('balances, moves, values and promises agree with their ledgers afterwards', async () => {
  const { checks } = await verify(company.kernel.environment, company.org, [
    'inventory.stock_balance',
    'inventory.warehouse_balance',
    'inventory.cost_head',
    'inventory.reservation_balance',
    'inventory.moves',
    'inventory.valued_quantities',
    'inventory.promises',
  ]);
  expect(checks.map(({ name, differences, first }) => ({ name, differences, first }))).toEqual(checks.map(({ name }) => ({ name, differences: 0, first: undefined })));
  expect(checks).toHaveLength(7);
});
