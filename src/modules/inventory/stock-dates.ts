import type { LocalDate, Read } from '#declare';
import { Refused } from '../../kernel/problem.ts';
import { addDays, firstDay, monthOf, reversalDate } from '../finance/index.ts';

export interface OpeningDays {
  /** 期初日: the day before the first period. */
  readonly opening: LocalDate;
  readonly first: LocalDate;
}
/** The days of the go-live period; before it is chosen the current month counts (3.0.1). */
export async function openingDays(read: Read): Promise<OpeningDays> {
  const { go_live_period } = await read.settings('finance.settings');
  const first = firstDay(go_live_period ?? monthOf(read.today));
  return { opening: addDays(first, -1), first };
}
/** Opening stock may change until the first period closes (5.0.7). */
export async function refuseLockedOpening(read: Read, { first }: OpeningDays): Promise<void> {
  const [period] = await read.find('finance.period', { code: monthOf(first) });
  if (period?.state === 'closed' || period?.state === 'soft_closed') throw new Refused('opening.locked');
}
/** The day of the reversal of a document that moved stock: the original one while its period is open, else today (5.0.5). */
export async function stockReversalDate(read: Read, original: LocalDate): Promise<LocalDate> {
  const periods = await read.find('finance.period', {});
  const day = reversalDate(original, periods, { today: read.today, movesStock: true });
  if (day === null) throw new Refused('period.closed', { period: monthOf(original) });
  return day;
}
