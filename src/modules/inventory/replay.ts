import type { AnyRef, LocalDate } from '#declare';
import { type Decimal, isZero, negated } from '#decimal';
import { type CostHead, issueCost, issued, received } from './moving-average.ts';

/** A value entry that takes effect after the moment in question, with what later corrections already added to it. */
export interface LaterValue {
  readonly id: string;
  readonly product: string;
  readonly qty: Decimal;
  readonly value: Decimal;
  /** Its cost follows from the stock; receipts and returns at an original cost carry their own. */
  readonly averaged: boolean;
  /** One half of a void pair: ignored, as if neither had been (5.0.5). */
  readonly void: boolean;
  readonly date: LocalDate;
  readonly effective_at: string;
  readonly cause: AnyRef;
  readonly line: string | null;
  readonly role: string | null;
  readonly department: string | null;
}
export interface Correction {
  readonly entry: LaterValue;
  /** What its value must change by; below zero when the issue costs more. */
  readonly value: Decimal;
}

/**
 * Back-dating recosts, it does not rewrite (5.5): from the stock at a moment every later issue is priced again by the moving average; where the
 * sum of what was posted for it differs, one correction takes up the difference. So the order of typing decides nothing.
 */
export function replay(start: CostHead, later: readonly LaterValue[]): readonly Correction[] {
  let head = start;
  const corrections: Correction[] = [];
  for (const entry of later) {
    if (entry.void) continue;
    if (!entry.averaged) {
      head = received(head, entry.qty, entry.value);
      continue;
    }
    const qty = negated(entry.qty);
    const cost = issueCost(head, qty) ?? negated(entry.value);
    const value = negated(cost).minus(entry.value);
    if (!isZero(value)) corrections.push({ entry, value });
    head = issued(head, qty, cost);
  }
  return corrections;
}
/** The stock as it was at the moment: what is there now, less everything later. */
export const before = (now: CostHead, later: readonly LaterValue[]): CostHead => later.reduce((head, entry) => received(head, negated(entry.qty), negated(entry.value)), now);
