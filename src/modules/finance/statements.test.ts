import { describe, expect, test } from 'vitest';
import { type Decimal, decimal, toMoney, zero } from '#decimal';
import { casChart } from './chart-cas.ts';
import { sbeChart } from './chart-sbe.ts';
import { toSbe } from './chart-sub.ts';
import { marchOpening, marchVouchers, writtenLines } from './march.support.ts';
import {
  type AccountNet,
  balanceSheet,
  balanceSheetContributions,
  drill,
  figure,
  incomeContributions,
  incomeStatement,
  netted,
  profitCheck,
  type Statement,
} from './statements.ts';

interface Posted {
  readonly account: string;
  readonly party: string | null;
  readonly debit: Decimal;
  readonly credit: Decimal;
}
function voucher(text: string): readonly Posted[] {
  const lines = writtenLines(text).map(({ side, account, party, amount }) => {
    const value = decimal(amount);
    return { account, party: party ?? null, debit: side === 'Dr' ? value : zero, credit: side === 'Cr' ? value : zero };
  });
  const difference = lines.reduce((total, line) => total.plus(line.debit).minus(line.credit), zero);
  if (!difference.eq(zero)) throw new Error(`${text} does not balance: ${difference}`);
  return lines;
}
const cells = (statement: Statement, column: string): Record<string, string> =>
  Object.fromEntries(statement.rows.filter((row) => !row.cells[column]?.eq(zero)).map((row) => [row.key, toMoney(row.cells[column] ?? zero)]));

const cas = { standard: 'cas', accounts: casChart } as const;
const sbe = { standard: 'sbe', accounts: sbeChart } as const;

const opening = voucher(marchOpening);
const march = marchVouchers.flatMap(voucher);
/** Voucher 23: every profit-and-loss balance to 4103; kind pl_close, so the income statement does not see it. */
const carryForward: readonly Posted[] = [
  ...netted(march.filter((line) => line.account.startsWith('6'))).map(({ account, net }) => ({ account, party: null, debit: zero, credit: net })),
  { account: '4103', party: null, debit: zero, credit: decimal('12540.70') },
];

