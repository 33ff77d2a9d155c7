import iconv from 'iconv-lite';
import { numberText } from './cell.ts';
import { shield } from './csv.ts';

/** What may be written in one place of a table; decimals travel as text beside their number, so that none is rounded on the way. */
export type Written =
  | string
  | boolean
  | null
  /** `text` is exact and goes into delimited files; `number` is what a spreadsheet calculates with. */
  | { readonly number: number; readonly format: 'plain' | 'percent' | 'money'; readonly text?: string }
  | { readonly date: string };

/** One cell as text; only what a person wrote is shielded against being run as a formula, a number is a number (P10-5). */
export function plainText(value: Written): string {
  if (value === null) return '';
  if (typeof value === 'string') return shield(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if ('date' in value) return value.date;
  if (value.text !== undefined) return value.text;
  return value.format === 'percent' ? `${numberText(Number((value.number * 100).toPrecision(15)))}%` : numberText(value.number);
}
const quoted = (text: string): string => (/[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const csvLine = (row: readonly Written[]): string => `${row.map((value) => quoted(plainText(value))).join(',')}\r\n`;

export type CsvEncoding = 'utf-8' | 'utf-8-bom' | 'gb18030';
/** UTF-8 with its mark by default, because Excel takes it for the local code page otherwise. */
export function csvBytes(rows: Iterable<readonly Written[]>, encoding: CsvEncoding = 'utf-8-bom'): Uint8Array {
  const text = Array.from(rows, csvLine).join('');
  return encoding === 'gb18030' ? iconv.encode(text, 'gb18030') : iconv.encode(text, 'utf-8', { addBOM: encoding === 'utf-8-bom' });
}
