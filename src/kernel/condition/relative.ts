/*
 * Relative days of P.2.5: `anchor[±n unit]`. All arithmetic is on calendar days of the organisation; `today` comes from outside.
 */
export type WorkingDay = (day: string) => boolean;

const anchors = ['today', 'week_start', 'week_end', 'month_start', 'month_end', 'quarter_start', 'quarter_end', 'year_start', 'year_end'] as const;
type Anchor = (typeof anchors)[number];
type Unit = 'd' | 'wd' | 'w' | 'm' | 'q' | 'y';
const form = new RegExp(`^(${anchors.join('|')})(?:([+-])(\\d{1,4})(d|wd|w|m|q|y))?$`);

export const isRelative = (value: unknown): value is string => typeof value === 'string' && form.test(value);

/** Monday to Friday, where no calendar is at hand. */
export const weekdays: WorkingDay = (day) => Temporal.PlainDate.from(day).dayOfWeek <= 5;

/** The day a relative value stands for, or undefined if it is none. */
export function relativeDay(value: string, today: string, isWorkingDay: WorkingDay = weekdays): string | undefined {
  const parts = form.exec(value);
  if (!parts) return undefined;
  const anchor = parts[1] as Anchor;
  const count = parts[3] === undefined ? 0 : Number(parts[3]) * (parts[2] === '-' ? -1 : 1);
  const unit = (parts[4] ?? 'd') as Unit;
  const day = Temporal.PlainDate.from(today);
  if (anchor === 'today') return shift(day, count, unit, isWorkingDay).toString();
  const [period, edge] = anchor.split('_') as [Period, 'start' | 'end'];
  // Shifting by whole periods moves the period first and then takes its edge: the month end of February is the 28th.
  if (whole[period].includes(unit)) return edgeOf(shift(startOf(day, period), count, unit, isWorkingDay), period, edge).toString();
  return shift(edgeOf(day, period, edge), count, unit, isWorkingDay).toString();
}

type Period = 'week' | 'month' | 'quarter' | 'year';
const whole: Readonly<Record<Period, readonly Unit[]>> = { week: ['w'], month: ['m', 'q', 'y'], quarter: ['q', 'y'], year: ['y'] };

/** Weeks start on Monday. */
function startOf(day: Temporal.PlainDate, period: Period): Temporal.PlainDate {
  if (period === 'week') return day.subtract({ days: day.dayOfWeek - 1 });
  const month = period === 'month' ? day.month : period === 'quarter' ? day.month - ((day.month - 1) % 3) : 1;
  return day.with({ day: 1, month });
}
function edgeOf(day: Temporal.PlainDate, period: Period, edge: 'start' | 'end'): Temporal.PlainDate {
  const start = startOf(day, period);
  if (edge === 'start') return start;
  const lengths = { week: { days: 7 }, month: { months: 1 }, quarter: { months: 3 }, year: { years: 1 } } as const;
  return start.add(lengths[period]).subtract({ days: 1 });
}
/** A month has no 31st everywhere: the day is clamped to the end of the month. */
function shift(day: Temporal.PlainDate, count: number, unit: Unit, isWorkingDay: WorkingDay): Temporal.PlainDate {
  if (unit === 'wd') return workingDays(day, count, isWorkingDay);
  const lengths = { d: { days: count }, w: { weeks: count }, m: { months: count }, q: { months: count * 3 }, y: { years: count } };
  return day.add(lengths[unit]);
}
/** A calendar in which no day works would never end the walk; ten years without a working day end it. */
function workingDays(day: Temporal.PlainDate, count: number, isWorkingDay: WorkingDay): Temporal.PlainDate {
  const step = { days: Math.sign(count) };
  let left = Math.abs(count);
  let at = day;
  for (let walked = 0; left > 0 && walked < 3660 + Math.abs(count) * 3; walked += 1) {
    at = at.add(step);
    if (isWorkingDay(at.toString())) left -= 1;
  }
  return at;
}

/** First instant of a local day, and of the day after: a date given for an instant means the whole day (P.2.5). */
export function daySpan(day: string, zone: string): { readonly from: string; readonly to: string } {
  const date = Temporal.PlainDate.from(day);
  const start = (at: Temporal.PlainDate): string => at.toZonedDateTime({ timeZone: zone }).toInstant().toString({ fractionalSecondDigits: 3 });
  return { from: start(date), to: start(date.add({ days: 1 })) };
}
