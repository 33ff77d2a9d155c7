import { type Read, sql } from '#declare';
import { decimal, zero } from '#decimal';
import type { Availability, StockKey } from './services.ts';
import { pairKey } from './stock-keys.ts';

/** What may still be promised, from the stored balances alone, so that every screen says the same (5.0.4). */
export async function availability(read: Read, keys: readonly StockKey[]): Promise<readonly Availability[]> {
  if (keys.length === 0) return [];
  const rows = await read.query<Readonly<Record<'product' | 'warehouse' | 'on_hand' | 'sellable' | 'reserved', string>>>(sql`
    select k.product, k.warehouse, coalesce(w.sellable, 0)::text as sellable, coalesce(w.reserved, 0)::text as reserved,
      coalesce((select sum(b.on_hand) from inventory.stock_balance b join inventory.location l on l.org_id = ${read.org.id} and l.id = b.location and l.warehouse = k.warehouse
        where b.org_id = ${read.org.id} and b.product = k.product), 0)::text as on_hand
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) k(product uuid, warehouse uuid)
    left join inventory.warehouse_balance w on w.org_id = ${read.org.id} and w.product = k.product and w.warehouse = k.warehouse`);
  const found = new Map(rows.map((row) => [pairKey(row.product, row.warehouse), row]));
  return keys.map(({ product, warehouse }) => {
    const row = found.get(pairKey(product, warehouse));
    const sellable = decimal(row?.sellable ?? zero);
    const reserved = decimal(row?.reserved ?? zero);
    return { product, warehouse, on_hand: decimal(row?.on_hand ?? zero), sellable, reserved, available: sellable.minus(reserved) };
  });
}