describe('3.3 worked example March', () => {
  const sheet = balanceSheet({ closing: netted([...opening, ...march, ...carryForward]), opening: netted(opening) }, cas);
  test('3.3 March: balance sheet', () => {
    expect(cells(sheet, 'closing')).toEqual({
      cash: '786123.33',
      accounts_receivable: '138800.00',
      prepayments: '52000.00',
      other_receivables: '1000.00',
      inventories: '280000.00',
      total_current_assets: '1257923.33',
      fixed_assets: '488000.00',
      total_noncurrent_assets: '488000.00',
      total_assets: '1745923.33',
      short_term_loans: '150000.00',
      accounts_payable: '43000.00',
      advances_received: '50000.00',
      payroll_payable: '50000.00',
      taxes_payable: '12542.63',
      other_payables: '4000.00',
      total_current_liabilities: '309542.63',
      long_term_loans: '100000.00',
      total_noncurrent_liabilities: '100000.00',
      total_liabilities: '409542.63',
      paid_in_capital: '1000000.00',
      surplus_reserve: '20000.00',
      undistributed_profit: '316380.70',
      total_equity: '1336380.70',
      total_liabilities_and_equity: '1745923.33',
    });
    const before = cells(sheet, 'opening');
    expect([before['cash'], before['accounts_receivable'], before['prepayments'], before['other_receivables'], before['inventories'], before['fixed_assets']]).toEqual([
      '805000.00',
      '114000.00',
      '52000.00',
      '3000.00',
      '300000.00',
      '450000.00',
    ]);
    expect([before['short_term_loans'], before['accounts_payable'], before['advances_received'], before['taxes_payable']]).toEqual([
      '200000.00',
      '80000.00',
      '50000.00',
      '20160.00',
    ]);
    expect(sheet.checks.map((check) => [check.key, check.ok])).toEqual([
      ['balance.closing', true],
      ['balance.opening', true],
    ]);
  });
  test('3.3 March: the same sheet before the profit is carried forward', () => {
    const unclosed = balanceSheet({ closing: netted([...opening, ...march]), opening: [] }, cas);
    expect(cells(unclosed, 'closing')).toEqual(cells(sheet, 'closing'));
  });
  const income = incomeStatement({ amount: netted(march), prior: [] }, cas);
  test('3.3 March: income statement', () => {
    expect(cells(income, 'amount')).toEqual({
      revenue: '200000.00',
      operating_cost: '120000.00',
      taxes_and_surcharges: '842.40',
      selling_expense: '22000.00',
      admin_expense: '37800.00',
      finance_cost: '436.67',
      interest_expense: '749.17',
      interest_income: '312.50',
      credit_impairment: '-1200.00',
      disposal_gain: '-1000.00',
      operating_profit: '16720.93',
      profit_before_tax: '16720.93',
      income_tax: '4180.23',
      net_profit: '12540.70',
      total_comprehensive_income: '12540.70',
    });
  });
  test('3.3 March: profit check, and it names the difference when appropriations are forgotten', () => {
    const undistributed = { closing: figure(sheet, 'undistributed_profit', 'closing'), opening: figure(sheet, 'undistributed_profit', 'opening') };
    const facts = { netProfitToDate: figure(income, 'net_profit', 'amount'), undistributed, appropriated: zero, dividends: zero, priorYears: zero };
    expect(profitCheck(facts)).toMatchObject({ key: 'profit', ok: true });
    const appropriated = { ...facts, undistributed: { ...undistributed, closing: undistributed.closing.minus('1254.07') } };
    expect(toMoney(profitCheck(appropriated).difference)).toBe('-1254.07');
    expect(profitCheck({ ...appropriated, appropriated: decimal('1254.07') }).ok).toBe(true);
  });
  test('3.3 every cell, totals too, is the sum of what it drills down to', () => {
    const parts = balanceSheetContributions(netted([...opening, ...march]), cas);
    for (const row of sheet.rows) {
      const total = drill(sheet.form, row.key, parts).reduce((sum, part) => sum.plus(part.net), zero);
      expect([row.key, toMoney(total)]).toEqual([row.key, toMoney(row.cells['closing'] ?? zero)]);
    }
    const turnovers = incomeContributions(netted(march), cas);
    for (const row of income.rows) {
      const total = drill(income.form, row.key, turnovers).reduce((sum, part) => sum.plus(part.net), zero);
      expect([row.key, toMoney(total)]).toEqual([row.key, toMoney(row.cells['amount'] ?? zero)]);
    }
  });
});

