import { type Instant, type LocalDate, type Lock, lockBalance, type Read, sql } from '#declare';
import type { Decimal } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import type { Books } from '../finance/server.ts';
import type { Strategy } from './allocate.ts';
import { effectiveAt } from './effective.ts';
import type { CostHead } from './moving-average.ts';
import type { Later } from './running-stock.ts';
import { laterValues, type Moment, recostBooks, recostLocks } from './recost.ts';
import { before, type LaterValue } from './replay.ts';
import type { StockPlan } from './services.ts';
import { laterOf, pairKey, touchedBy } from './stock-keys.ts';
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
  /** At the plan's moment. */
  readonly heads: ReadonlyMap<string, CostHead>;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly waiting: readonly Waiting[];
  /** What of value follows a plan that lies in the past, and the accounts of its corrections. */
  readonly laterValues: ReadonlyMap<string, readonly LaterValue[]>;
  readonly books: Books | undefined;
  /** Changes after the day of a plan that lies in the past, per stock key. */
  readonly later: ReadonlyMap<string, readonly Later[]>;
}
/** Entering for an earlier day needs its permission, for as many days back as a role gives it (P.8). */
function refuseBackdating(date: LocalDate, read: Read): void {
  if (!read.may('stock.backdate')) throw new Refused('forbidden', { permission: 'stock.backdate' });
  const most = read.bound('stock.backdate', 'max_days');
  const days = Temporal.PlainDate.from(date).until(read.today, { largestUnit: 'days' }).days;
  if (most !== null && days > most) throw new Refused('forbidden', { permission: 'stock.backdate', max_days: most });
}
/** What to lock for a plan; refuses a date that stock cannot have before anything waits. */
export async function stockLocks(read: Read, plan: StockPlan): Promise<readonly Lock[]> {
  if (plan.date > read.today) throw new Refused('stock.future_date', { date: plan.date });
  if (plan.date < read.today && plan.opening !== true) refuseBackdating(plan.date, read);
  const touched = await touchedBy(read, plan);
  const recosted = plan.date < read.today && touched.heads.length > 0 ? await recostLocks(read, touched.heads, momentOf(read, plan)) : [];
  return [
    ...recosted,
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
  const [products, places, strategies, lots, rows, sellable, heads, holds, waiting, later, values] = await Promise.all([
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
    plan.date < read.today && touched.heads.length > 0 ? laterValues(read, touched.heads, momentOf(read, plan)) : new Map<string, readonly LaterValue[]>(),
  ]);
  const now = new Map((heads as readonly (CostHead & { readonly product: string })[]).map((row) => [row.product, row]));
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
    heads: new Map([...now].map(([product, head]) => [product, before(head, values.get(product) ?? [])])),
    laterValues: values,
    books: await recostBooks(read, values),
    holds,
    waiting,
    later,
  };
}
/** From where on the value of other entries may change. */
const momentOf = (read: Read, plan: StockPlan): Moment => ({ effective_at: effectiveAt(plan.date, (plan.receipts ?? []).length > 0 ? 'in' : 'out', read) });
const byId = <T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> => new Map(rows.map((row) => [row.id, row]));

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
