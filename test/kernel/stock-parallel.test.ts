import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { act, create, type Doc, read, setting } from '../first-sale/client.ts';
import { type Company, foundCompany, type Reply } from '../support/company.ts';

/* 64 clients at once, each with a request of its own under way over HTTP, sell the same product (5.0.2, 2.1). */
const clients = 64;
const inStock = 40;
const date = '2026-02-10';
let company: Company;
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-02-10T02:00:00.000Z') });
  const { admin } = company;
  await setting(admin, 'finance', { go_live_period: '2026-01' });
  for (const code of ['PROMISED', 'SHARED'])
    await create(admin, 'inventory.product', { code, name: code, base_unit: '台', list_price: '113', tax_class_code: '1060105010000000000' });
  const receipt = await create(admin, 'inventory.adjustment', {
    kind: 'other_in',
    date,
    reason: '盘点补录',
    lines: ['PROMISED', 'SHARED'].map((product) => ({ product, qty: String(inStock), unit_cost: '33.25' })),
  });
  await act(admin, 'inventory.adjustment', receipt.id, 'submit');
  await create(admin, 'customers.customer', { name: '昆山同创机电有限公司' });
});
afterAll(() => company.close());

const everyone = <T>(work: (index: number) => Promise<T>): Promise<readonly T[]> => Promise.all(Array.from({ length: clients }, (_each, index) => work(index)));
const attempt = (name: string, { id, version }: Doc, action: string): Promise<Reply> =>
  company.admin.post(`/api/${name.replace('.', '/')}/${id}/actions/${action}`, { version, input: {} });
const recordOf = (reply: Reply): Doc => reply.body['record'] as Doc;
const endOf = (reply: Reply): unknown => (reply.status === 200 ? 'done' : `${reply.status} ${String(reply.body['code'])}`);
const counts = (ends: readonly unknown[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...new Set(ends)].map((end) => [String(end), ends.filter((one) => one === end).length]));
const orderOf = (product: string, qty: string): Promise<Doc> => create(company.admin, 'sales.order', { customer: 'C000001', order_date: date, lines: [{ product, qty }] });
const deliveryOf = (order: Doc): Promise<Doc> =>
  create(company.admin, 'sales.delivery', { order: order.id, delivery_date: date, lines: [{ order_line: order.lines[0]?.id, qty: '1' }] });
const stockOf = async (product: string): Promise<readonly unknown[]> => {
  const { on_hand, reserved, available, stock_value } = await read(company.admin, 'inventory.product', product);
  return [on_hand, reserved, available, stock_value];
};

test('64 clients on one product: 64 orders confirmed at once promise what there is, the promised are delivered and the others refused', async () => {
  const drafts = await everyone(() => orderOf('PROMISED', '1'));
  const confirmed = await everyone((index) => attempt('sales.order', drafts[index] as Doc, 'confirm'));
  expect(counts(confirmed.map(endOf))).toEqual({ done: clients });
  expect(await stockOf('PROMISED')).toEqual([String(inStock), String(inStock), '0', '1330.00']);
  const promised = await promisedLines();
  expect(promised.size).toBe(inStock);

  const orders = confirmed.map(recordOf);
  const deliveries = await everyone((index) => deliveryOf(orders[index] as Doc));
  const posted = await everyone((index) => attempt('sales.delivery', deliveries[index] as Doc, 'post'));
  posted.forEach((reply, index) => {
    const covered = promised.has(orders[index]?.lines[0]?.id ?? '');
    expect(covered ? ['done'] : ['422 stock.reserved_for_others', '422 stock.insufficient']).toContain(endOf(reply));
  });
  expect(posted.filter((reply) => reply.status === 200)).toHaveLength(inStock);
  expect(await stockOf('PROMISED')).toEqual(['0', '0', '0', '0.00']);
}, 240_000);

test('64 clients on one line of one order: as many deliveries as there is stock, the others refused', async () => {
  const draft = await orderOf('SHARED', String(clients));
  const order = recordOf(await attempt('sales.order', draft, 'confirm'));
  const deliveries = await everyone(() => deliveryOf(order));
  const posted = await everyone((index) => attempt('sales.delivery', deliveries[index] as Doc, 'post'));
  expect(counts(posted.map(endOf))).toEqual({ done: inStock, '422 stock.insufficient': clients - inStock });
  expect(await stockOf('SHARED')).toEqual(['0', '0', '0', '0.00']);
  expect((await read(company.admin, 'sales.order', order.id)).lines[0]).toMatchObject({ delivered: String(inStock), to_deliver: String(clients - inStock) });
}, 240_000);

test('none of it ended in a deadlock that was tried again unseen, and the books hold', async () => {
  expect(await deadlocks()).toBe(0);
  const { checks } = await verify(company.kernel.environment, company.org);
  expect(checks.filter((check) => check.differences > 0)).toEqual([]);
});

/** The order lines that hold a promise. */
async function promisedLines(): Promise<ReadonlySet<string>> {
  const database = await connect(company.database.admin);
  const { rows } = await database.query<{ demand: string }>('select demand from inventory.reservation_balance where reserved = 1');
  await database.end();
  return new Set(rows.map((row) => row.demand));
}
/** Each connection counts its own until it is told to hand the count over. */
async function deadlocks(): Promise<number> {
  const { commands } = company.pools;
  const held = await Promise.all(Array.from({ length: commands.totalCount }, () => commands.connect()));
  await Promise.all(held.map((client) => client.query('select pg_stat_force_next_flush()')));
  for (const client of held) client.release();
  const { rows } = await company.pools.plain.query<{ deadlocks: string }>('select deadlocks::text from pg_stat_database where datname = current_database()');
  return Number(rows[0]?.deadlocks ?? Number.NaN);
}
