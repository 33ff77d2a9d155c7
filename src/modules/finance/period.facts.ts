import type { LocalDate, Read } from '#declare';
import { Refused } from '../../kernel/problem.ts';
import { monthOf } from './calendar-day.ts';
import { openingDay, openingPeriod, type PeriodRow, reversalDate } from './period.ts';

export const periodsOf = async (read: Read): Promise<readonly PeriodRow[]> => (await read.find('finance.period', {})).map(({ code, state }) => ({ code, state }));
/** The day a reversal is dated: the original's while its period is open, else the first open one (P.4). */
export async function reversalDayOf(read: Read, original: LocalDate): Promise<LocalDate> {
  const day = reversalDate(original, await periodsOf(read), { today: read.today, movesStock: false });
  if (day === null) throw new Refused('period.closed', { period: monthOf(original) });
  return day;
}
export interface Begin {
  readonly period: string;
  readonly day: LocalDate;
  /** The virtual period `YYYY-00`. */
  readonly opening: string;
}
/** 启用期间 and the 期初日 before it (3.0.1). */
export async function beginOf(read: Read): Promise<Begin> {
  const { go_live_period: period } = await read.settings('finance.settings');
  if (period === null) throw new Refused('period.not_open', { period: '' });
  return { period, day: openingDay(period), opening: openingPeriod(period) };
}
