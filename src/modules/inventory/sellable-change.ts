import { type AnyRef, type LocalDate, post, type Read, type Instant, sql, type Write } from '#declare';
import { type Decimal, decimal, negated, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';

/** Goods whose place or lot stops or starts selling; nothing moves (5.0.4). */
export interface SellableStock {
  readonly product: string;
  readonly location: string;
  readonly lot: string | null;
  readonly warehouse: string;
  readonly on_hand: Decimal;
  readonly place_sells: boolean;
  readonly warehouse_sells: boolean;
  readonly lot_state: string;
  readonly today: LocalDate;
  readonly now: Instant;
}
export const stockPairs = (stock: readonly SellableStock[]): { product: string; warehouse: string }[] => [
  ...new Map(stock.map(({ product, warehouse }) => [`${product}|${warehouse}`, { product, warehouse }])).values(),
];

/** What lies in a place, in a warehouse or of a lot; read again under the lock, so a move that was faster is counted. */
export async function stockOf(read: Read, of: { readonly location?: string; readonly warehouse?: string; readonly lot?: string }): Promise<readonly SellableStock[]> {
  const rows = await read.query<Omit<SellableStock, 'on_hand' | 'today' | 'now'> & { on_hand: string }>(sql`
    select b.product, b.location, b.lot, l.warehouse, b.on_hand::text as on_hand, l.sellable as place_sells, w.sellable as warehouse_sells, coalesce(t.state, 'active') as lot_state
    from inventory.stock_balance b
    join inventory.location l on l.org_id = ${read.org.id} and l.id = b.location
    join inventory.warehouse w on w.org_id = ${read.org.id} and w.id = l.warehouse
    left join inventory.lot t on t.org_id = ${read.org.id} and t.id = b.lot
    where b.org_id = ${read.org.id} and b.on_hand <> 0
      and (${of.location ?? null}::uuid is null or b.location = ${of.location ?? null}::uuid)
      and (${of.warehouse ?? null}::uuid is null or l.warehouse = ${of.warehouse ?? null}::uuid)
      and (${of.lot ?? null}::uuid is null or b.lot = ${of.lot ?? null}::uuid)`);
  return rows.map((row) => ({ ...row, on_hand: decimal(row.on_hand), today: read.today, now: read.now }));
}
/** Entries without quantity that only change what may be sold. */
export function sellableChange(stock: readonly SellableStock[], sells: boolean, cause: AnyRef): readonly Write[] {
  return stock.map((row) => {
    const sellable_qty = sells ? row.on_hand : negated(row.on_hand);
    const entry = {
      move: newId(),
      product: row.product,
      location: row.location,
      lot: row.lot,
      warehouse: row.warehouse,
      qty: zero,
      sellable_qty,
      kept: true,
      kind: 'availability',
      date: row.today,
      effective_at: row.now,
    };
    return post('inventory.stock_ledger', entry as never, { cause });
  });
}
