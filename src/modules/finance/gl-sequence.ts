import { hash as hashed } from 'node:crypto';
import { decimal } from '#decimal';
import type { LocalDate } from '#declare';
import type { Row, Tx } from '../../kernel/store/session.ts';
import { type ChainedEntry, genesisText, linkText, voucherText } from './chain.ts';
import { noParty } from './turnovers.ts';
import { closingKinds, voucherWords } from './voucher-words.ts';

const sha256 = (text: string): string => hashed('sha256', text, 'hex');
const batch = 2000;

/**
 * After the commit (3.0.2): takes the queue, numbers, chains and rolls up in one transaction under the organisation's gate row, so that a
 * voucher is either queued or complete. Ids are collected first and everything goes through them: a join of the emptied queue with the
 * vouchers would read the whole table (kernel-storage §12).
 */
export async function sequenceLedger(tx: Tx, org: { readonly id: string; readonly code: string }): Promise<void> {
  for (;;) {
    const taken = await tx.query(
      `with p as (delete from finance.gl_pending where org_id = $1 and voucher in (select voucher from finance.gl_pending where org_id = $1 order by voucher limit ${batch}) returning voucher) select array_agg(voucher) as ids from p`,
      [org.id],
    );
    const ids = taken[0]?.['ids'] as string[] | null;
    if (!ids) return;
    const vouchers = await queued(tx, org.id, ids);
    await Promise.all([number(tx, org.id, vouchers), chain(tx, org, vouchers), rollUp(tx, org.id, ids)]);
    if (ids.length < batch) return;
  }
}

interface Queued extends Row {
  readonly id: string;
  readonly period: string;
  readonly vtype: keyof typeof voucherWords;
  readonly voucher_date: LocalDate;
  readonly kind: string;
  readonly preparer: string;
  readonly reviewer: string;
  readonly poster: string;
}
async function queued(tx: Tx, org: string, ids: readonly string[]): Promise<readonly Queued[]> {
  return (await tx.query(
    `select v.id, v.period, v.vtype, v.voucher_date, v.kind, coalesce(p.login, '') as preparer, coalesce(r.login, '') as reviewer, coalesce(t.login, '') as poster
     from finance.gl_voucher v left join core."user" p on p.org_id = $1 and p.id = v.prepared_by left join core."user" r on r.org_id = $1 and r.id = v.reviewed_by left join core."user" t on t.org_id = $1 and t.id = v.posted_by
     where v.org_id = $1 and v.id = any($2) order by v.posted_at, v.id`,
    [org, ids],
  )) as readonly Queued[];
}

/** The next number of each series, in posting order: 1, 2, 3 … per month and 凭证字 (I5). */
async function number(tx: Tx, org: string, vouchers: readonly Queued[]): Promise<void> {
  const series = [...new Map(vouchers.map(({ period, vtype }) => [`${period}|${vtype}`, { period, vtype }])).values()];
  // The end of each series from its key: a maximum over the month would read every number given in it.
  const last = await tx.query(
    `select s.period, s.vtype, (select n.number from finance.gl_number n where n.org_id = $1 and n.period = s.period and n.vtype = s.vtype order by n.number desc limit 1) as number
     from unnest($2::text[], $3::text[]) s(period, vtype)`,
    [org, series.map(({ period }) => period), series.map(({ vtype }) => vtype)],
  );
  const counters = new Map(last.map((row) => [`${String(row['period'])}|${String(row['vtype'])}`, Number(row['number'] ?? 0)]));
  const [settings] = await tx.query(`select values->>'number_when' as number_when from core.setting where org_id = $1 and module = 'finance'`, [org]);
  // Numbers that wait for the close are given by it, in the order of the book; the openings' never wait (3.1 R4).
  const numbered = settings?.['number_when'] === 'at_close' ? vouchers.filter((voucher) => voucher.period.endsWith('-00')) : vouchers;
  const rows = numbered.map(({ id, period, vtype }) => {
    const next = (counters.get(`${period}|${vtype}`) ?? 0) + 1;
    counters.set(`${period}|${vtype}`, next);
    return { period, vtype, number: next, voucher: id };
  });
  await tx.query(
    'insert into finance.gl_number (org_id, period, vtype, number, voucher) select $1::uuid, period, vtype, number, voucher from jsonb_to_recordset($2) as x(period text, vtype text, number integer, voucher uuid) returning 1',
    [org, JSON.stringify(rows)],
  );
}

async function chain(tx: Tx, org: { readonly id: string; readonly code: string }, vouchers: readonly Queued[]): Promise<void> {
  const [last] = await tx.query('select seq, hash from finance.gl_chain where org_id = $1 order by seq desc limit 1', [org.id]);
  const entries = await entriesOf(
    tx,
    org.id,
    vouchers.map((voucher) => voucher.id),
  );
  let seq = Number(last?.['seq'] ?? 0);
  let hash = (last?.['hash'] as string | undefined) ?? sha256(genesisText(org.code));
  const links = vouchers.map((voucher) => {
    seq += 1;
    const prev_hash = hash;
    hash = sha256(linkText({ prev_hash, text: textOf(org.code, seq, voucher, entries.get(voucher.id) ?? []) }));
    return { seq, voucher: voucher.id, prev_hash, hash };
  });
  await tx.query(
    'insert into finance.gl_chain (org_id, seq, voucher, prev_hash, hash) select $1::uuid, seq, voucher, prev_hash, hash from jsonb_to_recordset($2) as x(seq bigint, voucher uuid, prev_hash text, hash text) returning 1',
    [org.id, JSON.stringify(links)],
  );
}
const textOf = (org: string, seq: number, voucher: Queued, entries: readonly ChainedEntry[]): string =>
  voucherText({ ...voucher, org, seq, vtype: voucherWords[voucher.vtype].zh, entries });

