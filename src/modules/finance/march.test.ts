import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { decimal, negated, toMoney, zero } from '#decimal';
import { verify } from '../../kernel/ledger/verify.ts';
import { allOk, cells, type Desk, deskOf } from './books.support.ts';
import { casChart } from './chart-cas.ts';
import { marchOpening, marchVouchers, writtenLines } from './march.support.ts';

/*
 * 3.3, acceptance test "March", through the public API. Suppliers and employees come with their modules; here their accounts are analysed by
 * customer, so that every party of the example stands apart and is netted by itself.
 */
const parties: Readonly<Record<string, readonly [code: string, name: string]>> = {
  C001: ['C000001', '昆山同创电子有限公司'],
  C002: ['C000002', '苏州博远机械有限公司'],
  C003: ['C000003', '无锡长江物流有限公司'],
  S001: ['C000011', '宁波海天塑料有限公司'],
  S002: ['C000012', '杭州西溪包装有限公司'],
  S003: ['C000013', '南京金陵印刷有限公司'],
  E001: ['C000021', '张三丰'],
};
interface Typed {
  readonly account: string;
  readonly customer?: string;
  readonly debit?: string;
  readonly credit?: string;
}
const typed = (text: string): readonly Typed[] =>
  writtenLines(text).map(({ side, account, party, amount }) => ({
    account,
    ...(party ? { customer: parties[party]?.[0] ?? '' } : {}),
    [side === 'Dr' ? 'debit' : 'credit']: amount,
  }));
const directionOf = (code: string) => (casChart.find((account) => account.code === code) ?? casChart.find((account) => code.startsWith(account.code)))?.direction;

let company: Company;
let desk: Desk;
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date('2026-04-10T02:00:00Z') });
  desk = deskOf(company);
  await company.admin.patch('/api/finance/settings', { go_live_period: '2026-03' });
  await desk.create('finance/bank_account', { code: 'ICBC', name: '工行', kind: 'basic', account_no: '1001234509876543210', is_default: true });
  for (const [code, name] of Object.values(parties)) await desk.create('customers/customer', { code, name, kind: code === 'C000021' ? 'individual' : 'company' });
  for (const code of ['1123', '220201', '122101']) {
    const account = await desk.read('finance/account', `by/${code}`);
    expect((await company.admin.patch(`/api/finance/account/${account.id}`, { aux_required: ['customer'] }, { 'if-match': `"${account.version}"` })).status).toBe(200);
  }
});
afterAll(() => company.close());

