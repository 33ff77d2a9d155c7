import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { type Desk, deskOf, firstDay, type Made } from './books.support.ts';

let company: Company;
let desk: Desk;
const party = 'customers.customer:C000001';
const receipt = async (bank_account: string, amount: string): Promise<Made> => {
  const draft = await desk.create('finance/receipt', { date: '2026-02-05', bank_account, party, amount, allocations: [] });
  await desk.done('finance/receipt', draft.id, 'submit');
  return desk.done('finance/receipt', draft.id, 'post');
};
const spend = (account: string, amount: string) =>
  desk.voucher('2026-02-06', [
    { account: '660205', debit: amount },
    { account, credit: amount },
  ]);
const balances = async (): Promise<readonly (readonly [string, string])[]> => {
  const client = new pg.Client(company.database.admin);
  await client.connect();
  const { rows } = await client.query<{ code: string; balance: string }>(
    'select a.code, b.balance::text from finance.cash_balance b join finance.account a on a.id = b.account order by a.code',
  );
  await client.end();
  return rows.map((row) => [row.code, row.balance] as const);
};
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  desk = deskOf(company);
  await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01' });
  await desk.create('customers/customer', { code: 'C000001', name: '昆山同创电子有限公司', kind: 'company' });
  await desk.create('finance/bank_account', { code: 'ICBC', name: '工行', kind: 'basic', account_no: '1001234509876543210', overdraft_limit: '500.00' });
});
afterAll(() => company.close());

describe('I10 the money account is never below its limit, whatever posts', () => {
  test('I10: a receipt whose money is spent cannot be taken back', async () => {
    const made = await receipt('CASH', '100.00');
    await spend('1001', '80.00');
    const refused = await desk.act('finance/receipt', made.id, 'reverse', { reason: '误收' });
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([422, 'account.negative_balance', { account: '1001', balance: '-80.00' }]);
    expect((await desk.read('finance/receipt', made.id)).state).toBe('posted');
    expect(await balances()).toEqual([['1001', '20.00']]);
    await receipt('CASH', '90.00');
    await desk.done('finance/receipt', made.id, 'reverse', { reason: '误收' });
    expect(await balances()).toEqual([['1001', '10.00']]);
  });

  test('I10: a bank account goes as far as its overdraft, and only back from there', async () => {
    const made = await receipt('ICBC', '100.00');
    const voucher = await desk.create('finance/voucher', {
      voucher_date: '2026-02-06',
      lines: [
        { summary: '付款', account: '660205', debit: '550.00' },
        { summary: '付款', account: '100201', credit: '550.00' },
      ],
    });
    await desk.done('finance/voucher', voucher.id, 'submit');
    await desk.done('finance/voucher', voucher.id, 'review', {}, ['voucher.self_review', 'account.negative_balance']);
    expect((await balances())[1]).toEqual(['100201', '-450.00']);
    const refused = await desk.act('finance/receipt', made.id, 'reverse', { reason: '误收' });
    expect([refused.status, refused.body.code]).toEqual([422, 'account.negative_balance']);
    // Money may always come in, also when the rule has become stricter meanwhile.
    const { version } = (await company.admin.get<{ readonly version: number }>('/api/finance/settings')).body;
    expect((await company.admin.patch('/api/finance/settings', { version, negative_bank: 'stop' })).status).toBe(200);
    await receipt('ICBC', '10.00');
    expect((await balances())[1]).toEqual(['100201', '-440.00']);
  });

  test('verify compares the rows with the entries and names the account that differs', async () => {
    await company.settled();
    const run = async () => (await verify(company.kernel.environment, company.org)).checks.find((check) => check.name === 'finance.cash_balance');
    expect(await run()).toMatchObject({ rows: 2, differences: 0 });
    const client = new pg.Client(company.database.admin);
    await client.connect();
    await client.query("update finance.cash_balance set balance = balance + 1 where account = (select id from finance.account where code = '1001')");
    expect(await run()).toMatchObject({ differences: 1, first: 'finance.cash_balance 1001: stored 11.00, entries 10.00' });
    // An account that was not guarded for a while gets its balance from all its entries again.
    await client.query("update finance.account set forbid_negative = false where code = '1001'");
    await client.query("update finance.account set forbid_negative = true where code = '1001'");
    await client.end();
    await receipt('CASH', '5.00');
    expect((await balances())[0]).toEqual(['1001', '15.00']);
    expect(await run()).toMatchObject({ rows: 2, differences: 0 });
  });
});
