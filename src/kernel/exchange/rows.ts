import type { LinesMeta, RecordMeta } from '../registry/meta.ts';
import { Refused } from '../problem.ts';
import { isBlank, type Table, type TableFile, type TableRow } from './cell.ts';
import { headerKey, knownColumns, type ExtraColumn } from './columns.ts';
import { type Corrections, correctedRow } from './corrections.ts';
import { finished, hasLines, newDraft, takeHeader, takeLine, type Draft, type Reader } from './draft.ts';
import { headerWithin, readHeader, type Header, type HeaderOptions } from './header.ts';
import { mostRows } from './read-table.ts';
import type { ImportedRecord, RowProblem } from './record.ts';
import { cellKey } from './values.ts';

export interface ReadOptions extends HeaderOptions {
  readonly sheet?: string;
  readonly extras?: readonly ExtraColumn[];
  readonly corrections?: Corrections;
}
export interface ReadRecords {
  readonly header: Header;
  readonly sheet: string | null;
  readonly records: readonly ImportedRecord[];
  /** Problems that belong to no record. */
  readonly problems: readonly RowProblem[];
  readonly hidden: { readonly rows: number; readonly columns: number };
}

/** All records of a file, each with what is wrong about it; a file whose header is unclear is refused as a whole. */
export async function readRecords(file: TableFile, meta: RecordMeta, options: ReadOptions): Promise<ReadRecords> {
  const main = file.table(options.sheet ?? namedSheet(file, meta));
  const others = options.sheet === undefined ? lineSheets(file, meta, main) : [];
  const [firstLines] = meta.lines.filter((lines) => !others.some((other) => other.lines === lines));
  const drafts: Draft[] = [];
  const sheet = await readSheet(
    main,
    file.format,
    meta,
    options,
    meta.lines.filter((lines) => lines === firstLines || others.length === 0),
    drafts,
  );
  const byKey = new Map(drafts.flatMap((draft) => (draft.key === null ? [] : [[draft.key, draft] as const])));
  for (const other of others) await readLineSheet(other.table, file.format, meta, options, other.lines, byKey, drafts);
  refuseRepeated(drafts);
  const problems: RowProblem[] = [];
  for (const problem of merged(main, sheet.header)) (drafts.find((draft) => draft.rows.includes(problem.row))?.problems ?? problems).push(problem);
  return { header: sheet.header, sheet: main.sheet, records: drafts.map(finished), problems, hidden: { rows: main.findings.hiddenRows, columns: main.findings.hiddenColumns } };
}

/** The sheet that carries the record's own name, where there are several. */
const called = (sheet: string, label: { readonly zh: string; readonly en: string }, name: string): boolean =>
  [label.zh, label.en, name].some((title) => headerKey(title) === headerKey(sheet));
const namedSheet = (file: TableFile, meta: RecordMeta): string | undefined => (file.sheets.length > 1 ? file.sheets.find((sheet) => called(sheet, meta, meta.name)) : undefined);
/** A declaration with two tables of lines has one sheet for each, called by its label (P.10, lines). */
function lineSheets(file: TableFile, meta: RecordMeta, main: Table): readonly { readonly lines: LinesMeta; readonly table: Table }[] {
  return meta.lines.flatMap((lines) => {
    const sheet = file.sheets.find((name) => name !== main.sheet && called(name, lines, lines.name));
    return sheet === undefined ? [] : [{ lines, table: file.table(sheet) }];
  });
}

interface SheetRead {
  readonly header: Header;
}
/** Reads the first rows for the header, then hands every further row that says something to `take`. */
async function eachRow(table: Table, format: 'xlsx' | 'csv', header: (first: readonly TableRow[]) => Header, take: (row: TableRow, header: Header) => void): Promise<Header> {
  let found: Header | undefined;
  let first: TableRow[] = [];
  let count = 0;
  const pass = (row: TableRow): void => {
    if (!found || row.number <= found.row || row.cells.every((cell) => isBlank(cell))) return;
    if (++count > mostRows[format]) throw new Refused('batch.too_many_rows', { max: mostRows[format] });
    take(row, found);
  };
  const settle = (): void => {
    found = header(first);
    first.forEach(pass);
    first = [];
  };
  for await (const row of table.rows()) {
    if (found) pass(row);
    else if (first.push(row) === headerWithin) settle();
  }
  if (!found) settle();
  return found ?? header([]);
}
const matchName = (meta: RecordMeta, options: ReadOptions): string => options.match ?? meta.code ?? 'id';

