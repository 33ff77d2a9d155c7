import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { sum } from '#decimal';
import { reportQuery } from '../api/queries.ts';
import type { Reference } from '../api/types.ts';
import { useHome } from '../shell/layout.tsx';
import { Waiting } from '../shell/states.tsx';
import { money, percent, today } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { StackBar } from '../report/stack-bar.tsx';
import { inPeriod, type Widget } from './figures.ts';
import { decimalOf, keyText, moneyOf, useGroups } from './values.ts';

const buckets: readonly string[] = ['not_due', 'd1_30', 'd31_60', 'd61_90', 'd91_180', 'd181_365', 'y1_2', 'y2_3', 'y3'];
/** 应收账龄: the declared report's totals as one bar. */
export function Ageing() {
  const t = useWords();
  const home = useHome();
  const values = { at: today() };
  const report = useQuery(reportQuery('finance.report.aging', values));
  if (report.error) return null;
  const balance = report.data ? report.data.totals['remaining'] : undefined;
  return (
    <section className="bench-section flush">
      <header>
        <h2>{t('desk.ageing')}</h2>
        {typeof balance === 'string' && <span className="soft">{t('bench.balance', { amount: money(balance) })}</span>}
        <Link to={`${home}/finance/report/aging` as string} search={values as never} className="side-link">
          {t('desk.ageing_open')} ›
        </Link>
      </header>
      {report.data ? (
        report.data.rows.length === 0 ? (
          <p className="bench-note faint">{t('customer.no_items')}</p>
        ) : (
          <StackBar report={report.data} columns={buckets} brief />
        )
      ) : (
        <Waiting rows={2} />
      )}
    </section>
  );
}

/** The customers who bought most this year, from the same rows as the sales figure. */
export function TopCustomers({ widget }: { readonly widget: Widget & { readonly measure: { readonly sum: string } } }) {
  const t = useWords();
  const home = useHome();
  const groups = useGroups(widget.of, 'customer', widget.measure.sum, inPeriod(widget, 'year_start', 'year_end'));
  if (groups.error) return null;
  const ranked = (groups.data?.data ?? [])
    .map((group) => ({ group, value: moneyOf(group.totals?.[widget.measure.sum]) ?? '0.00' }))
    .sort((a, b) => decimalOf(b.value).cmp(decimalOf(a.value)));
  const whole = sum(ranked, ({ value }) => decimalOf(value));
  const first = ranked.slice(0, 6);
  const part = sum(first, ({ value }) => decimalOf(value));
  const share = (value: ReturnType<typeof decimalOf>): string => (whole.gt(decimalOf('0')) ? percent(value.div(whole).toFixed(4), 1) : '—');
  if (groups.data && first.length === 0) return null;
  return (
    <section className="bench-section flush">
      <header>
        <h2>{t('desk.top')}</h2>
        {first.length > 0 && <span className="soft">{t('desk.top_help', { count: first.length, share: share(part) })}</span>}
        <Link to={`${home}/customers/customer` as string} className="side-link">
          {t('desk.top_open')} ›
        </Link>
      </header>
      <table className="report-table bench-table">
        <thead>
          <tr>
            <th scope="col">{t('nav.customers')}</th>
            <th scope="col" className="num">
              {t('desk.year_sales')}
            </th>
            <td />
            <th scope="col" className="num">
              {t('desk.share')}
            </th>
            <th scope="col" className="num">
              {t('desk.deliveries')}
            </th>
          </tr>
        </thead>
        <tbody>
          {first.map(({ group, value }) => (
            <tr key={keyText(group.key)}>
              <th scope="row">
                <Link to={`${home}/customers/customer/${typeof group.key === 'object' && group.key ? (group.key as Reference).id : ''}` as string} lang="zh-CN">
                  {keyText(group.key)}
                </Link>
              </th>
              <td className="num">{money(value)}</td>
              <td className="share">
                <span className="share-bar" aria-hidden="true">
                  <i style={{ width: `${Math.max(1, (Number(value) / Math.max(1, Number(first[0]?.value ?? 1))) * 100)}%` }} />
                </span>
              </td>
              <td className="num soft">{share(decimalOf(value))}</td>
              <td className="num soft">{group.count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
