import type { DeclaredField } from '../record/declarations.ts';
import { localDate, monthEnd, monthOf, shiftMonth, today } from '../text/format.ts';

/** What a report is asked for, as text: the address of the page carries it, and so does the request. */
export type Values = Readonly<Record<string, string>>;
export type Declared = Readonly<Record<string, DeclaredField>>;

const monthStart = (): string => `${monthOf(today())}-01`;
const quarterStart = (): string => {
  const now = new Date();
  return localDate(new Date(now.getFullYear(), now.getMonth() - (now.getMonth() % 3), 1));
};
const year = (): number => new Date().getFullYear();
const anchors: Readonly<Record<string, () => string>> = {
  today,
  month_start: monthStart,
  month_end: () => monthEnd(monthOf(today())),
  quarter_start: quarterStart,
  year_start: () => `${year()}-01-01`,
};

/** A report opens with an answer, not with a form: days that must be given begin with this month. */
export function usual(name: string, field: DeclaredField): string | undefined {
  if (typeof field.default === 'string') return anchors[field.default]?.() ?? field.default;
  if (field.kind === 'date' && field.required) return name === 'from' ? monthStart() : today();
  return undefined;
}
/** Search values may come back as numbers (`account=1122`); the interface takes text. */
export function valuesOf(declared: Declared, search: Readonly<Record<string, unknown>>): Values {
  const entries = Object.entries(declared).flatMap(([name, field]): [string, string][] => {
    const given = search[name];
    const value = given === undefined || given === null ? usual(name, field) : String(given);
    return value === undefined || value === '' || (field.kind === 'flag' && value === 'false') ? [] : [[name, value]];
  });
  return Object.fromEntries(entries);
}
export const missingOf = (declared: Declared, values: Values): readonly string[] =>
  Object.entries(declared).flatMap(([name, field]) => (field.required && values[name] === undefined ? [name] : []));

export interface Preset {
  readonly word:
    | 'report.this_month'
    | 'report.last_month'
    | 'report.this_quarter'
    | 'report.this_year'
    | 'report.last_year'
    | 'report.last_month_end'
    | 'report.last_year_end'
    | 'common.today';
  readonly from: string;
  readonly to: string;
}
export function rangePresets(): readonly Preset[] {
  const last = shiftMonth(monthOf(today()), -1);
  return [
    { word: 'report.this_month', from: monthStart(), to: monthEnd(monthOf(today())) },
    { word: 'report.last_month', from: `${last}-01`, to: monthEnd(last) },
    { word: 'report.this_quarter', from: quarterStart(), to: today() },
    { word: 'report.this_year', from: `${year()}-01-01`, to: today() },
    { word: 'report.last_year', from: `${year() - 1}-01-01`, to: `${year() - 1}-12-31` },
  ];
}
export function dayPresets(): readonly Preset[] {
  const last = monthEnd(shiftMonth(monthOf(today()), -1));
  return [
    { word: 'common.today', from: today(), to: today() },
    { word: 'report.last_month_end', from: last, to: last },
    { word: 'report.last_year_end', from: `${year() - 1}-12-31`, to: `${year() - 1}-12-31` },
  ];
}
/** The twelve month ends up to a day: what the trend under a figure is asked for. */
export function twelveMonths(values: Values): readonly { readonly month: string; readonly values: Values }[] {
  const until = values['at'] ?? values['to'];
  if (until === undefined) return [];
  return Array.from({ length: 12 }, (_, back) => {
    const month = shiftMonth(monthOf(until), back - 11);
    const end = back === 11 ? until : monthEnd(month);
    return { month, values: { ...values, ...(values['at'] === undefined ? { from: `${month}-01`, to: end } : { at: end }) } };
  });
}
/** The day or the range, as it stands over a statement and in the name of a file. */
export const periodText = (values: Values): string => values['at'] ?? (values['from'] === undefined ? '' : `${values['from']} – ${values['to'] ?? ''}`);
