import type { RecordMeta } from '../registry/meta.ts';
import { Refused } from '../problem.ts';
import { cellText, isBlank, type TableRow } from './cell.ts';
import { headerKey, placeOf, type Target } from './columns.ts';

export type ImportMode = 'insert' | 'update' | 'upsert';
export interface Column {
  /** Position in the row, from 0. */
  readonly at: number;
  /** As the file says it. */
  readonly title: string;
  readonly target: Target;
}
export interface Header {
  readonly row: number;
  readonly columns: readonly Column[];
}
export interface HeaderOptions {
  readonly mode: ImportMode;
  /** Column titles that a person has mapped: title → title known to the record, or null to drop the column. */
  readonly mapping?: Readonly<Record<string, string | null>>;
  /** Fields a new record cannot do without, beyond its title. */
  readonly required?: readonly string[];
  /** Members that name the record instead of its natural key. */
  readonly match?: string;
}
/** The header stands among the first ten rows: titles and remarks may come before it. */
export const headerWithin = 10;

export interface Reading {
  readonly row: number;
  readonly columns: readonly Column[];
  readonly unknown: readonly { readonly at: number; readonly title: string }[];
}
/** Finds the header and what each of its columns means; anything unclear refuses the file (P10-2). */
export function readHeader(rows: readonly TableRow[], known: ReadonlyMap<string, Target>, meta: RecordMeta, options: HeaderOptions): Header {
  const chosen = findHeader(rows, known, options.mapping);
  if (!chosen) throw new Refused('import.header_missing', { fields: needed(meta, options) });
  if (chosen.unknown.length > 0) throw new Refused('batch.unknown_column', { columns: chosen.unknown.map(({ title }) => title) });
  refuseTwice(chosen);
  const present = new Set(chosen.columns.map(({ target }) => placeOf(target)));
  const keyed = present.has('#id') || (options.match !== undefined && present.has(options.match));
  const missing = needed(meta, options).filter((name) => !present.has(name) && !(keyed && name === meta.code));
  if (missing.length > 0) throw new Refused('import.header_missing', { fields: missing });
  return { row: chosen.row, columns: chosen.columns };
}
/** The row that most likely names the columns, unknown ones included, for a person to map. */
export function findHeader(rows: readonly TableRow[], known: ReadonlyMap<string, Target>, mapping: HeaderOptions['mapping'] = {}): Reading | undefined {
  const readings = rows.slice(0, headerWithin).map((row) => reading(row, known, mapping));
  const clear = readings.find(({ columns, unknown }) => columns.length >= 2 && columns.length > unknown.length);
  return clear ?? readings.reduce<Reading | undefined>((best, each) => (each.columns.length > (best?.columns.length ?? 0) ? each : best), undefined);
}
function reading(row: TableRow, known: ReadonlyMap<string, Target>, mapping: Readonly<Record<string, string | null>>): Reading {
  const columns: Column[] = [];
  const unknown: { at: number; title: string }[] = [];
  for (const [at, cell] of row.cells.entries()) {
    if (isBlank(cell)) continue;
    const title = cellText(cell).trim();
    const mapped = Object.hasOwn(mapping, title) ? mapping[title] : title;
    const target: Target | undefined = mapped === null ? { kind: 'ignored' } : known.get(headerKey(mapped ?? title));
    if (target) columns.push({ at, title, target });
    else unknown.push({ at, title });
  }
  return { row: row.number, columns, unknown };
}
function refuseTwice({ row, columns }: Reading): void {
  const places = new Map<string, string>();
  for (const { title, target } of columns) {
    const place = placeOf(target);
    if (place === undefined) continue;
    const other = places.get(place);
    if (other !== undefined) throw new Refused('batch.duplicate_key', { key: other === title ? title : `${other}, ${title}`, rows: [row] });
    places.set(place, title);
  }
}
/** Without these columns no row of the file could be taken. */
function needed(meta: RecordMeta, options: HeaderOptions): string[] {
  if (options.mode === 'update') return meta.code === undefined ? [] : [meta.code];
  const title = meta.fields.find((field) => field.name === meta.title);
  const titled = meta.type === 'catalog' && options.mode === 'insert' && title?.origin === 'input' && title.required && title.default === undefined;
  return [...new Set([...(titled ? [meta.title] : []), ...(options.required ?? [])])];
}
