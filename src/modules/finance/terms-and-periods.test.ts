import { describe, expect, test } from 'vitest';
import { decimal, toMoney } from '#decimal';
import type { LocalDate } from '#declare';
import { ageing, bucketOf, remainingAt } from './ageing.ts';
import { addMonths, dayOfMonth, daysBetween, lastDay } from './calendar-day.ts';
import { dueDate, dues, shippedTerms, type Term } from './payment-term.ts';
import { openingDay, openingPeriod, periodsToOpen, periodVerdict, plannedPeriods, reversalDate } from './period.ts';
import { outputVatAccount, shippedTaxCodes, taxRoles } from './tax-codes.ts';

const day = (text: string): LocalDate => text as LocalDate;
const delivered = (date: string, invoice: string | null = null) => ({ delivery: day(date), invoice: invoice === null ? null : day(invoice) });
const term = (code: string): Term => {
  const found = shippedTerms.find((each) => each.code === code);
  if (!found) throw new Error(`no term ${code}`);
  return found;
};

describe('3.0.5 payment terms', () => {
  test('shipped: COD, D30, I30, I60, M30, M60', () => {
    expect(shippedTerms.map((each) => each.code)).toEqual(['COD', 'D30', 'I30', 'I60', 'M30', 'M60']);
  });
  test('delivery: date + days', () => {
    expect([dueDate(term('COD'), delivered('2026-01-12')), dueDate(term('D30'), delivered('2026-01-12'))]).toEqual(['2026-01-12', '2026-02-11']);
  });
  test('first sale: step 8 and 10 — I30 is empty until the invoice, then 2026-01-22 + 30 = 2026-02-21', () => {
    expect(dueDate(term('I30'), delivered('2026-01-12'))).toBeNull();
    expect(dueDate(term('I30'), delivered('2026-01-12', '2026-01-22'))).toBe('2026-02-21');
  });
  test('month: end of the month of the delivery + days, also over February and the year', () => {
    expect(dueDate(term('M30'), delivered('2026-01-12'))).toBe('2026-03-02');
    expect(dueDate(term('M60'), delivered('2025-12-31'))).toBe('2026-03-01');
  });
  test('month_end: date + days, moved to the end of its month', () => {
    expect(dueDate({ base: 'month_end', days: 30 }, delivered('2028-01-31'))).toBe('2028-03-31');
    expect(dueDate({ base: 'month_end', days: 0 }, delivered('2028-02-03'))).toBe('2028-02-29');
  });
  test('fixed_day: the first such day after date + days', () => {
    const fixed = (days: number): Term => ({ base: 'fixed_day', days, fixed_day: 15 });
    expect(dueDate(fixed(0), delivered('2026-01-12'))).toBe('2026-01-15');
    expect(dueDate(fixed(0), delivered('2026-01-15'))).toBe('2026-02-15');
    expect(dueDate(fixed(30), delivered('2026-01-12'))).toBe('2026-02-15');
    expect(dueDate({ base: 'fixed_day', days: 0, fixed_day: 31 }, delivered('2026-02-03'))).toBe('2026-02-28');
  });
  test('instalments: one item each, to the cent', () => {
    const thirds: Term = { base: 'delivery', days: 0, instalments: [30, 30, 40].map((percent, index) => ({ percent: decimal(percent), days: index * 30 })) };
    expect(dues(thirds, decimal('1000.01'), delivered('2026-01-01')).map((part) => [toMoney(part.amount), part.due])).toEqual([
      ['300.00', '2026-01-01'],
      ['300.00', '2026-01-31'],
      ['400.01', '2026-03-02'],
    ]);
  });
});

describe('3.0.5 ageing', () => {
  const items = [
    { doc_date: day('2026-01-01'), due_date: day('2026-01-24'), amount: decimal(50_000), settlements: [{ date: day('2026-03-06'), amount: decimal(20_000) }] },
    { doc_date: day('2026-02-08'), due_date: day('2026-03-10'), amount: decimal(100_000), settlements: [] },
  ];
  const figures = (at: string) => Object.entries(ageing(items, day(at))).flatMap(([key, amount]) => (amount.eq(decimal(0)) ? [] : [[key, toMoney(amount)]]));
  test('3.0.5 example: as of 03-05 and 03-06', () => {
    expect(figures('2026-03-05')).toEqual([
      ['not_due', '100000.00'],
      ['d31_60', '50000.00'],
    ]);
    expect(figures('2026-03-06')).toEqual([
      ['not_due', '100000.00'],
      ['d31_60', '30000.00'],
    ]);
  });
  test('bounds of the buckets; an item without due date is not due; by document date it ages', () => {
    const at = day('2026-12-31');
    const due = (date: string | null) => bucketOf({ doc_date: day('2026-11-01'), due_date: date === null ? null : day(date) }, at, 'due');
    expect(['2026-12-31', '2026-12-30', '2026-12-01', '2026-11-30', '2026-07-04', '2025-12-31', '2025-12-30', '2023-12-31', null].map(due)).toEqual([
      'not_due',
      'd1_30',
      'd1_30',
      'd31_60',
      'd91_180',
      'd181_365',
      'y1_2',
      'y3',
      'not_due',
    ]);
    expect(bucketOf({ doc_date: day('2026-11-01'), due_date: null }, at, 'document')).toBe('d31_60');
  });
  test('as of a day before the document there is nothing', () => {
    const [item] = items;
    if (!item) throw new Error('there are items');
    expect(toMoney(remainingAt(item, day('2025-12-31')))).toBe('0.00');
  });
});

