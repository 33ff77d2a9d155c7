import { type AnyRef, type LocalDate, type Read, sql } from '#declare';
import { type Decimal, decimal, sum, toMoney } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type ItemFacts, itemFacts } from './items.ts';
import type { Receipt } from './receipt.ts';

export const selfOf = (receipt: Pick<Receipt, 'id'>): AnyRef => ({ name: 'finance.receipt', id: receipt.id });

/** What of the money goes to one item; several lines for the same item count together. */
export interface Allocation {
  readonly item: ItemFacts;
  readonly amount: Decimal;
}
interface Line {
  readonly item: string | null;
  readonly amount: Decimal | null;
}
export const itemsOf = (lines: readonly Line[]): readonly string[] => [...new Set(lines.flatMap((line) => line.item ?? []))].sort();

/** The items that lines name, with what is left of them; another party's, another account's or too much is refused (3.0.5). Read after `itemLock`. */
export async function allocationsOf(read: Read, lines: readonly Line[], party: string, receivable: string | undefined): Promise<readonly Allocation[]> {
  const items = await itemFacts(read, itemsOf(lines));
  return items.map((item): Allocation => {
    const amount = sum(
      lines.filter((line) => line.item === item.item),
      (line) => line.amount ?? decimal(0),
    );
    const at = `/allocations/${lines.findIndex((line) => line.item === item.item)}`;
    if (item.customer !== party || item.account !== receivable) throw new Refused('open_item.wrong_party', { document: item.document_no }, `${at}/item`);
    if (amount.gt(item.remaining)) throw new Refused('open_item.over_settled', { document: item.document_no, remaining: toMoney(item.remaining) }, `${at}/amount`);
    return { item, amount };
  });
}

/** What a receipt has done to items so far, its own advance left out. */
export interface Settled {
  readonly item: string;
  readonly amount: Decimal;
}
export async function settledBy(read: Read, receipt: string): Promise<readonly Settled[]> {
  const rows = await read.query<{ item: string; amount: string }>(sql`select item, (-sum(change))::text as amount from finance.open_item_entry
    where org_id = ${read.org.id} and cause_id = ${receipt} and item <> ${receipt} group by item having sum(change) <> 0 order by item`);
  return rows.map((row) => ({ item: row.item, amount: decimal(row.amount) }));
}
/** Documents that took from a receipt's advance: they would be left without the money. */
export async function advanceUsers(read: Read, receipt: string): Promise<readonly string[]> {
  const rows = await read.query<{
    document_no: string;
  }>(sql`select distinct coalesce(i.document_no, e.cause_type) as document_no from finance.open_item_entry e left join finance.open_item i on i.org_id = ${read.org.id} and i.id = e.cause_id
    where e.org_id = ${read.org.id} and e.item = ${receipt} and e.cause_id <> ${receipt}`);
  return rows.map((row) => row.document_no);
}
/** The document behind each item, for the chain (P.4). */
export async function documentsOf(read: Read, items: readonly string[]): Promise<ReadonlyMap<string, AnyRef>> {
  const rows = await read.rows('finance.open_item', items);
  return new Map([...rows].map(([id, row]) => [id, row.document]));
}
/** A later allocation stands on its day, never before the money came. */
export const laterOf = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? b : a);
