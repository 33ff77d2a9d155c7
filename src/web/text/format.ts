/*
 * Figures as people read them (web §6): thousands commas, two decimals for money, U+2212 as minus. Values stay text all the way; nothing here
 * turns money into a binary float.
 */
const minus = '−';

/** `-60000.5` → `−60,000.50`; more decimals than asked stay, fewer are filled up. */
export function grouped(text: string, decimals = 0): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const filled = fraction.padEnd(decimals, '0');
  return `${sign ? minus : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}${filled === '' ? '' : `.${filled}`}`;
}
export const money = (value: unknown): string => (value === null || value === undefined || value === '' ? '—' : grouped(String(value), 2));
/** Trailing zeros are cut: `40.000000` → `40`. */
export const quantity = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? '—'
    : grouped(
        String(value)
          .replace(/(\.\d*?)0+$/, '$1')
          .replace(/\.$/, ''),
      );
/** Unit prices carry two decimals at least. */
export const price = (value: unknown): string => (value === null || value === undefined || value === '' ? '—' : grouped(String(value).replace(/(\.\d\d\d*?)0+$/, '$1'), 2));

/** A fraction as percent by moving the point: `0.13` → `13%`, `0.598` → `59.8%`; with `decimals` always that many, so that figures beside each other are alike. */
export function percent(value: unknown, decimals?: number): string {
  if (value === null || value === undefined || value === '') return '—';
  const moved = shiftPoint(String(value), 2, decimals);
  return `${decimals === undefined ? moved.replace('-', minus) : grouped(moved, decimals)}%`;
}
/** Moves the decimal point to the right, rounding half up when fewer decimals are wanted. */
export function shiftPoint(text: string, places: number, decimals?: number): string {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction.padEnd(places, '0')}`;
  const at = whole.length + places;
  let scaled = BigInt(digits || '0');
  let rest = digits.length - at;
  if (decimals !== undefined && rest > decimals) {
    const unit = 10n ** BigInt(rest - decimals);
    scaled = (scaled + unit / 2n) / unit;
    rest = decimals;
  }
  const padded = scaled.toString().padStart(rest + 1, '0');
  const result = rest > 0 ? `${padded.slice(0, -rest)}.${padded.slice(-rest)}` : padded;
  return `${sign}${result.includes('.') ? result.replace(/0+$/, '').replace(/\.$/, '') : result}`;
}
/** `13%` or `13` typed → `0.13`. */
export const toFraction = (text: string): string => {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text.replace('%', '').trim()) ?? [];
  const padded = whole.padStart(3, '0');
  const tail = `${padded.slice(-2)}${fraction}`.replace(/0+$/, '');
  return `${sign}${padded.slice(0, -2).replace(/^0+(?=\d)/, '')}${tail === '' ? '' : `.${tail}`}`;
};
export const isNegative = (value: unknown): boolean => typeof value === 'string' && value.startsWith('-') && /[1-9]/.test(value);

/** In lists the year is left out while it is the current one (web §6). */
export function shortDate(value: unknown): string {
  if (typeof value !== 'string' || value === '') return '—';
  return value.slice(0, 4) === String(new Date().getFullYear()) ? value.slice(5, 10) : value.slice(0, 10);
}
const two = (part: number): string => String(part).padStart(2, '0');
export function localDate(at: Date): string {
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
export const clock = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`;
export function dateTime(value: unknown): string {
  if (typeof value !== 'string') return '—';
  const at = new Date(value);
  return `${localDate(at)} ${clock(at)}`;
}
/** Timelines: the clock today, a word for yesterday, else the day. */
export function moment(value: string, yesterday: string): string {
  const at = new Date(value);
  const now = new Date();
  if (localDate(at) === localDate(now)) return clock(at);
  if (localDate(at) === localDate(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return yesterday;
  return shortDate(localDate(at));
}
export const today = (): string => localDate(new Date());
export const monthOf = (day: string): string => day.slice(0, 7);
export function shiftMonth(month: string, by: number): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  const date = new Date(year, at - 1 + by, 1);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}`;
}
export function monthEnd(month: string): string {
  const [year = 0, at = 1] = month.split('-').map(Number);
  return localDate(new Date(year, at, 0));
}
/** `4117824.60` → `411.8 万` or `4.12M`: axes and ageing only (web §6). */
export function abbreviated(value: number, locale: 'zh' | 'en'): string {
  const size = Math.abs(value);
  const text = (divided: number, places: number, unit: string): string => `${divided.toFixed(places).replace('-', minus)}${unit}`;
  if (locale === 'en') return size >= 1e6 ? text(value / 1e6, 2, 'M') : size >= 1e3 ? text(value / 1e3, 1, 'K') : text(value, 0, '');
  return size >= 1e8 ? text(value / 1e8, 2, ' 亿') : size >= 1e4 ? text(value / 1e4, 1, ' 万') : text(value, 0, '');
}
