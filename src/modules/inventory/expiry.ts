import type { LocalDate } from '#declare';
import { type Decimal, decimal } from '#decimal';

export interface ShelfLife {
  readonly value: number;
  readonly unit: 'day' | 'month' | 'year';
}
/**
 * The last usable day: that many days later, or the same day of a later month, clipped to the month's end (31 January + 1 month = 28 February;
 * 5.0.1).
 */
export function expiryDate(manufactured: LocalDate, { value, unit }: ShelfLife): LocalDate {
  const made = Temporal.PlainDate.from(manufactured);
  const duration = unit === 'day' ? { days: value } : unit === 'month' ? { months: value } : { years: value };
  return made.add(duration, { overflow: 'constrain' }).toString() as LocalDate;
}
/** Days a lot can still be used, the day itself not counted: 0 on its last day, below zero when it has expired. */
export const remainingDays = (expiry: LocalDate, on: LocalDate): number => Temporal.PlainDate.from(on).until(Temporal.PlainDate.from(expiry), { largestUnit: 'days' }).days;
export const isUsable = (expiry: LocalDate | null, on: LocalDate): boolean => expiry === null || expiry >= on;

/** Share of the shelf life that is left on that day. */
export function remainingRatio(manufactured: LocalDate, expiry: LocalDate, on: LocalDate): Decimal {
  return decimal(remainingDays(expiry, on)).div(decimal(remainingDays(expiry, manufactured)));
}
