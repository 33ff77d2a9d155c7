import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, type Company, foundCompany } from '../../../test/support/company.ts';
import { allOk, cells, type Desk, deskOf, firstDay, type Made } from './books.support.ts';

let company: Company;
let admin: Client;
let desk: Desk;

const lines = [
  { account: '1001', opening: '2000.00' },
  { account: '100201', opening: '150000.00' },
  { account: '1122', customer: 'C000001', opening: '11300.00' },
  { account: '1405', opening: '12630.50' },
  { account: '1601', opening: '36000.00' },
  { account: '1602', opening: '6000.00' },
  { account: '200101', opening: '50000.00' },
  { account: '222102', opening: '3380.00' },
  { account: '4001', opening: '100000.00' },
];
const opening = (undistributed: string, amount: string) => ({
  lines: [...lines, { account: '410415', opening: undistributed }],
  items: [{ account: '1122', party: 'customers.customer:C000001', document_no: 'XS-1210', doc_date: '2025-12-10', due_date: '2026-01-09', amount }],
});

beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  ({ admin } = company);
  desk = deskOf(company);
  expect((await admin.patch('/api/finance/settings', { go_live_period: '2026-01' })).status).toBe(200);
  await desk.create('customers/customer', { code: 'C000001', name: '昆山同创电子有限公司', kind: 'company', payment_term: 'I30' });
});
afterAll(() => company.close());

describe('first sale, the books', () => {
  test('first sale: step 2 — a bank account gets the leaf 100201, and 1002 is no leaf any more', async () => {
    const bank = await desk.create('finance/bank_account', {
      code: 'ICBC',
      name: '工行基本户',
      kind: 'basic',
      bank: '中国工商银行',
      account_no: '1001234509876543210',
      is_default: true,
    });
    expect(bank['account']).toMatchObject({ code: '100201' });
    const leaf = (await admin.get<Made>('/api/finance/account/by/100201')).body;
    expect(leaf).toMatchObject({ name: '工行基本户', is_leaf: true, is_cash: true, class: 'asset', direction: 'D' });
    expect((await admin.get<Made>('/api/finance/account/by/1002')).body).toMatchObject({ is_leaf: false });
    const second = await desk.create('finance/bank_account', { code: 'CMB', name: '招行一般户', kind: 'general', account_no: '6225880212345678' });
    expect(second['account']).toMatchObject({ code: '100202' });
    const wrong = await admin.post('/api/finance/bank_account', { code: 'BOC', name: '中行', kind: 'general', account_no: '6225880212345679', account: '1405' });
    expect([wrong.status, wrong.body['code']]).toEqual([422, 'bank_account.wrong_account']);
  });

  test('first sale: step 5 — refused while the sides or the items differ', async () => {
    const unbalanced = await desk.create('finance/opening', opening('52550.51', '11300.00'));
    const refused = await desk.act('finance/opening', unbalanced.id, 'post');
    expect([refused.body.code, refused.body.params]).toEqual(['opening.unbalanced', { difference: '-0.01' }]);
    const mismatched = await desk.create('finance/opening', opening('52550.50', '11000.00'));
    const other = await desk.act('finance/opening', mismatched.id, 'post');
    expect([other.body.code, other.body.params]).toMatchObject(['opening.items_mismatch', { account: '1122', items: '11000.00', opening: '11300.00' }]);
    const noParty = await desk.create('finance/opening', {
      lines: [
        { account: '1122', opening: '5' },
        { account: '4001', opening: '5' },
      ],
    });
    expect((await desk.act('finance/opening', noParty.id, 'post')).body.code).toBe('aux.missing');
  });

  test('first sale: step 5 — 记-1 of the virtual period 2026-00 on the opening day, and the open item', async () => {
    const draft = await desk.create('finance/opening', opening('52550.50', '11300.00'));
    expect(draft['date']).toBe('2025-12-31');
    expect(await desk.done('finance/opening', draft.id, 'post')).toMatchObject({ state: 'posted', number: 'QC2512-00001' });
    const { body } = await admin.get<{ readonly data: readonly Made[] }>('/api/finance/gl_voucher?f.kind=opening');
    expect(body.data[0]).toMatchObject({ period: '2026-00', number: '记-1', voucher_date: '2025-12-31', debit: '211930.50' });
    const voucher = (await admin.get<Made & { readonly lines: readonly object[] }>(`/api/finance/gl_voucher/${body.data[0]?.id ?? ''}`)).body;
    expect(voucher.lines).toHaveLength(10);
    const items = await desk.report('open_items?party=customers.customer:C000001&at=2026-01-28');
    expect(items.rows.map((row) => [row.label, row.cells['remaining'], row.cells['due_date']])).toEqual([['XS-1210', '11300.00', '2026-01-09']]);
    expect(allOk(items)).toBe(true);
    const again = await desk.create('finance/opening', opening('52550.50', '11300.00'));
    expect((await desk.act('finance/opening', again.id, 'post')).body.code).toBe('opening.locked');
    expect((await admin.patch('/api/finance/settings', { go_live_period: '2026-02' })).body['code']).toBe('settings.locked');
  });

  test('first sale: step 11 — a receipt settles its items, the rest is an advance', async () => {
    const [item] = (await desk.report('open_items?party=customers.customer:C000001&at=2026-01-28')).rows;
    const draft = await desk.create('finance/receipt', {
      date: '2026-01-28',
      bank_account: 'ICBC',
      party: 'customers.customer:C000001',
      amount: '12000.00',
      allocations: [{ item: item?.key, amount: '11300.00' }],
    });
    expect(draft['unapplied']).toBe('700.00');
    expect(await desk.done('finance/receipt', draft.id, 'submit')).toMatchObject({ state: 'approved', number: 'SK2601-00001' });
    expect(await desk.done('finance/receipt', draft.id, 'post')).toMatchObject({ state: 'posted' });
    const items = await desk.report('open_items?party=customers.customer:C000001&at=2026-01-28');
    expect(items.rows.map((row) => [row.label, row.cells['remaining']])).toEqual([['SK2601-00001', '-700.00']]);
    expect(items.checks.map((check) => [check.key, check.ok])).toEqual([
      ['subledger.1122', true],
      ['subledger.2203', true],
    ]);
    const before = await desk.report('open_items?party=customers.customer:C000001&at=2026-01-27');
    expect(before.rows.map((row) => [row.label, row.cells['remaining']])).toEqual([['XS-1210', '11300.00']]);
    const trial = await desk.report('trial_balance?from=2026-01-01&to=2026-01-31');
    expect(cells(trial, 'closing_debit')).toEqual({ '1001': '2000.00', '100201': '162000.00', '1405': '12630.50', '1601': '36000.00' });
    expect(cells(trial, 'closing_credit')).toMatchObject({ '2203': '700.00', '1602': '6000.00' });
    expect(trial.totals).toMatchObject({
      opening_debit: '211930.50',
      opening_credit: '211930.50',
      debit: '12000.00',
      credit: '12000.00',
      ytd_debit: '12000.00',
      closing_debit: '212630.50',
      closing_credit: '212630.50',
    });
    const sheet = await desk.report('balance_sheet?at=2026-01-31');
    expect(cells(sheet, 'closing')).toMatchObject({ cash: '164000.00', advances_received: '700.00', total_assets: '206630.50', total_liabilities_and_equity: '206630.50' });
    expect(cells(sheet, 'opening')).toMatchObject({ cash: '152000.00', accounts_receivable: '11300.00', total_assets: '205930.50' });
    expect([allOk(sheet), sheet.notes]).toEqual([true, ['未结账']]);
  });
});
