import { afterAll, beforeAll, expect, it } from 'vitest';
import type { LocalDate } from '#declare';
import { decimal, toPlain } from '#decimal';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { newId } from '../../kernel/ids.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { Refused } from '../../kernel/problem.ts';
import { availability } from './availability.ts';
import type { Issue, Receipt } from './services.ts';
import { openDesk, type StockDesk } from './stock-service.support.ts';

const today = '2026-03-15' as LocalDate;
let company: Company;
let desk: StockDesk;

beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-03-15T04:00:00Z') });
  expect((await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01', max_open_periods: 3 })).status).toBe(200);
  desk = await openDesk(company);
});
afterAll(() => company.close());

async function stocked(code: string, qty: number, value: string): Promise<string> {
  const { body } = await company.admin.post<{ id: string }>('/api/inventory/product', { code, name: code, base_unit: '个' });
  const receipt: Receipt = { line: newId(), at: '/lines/0/qty', product: body.id, warehouse: desk.warehouse, qty: decimal(qty), value: decimal(value), from: 'supplier' };
  await desk.move({ date: today, receipts: [receipt] });
  return body.id;
}
const issue = (product: string, qty: number): Issue => ({ line: newId(), at: '/lines/0/qty', product, warehouse: desk.warehouse, qty: decimal(qty), to: 'customer' });
/** How each of them ended: `done` or the code of its refusal. */
async function together(works: readonly (() => Promise<unknown>)[]): Promise<Record<string, number>> {
  const ends = await Promise.all(
    works.map((work) =>
      work().then(
        () => 'done',
        (error: unknown) => (error instanceof Refused ? error.code : String(error)),
      ),
    ),
  );
  return Object.fromEntries([...new Set(ends)].map((end) => [end, ends.filter((one) => one === end).length]));
}

it('EX-5.0-1: 200 attempts to take 1 of 10: exactly 10 succeed', async () => {
  const product = await stocked('HOT', 10, '33.33');
  const ends = await together(Array.from({ length: 200 }, () => () => desk.move({ date: today, issues: [issue(product, 1)] })));
  expect(ends).toEqual({ done: 10, 'stock.insufficient': 190 });
  const [row] = await desk.ask((read) => availability(read, [{ product, warehouse: desk.warehouse }]));
  const [head] = await desk.ask((read) => read.balances('inventory.cost_head', [{ product: product as never }]));
  expect([row?.on_hand, row?.sellable, head?.qty, head?.value].map((one) => toPlain(one ?? decimal(-1)))).toEqual(['0', '0', '0', '0']);
});
it('EX-5.0-2: the same two products in either order never deadlock', async () => {
  const [a, b] = [await stocked('A', 1000, '1000.00'), await stocked('B', 1000, '2000.00')];
  const pairs = Array.from({ length: 100 }, () => [
    () => desk.move({ date: today, issues: [issue(b, 1), issue(a, 1)] }),
    () => desk.move({ date: today, issues: [issue(a, 1), issue(b, 1)] }),
  ]).flat();
  expect(await together(pairs)).toEqual({ done: 200 });
  const rows = await desk.ask((read) =>
    availability(read, [
      { product: a, warehouse: desk.warehouse },
      { product: b, warehouse: desk.warehouse },
    ]),
  );
  expect(rows.map((row) => toPlain(row.on_hand))).toEqual(['800', '800']);
});
it('many promises of one product never exceed what there is', async () => {
  const product = await stocked('WANTED', 25, '25.00');
  const demand = () => ({ line: newId(), product, warehouse: desk.warehouse, qty: decimal(2), date: today });
  expect(await together(Array.from({ length: 20 }, () => () => desk.reserve([demand()])))).toEqual({ done: 20 });
  const [row] = await desk.ask((read) => availability(read, [{ product, warehouse: desk.warehouse }]));
  expect([row?.reserved, row?.available].map((one) => toPlain(one ?? decimal(-1)))).toEqual(['25', '0']);
});
it('balances are the sums of their ledgers afterwards', async () => {
  const { checks } = await verify(company.kernel.environment, company.org, ['inventory']);
  expect(checks.filter((check) => check.differences > 0 && check.name !== 'inventory.ledger_value')).toEqual([]);
});
