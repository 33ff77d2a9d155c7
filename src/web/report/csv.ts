import type { Report } from '../api/types.ts';
import { keep } from '../api/client.ts';
import type { Words } from '../words/index.ts';
import { cellText, isFigure } from './cells.ts';
import { hasNames, rowName } from './report-table.tsx';

/** Text that a spreadsheet would run as a formula is disarmed by one apostrophe (P.10). */
export const disarmed = (text: string): string => (/^'*[=+\-@\t\r＝＋－＠]/.test(text) ? `'${text}` : text);
const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const plain = (kind: string, value: unknown): string => (isFigure(kind) ? (value === null || value === undefined ? '' : String(value)) : quoted(disarmed(cellText(kind, value))));

/** A report level as CSV with the figures as plain numbers. */
export function csvOf(report: Report, t: Words): string {
  const named = hasNames(report);
  const head = [...(named ? [t('report.item')] : []), ...report.columns.map((column) => column.label)].map(quoted);
  const rows = report.rows.map((row) => [...(named ? [quoted(disarmed(rowName(row)))] : []), ...report.columns.map((column) => plain(column.kind, row.cells[column.key]))]);
  const summed =
    Object.keys(report.totals).length > 0 ? [[...(named ? [t('report.total')] : []), ...report.columns.map((column) => plain(column.kind, report.totals[column.key]))]] : [];
  return [head, ...rows, ...summed].map((row) => row.join(',')).join('\r\n');
}
/** Excel reads UTF-8 only behind its mark. */
export function saveCsv(report: Report, name: string, t: Words): void {
  keep(new Blob(['\uFEFF', csvOf(report, t)], { type: 'text/csv;charset=utf-8' }), `${name.replaceAll(/[\\/:*?"<>|]/g, ' ').trim()}.csv`);
}
