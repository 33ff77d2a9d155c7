import { type AccountRole, type AnyRef, type Instant, type LocalDate, type Lock, lockPeriod, post, type Read, sql, type Write } from '#declare';
import { type Decimal, decimal, max, negated, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import type { PostingRule } from '../finance/index.ts';
import { bookFacts, type Books, bookVoucher } from '../finance/server.ts';
import type { Correction, LaterValue } from './replay.ts';

/*
 * 重算 (5.5): what a back-dated movement changes in the cost of later issues is appended, one entry an issue, effective at that issue, with a
 * voucher of that day on the same cost account.
 */
export interface Moment {
  readonly effective_at: Instant;
  /** Entries of the very same instant count as later when they were posted after this. */
  readonly posted_at?: string;
}
/** Value entries of some products after a moment, in the order in which they count. */
export async function laterValues(read: Read, products: readonly string[], moment: Moment): Promise<ReadonlyMap<string, readonly LaterValue[]>> {
  const org = read.org.id;
  const rows = await read.query<Found>(sql`
    select e.id, e.product, e.qty::text as qty, (e.value + coalesce((select sum(r.value) from inventory.value_ledger r where r.org_id = ${org} and r.anchor = e.id::text), 0))::text as value,
      e.kind = 'issue' and e.reverses is null as averaged,
      exists (select 1 from inventory.value_ledger r where r.org_id = ${org} and (r.reverses = e.id or r.id = e.reverses) and r.date = e.date) as void,
      e.date::text as date, e.effective_at::text as effective_at, e.cause_type, e.cause_id, e.cause_line as line, e.cost_role as role, e.department
    from inventory.value_ledger e
    where e.org_id = ${org} and e.product = any(${products}) and e.kind <> 'recost'
      and (e.effective_at > ${moment.effective_at}::timestamptz or (e.effective_at = ${moment.effective_at}::timestamptz and e.posted_at > ${moment.posted_at ?? 'infinity'}::timestamptz))
    order by e.effective_at, e.posted_at, e.position, e.id`);
  const later = new Map<string, LaterValue[]>();
  for (const { cause_type, cause_id, ...row } of rows) {
    const entry: LaterValue = { ...row, qty: decimal(row.qty), value: decimal(row.value), cause: { name: cause_type, id: cause_id } };
    later.set(row.product, [...(later.get(row.product) ?? []), entry]);
  }
  return later;
}
interface Found {
  readonly id: string;
  readonly product: string;
  readonly qty: string;
  readonly value: string;
  readonly averaged: boolean;
  readonly void: boolean;
  readonly date: LocalDate;
  readonly effective_at: string;
  readonly cause_type: string;
  readonly cause_id: string;
  readonly line: string | null;
  readonly role: string | null;
  readonly department: string | null;
}
/** The periods of all issues that a back-dated movement may recost, one day of each month. */
export async function recostLocks(read: Read, products: readonly string[], moment: Moment): Promise<readonly Lock[]> {
  const rows = await read.query<{ day: LocalDate }>(sql`
    select distinct on (to_char(date, 'YYYY-MM')) date::text as day from inventory.value_ledger
    where org_id = ${read.org.id} and product = any(${products}) and kind = 'issue' and reverses is null and effective_at >= ${moment.effective_at}::timestamptz
    order by to_char(date, 'YYYY-MM'), date`);
  return rows.map((row) => lockPeriod(row.day));
}
/** The accounts of their vouchers; nothing where no issue follows. */
export async function recostBooks(read: Read, later: ReadonlyMap<string, readonly LaterValue[]>): Promise<Books | undefined> {
  const roles = [...later.values()].flat().flatMap((entry) => (entry.averaged ? [entry.role ?? standardRole] : []));
  return roles.length === 0 ? undefined : bookFacts(read, { roles: ['inventory', ...new Set(roles)] });
}
export const standardRole = 'cogs';

interface Recosted {
  readonly department: string | null;
  readonly product: string;
  readonly more: Decimal;
  readonly less: Decimal;
}
const ruleOf = (role: AccountRole): PostingRule<Recosted> => ({
  event: 'inventory.recost',
  code: 'I5',
  zh: '成本重算',
  en: 'Recost',
  lines: [
    { side: 'debit', role, amount: 'more', by: ['department'] },
    { side: 'credit', role: 'inventory', amount: 'more' },
    { side: 'debit', role: 'inventory', amount: 'less' },
    { side: 'credit', role, amount: 'less', by: ['department'] },
  ],
});
export interface RecostFacts {
  readonly books: Books | undefined;
}
/** Entries and vouchers of the corrections; the voucher belongs to the document of the issue, so reversing that takes it along. */
export function recostWrites({ books }: RecostFacts, corrections: readonly Correction[], options: { readonly cause?: AnyRef }): readonly Write[] {
  if (corrections.length === 0) return [];
  if (!books) throw new TypeError('issues are recosted without their accounts');
  const entries = corrections.map(({ entry, value }, position) => {
    const row = {
      product: entry.product,
      qty: zero,
      value,
      kind: 'recost',
      anchor: entry.id,
      cost_role: entry.role,
      department: entry.department,
      position,
      date: entry.date,
      effective_at: entry.effective_at,
    };
    return post('inventory.value_ledger', row as never, options);
  });
  return [...entries, ...[...byDocument(corrections)].flatMap((group) => voucherOf(books, group))];
}
function voucherOf(books: Books, group: readonly Correction[]): readonly Write[] {
  const [first] = group;
  if (!first) return [];
  const facts = group.map(({ entry, value }): Recosted => ({ department: entry.department, product: entry.product, more: max(zero, negated(value)), less: max(zero, value) }));
  return bookVoucher(books, {
    rule: ruleOf((first.entry.role ?? standardRole) as AccountRole),
    facts,
    date: first.entry.date,
    summary: '成本重算',
    source: first.entry.cause,
    sourceRev: newRevision(),
  }).writes;
}
/** An issue may be recosted again and again; each time is an event of its own, so no two may look like the same one posted twice (3.0.2 I9). */
const newRevision = (): number => 2 + Number.parseInt(newId().slice(-7), 16);
/** One voucher a document and cost account. */
function byDocument(corrections: readonly Correction[]): Iterable<readonly Correction[]> {
  const groups = new Map<string, Correction[]>();
  for (const one of corrections) {
    const key = `${one.entry.cause.name}|${one.entry.cause.id}|${one.entry.role ?? standardRole}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups.values();
}
