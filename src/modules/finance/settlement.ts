import { type Decimal, isZero, min, negated, zero } from '#decimal';
import type { LocalDate } from '#declare';
import { Refused } from '../../kernel/problem.ts';

/*
 * What happens to open items, as entries (3.0.5). An item's remaining is Σ change; every function here returns entries whose
 * changes add up to zero over the ledger account, so that Σ remaining stays the balance of the general ledger.
 */
export type ItemEntryKind = 'open' | 'settle' | 'unsettle' | 'relabel' | 'reverse';
export interface ItemEntry {
  readonly item: string;
  readonly date: LocalDate;
  readonly kind: ItemEntryKind;
  readonly amount: Decimal;
  readonly change: Decimal;
  readonly counter_item: string | null;
}
export interface OpenPart {
  readonly item: string;
  readonly remaining: Decimal;
}

/** A new item: its amount is what remains at first. */
export const opened = (item: string, amount: Decimal, date: LocalDate): ItemEntry => ({ item, date, kind: 'open', amount, change: amount, counter_item: null });

/** The sign that a settlement moves an item by: towards zero. */
const towardsZero = (remaining: Decimal, amount: Decimal): Decimal => (remaining.lt(zero) ? amount : negated(amount));

/** Two items of opposite sign take `amount` from each other; more than either has left is refused. */
export function settled(a: OpenPart, b: OpenPart, amount: Decimal, date: LocalDate): readonly ItemEntry[] {
  for (const part of [a, b]) if (amount.gt(part.remaining.abs())) throw new Refused('open_item.over_settled', { item: part.item, remaining: part.remaining });
  if (a.remaining.gt(zero) === b.remaining.gt(zero)) throw new Refused('open_item.over_settled', { item: b.item, remaining: zero });
  const entry = (part: OpenPart, counter: OpenPart): ItemEntry => ({
    item: part.item,
    date,
    kind: 'settle',
    amount: zero,
    change: towardsZero(part.remaining, amount),
    counter_item: counter.item,
  });
  return [entry(a, b), entry(b, a)];
}
/** Un-settling adds counter-entries; it never deletes. */
export const unsettled = (entries: readonly ItemEntry[], date: LocalDate): readonly ItemEntry[] =>
  entries.map((entry) => ({ ...entry, date, kind: 'unsettle', change: negated(entry.change) }));

export interface Relabelled {
  readonly entries: readonly ItemEntry[];
  /** What moved; the rest of the invoice has been paid or settled before it came. */
  readonly moved: Decimal;
}
/**
 * P2 of the sales chapter: an invoice takes over what is still open on the deliveries it bills, in the order given (those it names, else the
 * oldest first), so that ageing and terms count from it. Entries −x on the deliveries, +x on the invoice's own item.
 */
export function relabelled(deliveries: readonly OpenPart[], invoice: { readonly item: string; readonly amount: Decimal }, date: LocalDate): Relabelled {
  const entries: ItemEntry[] = [];
  let left = invoice.amount;
  for (const part of deliveries) {
    const taken = min(left, part.remaining);
    if (taken.lte(zero)) continue;
    entries.push({ item: part.item, date, kind: 'relabel', amount: zero, change: negated(taken), counter_item: invoice.item });
    left = left.minus(taken);
  }
  const moved = invoice.amount.minus(left);
  return { entries: isZero(moved) ? [] : [...entries, { item: invoice.item, date, kind: 'relabel', amount: moved, change: moved, counter_item: null }], moved };
}

/** A reversal's opposite item settles what its original still has; what was settled before stays as the party's credit (3.0.5). */
export function reversed(original: OpenPart, opposite: string, amount: Decimal, date: LocalDate): readonly ItemEntry[] {
  const opening = opened(opposite, negated(amount), date);
  const common = min(original.remaining.abs(), amount.abs());
  if (isZero(common)) return [opening];
  const closing = settled(original, { item: opposite, remaining: negated(amount) }, common, date);
  return [opening, ...closing.map((entry): ItemEntry => ({ ...entry, kind: 'reverse' }))];
}
