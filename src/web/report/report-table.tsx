import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Report, ReportRow } from '../api/types.ts';
import { useHome } from '../shell/layout.tsx';
import { isNegative } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { cellText, isFigure, type ReportColumn } from './cells.ts';
import { documentPath, FigureCell, moveFigure } from './figure-cell.tsx';

export interface ReportTableProps {
  readonly report: Pick<Report, 'columns' | 'rows' | 'totals'>;
  /** What the row names are, over their column. */
  readonly title?: string;
  readonly active?: string | undefined;
  readonly open?: ((row: ReportRow, column: string) => void) | undefined;
  readonly totals?: Readonly<Record<string, unknown>>;
  /** Beneath a row, what it is made of. */
  readonly inside?: (row: ReportRow) => ReactNode;
  readonly lead?: (row: ReportRow) => ReactNode;
  readonly after?: (row: ReportRow) => ReactNode;
  readonly small?: boolean;
}
/** The code stands before the name where the answer has no column for it. */
export const rowName = (row: ReportRow): string => (/^\d[\d|.-]*$/.test(row.key) && row.label !== '' && !row.label.includes(row.key) ? `${row.key} ${row.label}` : row.label);
/** Row names have a column of their own unless each only repeats one of its cells. */
export const hasNames = (report: Pick<Report, 'columns' | 'rows'>): boolean =>
  report.rows.some((row) => row.label !== '' && !report.columns.some((column) => cellText(column.kind, row.cells[column.key]) === row.label));

/** As many rows as a page draws at once; the rest of a long report comes when it is asked for. */
const rowsAPage = 300;
/** Any report as a table: names left, figures right, each figure a link to what it is made of. */
export function ReportTable(props: ReportTableProps) {
  const { report, title, totals } = props;
  const named = hasNames(report);
  const t = useWords();
  const [shown, setShown] = useState(rowsAPage);
  const more = report.rows.length - shown;
  const span = report.columns.length + (named ? 1 : 0) + (props.after ? 1 : 0);
  const summed = totals ?? report.totals;
  const hasTotals = Object.values(summed).some((value) => value !== null && value !== undefined);
  return (
    <table className={props.small ? 'report-table small' : 'report-table'} onKeyDown={moveFigure}>
      <thead>
        <tr>
          {named && <th scope="col">{title ?? t('report.item')}</th>}
          {report.columns.map((column) => (
            <th key={column.key} scope="col" className={isFigure(column.kind) ? 'num' : undefined}>
              {column.label}
            </th>
          ))}
          {props.after && <td />}
        </tr>
      </thead>
      <tbody>
        {report.rows.slice(0, shown).map((row) => (
          <Row key={row.key} {...props} row={row} named={named} />
        ))}
        {more > 0 && (
          <tr>
            <td colSpan={span}>
              <button type="button" className="link" onClick={() => setShown(shown + rowsAPage)}>
                {t('report.more_rows', { count: Math.min(more, rowsAPage), left: more })}
              </button>
            </td>
          </tr>
        )}
      </tbody>
      {hasTotals && (
        <tfoot>
          <tr>
            {named && <th scope="row">{t('report.total')}</th>}
            {report.columns.map((column, at) => (
              <td key={column.key} className={isFigure(column.kind) ? `num${isNegative(summed[column.key]) ? ' neg' : ''}` : undefined}>
                {cellText(column.kind, summed[column.key]) || (!named && at === 0 ? t('report.total') : '')}
              </td>
            ))}
            {props.after && <td />}
          </tr>
        </tfoot>
      )}
    </table>
  );
}

function Row({ report, row, named, active, open, inside, lead, after }: ReportTableProps & { readonly row: ReportRow; readonly named: boolean }) {
  const home = useHome();
  const here = active !== undefined && active.startsWith(`${row.key}.`);
  const within = inside?.(row);
  const span = report.columns.length + (named ? 1 : 0) + (after ? 1 : 0);
  return (
    <>
      <tr className={`level-${row.level}${here ? ' here' : ''}`}>
        {named && (
          <th scope="row" title={rowName(row)}>
            <span className="row-name">
              {lead?.(row)}
              {row.open ? (
                <Link to={documentPath(home, row.open)} className="cut">
                  {rowName(row)}
                </Link>
              ) : (
                <span className="cut">{rowName(row)}</span>
              )}
            </span>
          </th>
        )}
        {report.columns.map((column: ReportColumn) => (
          <td key={column.key} className={isFigure(column.kind) ? 'num' : column.kind === 'date' ? 'day' : undefined}>
            <FigureCell row={row} column={column} active={active === `${row.key}.${column.key}`} open={open} />
          </td>
        ))}
        {after && <td className="share">{after(row)}</td>}
      </tr>
      {within !== null && within !== undefined && (
        <tr className="inside">
          <td colSpan={span}>{within}</td>
        </tr>
      )}
    </>
  );
}
