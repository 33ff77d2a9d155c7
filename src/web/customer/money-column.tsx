import { Link } from '@tanstack/react-router';
import type { ApiRecord, Report } from '../api/types.ts';
import { StackBar } from '../report/stack-bar.tsx';
import { useHome } from '../shell/layout.tsx';
import { isNegative, money, shortDate, today } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { documentPath } from '../report/figure-cell.tsx';
import { agedItems } from './aged.ts';
import { daysBetween, type Documents, type Month, total, useMonths, type useOpenItems } from './facts.ts';

/** Money: what is open and how late, sales month by month, what came in. */
export function MoneyColumn({ customer, items, documents }: { readonly customer: ApiRecord; readonly items: ReturnType<typeof useOpenItems>; readonly documents: Documents }) {
  const t = useWords();
  const home = useHome();
  const months = useMonths(customer);
  const party = `customers.customer:${String(customer['code'] ?? '')}`;
  const receipts = documents
    .of('finance.receipt')
    .filter(({ record }) => record.state === 'posted')
    .slice(0, 4);
  return (
    <div className="customer-money">
      {items.report && (
        <section>
          <header>
            <h2>{t('customer.open_items')}</h2>
            {items.report.rows.length > 0 && <span className="soft">{t('customer.items', { count: items.report.rows.length })}</span>}
            <Link to={`${home}/finance/report/open_items` as string} search={{ party, at: today() } as never} className="side-link">
              {t('customer.statement')}
            </Link>
          </header>
          <p className="customer-balance">
            <b className={isNegative(items.remaining) ? 'neg' : undefined}>{money(items.remaining)}</b>
          </p>
          <AgeBar report={items.report} />
          {items.report.rows.length === 0 && <p className="faint">{t('customer.no_items')}</p>}
          <ul className="items">
            {items.report.rows.slice(0, 6).map((row) => {
              const due = typeof row.cells['due_date'] === 'string' ? row.cells['due_date'] : undefined;
              const late = due === undefined ? 0 : daysBetween(due, today());
              return (
                <li key={row.key}>
                  <span>{row.open ? <Link to={documentPath(home, row.open)}>{row.label}</Link> : row.label}</span>
                  <span className={late > 0 ? 'neg' : 'faint'}>
                    {due === undefined ? t('customer.no_due') : late > 0 ? t('customer.overdue_days', { count: late }) : `${shortDate(due)} ${t('customer.due')}`}
                  </span>
                  <span className={isNegative(row.cells['remaining']) ? 'num neg' : 'num'}>{money(row.cells['remaining'])}</span>
                </li>
              );
            })}
          </ul>
        </section>
      )}
      <section>
        <header>
          <h2>{t('customer.monthly')}</h2>
          <span className="soft side-link">{t('customer.monthly_unit')}</span>
        </header>
        {months && (/[1-9]/.test(total(months.map((month) => month.value))) ? <Bars months={months} /> : <p className="faint">{t('customer.no_monthly')}</p>)}
      </section>
      {receipts.length > 0 && (
        <section>
          <header>
            <h2>{t('customer.receipts')}</h2>
          </header>
          <ul className="items">
            {receipts.map(({ record, day }) => (
              <li key={record.id}>
                <Link to={`${home}/finance/receipt/${record.id}` as string}>{String(record['number'] ?? '')}</Link>
                <span className="faint">{shortDate(day)}</span>
                <span className="num">{money(record['amount'])}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
/** How old what is owed is (3.0.5), from the items below it; what we owe back is told apart. */
function AgeBar({ report }: { readonly report: Report }) {
  const t = useWords();
  const { parts, credits } = agedItems(report, today());
  const columns = parts.map(({ key, label }) => ({ key, label: t.of(label), kind: 'money' }));
  return (
    <>
      <StackBar report={{ columns, rows: [], totals: Object.fromEntries(parts.map(({ key, value }) => [key, value])) }} columns={parts.map(({ key }) => key)} brief />
      {credits !== undefined && (
        <p className="customer-credits">
          <span className="soft">{t('customer.credits')}</span>
          <span className="num neg">{money(credits)}</span>
        </p>
      )}
    </>
  );
}
/** Bars from zero, the current month in the accent; each carries its figure as title (web §9). */
function Bars({ months }: { readonly months: readonly Month[] }) {
  const most = Math.max(1, ...months.map((month) => Number(month.value)));
  return (
    <div className="bars" role="img" aria-label={months.map((month) => `${month.month} ${money(month.value)}`).join('; ')}>
      {months.map((month, at) => (
        <span key={month.month} title={`${month.month}  ${money(month.value)}`} className={at === months.length - 1 ? 'now' : undefined}>
          <i style={{ height: `${Math.max(0, (Number(month.value) / most) * 100)}%` }} />
          <em>{at % 2 === 0 ? month.month.slice(5).replace(/^0/, '') : ''}</em>
        </span>
      ))}
    </div>
  );
}
