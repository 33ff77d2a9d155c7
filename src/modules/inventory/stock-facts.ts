import { type Instant, type LocalDate, type Lock, lockBalance, type Read, sql } from '#declare';
import { decimal, type Decimal } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import type { Strategy } from './allocate.ts';
import { effectiveAt } from './effective.ts';
import type { CostHead } from './moving-average.ts';
import type { Later } from './running-stock.ts';
import type { StockPlan } from './services.ts';
import { type Hold, type Waiting, holdsOf, waitingOf } from './waiting.ts';

/*
 * The reading half of the stock services (5.0.3): what a plan touches, found without locks, and what stands there once it is locked. The lists of
 * keys are the same in both, so that nothing is decided about a row that is not held.
 */
export interface ProductFacts {
  readonly id: string;
  readonly code: string;
  readonly kind: string;
  readonly tracking: string;
  readonly state: string;
}
export interface Place {
  readonly id: string;
  readonly code: string;
  readonly usage: string;
  readonly warehouse: string | null;
  readonly sellable: boolean;
  readonly pick_sequence: number;
}
export interface LotFacts {
  readonly id: string;
  readonly product: string;
  readonly lot_no: string;
  readonly state: 'active' | 'on_hold' | 'expired';
  readonly expiry_date: LocalDate | null;
  readonly first_received_at: string | null;
}
export interface StockRow {
  readonly product: string;
  readonly location: string;
  readonly lot: string | null;
  readonly on_hand: Decimal;
  readonly pledged: Decimal;
}
export interface Sellable {
  readonly product: string;
  readonly warehouse: string;
  readonly sellable: Decimal;
  readonly reserved: Decimal;
}
export interface StockFacts {
  readonly plan: StockPlan;
  readonly inbound: Instant;
  readonly outbound: Instant;
  readonly products: ReadonlyMap<string, ProductFacts>;
  readonly places: ReadonlyMap<string, Place>;
  readonly outer: ReadonlyMap<string, Place>;
  /** Where goods of a warehouse go when nothing else is said. */
  readonly stock: ReadonlyMap<string, Place>;
  readonly strategies: ReadonlyMap<string, Strategy>;
  readonly lots: ReadonlyMap<string, LotFacts>;
  readonly rows: readonly StockRow[];
  readonly sellable: ReadonlyMap<string, Sellable>;
  readonly heads: ReadonlyMap<string, CostHead>;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly waiting: readonly Waiting[];
  /** Changes after the day of a plan that lies in the past, per stock key. */
  readonly later: ReadonlyMap<string, readonly Later[]>;
}
export const stockKey = (product: string, location: string, lot: string | null): string => `${product}|${location}|${lot ?? '-'}`;
export const pairKey = (product: string, warehouse: string): string => `${product}|${warehouse}`;

interface Key {
  readonly product: string;
  readonly location: string;
  readonly lot: string | null;
}
interface Touched {
  readonly keys: readonly Key[];
  readonly pairs: readonly { readonly product: string; readonly warehouse: string }[];
  readonly heads: readonly string[];
  readonly demands: readonly { readonly demand: string; readonly product: string; readonly warehouse: string }[];
}

/** What to lock for a plan; refuses a date that stock cannot have before anything waits. */
export async function stockLocks(read: Read, plan: StockPlan): Promise<readonly Lock[]> {
  if (plan.date > read.today) throw new Refused('stock.future_date', { date: plan.date });
  if (plan.date < read.today && plan.opening !== true && !read.may('stock.backdate')) throw new Refused('forbidden', { permission: 'stock.backdate' });
  const touched = await touchedBy(read, plan);
  return [
    lockBalance(
      'inventory.cost_head',
      touched.heads.map((product) => ({ product }) as never),
    ),
    lockBalance('inventory.warehouse_balance', touched.pairs as never),
    lockBalance('inventory.stock_balance', touched.keys as never),
    ...(touched.demands.length > 0 ? [lockBalance('inventory.reservation_balance', touched.demands as never)] : []),
  ];
}

