import { describe, expect, test } from 'vitest';
import { decimal, toMoney } from '#decimal';
import type { LocalDate, Ref } from '#declare';
import { accountRoles } from './account-roles.ts';
import { casChart } from './chart-cas.ts';
import { blueCopy, cancelSummary, correctSummary, type FindAccount, redCopy, reversalKind, type VoucherLine, voucherLines } from './posting.ts';
import { advanceApplied, delivered, invoiced, received, returned } from './posting-rules.ts';
import { balanceProblems, voucherProblems, voucherWord } from './voucher-check.ts';

const accounts = new Map(casChart.map((account) => [account.code, account]));
const bankLeaf = { code: '100201', aux_required: [], aux_optional: [] };
const find: FindAccount = (role) => (role === 'bank' ? bankLeaf : (accounts.get(accountRoles[role as keyof typeof accountRoles].cas) ?? null));
const written = (lines: readonly VoucherLine[]): readonly string[] =>
  lines.map((line) => {
    const debit = !line.debit.eq(decimal(0));
    const party = Object.values(line.dimensions).join(' ');
    return `${debit ? 'Dr' : 'Cr'} ${line.account}${party === '' ? '' : ` ${party}`} ${toMoney(debit ? line.debit : line.credit)}`;
  });
/** Ids are codes here, so that the lines read as the chapter writes them. */
const customer = (code: string) => code as Ref<'customers.customer'>;
const headquarters = 'HQ' as Ref<'core.department'>;
const bank = (code: string) => code as Ref<'finance.bank_account'>;
const day = (text: string): LocalDate => text as LocalDate;

const deliveryLine = (net: string, tax: string, gross: string, cost: string) => ({
  customer: customer('C000001'),
  department: headquarters,
  product: 'P001' as Ref<'inventory.product'>,
  net: decimal(net),
  prebilled_net: decimal(0),
  tax: decimal(tax),
  gross: decimal(gross),
  cost: decimal(cost),
});
const firstDelivery = [
  deliveryLine('2726.58', '354.46', '3081.04', '2291.67'),
  deliveryLine('788.94', '102.56', '891.50', '516.12'),
  deliveryLine('543.99', '48.96', '592.95', '415.00'),
];