describe('3.0.1 and 3.1 periods', () => {
  const planned = plannedPeriods('2026-01', day('2026-06-15'), 2);
  test('first sale: step 2 — 2026-01 and 2026-02 open, 2026-03 future, rows to the end of next year; opening day 2025-12-31', () => {
    expect(planned.slice(0, 3).map((period) => period.state)).toEqual(['open', 'open', 'future']);
    expect(planned.at(-1)?.code).toBe('2027-12');
    expect(planned).toHaveLength(24);
    expect([openingDay('2026-01'), openingPeriod('2026-01')]).toEqual(['2025-12-31', '2026-00']);
  });
  test('a period opens only when its first day has come, in order, up to the number allowed', () => {
    expect(
      plannedPeriods('2026-01', day('2026-01-31'), 2)
        .map((period) => period.state)
        .slice(0, 2),
    ).toEqual(['open', 'future']);
    const rows = [
      { code: '2026-01', state: 'closed' },
      { code: '2026-02', state: 'open' },
      { code: '2026-03', state: 'future' },
      { code: '2026-04', state: 'future' },
    ] as const;
    expect(periodsToOpen(rows, day('2026-04-30'), 2)).toEqual(['2026-03']);
    expect(periodsToOpen(rows, day('2026-02-28'), 2)).toEqual([]);
    expect(periodsToOpen(rows, day('2026-04-30'), 1)).toEqual([]);
  });
  test('I3: period.closed before go-live and when closed, period.not_open for the future', () => {
    expect(['2025-12-30', '2026-01-05', '2026-03-01', '2031-01-01'].map((date) => periodVerdict(day(date), planned))).toEqual([
      'period.closed',
      'ok',
      'period.not_open',
      'period.not_open',
    ]);
    expect(periodVerdict(day('2026-01-05'), [{ code: '2026-01', state: 'soft_closed' }])).toBe('period.closed');
  });
  test('reversal: the original day while open (first sale: step 15), else the first open day, today for stock (P4-4)', () => {
    const options = { today: day('2026-04-05'), movesStock: false };
    expect(reversalDate(day('2026-01-20'), planned, options)).toBe('2026-01-20');
    const later = [
      { code: '2026-03', state: 'closed' },
      { code: '2026-04', state: 'open' },
    ] as const;
    expect(reversalDate(day('2026-03-31'), later, options)).toBe('2026-04-01');
    expect(reversalDate(day('2026-03-31'), later, { ...options, movesStock: true })).toBe('2026-04-05');
    expect(reversalDate(day('2026-03-31'), [{ code: '2026-03', state: 'closed' }], options)).toBeNull();
  });
  test('calendar', () => {
    expect([lastDay('2028-02'), addMonths('2026-12', 1), addMonths('2026-01', -1), dayOfMonth('2026-02', 31)]).toEqual(['2028-02-29', '2027-01', '2025-12', '2026-02-28']);
    expect(daysBetween(day('2026-03-01'), day('2027-03-01'))).toBe(365);
  });
});

describe('3.7 tax codes', () => {
  test('3.7 seeds; 零税率, 免税 and 不征税 are three codes without tax', () => {
    expect(shippedTaxCodes.map((each) => each.code)).toEqual(['VAT13', 'VAT9', 'VAT6', 'VAT0', 'EXEMPT', 'NONE', 'SIMP3', 'SIMP5', 'SMALL3', 'SMALL1']);
    expect(shippedTaxCodes.filter((each) => each.rate.eq(decimal(0))).map((each) => each.method)).toEqual(['zero', 'exempt', 'none']);
    expect(shippedTaxCodes.find((each) => each.code === 'SMALL1')?.valid_to).toBe('2027-12-31');
  });
  test('roles and accounts by method', () => {
    expect([taxRoles('general'), taxRoles('exempt'), taxRoles('simplified')]).toEqual([
      { output: 'output_vat', input: 'input_vat' },
      { output: null, input: null },
      { output: 'output_vat', input: null },
    ]);
    expect([outputVatAccount('general'), outputVatAccount('simplified'), outputVatAccount('small_scale')]).toEqual(['22210107', '222108', '222101']);
  });
});
