/*
 * Times of a schedule as five fields (P.13): minute, hour, day of the month, month, day of the week (0 and 7 are Sunday). Each is `*`, a number, a
 * range `1-5`, a list `1,15`, any with a step, `0-30/10`. Where both days are given, either of them is enough, as everywhere.
 */
export interface Cron {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly days: ReadonlySet<number>;
  readonly months: ReadonlySet<number>;
  readonly weekdays: ReadonlySet<number>;
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
}
const bounds = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
] as const;
/** Nothing where it is no such text, or names a day that no month has. */
export function cronOf(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== bounds.length) return undefined;
  const [minutes, hours, days, months, weekdays] = fields.map((field, at) => valuesOf(field, bounds[at]?.[0] ?? 0, bounds[at]?.[1] ?? 0));
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const week = new Set([...weekdays].map((day) => day % 7));
  const cron = { minutes, hours, days, months, weekdays: week, anyDay: fields[2] === '*', anyWeekday: fields[4] === '*' };
  const longest = Math.max(...[...months].map((month) => (month === 2 ? 29 : [4, 6, 9, 11].includes(month) ? 30 : 31)));
  return cron.anyWeekday && Math.min(...days) > longest ? undefined : cron;
}
function valuesOf(field: string, least: number, most: number): ReadonlySet<number> | undefined {
  const found = new Set<number>();
  for (const part of field.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (!match) return undefined;
    const [, first, last, step] = match;
    const from = first === undefined ? least : Number(first);
    const to = last !== undefined ? Number(last) : first === undefined || step !== undefined ? most : Number(first);
    const by = step === undefined ? 1 : Number(step);
    if (from < least || to > most || from > to || by === 0) return undefined;
    for (let value = from; value <= to; value += by) found.add(value);
  }
  return found;
}
/** The next such moment after this one. A wall time that a change of clocks skips comes at the moment after the gap; one that comes twice counts once. */
export function nextByCron(cron: Cron, zone: string, now: Date): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate();
  const times = [...cron.hours].sort((a, b) => a - b).flatMap((hour) => [...cron.minutes].sort((a, b) => a - b).map((minute) => Temporal.PlainTime.from({ hour, minute })));
  // 29 February on a given weekday comes within 40 years at the latest.
  for (let days = 0; days < 15_000; days += 1) {
    const day = today.add({ days });
    if (!falls(cron, day)) continue;
    for (const plainTime of times) {
      const run = day.toZonedDateTime({ timeZone: zone, plainTime });
      if (run.epochMilliseconds > now.getTime()) return new Date(run.epochMilliseconds);
    }
  }
  throw new TypeError('a schedule without a day');
}
function falls({ months, days, weekdays, anyDay, anyWeekday }: Cron, day: Temporal.PlainDate): boolean {
  if (!months.has(day.month)) return false;
  const [byDay, byWeekday] = [days.has(day.day), weekdays.has(day.dayOfWeek % 7)];
  if (anyDay && anyWeekday) return true;
  if (anyDay) return byWeekday;
  return anyWeekday ? byDay : byDay || byWeekday;
}
