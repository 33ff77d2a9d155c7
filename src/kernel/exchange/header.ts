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

interface Reading {
  readonly row: number;
  readonly columns: readonly Column[];
  readonly unknown: readonly string[];
}
/** Finds the header and what each of its columns means; anything unclear refuses the file (P10-2). */
export function readHeader(rows: readonly TableRow[], known: ReadonlyMap<string, Target>, meta: RecordMeta, options: HeaderOptions): Header {
  const readings = rows.slice(0, headerWithin).map((row) => reading(row, known, options.mapping ?? {}));
  const clear = readings.find(({ columns, unknown }) => columns.length >= 2 && columns.length > unknown.length);
  const chosen = clear ?? readings.reduce<Reading | undefined>((best, each) => (each.columns.length > (best?.columns.length ?? 0) ? each : best), undefined);
  if (!chosen) throw new Refused('import.header_missing', { fields: needed(meta, options) });
  if (chosen.unknown.length > 0) throw new Refused('batch.unknown_column', { columns: chosen.unknown });
  refuseTwice(chosen);
  const present = new Set(chosen.columns.map(({ target }) => placeOf(target)));
  const keyed = present.has('#id') || (options.match !== undefined && present.has(options.match));
  const missing = needed(meta, options).filter((name) => !present.has(name) && !(keyed && name === meta.code));
  if (missing.length > 0) throw new Refused('import.header_missing', { fields: missing });
  return { row: chosen.row, columns: chosen.columns };
}
function reading(row: TableRow, known: ReadonlyMap<string, Target>, mapping: Readonly<Record<string, string | null>>): Reading {
  const columns: Column[] = [];
  const unknown: string[] = [];
  for (const [at, cell] of row.cells.entries()) {
    if (isBlank(cell)) continue;
    const title = cellText(cell).trim();
    const mapped = Object.hasOwn(mapping, title) ? mapping[title] : title;
    const target: Target | undefined = mapped === null ? { kind: 'ignored' } : known.get(headerKey(mapped ?? title));
    if (target) columns.push({ at, title, target });
    else unknown.push(title);
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
