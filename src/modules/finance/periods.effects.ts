import type { LocalDate } from '#declare';
import type { SeedFacts } from '../../kernel/command/environment.ts';
import { Refused } from '../../kernel/problem.ts';
import type { Tx } from '../../kernel/store/session.ts';
import { monthOf } from './calendar-day.ts';
import { type PeriodRow, periodsToOpen, periodVerdict } from './period.ts';
import { changeStandard, loadPeriods } from './seed.ts';
import { lockedSettings } from './settings.ts';

/** Locks the period of a day FOR SHARE; one whose first day has come opens by itself while there is room (3.0.1). */
export async function lockPeriodOf(tx: Tx, org: string, day: LocalDate, today: LocalDate): Promise<void> {
  const [own] = await tx.query('select code, state from finance.period where org_id = $1 and code = $2 for share', [org, monthOf(day)]);
  if (own?.['state'] === 'open') return;
  const periods = (await tx.query('select code, state from finance.period where org_id = $1 order by code', [org])) as unknown as readonly PeriodRow[];
  if (own?.['state'] === 'future' && (await openDue(tx, org, periods, today)).includes(monthOf(day))) return;
  const verdict = periodVerdict(day, periods);
  if (verdict !== 'ok') throw new Refused(verdict, { period: monthOf(day) });
}
async function openDue(tx: Tx, org: string, periods: readonly PeriodRow[], today: LocalDate): Promise<readonly string[]> {
  const settings = await tx.query(`select coalesce((values->>'max_open_periods')::int, 2) as most from core.setting where org_id = $1 and module = 'finance'`, [org]);
  const due = periodsToOpen(periods, today, Number(settings[0]?.['most'] ?? 2));
  if (due.length > 0) await tx.query(`update finance.period set state = 'open', version = version + 1 where org_id = $1 and code = any($2) and state = 'future'`, [org, due]);
  return due;
}

/** What a first posting fixes cannot change any more; until then the first period moves and another chart is loaded (3.0.1). */
export async function financeSettingsChanged(tx: Tx, org: SeedFacts, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): Promise<void> {
  const changed = (name: string): boolean => before[name] !== after[name];
  if (lockedSettings.some(changed)) {
    const [posted] = await tx.query('select 1 as one from finance.gl_voucher where org_id = $1 limit 1', [org.id]);
    if (posted) throw new Refused('settings.locked', { fields: lockedSettings.filter(changed) });
  }
  if (changed('accounting_standard')) await changeStandard(tx, org, after['accounting_standard'] as 'cas' | 'sbe');
  if (changed('go_live_period')) {
    await tx.query('delete from finance.period where org_id = $1', [org.id]);
    await loadPeriods(tx, org, String(after['go_live_period']), Number(after['max_open_periods']));
  } else if (changed('max_open_periods')) {
    const periods = (await tx.query('select code, state from finance.period where org_id = $1 order by code', [org.id])) as unknown as readonly PeriodRow[];
    const due = periodsToOpen(periods, org.today, Number(after['max_open_periods']));
    if (due.length > 0) await tx.query(`update finance.period set state = 'open', version = version + 1 where org_id = $1 and code = any($2) and state = 'future'`, [org.id, due]);
  }
}