describe('3.0.4 posting rules', () => {
  test('first sale: step 8 — S1, lines in the order of the rule, merged by account and dimensions', () => {
    expect(written(voucherLines(delivered, firstDelivery, find, '销售出库单 CK2601-00001 昆山同创电子有限公司'))).toEqual([
      'Dr 1122 C000001 4565.49',
      'Cr 6001 HQ 4059.51',
      'Cr 222106 505.98',
      'Dr 640101 HQ 3222.79',
      'Cr 1405 3222.79',
    ]);
  });
  test('3.0.4 example (b): billed ahead, 2204 and 222106 end at zero', () => {
    const billed = voucherLines(
      invoiced,
      [{ customer: customer('C1'), delivered_tax: decimal(0), ahead_gross: decimal(1130), ahead_net: decimal(1000), ahead_tax: decimal(130) }],
      find,
      '发票',
    );
    expect(written(billed)).toEqual(['Dr 1122 C1 1130.00', 'Cr 2204 C1 1000.00', 'Cr 22210107 130.00']);
    const facts = { ...deliveryLine('0', '0', '0', '600'), customer: customer('C1'), prebilled_net: decimal(1000) };
    expect(written(voucherLines(delivered, [facts], find, '出库'))).toEqual(['Dr 2204 C1 1000.00', 'Cr 6001 HQ 1000.00', 'Dr 640101 HQ 600.00', 'Cr 1405 600.00']);
  });
  test('3.0.4 example (a) and first sale: step 10 — S2 moves the pending tax', () => {
    const facts = { customer: customer('C000001'), delivered_tax: decimal('505.98'), ahead_gross: decimal(0), ahead_net: decimal(0), ahead_tax: decimal(0) };
    expect(written(voucherLines(invoiced, [facts], find, '发票'))).toEqual(['Dr 222106 505.98', 'Cr 22210107 505.98']);
  });
  test('S3: returned goods come in as Dr 1405 +cost against Dr 6401 −cost, revenue and tax are red', () => {
    const facts = { customer: customer('C1'), department: headquarters, product: null, net: decimal(100), tax: decimal(13), gross: decimal(113), cost: decimal(60) };
    expect(written(voucherLines(returned, [facts], find, '退货'))).toEqual([
      'Dr 1122 C1 -113.00',
      'Cr 6001 HQ -100.00',
      'Cr 222106 -13.00',
      'Dr 1405 60.00',
      'Dr 640101 HQ -60.00',
    ]);
  });
  test('first sale: step 11 — F1: allocated to 1122, the rest to 2203', () => {
    const facts = {
      bank_account: bank('ICBC'),
      customer: customer('C000001'),
      department: headquarters,
      to_bank: decimal(15000),
      fee: decimal(0),
      allocated: decimal(14300),
      unapplied: decimal(700),
    };
    expect(written(voucherLines(received, [facts], find, '收款'))).toEqual(['Dr 100201 15000.00', 'Cr 1122 C000001 14300.00', 'Cr 2203 C000001 700.00']);
  });
  test('F1 with a fee kept by the channel; S5 applied', () => {
    const facts = {
      bank_account: bank('WX'),
      customer: customer('C1'),
      department: headquarters,
      to_bank: decimal('99.40'),
      fee: decimal('0.60'),
      allocated: decimal(100),
      unapplied: decimal(0),
    };
    expect(written(voucherLines(received, [facts], find, '收款'))).toEqual(['Dr 100201 99.40', 'Dr 660303 HQ 0.60', 'Cr 1122 C1 100.00']);
    expect(written(voucherLines(advanceApplied, [{ customer: customer('C1'), amount: decimal(33900) }], find, '预收核销'))).toEqual(['Dr 2203 C1 33900.00', 'Cr 1122 C1 33900.00']);
  });
  test('merge none keeps one line per line of the source', () => {
    const lines = voucherLines({ ...delivered, merge: 'none' }, firstDelivery, find, '出库');
    expect(lines).toHaveLength(15);
    expect(lines.map((line) => line.line_no)).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  });
  test('lines of the same account that cancel out are left out (I1)', () => {
    expect(voucherLines(delivered, [...firstDelivery, deliveryLine('-4059.51', '-505.98', '-4565.49', '-3222.79')], find, '')).toEqual([]);
  });
  test('posting.no_account names event, role and key', () => {
    const none: FindAccount = (role, facts) => (role === 'inventory' ? null : find(role, facts));
    expect(() => voucherLines(delivered, firstDelivery, none, '')).toThrowError(
      expect.objectContaining({ code: 'posting.no_account', params: { event: 'sales.delivered', role: 'inventory', key: 'P001' } }),
    );
  });
  test('aux.missing when an account requires a dimension that the facts do not have', () => {
    expect(() => voucherLines(advanceApplied, [{ amount: decimal(1), customer: null as unknown as Ref<'customers.customer'> }], find, '')).toThrowError(
      expect.objectContaining({ code: 'aux.missing', params: { dimension: 'customer', account: '2203' } }),
    );
  });
});

describe('3.1 R2 reversal', () => {
  const second = { voucher_date: day('2026-01-20'), vtype: '记', number: 2, draft_no: 'D202601-0002' };
  test('first sale: step 15 — the red copy carries every line negative on its side and the 注销 summary', () => {
    const lines = voucherLines(delivered, [deliveryLine('2723.92', '310.59', '3034.51', '2205.00')], find, '出库');
    const copy = redCopy(lines, cancelSummary(second).zh);
    expect(written(copy)).toEqual(['Dr 1122 C000001 -3034.51', 'Cr 6001 HQ -2723.92', 'Cr 222106 -310.59', 'Dr 640101 HQ -2205.00', 'Cr 1405 -2205.00']);
    expect(new Set(copy.map((line) => line.summary))).toEqual(new Set(['注销2026年1月20日记-2号凭证']));
  });
  test('3.1 example 2: reversing returns both turnovers to zero', () => {
    const lines = voucherLines(delivered, firstDelivery, find, '');
    const both = [...lines, ...redCopy(lines, '注销')];
    for (const account of ['1122', '6001', '640101']) {
      const turnover = both.filter((line) => line.account === account).reduce((total, line) => total.plus(line.debit).plus(line.credit), decimal(0));
      expect([account, toMoney(turnover)]).toEqual([account, '0.00']);
    }
  });
  test('summaries: 注销 and 订正; the draft number while the month has no numbers', () => {
    expect(correctSummary({ ...second, voucher_date: day('2026-03-05'), number: 1 }).zh).toBe('订正2026年3月5日记-1号凭证');
    expect(cancelSummary({ ...second, number: null }).zh).toBe('注销2026年1月20日D202601-0002号凭证');
  });
  test('an error of an earlier fiscal year is corrected by a blue voucher with exchanged sides', () => {
    expect(reversalKind(day('2025-12-31'), day('2026-01-05'))).toBe('blue');
    expect(reversalKind(day('2026-01-05'), day('2026-12-31'))).toBe('red');
    const lines = voucherLines(advanceApplied, [{ customer: customer('C1'), amount: decimal(5) }], find, '');
    expect(written(blueCopy(lines, ''))).toEqual(['Cr 2203 C1 5.00', 'Dr 1122 C1 5.00']);
  });
});

