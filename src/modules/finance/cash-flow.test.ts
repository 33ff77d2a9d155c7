import { describe, expect, test } from 'vitest';
import { decimal, toMoney } from '#decimal';
import { allocate } from './allocate.ts';
import { type CashLine, cashFlowTags, reversedTags } from './cash-flow.ts';
import { cashFlowItems } from './cash-flow-items.ts';
import { casChart } from './chart-cas.ts';
import { sbeChart } from './chart-sbe.ts';

const accounts = new Map(casChart.map((account) => [account.code, account]));
const line = (line_no: number, account: string, debit: string, credit: string, cf_item: string | null = null): CashLine => {
  const found = accounts.get(account) ?? accounts.get(account.slice(0, 4));
  if (!found) throw new Error(`no account ${account}`);
  return { line_no, account, is_cash: found.is_cash, debit: decimal(debit), credit: decimal(credit), cf_in: found.cf_in, cf_out: found.cf_out, cf_item };
};
/** `['221101', '50000', '']`: account, debit, credit. */
const tags = (rows: readonly (readonly [string, string, string])[], documentItem: string | null = null) =>
  cashFlowTags(
    rows.map(([account, debit, credit], index) => line(index + 1, account, debit || '0', credit || '0')),
    documentItem,
  ).map((tag) => [tag.account, tag.cf_item, toMoney(tag.amount)]);

describe('3.1 R5 cash-flow tags', () => {
  test('3.1 example 6: payroll payment → one tag', () => {
    expect(
      tags([
        ['221101', '50000', ''],
        ['100201', '', '45500'],
        ['222112', '', '500'],
        ['224101', '', '4000'],
      ]),
    ).toEqual([['221101', 'CF112', '-45500.00']]);
  });
  test('first sale: step 11 — CF101 14,300.00 (1122) and 700.00 (2203)', () => {
    expect(
      tags([
        ['100201', '15000', ''],
        ['1122', '', '14300'],
        ['2203', '', '700'],
      ]),
    ).toEqual([
      ['1122', 'CF101', '14300.00'],
      ['2203', 'CF101', '700.00'],
    ]);
  });
  test('3.3 March: tags of the cash vouchers add up to the direct statement', () => {
    const march: readonly (readonly (readonly [string, string, string])[])[] = [
      [
        ['100201', '200000', ''],
        ['1122', '', '200000'],
      ],
      [
        ['220201', '150000', ''],
        ['100201', '', '150000'],
      ],
      [
        ['222102', '18000', ''],
        ['222113', '1260', ''],
        ['222114', '540', ''],
        ['222115', '360', ''],
        ['100201', '', '20160'],
      ],
      [
        ['221101', '50000', ''],
        ['100201', '', '45500'],
        ['222112', '', '500'],
        ['224101', '', '4000'],
      ],
      [
        ['2231', '749.17', ''],
        ['100201', '', '749.17'],
      ],
      [
        ['100201', '312.50', ''],
        ['660302', '-312.50', ''],
      ],
      [
        ['1601', '50000', ''],
        ['22210101', '6500', ''],
        ['100201', '', '56500'],
      ],
      [
        ['100201', '4520', ''],
        ['1606', '', '4000'],
        ['22210107', '', '520'],
      ],
      [
        ['100201', '100000', ''],
        ['2501', '', '100000'],
      ],
      [
        ['200101', '50000', ''],
        ['100201', '', '50000'],
      ],
      [
        ['660204', '2800', ''],
        ['122101', '', '2000'],
        ['1001', '', '800'],
      ],
      [
        ['1001', '2000', ''],
        ['100201', '', '2000'],
      ],
    ];
    const totals = new Map<string, string>();
    for (const voucher of march) for (const [, item, amount] of tags(voucher)) totals.set(item ?? '', toMoney(decimal(totals.get(item ?? '') ?? '0').plus(amount ?? '0')));
    expect(Object.fromEntries(totals)).toEqual({
      CF101: '200000.00',
      CF111: '-150000.00',
      CF113: '-20160.00',
      CF112: '-45500.00',
      CF3122: '-749.17',
      CF103: '312.50',
      CF211: '-56500.00',
      CF203: '4520.00',
      CF302: '100000.00',
      CF311: '-50000.00',
      CF114: '-800.00',
    });
  });
  test('R5: lines that pull the other way are netted in proportion, by largest remainders; Σ = movement', () => {
    const found = cashFlowTags([
      line(1, '100201', '0', '99.99'),
      line(2, '660204', '33.34', '0'),
      line(3, '660205', '33.33', '0'),
      line(4, '660206', '33.33', '0'),
      line(5, '224199', '0', '0.01'),
    ]);
    expect(found.map((tag) => [tag.line_no, toMoney(tag.amount)])).toEqual([
      [2, '-33.33'],
      [3, '-33.33'],
      [4, '-33.33'],
    ]);
  });
  test('R5: all-cash vouchers and a net movement of zero need no tag', () => {
    expect(
      tags([
        ['1001', '2000', ''],
        ['100201', '', '2000'],
      ]),
    ).toEqual([]);
    expect(
      tags([
        ['100201', '5', ''],
        ['1001', '', '5'],
        ['660204', '7', ''],
        ['224199', '', '7'],
      ]),
    ).toEqual([]);
  });
  test('R5: item = line override, else document kind, else account; cash_flow.untagged when nothing says it', () => {
    expect(cashFlowTags([line(1, '100201', '5', '0'), line(2, '1122', '0', '5', 'CF103')])[0]?.cf_item).toBe('CF103');
    expect(
      tags(
        [
          ['100201', '5', ''],
          ['1122', '', '5'],
        ],
        'CF303',
      ),
    ).toEqual([['1122', 'CF303', '5.00']]);
    expect(() =>
      tags([
        ['100201', '5', ''],
        ['1711', '', '5'],
      ]),
    ).toThrowError(expect.objectContaining({ code: 'cash_flow.untagged' }));
  });
  test('a reversal takes the tags back', () => {
    const found = cashFlowTags([line(1, '100201', '5', '0'), line(2, '1122', '0', '5')]);
    expect(reversedTags(found).map((tag) => toMoney(tag.amount))).toEqual(['-5.00']);
  });
  test('every default item of both charts is an item of the statement', () => {
    const known = new Set(cashFlowItems.map((each) => each.code));
    for (const account of [...casChart, ...sbeChart])
      for (const code of [account.cf_in, account.cf_out]) if (code !== null) expect([account.code, code, known.has(code)]).toEqual([account.code, code, true]);
  });
});

describe('A3 allocation', () => {
  const shares = (amount: string, ...weights: string[]) =>
    allocate(
      decimal(amount),
      weights.map((weight) => decimal(weight)),
    ).map(toMoney);
  test('largest remainders, ties to the lower line; negative by magnitude', () => {
    expect(shares('100', '1', '1', '1')).toEqual(['33.34', '33.33', '33.33']);
    expect(shares('-100', '1', '1', '1')).toEqual(['-33.34', '-33.33', '-33.33']);
    expect(shares('0.05', '1', '2', '0')).toEqual(['0.02', '0.03', '0.00']);
  });
  test('amount.nothing_to_allocate', () => {
    expect(() => shares('1', '0', '0')).toThrowError(expect.objectContaining({ code: 'amount.nothing_to_allocate' }));
  });
});
