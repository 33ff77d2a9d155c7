import { decimal, sum, zero } from '#decimal';
import type { Report, ReportRow } from '../api/types.ts';
import { dateTime, money, percent, price, quantity } from '../text/format.ts';

export type ReportColumn = Report['columns'][number];
const numeric: ReadonlySet<string> = new Set(['money', 'quantity', 'unit_price', 'rate', 'integer']);
export const isFigure = (kind: string): boolean => numeric.has(kind);

interface Named {
  readonly code?: string | null;
  readonly label?: string | null;
}
/** A cell as people read it. In accounts zero is `0.00`; what is absent is a blank, not a dash among figures (web §6). */
export function cellText(kind: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '';
  switch (kind) {
    case 'money':
      return money(value);
    case 'quantity':
      return quantity(value);
    case 'unit_price':
      return price(value);
    case 'rate':
      return percent(value);
    case 'instant':
      return dateTime(value);
    default:
      if (typeof value !== 'object') return String(value);
      return (value as Named).code ?? (value as Named).label ?? '';
  }
}
export const isZeroText = (value: unknown): boolean => typeof value === 'string' && /^-?[0.]+$/.test(value);
export const isBlank = (value: unknown): boolean => value === null || value === undefined || value === '' || isZeroText(value);

/** `revenue.amount`, deeper ones appended with `/` (P.2.2). */
export const cellOf = (above: string | undefined, row: ReportRow, column: string): string => `${above === undefined ? '' : `${above}/`}${row.key}.${column}`;
export interface CellPart {
  /** The whole path down to this part. */
  readonly cell: string;
  readonly row: string;
  readonly column: string;
}
/** The parts of a path; a row key may itself contain dots, a column's does not. */
export function partsOf(cell: string): readonly CellPart[] {
  return cell.split('/').map((part, at, all) => {
    const dot = part.lastIndexOf('.');
    return { cell: all.slice(0, at + 1).join('/'), row: part.slice(0, dot), column: part.slice(dot + 1) };
  });
}
const asDecimal = (value: unknown) => (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? decimal(value) : zero);
export const sumOf = (rows: readonly ReportRow[], column: string): string => sum(rows, (row) => asDecimal(row.cells[column])).toFixed(2);
export const difference = (left: unknown, right: unknown): string => asDecimal(left).minus(asDecimal(right)).toFixed(2);
/** `+621,377.40`: a change carries its sign always, in ink (web §7). */
export const signed = (value: string): string => (value.startsWith('-') ? money(value) : `+${money(value)}`);
/** Entries in the narrow drawer: the document stands for the summary, and what has none shows its summary (期初余额). */
export function slim(report: Report): Report {
  if (!report.columns.some((column) => column.key === 'document')) return report;
  return {
    ...report,
    columns: report.columns.filter((column) => column.key !== 'summary'),
    rows: report.rows.map((row) => ({ ...row, label: '', cells: { ...row.cells, document: row.cells['document'] ?? row.cells['summary'] ?? row.label } })),
  };
}
/** How long the bar beside a figure is, of the largest in its column. */
export function shareOf(value: unknown, rows: readonly ReportRow[], column: string): number {
  const most = rows.reduce((best, row) => Math.max(best, Math.abs(Number(row.cells[column] ?? 0))), 0);
  return most === 0 ? 0 : Math.abs(Number(value ?? 0)) / most;
}
