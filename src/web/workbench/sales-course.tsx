import { lazy, Suspense, useMemo, useState } from 'react';
import { Waiting } from '../shell/states.tsx';
import { money, monthEnd, monthOf, shiftMonth, today } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { inPeriod, type Widget } from './figures.ts';
import { cumulated, useGroups } from './values.ts';

const SeriesChart = lazy(() => import('../report/line-chart.tsx').then((module) => ({ default: module.SeriesChart })));

/** The month's figure day by day against the last month's; as chart or as table (web §9). */
export function SalesCourse({ widget }: { readonly widget: Widget & { readonly measure: { readonly sum: string }; readonly by: string } }) {
  const t = useWords();
  const [table, setTable] = useState(false);
  const month = monthOf(today());
  const last = shiftMonth(month, -1);
  const now = useGroups(widget.of, widget.by, widget.measure.sum, inPeriod(widget, `${month}-01`, monthEnd(month)));
  const before = useGroups(widget.of, widget.by, widget.measure.sum, inPeriod(widget, `${last}-01`, monthEnd(last)));
  const days = Number(monthEnd(month).slice(8));
  const { labels, series } = useMemo(() => {
    const lines = [
      { name: t('desk.this_month'), kind: 'now' as const, values: cumulated(now.data?.data ?? [], widget.measure.sum, days, Number(today().slice(8))) },
      { name: t('desk.last_month'), kind: 'before' as const, values: cumulated(before.data?.data ?? [], widget.measure.sum, days, days) },
    ];
    return { labels: Array.from({ length: days }, (_, at) => `${month.slice(5)}-${String(at + 1).padStart(2, '0')}`), series: lines };
  }, [now.data, before.data, days, month, t, widget.measure.sum]);
  const nothing = now.data?.data.length === 0 && (before.data?.data.length ?? 0) === 0;
  return (
    <section className="bench-section">
      <header>
        <h2>{t('desk.cumulative', { name: t.of(widget) })}</h2>
        <span className="legend">
          <i className="line-now" /> {t('desk.this_month')}
          <i className="line-before" /> {t('desk.last_month')}
        </span>
        {!nothing && (
          <button type="button" className="link" onClick={() => setTable(!table)}>
            {t(table ? 'bench.trend_chart' : 'bench.trend_table')}
          </button>
        )}
      </header>
      {now.isPending ? (
        <Waiting rows={4} />
      ) : now.error ? (
        <p className="bench-note">{t('desk.failed')}</p>
      ) : nothing ? (
        <p className="bench-note">
          {t('desk.no_sales')}
          <span className="faint">{t('desk.no_sales_help')}</span>
        </p>
      ) : table ? (
        <div className="bench-table-box">
          <table className="report-table small">
            <thead>
              <tr>
                <th scope="col">{t('bench.month')}</th>
                {series.map((one) => (
                  <th key={one.name} scope="col" className="num">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {labels.map((label, at) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  {series.map((one) => (
                    <td key={one.name} className="num">
                      {money(one.values[at])}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Suspense fallback={<div className="chart-room" />}>
          <SeriesChart labels={labels} series={series} label={t('desk.cumulative', { name: t.of(widget) })} height={236} />
        </Suspense>
      )}
    </section>
  );
}