describe('3.1 voucher checks', () => {
  const options = { account: (code: string) => accounts.get(code), mayPostControlled: true };
  const line = (account: string, debit: string, credit: string, dimensions: Record<string, string> = {}, summary = '摘要') => ({
    summary,
    account,
    debit: decimal(debit),
    credit: decimal(credit),
    dimensions,
  });
  const codes = (lines: readonly ReturnType<typeof line>[], given = options) =>
    voucherProblems({ voucher_date: day('2026-01-31'), lines }, given).map((each) => [each.code, each.path]);

  test('3.1 example 1: voucher.unbalanced {1130.00, 1130.05, -0.05}', () => {
    const [found] = balanceProblems([line('660204', '1130.00', '0'), line('1001', '0', '1130.05')]);
    expect(found?.code).toBe('voucher.unbalanced');
    expect([found?.params['debit'], found?.params['credit'], found?.params['difference']].map((value) => toMoney(decimal(String(value))))).toEqual(['1130.00', '1130.05', '-0.05']);
  });
  test('a good voucher has no problem; red amounts are good', () => {
    expect(codes([line('1001', '312.50', '0'), line('660302', '-312.50', '0', { department: 'D01' })])).toEqual([]);
  });
  test('I1: both sides or none; more than two decimals; I2: one line', () => {
    expect(codes([line('1001', '0', '0'), line('660204', '5', '5')])).toEqual([
      ['voucher.line_amount', '/lines/0'],
      ['voucher.line_amount', '/lines/1'],
    ]);
    expect(codes([line('1001', '0', '1.005'), line('660204', '1.005', '0')])).toEqual([
      ['amount.scale', '/lines/0/credit'],
      ['amount.scale', '/lines/1/debit'],
    ]);
    expect(codes([line('1001', '1', '0')])).toEqual([['voucher.too_few_lines', '/lines']]);
  });
  test('I6: leaf, active, dimensions, controlled', () => {
    const balanced = (account: string, dimensions: Record<string, string> = {}, given = options) => codes([line(account, '1', '0', dimensions), line('1001', '0', '1')], given);
    expect(balanced('6601')).toEqual([['account.not_leaf', '/lines/0/account']]);
    expect(balanced('1501')).toEqual([['account.inactive', '/lines/0/account']]);
    expect(balanced('9999')).toEqual([['reference.not_found', '/lines/0/account']]);
    expect(balanced('1122')).toEqual([['aux.missing', '/lines/0/customer']]);
    expect(balanced('1405', { customer: customer('C1') })).toEqual([['aux.not_allowed', '/lines/0/customer']]);
    expect(balanced('1122', { customer: customer('C1') }, { ...options, mayPostControlled: false })).toEqual([['account.controlled', '/lines/0/account']]);
    expect(codes([line('1001', '0', '1', {}, ' '), line('660204', '1', '0')])).toEqual([['voucher.summary_missing', '/lines/0/summary']]);
  });
  test('3.1 R1: 收 debits cash, 付 credits it, a withdrawal is a payment, 转 has none; five tells till from bank', () => {
    const typed = (code: string, debit: string, credit: string) => ({ code, is_cash: code.startsWith('10'), debit: decimal(debit), credit: decimal(credit) });
    const receipt = [typed('100201', '5', '0'), typed('1122', '0', '5')];
    const payment = [typed('660204', '5', '0'), typed('1001', '0', '5')];
    const withdrawal = [typed('1001', '5', '0'), typed('100201', '0', '5')];
    const transfer = [typed('640101', '5', '0'), typed('1405', '0', '5')];
    expect([receipt, payment, withdrawal, transfer].map((lines) => voucherWord('sfz', lines))).toEqual(['shou', 'fu', 'fu', 'zhuan']);
    expect([receipt, payment, withdrawal, transfer].map((lines) => voucherWord('five', lines))).toEqual(['bank_in', 'cash_out', 'bank_out', 'zhuan']);
    expect(voucherWord('ji', receipt)).toBe('ji');
  });
});
