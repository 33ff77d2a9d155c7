import type { LocalDate } from '#declare';
import { addDays, addMonths, firstDay, lastDay, monthOf } from './calendar-day.ts';

export type PeriodState = 'future' | 'open' | 'soft_closed' | 'closed';
export interface PeriodRow {
  readonly code: string;
  readonly state: PeriodState;
}

/** 期初日: the day before the go-live period begins; all openings carry it (3.0.1). */
export const openingDay = (goLive: string): LocalDate => addDays(firstDay(goLive), -1);
/** The virtual period of the openings: 2026-00 before January 2026, and likewise within a year. */
export const openingPeriod = (goLive: string): string => `${goLive.slice(0, 4)}-00`;

/** Periods from go-live to the end of next year (3.1), the first of them open: as many as may be, of months that have begun. */
export function plannedPeriods(goLive: string, today: LocalDate, maxOpen: number): readonly PeriodRow[] {
  const last = `${Math.max(Number(today.slice(0, 4)), Number(goLive.slice(0, 4))) + 1}-12`;
  const months: string[] = [];
  for (let month = goLive; month <= last; month = addMonths(month, 1)) months.push(month);
  return months.map((code, index) => ({ code, state: index < maxOpen && firstDay(code) <= today ? 'open' : 'future' }));
}

/** Which periods open by themselves now: the next ones in order whose first day has come, while fewer than allowed are open (3.0.1). */
export function periodsToOpen(periods: readonly PeriodRow[], today: LocalDate, maxOpen: number): readonly string[] {
  const room = maxOpen - periods.filter((period) => period.state === 'open').length;
  const next = [...periods].sort((a, b) => (a.code < b.code ? -1 : 1)).filter((period) => period.state === 'future' && firstDay(period.code) <= today);
  return next.slice(0, Math.max(0, room)).map((period) => period.code);
}

export type PeriodVerdict = 'ok' | 'period.closed' | 'period.not_open';
/** May a posting of this date be made (I3)? Dates before go-live are closed, those of a future period are not open yet. */
export function periodVerdict(date: LocalDate, periods: readonly PeriodRow[]): PeriodVerdict {
  const found = periods.find((period) => period.code === monthOf(date));
  if (!found) return periods.some((period) => period.code < monthOf(date)) ? 'period.not_open' : 'period.closed';
  if (found.state === 'open') return 'ok';
  return found.state === 'future' ? 'period.not_open' : 'period.closed';
}

/**
 * The date of a reversal (P.4, `index.md` §7): the original day while its period is open, else the first open day; a document that moves stock
 * is then dated today. Null when no period is open.
 */
export function reversalDate(original: LocalDate, periods: readonly PeriodRow[], options: { readonly today: LocalDate; readonly movesStock: boolean }): LocalDate | null {
  if (periodVerdict(original, periods) === 'ok') return original;
  const open = periods
    .filter((period) => period.state === 'open' && lastDay(period.code) >= original)
    .map((period) => period.code)
    .sort();
  if (open[0] === undefined) return null;
  return options.movesStock ? options.today : firstDay(open[0]);
}
