import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import type { ReportRow } from '../api/types.ts';
import { useHome } from '../shell/layout.tsx';
import { isNegative } from '../text/format.ts';
import { cellText, isFigure, isZeroText, type ReportColumn } from './cells.ts';

/** Where a row's document stands. */
export const documentPath = (home: string, open: NonNullable<ReportRow['open']>): string => `${home}/${open.declaration.replace('.', '/')}/${open.id}`;

/** One figure of a report: a button when something stands behind it, with the arrows moving between figures (web §1.1). */
export function FigureCell({
  row,
  column,
  active,
  open,
}: {
  readonly row: ReportRow;
  readonly column: ReportColumn;
  readonly active: boolean;
  readonly open: ((row: ReportRow, column: string) => void) | undefined;
}) {
  const home = useHome();
  const value = row.cells[column.key];
  // On one side of an account nothing is a blank, as on paper.
  const text = isZeroText(value) && (column.key === 'debit' || column.key === 'credit') ? '' : cellText(column.kind, value);
  if (text === '') return null;
  const tone = isNegative(value) ? ' neg' : isZeroText(value) ? ' faint' : '';
  if (!isFigure(column.kind)) {
    if (row.open && (column.key === 'document' || column.kind === 'any_reference'))
      return (
        <Link to={documentPath(home, row.open)} className="cut">
          {text}
        </Link>
      );
    return <span title={text}>{text}</span>;
  }
  if (row.open)
    return (
      <Link to={documentPath(home, row.open)} className={`report-figure${tone}`} data-figure>
        {text}
      </Link>
    );
  if (!open || isZeroText(value)) return <span className={tone.trim()}>{text}</span>;
  return (
    <button type="button" className={`report-figure${tone}`} data-figure aria-pressed={active} onClick={() => open(row, column.key)}>
      {text}
    </button>
  );
}

/** Arrows move from figure to figure: up and down within the column, left and right within the row. */
export function moveFigure(event: KeyboardEvent<HTMLElement>): void {
  const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const step = steps[event.key];
  const from = (event.target as HTMLElement).closest<HTMLElement>('[data-figure]');
  if (!step || !from) return;
  const cell = from.closest('td');
  const rows = [...event.currentTarget.querySelectorAll('tbody tr')];
  const at = rows.indexOf(from.closest('tr') as Element);
  if (!cell || at < 0) return;
  event.preventDefault();
  const found = step[1] === 0 ? sideways(cell, step[0]) : along(rows, at, cell.cellIndex, step[1]);
  found?.focus();
}
function sideways(cell: HTMLTableCellElement, by: number): HTMLElement | undefined {
  for (let next = by > 0 ? cell.nextElementSibling : cell.previousElementSibling; next; next = by > 0 ? next.nextElementSibling : next.previousElementSibling) {
    const figure = next.querySelector<HTMLElement>('[data-figure]');
    if (figure) return figure;
  }
  return undefined;
}
function along(rows: readonly Element[], at: number, column: number, by: number): HTMLElement | undefined {
  for (let next = at + by; next >= 0 && next < rows.length; next += by) {
    const figure = (rows[next] as HTMLTableRowElement).cells[column]?.querySelector<HTMLElement>('[data-figure]');
    if (figure) return figure;
  }
  return undefined;
}
