import type { LocalDate } from '#declare';
import { type Decimal, decimal } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { hasCheckDigit } from './check-digit.ts';

/** What a GS1 element string says, by the application identifiers of GB/T 16986 (5.0.6). */
export interface Gs1 {
  readonly sscc?: string;
  readonly gtin?: string;
  readonly lot?: string;
  readonly serial?: string;
  readonly manufactured?: LocalDate;
  readonly expiry?: LocalDate;
  readonly quantity?: Decimal;
  readonly net_weight?: Decimal;
  /** All elements, identifier → text. */
  readonly elements: ReadonlyMap<string, string>;
}
const separator = '\u001d';
const fixed: Readonly<Record<string, number>> = { '00': 18, '01': 14, '02': 14, '11': 6, '12': 6, '13': 6, '15': 6, '16': 6, '17': 6, '20': 2 };
const variable: Readonly<Record<string, number>> = { '10': 20, '21': 20, '22': 20, '30': 8, '37': 8, '240': 30, '241': 30, '400': 30 };
const dates = new Set(['11', '12', '13', '15', '16', '17']);

/** Symbology identifiers a scanner may put before the data; these say that GS1 elements follow. */
const aim = /^\](?:C1|d2|Q3|e0)/;
export const saysGs1 = (text: string): boolean =>
  aim.test(text) || text.includes(separator) || /^\(\d{2,4}\)/.test(text) || (/^01\d{14}/.test(text) && text.length > 16 && hasCheckDigit(text.slice(2, 16)));

/** `today` decides the century of its two-digit years. */
export function readGs1(scanned: string, today: LocalDate): Gs1 {
  const elements = elementsOf(scanned.normalize('NFKC').replace(aim, ''));
  const date = (ai: string): LocalDate | undefined => {
    const text = elements.get(ai);
    return text === undefined ? undefined : gs1Date(text, today);
  };
  for (const [ai, text] of elements) if (dates.has(ai)) gs1Date(text, today);
  const weight = [...elements].find(([ai]) => ai.startsWith('310'));
  const quantity = elements.get('37') ?? elements.get('30');
  return {
    ...given('sscc', elements.get('00')),
    ...given('gtin', elements.get('01') ?? elements.get('02')),
    ...given('lot', elements.get('10')),
    ...given('serial', elements.get('21')),
    ...given('manufactured', date('11')),
    ...given('expiry', date('17') ?? date('15')),
    ...given('quantity', quantity === undefined ? undefined : decimal(quantity)),
    ...given('net_weight', weight ? decimal(weight[1]).div(decimal(10n ** BigInt(weight[0][3] ?? '0'))) : undefined),
    elements,
  };
}
const given = <K extends string, V>(name: K, value: V | undefined): { readonly [k in K]?: V } => (value === undefined ? {} : ({ [name]: value } as { readonly [k in K]: V }));

function elementsOf(text: string): Map<string, string> {
  const elements = new Map<string, string>();
  let rest = text.startsWith('(') ? unbracketed(text) : text;
  while (rest !== '') {
    if (rest.startsWith(separator)) {
      rest = rest.slice(1);
      continue;
    }
    const { ai, length, ends } = identifier(rest);
    const body = rest.slice(ai.length);
    const stop = ends ? body.indexOf(separator) : length;
    const value = body.slice(0, stop < 0 ? body.length : stop);
    if (value === '' || value.includes(separator) || value.length > length || (!ends && !(value.length === length && /^\d+$/.test(value))))
      throw new Refused('gs1.length', { ai, length: value.length });
    elements.set(ai, value);
    rest = body.slice(value.length);
  }
  return elements;
}
function identifier(text: string): { readonly ai: string; readonly length: number; readonly ends: boolean } {
  const [two, three, four] = [text.slice(0, 2), text.slice(0, 3), text.slice(0, 4)];
  if (fixed[two] !== undefined) return { ai: two, length: fixed[two], ends: false };
  if (/^3[1-6]\d\d$/.test(four)) return { ai: four, length: 6, ends: false };
  for (const ai of [two, three]) if (variable[ai] !== undefined) return { ai, length: variable[ai], ends: true };
  throw new Refused('gs1.unknown_ai', { ai: two });
}
/** `(01)…(10)…` as it is printed below a bar code; a separator stands in for the next bracket. */
const unbracketed = (text: string): string => text.replace(/\((\d{2,4})\)/g, (_whole, ai: string, position: number) => `${position === 0 ? '' : separator}${ai}`);

/** YYMMDD: 51 or more years ahead is the last century, 50 or more back the next; day 00 is the last of the month. */
export function gs1Date(text: string, today: LocalDate): LocalDate {
  const [yy, mm, dd] = [Number(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6))];
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  const ahead = yy - (Number(today.slice(0, 4)) % 100);
  const year = century + yy + (ahead >= 51 ? -100 : ahead <= -50 ? 100 : 0);
  try {
    const month = Temporal.PlainYearMonth.from({ year, month: mm }, { overflow: 'reject' });
    return Temporal.PlainDate.from({ year, month: mm, day: dd === 0 ? month.daysInMonth : dd }, { overflow: 'reject' }).toString() as LocalDate;
  } catch {
    throw new Refused('gs1.date', { date: text });
  }
}

/**
 * A scanner that lost its separator runs lot and serial together. Where the whole is no known lot but a known one followed by an identifier, that
 * is worth a question; nothing is ever split silently.
 */
export function lostSeparator(lot: string, known: (lot: string) => boolean): { readonly lot: string; readonly serial: string } | undefined {
  if (known(lot)) return undefined;
  for (let at = 1; at < lot.length - 2; at += 1) if (lot.startsWith('21', at) && known(lot.slice(0, at))) return { lot: lot.slice(0, at), serial: lot.slice(at + 2) };
  return undefined;
}