describe('first sale: statements', () => {
  const openings = voucher(
    'Dr 1001 2,000.00 · Dr 100201 150,000.00 · Dr 1122/C000001 11,300.00 · Dr 1405 12,630.50 · Dr 1601 36,000.00 · Cr 1602 6,000.00 · Cr 200101 50,000.00 · Cr 222102 3,380.00 · Cr 4001 100,000.00 · Cr 410415 52,550.50',
  );
  const delivery1 = voucher('Dr 1122/C000001 4,565.49 · Cr 6001 4,059.51 · Cr 222106 505.98 · Dr 640101 3,222.79 · Cr 1405 3,222.79');
  const delivery2 = voucher('Dr 1122/C000001 3,034.51 · Cr 6001 2,723.92 · Cr 222106 310.59 · Dr 640101 2,205.00 · Cr 1405 2,205.00');
  const invoice = voucher('Dr 222106 505.98 · Cr 22210107 505.98');
  const receipt = voucher('Dr 100201 15,000.00 · Cr 1122/C000001 14,300.00 · Cr 2203/C000001 700.00');
  const reversal = voucher('Dr 1122/C000001 −3,034.51 · Cr 6001 −2,723.92 · Cr 222106 −310.59 · Dr 640101 −2,205.00 · Cr 1405 −2,205.00');
  const january = [...delivery1, ...delivery2, ...invoice, ...receipt];
  const sheetOf = (entries: readonly Posted[]) => balanceSheet({ closing: netted([...openings, ...entries]), opening: netted(openings) }, cas);

  test('first sale: step 12 — balance sheet and income statement of January', () => {
    const sheet = sheetOf(january);
    expect(cells(sheet, 'closing')).toEqual({
      cash: '167000.00',
      accounts_receivable: '4600.00',
      inventories: '7202.71',
      total_current_assets: '178802.71',
      fixed_assets: '30000.00',
      total_noncurrent_assets: '30000.00',
      total_assets: '208802.71',
      short_term_loans: '50000.00',
      advances_received: '700.00',
      taxes_payable: '3885.98',
      other_current_liabilities: '310.59',
      total_current_liabilities: '54896.57',
      total_liabilities: '54896.57',
      paid_in_capital: '100000.00',
      undistributed_profit: '53906.14',
      total_equity: '153906.14',
      total_liabilities_and_equity: '208802.71',
    });
    expect(cells(sheet, 'opening')).toMatchObject({
      cash: '152000.00',
      accounts_receivable: '11300.00',
      total_assets: '205930.50',
      taxes_payable: '3380.00',
      total_liabilities: '53380.00',
      undistributed_profit: '52550.50',
    });
    expect(sheet.checks.every((check) => check.ok)).toBe(true);
    const income = cells(incomeStatement({ amount: netted(january), prior: [] }, cas), 'amount');
    expect(income).toEqual({
      revenue: '6783.43',
      operating_cost: '5427.79',
      operating_profit: '1355.64',
      profit_before_tax: '1355.64',
      net_profit: '1355.64',
      total_comprehensive_income: '1355.64',
    });
  });
  test('first sale: step 14 — as of 2026-01-15', () => {
    expect(cells(sheetOf(delivery1), 'closing')).toMatchObject({
      cash: '152000.00',
      accounts_receivable: '15865.49',
      inventories: '9407.71',
      fixed_assets: '30000.00',
      total_assets: '207273.20',
      short_term_loans: '50000.00',
      taxes_payable: '3380.00',
      other_current_liabilities: '505.98',
      paid_in_capital: '100000.00',
      undistributed_profit: '53387.22',
      total_liabilities_and_equity: '207273.20',
    });
    expect(toMoney(figure(incomeStatement({ amount: netted(delivery1) }, cas), 'net_profit', 'amount'))).toBe('836.72');
  });
  test('first sale: step 15 — after the reversal', () => {
    const sheet = cells(sheetOf([...january, ...reversal]), 'closing');
    expect(sheet).toMatchObject({
      cash: '167000.00',
      accounts_receivable: '1565.49',
      inventories: '9407.71',
      total_assets: '207973.20',
      advances_received: '700.00',
      taxes_payable: '3885.98',
      undistributed_profit: '53387.22',
      total_liabilities_and_equity: '207973.20',
    });
    expect(sheet['other_current_liabilities']).toBeUndefined();
    expect(toMoney(figure(incomeStatement({ amount: netted([...january, ...reversal]) }, cas), 'net_profit', 'amount'))).toBe('836.72');
  });
  test('first sale: step 17 — the same under SBE', () => {
    const translated = (entries: readonly Posted[]): readonly AccountNet[] => netted(entries.map((entry) => ({ ...entry, account: toSbe(entry.account) ?? '' })));
    const sheet = balanceSheet({ closing: translated([...openings, ...january]), opening: translated(openings) }, sbe);
    expect(cells(sheet, 'closing')).toEqual({
      '1': '167000.00',
      '4': '4600.00',
      '9': '7202.71',
      '12': '7202.71',
      '15': '178802.71',
      '18': '36000.00',
      '19': '6000.00',
      '20': '30000.00',
      '29': '30000.00',
      '30': '208802.71',
      '31': '50000.00',
      '34': '700.00',
      '36': '4196.57',
      '41': '54896.57',
      '47': '54896.57',
      '48': '100000.00',
      '51': '53906.14',
      '52': '153906.14',
      '53': '208802.71',
    });
    expect(cells(incomeStatement({ amount: translated(january) }, sbe), 'amount')).toEqual({ '1': '6783.43', '2': '5427.79', '21': '1355.64', '30': '1355.64', '32': '1355.64' });
  });
});

