import { lockPeriod, type Lock, type Read, type Ref, sql, type Write } from '#declare';
import { type Decimal, decimal, isZero, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { monthOf } from './calendar-day.ts';
import { bookFacts, type Books, type LedgerLine, voucherWrites } from './book.ts';
import type { Dimensions } from './posting.ts';

/*
 * The first sub-account of an account that has entries takes over its balance, dimension by dimension, by an automatic voucher; the history
 * stays on the parent, which carries entries no more (3.0.3).
 */
export interface Carried {
  readonly dimensions: Dimensions;
  readonly net: Decimal;
}
/** What stands on an account now, by its dimensions: roll-ups and queue in one statement. */
export async function carriedFrom(read: Read, account: string): Promise<readonly Carried[]> {
  const org = read.org.id;
  const rows = await read.query<{
    customer: string | null;
    department: string | null;
    product: string | null;
    net: string;
  }>(sql`select customer, department, product, sum(net)::text as net from (
      select customer, department, product, debit - credit as net from finance.gl_year_dim where org_id = ${org} and account = ${account}
      union all
      select e.customer, e.department, e.product, e.debit - e.credit from unnest(array(select voucher from finance.gl_pending where org_id = ${org})) as p(voucher)
        join finance.gl_voucher_line e on e.org_id = ${org} and e.parent = p.voucher where e.account = ${account}
    ) x group by customer, department, product having sum(net) <> 0`);
  return rows.map(({ net, customer, department, product }) => ({
    net: decimal(net),
    dimensions: { ...(customer ? { customer } : {}), ...(department ? { department } : {}), ...(product ? { product } : {}) },
  }));
}
export async function hasEntries(read: Read, account: string): Promise<boolean> {
  const rows = await read.query(sql`select 1 as one from finance.gl_voucher_line where org_id = ${read.org.id} and account = ${account} limit 1`);
  return rows.length > 0;
}
/** The period of today, when there is a balance to move. */
export const moveLocks = async (read: Read, account: string): Promise<readonly Lock[]> => ((await carriedFrom(read, account)).length > 0 ? [lockPeriod(read.today)] : []);

export interface Move {
  readonly books: Books;
  readonly carried: readonly Carried[];
}
export async function moveFacts(read: Read, account: string): Promise<Move> {
  return { books: await bookFacts(read, { accounts: [account] }), carried: await carriedFrom(read, account) };
}
/** Kind transfer, today: each balance out of the parent and into the child, on its own side. */
export function moveWrites(
  { books, carried }: Move,
  parent: { readonly id: string; readonly code: string },
  child: { readonly id: string; readonly code: string; readonly name: string },
  today: Read['today'],
): readonly Write[] {
  const from = books.byId.get(parent.id);
  if (!from || carried.length === 0) return [];
  const known: Books = { ...books, byCode: new Map([...books.byCode, [child.code, { ...from, id: child.id, code: child.code }]]) };
  const summary = `转入明细科目 ${child.code} ${child.name}`.slice(0, 200);
  const lines = carried.flatMap(({ net, dimensions }, index): readonly LedgerLine[] => {
    const onDebit = net.gt(zero);
    const amount = net.abs();
    const line = (line_no: number, account: string, debit: boolean): LedgerLine => ({
      line_no,
      summary,
      account,
      debit: debit ? amount : zero,
      credit: debit ? zero : amount,
      dimensions,
    });
    return isZero(net) ? [] : [line(index * 2 + 1, child.code, onDebit), line(index * 2 + 2, parent.code, !onDebit)];
  });
  return voucherWrites(known, {
    id: newId(),
    date: today,
    period: monthOf(today),
    kind: 'transfer',
    source: null,
    source_rev: 1,
    rule_code: null,
    reverses: null,
    lines,
    cashFlow: null,
  });
}
export const leafOff = (id: Ref<'finance.account'> | string): Write => ({ does: 'change', name: 'finance.account', id, values: { is_leaf: false } });
