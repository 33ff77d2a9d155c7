import { type Decimal, decimal } from '#decimal';
import type { Label, LocalDate } from '#declare';
import { allocate } from './allocate.ts';
import { addDays, addMonths, dayOfMonth, lastDay, monthOf } from './calendar-day.ts';

export type TermBase = 'delivery' | 'invoice' | 'month' | 'month_end' | 'fixed_day';
export interface Instalment {
  readonly percent: Decimal;
  readonly days: number;
}
/** 收付款条件 (3.0.5): from which day how many days are counted. */
export interface Term {
  readonly base: TermBase;
  readonly days: number;
  /** The day of the month for `fixed_day`. */
  readonly fixed_day?: number | null;
  readonly instalments?: readonly Instalment[];
}
export interface TermDates {
  readonly delivery: LocalDate | null;
  readonly invoice: LocalDate | null;
}
export interface Due {
  readonly amount: Decimal;
  /** Null: not due before the invoice. */
  readonly due: LocalDate | null;
}

function dueAfter(term: Term, days: number, dates: TermDates): LocalDate | null {
  if (term.base === 'invoice') return dates.invoice === null ? null : addDays(dates.invoice, days);
  const from = dates.delivery ?? dates.invoice;
  if (from === null) return null;
  if (term.base === 'delivery') return addDays(from, days);
  if (term.base === 'month') return addDays(lastDay(monthOf(from)), days);
  const counted = addDays(from, days);
  if (term.base === 'month_end') return lastDay(monthOf(counted));
  // The first such day after date + days: never that date itself, so that "by the 15th" leaves time to pay.
  const sameMonth = dayOfMonth(monthOf(counted), term.fixed_day ?? 1);
  return sameMonth > counted ? sameMonth : dayOfMonth(addMonths(monthOf(counted), 1), term.fixed_day ?? 1);
}

/** When an amount is due; null where the term counts from an invoice that does not exist yet, and then nothing is overdue. */
export const dueDate = (term: Term, dates: TermDates): LocalDate | null => dueAfter(term, term.days, dates);

/** One item, or one for each instalment: shares of the amount to the cent (2.0.2 A3), each with its own day. */
export function dues(term: Term, amount: Decimal, dates: TermDates): readonly Due[] {
  const instalments = term.instalments ?? [];
  if (instalments.length === 0) return [{ amount, due: dueDate(term, dates) }];
  const shares = allocate(
    amount,
    instalments.map((instalment) => instalment.percent),
  );
  return instalments.map((instalment, index) => ({ amount: shares[index] ?? decimal(0), due: dueAfter(term, instalment.days, dates) }));
}

export interface ShippedTerm extends Label {
  readonly code: string;
  readonly base: TermBase;
  readonly days: number;
}
/** Shipped terms (3.0.5); COD is the default of the settings. */
export const shippedTerms: readonly ShippedTerm[] = [
  { code: 'COD', zh: '货到付款', en: 'Cash on delivery', base: 'delivery', days: 0 },
  { code: 'D30', zh: '货到30天', en: '30 days from delivery', base: 'delivery', days: 30 },
  { code: 'I30', zh: '票到30天', en: '30 days from invoice', base: 'invoice', days: 30 },
  { code: 'I60', zh: '票到60天', en: '60 days from invoice', base: 'invoice', days: 60 },
  { code: 'M30', zh: '月结30天', en: '30 days after the month', base: 'month', days: 30 },
  { code: 'M60', zh: '月结60天', en: '60 days after the month', base: 'month', days: 60 },
];