/** Everything the checks and the writes need, read under the locks. */
export async function stockFacts(read: Read, plan: StockPlan): Promise<StockFacts> {
  const touched = await touchedBy(read, plan);
  const inbound = effectiveAt(plan.date, 'in', read);
  const outbound = effectiveAt(plan.date, 'out', read);
  const incoming = [...(plan.receipts ?? []), ...(plan.transfers ?? [])].map(({ product, warehouse }) => pairKey(product, warehouse));
  const [products, places, strategies, lots, rows, sellable, heads, holds, waiting, later] = await Promise.all([
    productsOf(read, [...new Set(touched.keys.map((key) => key.product))]),
    placesOf(
      read,
      plan,
      touched.keys.map((key) => key.location),
    ),
    strategiesOf(
      read,
      touched.pairs.map((pair) => pair.warehouse),
    ),
    lotsOf(
      read,
      touched.keys.flatMap((key) => key.lot ?? []),
    ),
    read.balances('inventory.stock_balance', touched.keys as never),
    read.balances('inventory.warehouse_balance', touched.pairs as never),
    read.balances(
      'inventory.cost_head',
      touched.heads.map((product) => ({ product }) as never),
    ),
    holdsOf(read, touched.demands),
    waitingOf(
      read,
      touched.pairs.filter((pair) => incoming.includes(pairKey(pair.product, pair.warehouse))),
    ),
    plan.date < read.today ? laterOf(read, touched.keys, outbound) : new Map<string, readonly Later[]>(),
  ]);
  return {
    plan,
    inbound,
    outbound,
    products: byId(products),
    places: byId(places),
    outer: new Map(places.filter((place) => place.warehouse === null).map((place) => [place.usage, place])),
    stock: new Map(places.flatMap((place) => (place.warehouse !== null && place.code === 'STOCK' ? [[place.warehouse, place] as const] : []))),
    strategies,
    lots: byId(lots),
    rows: rows as readonly StockRow[],
    sellable: new Map((sellable as readonly Sellable[]).map((row) => [pairKey(row.product, row.warehouse), row])),
    heads: new Map((heads as readonly (CostHead & { readonly product: string })[]).map((row) => [row.product, row])),
    holds,
    waiting,
    later,
  };
}
const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]));

/**
 * The keys of a plan. An issue that names no place may take from every sellable place that holds the product, so all of them are locked; STOCK
 * where there is none, so that a shortage is decided under a lock too.
 */
async function touchedBy(read: Read, plan: StockPlan): Promise<Touched> {
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
async function productsOf(read: Read, ids: readonly string[]): Promise<readonly ProductFacts[]> {
  return read.query<ProductFacts>(sql`select id, code, kind, tracking, state from inventory.product where org_id = ${read.org.id} and id = any(${ids})`);
}
/** The places of the keys, STOCK of the warehouses, and the outer ones; a place sells only when its warehouse does. */
async function placesOf(read: Read, plan: StockPlan, locations: readonly string[]): Promise<readonly Place[]> {
  const warehouses = [...(plan.issues ?? []), ...(plan.receipts ?? []), ...(plan.transfers ?? [])].map((move) => move.warehouse);
  return read.query<Place>(sql`
    select l.id, l.code, l.usage, l.warehouse, (l.sellable and coalesce(w.sellable, false)) as sellable, l.pick_sequence
    from inventory.location l left join inventory.warehouse w on w.org_id = ${read.org.id} and w.id = l.warehouse
    where l.org_id = ${read.org.id} and (l.id = any(${locations}) or l.warehouse is null or (l.warehouse = any(${warehouses}) and l.code = 'STOCK'))`);
}
async function strategiesOf(read: Read, warehouses: readonly string[]): Promise<ReadonlyMap<string, Strategy>> {
  const [settings, rows] = await Promise.all([
    read.settings('inventory.settings'),
    read.query<{ id: string; removal_strategy: Strategy | null }>(
      sql`select id, removal_strategy from inventory.warehouse where org_id = ${read.org.id} and id = any(${warehouses})`,
    ),
  ]);
  return new Map(rows.map((row) => [row.id, row.removal_strategy ?? settings.removal_strategy]));
}
async function lotsOf(read: Read, ids: readonly string[]): Promise<readonly LotFacts[]> {
  if (ids.length === 0) return [];
  return read.query<LotFacts>(
    sql`select id, product, lot_no, state, expiry_date::text as expiry_date, first_received_at::text as first_received_at from inventory.lot where org_id = ${read.org.id} and id = any(${ids})`,
  );
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
