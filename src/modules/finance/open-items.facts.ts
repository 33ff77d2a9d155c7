import { type LocalDate, type Read, sql } from '#declare';
import { type Decimal, decimal } from '#decimal';

/** An open item as it stood on a day. */
export interface ItemOn {
  readonly item: string;
  readonly account: string;
  readonly customer: string | null;
  readonly document_no: string;
  readonly document_type: string;
  readonly document_id: string;
  readonly doc_date: LocalDate;
  readonly due_date: LocalDate | null;
  readonly amount: Decimal;
  readonly remaining: Decimal;
}
/**
 * What was open on a day, of one party and account or of all (3.0.5): what is open now, less what happened after that day. So a report of
 * today reads the items that are open, and one of last month the few entries since, not every settlement ever made.
 */
export async function itemsOn(read: Read, at: LocalDate, narrowed: { readonly customer: string | null; readonly account: string | null }): Promise<readonly ItemOn[]> {
  const org = read.org.id;
  const rows = await read.query<Omit<ItemOn, 'amount' | 'remaining'> & { readonly amount: string; readonly remaining: string }>(sql`
    select i.id as item, i.account, i.customer, i.document_no, i.document_type, i.document_id, i.doc_date, i.due_date, r.amount::text as amount, r.remaining::text as remaining
    from (select x.item, sum(x.amount) as amount, sum(x.remaining) as remaining from (
        select b.item, b.amount, b.remaining from finance.open_item_balance b where b.org_id = ${org}
          and (b.remaining <> 0 or b.item in (select e.item from finance.open_item_entry e where e.org_id = ${org} and e.date > ${at}::date))
        union all
        select e.item, -e.amount, -e.change from finance.open_item_entry e where e.org_id = ${org} and e.date > ${at}::date
      ) x group by x.item having sum(x.remaining) <> 0) r
    join finance.open_item i on i.org_id = ${org} and i.id = r.item
    where (${narrowed.customer}::uuid is null or i.customer = ${narrowed.customer}) and (${narrowed.account}::uuid is null or i.account = ${narrowed.account})
    order by i.due_date nulls last, i.doc_date, i.document_no, i.id`);
  return rows.map((row) => ({ ...row, amount: decimal(row.amount), remaining: decimal(row.remaining) }));
}
/** The same of one party through its own items, which are few. */
export async function itemsOfParty(read: Read, at: LocalDate, customer: string, account: string | null): Promise<readonly ItemOn[]> {
  const org = read.org.id;
  const rows = await read.query<Omit<ItemOn, 'amount' | 'remaining'> & { readonly amount: string; readonly remaining: string }>(sql`
    select i.id as item, i.account, i.customer, i.document_no, i.document_type, i.document_id, i.doc_date, i.due_date, r.amount::text as amount, r.remaining::text as remaining
    from finance.open_item i join lateral (select sum(e.amount) as amount, sum(e.change) as remaining from finance.open_item_entry e where e.org_id = ${org} and e.item = i.id and e.date <= ${at}::date) r on r.remaining <> 0
    where i.org_id = ${org} and i.customer = ${customer} and (${account}::uuid is null or i.account = ${account})
    order by i.due_date nulls last, i.doc_date, i.document_no, i.id`);
  return rows.map((row) => ({ ...row, amount: decimal(row.amount), remaining: decimal(row.remaining) }));
}

/** Sums of what was open on a day by party and age; `bucket` counts the bounds that the age has reached. */
export interface AgedSum {
  readonly customer: string | null;
  readonly bucket: number;
  readonly remaining: Decimal;
}
export async function agedSums(
  read: Read,
  at: LocalDate,
  options: { readonly sides: readonly string[]; readonly basis: 'due' | 'document'; readonly bounds: readonly number[] },
): Promise<readonly AgedSum[]> {
  const org = read.org.id;
  const rows = await read.query<{ customer: string | null; bucket: number; remaining: string }>(sql`
    select i.customer, width_bucket(case when ${options.basis}::text = 'due' then coalesce(${at}::date - i.due_date, 0) else ${at}::date - i.doc_date end, ${options.bounds}::int[]) as bucket, sum(r.remaining)::text as remaining
    from (select x.item, sum(x.remaining) as remaining from (
        select b.item, b.remaining from finance.open_item_balance b where b.org_id = ${org} and b.remaining <> 0
        union all
        select e.item, -e.change from finance.open_item_entry e where e.org_id = ${org} and e.date > ${at}::date
      ) x group by x.item having sum(x.remaining) <> 0) r
    join finance.open_item i on i.org_id = ${org} and i.id = r.item
    where i.side = any(${options.sides}::text[]) group by 1, 2`);
  return rows.map((row) => ({ ...row, remaining: decimal(row.remaining) }));
}
