import { type Decimal, decimal, zero } from '#decimal';
import { type LocalDate, type Read, sql } from '#declare';

/*
 * Exact turnovers up to any day, at any moment (kernel-storage §4, §5): whole years, whole months of the day's year and days of its month
 * from the roll-ups, and what the sequencer has not taken yet from its queue, all in one statement, which is one snapshot. A range is the
 * difference of two days.
 */
export interface Turnover {
  readonly debit: Decimal;
  readonly credit: Decimal;
}
export const nothing: Turnover = { debit: zero, credit: zero };
export const netOf = ({ debit, credit }: Turnover): Decimal => debit.minus(credit);
export const less = (a: Turnover, b: Turnover): Turnover => ({ debit: a.debit.minus(b.debit), credit: a.credit.minus(b.credit) });
export const plus = (a: Turnover, b: Turnover): Turnover => ({ debit: a.debit.plus(b.debit), credit: a.credit.plus(b.credit) });

/** Everything up to a day: of all vouchers, and of those that only carry results forward (`pl_close`, `year_close`), which statements leave out. */
export interface Cumulative {
  readonly all: Turnover;
  readonly closing: Turnover;
}
const untouched: Cumulative = { all: nothing, closing: nothing };

/** Turnovers by key (an account id, or account and dimension) and day. */
export interface Turnovers {
  readonly keys: readonly string[];
  readonly upTo: (key: string, day: LocalDate) => Cumulative;
}
interface Row {
  readonly day: LocalDate;
  readonly key: string;
  readonly closing: boolean;
  readonly debit: string;
  readonly credit: string;
}
export function collected(rows: readonly Row[]): Turnovers {
  const byKey = new Map<string, Map<string, Cumulative>>();
  for (const row of rows) {
    const days = byKey.get(row.key) ?? new Map<string, Cumulative>();
    byKey.set(row.key, days);
    const before = days.get(row.day) ?? untouched;
    const moved = { debit: decimal(row.debit), credit: decimal(row.credit) };
    days.set(row.day, { all: plus(before.all, moved), closing: row.closing ? plus(before.closing, moved) : before.closing });
  }
  return { keys: [...byKey.keys()], upTo: (key, day) => byKey.get(key)?.get(day) ?? untouched };
}

/** Per account, up to each of the days. */
export async function accountTurnovers(read: Read, days: readonly LocalDate[]): Promise<Turnovers> {
  const org = read.org.id;
  return collected(
    await read.query<Row>(sql`select d.day, x.account::text as key, x.closing, sum(x.debit)::text as debit, sum(x.credit)::text as credit
    from unnest(${[...new Set(days)]}::date[]) as d(day) cross join lateral (
      select account, closing, debit, credit from finance.gl_year where org_id = ${org} and year < extract(year from d.day)::int
      union all
      select account, closing, debit, credit from finance.gl_month where org_id = ${org} and period >= to_char(d.day, 'YYYY') || '-01' and period < to_char(d.day, 'YYYY-MM')
      union all
      select account, closing, debit, credit from finance.gl_day where org_id = ${org} and date >= date_trunc('month', d.day)::date and date <= d.day
      union all
      select e.account, e.kind in ('pl_close', 'year_close'), e.debit, e.credit
        from unnest(array(select voucher from finance.gl_pending where org_id = ${org})) as p(voucher) join finance.gl_voucher_line e on e.org_id = ${org} and e.parent = p.voucher
        where e.date <= d.day
    ) x group by 1, 2, 3`),
  );
}

export type Dimension = 'customer' | 'department' | 'product';
/** Narrows to the accounts named, and to one customer, department or product where given. */
export interface Narrowed {
  readonly accounts: readonly string[];
  readonly customer?: string | null;
  readonly department?: string | null;
  readonly product?: string | null;
}

/**
 * What was moved by dimension, up to each day: $1 organisation, $2 days, $3 accounts. Days are not rolled up by dimension; the tail of the
 * month reads the accounts' own entries, so the accounts are always named (kernel-storage §5).
 */
const byDimension = `unnest($2::date[]) as d(day) cross join lateral (
    select account, customer, department, product, closing, debit, credit from finance.gl_year_dim where org_id = $1 and account = any($3::uuid[]) and year < extract(year from d.day)::int
    union all
    select account, customer, department, product, closing, debit, credit from finance.gl_month_dim
      where org_id = $1 and account = any($3::uuid[]) and period >= to_char(d.day, 'YYYY') || '-01' and period < to_char(d.day, 'YYYY-MM')
    union all
    select account, customer, department, product, kind in ('pl_close', 'year_close'), debit, credit from finance.gl_voucher_line
      where org_id = $1 and account = any($3::uuid[]) and date >= date_trunc('month', d.day)::date and date <= d.day
    union all
    select e.account, e.customer, e.department, e.product, e.kind in ('pl_close', 'year_close'), e.debit, e.credit
      from unnest(array(select voucher from finance.gl_pending where org_id = $1)) as p(voucher) join finance.gl_voucher_line e on e.org_id = $1 and e.parent = p.voucher
      where e.account = any($3::uuid[]) and e.date < date_trunc('month', d.day)::date
  ) x`;
