import { type Instant, type LocalDate, type Read, sql } from '#declare';
import { decimal } from '#decimal';
import type { Later } from './running-stock.ts';
import type { StockPlan } from './services.ts';

export const stockKey = (product: string, location: string, lot: string | null): string => `${product}|${location}|${lot ?? '-'}`;
export const pairKey = (product: string, warehouse: string): string => `${product}|${warehouse}`;

export interface Key {
  readonly product: string;
  readonly location: string;
  readonly lot: string | null;
}
export interface Touched {
  readonly keys: readonly Key[];
  readonly pairs: readonly { readonly product: string; readonly warehouse: string }[];
  readonly heads: readonly string[];
  readonly demands: readonly { readonly demand: string; readonly product: string; readonly warehouse: string }[];
}

/**
 * The keys of a plan. An issue that names no place may take from every sellable place that holds the product, so all of them are locked; STOCK
 * where there is none, so that a shortage is decided under a lock too.
 */
export async function touchedBy(read: Read, plan: StockPlan): Promise<Touched> {
  const { issues = [], receipts = [], transfers = [] } = plan;
  const all = [...issues, ...receipts, ...transfers];
  const warehouses = [...new Set(all.map((move) => move.warehouse))];
  const open = issues.filter((issue) => !issue.location || !issue.lot);
  const [stock, candidates, homes] = await Promise.all([
    stockPlaces(read, warehouses),
    candidatesOf(read, open),
    homesOf(
      read,
      transfers.map((move) => move.toLocation),
    ),
  ]);
  const keys = new Map<string, Key>();
  const add = (key: Key): Map<string, Key> => keys.set(stockKey(key.product, key.location, key.lot), key);
  const found = new Set(candidates.map((candidate) => candidate.product));
  for (const move of all) {
    const location = move.location ?? stock.get(move.warehouse);
    const chosen = 'to' in move && !move.lot && found.has(move.product);
    if (location && !chosen) add({ product: move.product, location, lot: move.lot ?? null });
  }
  for (const move of transfers) add({ product: move.product, location: move.toLocation, lot: move.lot ?? null });
  for (const candidate of candidates) add(candidate);
  const pairs = new Map(all.map(({ product, warehouse }) => [pairKey(product, warehouse), { product, warehouse }]));
  for (const move of transfers) {
    const warehouse = homes.get(move.toLocation);
    if (warehouse) pairs.set(pairKey(move.product, warehouse), { product: move.product, warehouse });
  }
  return {
    keys: [...keys.values()],
    pairs: [...pairs.values()],
    heads: [...new Set([...issues, ...receipts].map((move) => move.product))],
    demands: issues.flatMap(({ demand, product, warehouse }) => (demand ? [{ demand, product, warehouse }] : [])),
  };
}
async function stockPlaces(read: Read, warehouses: readonly string[]): Promise<Map<string, string>> {
  const rows = await read.query<{ warehouse: string; id: string }>(
    sql`select warehouse, id from inventory.location where org_id = ${read.org.id} and warehouse = any(${warehouses}) and code = 'STOCK'`,
  );
  return new Map(rows.map((row) => [row.warehouse, row.id]));
}
async function homesOf(read: Read, locations: readonly string[]): Promise<Map<string, string | null>> {
  if (locations.length === 0) return new Map();
  const rows = await read.query<{ id: string; warehouse: string | null }>(
    sql`select id, warehouse from inventory.location where org_id = ${read.org.id} and id = any(${locations})`,
  );
  return new Map(rows.map((row) => [row.id, row.warehouse]));
}
async function candidatesOf(read: Read, open: readonly { readonly product: string; readonly warehouse: string; readonly location?: string | null }[]): Promise<readonly Key[]> {
  if (open.length === 0) return [];
  const wanted = JSON.stringify(open.map(({ product, warehouse, location }) => ({ product, warehouse, location: location ?? null })));
  return read.query<{ product: string; location: string; lot: string | null }>(sql`
    select distinct b.product, b.location, b.lot
    from jsonb_to_recordset(${wanted}::jsonb) w(product uuid, warehouse uuid, location uuid)
    join inventory.stock_balance b on b.org_id = ${read.org.id} and b.product = w.product and b.on_hand > 0
    join inventory.location l on l.org_id = ${read.org.id} and l.id = b.location and l.warehouse = w.warehouse
    where case when w.location is null then l.sellable else l.id = w.location end`);
}
/** Only what took effect after the plan's moment is read: the balance now, less that, is the balance then. */
export async function laterOf(read: Read, keys: readonly Key[], moment: Instant): Promise<ReadonlyMap<string, readonly Later[]>> {
  const rows = await read.query<Key & { day: LocalDate; qty: string }>(sql`
    select l.product, l.location, l.lot, max(l.date)::text as day, sum(l.qty)::text as qty
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) k(product uuid, location uuid, lot uuid)
    join inventory.stock_ledger l on l.org_id = ${read.org.id} and l.product = k.product and l.location = k.location and l.lot is not distinct from k.lot and l.effective_at > ${moment}::timestamptz
    group by l.product, l.location, l.lot, l.effective_at order by l.effective_at`);
  const later = new Map<string, Later[]>();
  for (const row of rows) {
    const key = stockKey(row.product, row.location, row.lot);
    later.set(key, [...(later.get(key) ?? []), { date: row.day, qty: decimal(row.qty) }]);
  }
  return later;
}