describe('3.3 mapping', () => {
  const at = (balances: readonly AccountNet[], level: 'party' | 'account' = 'party') => cells(balanceSheet({ closing: balances }, { ...cas, reclassLevel: level }), 'closing');
  const on = (account: string, net: string, party: string | null = null): AccountNet => ({ account, party, net: decimal(net) });

  test('3.3 a customer in credit is a liability by party, netted by account', () => {
    const balances = [on('1122', '100', 'C1'), on('1122', '-30', 'C2'), on('4001', '-70')];
    expect(at(balances)).toMatchObject({ accounts_receivable: '100.00', advances_received: '30.00', total_assets: '100.00' });
    expect(at(balances, 'account')).toMatchObject({ accounts_receivable: '70.00', total_assets: '70.00' });
  });
  test('3.3 222101 is one net; the other leaves of 2221 stand alone; pending VAT in credit is another current liability', () => {
    expect(at([on('22210101', '150'), on('22210107', '-100'), on('222102', '-20'), on('222106', '-5'), on('4001', '-25')])).toMatchObject({
      other_current_assets: '50.00',
      taxes_payable: '20.00',
      other_current_liabilities: '5.00',
    });
  });
  test('3.3 a bank account in credit is a short-term loan; treasury stock is subtracted', () => {
    expect(at([on('100201', '80'), on('100202', '-30'), on('4201', '10'), on('4001', '-60')])).toMatchObject({
      cash: '80.00',
      short_term_loans: '30.00',
      treasury_stock: '10.00',
      total_equity: '50.00',
      total_liabilities_and_equity: '80.00',
    });
  });
  test('3.3 construction less billings: inventories when debit, contract liabilities when credit', () => {
    expect(at([on('5401', '100'), on('5402', '-40'), on('4001', '-60')])).toMatchObject({ inventories: '60.00' });
    expect(at([on('5401', '40'), on('5402', '-100'), on('1001', '60')])).toMatchObject({ contract_liabilities: '60.00', cash: '60.00' });
  });
  test('3.3 contract assets and liabilities are netted per customer', () => {
    expect(at([on('1473', '100', 'C1'), on('2204', '-30', 'C1'), on('2204', '-50', 'C2'), on('4001', '-20')])).toMatchObject({
      contract_assets: '70.00',
      contract_liabilities: '50.00',
    });
  });
  test('3.3 the part of a loan due within a year moves between lines and the sheet still balances', () => {
    const closing = [on('100201', '100'), on('2501', '-100')];
    const sheet = balanceSheet({ closing }, { ...cas, moves: { closing: [{ from: 'long_term_loans', to: 'current_portion_liabilities', net: decimal(-40) }] } });
    expect(cells(sheet, 'closing')).toMatchObject({ long_term_loans: '60.00', current_portion_liabilities: '40.00', total_liabilities: '100.00' });
    expect(sheet.checks[0]?.ok).toBe(true);
  });
  test('layout.account_unmapped for an account without a line, with the account named', () => {
    expect(() => at([on('1501', '5'), on('4001', '-5')])).toThrowError(expect.objectContaining({ code: 'layout.account_unmapped', params: { account: '1501' } }));
  });
  test('statement.unbalanced is shown, not hidden', () => {
    const sheet = balanceSheet({ closing: [on('1001', '5'), on('4001', '-4.99')] }, cas);
    expect(sheet.checks).toEqual([{ key: 'balance.closing', ok: false, difference: decimal('0.01') }]);
  });
});
