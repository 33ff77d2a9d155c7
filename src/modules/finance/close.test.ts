import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Company, foundCompany } from '../../../test/support/company.ts';
import { verify } from '../../kernel/ledger/verify.ts';
import { type Desk, deskOf, firstDay, type Made } from './books.support.ts';
import { firstSeal, sealText } from './chain.ts';

let company: Company;
let desk: Desk;
const period = (code: string): Promise<Made> => desk.read('finance/period', `by/${code}`);
const acted = async (code: string, action: string, input: object = {}) => desk.act('finance/period', (await period(code)).id, action, input);
const capital = (date: string, amount: string): Promise<Made> =>
  desk.voucher(date, [
    { account: '1001', debit: amount },
    { account: '4001', credit: amount },
  ]);
const numberOf = async (made: Made): Promise<string | null> => (await desk.read('finance/gl_voucher', (made['posted_as'] as Made).id)).number;

beforeAll(async () => {
  company = await foundCompany({ clock: () => new Date(firstDay) });
  desk = deskOf(company);
  await company.admin.patch('/api/finance/settings', { go_live_period: '2026-01', number_when: 'at_close' });
});
afterAll(() => company.close());

describe('3.1 R4, R8, R11', () => {
  test('R4: numbers that wait for the close follow the dates, not the order of posting', async () => {
    const late = await capital('2026-01-20', '10.00');
    const early = await capital('2026-01-05', '20.00');
    await company.settled();
    expect([await numberOf(late), await numberOf(early)]).toEqual([null, null]);
    expect((await verify(company.kernel.environment, company.org)).ok).toBe(true);
    expect((await acted('2026-01', 'close')).body.code).toBe('document.transition_refused');
    expect((await acted('2026-01', 'soft_close')).status).toBe(200);
    expect((await acted('2026-01', 'close')).body.record.state).toBe('closed');
    expect([await numberOf(late), await numberOf(early)]).toEqual(['记-2', '记-1']);
  });

  test('R8: the seal is made of the last link and the counts of the month', async () => {
    const { rows } = await (async () => {
      const client = await company.pools.plain.connect();
      try {
        await client.query(`begin; set local app.org_id = '${company.org.id}'`);
        return await client.query<{ seq: string; hash: string }>('select seq::text as seq, hash from finance.gl_chain where org_id = $1 order by seq desc limit 1', [
          company.org.id,
        ]);
      } finally {
        await client.query('rollback');
        client.release();
      }
    })();
    const text = sealText(firstSeal, { org: 'MAIN', period: '2026-01', last_seq: Number(rows[0]?.seq), last_hash: rows[0]?.hash ?? '', counts: { 记: 2 } });
    expect((await period('2026-01'))['seal']).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('R8: what is on its way blocks the close and is named', async () => {
    const draft = await desk.create('finance/voucher', {
      voucher_date: '2026-02-03',
      lines: [
        { summary: '投入', account: '1001', debit: '5' },
        { summary: '投入', account: '4001', credit: '5' },
      ],
    });
    await desk.done('finance/voucher', draft.id, 'submit');
    await acted('2026-02', 'soft_close');
    const blocked = await acted('2026-02', 'close');
    expect([blocked.status, blocked.body.code, blocked.body.params]).toEqual([409, 'close.blocked', { items: [draft['draft_no']] }]);
    await acted('2026-02', 'resume');
    await desk.done('finance/voucher', draft.id, 'review', {}, ['voucher.self_review']);
    await acted('2026-02', 'soft_close');
    await company.settled();
    expect((await acted('2026-02', 'close')).status).toBe(200);
  });

  test('R11: only the last closed period is reopened; its seal stays until the next close', async () => {
    const seal = (await period('2026-02'))['seal'];
    expect((await acted('2026-01', 'reopen', { reason: '补记' })).body.code).toBe('document.transition_refused');
    expect((await acted('2026-02', 'reopen', { reason: '补记' })).body.record).toMatchObject({ state: 'open', seal });
    const more = await capital('2026-02-01', '30.00');
    await company.settled();
    await acted('2026-02', 'soft_close');
    expect((await acted('2026-02', 'close')).status).toBe(200);
    expect(await numberOf(more)).toBe('记-2');
    expect((await period('2026-02'))['seal']).not.toBe(seal);
    expect((await verify(company.kernel.environment, company.org)).ok).toBe(true);
  });

  test('a reversal of a closed month is dated on the first open day', async () => {
    expect((await acted('2026-03', 'open')).status).toBe(200);
    const { body } = await company.admin.get<{ readonly data: readonly Made[] }>('/api/finance/voucher?f.voucher_date=2026-01-05');
    const reversed = await desk.act('finance/voucher', body.data[0]?.id ?? '', 'reverse', { reason: '重复' });
    const red = await desk.read('finance/voucher', reversed.body.created?.[0]?.id ?? '');
    expect(red).toMatchObject({ state: 'posted', kind: 'red', voucher_date: '2026-03-01' });
  });
});
