import { describe, expect, test } from 'vitest';
import { decimal, toMoney, zero } from '#decimal';
import { casChart } from './chart-cas.ts';
import { type OpeningBalance, type OpeningItem, openingEntries, openingProblems } from './opening-check.ts';

const directions = new Map(casChart.map((account) => [account.code, account.direction]));
const balance = (account: string, opening: string, dimensions: Record<string, string> = {}, year: Partial<OpeningBalance> = {}): OpeningBalance => ({
  account,
  direction: directions.get(account) ?? directions.get(account.slice(0, 4)) ?? 'D',
  dimensions,
  opening: decimal(opening),
  year_open: null,
  debit_ytd: null,
  credit_ytd: null,
  ...year,
});
const firstSale = (undistributed = '52550.50'): readonly OpeningBalance[] => [
  balance('1001', '2000.00'),
  balance('100201', '150000.00'),
  balance('1122', '11300.00', { customer: 'C000001' }),
  balance('1405', '12630.50'),
  balance('1601', '36000.00'),
  balance('1602', '6000.00'),
  balance('200101', '50000.00'),
  balance('222102', '3380.00'),
  balance('4001', '100000.00'),
  balance('410415', undistributed),
];
const item = (amount: string): OpeningItem => ({ account: '1122', dimension: 'customer=C000001', amount: decimal(amount) });
const found = (balances: readonly OpeningBalance[], items: readonly OpeningItem[]) =>
  openingProblems(balances, items).map((problem) => [
    problem.code,
    ...Object.values(problem.params).map((value) => (typeof value === 'string' ? value : toMoney(decimal(String(value))))),
  ]);

describe('3.1 R7 opening', () => {
  test('first sale: step 5 — ten lines, Σ Dr 211,930.50 = Σ Cr 211,930.50', () => {
    expect(found(firstSale(), [item('11300.00')])).toEqual([]);
    const entries = openingEntries(firstSale());
    expect(entries).toHaveLength(10);
    const totals = entries.reduce((sums, entry) => ({ debit: sums.debit.plus(entry.debit), credit: sums.credit.plus(entry.credit) }), { debit: zero, credit: zero });
    expect([toMoney(totals.debit), toMoney(totals.credit)]).toEqual(['211930.50', '211930.50']);
  });
  test('first sale: step 5 — 52550.51 → opening.unbalanced {difference "-0.01"}', () => {
    expect(found(firstSale('52550.51'), [item('11300.00')])).toEqual([['opening.unbalanced', '-0.01']]);
  });
  test('first sale: step 5 — item 11000.00 → opening.items_mismatch; no item at all likewise', () => {
    expect(found(firstSale(), [item('11000.00')])).toEqual([['opening.items_mismatch', '1122', '11000.00', '11300.00', 'customer=C000001']]);
    expect(found(firstSale(), [])).toEqual([['opening.items_mismatch', '1122', '0.00', '11300.00', 'customer=C000001']]);
  });
  test('items of a party without a balance are a mismatch', () => {
    expect(found(firstSale(), [item('11300.00'), { ...item('5'), dimension: 'customer=C2' }])).toEqual([['opening.items_mismatch', '1122', '5.00', '0.00', 'customer=C2']]);
  });
  test('open = year_open ± dr ∓ cr by direction', () => {
    const turnovers = { year_open: decimal(100), debit_ytd: decimal(30), credit_ytd: decimal(10) };
    expect(found([balance('1001', '120', {}, turnovers), balance('4001', '120')], [])).toEqual([]);
    expect(found([balance('1001', '80'), balance('4001', '80', {}, turnovers)], [])).toEqual([]);
    expect(found([balance('1001', '100', {}, turnovers), balance('4001', '100')], [])).toEqual([['opening.turnover_mismatch', '1001']]);
  });
  test('an opening against the direction is negative on the account’s side', () => {
    const [entry] = openingEntries([balance('2203', '-5', { customer: 'C1' })]);
    expect([toMoney(entry?.debit ?? zero), toMoney(entry?.credit ?? zero)]).toEqual(['0.00', '-5.00']);
  });
});
