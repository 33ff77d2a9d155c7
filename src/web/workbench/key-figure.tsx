import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isProblem } from '../api/problem.ts';
import { useHome } from '../shell/layout.tsx';
import { Icon } from '../shell/icons.tsx';
import { isNegative, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { difference } from '../report/cells.ts';
import { type Figure, filterOf, leavesOf, type ReportFigure, type Widget } from './figures.ts';
import { Spark } from './spark.tsx';
import { ratio, useReportFigure, useWidget, type Value } from './values.ts';

/** One figure with its comparison; it opens the page whose figure it is (P.14). */
export const KeyFigure = ({ figure }: { readonly figure: Figure }) =>
  figure.kind === 'widget' ? <WidgetFigure widget={figure.widget} /> : <ReportKeyFigure figure={figure.figure} />;

/** The address of the list a widget counts, with the same condition as chips. */
export const listOf = (home: string, widget: Widget): string => `${home}/${widget.of.replace('.', '/')}`;
export function widgetSearch(widget: Widget): { readonly f?: unknown } {
  const leaves = leavesOf(filterOf(widget));
  return leaves ? { f: leaves } : {};
}
function WidgetFigure({ widget }: { readonly widget: Widget }) {
  const t = useWords();
  const home = useHome();
  const value = useWidget(widget);
  return (
    <Link to={listOf(home, widget)} search={widgetSearch(widget) as never} className="key-figure">
      <span className="key-label">
        {t.of(widget)}
        {widget.measure !== 'count' && widget.measure.sum === 'net' && <span className="faint">{t('bench.net_of_tax')}</span>}
      </span>
      <Amount value={value} count={widget.measure === 'count'} />
      <Comparison value={value} word={t('desk.same_period')} shown={widget.by !== undefined}>
        {value.limited && <span className="faint">{t('desk.limited')}</span>}
      </Comparison>
      <Spark values={value.course} />
    </Link>
  );
}
function ReportKeyFigure({ figure }: { readonly figure: ReportFigure }) {
  const t = useWords();
  const home = useHome();
  const value = useReportFigure(figure);
  const notDue = figure.name === 'receivable' ? value.report?.totals['not_due'] : undefined;
  const overdue = typeof notDue === 'string' && value.value !== undefined ? difference(value.value, notDue) : undefined;
  const [module = '', , key = ''] = figure.report.split('.');
  return (
    <Link to={`${home}/${module}/report/${key}` as string} search={figure.now as never} className="key-figure">
      <span className="key-label">
        {t(figure.word)}
        {overdue !== undefined && /[1-9]/.test(overdue) && !isNegative(overdue) && <span className="neg">{t('bench.overdue', { amount: money(overdue) })}</span>}
      </span>
      <Amount value={value} />
      <Comparison value={value} word={t(figure.compared)} shown={figure.before !== undefined} />
    </Link>
  );
}
/** Whole part large, cents small; an error or a missing right is told, never shown as 0. */
export function Amount({ value, count = false }: { readonly value: Value; readonly count?: boolean }) {
  const t = useWords();
  if (value.error) return <span className="key-none">{t(isProblem(value.error, 'forbidden') ? 'bench.no_right' : 'desk.failed')}</span>;
  if (value.pending) return <span className="key-amount waiting" />;
  if (value.value === undefined) return <span className="key-none">{t('bench.no_right')}</span>;
  if (count) return <span className="key-amount">{value.value}</span>;
  const [whole = '', cents = '00'] = money(value.value).split('.');
  return (
    <span className={isNegative(value.value) ? 'key-amount neg' : 'key-amount'}>
      {whole}
      <small>.{cents}</small>
    </span>
  );
}
function Comparison({ value, word, shown, children }: { readonly value: Value; readonly word: string; readonly shown: boolean; readonly children?: ReactNode }): ReactNode {
  const t = useWords();
  if (!shown || value.error || value.pending || value.value === undefined) return <span className="key-compare">{children}</span>;
  const change = ratio(value.value, value.before);
  return (
    <span className="key-compare">
      {change ? (
        <>
          {change.text !== '0.0%' && <Icon name={change.up ? 'arrowUp' : 'arrowDown'} size={12} />}
          <b>{change.text}</b> <span className="faint">{word}</span>
        </>
      ) : (
        <span className="faint">{t('desk.no_ratio')}</span>
      )}
      {children}
    </span>
  );
}
