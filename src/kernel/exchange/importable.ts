import type { FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { headerKey, knownColumns, lineNames, placeOf, type ExtraColumn } from './columns.ts';
import type { ExportColumn, ExportTable } from './write-table.ts';

type Row = Readonly<Record<string, unknown>>;

/** What a person may write and a file can carry; masked values would come back as the truth, files stay where they are. */
const carried = (field: FieldMeta): boolean => field.origin === 'input' && field.kind !== 'state' && field.kind !== 'attachments' && !field.sensitive;
export const importFields = (fields: readonly FieldMeta[]): readonly FieldMeta[] => fields.filter(carried);

/** The title under which an import finds this field again: its label, unless another column has taken that. */
export function titleOf(meta: RecordMeta, extras: readonly ExtraColumn[], locale: 'zh' | 'en', field: FieldMeta, lines?: LinesMeta): string {
  const known = knownColumns(meta, extras);
  const place = lines ? `${lines.name}.${field.name}` : field.name;
  const titles = [field[locale], ...(lines ? lineNames(lines, field) : []), field.name];
  return (
    titles.find((title) => {
      const target = known.get(headerKey(title));
      return target !== undefined && placeOf(target) === place;
    }) ?? place
  );
}

/** The columns of a file that imports as it is: everything a person may write, one table of lines beside it. */
export function importableColumns(
  meta: RecordMeta,
  locale: 'zh' | 'en',
  lines: LinesMeta | undefined = meta.lines[0],
  extras: readonly ExtraColumn[] = [],
): readonly ExportColumn[] {
  const header = importFields(meta.fields).map((field) => ({ name: field.name, title: titleOf(meta, extras, locale, field), field }));
  const number: FieldMeta = { name: 'line_no', kind: 'integer', origin: 'input', required: false, zh: '行号', en: 'Line no' };
  const own = lines
    ? [
        { name: `${lines.name}.line_no`, title: number[locale], field: number },
        ...importFields(lines.fields).map((field) => ({ name: `${lines.name}.${field.name}`, title: titleOf(meta, extras, locale, field, lines), field })),
      ]
    : [];
  return [...header, ...own];
}
/** One row for each line; the key is repeated, everything else of the header is said once (P.10, lines). */
export async function* importableRows(
  meta: RecordMeta,
  records: Iterable<Row> | AsyncIterable<Row>,
  lines: LinesMeta | undefined = meta.lines[0],
): AsyncGenerator<Row, void, undefined> {
  for await (const record of records) {
    const entries = lines ? record[lines.name] : undefined;
    const [first, ...rest] = Array.isArray(entries) ? (entries as readonly Row[]) : [];
    const key = meta.code === undefined ? {} : { [meta.code]: record[meta.code] };
    yield { ...record, ...(lines && first ? prefixed(lines, first) : {}) };
    for (const line of rest) yield { ...key, ...(lines ? prefixed(lines, line) : {}) };
  }
}
const prefixed = (lines: LinesMeta, line: Row): Row => Object.fromEntries(Object.entries(line).map(([name, value]) => [`${lines.name}.${name}`, value]));

export function importableTable(meta: RecordMeta, records: Iterable<Row> | AsyncIterable<Row>, locale: 'zh' | 'en', extras: readonly ExtraColumn[] = []): ExportTable {
  return { title: meta, columns: importableColumns(meta, locale, meta.lines[0], extras), rows: importableRows(meta, records) };
}
