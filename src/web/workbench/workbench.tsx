import { useDeclarations } from '../record/declarations.ts';
import { useWho } from '../shell/layout.tsx';
import { Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import { FirstSteps } from './first-steps.tsx';
import { figuresOf, type Widget, widgetsOf } from './figures.ts';
import { KeyFigure } from './key-figure.tsx';
import { Ageing, TopCustomers } from './panels.tsx';
import { Alerts, Unfinished } from './rail.tsx';
import { SalesCourse } from './sales-course.tsx';
import './workbench.css';

/** What the day needs, by role: five figures, their course, what waits and what warns (web §4.9, P.14). Every number opens the page it comes from. */
export function Workbench() {
  const t = useWords();
  const me = useWho();
  const declarations = useDeclarations();
  const now = new Date();
  const weekday = t('bench.weekdays').split(',')[now.getDay()] ?? '';
  const figures = declarations ? figuresOf(declarations, me) : [];
  const course = declarations
    ? widgetsOf(declarations, me).find(
        (widget): widget is Widget & { readonly measure: { readonly sum: string }; readonly by: string } =>
          widget.kind === 'figure' && widget.measure !== 'count' && widget.by !== undefined,
      )
    : undefined;
  const ageing = declarations?.reports.get('finance.report.aging');
  const seesAgeing = ageing !== undefined && (me.permissions.includes('*') || ageing.roles.some((role) => me.roles.includes(role)));
  return (
    <div className="bench">
      <header className="page-head">
        <h1 className="page-title">{t('nav.workbench')}</h1>
        <span className="soft">{t('desk.day', { month: now.getMonth() + 1, day: now.getDate(), weekday })}</span>
      </header>
      {!declarations ? (
        <Waiting />
      ) : (
        <div className="page-body">
          {figures.length > 0 && (
            <div className="key-figures">
              {figures.map((figure) => (
                <KeyFigure key={figure.kind === 'widget' ? figure.widget.name : figure.figure.name} figure={figure} />
              ))}
            </div>
          )}
          <div className="bench-columns">
            <div className="bench-main">
              <FirstSteps />
              {course && <SalesCourse widget={course} />}
              {seesAgeing && <Ageing />}
              {course && <TopCustomers widget={course} />}
            </div>
            <aside className="bench-rail">
              <Unfinished declarations={declarations} />
              <Alerts declarations={declarations} />
            </aside>
          </div>
        </div>
      )}
    </div>
  );
}
