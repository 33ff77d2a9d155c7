import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { timelineQuery } from '../api/queries.ts';
import type { Schema, TimelineEntry } from '../api/types.ts';
import { shown } from '../record/cell.tsx';
import { Icon, type IconName } from '../shell/icons.tsx';
import { dateTime, moment } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import { CommentEntry } from './comment-entry.tsx';
import { commentsQuery, type Comment } from './talk.ts';

type Item = { readonly at: string; readonly change: TimelineEntry } | { readonly at: string; readonly comment: Comment };
/** Who · what · when, newest first: changes, actions and what people wrote beside them (P.4, P.11). */
export function Timeline({ name, id, schema }: { readonly name: string; readonly id: string; readonly schema: Schema }) {
  const t = useWords();
  const entries = useQuery(timelineQuery(name, id)).data?.data;
  const comments = useQuery(commentsQuery(name, id)).data?.data;
  const items: readonly Item[] = [
    ...withoutNoise((entries ?? []).filter((entry) => entry.kind !== 'comment')).map((change) => ({ at: change.at, change })),
    ...(comments ?? []).map((comment) => ({ at: comment.at, comment })),
  ].sort((left, right) => right.at.localeCompare(left.at) || idOf(right).localeCompare(idOf(left)));
  if (entries && comments && items.length === 0) return <p className="faint rail-none">{t('detail.no_timeline')}</p>;
  return (
    <ol className="timeline">
      {items.map((item) =>
        'comment' in item ? <CommentEntry key={item.comment.id} name={name} id={id} comment={item.comment} /> : <Entry key={item.change.id} entry={item.change} schema={schema} />,
      )}
    </ol>
  );
}
/** Ids grow with time, so that two of one instant keep their order. */
const idOf = (item: Item): string => ('comment' in item ? item.comment.id : item.change.id);
/** A record is made once; what its actions made beside it is told where that stands (P.4: system noise folded). */
function withoutNoise(entries: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const born = entries.findLastIndex((entry) => entry.action === 'create');
  return entries.filter((entry, index) => entry.action !== 'create' || index === born);
}
const shownChanges = 3;
function Entry({ entry, schema }: { readonly entry: TimelineEntry; readonly schema: Schema }) {
  const t = useWords();
  const [all, setAll] = useState(false);
  const changes = entry.action === 'update' ? (entry.changes ?? []).filter((change) => label(schema, change.path, t) !== undefined) : [];
  return (
    <li>
      <i>
        <Icon name={iconOf(entry)} size={13} />
      </i>
      <div className="timeline-head">
        <b>{entry.by ?? t('detail.system')}</b> <span className="soft">{verb(entry.action ?? '', schema, t)}</span>
        <time dateTime={entry.at} title={dateTime(entry.at)}>
          {moment(entry.at, t('common.yesterday'))}
        </time>
      </div>
      {entry.reason && <p className="timeline-text">{entry.reason}</p>}
      {(all ? changes : changes.slice(0, shownChanges)).map((change) => (
        <p key={change.path} className={all ? 'soft small' : 'soft small cut'}>
          {label(schema, change.path, t)}: {change.hidden ? t('common.hidden') : `${plain(schema, change.path, change.old, t)} → ${plain(schema, change.path, change.new, t)}`}
        </p>
      ))}
      {changes.length > shownChanges && !all && (
        <button type="button" className="link small" onClick={() => setAll(true)}>
          {t('detail.more_changes', { count: changes.length - shownChanges })}
        </button>
      )}
    </li>
  );
}
const iconOf = ({ action = '' }: TimelineEntry): IconName =>
  action === 'create' ? 'plus' : action === 'update' ? 'pencil' : /reverse|cancel|void/.test(action) ? 'retry' : /print|export/.test(action) ? 'print' : 'done';
function verb(action: string, schema: Schema, t: Words): string {
  if (action === 'create') return t('detail.created');
  if (action === 'update') return t('detail.updated');
  if (action === 'tag') return t('tags.changed');
  if (action === 'print') return t('common.print');
  if (action === 'export') return t('common.export');
  const declared = schema.actions.find((one) => one.name === action);
  return declared ? t.of(declared.label) : action;
}
interface Place {
  readonly lines: string | undefined;
  readonly field: string;
}
/** `qty`, or `lines[<id>].qty` as the audit trail writes it (P.9). */
function placeOf(path: string): Place {
  const [, lines, field] = /^(\w+)\[[^\]]*\]\.(\w+)$/.exec(path) ?? [];
  return lines === undefined ? { lines: undefined, field: path.replace(/^\//, '').split(/[./]/)[0] ?? '' } : { lines, field: field ?? '' };
}
function fieldOf(schema: Schema, path: string) {
  const { lines, field } = placeOf(path);
  const among = lines === undefined ? schema.fields : (schema.fields.find((one) => one.name === lines)?.lines ?? []);
  return among.find((one) => one.name === field);
}
const label = (schema: Schema, path: string, t: Words): string | undefined => {
  const field = fieldOf(schema, path);
  return field && !field.hidden && field.kind !== 'trace' ? t.of(field.label) : undefined;
};
function plain(schema: Schema, path: string, value: unknown, t: Words): string {
  const field = fieldOf(schema, path);
  if (!field || field.kind === 'lines' || typeof value === 'object') return value === null ? t('common.none') : '…';
  // The trail keeps ids; what they stood for is read in the revisions.
  if (field.kind === 'reference' && typeof value === 'string') return '…';
  return shown(field, value, t);
}
