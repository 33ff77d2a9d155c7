import { createHash } from 'node:crypto';
import { type LocalDate, type Read, sql } from '#declare';
import { isZero, negated, sum, toMoney } from '#decimal';
import { type ChartOfAccounts, chartOfAccounts } from './accounts.facts.ts';
import { firstSeal, sealText } from './chain.ts';
import { lastDay } from './calendar-day.ts';
import { itemsOn } from './open-items.facts.ts';
import { itemAccounts } from './open-items.report.ts';
import { type Period } from './period-record.ts';
import { accountTurnovers, type DimensionSet, dimensionSets, netOf } from './turnovers.ts';
import { voucherWords } from './voucher-words.ts';

/** Vouchers of a period in the order of the printed book: what a close numbers where numbers wait for it (3.1 R4). */
export interface Unnumbered {
  readonly id: string;
  readonly vtype: string;
}
export interface CloseFacts {
  /** Why the month cannot be closed (3.1 R8); each names what stands in the way. */
  readonly blocked: readonly string[];
  readonly profit: readonly { readonly account: string; readonly amount: string }[];
  readonly unnumbered: readonly Unnumbered[];
  /** The last number of each type so far. */
  readonly lastNumbers: ReadonlyMap<string, number>;
  readonly seal: string;
  readonly now: Read['now'];
}
const backlog = async (read: Read): Promise<boolean> => (await read.query(sql`select 1 as one from finance.gl_pending where org_id = ${read.org.id} limit 1`)).length > 0;

/** What a person left undone in the month: vouchers on their way, receipts approved and not posted (1). */
async function unfinished(read: Read, period: string, last: LocalDate): Promise<readonly string[]> {
  const [vouchers, receipts] = await Promise.all([
    read.query<{ number: string }>(
      sql`select draft_no as number from finance.voucher where org_id = ${read.org.id} and period = ${period} and state in ('submitted', 'signed', 'reviewed') order by draft_no`,
    ),
    read.query<{ number: string }>(
      sql`select number from finance.receipt where org_id = ${read.org.id} and date between ${`${period}-01`}::date and ${last}::date and state in ('submitted', 'approved') order by number`,
    ),
  ]);
  return [...vouchers, ...receipts].map((row) => row.number);
}
async function profitLeft(read: Read, chart: ChartOfAccounts, last: LocalDate): Promise<CloseFacts['profit']> {
  const turnovers = await accountTurnovers(read, [last]);
  return chart.all.flatMap((account) => {
    const net = netOf(turnovers.upTo(account.id, last).all);
    return account.class === 'profit' && !isZero(net) ? [{ account: account.code, amount: toMoney(account.direction === 'C' ? negated(net) : net) }] : [];
  });
}
/** (9) sub-ledger = general ledger at the end of the month. */
async function unlikeItems(read: Read, chart: ChartOfAccounts, last: LocalDate): Promise<readonly string[]> {
  const [turnovers, items] = await Promise.all([accountTurnovers(read, [last]), itemsOn(read, last, { customer: null, account: null })]);
  return itemAccounts(chart.all).flatMap((account) => {
    const open = sum(
      items.filter((item) => item.account === account.id),
      (item) => item.remaining,
    );
    return open.eq(netOf(turnovers.upTo(account.id, last).all)) ? [] : [`subledger.${account.code}`];
  });
}
async function sealOf(read: Read, period: Period): Promise<string> {
  const [[last], counts, [before]] = await Promise.all([
    read.query<{ seq: string; hash: string }>(sql`select seq::text as seq, hash from finance.gl_chain where org_id = ${read.org.id} order by seq desc limit 1`),
    read.query<{ vtype: keyof typeof voucherWords; n: number }>(
      sql`select vtype, count(*)::int as n from finance.gl_voucher where org_id = ${read.org.id} and period = ${period.code} group by vtype`,
    ),
    read.query<{ seal: string }>(sql`select seal from finance.period where org_id = ${read.org.id} and code < ${period.code} and seal is not null order by code desc limit 1`),
  ]);
  const text = sealText(before?.seal ?? firstSeal, {
    org: read.org.code,
    period: period.code,
    last_seq: Number(last?.seq ?? 0),
    last_hash: last?.hash ?? '',
    counts: Object.fromEntries(counts.map((row) => [voucherWords[row.vtype].zh, row.n])),
  });
  return createHash('sha256').update(text).digest('hex');
}

export async function closeFacts(read: Read, period: Period): Promise<CloseFacts> {
  const last = lastDay(period.code);
  const chart = await chartOfAccounts(read);
  const [earlier, left, queue, profit, unlike, unnumbered, numbered, seal] = await Promise.all([
    read.query<{ code: string }>(sql`select code from finance.period where org_id = ${read.org.id} and code < ${period.code} and state <> 'closed' order by code`),
    unfinished(read, period.code, last),
    backlog(read),
    profitLeft(read, chart, last),
    unlikeItems(read, chart, last),
    read.query<Unnumbered & object>(sql`select v.id, v.vtype from finance.gl_voucher v where v.org_id = ${read.org.id} and v.period = ${period.code}
      and not exists (select 1 from finance.gl_number n where n.org_id = ${read.org.id} and n.voucher = v.id) order by v.voucher_date, v.posted_at, v.id`),
    read.query<{ vtype: string; number: number }>(
      sql`select vtype, max(number)::int as number from finance.gl_number where org_id = ${read.org.id} and period = ${period.code} group by vtype`,
    ),
    sealOf(read, period),
  ]);
  return {
    blocked: [...earlier.map((row) => row.code), ...left, ...(queue ? ['numbering'] : []), ...unlike],
    profit,
    unnumbered,
    lastNumbers: new Map(numbered.map((row) => [row.vtype, row.number])),
    seal,
    now: read.now,
  };
}

/** Every balance of profit and loss at the end of the month, dimension by dimension (R9). */
export async function profitSets(read: Read, period: string): Promise<{ readonly chart: ChartOfAccounts; readonly sets: readonly DimensionSet[] }> {
  const chart = await chartOfAccounts(read);
  return {
    chart,
    sets: await dimensionSets(
      read,
      chart.all.filter((account) => account.class === 'profit').map((account) => account.id),
      lastDay(period),
    ),
  };
}
