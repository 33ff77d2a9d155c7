import type { TableRow } from './cell.ts';
import type { Column } from './header.ts';

/** What a person typed over cells of the preview: row of the file → title of the column → text (P.10, *edit in place*). */
export type Corrections = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** The row as corrected; the file itself stays as it came. */
export function correctedRow(row: TableRow, columns: readonly Column[], corrections: Corrections = {}): TableRow {
  const typed = corrections[String(row.number)];
  if (!typed) return row;
  const cells = [...row.cells];
  for (const { at, title } of columns) {
    const text = Object.hasOwn(typed, title) ? typed[title] : undefined;
    if (text !== undefined) cells[at] = text === null || text === '' ? null : { kind: 'text', text };
  }
  return { ...row, cells };
}
