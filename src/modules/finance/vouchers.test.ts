import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, type Company, foundCompany } from '../../../test/support/company.ts';
import { connect } from '../../database/connect.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { allOk, type Desk, deskOf, firstDay, type Made } from './books.support.ts';

let company: Company;
let admin: Client;
let desk: Desk;
const draft = (lines: readonly object[], voucher_date = '2026-01-15'): Promise<Made> => desk.create('finance/voucher', { voucher_date, lines });
const act = (made: Pick<Made, 'id'>, action: string, input: object = {}, ack: readonly string[] = []) => desk.act('finance/voucher', made.id, action, input, ack);
const posted = async (lines: readonly object[]): Promise<Made> => {
  const made = await draft(lines);
  await desk.done('finance/voucher', made.id, 'submit');
  return desk.done('finance/voucher', made.id, 'review', {}, ['voucher.self_review', 'account.negative_balance']);
};
const ledgerVoucher = (made: Made): Promise<Made> => desk.read('finance/gl_voucher', (made['posted_as'] as Made).id);
const numberOf = async (made: Made): Promise<string | null> => (await ledgerVoucher(made)).number;
const turnover = async (account: string): Promise<readonly (string | null | undefined)[]> => {
  const row = (await desk.report('trial_balance?from=2026-01&to=2026-01')).rows.find((one) => one.key === account);
  return [row?.cells['debit'], row?.cells['credit']];
};

beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  ({ admin } = company);
  desk = deskOf(company);
  await admin.patch('/api/finance/settings', { go_live_period: '2026-01' });
  const made = await admin.post('/api/customers/customer', { code: 'C000001', name: '昆山同创电子有限公司', kind: 'company' });
  expect(made.status).toBe(201);
});
afterAll(() => company.close());

