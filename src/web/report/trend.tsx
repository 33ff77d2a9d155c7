import { useQueries } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { reportQuery } from '../api/queries.ts';
import { money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import type { ReportColumn } from './cells.ts';
import { twelveMonths, type Values } from './parameters.ts';

const LineChart = lazy(() => import('./line-chart.tsx').then((module) => ({ default: module.LineChart })));

/** The same cell at the last twelve month ends, as chart or table; asked for only when wanted, because it runs the report twelve times. */
export function Trend({ name, values, row, column }: { readonly name: string; readonly values: Values; readonly row: string; readonly column: ReportColumn }) {
  const t = useWords();
  const [shown, setShown] = useState(false);
  const [table, setTable] = useState(false);
  const months = twelveMonths(values);
  const answers = useQueries({ queries: months.map((month) => ({ ...reportQuery(name, month.values), enabled: shown })) });
  if (months.length === 0) return null;
  const points = months.map(({ month }, at) => {
    const value = answers[at]?.data?.rows.find((one) => one.key === row)?.cells[column.key];
    return { label: month, value: typeof value === 'string' ? value : null };
  });
  const ready = answers.every((answer) => !answer.isPending || answer.isError);
  return (
    <section className="trend">
      <h2 className="drill-title">
        {t('report.trend')}
        <span className="faint">{t('report.trend_unit', { column: column.label })}</span>
        {shown && ready && (
          <button type="button" className="link" onClick={() => setTable(!table)}>
            {t(table ? 'report.chart' : 'report.table')}
          </button>
        )}
      </h2>
      {!shown && (
        <button type="button" className="button small" onClick={() => setShown(true)}>
          {t('report.show_trend')}
        </button>
      )}
      {shown && !ready && <p className="faint">{t('app.loading')}</p>}
      {shown &&
        ready &&
        (table ? (
          <Table points={points} column={column} />
        ) : (
          <Suspense fallback={null}>
            <LineChart points={points} label={`${t('report.trend')} ${column.label}`} />
          </Suspense>
        ))}
    </section>
  );
}
function Table({ points, column }: { readonly points: readonly { readonly label: string; readonly value: string | null }[]; readonly column: ReportColumn }) {
  const t = useWords();
  return (
    <table className="report-table small">
      <thead>
        <tr>
          <th scope="col">{t('report.month')}</th>
          <th scope="col" className="num">
            {column.label}
          </th>
        </tr>
      </thead>
      <tbody>
        {points.map((point) => (
          <tr key={point.label}>
            <th scope="row">{point.label}</th>
            <td className="num">{money(point.value)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
