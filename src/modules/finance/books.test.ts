import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, sum, toMoney, zero } from '#decimal';
import type { LocalDate } from '#declare';
import { type ItemEntry, opened, relabelled, reversed, settled, unsettled } from './settlement.ts';
import { type AccountTurnover, runningBalance, trialBalanceOf } from './trial-balance.ts';

const opening: Readonly<Record<string, string>> = {
  '1001': '2000.00',
  '100201': '150000.00',
  '1122': '11300.00',
  '1405': '12630.50',
  '1601': '36000.00',
  '1602': '-6000.00',
  '200101': '-50000.00',
  '222102': '-3380.00',
  '4001': '-100000.00',
  '410415': '-52550.50',
};
const turnover = (key: string, debit = '0', credit = '0'): AccountTurnover => ({
  key,
  opening: decimal(opening[key] ?? '0'),
  debit: decimal(debit),
  credit: decimal(credit),
  ytd_debit: decimal(debit),
  ytd_credit: decimal(credit),
});
const quiet = ['1001', '1601', '1602', '200101', '222102', '4001', '410415'].map((key) => turnover(key));
const text = (value: Decimal | null): string => (value === null ? '' : toMoney(value));

describe('first sale: trial balance', () => {
  const january = [
    ...quiet,
    turnover('100201', '15000'),
    turnover('1122', '7600.00', '14300.00'),
    turnover('1405', '0', '5427.79'),
    turnover('2203', '0', '700.00'),
    turnover('22210107', '0', '505.98'),
    turnover('222106', '505.98', '816.57'),
    turnover('6001', '0', '6783.43'),
    turnover('640101', '5427.79'),
  ];
  test('first sale: step 12 — rows and Σ 211,930.50 · 28,533.77 · 220,230.50 on each side', () => {
    const { rows, totals, balanced } = trialBalanceOf(january);
    const row = (key: string) => {
      const cells = rows.find((each) => each.key === key)?.cells;
      return cells && [text(cells.opening_debit), text(cells.opening_credit), text(cells.debit), text(cells.credit), text(cells.closing_debit), text(cells.closing_credit)];
    };
    expect(row('1122')).toEqual(['11300.00', '', '7600.00', '14300.00', '4600.00', '']);
    expect(row('222106')).toEqual(['', '', '505.98', '816.57', '', '310.59']);
    expect(row('1602')).toEqual(['', '6000.00', '', '', '', '6000.00']);
    expect(rows.map((each) => each.key)).toEqual([
      '1001',
      '100201',
      '1122',
      '1405',
      '1601',
      '1602',
      '200101',
      '2203',
      '22210107',
      '222102',
      '222106',
      '4001',
      '410415',
      '6001',
      '640101',
    ]);
    expect(Object.values(totals).map(text)).toEqual(['211930.50', '211930.50', '28533.77', '28533.77', '28533.77', '28533.77', '220230.50', '220230.50']);
    expect(balanced).toBe(true);
  });
  test('first sale: step 14 — as of 2026-01-15 Σ 216,495.99', () => {
    const { totals } = trialBalanceOf([
      ...quiet,
      turnover('100201'),
      turnover('1122', '4565.49'),
      turnover('1405', '0', '3222.79'),
      turnover('222106', '0', '505.98'),
      turnover('6001', '0', '4059.51'),
      turnover('640101', '3222.79'),
    ]);
    expect([text(totals.closing_debit), text(totals.closing_credit)]).toEqual(['216495.99', '216495.99']);
  });
  test('first sale: step 15 — red entries lower the turnovers: 23,294.26, closing 217,195.99', () => {
    const { totals } = trialBalanceOf([
      ...quiet,
      turnover('100201', '15000'),
      turnover('1122', '4565.49', '14300.00'),
      turnover('1405', '0', '3222.79'),
      turnover('2203', '0', '700.00'),
      turnover('22210107', '0', '505.98'),
      turnover('222106', '505.98', '505.98'),
      turnover('6001', '0', '4059.51'),
      turnover('640101', '3222.79'),
    ]);
    expect([text(totals.debit), text(totals.credit), text(totals.closing_debit)]).toEqual(['23294.26', '23294.26', '217195.99']);
  });
  test('an imbalance is told, accounts without any figure are left out', () => {
    const { rows, balanced } = trialBalanceOf([turnover('1001'), turnover('1121')]);
    expect([rows.length, balanced]).toEqual([1, false]);
  });
  test('first sale: step 12 — account ledger of 1122', () => {
    const entries = [
      ['4565.49', '0'],
      ['3034.51', '0'],
      ['0', '14300'],
    ].map(([debit, credit]) => ({ debit: decimal(debit ?? '0'), credit: decimal(credit ?? '0') }));
    expect(runningBalance(decimal('11300'), entries).map((entry) => toMoney(entry.balance))).toEqual(['15865.49', '18900.00', '4600.00']);
  });
});

