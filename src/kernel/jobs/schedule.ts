import type { JobDeclaration } from '#declare';
import { type Cron, cronOf, nextByCron } from './cron.ts';

type Times = Pick<JobDeclaration['spec'], 'at' | 'every' | 'seconds'>;
/** What the company chose instead of the declared time; a text that is no schedule any more is as if it were not there. */
export const timesOf = (spec: Times, chosen: unknown): Times | Cron => (typeof chosen === 'string' ? (cronOf(chosen) ?? spec) : spec);

/**
 * When a job runs next (P.13): at a time of day in the organisation's zone, or so many minutes or seconds after this run. Runs that were missed
 * are not made up one by one: the next time lies after now. A wall time that a change of clocks skips or repeats counts once.
 */
export function nextRun(times: Times | Cron, zone: string, now: Date): Date {
  if ('minutes' in times) return nextByCron(times, zone, now);
  const { at, every, seconds } = times;
  if (at === undefined) return new Date(now.getTime() + (seconds ?? (every ?? 60) * 60) * 1000);
  const instant = Temporal.Instant.fromEpochMilliseconds(now.getTime());
  const today = instant.toZonedDateTimeISO(zone).toPlainDate();
  for (let days = 0; ; days += 1) {
    const run = today.add({ days }).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(at) });
    if (run.epochMilliseconds > now.getTime()) return new Date(run.epochMilliseconds);
  }
}
const minute = 60_000;
/** A failed run is tried again soon, three times, before it waits for its ordinary time. */
const waits = [minute, 5 * minute, 15 * minute];
export const retries = waits.length;
export function retryAt(failures: number, now: Date, ordinary: Date): Date {
  const wait = waits[failures - 1];
  return wait === undefined || now.getTime() + wait > ordinary.getTime() ? ordinary : new Date(now.getTime() + wait);
}