describe('3.3 worked example March, through the API', () => {
  test('3.3 March: opening on the day before, then vouchers 1–22', async () => {
    const lines = typed(marchOpening).map(({ account, customer, debit, credit }) => {
      const net = decimal(debit ?? '0').minus(decimal(credit ?? '0'));
      return { account, customer, opening: toMoney(directionOf(account) === 'C' ? negated(net) : net) };
    });
    const items = lines.flatMap(({ account, customer, opening }) =>
      customer ? [{ account, party: `customers.customer:${customer}`, document_no: `QC-${account}-${customer}`, doc_date: '2026-02-01', amount: opening }] : [],
    );
    const opening = await desk.create('finance/opening', { lines, items });
    expect(await desk.done('finance/opening', opening.id, 'post')).toMatchObject({ state: 'posted', date: '2026-02-28' });
    for (const voucher of marchVouchers) {
      const kind = voucher.includes('Cr 1602') ? 'depreciation' : 'normal';
      await desk.voucher('2026-03-15', typed(voucher) as never, { kind });
    }
  });

  test('3.3 March: balance sheet, before and after the profit is carried forward', async () => {
    const before = await desk.report('balance_sheet?at=2026-03-31');
    const period = await desk.read('finance/period', 'by/2026-03');
    await desk.done('finance/period', period.id, 'carry_forward');
    const sheet = await desk.report('balance_sheet?at=2026-03-31');
    expect(cells(sheet, 'closing')).toEqual(cells(before, 'closing'));
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
    expect(cells(sheet, 'opening')).toMatchObject({
      cash: '805000.00',
      accounts_receivable: '114000.00',
      prepayments: '52000.00',
      other_receivables: '3000.00',
      inventories: '300000.00',
      fixed_assets: '450000.00',
      short_term_loans: '200000.00',
      accounts_payable: '80000.00',
      advances_received: '50000.00',
      total_assets: '1724000.00',
    });
    expect(sheet.checks.map((check) => check.key)).toEqual(['balance.closing', 'balance.opening', 'entries', 'profit']);
    expect(allOk(sheet)).toBe(true);
    const dayBefore = await desk.report('balance_sheet?at=2026-03-14');
    expect(cells(dayBefore, 'closing')).toEqual(cells(sheet, 'opening'));
    expect((await company.admin.get('/api/finance/report/balance_sheet?at=2026-02-27')).body).toMatchObject({ code: 'statement.period_not_open', params: { period: '2026-02' } });
  });

  test('3.3 March: income statement', async () => {
    const statement = await desk.report('income_statement?from=2026-03-01&to=2026-03-31');
    expect(cells(statement, 'amount')).toEqual({
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
    expect(allOk(statement)).toBe(true);
    expect(cells(statement, 'prior')).toEqual({});
  });

  test('3.3 March: each figure drills to accounts and parties, those to their entries, and every level adds up', async () => {
    const top = await desk.report('balance_sheet/drill?at=2026-03-31&cell=accounts_receivable.closing');
    expect(top.rows.map((row) => [row.key, row.cells['amount']])).toEqual([
      ['1122|C000001', '146000.00'],
      ['123102', '-7200.00'],
    ]);
    expect(top.totals['amount']).toBe('138800.00');
    const ledger = await desk.report('balance_sheet/drill?at=2026-03-31&cell=accounts_receivable.closing/1122|C000001.amount');
    expect(ledger.rows.at(-1)?.cells['balance']).toBe('146000.00');
    const cost = await desk.report('income_statement/drill?from=2026-03-01&to=2026-03-31&cell=finance_cost.amount');
    expect(cost.rows.map((row) => [row.key, row.cells['amount']])).toEqual([
      ['660301', '749.17'],
      ['660302', '-312.50'],
    ]);
    expect(cost.totals['amount']).toBe('436.67');
    const income = await desk.report('income_statement/drill?from=2026-03-01&to=2026-03-31&cell=interest_income.amount/660302.amount');
    expect([income.rows.map((row) => row.cells['amount']), income.rows.map((row) => row.open?.declaration)]).toEqual([['312.50'], ['finance.voucher']]);
    const profit = await desk.report('income_statement/drill?from=2026-03-01&to=2026-03-31&cell=net_profit.amount');
    expect(profit.totals['amount']).toBe('12540.70');
  });

  test('3.1: trial balance by level and by party; the year to date leaves the opening out', async () => {
    const leaves = await desk.report('trial_balance?from=2026-03-01&to=2026-03-31');
    expect(allOk(leaves)).toBe(true);
    const first = await desk.report('trial_balance?from=2026-03-01&to=2026-03-31&level=1');
    expect(first.rows.find((row) => row.key === '6602')?.cells).toMatchObject({ debit: '37800.00', credit: '37800.00', ytd_debit: '37800.00', closing_debit: null });
    expect(first.rows.find((row) => row.key === '1122')?.cells).toMatchObject({
      opening_debit: '100000.00',
      debit: '226000.00',
      credit: '200000.00',
      ytd_debit: '226000.00',
      closing_debit: '126000.00',
    });
    const byParty = await desk.report('trial_balance?from=2026-03-01&to=2026-03-31&aux=customer');
    expect(
      byParty.rows
        .filter((row) => row.key.startsWith('1122'))
        .map((row) => [row.key, row.cells['opening_debit'], row.cells['opening_credit'], row.cells['closing_debit'], row.cells['closing_credit'], row.cells['ytd_debit']]),
    ).toEqual([
      ['1122|C000001', '120000.00', null, '146000.00', null, '226000.00'],
      ['1122|C000002', null, '20000.00', null, '20000.00', null],
    ]);
    expect(toMoney(byParty.rows.reduce((total, row) => total.plus(decimal(row.cells['closing_debit'] ?? '0')).minus(decimal(row.cells['closing_credit'] ?? '0')), zero))).toBe(
      '0.00',
    );
    const drill = await desk.report('trial_balance/drill?from=2026-03-01&to=2026-03-31&aux=customer&cell=1122|C000001.debit');
    expect(drill.rows.map((row) => [row.cells['debit'], row.cells['credit'], row.cells['balance']])).toEqual([
      [undefined, undefined, '120000.00'],
      ['226000.00', '0.00', '346000.00'],
      ['0.00', '200000.00', '146000.00'],
      ['226000.00', '200000.00', '146000.00'],
    ]);
    // A range that holds the opening day still shows what was brought as opening.
    const wide = await desk.report('trial_balance?from=2026-02-01&to=2026-03-31');
    expect(wide.rows.find((row) => row.key === '1122')?.cells).toMatchObject({ opening_debit: '100000.00', debit: '226000.00' });
  });

  test('the books hold', async () => {
    const { checks } = await verify(company.kernel.environment, company.org);
    expect(checks.filter((check) => check.name.startsWith('finance.') && check.differences > 0)).toEqual([]);
  });
});
