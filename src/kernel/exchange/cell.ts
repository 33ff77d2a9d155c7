/** What a file says in one place; null is a blank cell. Dates are already days of the calendar, whatever system the file counts in. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number; readonly percent: boolean }
  | { readonly kind: 'date'; readonly text: string }
  | { readonly kind: 'flag'; readonly flag: boolean }
  | { readonly kind: 'error'; readonly text: string }
  /** A formula that was never calculated: it has no value to import (P.10). */
  | { readonly kind: 'formula' };

export interface TableRow {
  /** As the file's own program counts: the first row is 1. */
  readonly number: number;
  /** Sparse: a missing entry is a blank cell. */
  readonly cells: readonly (Cell | null | undefined)[];
}
export interface Table {
  readonly sheet: string | null;
  readonly epoch1904: boolean;
  readonly rows: () => AsyncGenerator<TableRow, void, undefined>;
  /** Complete once the rows have been read. */
  readonly findings: { readonly merged: readonly string[]; readonly hiddenRows: number; readonly hiddenColumns: number };
}
export interface TableFile {
  readonly format: 'xlsx' | 'csv';
  readonly encoding: string | null;
  readonly delimiter: string | null;
  readonly sheets: readonly string[];
  /** The named sheet, or the first one that is shown. */
  readonly table: (sheet?: string) => Table;
}

/** Fifteen digits are what a spreadsheet keeps and shows: 25.900000000000002 was typed as 25.9. */
export function numberText(value: number): string {
  const [digits = '0', exponent] = Number(value.toPrecision(15)).toString().split('e');
  if (exponent === undefined) return digits;
  const negative = digits.startsWith('-');
  const [whole = '', fraction = ''] = digits.replace('-', '').split('.');
  const shift = Number(exponent);
  const all = whole + fraction;
  const plain = shift < 0 ? `0.${'0'.repeat(-shift - whole.length)}${all}` : all.padEnd(whole.length + shift, '0');
  return negative ? `-${plain}` : plain;
}
/** The cell as a person would write it. */
export function cellText(cell: Cell | null | undefined): string {
  if (!cell || cell.kind === 'formula') return '';
  if (cell.kind === 'number') return cell.percent ? `${numberText(Number((cell.number * 100).toPrecision(15)))}%` : numberText(cell.number);
  return cell.kind === 'flag' ? (cell.flag ? '是' : '否') : cell.text;
}
export const isBlank = (cell: Cell | null | undefined): boolean => !cell || (cell.kind === 'text' && cell.text.trim() === '');
