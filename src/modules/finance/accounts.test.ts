import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { pdfPages } from '../../kernel/print/pdf-text.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { cells, type Desk, deskOf, firstDay, type Made } from './books.support.ts';

let company: Company;
let desk: Desk;
const accountOf = (code: string): Promise<Made> => desk.read('finance/account', `by/${code}`);
const patch = async (code: string, body: object) => {
  const account = await accountOf(code);
  return company.admin.patch(`/api/finance/account/${account.id}`, body, { 'if-match': `"${account.version}"` });
};
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  desk = deskOf(company);
  await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01' });
});
afterAll(() => company.close());

describe('3.0.3 accounts', () => {
  test('a sub-account begins with its parent’s code and takes what the parent says', async () => {
    const made = await desk.create('finance/account', { code: '660260', name: '快递费' });
    expect(made).toMatchObject({
      parent: { code: '6602' },
      class: 'profit',
      direction: 'D',
      is_leaf: true,
      aux_optional: ['department', 'project', 'product'],
      is_line: 'admin_expense',
    });
    const wrong = await company.admin.post('/api/finance/account', { code: '660370', name: '错位', parent: '6602' });
    expect([wrong.status, wrong.body['code'], wrong.body['params']]).toEqual([422, 'account.code_prefix', { prefix: '6602' }]);
  });

  test('the first sub-account of an account with entries takes its balance over, dimension by dimension; the history stays', async () => {
    await desk.voucher('2026-01-15', [
      { account: '1405', debit: '900.00' },
      { account: '4001', credit: '900.00' },
    ]);
    await desk.voucher('2026-01-16', [
      { account: '6001', department: 'HQ', credit: '300.00' },
      { account: '6001', credit: '-50.00' },
      { account: '1001', debit: '250.00' },
    ]);
    await desk.create('finance/account', { code: '600101', name: '自营收入' });
    expect([await accountOf('6001'), await accountOf('600101')]).toMatchObject([
      { is_leaf: false, roles: [] },
      { is_leaf: true, roles: ['revenue'] },
    ]);
    const trial = await desk.report('trial_balance?from=2026-01-01&to=2026-02-28');
    expect(trial.rows.filter((row) => row.key.startsWith('6001')).map((row) => [row.key, row.cells['debit'], row.cells['credit'], row.cells['closing_credit']])).toEqual([
      ['6001', '300.00', '300.00', null],
      ['600101', '50.00', '300.00', '250.00'],
    ]);
    expect(
      (
        await desk.act(
          'finance/voucher',
          (
            await desk.create('finance/voucher', {
              voucher_date: '2026-01-20',
              lines: [
                { summary: '销售', account: '6001', credit: '5' },
                { summary: '销售', account: '1001', debit: '5' },
              ],
            })
          ).id,
          'submit',
        )
      ).body.code,
    ).toBe('account.not_leaf');
    const second = await desk.create('finance/account', { code: '600102', name: '代理收入' });
    expect(second).toMatchObject({ is_leaf: true });
    expect(cells(await desk.report('trial_balance?from=2026-01-01&to=2026-02-28&level=1'), 'closing_credit')).toMatchObject({ '6001': '250.00' });
  });

  test('class and direction are fixed once posted, an account with a balance stays in use', async () => {
    expect((await patch('4001', { direction: 'D' })).body['code']).toBe('account.in_use');
    expect((await patch('4001', { active: false })).body['code']).toBe('account.has_balance');
    expect((await patch('4002', { active: false })).status).toBe(200);
    expect(
      (
        await desk.act(
          'finance/voucher',
          (
            await desk.create('finance/voucher', {
              voucher_date: '2026-01-20',
              lines: [
                { summary: '投入', account: '4002', credit: '5' },
                { summary: '投入', account: '1001', debit: '5' },
              ],
            })
          ).id,
          'submit',
        )
      ).body.code,
    ).toBe('account.inactive');
  });

  test('3.2: money paid into the bank before it had an account moves to its leaf; the book balance is exact', async () => {
    await desk.voucher('2026-01-17', [
      { account: '1002', debit: '70.00' },
      { account: '1001', credit: '70.00' },
    ]);
    const bank = await desk.create('finance/bank_account', { code: 'ICBC', name: '工行', kind: 'basic', account_no: '1001234509876543210', is_default: true });
    expect(bank).toMatchObject({ account: { code: '100201' } });
    await company.settled();
    expect(await desk.read('finance/bank_account', bank.id)).toMatchObject({ balance: '70.00' });
    expect(await desk.read('finance/bank_account', 'by/CASH')).toMatchObject({ balance: '180.00' });
  });

  test('3.0.1: the cashier signs what touches cash before it is reviewed; a returned voucher is a draft again', async () => {
    await company.admin.patch('/api/finance/settings', { require_cashier_sign: true, post_on_review: false });
    const draft = await desk.create('finance/voucher', {
      voucher_date: '2026-01-20',
      lines: [
        { summary: '办公费', account: '660205', debit: '5' },
        { summary: '办公费', account: '1001', credit: '5' },
      ],
    });
    await desk.done('finance/voucher', draft.id, 'submit');
    const early = await desk.act('finance/voucher', draft.id, 'review', {}, ['voucher.self_review']);
    expect([early.body.code, early.body.params]).toMatchObject(['document.transition_refused', { allowed: ['signed'] }]);
    expect(await desk.done('finance/voucher', draft.id, 'cashier_sign')).toMatchObject({ state: 'signed', cashier_by: { label: '管理员' } });
    expect(await desk.done('finance/voucher', draft.id, 'return', { comment: '摘要不清' })).toMatchObject({ state: 'draft', cashier_by: null });
    await desk.done('finance/voucher', draft.id, 'submit');
    await desk.done('finance/voucher', draft.id, 'cashier_sign');
    expect(await desk.done('finance/voucher', draft.id, 'review', {}, ['voucher.self_review'])).toMatchObject({ state: 'reviewed' });
    expect(await desk.done('finance/voucher', draft.id, 'post')).toMatchObject({ state: 'posted', reviewed_by: { label: '管理员' } });
    await company.admin.patch('/api/finance/settings', { require_cashier_sign: false, post_on_review: true });
  });

  test('3.1 R2: correct makes the red voucher and an editable draft at once', async () => {
    const made = await desk.voucher('2026-01-21', [
      { account: '660205', debit: '81.00' },
      { account: '1001', credit: '81.00' },
    ]);
    const { body } = await desk.act('finance/voucher', made.id, 'correct', { reason: '金额应为 18' });
    const both = await Promise.all((body.created ?? []).map((one) => desk.read('finance/voucher', one.id)));
    expect(both.map((one) => [one.state, one['kind'], one['debit']])).toEqual([
      ['posted', 'red', '-81.00'],
      ['draft', 'normal', '81.00'],
    ]);
    expect(both[1]?.['lines']).toMatchObject([{ summary: expect.stringMatching(/^订正2026年1月21日记-\d+号凭证$/) }, {}]);
  });

  test('the ledger voucher prints with its number and the amount in words', async () => {
    const { body } = await company.admin.get<{ readonly data: readonly Made[] }>('/api/finance/gl_voucher?f.debit=900.00');
    const print = await company.admin.get(`/api/finance/gl_voucher/${body.data[0]?.id ?? ''}/print`);
    expect([print.status, print.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const text = pdfPages(print.bytes).join('\n');
    expect(text).toContain('玖佰元整');
    expect(text).toContain(String(body.data[0]?.number));
  });

  test('the till’s bank account follows when 1001 gets a sub-account', async () => {
    await desk.create('finance/account', { code: '100101', name: '门店备用金' });
    expect(await desk.read('finance/bank_account', 'by/CASH')).toMatchObject({ account: { code: '100101' } });
  });

  test('the books hold', async () => {
    const { checks } = await verify(company.kernel.environment, company.org);
    expect(checks.filter((check) => check.name.startsWith('finance.') && check.differences > 0)).toEqual([]);
  });
});
