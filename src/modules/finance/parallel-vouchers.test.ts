import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { allOk, type Desk, deskOf, firstDay, type Made } from './books.support.ts';

let company: Company;
let desk: Desk;
beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  desk = deskOf(company);
  await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01' });
});
afterAll(() => company.close());
const draftOf = async (credit: string): Promise<Made> =>
  desk.create('finance/voucher', {
    voucher_date: '2026-01-15',
    lines: [
      { summary: '办公费', account: '660205', debit: '12.50' },
      { summary: '办公费', account: '224199', credit },
    ],
  });

describe('3.1 example 3', () => {
  test('3.1 example 3: 50 clients post at once while a 51st is refused: numbers 1…50, chain and sums hold', async () => {
    const balanced: Made[] = [];
    for (let index = 0; index < 50; index += 1) {
      const draft = await draftOf('12.50');
      await desk.done('finance/voucher', draft.id, 'submit');
      balanced.push(draft);
    }
    const unbalanced = await draftOf('12.51');
    const [refused, ...answers] = await Promise.all([
      desk.act('finance/voucher', unbalanced.id, 'submit'),
      ...balanced.map((draft) => desk.act('finance/voucher', draft.id, 'review', {}, ['voucher.self_review'])),
    ]);
    expect(refused?.body.code).toBe('voucher.unbalanced');
    expect(answers.map((answer) => answer.status)).toEqual(Array(50).fill(200));
    await company.settled();
    const { body } = await company.admin.get<{ readonly data: readonly { readonly number: string }[] }>('/api/finance/gl_voucher?limit=200');
    expect(body.data.map((row) => Number(row.number.slice(2))).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_each, index) => index + 1));
    const { checks } = await verify(company.kernel.environment, company.org);
    expect(checks.filter((check) => check.differences > 0)).toEqual([]);
    const trial = await desk.report('trial_balance?from=2026-01-01&to=2026-01-31');
    expect([trial.totals['debit'], trial.totals['credit'], allOk(trial)]).toEqual(['625.00', '625.00', true]);
  });

  test('I10: of two payments that together overdraw the till only one is posted', async () => {
    await desk.voucher('2026-01-15', [
      { account: '1001', debit: '100.00' },
      { account: '224199', credit: '100.00' },
    ]);
    const paid = await Promise.all(
      [1, 2].map(async () => {
        const draft = await desk.create('finance/voucher', {
          voucher_date: '2026-01-16',
          lines: [
            { summary: '付款', account: '224199', debit: '60.00' },
            { summary: '付款', account: '1001', credit: '60.00' },
          ],
        });
        await desk.done('finance/voucher', draft.id, 'submit');
        return draft;
      }),
    );
    const answers = await Promise.all(paid.map((draft) => desk.act('finance/voucher', draft.id, 'review', {}, ['voucher.self_review'])));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 422]);
    expect(answers.map((answer) => answer.body.code).filter(Boolean)).toEqual(['account.negative_balance']);
    expect((await desk.report('account_ledger?account=1001&from=2026-01-01&to=2026-01-31')).totals['balance']).toBe('40.00');
  });

  test('reports read the queue too: what no sequencer has taken yet is in every figure', async () => {
    await desk.create('customers/customer', { code: 'C000001', name: '昆山同创电子有限公司', kind: 'company' });
    const receivable = await desk.create('finance/voucher', {
      voucher_date: '2026-01-15',
      lines: [
        { summary: '其他业务', account: '1122', customer: 'C000001', debit: '12.50' },
        { summary: '其他业务', account: '6051', credit: '12.50' },
      ],
    });
    await desk.done('finance/voucher', receivable.id, 'submit');
    const holder = await company.pools.plain.connect();
    try {
      await holder.query(`begin; set local app.org_id = '${company.org.id}'`);
      // Whoever holds the gate row keeps the sequencer waiting, so the voucher stays in its queue.
      await holder.query('select org_id from core.gate where org_id = $1 for update', [company.org.id]);
      await desk.done('finance/voucher', receivable.id, 'review', {}, ['voucher.self_review']);
      expect((await holder.query('select count(*)::int as n from finance.gl_pending where org_id = $1', [company.org.id])).rows).toEqual([{ n: 1 }]);
      const trial = await desk.report('trial_balance?from=2026-01-01&to=2026-01-31');
      expect([trial.totals['debit'], trial.totals['credit']]).toEqual(['797.50', '797.50']);
      const ledger = await desk.report('account_ledger?account=1122&customer=C000001&from=2026-01-01&to=2026-01-31');
      expect([ledger.totals['balance'], ledger.rows.at(-2)?.cells['balance'], allOk(ledger)]).toEqual(['12.50', '12.50', true]);
      const sheets = await Promise.all(['2026-01-31', '2026-01-15', '2026-01-14'].map((at) => desk.report(`balance_sheet?at=${at}`)));
      expect(sheets.map((sheet) => [sheet.rows.find((row) => row.key === 'accounts_receivable')?.cells['closing'], allOk(sheet)])).toEqual([
        ['12.50', true],
        ['12.50', true],
        ['0.00', true],
      ]);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });
});
