import type { RecordMeta } from '../registry/meta.ts';
import { cellText, isBlank, type TableRow } from './cell.ts';
import { type ExtraColumn, knownColumns, placeOf } from './columns.ts';
import { findHeader, headerWithin, type HeaderOptions } from './header.ts';
import { importFields, titleOf } from './importable.ts';
import { openFile, type SourceFile } from './read-table.ts';

export interface DescribeOptions {
  readonly sheet?: string;
  readonly encoding?: string;
  readonly mapping?: HeaderOptions['mapping'];
  readonly extras?: readonly ExtraColumn[];
}
const samples = 3;

/** What a person maps by: each column of the file with sample values and where it would go, and every place there is (P.10, *Screens*). */
export async function describeFile(file: SourceFile, meta: RecordMeta, locale: 'zh' | 'en', options: DescribeOptions = {}): Promise<object> {
  const source = openFile(file, options.encoding);
  const table = source.table(options.sheet);
  const first: TableRow[] = [];
  for await (const row of table.rows()) if (first.push(row) >= headerWithin + samples) break;
  const header = findHeader(first, knownColumns(meta, options.extras), options.mapping);
  const below = first.filter((row) => header !== undefined && row.number > header.row);
  const sampled = (at: number): string[] =>
    below
      .map((row) => row.cells[at])
      .filter((cell) => !isBlank(cell))
      .slice(0, samples)
      .map((cell) => cellText(cell).slice(0, 100));
  const columns = [
    ...(header?.columns ?? []).map(({ at, title, target }) => ({ at, title, place: placeOf(target) ?? null, ignored: target.kind === 'ignored' })),
    ...(header?.unknown ?? []).map(({ at, title }) => ({ at, title, place: null, ignored: false })),
  ];
  return {
    format: source.format,
    encoding: source.encoding,
    delimiter: source.delimiter,
    sheets: source.sheets,
    sheet: table.sheet,
    header_row: header?.row ?? null,
    columns: columns.toSorted((a, b) => a.at - b.at).map(({ at, ...column }) => ({ ...column, samples: sampled(at) })),
    unknown: (header?.unknown ?? []).map(({ title }) => title),
    places: places(meta, options.extras ?? [], locale),
  };
}
/** Everything a column may be mapped to, by the title that the mapping names. */
function places(meta: RecordMeta, extras: readonly ExtraColumn[], locale: 'zh' | 'en'): object[] {
  const fields = importFields(meta.fields).map((field) => ({ place: field.name, title: titleOf(meta, extras, locale, field), required: field.required }));
  const lines = meta.lines.flatMap((child) =>
    importFields(child.fields).map((field) => ({ place: `${child.name}.${field.name}`, title: titleOf(meta, extras, locale, field, child), required: field.required })),
  );
  const own = extras
    .filter((extra) => !meta.fields.some((field) => field.name === extra.path))
    .map((extra) => ({ place: `+${extra.path}`, title: extra[locale], required: false }));
  return [...fields, ...own, ...lines];
}
