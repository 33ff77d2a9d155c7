import { type AnyRef, type Lock, lockBalance, type Read, type Ref, sql, type Write } from '#declare';
import { type Decimal, max, min, negated, zero } from '#decimal';
import type { Demand, Promised, PromiseResult } from './services.ts';
import type { Sellable } from './stock-facts.ts';
import { pairKey } from './stock-keys.ts';
import { fillWrites, promised } from './stock-writes.ts';
import { type Hold, holdKey, holdsOf, type Waiting, waitingOf } from './waiting.ts';

/*
 * Promises (5.0.4): a confirmed order line reserves what is available in its warehouse and waits for the rest. Only the classes 5.3 and 5.5 are
 * locked, so promising never waits for costing.
 */
export interface PromiseFacts {
  readonly sellable: ReadonlyMap<string, Sellable>;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly waiting: readonly Waiting[];
  readonly demands: readonly Demand[];
  readonly releases: readonly Release[];
}
/** A demand line gives back its promise, all of it or a part. */
export interface Release {
  readonly line: string;
  readonly qty?: Decimal;
}
interface Key {
  readonly demand: string;
  readonly product: string;
  readonly warehouse: string;
}
const locksOf = (keys: readonly Key[]): readonly Lock[] =>
  keys.length === 0
    ? []
    : [
        lockBalance('inventory.warehouse_balance', [...new Map(keys.map(({ product, warehouse }) => [pairKey(product, warehouse), { product, warehouse }])).values()] as never),
        lockBalance('inventory.reservation_balance', keys as never),
      ];

/** Services and kits hold no stock and are promised without it. */
async function stocked(read: Read, demands: readonly Demand[]): Promise<readonly Demand[]> {
  const products = await read.rows('inventory.product', [...new Set(demands.map((demand) => demand.product))] as Ref<'inventory.product'>[]);
  return demands.filter((demand) => !['service', 'kit', undefined].includes(products.get(demand.product)?.kind));
}
const keyOf = ({ line, product, warehouse }: Demand): Key => ({ demand: line, product, warehouse });

export async function reserveLocks(read: Read, demands: readonly Demand[]): Promise<readonly Lock[]> {
  return locksOf((await stocked(read, demands)).map(keyOf));
}
export async function reserveFacts(read: Read, demands: readonly Demand[]): Promise<PromiseFacts> {
  const wanted = await stocked(read, demands);
  return { ...(await standing(read, wanted.map(keyOf))), demands: wanted, releases: [] };
}
/** Brings each line to its quantity: more is promised as far as stock is free, less gives back what is short first. */
export function reserveWrites(facts: PromiseFacts, cause?: AnyRef): PromiseResult {
  const free = freeOf(facts);
  const writes: Write[] = [];
  const lines = facts.demands.map((demand): Promised => {
    const { line, product, warehouse, priority = 100, date } = demand;
    const hold = facts.holds.get(holdKey(line, product, warehouse)) ?? { demand: line, product, warehouse, reserved: zero, short: zero, priority, wanted_on: date };
    const pair = pairKey(product, warehouse);
    const missing = demand.qty.minus(hold.reserved).minus(hold.short);
    const change = missing.gt(zero) ? more(missing, free.get(pair) ?? zero) : less(hold, negated(missing));
    free.set(pair, (free.get(pair) ?? zero).minus(change.reserved));
    if (!missing.eq(zero)) writes.push(promised({ ...hold, priority, wanted_on: date }, change, cause, line));
    return { line, product, warehouse, reserved: hold.reserved.plus(change.reserved), short: hold.short.plus(change.short) };
  });
  const others = facts.waiting.filter((one) => !facts.demands.some((demand) => demand.line === one.demand));
  return { writes: [...writes, ...fillWrites(others, free, cause)], lines };
}
const more = (qty: Decimal, free: Decimal): { readonly reserved: Decimal; readonly short: Decimal } => {
  const reserved = max(zero, min(qty, free));
  return { reserved, short: qty.minus(reserved) };
};
function less(hold: Hold, qty: Decimal): { readonly reserved: Decimal; readonly short: Decimal } {
  const short = min(qty, hold.short);
  return { reserved: negated(min(qty.minus(short), hold.reserved)), short: negated(short) };
}

export async function releaseLocks(read: Read, releases: readonly Release[]): Promise<readonly Lock[]> {
  return locksOf(await heldBy(read, releases));
}
export async function releaseFacts(read: Read, releases: readonly Release[]): Promise<PromiseFacts> {
  return { ...(await standing(read, await heldBy(read, releases))), demands: [], releases };
}
/** Gives promises back, and at once to whoever waits for the same goods. */
export function releaseWrites(facts: PromiseFacts, cause?: AnyRef): PromiseResult {
  const free = freeOf(facts);
  const writes: Write[] = [];
  const lines = [...facts.holds.values()].map((hold): Promised => {
    const wish = facts.releases.find((release) => release.line === hold.demand);
    const change = less(hold, wish?.qty ?? hold.reserved.plus(hold.short));
    const pair = pairKey(hold.product, hold.warehouse);
    free.set(pair, (free.get(pair) ?? zero).minus(change.reserved));
    if (!change.reserved.eq(zero) || !change.short.eq(zero)) writes.push(promised(hold, change, cause, hold.demand));
    return { line: hold.demand, product: hold.product, warehouse: hold.warehouse, reserved: hold.reserved.plus(change.reserved), short: hold.short.plus(change.short) };
  });
  const others = facts.waiting.filter((one) => !facts.releases.some((release) => release.line === one.demand));
  return { writes: [...writes, ...fillWrites(others, free, cause)], lines };
}
const freeOf = (facts: PromiseFacts): Map<string, Decimal> => new Map([...facts.sellable].map(([key, row]) => [key, row.sellable.minus(row.reserved)]));

async function heldBy(read: Read, releases: readonly Release[]): Promise<readonly Key[]> {
  return read.query<{ demand: string; product: string; warehouse: string }>(
    sql`select demand, product, warehouse from inventory.reservation_balance where org_id = ${read.org.id} and demand = any(${releases.map((release) => release.line)}) and (reserved > 0 or short > 0)`,
  );
}
async function standing(read: Read, keys: readonly Key[]): Promise<Pick<PromiseFacts, 'sellable' | 'holds' | 'waiting'>> {
  const pairs = [...new Map(keys.map(({ product, warehouse }) => [pairKey(product, warehouse), { product, warehouse }])).values()];
  const [sellable, holds, waiting] = await Promise.all([read.balances('inventory.warehouse_balance', pairs as never), holdsOf(read, keys), waitingOf(read, pairs)]);
  return { sellable: new Map((sellable as readonly Sellable[]).map((row) => [pairKey(row.product, row.warehouse), row])), holds, waiting };
}
