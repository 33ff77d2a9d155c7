import type { LocalDate } from '#declare';
import { type Decimal, min, zero } from '#decimal';
import { isUsable, remainingDays } from './expiry.ts';

/** Stock of one place and lot that an issue may take from. */
export interface Candidate {
  readonly location: string;
  readonly lot: string | null;
  /** On hand and not pledged. */
  readonly free: Decimal;
  readonly lot_no: string;
  readonly lot_state: 'active' | 'on_hold' | 'expired';
  readonly expiry: LocalDate | null;
  readonly received: string | null;
  readonly pick_sequence: number;
}
export type Strategy = 'fefo' | 'fifo';
export interface AllocationWish {
  readonly qty: Decimal;
  /** The goods must be usable on that day. */
  readonly needed_on: LocalDate;
  readonly strategy: Strategy;
  readonly min_remaining_days?: number;
}
export interface Picked {
  readonly location: string;
  readonly lot: string | null;
  readonly qty: Decimal;
}
export interface Allocation {
  readonly picks: readonly Picked[];
  readonly shortage: Decimal;
}

/** 配货: what is taken where, first expired or first received first (5.0.4). Which goods leave is independent of what they cost. */
export function allocate(candidates: readonly Candidate[], wish: AllocationWish): Allocation {
  const picks: Picked[] = [];
  let open = wish.qty;
  for (const candidate of candidates.filter((one) => fits(one, wish)).sort(byStrategy(wish.strategy))) {
    if (!open.gt(zero)) break;
    const qty = min(open, candidate.free);
    picks.push({ location: candidate.location, lot: candidate.lot, qty });
    open = open.minus(qty);
  }
  return { picks, shortage: open };
}
function fits({ free, lot_state, expiry }: Candidate, { needed_on, min_remaining_days = 0 }: AllocationWish): boolean {
  if (!free.gt(zero) || lot_state !== 'active') return false;
  return isUsable(expiry, needed_on) && (expiry === null || remainingDays(expiry, needed_on) >= min_remaining_days);
}
/** Goods that never expire go last; within a day the older receipt, then lot number and walk through the warehouse. */
function byStrategy(strategy: Strategy): (a: Candidate, b: Candidate) => number {
  return (a, b) =>
    (strategy === 'fefo' ? text(a.expiry ?? '9999-12-31', b.expiry ?? '9999-12-31') : 0) ||
    text(a.received ?? '9999', b.received ?? '9999') ||
    text(a.lot_no, b.lot_no) ||
    a.pick_sequence - b.pick_sequence ||
    text(a.location, b.location);
}
const text = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