describe('3.0.5 open items', () => {
  const day = (date: string): LocalDate => date as LocalDate;
  const remaining = (entries: readonly ItemEntry[], item: string, at = '9999-12-31'): Decimal =>
    sum(
      entries.filter((entry) => entry.item === item && entry.date <= at),
      (entry) => entry.change,
    );
  const book = (): ItemEntry[] => [
    opened('XS-1210', decimal('11300'), day('2025-12-10')),
    opened('CK1', decimal('4565.49'), day('2026-01-12')),
    opened('CK2', decimal('3034.51'), day('2026-01-20')),
  ];
  const open = (entries: readonly ItemEntry[], item: string) => ({ item, remaining: remaining(entries, item) });

  test('first sale: step 10 — the invoice takes over the delivery: −4,565.49 and +4,565.49', () => {
    const entries = book();
    const { entries: added, moved } = relabelled([open(entries, 'CK1')], { item: 'FP1', amount: decimal('4565.49') }, day('2026-01-22'));
    expect(added.map((entry) => [entry.item, toMoney(entry.change), toMoney(entry.amount)])).toEqual([
      ['CK1', '-4565.49', '0.00'],
      ['FP1', '4565.49', '4565.49'],
    ]);
    expect(toMoney(moved)).toBe('4565.49');
    entries.push(...added);
    expect(toMoney(remaining(entries, 'CK1', '2026-01-15'))).toBe('4565.49');
    expect(toMoney(remaining(entries, 'CK1'))).toBe('0.00');
  });
  test('an invoice larger than what is still open moves only that; oldest first', () => {
    const { entries, moved } = relabelled(
      [
        { item: 'A', remaining: decimal(30) },
        { item: 'B', remaining: zero },
        { item: 'C', remaining: decimal(50) },
      ],
      { item: 'F', amount: decimal(100) },
      day('2026-01-22'),
    );
    expect(entries.map((entry) => [entry.item, toMoney(entry.change)])).toEqual([
      ['A', '-30.00'],
      ['C', '-50.00'],
      ['F', '80.00'],
    ]);
    expect(toMoney(moved)).toBe('80.00');
    expect(relabelled([], { item: 'F', amount: decimal(100) }, day('2026-01-22')).entries).toEqual([]);
  });
  test('first sale: step 11 — Σ remaining after the receipt is the balance of the general ledger', () => {
    const entries = book();
    entries.push(opened('SK1', decimal('-14300'), day('2026-01-28')));
    entries.push(...settled(open(entries, 'XS-1210'), open(entries, 'SK1'), decimal('11300'), day('2026-01-28')));
    entries.push(...settled(open(entries, 'CK1'), open(entries, 'SK1'), decimal('3000'), day('2026-01-28')));
    expect(['XS-1210', 'CK1', 'CK2', 'SK1'].map((item) => toMoney(remaining(entries, item)))).toEqual(['0.00', '1565.49', '3034.51', '0.00']);
    expect(toMoney(sum(entries, (entry) => entry.change))).toBe('4600.00');
  });
  test('open_item.over_settled: more than remains on either side, or two items of one sign', () => {
    const entries = book();
    const credit = { item: 'SK1', remaining: decimal(-5000) };
    const refused = expect.objectContaining({ code: 'open_item.over_settled' });
    expect(() => settled(open(entries, 'CK1'), credit, decimal('4565.50'), day('2026-01-28'))).toThrowError(refused);
    expect(() => settled(open(entries, 'XS-1210'), credit, decimal('5000.01'), day('2026-01-28'))).toThrowError(refused);
    expect(() => settled(open(entries, 'CK1'), open(entries, 'CK2'), decimal(1), day('2026-01-28'))).toThrowError(refused);
  });
  test('un-settling adds counter-entries and gives both back', () => {
    const entries = [...book(), opened('SK1', decimal(-100), day('2026-01-28'))];
    const pair = settled(open(entries, 'CK2'), open(entries, 'SK1'), decimal(100), day('2026-01-28'));
    entries.push(...pair, ...unsettled(pair, day('2026-01-30')));
    expect([toMoney(remaining(entries, 'CK2')), toMoney(remaining(entries, 'SK1')), toMoney(remaining(entries, 'CK2', '2026-01-29'))]).toEqual(['3034.51', '-100.00', '2934.51']);
  });
  test('first sale: step 15 — the opposite item settles its original at once; what was paid stays a credit', () => {
    const entries = book();
    entries.push(...reversed(open(entries, 'CK2'), 'CK3', decimal('3034.51'), day('2026-01-20')));
    expect([toMoney(remaining(entries, 'CK2')), toMoney(remaining(entries, 'CK3'))]).toEqual(['0.00', '0.00']);
    const partly = reversed({ item: 'A', remaining: decimal(40) }, 'B', decimal(100), day('2026-01-20'));
    expect([toMoney(remaining(partly, 'A')), toMoney(remaining(partly, 'B'))]).toEqual(['-40.00', '-60.00']);
  });
});
