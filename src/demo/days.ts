import { LunarDay } from 'tyme4ts';
import type { LocalDate } from '#declare';
import { addDays, addMonths, monthOf } from '../modules/finance/index.ts';

/* The calendar of the demo company: it works from Monday to Friday and rests on the great holidays. */
const dayOf = (date: LocalDate): string => date.slice(5);
const resting = (day: string): boolean => day === '01-01' || (day >= '05-01' && day <= '05-03') || (day >= '10-01' && day <= '10-07');
function springFestival(year: number): readonly [first: string, last: string] {
  const newYear = LunarDay.fromYmd(year, 1, 1).getSolarDay();
  const iso = (offset: number): string => {
    const day = newYear.next(offset);
    return [day.getYear(), String(day.getMonth()).padStart(2, '0'), String(day.getDay()).padStart(2, '0')].join('-');
  };
  return [iso(-1), iso(6)];
}
export function isWorkday(date: LocalDate): boolean {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  if (weekday === 0 || weekday === 6 || resting(dayOf(date))) return false;
  const [first, last] = springFestival(Number(date.slice(0, 4)));
  return date < first || date > last;
}
/** That day, or the next on which people work. */
export function workdayFrom(date: LocalDate): LocalDate {
  let day = date;
  while (!isWorkday(day)) day = addDays(day, 1);
  return day;
}
/** So many working days later. */
export function workdaysAfter(date: LocalDate, count: number): LocalDate {
  let day = workdayFrom(date);
  for (let left = count; left > 0; left -= 1) day = workdayFrom(addDays(day, 1));
  return day;
}
/** The last working day up to a day. */
export function workdayUpTo(date: LocalDate): LocalDate {
  let day = date;
  while (!isWorkday(day)) day = addDays(day, -1);
  return day;
}
/** Months up to the one of a day, oldest first. */
export const monthsUpTo = (until: LocalDate, count: number): readonly string[] => Array.from({ length: count }, (_, at) => addMonths(monthOf(until), at + 1 - count));
export const onDay = (month: string, day: number): LocalDate => `${month}-${String(day).padStart(2, '0')}` as LocalDate;