/** Entries with the codes that the chain names, by voucher. */
export async function entriesOf(tx: Tx, org: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly ChainedEntry[]>> {
  const rows = await tx.query(
    `select e.parent, e.line_no, a.code as account, e.debit, e.credit, e.currency, coalesce(e.fc_amount, case when e.credit = 0 then e.debit else e.credit end) as fc_amount, e.summary, c.code as customer, d.code as department, p.code as product
     from finance.gl_voucher_line e join finance.account a on a.org_id = $1 and a.id = e.account
     left join customers.customer c on c.org_id = $1 and c.id = e.customer left join core.department d on d.org_id = $1 and d.id = e.department left join inventory.product p on p.org_id = $1 and p.id = e.product
     where e.org_id = $1 and e.parent = any($2) order by e.parent, e.line_no`,
    [org, ids],
  );
  const byVoucher = new Map<string, ChainedEntry[]>();
  for (const row of rows) {
    const dimensions = Object.fromEntries(['customer', 'department', 'product'].flatMap((name) => (row[name] ? [[name, String(row[name])]] : [])));
    const entry: ChainedEntry = {
      line_no: Number(row['line_no']),
      account: String(row['account']),
      debit: decimal(String(row['debit'])),
      credit: decimal(String(row['credit'])),
      currency: String(row['currency']),
      fc_amount: decimal(String(row['fc_amount'])),
      dimensions,
      summary: String(row['summary']),
    };
    const list = byVoucher.get(String(row['parent'])) ?? [];
    list.push(entry);
    byVoucher.set(String(row['parent']), list);
  }
  return byVoucher;
}
/** Everything the chain was made from, in its order, for verification. */
export async function chainTexts(
  tx: Tx,
  org: { readonly id: string; readonly code: string },
  after: number,
  limit: number,
): Promise<readonly { readonly seq: number; readonly hash: string; readonly prev_hash: string; readonly text: string }[]> {
  const links = await tx.query('select seq, voucher, prev_hash, hash from finance.gl_chain where org_id = $1 and seq > $2 order by seq limit $3', [org.id, after, limit]);
  const ids = links.map((row) => String(row['voucher']));
  const [vouchers, entries] = await Promise.all([queued(tx, org.id, ids), entriesOf(tx, org.id, ids)]);
  const byId = new Map(vouchers.map((voucher) => [voucher.id, voucher]));
  return links.flatMap((row) => {
    const voucher = byId.get(String(row['voucher']));
    return voucher
      ? [
          {
            seq: Number(row['seq']),
            hash: String(row['hash']),
            prev_hash: String(row['prev_hash']),
            text: textOf(org.code, Number(row['seq']), voucher, entries.get(voucher.id) ?? []),
          },
        ]
      : [];
  });
}

const closing = `e.kind in (${closingKinds.map((kind) => `'${kind}'`).join(', ')})`;
/**
 * Turnover per bucket of the calendar: openings of the virtual period 00 go into the month of their day, so that every date reads its whole
 * past. Each statement adds sorted, so that two organisations' sequencers never meet in another order.
 */
async function rollUp(tx: Tx, org: string, ids: readonly string[]): Promise<void> {
  const month = "to_char(e.date, 'YYYY-MM')";
  const year = 'extract(year from e.date)::int';
  const dimensions = ['e.customer', 'e.department', 'e.product'];
  await Promise.all([
    add(tx, org, ids, 'finance.gl_day', ['e.account', 'e.date', closing], 'account, date, closing'),
    add(tx, org, ids, 'finance.gl_month', ['e.account', month, closing], 'account, period, closing'),
    add(tx, org, ids, 'finance.gl_year', ['e.account', year, closing], 'account, year, closing'),
    add(tx, org, ids, 'finance.gl_month_dim', ['e.account', month, ...dimensions, closing], 'account, period, customer, department, product, closing', true),
    add(tx, org, ids, 'finance.gl_year_dim', ['e.account', year, ...dimensions, closing], 'account, year, customer, department, product, closing', true),
    add(tx, org, ids, 'finance.gl_party', ['e.account', `coalesce(e.customer, '${noParty}')`], 'account, party'),
  ]);
}
function add(tx: Tx, org: string, ids: readonly string[], table: string, group: readonly string[], key: string, identified = false): Promise<unknown> {
  const places = group.map((_part, index) => index + 1).join(', ');
  return tx.query(
    `insert into ${table} as b (org_id, ${identified ? 'id, ' : ''}${key}, debit, credit) select $1::uuid, ${identified ? 'gen_random_uuid(), ' : ''}s.* from (select ${group.join(', ')}, sum(e.debit), sum(e.credit) from finance.gl_voucher_line e where e.org_id = $1 and e.parent = any($2) group by ${places} order by ${places}) s
     on conflict (org_id, ${key}) do update set debit = b.debit + excluded.debit, credit = b.credit + excluded.credit`,
    [org, ids],
  );
}
