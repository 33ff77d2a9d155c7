import type { Report, ReportRow } from '../api/types.ts';
import { useWords, type Word } from '../words/index.ts';
import { isBlank } from './cells.ts';
import { FigureCell, moveFigure } from './figure-cell.tsx';
import type { StatementLayout } from './statement-layout.ts';
import './statement.css';

interface Numbered {
  readonly row: ReportRow;
  readonly line: string;
  readonly head: Word | undefined;
}
export interface StatementProps {
  readonly report: Report;
  readonly layout: StatementLayout;
  readonly company: string;
  readonly until: string;
  readonly onlyFigures: boolean;
  readonly active: string | undefined;
  readonly open: (row: ReportRow, column: string) => void;
}
/** A statement in the layout of the regulation: two halves for the balance sheet, one list for the income statement (3.3). */
export function Statement(props: StatementProps) {
  const { report, layout, onlyFigures } = props;
  const t = useWords();
  const numbered = report.rows.map((row, at): Numbered => ({ row, line: /^\d+$/.test(row.key) ? row.key : String(at + 1), head: layout.heads[row.key] }));
  const cut = layout.rightFrom === undefined ? -1 : report.rows.findIndex((row) => layout.rightFrom?.has(row.key));
  const halves = cut > 0 ? [numbered.slice(0, cut), numbered.slice(cut)] : [numbered];
  const shown = halves.map((half) => (onlyFigures ? withFigures(half, report) : half));
  return (
    <div className={`statement${halves.length > 1 ? ' two' : ''}`}>
      <div className="statement-head">
        <span>{t('report.prepared', { name: props.company })}</span>
        <span>{props.until}</span>
        <span className="statement-unit">{t('report.unit_yuan')}</span>
      </div>
      {shown.map((half, at) => (
        <Half key={at} {...props} rows={half} title={t(halves.length === 1 ? 'report.item' : at === 0 ? 'report.assets' : 'report.claims')} />
      ))}
    </div>
  );
}
/** Lines without any figure are left out, totals and heads of what remains are kept. */
function withFigures(half: readonly Numbered[], report: Report): readonly Numbered[] {
  const kept: Numbered[] = [];
  let head: Word | undefined;
  for (const one of half) {
    head = one.head ?? head;
    if (one.row.level > 0 && report.columns.every((column) => isBlank(one.row.cells[column.key]))) continue;
    kept.push({ ...one, head });
    head = undefined;
  }
  return kept;
}

function Half({ report, rows, title, active, open }: StatementProps & { readonly rows: readonly Numbered[]; readonly title: string }) {
  const t = useWords();
  return (
    <div className="statement-half" onKeyDown={moveFigure} role="presentation">
      <table className="report-table statement-table">
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col" className="line-no">
              {t('report.line_no')}
            </th>
            {report.columns.map((column) => (
              <th key={column.key} scope="col" className="num">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, line, head }) => (
            <Lines key={row.key} report={report} row={row} line={line} head={head} active={active} open={open} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
function Lines({ report, row, line, head, active, open }: Numbered & Pick<StatementProps, 'report' | 'active' | 'open'>) {
  const t = useWords();
  const here = active !== undefined && report.columns.some((column) => active === `${row.key}.${column.key}`);
  return (
    <>
      {head !== undefined && (
        <tr className="statement-section">
          <th scope="colgroup" colSpan={2 + report.columns.length}>
            {t(head)}
          </th>
        </tr>
      )}
      <tr className={`level-${row.level}${here ? ' here' : ''}`}>
        <th scope="row" title={row.label}>
          {row.label}
        </th>
        <td className="line-no">{line}</td>
        {report.columns.map((column) => (
          <td key={column.key} className="num">
            <FigureCell row={row} column={column} active={active === `${row.key}.${column.key}`} open={open} />
          </td>
        ))}
      </tr>
    </>
  );
}
