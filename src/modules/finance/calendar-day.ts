import type { LocalDate } from '#declare';

/*
 * Calendar arithmetic on business dates. A business date has no time zone: it is counted in UTC, where a day is always a day.
 */
const utc = (date: LocalDate): number => Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8, 10)));
const local = (time: number): LocalDate => new Date(time).toISOString().slice(0, 10) as LocalDate;
const dayLength = 86_400_000;

export const addDays = (date: LocalDate, days: number): LocalDate => local(utc(date) + days * dayLength);
export const daysBetween = (from: LocalDate, to: LocalDate): number => Math.round((utc(to) - utc(from)) / dayLength);
/** The accounting month of a date, `2026-03`. */
export const monthOf = (date: LocalDate): string => date.slice(0, 7);
export const addMonths = (month: string, count: number): string => {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + count;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
};
export const firstDay = (month: string): LocalDate => `${month}-01` as LocalDate;
export const lastDay = (month: string): LocalDate => addDays(firstDay(addMonths(month, 1)), -1);
/** That day of the month, or its last day when the month is shorter. */
export function dayOfMonth(month: string, day: number): LocalDate {
  const last = lastDay(month);
  const wanted = `${month}-${String(day).padStart(2, '0')}` as LocalDate;
  return wanted > last ? last : wanted;
}