async function readSheet(table: Table, format: 'xlsx' | 'csv', meta: RecordMeta, options: ReadOptions, lines: readonly LinesMeta[], drafts: Draft[]): Promise<SheetRead> {
  const known = knownColumns(meta, options.extras, lines);
  const match = matchName(meta, options);
  let current: Draft | undefined;
  const header = await eachRow(
    table,
    format,
    (first) => readHeader(first, known, meta, options),
    (given, { columns }) => {
      const row = correctedRow(given, columns, options.corrections);
      const reader: Reader = { meta, columns, epoch1904: table.epoch1904 };
      const keyed = columns.find(({ target }) => target.kind === 'id' || (target.kind === 'field' && target.field.name === match));
      const key = keyed ? cellKey(row.cells[keyed.at], keyed.target, reader.epoch1904) : null;
      if (!current || !hasLines(columns) || begins(row, reader, current, keyed !== undefined, key)) {
        current = newDraft(keyed?.target.kind === 'id' ? 'id' : match);
        current.key = key;
        drafts.push(current);
      }
      current.rows.push(row.number);
      takeHeader(current, reader, row);
      takeLine(current, reader, row, lines.find((each) => columns.some(({ target }) => target.kind === 'line' && target.lines === each)) ?? lines[0]);
    },
  );
  return { header };
}
/**
 * Rows belong together while the key stays the same or blank; a catalog's row with a name of its own is a new record that numbers
 * itself. Without a key column rows belong together while the header cells do.
 */
function begins(row: TableRow, reader: Reader, current: Draft, keyed: boolean, key: string | null): boolean {
  if (keyed && key !== null) return key !== current.key;
  const { meta } = reader;
  const probe = newDraft('id');
  takeHeader(probe, reader, row);
  const differs = (place: string, value: string): boolean => current.said.get(place)?.value !== value;
  if (keyed) return meta.type === 'catalog' && meta.title !== meta.code && [...probe.said].some(([place, { value }]) => place === meta.title && differs(place, value));
  return [...probe.said].some(([place, { value }]) => differs(place, value));
}

/** Lines on a sheet of their own name their record in its key column. */
async function readLineSheet(
  table: Table,
  format: 'xlsx' | 'csv',
  meta: RecordMeta,
  options: ReadOptions,
  lines: LinesMeta,
  byKey: ReadonlyMap<string, Draft>,
  drafts: Draft[],
): Promise<void> {
  const key = meta.fields.find((field) => field.name === matchName(meta, options));
  const known = new Map(knownColumns({ ...meta, fields: key ? [key] : [], lines: [lines], actions: [] }, [], [lines]));
  // With one record in the file there is nothing to tell apart and the key may be left out.
  const only = drafts.length === 1 ? drafts[0] : undefined;
  let current: Draft | undefined = only;
  await eachRow(
    table,
    format,
    (first) => readHeader(first, known, meta, { mode: 'upsert', ...(options.mapping ? { mapping: options.mapping } : {}) }),
    (row, { columns }) => {
      const keyed = columns.find(({ target }) => target.kind === 'field');
      const named = keyed ? cellKey(row.cells[keyed.at], keyed.target, table.epoch1904) : null;
      if (named !== null) current = byKey.get(named);
      const draft = current ?? drafts[0];
      if (!draft) return;
      if (current) takeLine(current, { meta, columns, epoch1904: table.epoch1904 }, row, lines);
      else draft.problems.push({ row: row.number, column: keyed?.title ?? null, code: 'batch.key_not_found', params: {}, value: named });
    },
  );
}

/** The same key again later in the file: no rule says which of them counts (P10-4). */
function refuseRepeated(drafts: readonly Draft[]): void {
  for (const [key, same] of Map.groupBy(drafts, (draft) => draft.key)) {
    if (key === null || same.length < 2) continue;
    const rows = same.map((draft) => draft.rows[0] ?? 0);
    for (const draft of same) draft.problems.push({ row: draft.rows[0] ?? 0, column: null, code: 'batch.duplicate_key', params: { key, rows }, value: key });
  }
}
/** Merged cells above the header are titles; below it nobody can say to which rows a value belongs. */
function merged(table: Table, header: Header): readonly RowProblem[] {
  return table.findings.merged.flatMap((range) => {
    const row = Number(/^[A-Z]+(\d+)/.exec(range)?.[1] ?? 0);
    const last = Number(/(\d+)$/.exec(range)?.[1] ?? 0);
    return last <= header.row ? [] : [{ row: Math.max(row, header.row + 1), column: null, code: 'import.merged_cell', params: { range }, value: null }];
  });
}
