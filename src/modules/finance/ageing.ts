import { type Decimal, isZero, sum, zero } from '#decimal';
import type { Label, LocalDate } from '#declare';
import { daysBetween } from './calendar-day.ts';

export interface AgedItem {
  readonly doc_date: LocalDate;
  /** Null: not due before the invoice. */
  readonly due_date: LocalDate | null;
  readonly amount: Decimal;
  readonly settlements: readonly { readonly date: LocalDate; readonly amount: Decimal }[];
}
export type AgeingBasis = 'due' | 'document';
export interface Bucket extends Label {
  readonly key: string;
  /** First day overdue that falls into it. */
  readonly from: number;
}
/** 账龄 (3.0.5): days past the date; what is not due, or has no due date yet, comes first. */
export const buckets: readonly Bucket[] = [
  { key: 'not_due', from: Number.NEGATIVE_INFINITY, zh: '未到期', en: 'Not due' },
  { key: 'd1_30', from: 1, zh: '1–30天', en: '1–30 days' },
  { key: 'd31_60', from: 31, zh: '31–60天', en: '31–60 days' },
  { key: 'd61_90', from: 61, zh: '61–90天', en: '61–90 days' },
  { key: 'd91_180', from: 91, zh: '91–180天', en: '91–180 days' },
  { key: 'd181_365', from: 181, zh: '181–365天', en: '181–365 days' },
  { key: 'y1_2', from: 366, zh: '1–2年', en: '1–2 years' },
  { key: 'y2_3', from: 731, zh: '2–3年', en: '2–3 years' },
  { key: 'y3', from: 1096, zh: '3年以上', en: 'Over 3 years' },
];

/** The part of an item still open on a day: what was settled later is not seen. Items of a later document are not there yet. */
export function remainingAt(item: AgedItem, at: LocalDate): Decimal {
  if (item.doc_date > at) return zero;
  return item.amount.minus(
    sum(
      item.settlements.filter((settlement) => settlement.date <= at),
      (settlement) => settlement.amount,
    ),
  );
}
export function bucketOf(item: Pick<AgedItem, 'doc_date' | 'due_date'>, at: LocalDate, basis: AgeingBasis): string {
  const from = basis === 'due' ? item.due_date : item.doc_date;
  const age = from === null ? 0 : daysBetween(from, at);
  return buckets.findLast((bucket) => age >= bucket.from)?.key ?? 'not_due';
}
/** What is open per bucket as of any day; every bucket has a figure. */
export function ageing(items: readonly AgedItem[], at: LocalDate, basis: AgeingBasis = 'due'): Readonly<Record<string, Decimal>> {
  const figures: Record<string, Decimal> = Object.fromEntries(buckets.map((bucket) => [bucket.key, zero]));
  for (const item of items) {
    const remaining = remainingAt(item, at);
    if (isZero(remaining)) continue;
    const key = bucketOf(item, at, basis);
    figures[key] = (figures[key] ?? zero).plus(remaining);
  }
  return figures;
}
