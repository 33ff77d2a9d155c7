import { type AnyRef, create, type LocalDate, type Lock, lockBalance, post, type Read, type Ref, sql, type Write } from '#declare';
import { type Decimal, decimal } from '#decimal';
import { type ItemEntry, type OpenPart, opened, relabelled, reversed, settled } from './settlement.ts';

/*
 * Open items for documents of any module (3.0.5). A document's first item has the document's own id, so that it can be locked before it
 * exists and found without a search.
 */
export interface NewItem {
  readonly document: AnyRef;
  readonly document_no: string;
  readonly side: 'receivable' | 'payable' | 'advance_in' | 'advance_out';
  /** Id of the ledger account. */
  readonly account: string;
  readonly customer: string;
  readonly doc_date: LocalDate;
  /** Empty before the invoice where the term counts from it. */
  readonly due_date: LocalDate | null;
  readonly amount: Decimal;
}
/** Items lock by id, class 6.2. */
export const itemLock = (ids: readonly string[]): Lock =>
  lockBalance(
    'finance.open_item_balance',
    ids.map((item) => ({ item: item as Ref<'finance.open_item'> })),
  );

/** The row of an item; what remains of it are entries (`itemEntries`). */
export const itemRow = (item: NewItem, id = item.document.id): Write =>
  create('finance.open_item', id, {
    document_no: item.document_no,
    side: item.side,
    account: item.account as Ref<'finance.account'>,
    customer: item.customer as Ref<'customers.customer'>,
    document: item.document,
    instalment: 1,
    doc_date: item.doc_date,
    due_date: item.due_date,
    currency: 'CNY',
    fx_rate: null,
    amount: item.amount,
  });
/** A new item with all of its amount open. */
export const openItem = (item: NewItem): readonly Write[] => [itemRow(item), ...itemEntries([opened(item.document.id, item.amount, item.doc_date)], item.document)];
export const itemEntries = (entries: readonly ItemEntry[], cause: AnyRef): readonly Write[] =>
  entries.map((entry) =>
    post(
      'finance.open_item_entry',
      {
        item: entry.item as Ref<'finance.open_item'>,
        date: entry.date,
        kind: entry.kind,
        amount: entry.amount,
        change: entry.change,
        counter_item: entry.counter_item as Ref<'finance.open_item'> | null,
        fx_difference: null,
        reason: null,
      },
      { cause },
    ),
  );

export interface ItemFacts extends OpenPart {
  readonly customer: string | null;
  readonly account: string;
  readonly amount: Decimal;
  readonly document_no: string;
  readonly doc_date: LocalDate;
}
/** Items with what remains, in the order asked; read after `itemLock`. */
export async function itemFacts(read: Read, ids: readonly string[]): Promise<readonly ItemFacts[]> {
  if (ids.length === 0) return [];
  const rows = await read.query<{ item: string; remaining: string; amount: string; customer: string | null; account: string; document_no: string; doc_date: LocalDate }>(
    sql`select i.id as item, coalesce(b.remaining, 0)::text as remaining, i.amount::text as amount, i.customer, i.account, i.document_no, i.doc_date from finance.open_item i left join finance.open_item_balance b on b.org_id = ${read.org.id} and b.item = i.id where i.org_id = ${read.org.id} and i.id = any(${ids}::uuid[])`,
  );
  const byId = new Map(rows.map((row) => [row.item, { ...row, remaining: decimal(row.remaining), amount: decimal(row.amount) }]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
export { type ItemEntry, type OpenPart, opened, relabelled, reversed, settled };
