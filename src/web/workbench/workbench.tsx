import { type ReactNode, useState } from 'react';
import type { Me } from '../api/types.ts';
import { type Declarations, useDeclarations } from '../record/declarations.ts';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { Waiting } from '../shell/states.tsx';
import { useWords, type Words } from '../words/index.ts';
import '../report/report.css';
import { Adjust, type Card } from './adjust.tsx';
import { FirstSteps } from './first-steps.tsx';
import { type Figure, figureChoices, mostFigures, nameOfFigure, type Widget, widgetsOf } from './figures.ts';
import { KeyFigure } from './key-figure.tsx';
import { arranged, type Layout, type Place, useLayout } from './layout.ts';
import { Ageing, TopCustomers } from './panels.tsx';
import { Alerts, Unfinished } from './rail.tsx';
import { SalesCourse } from './sales-course.tsx';
import './workbench.css';

/** What the day needs, by role and as the person arranged it: figures, their course, what waits and what warns (web §4.9, P.14). Every number opens the page it comes from. */
export function Workbench() {
  const t = useWords();
  const declarations = useDeclarations();
  const now = new Date();
  const weekday = t('bench.weekdays').split(',')[now.getDay()] ?? '';
  const [adjusting, setAdjusting] = useState(false);
  const layout = useLayout();
  const ready = declarations !== undefined && layout.known;
  return (
    <div className="bench">
      <header className="page-head">
        <h1 className="page-title">{t('nav.workbench')}</h1>
        <span className="soft">{t('desk.day', { month: now.getMonth() + 1, day: now.getDate(), weekday })}</span>
        <div className="side">
          {ready && (
            <button type="button" className="button" onClick={() => setAdjusting(true)}>
              <Icon name="filter" size={15} /> {t('adjust.open')}
            </button>
          )}
        </div>
      </header>
      {ready ? <Arranged declarations={declarations} layout={layout} adjusting={adjusting} close={() => setAdjusting(false)} /> : <Waiting />}
    </div>
  );
}
interface Offered extends Card {
  readonly content: ReactNode;
}
function Arranged({
  declarations,
  layout: { kept, keep },
  adjusting,
  close,
}: {
  readonly declarations: Declarations;
  readonly layout: ReturnType<typeof useLayout>;
  readonly adjusting: boolean;
  readonly close: () => void;
}) {
  const t = useWords();
  const me = useWho();
  const figures = figureChoices(declarations, me);
  const offered: Readonly<Record<Place, readonly Offered[]>> = {
    figures: figures.map((figure) => ({ name: nameOfFigure(figure), label: labelOf(figure, t), content: <KeyFigure figure={figure} /> })),
    main: mainCards(declarations, me, t),
    rail: [
      { name: 'unfinished', label: t('desk.unfinished'), content: <Unfinished declarations={declarations} /> },
      { name: 'alerts', label: t('bench.alerts'), content: <Alerts declarations={declarations} /> },
    ],
  };
  const names = (place: Place): readonly string[] => offered[place].map((card) => card.name);
  const layout: Layout = {
    figures: arranged('figures', kept, names('figures'), names('figures').slice(0, mostFigures)),
    main: arranged('main', kept, names('main'), names('main')),
    rail: arranged('rail', kept, names('rail'), names('rail')),
  };
  const shown = (place: Place): readonly Offered[] => layout[place].flatMap((name) => offered[place].find((card) => card.name === name) ?? []);
  const put = (place: Place): readonly ReactNode[] => shown(place).map((card) => <Slot key={card.name}>{card.content}</Slot>);
  return (
    <div className="page-body">
      {layout.figures.length > 0 && <div className="key-figures">{put('figures')}</div>}
      <div className={layout.rail.length > 0 ? 'bench-columns' : 'bench-columns alone'}>
        <div className="bench-main">
          <FirstSteps />
          {put('main')}
        </div>
        {layout.rail.length > 0 && <aside className="bench-rail">{put('rail')}</aside>}
      </div>
      {adjusting && <Adjust cards={offered} layout={layout} keep={keep} close={close} />}
    </div>
  );
}
const Slot = ({ children }: { readonly children: ReactNode }): ReactNode => children;
const labelOf = (figure: Figure, t: Words): string => (figure.kind === 'widget' ? t.of(figure.widget) : t(figure.figure.word));
function mainCards(declarations: Declarations, me: Me, t: Words): readonly Offered[] {
  const course = widgetsOf(declarations, me).find(
    (widget): widget is Widget & { readonly measure: { readonly sum: string }; readonly by: string } =>
      widget.kind === 'figure' && widget.measure !== 'count' && widget.by !== undefined,
  );
  const ageing = declarations.reports.get('finance.report.aging');
  const seesAgeing = ageing !== undefined && (me.permissions.includes('*') || ageing.roles.some((role) => me.roles.includes(role)));
  return [
    ...(course ? [{ name: 'course', label: t('desk.cumulative', { name: t.of(course) }), content: <SalesCourse widget={course} /> }] : []),
    ...(seesAgeing ? [{ name: 'ageing', label: t('desk.ageing'), content: <Ageing /> }] : []),
    ...(course ? [{ name: 'top', label: t('desk.top'), content: <TopCustomers widget={course} /> }] : []),
  ];
}
