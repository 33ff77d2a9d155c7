import type { Label } from '#declare';
import iconv from 'iconv-lite';
import { kindOf } from '../kinds/index.ts';
import type { FieldMeta } from '../registry/meta.ts';
import { csvLine, type CsvEncoding, type Written } from './write-csv.ts';
import { workbookBytes } from './write-workbook.ts';

type Row = Readonly<Record<string, unknown>>;
type Rows = Iterable<Row> | AsyncIterable<Row>;
export interface ExportColumn {
  /** Member of the row: `net`, `customer.region`. */
  readonly name: string;
  readonly title: string;
  readonly field: FieldMeta;
}
/** A list, a report or a file to import again, on its way out (P.10, export). */
export interface ExportTable {
  readonly title: Label;
  readonly columns: readonly ExportColumn[];
  readonly rows: Rows;
  readonly totals?: Row;
  /** Filter, time and person, for the sheet 条件. */
  readonly conditions?: readonly (readonly [string, string])[];
}
export interface ExportOptions {
  readonly format: 'xlsx' | 'csv';
  readonly locale: 'zh' | 'en';
  readonly encoding?: CsvEncoding;
}
export interface Exported {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

const numbers = new Set(['integer', 'money', 'quantity', 'unit_price', 'rate']);
/** A value in the form both kinds of file are written from; decimals keep their exact text. */
export function writtenValue(value: unknown, field: FieldMeta, locale: 'zh' | 'en'): Written {
  if (value === null || value === undefined) return null;
  const kind = kindOf(field);
  const text = kind.toText(value, field, locale);
  if (numbers.has(field.kind) && field.format === undefined) {
    const number = Number(kind.toJson(value, field));
    return Number.isFinite(number) ? { number, format: field.kind === 'money' ? 'money' : field.kind === 'rate' ? 'percent' : 'plain', text } : text;
  }
  return field.kind === 'date' && text !== '' ? { date: text } : text;
}
/** `customer.region` is looked up as one member, then step by step. */
export function memberOf(row: Row, name: string): unknown {
  if (Object.hasOwn(row, name)) return row[name];
  let value: unknown = row;
  for (const step of name.split('.')) value = typeof value === 'object' && value !== null ? (value as Row)[step] : undefined;
  return value;
}
async function* writtenRows({ columns, rows, totals }: ExportTable, locale: 'zh' | 'en'): AsyncGenerator<readonly Written[], void, undefined> {
  yield columns.map((column) => column.title);
  for await (const row of rows) yield columns.map(({ name, field }) => writtenValue(memberOf(row, name), field, locale));
  if (!totals) return;
  const title = locale === 'zh' ? '合计' : 'Total';
  yield columns.map(({ name, field }, at) => (Object.hasOwn(totals, name) ? writtenValue(totals[name], field, locale) : at === 0 ? title : null));
}
/** Wide enough for the title and the usual value of the kind; Chinese characters take two places. */
function widthOf({ title, field }: ExportColumn): number {
  const titleWidth = Array.from(title).reduce((width, character) => width + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 2);
  const usual: Readonly<Record<string, number>> = { text: 24, reference: 24, date: 12, money: 16, instant: 20, integer: 8, flag: 6 };
  return Math.min(60, Math.max(titleWidth, field.long ? 40 : (usual[field.kind] ?? 12)));
}

/** The table as a file: real numbers and dates in a workbook, UTF-8 with its mark as delimited text. */
export async function writeTable(table: ExportTable, { format, locale, encoding = 'utf-8-bom' }: ExportOptions): Promise<Exported> {
  const base = table.title[locale];
  const rows = writtenRows(table, locale);
  if (format === 'csv') {
    const lines: string[] = [];
    for await (const row of rows) lines.push(csvLine(row));
    const bytes = iconv.encode(lines.join(''), encoding === 'gb18030' ? 'gb18030' : 'utf-8', { addBOM: encoding === 'utf-8-bom' });
    return { name: `${base}.csv`, type: `text/csv; charset=${encoding === 'gb18030' ? 'gb18030' : 'utf-8'}`, bytes };
  }
  const sheets = [{ name: base, rows, header: 1, widths: table.columns.map(widthOf) }];
  const conditions = table.conditions ? [{ name: locale === 'zh' ? '条件' : 'Conditions', rows: table.conditions, widths: [20, 60] }] : [];
  return { name: `${base}.xlsx`, type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', bytes: await workbookBytes([...sheets, ...conditions]) };
}
