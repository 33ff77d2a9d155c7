import { absent, found, optional, operators, refused, wrongType, type Kind, type Parsed } from './kind.ts';
import { codeText } from './normal.ts';

const pad = (value: number, width = 2): string => String(value).padStart(width, '0');
/** `2026-03-05` if there is such a day between 1900 and 2200, else undefined. */
export function civilDate(year: number, month: number, day: number): string | undefined {
  if (year < 1900 || year > 2200 || month < 1 || month > 12) return undefined;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
  return day >= 1 && day <= days ? `${pad(year, 4)}-${pad(month)}-${pad(day)}` : undefined;
}

/** A day of Excel's calendar: days since 1899-12-30 (which skips its imaginary 29 February 1900) or, in the 1904 system, since 1904-01-01. */
export function excelDate(serial: number, epoch1904 = false): string | undefined {
  const whole = Math.floor(serial);
  if (!epoch1904 && (whole < 1 || whole === 60)) return undefined;
  const origin = epoch1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30);
  const day = new Date(origin + whole * 86_400_000);
  return Number.isNaN(day.getTime()) ? undefined : civilDate(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate());
}

const dateForms = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/,
  /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/,
  /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/,
  /^(\d{4})(\d{2})(\d{2})$/,
];
/** Written dates with the year first; every other order is refused, because `3/5/2026` has two readings. */
export function readDate(text: string): string | undefined {
  for (const form of dateForms) {
    const parts = form.exec(text);
    if (parts) return civilDate(Number(parts[1]), Number(parts[2]), Number(parts[3]));
  }
  return undefined;
}
const plain = (text: string): string => codeText(text).replace(/[\u2212\u2010-\u2015]/g, '-');

function parseDate(text: string): Parsed {
  const written = plain(text);
  if (written === '') return absent;
  const date = readDate(written);
  return date ? found(date) : refused('field.date', { value: text });
}
const monthForms = [/^(\d{4})-(\d{1,2})$/, /^(\d{4})\/(\d{1,2})$/, /^(\d{4})年(\d{1,2})月$/, /^(\d{4})(\d{2})$/];
function parseMonth(text: string): Parsed {
  const written = plain(text);
  if (written === '') return absent;
  for (const form of monthForms) {
    const parts = form.exec(written);
    const day = parts ? civilDate(Number(parts[1]), Number(parts[2]), 1) : undefined;
    if (day) return found(day.slice(0, 7));
  }
  return refused('field.date', { value: text });
}

/** Local times are those of China's one zone, UTC+8 without summer time since 1992; an offset in the text goes first. */
const localOffset = 8 * 60;
function parseInstant(text: string): Parsed {
  const written = plain(text);
  if (written === '') return absent;
  const parts = /^(\S+?)(?:[T ]\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)$/i.exec(written);
  const day = parts ? readDate(parts[1] ?? '') : undefined;
  if (!parts || !day) return refused('field.date', { value: text });
  const [hour, minute, second] = [Number(parts[2]), Number(parts[3]), Number(parts[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return refused('field.date', { value: text });
  const zone = parts[6]?.toUpperCase();
  const offset = zone === undefined ? localOffset : zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const milliseconds = Number((parts[5] ?? '0').padEnd(3, '0').slice(0, 3));
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return found(new Date(Date.UTC(year, month - 1, date, hour, minute - offset, second, milliseconds)).toISOString());
}
function localText(value: unknown): string {
  if (value === null || value === undefined) return '';
  const local = new Date(new Date(String(value)).getTime() + localOffset * 60_000).toISOString();
  const text = `${local.slice(0, 10)} ${local.slice(11, 19)}`;
  return local.slice(20, 23) === '000' ? text : `${text}.${local.slice(20, 23)}`;
}

const textOf = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
const calendarKind = (parse: (text: string) => Parsed, schema: { readonly type: string; readonly [key: string]: unknown }, show: (value: unknown) => string): Kind => ({
  fromJson: (value) => {
    if (value === null || value === undefined) return absent;
    return typeof value === 'string' ? parse(value) : wrongType('date');
  },
  fromText: parse,
  toJson: (value) => (value === undefined ? null : value),
  toText: show,
  schema: (field) => optional(field, schema),
  operators: operators.date,
  sortable: true,
  measure: false,
});
export const date = calendarKind(parseDate, { type: 'string', format: 'date' }, textOf);
export const month = calendarKind(parseMonth, { type: 'string', pattern: '^[0-9]{4}-(0[1-9]|1[0-2])$' }, textOf);
export const instant = calendarKind(parseInstant, { type: 'string', format: 'date-time' }, localText);
