import { cellText, type Cell, type TableFile } from './cell.ts';
import { errorColumns } from './columns.ts';
import { type Corrections, correctedRow } from './corrections.ts';
import type { SourceFile } from './read-table.ts';
import type { RowProblem } from './record.ts';
import type { ReadRecords } from './rows.ts';
import { csvBytes, type Written } from './write-csv.ts';
import { workbookBytes } from './write-workbook.ts';

export type ErrorFile = SourceFile & { readonly type: string };
const types = { xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', csv: 'text/csv' } as const;

/** The rows that failed with the columns they came in, and what is wrong with each; corrected it is imported as it is (P.10). */
export async function errorFile(
  source: TableFile,
  name: string,
  read: ReadRecords,
  rows: readonly number[],
  errors: readonly (RowProblem & { readonly message: string })[],
  locale: 'zh' | 'en',
  corrections: Corrections = {},
): Promise<ErrorFile> {
  const failed = new Set([...rows, ...read.problems.map((problem) => problem.row)]);
  const ownColumns = new Set<string>(Object.values(errorColumns).flatMap((label) => [label.zh, label.en]));
  const kept = read.header.columns.filter(({ target, title }) => target.kind !== 'ignored' || !ownColumns.has(title));
  const table: Written[][] = [[...kept.map(({ title }) => title), errorColumns.column[locale], errorColumns.message[locale]]];
  for await (const given of source.table(read.sheet ?? undefined).rows()) {
    if (given.number <= read.header.row || !failed.has(given.number)) continue;
    const row = correctedRow(given, read.header.columns, corrections);
    const wrong = errors.filter((error) => error.row === row.number);
    const told = (texts: readonly (string | null)[]): string => [...new Set(texts.filter((text) => text !== null))].join('；');
    table.push([...kept.map(({ at }) => written(row.cells[at])), told(wrong.map(({ column }) => column)), told(wrong.map((error) => error.message))]);
  }
  const base = name.replace(/\.[^.]+$/, '');
  const title = locale === 'zh' ? '错误' : 'errors';
  if (source.format === 'csv') return { name: `${base}-${title}.csv`, type: types.csv, bytes: csvBytes(table) };
  return { name: `${base}-${title}.xlsx`, type: types.xlsx, bytes: await workbookBytes([{ name: read.sheet ?? title, rows: table, header: 1 }]) };
}
/** Typed cells stay typed, so that a corrected file is read like the first one. */
function written(cell: Cell | null | undefined): Written {
  if (!cell) return null;
  if (cell.kind === 'number') return { number: cell.number, format: cell.percent ? 'percent' : 'plain' };
  return cell.kind === 'flag' ? cell.flag : cell.kind === 'date' && cell.text.length === 10 ? { date: cell.text } : cellText(cell);
}
