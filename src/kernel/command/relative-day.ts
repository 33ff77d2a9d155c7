import type { LocalDate } from '#declare';

/** `today`, `today+15d`, `month_start`: defaults of date fields. Lists and conditions have the whole grammar of P.2.5. */
export function relativeDay(text: string, today: LocalDate): LocalDate {
  const match = /^(today|month_start|month_end|year_start|year_end)(?:([+-])(\d+)([dwmy]))?$/.exec(text);
  if (!match) throw new TypeError(`${text} is no relative day`);
  const [, anchor, sign, count, unit] = match;
  const units = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;
  let day = Temporal.PlainDate.from(today);
  if (count) day = day.add({ [units[unit as keyof typeof units]]: sign === '-' ? -Number(count) : Number(count) });
  if (anchor === 'month_start') day = day.with({ day: 1 });
  if (anchor === 'month_end') day = day.with({ day: day.daysInMonth });
  if (anchor === 'year_start') day = day.with({ month: 1, day: 1 });
  if (anchor === 'year_end') day = day.with({ month: 12, day: 31 });
  return day.toString() as LocalDate;
}
