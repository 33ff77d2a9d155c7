import { Link } from '@tanstack/react-router';
import type { Declarations } from '../record/declarations.ts';
import { useHome, useWho } from '../shell/layout.tsx';
import { Icon } from '../shell/icons.tsx';
import { moment, money } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { listOf, widgetSearch } from './key-figure.tsx';
import { type Widget, widgetsOf } from './figures.ts';
import { amountOf, partyOf, useUnfinished } from './unfinished.ts';
import { useWidget } from './values.ts';

/** Documents the reader began and has not sent on; approvals will stand before them (P.6). */
export function Unfinished({ declarations }: { readonly declarations: Declarations }) {
  const t = useWords();
  const home = useHome();
  const { rows, count, pending } = useUnfinished(declarations, 6);
  return (
    <section className="rail-section">
      <header>
        <h2>{t('desk.unfinished')}</h2>
        {count > 0 && <span className="soft">{t('desk.unfinished_help', { count })}</span>}
      </header>
      {!pending && rows.length === 0 && <p className="bench-note faint">{t('desk.none_unfinished')}</p>}
      <ul>
        {rows.slice(0, 6).map(({ record, declared }) => (
          <li key={record.id}>
            <Link to={`${home}/${declared.name.replace('.', '/')}/${record.id}` as string} className="rail-row">
              <Icon name="file" size={15} className="faint" />
              <span className="rail-what">
                <b>{t.of(declared)}</b>
                <span className="faint cut">{partyOf(record) || String(record['draft_no'] ?? '')}</span>
              </span>
              <span className="rail-side">
                <b>{amountOf(record)}</b>
                <span className="faint">{typeof record['updated_at'] === 'string' ? moment(record['updated_at'], t('common.yesterday')) : ''}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
/** Declared alerts whose list is not empty, and what customers owe too late. */
export function Alerts({ declarations }: { readonly declarations: Declarations }) {
  const t = useWords();
  const me = useWho();
  const alerts = widgetsOf(declarations, me).filter((widget) => widget.kind === 'alert');
  return (
    <section className="rail-section">
      <header>
        <h2>{t('bench.alerts')}</h2>
        <span className="soft">{t('bench.by_urgency')}</span>
      </header>
      <ul className="alerts">
        {alerts.map((widget) => (
          <Alert key={widget.name} widget={widget} />
        ))}
      </ul>
      <p className="bench-note faint alerts-none">{t('bench.alerts_none')}</p>
    </section>
  );
}
function Alert({ widget }: { readonly widget: Widget }) {
  const t = useWords();
  const home = useHome();
  const { value } = useWidget(widget);
  if (value === undefined || !/[1-9]/.test(value)) return null;
  const late = widget.measure !== 'count';
  return (
    <li>
      <Link to={listOf(home, widget)} search={widgetSearch(widget) as never} className="rail-row">
        <Icon name={late ? 'error' : 'warning'} size={16} className={late ? 'neg' : 'amber-ink'} />
        <span className="rail-what">
          <b>{t.of(widget)}</b>
        </span>
        <span className="rail-side">
          <b className={late ? 'neg' : undefined}>{widget.measure === 'count' ? t('desk.rows', { count: value }) : money(value)}</b>
        </span>
      </Link>
    </li>
  );
}
