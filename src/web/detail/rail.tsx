import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { timelineQuery } from '../api/queries.ts';
import type { Schema, TimelineEntry } from '../api/types.ts';
import { Icon, type IconName } from '../shell/icons.tsx';
import { dateTime, moment } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import { shown } from '../record/cell.tsx';

/** Who · what · when, newest first; it can be closed and never narrows the lines below 900 px (web §4.3). */
export function Rail({ name, id, schema }: { readonly name: string; readonly id: string; readonly schema: Schema }) {
  const t = useWords();
  const [open, setOpen] = useState(() => innerWidth >= 1400);
  if (!open) {
    return (
      <button type="button" className="icon-button rail-open" aria-label={t('detail.open_rail')} title={t('detail.open_rail')} onClick={() => setOpen(true)}>
        <Icon name="rail" style={{ transform: 'scaleX(-1)' }} />
      </button>
    );
  }
  return (
    <aside className="side-rail" aria-label={t('detail.timeline')}>
      <header>
        <h2>{t('detail.timeline')}</h2>
        <button type="button" className="icon-button" aria-label={t('detail.close_rail')} onClick={() => setOpen(false)}>
          <Icon name="rail" />
        </button>
      </header>
      <div className="rail-scroll">
        <Timeline name={name} id={id} schema={schema} />
      </div>
    </aside>
  );
}
export function Timeline({ name, id, schema }: { readonly name: string; readonly id: string; readonly schema: Schema }) {
  const t = useWords();
  const entries = useQuery(timelineQuery(name, id)).data?.data;
  if (entries?.length === 0) return <p className="faint rail-none">{t('detail.no_timeline')}</p>;
  return (
    <ol className="timeline">
      {withoutNoise(entries ?? []).map((entry) => (
        <Entry key={entry.id} entry={entry} schema={schema} />
      ))}
    </ol>
  );
}
/** A record is made once; what its actions made beside it is told where that stands (P.4: system noise folded). */
function withoutNoise(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const born = entries.findLastIndex((entry) => entry.action === 'create');
  return entries.filter((entry, index) => entry.action !== 'create' || index === born);
}
function Entry({ entry, schema }: { readonly entry: TimelineEntry; readonly schema: Schema }) {
  const t = useWords();
  const changes = (entry.changes ?? []).filter((change) => label(schema, change.path, t) !== undefined).slice(0, 3);
  return (
    <li>
      <i>
        <Icon name={iconOf(entry)} size={13} />
      </i>
      <div className="timeline-head">
        <b>{entry.by ?? t('detail.system')}</b> <span className="soft">{entry.kind === 'comment' ? '' : verb(entry.action ?? '', schema, t)}</span>
        <time dateTime={entry.at} title={dateTime(entry.at)}>
          {moment(entry.at, t('common.yesterday'))}
        </time>
      </div>
      {entry.text !== undefined && <p className="timeline-text">{entry.text}</p>}
      {entry.reason && <p className="timeline-text">{entry.reason}</p>}
      {entry.action === 'update' &&
        changes.map((change) => (
          <p key={change.path} className="soft small cut">
            {label(schema, change.path, t)}: {change.hidden ? t('common.hidden') : `${plain(schema, change.path, change.old, t)} → ${plain(schema, change.path, change.new, t)}`}
          </p>
        ))}
    </li>
  );
}
const iconOf = ({ kind, action = '' }: TimelineEntry): IconName =>
  kind === 'comment'
    ? 'comment'
    : action === 'create'
      ? 'plus'
      : action === 'update'
        ? 'pencil'
        : /reverse|cancel|void/.test(action)
          ? 'retry'
          : /print|export/.test(action)
            ? 'print'
            : 'done';
function verb(action: string, schema: Schema, t: Words): string {
  if (action === 'create') return t('detail.created');
  if (action === 'update') return t('detail.updated');
  const declared = schema.actions.find((one) => one.name === action);
  return declared ? t.of(declared.label) : action;
}
const fieldOf = (schema: Schema, path: string) => schema.fields.find((field) => field.name === path.replace(/^\//, '').split(/[./]/)[0]);
const label = (schema: Schema, path: string, t: Words): string | undefined => {
  const field = fieldOf(schema, path);
  return field && !field.hidden ? t.of(field.label) : undefined;
};
function plain(schema: Schema, path: string, value: unknown, t: Words): string {
  const field = fieldOf(schema, path);
  if (!field || field.kind === 'lines' || typeof value === 'object') return value === null ? t('common.none') : '…';
  if (field.kind === 'reference' && typeof value === 'string') return '…';
  return shown(field, value, t);
}