const perDimension = `select d.day, x.account::text || '|' || coalesce(case $4::text when 'customer' then x.customer when 'department' then x.department else x.product end::text, '') as key,
  x.closing, sum(x.debit)::text as debit, sum(x.credit)::text as credit from ${byDimension}
  where ($5::uuid is null or x.customer = $5) and ($6::uuid is null or x.department = $6) and ($7::uuid is null or x.product = $7) group by 1, 2, 3`;
/** Per account and one dimension, up to each of the days. */
export async function dimensionTurnovers(read: Read, dimension: Dimension, narrowed: Narrowed, days: readonly LocalDate[]): Promise<Turnovers> {
  const { accounts, customer = null, department = null, product = null } = narrowed;
  if (accounts.length === 0) return collected([]);
  return collected(await read.query<Row>({ text: perDimension, values: [read.org.id, [...new Set(days)], accounts, dimension, customer, department, product] }));
}

/** Net of an account's parties in debit, or in credit: all that a statement needs of thousands of customers (3.3, 往来重分类). */
export interface PartySide {
  readonly day: LocalDate;
  readonly account: string;
  readonly side: '+' | '-';
  readonly net: Decimal;
}
/** The party of entries that have none. */
export const noParty = '00000000-0000-0000-0000-000000000000';
/**
 * Backwards from what stands on each party now: most statements are of today or of last year's end, and a party's whole past is one row. What
 * came after the day is taken off by year, month and entry; queued entries are in the last but not in the rows, so that they are added again.
 */
const perSide = `select day, account, case when net > 0 then '+' else '-' end as side, sum(net)::text as net from (
  select d.day, x.account, x.party, sum(x.net) as net from unnest($2::date[]) as d(day) cross join lateral (
    select account, party, debit - credit as net from finance.gl_party where org_id = $1 and account = any($3::uuid[])
    union all
    select account, coalesce(customer, $4::uuid), credit - debit from finance.gl_year_dim where org_id = $1 and account = any($3::uuid[]) and year > extract(year from d.day)::int
    union all
    select account, coalesce(customer, $4::uuid), credit - debit from finance.gl_month_dim
      where org_id = $1 and account = any($3::uuid[]) and period > to_char(d.day, 'YYYY-MM') and period <= to_char(d.day, 'YYYY') || '-12'
    union all
    select account, coalesce(customer, $4::uuid), credit - debit from finance.gl_voucher_line
      where org_id = $1 and account = any($3::uuid[]) and date > d.day and date < (date_trunc('month', d.day) + interval '1 month')::date
    union all
    select e.account, coalesce(e.customer, $4::uuid), e.debit - e.credit
      from unnest(array(select voucher from finance.gl_pending where org_id = $1)) as p(voucher) join finance.gl_voucher_line e on e.org_id = $1 and e.parent = p.voucher
      where e.account = any($3::uuid[]) and e.date < (date_trunc('month', d.day) + interval '1 month')::date
  ) x group by 1, 2, 3) n where net <> 0 group by 1, 2, 3`;
export async function partySides(read: Read, accounts: readonly string[], days: readonly LocalDate[]): Promise<readonly PartySide[]> {
  if (accounts.length === 0) return [];
  const rows = await read.query<Omit<PartySide, 'net'> & { readonly net: string }>({ text: perSide, values: [read.org.id, [...new Set(days)], accounts, noParty] });
  return rows.map((row) => ({ ...row, net: decimal(row.net) }));
}

/** What stands on accounts at the end of a day by all their dimensions: what a carry-forward moves (3.1 R9). */
export interface DimensionSet {
  readonly account: string;
  readonly customer: string | null;
  readonly department: string | null;
  readonly product: string | null;
  readonly net: Decimal;
}
const perSet = `select x.account, x.customer, x.department, x.product, sum(x.debit - x.credit)::text as net from ${byDimension} group by 1, 2, 3, 4 having sum(x.debit - x.credit) <> 0`;
export async function dimensionSets(read: Read, accounts: readonly string[], day: LocalDate): Promise<readonly DimensionSet[]> {
  const rows = await read.query<Omit<DimensionSet, 'net'> & { readonly net: string }>({ text: perSet, values: [read.org.id, [day], accounts] });
  return rows.map((row) => ({ ...row, net: decimal(row.net) }));
}

/** What the openings of period 00 brought, by account; they are no turnover of the year they fall in (3.1 R7). */
export interface OpeningEntry {
  readonly account: string;
  readonly customer: string | null;
  readonly department: string | null;
  readonly product: string | null;
  readonly date: LocalDate;
  readonly debit: Decimal;
  readonly credit: Decimal;
}
export async function openingEntries(read: Read, to: LocalDate): Promise<readonly OpeningEntry[]> {
  const rows = await read.query<
    Omit<OpeningEntry, 'debit' | 'credit'> & { readonly debit: string; readonly credit: string }
  >(sql`select account, customer, department, product, date, sum(debit)::text as debit, sum(credit)::text as credit
    from finance.gl_voucher_line where org_id = ${read.org.id} and kind = 'opening' and date <= ${to}::date group by account, customer, department, product, date`);
  return rows.map((row) => ({ ...row, debit: decimal(row.debit), credit: decimal(row.credit) }));
}

/** The last day of the year before. */
export const lastYearEnd = (day: LocalDate): LocalDate => `${Number(day.slice(0, 4)) - 1}-12-31` as LocalDate;
export const yearBegin = (day: LocalDate): LocalDate => `${day.slice(0, 4)}-01-01` as LocalDate;
