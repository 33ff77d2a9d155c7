import { type AnyRef, type Instant, type LocalDate, type Lock, lockBalance, post, type Read, sql, type Write } from '#declare';
import { type Decimal, decimal, max, min, negated, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { type Problem, refuseAll } from '../../kernel/problem.ts';
import type { Books } from '../finance/server.ts';
import { effectiveAt } from './effective.ts';
import { type CostHead, emptyHead, received } from './moving-average.ts';
import { laterValues, type Moment, recostBooks, recostLocks, recostWrites } from './recost.ts';
import { before, type LaterValue, replay } from './replay.ts';
import { firstShortfall, type Later } from './running-stock.ts';
import type { MovedLine, ReversalOptions, StockResult } from './services.ts';
import type { Sellable, StockRow } from './stock-facts.ts';
import { laterOf, pairKey, stockKey } from './stock-keys.ts';
import { fillWrites, options, promised } from './stock-writes.ts';
import { holdKey, holdsOf, type Hold, type Waiting, waitingOf } from './waiting.ts';

/*
 * 冲销 (5.0.5): the counter-entries of everything a document posted, at the original cost and, on the original day, at the original instant: both
 * are a void pair. What is reversed is read from the entries, never worked out again.
 */
interface StockOriginal {
  readonly id: string;
  readonly line: string | null;
  readonly move: string;
  readonly product: string;
  readonly location: string;
  readonly lot: string | null;
  readonly warehouse: string | null;
  readonly qty: Decimal;
  readonly kept: boolean;
  readonly date: LocalDate;
  readonly effective_at: Instant;
  /** May goods of that lot be sold at that place now? */
  readonly sells: boolean;
  readonly code: string;
}
interface ValueOriginal {
  readonly id: string;
  readonly posted_at: string;
  readonly role: string | null;
  readonly department: string | null;
  readonly line: string | null;
  readonly product: string;
  readonly qty: Decimal;
  readonly value: Decimal;
  readonly date: LocalDate;
  readonly effective_at: Instant;
}
interface UsedPromise {
  readonly demand: string;
  readonly product: string;
  readonly warehouse: string;
  readonly qty: Decimal;
}
export interface ReversalFacts {
  readonly date: LocalDate;
  readonly now: { readonly inbound: Instant; readonly outbound: Instant };
  readonly stock: readonly StockOriginal[];
  readonly values: readonly ValueOriginal[];
  readonly promises: readonly UsedPromise[];
  readonly rows: ReadonlyMap<string, StockRow>;
  readonly sellable: ReadonlyMap<string, Sellable>;
  readonly holds: ReadonlyMap<string, Hold>;
  readonly waiting: readonly Waiting[];
  readonly later: ReadonlyMap<string, readonly Later[]>;
  /** What of value follows the original, from the stock as it would have been without it. */
  readonly heads: ReadonlyMap<string, CostHead>;
  readonly laterValues: ReadonlyMap<string, readonly LaterValue[]>;
  readonly books: Books | undefined;
}

/** What the entries of a posted document touch; entries never change, so they are read without a lock. */
export async function reversalLocks(read: Read, original: AnyRef, date: LocalDate): Promise<readonly Lock[]> {
  const [stock, values, promises] = await originals(read, original);
  const moment = momentOf(values, date);
  const recosted = moment
    ? await recostLocks(
        read,
        values.map((entry) => entry.product),
        moment,
      )
    : [];
  return [
    ...recosted,
    lockBalance(
      'inventory.cost_head',
      [...new Set(values.map((entry) => entry.product))].map((product) => ({ product }) as never),
    ),
    lockBalance('inventory.warehouse_balance', pairsOf(stock) as never),
    lockBalance('inventory.stock_balance', keysOf(stock) as never),
    ...(promises.length > 0 ? [lockBalance('inventory.reservation_balance', promises.map(({ demand, product, warehouse }) => ({ demand, product, warehouse })) as never)] : []),
  ];
}
export async function reversalFacts(read: Read, original: AnyRef, date: LocalDate): Promise<ReversalFacts> {
  const [stock, values, promises] = await originals(read, original);
  const pairs = pairsOf(stock);
  const keys = keysOf(stock);
  const now = { inbound: effectiveAt(date, 'in', read), outbound: effectiveAt(date, 'out', read) };
  const moment = stock.some((entry) => entry.date === date) ? (stock[0]?.effective_at ?? now.outbound) : now.outbound;
  const products = [...new Set(values.map((entry) => entry.product))];
  const from = momentOf(values, date);
  const [rows, sellable, holds, waiting, later, heads, following] = await Promise.all([
    read.balances('inventory.stock_balance', keys as never),
    read.balances('inventory.warehouse_balance', pairs as never),
    holdsOf(read, promises),
    waitingOf(read, pairs),
    laterOf(read, keys, moment),
    read.balances(
      'inventory.cost_head',
      products.map((product) => ({ product }) as never),
    ),
    from ? laterValues(read, products, from) : new Map<string, readonly LaterValue[]>(),
  ]);
  // Its own entries go; what remains is the stock of that moment as if the document had never been.
  const others = new Map([...following].map(([product, entries]) => [product, entries.filter((entry) => entry.cause.id !== original.id)]));
  const without = (head: CostHead & { readonly product: string }): CostHead =>
    before(
      values.filter((entry) => entry.product === head.product).reduce<CostHead>((left, entry) => received(left, negated(entry.qty), negated(entry.value)), head),
      others.get(head.product) ?? [],
    );
  return {
    date,
    now,
    stock,
    values,
    promises,
    rows: new Map((rows as readonly StockRow[]).map((row) => [stockKey(row.product, row.location, row.lot), row])),
    sellable: new Map((sellable as readonly Sellable[]).map((row) => [pairKey(row.product, row.warehouse), row])),
    holds,
    waiting,
    later,
    heads: new Map((heads as readonly (CostHead & { readonly product: string })[]).map((head) => [head.product, without(head)])),
    laterValues: others,
    books: await recostBooks(read, others),
  };
}

/** Goods that a reversed receipt brought must still be there, now and at every later moment, and not be promised. */
export function checkReversal(facts: ReversalFacts): void {
  const problems = [...changesByKey(facts.stock)].flatMap(([key, { change, code }]): Problem[] => {
    if (!change.lt(zero)) return [];
    const row = facts.rows.get(key);
    const needed = negated(change);
    const free = row ? row.on_hand.minus(row.pledged) : zero;
    const short = free.lt(needed) || firstShortfall(row?.on_hand ?? zero, facts.later.get(key) ?? [], { date: facts.date, qty: needed }) !== undefined;
    return short ? [{ code: 'stock.reversal_insufficient', params: { product: code, needed: needed.toFixed(), on_hand: free.toFixed() }, path: undefined }] : [];
  });
  for (const [key, change] of sellableChanges(facts.stock)) {
    const row = facts.sellable.get(key);
    if (!row || !change.lt(zero) || row.sellable.plus(change).gte(row.reserved)) continue;
    const code = facts.stock.find((entry) => entry.product === row.product)?.code ?? row.product;
    problems.push({
      code: 'stock.reserved_for_others',
      params: { product: code, warehouse: row.warehouse, available: max(zero, row.sellable.minus(row.reserved)).toFixed() },
      path: undefined,
    });
  }
  if (problems.length > 0) refuseAll(problems);
}
function changesByKey(stock: readonly StockOriginal[]): Map<string, { change: Decimal; readonly code: string }> {
  const changes = new Map<string, { change: Decimal; readonly code: string }>();
  for (const entry of stock) {
    if (!entry.kept) continue;
    const key = stockKey(entry.product, entry.location, entry.lot);
    changes.set(key, { change: (changes.get(key)?.change ?? zero).minus(entry.qty), code: entry.code });
  }
  return changes;
}
function sellableChanges(stock: readonly StockOriginal[]): Map<string, Decimal> {
  const changes = new Map<string, Decimal>();
  for (const entry of stock) {
    if (!entry.warehouse || !entry.sells) continue;
    const key = pairKey(entry.product, entry.warehouse);
    changes.set(key, (changes.get(key) ?? zero).minus(entry.qty));
  }
  return changes;
}

/** The counter-entries, and the promises that the original used up. */
export function reversalWrites(facts: ReversalFacts, { cause, lines: renamed, promises }: ReversalOptions): StockResult {
  const lineOf = (line: string | null): string | null => (line === null ? null : (renamed?.get(line) ?? line));
  const at = (entry: { readonly date: LocalDate; readonly effective_at: Instant; readonly qty: Decimal }): Instant =>
    entry.date === facts.date ? entry.effective_at : entry.qty.lt(zero) ? facts.now.inbound : facts.now.outbound;
  const moves = new Map<string, string>();
  const moveOf = (move: string): string => moves.get(move) ?? (moves.set(move, newId()).get(move) as string);
  const stock = facts.stock.map((entry): Write => {
    const qty = negated(entry.qty);
    const row = {
      move: moveOf(entry.move),
      product: entry.product,
      location: entry.location,
      lot: entry.lot,
      warehouse: entry.warehouse,
      qty,
      sellable_qty: entry.kept && entry.sells ? qty : zero,
      kept: entry.kept,
      kind: 'reversal',
      date: facts.date,
      effective_at: at(entry),
    };
    return post('inventory.stock_ledger', row as never, options(cause, lineOf(entry.line), entry.id));
  });
  const values = facts.values.map((entry, position): Write => {
    const row = {
      product: entry.product,
      qty: negated(entry.qty),
      value: negated(entry.value),
      kind: entry.qty.lt(zero) ? 'receipt' : 'issue',
      anchor: null,
      cost_role: entry.role,
      department: entry.department,
      position,
      date: facts.date,
      effective_at: at(entry),
    };
    return post('inventory.value_ledger', row as never, options(cause, lineOf(entry.line), entry.id));
  });
  const corrections = [...facts.laterValues].flatMap(([product, later]) => replay(facts.heads.get(product) ?? emptyHead, later));
  const out = facts.values.filter((entry) => entry.qty.lt(zero));
  const into = facts.values.filter((entry) => entry.qty.gt(zero));
  return {
    writes: [...stock, ...values, ...recostWrites(facts, corrections, { cause }), ...promiseAgain(facts, cause, promises)],
    lines: facts.values.map((entry): MovedLine => ({ line: lineOf(entry.line) ?? '', product: entry.product, qty: entry.qty.abs(), cost: entry.value.abs(), picks: [] })),
    issued: sum(into, (entry) => entry.value),
    received: negated(sum(out, (entry) => entry.value)),
  };
}
/** The goods are back, so the lines that had them are promised them again; what is left over goes to whoever waits. */
function promiseAgain(facts: ReversalFacts, cause: AnyRef, again: boolean): Write[] {
  const changes = sellableChanges(facts.stock);
  const free = new Map([...facts.sellable].map(([key, row]) => [key, row.sellable.plus(changes.get(key) ?? zero).minus(row.reserved)]));
  const back = again
    ? facts.promises.flatMap((promise) => {
        const hold = facts.holds.get(holdKey(promise.demand, promise.product, promise.warehouse));
        if (!hold) return [];
        const key = pairKey(promise.product, promise.warehouse);
        const reserved = max(zero, min(promise.qty, free.get(key) ?? zero));
        free.set(key, (free.get(key) ?? zero).minus(reserved));
        return [promised(hold, { reserved, short: promise.qty.minus(reserved) }, cause, promise.demand)];
      })
    : [];
  return [...back, ...fillWrites(facts.waiting, free, cause)];
}

/** Only on its own day is a reversal a void pair, so only then does it change what followed. */
function momentOf(values: readonly ValueOriginal[], date: LocalDate): Moment | undefined {
  const [first] = [...values].sort((a, b) => (a.effective_at < b.effective_at ? -1 : 1));
  return first && first.date === date ? { effective_at: first.effective_at, posted_at: first.posted_at } : undefined;
}
const pairsOf = (stock: readonly StockOriginal[]): { product: string; warehouse: string }[] => [
  ...new Map(stock.flatMap(({ product, warehouse }) => (warehouse ? [[pairKey(product, warehouse), { product, warehouse }] as const] : []))).values(),
];
const keysOf = (stock: readonly StockOriginal[]): { product: string; location: string; lot: string | null }[] => [
  ...new Map(stock.filter((entry) => entry.kept).map(({ product, location, lot }) => [stockKey(product, location, lot), { product, location, lot }])).values(),
];

type Raw = Readonly<Record<string, string>>;
async function originals(read: Read, cause: AnyRef): Promise<readonly [readonly StockOriginal[], readonly ValueOriginal[], readonly UsedPromise[]]> {
  const org = read.org.id;
  const [stock, values, promises] = await Promise.all([
    read.query<Raw & { kept: boolean; sells: boolean }>(sql`
      select e.id, e.cause_line as line, e.move, e.product, e.location, e.lot, e.warehouse, e.qty::text as qty, e.kept, e.date::text as date, e.effective_at::text as effective_at, p.code,
        (l.sellable and coalesce(w.sellable, false) and coalesce(t.state, 'active') = 'active') as sells
      from inventory.stock_ledger e
      join inventory.product p on p.org_id = ${org} and p.id = e.product
      join inventory.location l on l.org_id = ${org} and l.id = e.location
      left join inventory.warehouse w on w.org_id = ${org} and w.id = e.warehouse
      left join inventory.lot t on t.org_id = ${org} and t.id = e.lot
      where e.org_id = ${org} and e.cause_id = ${cause.id} and e.cause_type = ${cause.name} order by e.id`),
    read.query<Raw>(sql`
      select e.id, e.cause_line as line, e.product, e.qty::text as qty, e.date::text as date, e.effective_at::text as effective_at, e.posted_at::text as posted_at, e.cost_role as role, e.department,
        (e.value + coalesce((select sum(r.value) from inventory.value_ledger r where r.org_id = ${org} and r.anchor = e.id::text), 0))::text as value
      from inventory.value_ledger e where e.org_id = ${org} and e.cause_id = ${cause.id} and e.cause_type = ${cause.name} and e.kind <> 'recost' order by e.position, e.id`),
    read.query<Raw>(sql`
      select demand, product, warehouse, (-sum(reserved + short))::text as qty
      from inventory.reservation where org_id = ${org} and cause_id = ${cause.id} and cause_type = ${cause.name}
      group by demand, product, warehouse having sum(reserved + short) < 0 order by demand`),
  ]);
  const numbered = <T extends Raw>(row: T): T & { readonly qty: Decimal } => ({ ...row, qty: decimal(row['qty'] ?? '0') }) as never;
  return [stock.map(numbered) as never, values.map((row) => ({ ...numbered(row), value: decimal(row['value'] ?? '0') })) as never, promises.map(numbered) as never];
}