describe('3.1 vouchers', () => {
  test('3.1 example 1: an unbalanced voucher stays a draft and uses no number', async () => {
    const made = await draft([
      { summary: '差旅费', account: '660204', debit: '1130.00', department: 'HQ' },
      { summary: '差旅费', account: '1002', credit: '1130.05' },
    ]);
    const refused = await act(made, 'submit');
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([422, 'voucher.unbalanced', { debit: '1130', credit: '1130.05', difference: '-0.05' }]);
    expect((await desk.read('finance/voucher', made.id)).state).toBe('draft');
    expect((await admin.get<{ readonly data: readonly object[] }>('/api/finance/gl_voucher')).body.data).toEqual([]);
  });

  test('3.1 example 2: a red reversal takes the turnover back on its own side, and only once', async () => {
    const made = await posted([
      { summary: '销售', account: '1122', customer: 'C000001', debit: '113000' },
      { summary: '销售', account: '6001', credit: '100000' },
      { summary: '销售', account: '22210107', credit: '13000' },
    ]);
    expect([made.state, await numberOf(made)]).toEqual(['posted', '记-1']);
    expect(await turnover('6001')).toEqual([null, '100000.00']);
    const reversed = await act(made, 'reverse', { reason: '记错' });
    expect([reversed.status, reversed.body.code]).toEqual([200, undefined]);
    const [created] = reversed.body.created ?? [];
    const red = await desk.read('finance/voucher', created?.id ?? '');
    expect(red).toMatchObject({ state: 'posted', kind: 'red', voucher_date: '2026-01-15' });
    expect(await numberOf(red)).toBe('记-2');
    const lines = (await ledgerVoucher(red))['lines'] as readonly Record<string, unknown>[];
    expect(lines.map((line) => [line['debit'], line['credit'], line['summary']])).toEqual([
      ['-113000.00', '0.00', '注销2026年1月15日记-1号凭证'],
      ['0.00', '-100000.00', '注销2026年1月15日记-1号凭证'],
      ['0.00', '-13000.00', '注销2026年1月15日记-1号凭证'],
    ]);
    expect([await turnover('1122'), await turnover('6001')]).toEqual([
      [undefined, undefined],
      [undefined, undefined],
    ]);
    expect((await act(made, 'reverse', { reason: '再来' })).body.code).toBe('voucher.already_reversed');
  });

  test('3.1: typed receivables are open items too, so that the sub-ledger stays the ledger', async () => {
    await posted([
      { summary: '期初补记', account: '1122', customer: 'C000001', debit: '500', due_date: '2026-01-31', doc_ref: 'XS-9' },
      { summary: '期初补记', account: '6051', credit: '500' },
    ]);
    const items = await desk.report('open_items?party=customers.customer:C000001&at=2026-01-31');
    expect(items.rows.map((row) => [row.cells['document'], row.cells['remaining'], row.cells['due_date']])).toEqual([['XS-9', '500.00', '2026-01-31']]);
    expect(allOk(items)).toBe(true);
  });

  test('3.1 bad input: not a leaf, dimensions, period, the preparer reviews only with open eyes', async () => {
    const code = async (lines: readonly object[], date?: string): Promise<unknown> => (await act(await draft(lines, date), 'submit')).body.code;
    const cash = (account: string, more: object = {}) => [
      { summary: '费用', account, debit: '5', ...more },
      { summary: '费用', account: '1001', credit: '5' },
    ];
    expect(await code(cash('6602'))).toBe('account.not_leaf');
    expect(await code(cash('1122'))).toBe('aux.missing');
    expect(await code(cash('1601', { customer: 'C000001' }))).toBe('aux.not_allowed');
    expect(await code(cash('660204'), '2025-12-30')).toBe('period.closed');
    expect(await code(cash('660204'), '2026-03-01')).toBe('period.not_open');
    expect(await code([{ summary: '一行', account: '660204', debit: '5' }])).toBe('document.incomplete');
    const overdrawn = await draft(cash('660204'));
    await act(overdrawn, 'submit');
    expect((await act(overdrawn, 'review', {}, ['voucher.self_review', 'account.negative_balance'])).body).toMatchObject({
      code: 'account.negative_balance',
      params: { account: '1001', balance: '-5.00' },
    });
    await act(overdrawn, 'void');
    const made = await draft([
      { summary: '费用', account: '660204', debit: '5' },
      { summary: '费用', account: '224199', credit: '5' },
    ]);
    await act(made, 'submit');
    const alone = await act(made, 'review');
    expect([alone.status, alone.body]).toMatchObject([422, { code: 'warning.unacknowledged', params: { warnings: [{ code: 'voucher.self_review' }] } }]);
    expect((await act(made, 'void')).body.record.state).toBe('void');
  });

  test('3.1 example 6: payroll payment → one tag 221101 CF112 −45,500.00', async () => {
    await admin.post('/api/finance/bank_account', { code: 'ICBC', name: '工行', kind: 'basic', account_no: '1001234509876543210', is_default: true });
    const made = await posted([
      { summary: '发放工资', account: '221101', debit: '50000' },
      { summary: '发放工资', account: '100201', credit: '45500' },
      { summary: '发放工资', account: '222112', credit: '500' },
      { summary: '发放工资', account: '224101', credit: '4000' },
    ]);
    const tags = (await ledgerVoucher(made))['cash_flow'] as readonly Record<string, unknown>[];
    expect(tags.map((tag) => [tag['entry_no'], tag['cf_item'], tag['amount']])).toEqual([[1, 'CF112', '-45500.00']]);
  });

  test('3.1 example 4: carry-forward, then what is left after it blocks the close', async () => {
    const lines = (account: string, amount: string, credit = false) => [
      { summary: '损益', account, [credit ? 'credit' : 'debit']: amount },
      { summary: '损益', account: '1001', [credit ? 'debit' : 'credit']: amount },
    ];
    await posted(lines('6001', '200000', true));
    await posted(lines('640101', '120000'));
    await posted(lines('660204', '30000'));
    const period = await desk.read('finance/period', 'by/2026-01');
    const acted = (action: string) => desk.act('finance/period', period.id, action);
    expect((await acted('carry_forward')).status).toBe(200);
    const trial = await desk.report('trial_balance?from=2026-01&to=2026-01');
    const closing = (account: string): readonly unknown[] => {
      const row = trial.rows.find((one) => one.key === account);
      return [row?.cells['closing_debit'], row?.cells['closing_credit']];
    };
    expect([closing('6001'), closing('640101'), closing('4103')]).toEqual([
      [null, null],
      [null, null],
      [null, '50500.00'],
    ]);
    await posted(lines('660205', '300'));
    expect((await acted('soft_close')).status).toBe(200);
    const blocked = await acted('close');
    expect([blocked.body.code, blocked.body.params]).toEqual(['close.pl_not_zero', { accounts: [{ account: '660205', amount: '300.00' }] }]);
    expect((await acted('carry_forward')).status).toBe(200);
    await company.settled();
    const closed = await acted('close');
    expect([closed.status, closed.body.record?.state, String(closed.body.record?.['seal']).length]).toEqual([200, 'closed', 64]);
    const income = await desk.report('income_statement?from=2026-01&to=2026-01');
    expect(income.rows.find((row) => row.key === 'net_profit')?.cells['amount']).toBe('50200.00');
    const late = await draft(lines('660205', '1'));
    expect((await act(late, 'submit')).body.code).toBe('period.closed');
    const sheet = await desk.report('balance_sheet?at=2026-01-31');
    expect([sheet.notes, allOk(sheet)]).toEqual([[], true]);
  });

  test('3.10 verify: all books hold; a row changed behind the back of the product is named', async () => {
    const sound = await verify(company.kernel.environment, company.org);
    expect(sound.checks.filter((check) => check.differences > 0)).toEqual([]);
    expect(sound.checks.map((check) => check.name)).toEqual(
      expect.arrayContaining(['finance.trial_balance', 'finance.gl_day', 'finance.gl_year_dim', 'finance.open_items', 'finance.voucher_numbers', 'finance.voucher_chain']),
    );
    const superuser = await connect(company.database.admin);
    await superuser.query(
      'set session_replication_role = replica; update finance.gl_voucher_line set debit = debit + 1 where debit = 50000; update finance.gl_voucher_line set credit = credit + 1 where credit = 45500',
    );
    const found = await verify(company.kernel.environment, company.org);
    const first = new Map(found.checks.map((check) => [check.name, check.first]));
    expect(found.ok).toBe(false);
    expect(first.get('finance.voucher_chain')).toMatch(/^chain 4: stored [0-9a-f]{64}, computed [0-9a-f]{64}: QT1\|MAIN\|4\|2026-01\|记\|2026-01-15/);
    expect(first.get('finance.gl_day')).toBe('finance.gl_day 100201 2026-01-15: stored 0.00 / 45500.00, entries 0.00 / 45501.00');
    expect(first.get('finance.trial_balance')).toMatch(/^voucher 2026-01 记-4 [0-9a-f-]{36}: debit 50001.00, credit 50001.00, header 50000.00$/);
    await superuser.query("set session_replication_role = replica; delete from finance.gl_number where number = 2 and period = '2026-01'");
    await superuser.end();
    const holed = await verify(company.kernel.environment, company.org, ['finance.voucher_numbers']);
    expect(holed.checks[0]?.differences).toBe(2);
  });
});
