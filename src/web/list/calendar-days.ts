/** Days as the calendar needs them; all of them are business dates without an hour. */
const dayOf = (date: Date): string => date.toISOString().slice(0, 10);
const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** Whole weeks around a month, Monday first. */
export function weeksOf(month: string): readonly (readonly string[])[] {
  const first = at(`${month}-01`);
  const start = new Date(first.getTime() - ((first.getUTCDay() + 6) % 7) * 86_400_000);
  const next = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1));
  const weeks = Math.ceil((next.getTime() - start.getTime()) / (7 * 86_400_000));
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (_day, day) => dayOf(new Date(start.getTime() + (week * 7 + day) * 86_400_000))));
}
