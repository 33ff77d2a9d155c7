import { createRequire } from 'node:module';
import { LunarDay, SolarDay, SolarTerm } from 'tyme4ts';

export interface SeedHoliday {
  readonly date: string;
  readonly name: string;
  readonly kind: 'statutory' | 'adjusted_rest' | 'adjusted_workday';
  readonly source: string;
}
const law = '国务院令第795号';
const notice = '国务院办公厅年度通知';
const iso = (day: SolarDay): string => [day.getYear(), String(day.getMonth()).padStart(2, '0'), String(day.getDay()).padStart(2, '0')].join('-');

/** The thirteen days by law (4.0.2): computed, because no yearly notice says which days they are. */
export function statutoryDays(year: number): ReadonlyMap<string, string> {
  const solar = (month: number, day: number, name: string): [string, string] => [iso(SolarDay.fromYmd(year, month, day)), name];
  const newYear = LunarDay.fromYmd(year, 1, 1).getSolarDay();
  const lunar = (month: number, day: number, name: string): [string, string] => [iso(LunarDay.fromYmd(year, month, day).getSolarDay()), name];
  return new Map([
    solar(1, 1, '元旦'),
    // The eve is the day before the first, not "the thirtieth": some years have none.
    [iso(newYear.next(-1)), '春节'],
    [iso(newYear), '春节'],
    [iso(newYear.next(1)), '春节'],
    [iso(newYear.next(2)), '春节'],
    [iso(SolarTerm.fromName(year, '清明').getJulianDay().getSolarDay()), '清明节'],
    solar(5, 1, '劳动节'),
    solar(5, 2, '劳动节'),
    lunar(5, 5, '端午节'),
    lunar(8, 15, '中秋节'),
    solar(10, 1, '国庆节'),
    solar(10, 2, '国庆节'),
    solar(10, 3, '国庆节'),
  ]);
}

interface Notices {
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}
/** A year's holidays: the law's, and where the yearly notice is known, the weekdays it frees and the weekends it takes. Weekends at rest stand in the week's pattern. */
export function holidaysOf(year: number): readonly SeedHoliday[] {
  const notices = createRequire(import.meta.url)('chinese-days/dist/chinese-days.json') as Notices;
  const statutory = statutoryDays(year);
  const ofYear = (days: Readonly<Record<string, string>>): [string, string][] => Object.entries(days).filter(([date]) => date.startsWith(`${year}-`));
  const named = (text: string): string => text.split(',')[1] ?? text;
  const weekday = (date: string): boolean => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const byLaw = [...statutory].map(([date, name]): SeedHoliday => ({ date, name, kind: 'statutory', source: law }));
  const rest = ofYear(notices.holidays).filter(([date]) => !statutory.has(date) && weekday(date));
  return [
    ...byLaw,
    ...rest.map(([date, text]): SeedHoliday => ({ date, name: named(text), kind: 'adjusted_rest', source: notice })),
    ...ofYear(notices.workdays).map(([date, text]): SeedHoliday => ({ date, name: named(text), kind: 'adjusted_workday', source: notice })),
  ].sort((a, b) => a.date.localeCompare(b.date));
}
