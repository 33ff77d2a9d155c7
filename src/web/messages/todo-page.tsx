import { Link } from '@tanstack/react-router';
import type { Declarations } from '../record/declarations.ts';
import { useDeclarations } from '../record/declarations.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { Blank, Waiting } from '../shell/states.tsx';
import { money, moment } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { type Widget, widgetsOf } from '../workbench/figures.ts';
import { listOf, widgetSearch } from '../workbench/key-figure.tsx';
import { amountOf, partyOf, useUnfinished } from '../workbench/unfinished.ts';
import { useWidget } from '../workbench/values.ts';
import './messages.css';

/** What waits for this person: work his roles count, with the list behind each count, and documents he began. Approvals will stand first (P.6). */
export function TodoPage() {
  const t = useWords();
  const me = useWho();
  const declarations = useDeclarations();
  if (!declarations) return <Waiting />;
  const work = widgetsOf(declarations, me).filter((widget) => widget.kind === 'alert' || (widget.kind === 'figure' && widget.measure === 'count'));
  return (
    <>
      <header className="page-head">
        <h1 className="page-title">{t('nav.inbox')}</h1>
      </header>
      <div className="page-body todo">
        {work.length > 0 && (
          <section>
            <h2>{t('todo.work')}</h2>
            <ul className="todo-work">
              {work.map((widget) => (
                <Work key={widget.name} widget={widget} />
              ))}
            </ul>
            <p className="faint todo-clear">{t('todo.work_none')}</p>
          </section>
        )}
        <Drafts declarations={declarations} alone={work.length === 0} />
      </div>
    </>
  );
}
function Work({ widget }: { readonly widget: Widget }) {
  const t = useWords();
  const home = useHome();
  const { value } = useWidget(widget);
  if (value === undefined || !/[1-9]/.test(value)) return null;
  const count = widget.measure === 'count';
  return (
    <li>
      <Link to={listOf(home, widget)} search={widgetSearch(widget) as never}>
        <Icon name={widget.kind === 'alert' ? 'warning' : 'inbox'} size={17} className={widget.kind === 'alert' ? 'amber-ink' : 'faint'} />
        <span className="grow">{t.of(widget)}</span>
        <b className={count ? undefined : 'neg'}>{count ? t('desk.rows', { count: value }) : money(value)}</b>
        <Icon name="right" size={14} className="faint" />
      </Link>
    </li>
  );
}
function Drafts({ declarations, alone }: { readonly declarations: Declarations; readonly alone: boolean }) {
  const t = useWords();
  const home = useHome();
  const { rows, count, pending } = useUnfinished(declarations, 50);
  if (pending) return <Waiting rows={4} />;
  if (rows.length === 0 && alone) return <Blank title={t('bench.inbox_none')} />;
  return (
    <section>
      <h2>
        {t('desk.unfinished')} {count > 0 && <span className="soft">{t('desk.unfinished_help', { count })}</span>}
      </h2>
      {rows.length === 0 && <p className="faint">{t('desk.none_unfinished')}</p>}
      <ul className="todo-drafts">
        {rows.map(({ record, declared }) => (
          <li key={record.id}>
            <Link to={`${home}/${declared.name.replace('.', '/')}/${record.id}` as string}>
              <Icon name="file" size={16} className="faint" />
              <span className="todo-kind">{t.of(declared)}</span>
              <span className="grow cut soft" lang="zh-CN">
                {partyOf(record) || String(record['draft_no'] ?? '')}
              </span>
              <span className="num">{amountOf(record)}</span>
              <span className="faint todo-at">{typeof record['updated_at'] === 'string' ? moment(record['updated_at'], t('common.yesterday')) : ''}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
