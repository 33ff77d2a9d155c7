import { type AnyRef, type Instant, type LocalDate, post, type PostOptions, type Write } from '#declare';
import { type Decimal, min, negated, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { emptyHead } from './moving-average.ts';
import { recostWrites, standardRole } from './recost.ts';
import { replay } from './replay.ts';
import type { MovedLine, MoveKind, StockResult, StockWriteOptions } from './services.ts';
import { type Decided, decideMoves, isSellable, totalCost } from './stock-check.ts';
import type { Place, StockFacts } from './stock-facts.ts';
import { pairKey } from './stock-keys.ts';
import { type Hold, holdKey, type Waiting } from './waiting.ts';

/** Entries of a plan that was checked: two stock rows a move, one value row a line, promises used up and filled. */
export function stockWrites(facts: StockFacts, { kind, cause, cost: booked }: StockWriteOptions): StockResult {
  const decided = decideMoves(facts);
  const [first] = decided.problems;
  if (first) throw new TypeError(`stock is written without being checked: ${first.code}`);
  const lines: MovedLine[] = [];
  const writes: Write[] = [];
  const role = { cost_role: booked?.role ?? (kind === 'internal_use' ? 'admin_expense' : standardRole), department: booked?.department ?? null };
  for (const { issue, picks, cost } of decided.issues) {
    const target = outerOf(facts, issue.to);
    for (const pick of picks) writes.push(...moved(facts, { ...issue, ...pick, kind, at: facts.outbound, from: facts.places.get(pick.location), to: target }, cause));
    writes.push(
      valued(
        facts,
        { product: issue.product, line: issue.line, qty: negated(issue.qty), value: negated(cost), kind: 'issue', at: facts.outbound, position: lines.length, ...role },
        cause,
      ),
    );
    lines.push({ line: issue.line, product: issue.product, qty: issue.qty, cost, picks });
  }
  for (const { receipt, place } of decided.receipts) {
    const lot = receipt.lot ?? null;
    writes.push(...moved(facts, { ...receipt, lot, kind, at: facts.inbound, from: outerOf(facts, receipt.from), to: place }, cause));
    writes.push(
      valued(
        facts,
        {
          product: receipt.product,
          line: receipt.line,
          qty: receipt.qty,
          value: receipt.value,
          kind: 'receipt',
          at: facts.inbound,
          position: lines.length,
          cost_role: null,
          department: null,
        },
        cause,
      ),
    );
    lines.push({ line: receipt.line, product: receipt.product, qty: receipt.qty, cost: receipt.value, picks: [{ location: place.id, lot, qty: receipt.qty }] });
  }
  for (const transfer of decided.transfers) {
    const lot = transfer.lot ?? null;
    writes.push(...moved(facts, { ...transfer, lot, kind, at: facts.outbound, from: facts.places.get(transfer.location), to: facts.places.get(transfer.toLocation) }, cause));
    lines.push({ line: transfer.line, product: transfer.product, qty: transfer.qty, cost: zero, picks: [{ location: transfer.toLocation, lot, qty: transfer.qty }] });
  }
  writes.push(...promiseWrites(facts, decided, cause));
  const corrections = [...facts.laterValues].flatMap(([product, later]) => replay(decided.heads.get(product) ?? emptyHead, later));
  writes.push(...recostWrites(facts, corrections, cause ? { cause } : {}));
  return { writes, lines, issued: totalCost(decided.issues), received: sum(decided.receipts, ({ receipt }) => receipt.value) };
}
function outerOf(facts: StockFacts, usage: string): Place {
  const place = facts.outer.get(usage);
  if (!place) throw new TypeError(`the organisation has no place ${usage}`);
  return place;
}

interface Movement {
  readonly product: string;
  readonly line: string;
  readonly lot: string | null;
  readonly qty: Decimal;
  readonly kind: MoveKind;
  readonly at: Instant;
  readonly from: Place | undefined;
  readonly to: Place | undefined;
}
function moved(facts: StockFacts, movement: Movement, cause: AnyRef | undefined): Write[] {
  const move = newId();
  return [movement.from, movement.to].flatMap((place, side) => {
    if (!place) return [];
    const qty = side === 0 ? negated(movement.qty) : movement.qty;
    const entry = {
      move,
      product: movement.product,
      location: place.id,
      lot: movement.lot,
      warehouse: place.warehouse,
      qty,
      sellable_qty: isSellable(facts, place, movement.lot) ? qty : zero,
      kept: place.warehouse !== null,
      kind: movement.kind,
      date: facts.plan.date,
      effective_at: movement.at,
    };
    return [post('inventory.stock_ledger', entry as never, options(cause, movement.line))];
  });
}
interface Valued {
  readonly product: string;
  readonly line: string;
  readonly qty: Decimal;
  readonly value: Decimal;
  readonly kind: 'receipt' | 'issue';
  readonly at: Instant;
  readonly position: number;
  readonly cost_role: string | null;
  readonly department: string | null;
}
function valued(facts: { readonly plan: { readonly date: LocalDate } }, { at, line, ...entry }: Valued, cause: AnyRef | undefined): Write {
  return post('inventory.value_ledger', { ...entry, anchor: null, date: facts.plan.date, effective_at: at } as never, options(cause, line));
}
export const options = (cause: AnyRef | undefined, line?: string | null, reverses?: string): PostOptions => ({
  ...(cause ? { cause } : {}),
  ...(line ? { line } : {}),
  ...(reverses ? { reverses } : {}),
});

function promiseWrites(facts: StockFacts, decided: Decided, cause: AnyRef | undefined): Write[] {
  const holds = new Map<string, Hold>([...facts.holds, ...facts.waiting.map((one) => [holdKey(one.demand, one.product, one.warehouse), one] as const)]);
  const used = decided.issues.flatMap(({ issue, used: { reserved, short } }) => {
    const key = holdKey(issue.demand ?? '', issue.product, issue.warehouse);
    const hold = holds.get(key);
    if (!hold || (reserved.eq(zero) && short.eq(zero))) return [];
    holds.set(key, { ...hold, reserved: hold.reserved.minus(reserved), short: hold.short.minus(short) });
    return [promised(hold, { reserved: negated(reserved), short: negated(short) }, cause, issue.line)];
  });
  const waiting = facts.waiting.map((one) => holds.get(holdKey(one.demand, one.product, one.warehouse)) ?? one);
  return [...used, ...fillWrites(waiting, decided.free, cause)];
}
/** Stock that became free covers what was short, the most urgent first (5.0.4). */
export function fillWrites(waiting: readonly Waiting[], free: ReadonlyMap<string, Decimal>, cause: AnyRef | undefined): Write[] {
  const left = new Map(free);
  return waiting.flatMap((one) => {
    const key = pairKey(one.product, one.warehouse);
    const qty = min(one.short, left.get(key) ?? zero);
    if (!qty.gt(zero)) return [];
    left.set(key, (left.get(key) ?? zero).minus(qty));
    return [promised(one, { reserved: qty, short: negated(qty) }, cause)];
  });
}
export function promised(
  hold: Pick<Hold, 'demand' | 'product' | 'warehouse' | 'priority' | 'wanted_on'>,
  change: { readonly reserved: Decimal; readonly short: Decimal },
  cause: AnyRef | undefined,
  line?: string,
): Write {
  const { demand, product, warehouse, priority, wanted_on } = hold;
  return post('inventory.reservation', { demand, product, warehouse, priority, wanted_on, ...change } as never, options(cause, line));
}
