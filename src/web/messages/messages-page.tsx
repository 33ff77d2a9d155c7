import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePages } from '../admin/served.ts';
import { request } from '../api/client.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { clock, localDate, today } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import './messages.css';
import { type Notification, notificationsPath, useMarkRead, useUnread } from './notifications.ts';

interface Kinds {
  readonly data: readonly { readonly kind: string; readonly label: string }[];
}
export const kindsKey = ['notifications', 'kinds'] as const;
/** What happened that concerns this person, newest first, by day; opening one marks it read (P.11). */
export function MessagesPage() {
  const t = useWords();
  const home = useHome();
  const unread = useUnread();
  const [only, setOnly] = useState(false);
  const [kind, setKind] = useState('');
  const kinds = useQuery({ queryKey: [...kindsKey, t.locale], queryFn: ({ signal }) => request<Kinds>('GET', `${notificationsPath}/kinds`, { signal }) }).data?.data ?? [];
  const asked = usePages<Notification>(notificationsPath, { unread: only ? '1' : undefined, kind: kind === '' ? undefined : kind });
  const mark = useMarkRead();
  const { busy, problems, attempt } = useAttempt();
  const rows = asked.data?.pages.flatMap((page) => page.data) ?? [];
  const days = [...Map.groupBy(rows, (row) => localDate(new Date(row.at)))];
  const read = (ids: readonly string[] | 'all'): void => void attempt(() => mark(ids));
  return (
    <>
      <header className="page-head">
        <h1 className="page-title">{t('nav.messages')}</h1>
        <div className="side">
          <Link to={`${home}/account` as string} hash="notifications" className="button hide-phone">
            <Icon name="settings" size={15} /> {t('messages.how')}
          </Link>
          {unread > 0 && (
            <button type="button" className="button" aria-disabled={busy} onClick={() => read('all')}>
              <Icon name="check" size={15} /> {t('messages.read_all')}
            </button>
          )}
        </div>
      </header>
      <div className="message-bar">
        <span className="segment" role="group" aria-label={t('nav.messages')}>
          {[false, true].map((one) => (
            <button key={String(one)} type="button" aria-pressed={only === one} onClick={() => setOnly(one)}>
              {t(one ? 'messages.unread' : 'common.all')} {one && unread > 0 && <span className="faint">{unread}</span>}
            </button>
          ))}
        </span>
        <select className="input message-kind" aria-label={t('messages.kind')} value={kind} onChange={(event) => setKind(event.target.value)}>
          <option value="">{t('messages.all_kinds')}</option>
          {kinds.map((one) => (
            <option key={one.kind} value={one.kind}>
              {one.label}
            </option>
          ))}
        </select>
      </div>
      <div className="page-body" role="region" aria-label={t('nav.messages')} tabIndex={0}>
        <Refused problems={problems} />
        {asked.error ? (
          <Failed error={asked.error} thing={t('nav.messages')} retry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <Waiting />
        ) : rows.length === 0 ? (
          <Blank title={t(only ? 'messages.none_unread' : 'messages.none')} text={t('messages.none_help')} />
        ) : (
          days.map(([day, messages]) => (
            <section key={day} className="message-day">
              <h2>{dayText(day, t)}</h2>
              <ul>
                {messages.map((message) => (
                  <Message key={message.id} message={message} read={() => message.read_at === null && read([message.id])} />
                ))}
              </ul>
            </section>
          ))
        )}
        {asked.hasNextPage && (
          <p className="message-more">
            <button type="button" className="button" aria-disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
              {t('admin.more')}
            </button>
          </p>
        )}
      </div>
    </>
  );
}
function Message({ message, read }: { readonly message: Notification; readonly read: () => void }) {
  const t = useWords();
  const home = useHome();
  const { record } = message;
  const fresh = message.read_at === null;
  const content = (
    <>
      <span className="message-mark" role={fresh ? 'img' : undefined} aria-label={fresh ? t('messages.unread') : undefined} />
      <span className="message-text">
        {message.text}
        {message.times > 1 && <span className="tag">{t('messages.times', { count: message.times })}</span>}
      </span>
      <span className="faint message-kind-label">{message.kind_label}</span>
      <span className="faint message-at">{clock(new Date(message.at))}</span>
    </>
  );
  return (
    <li className={fresh ? 'message fresh' : 'message'}>
      {record ? (
        <Link to={`${home}/${record.declaration.replace('.', '/')}/${record.id}` as string} onClick={read}>
          {content}
        </Link>
      ) : (
        <button type="button" className="plain" onClick={read}>
          {content}
        </button>
      )}
    </li>
  );
}
function dayText(day: string, t: Words): string {
  if (day === today()) return t('common.today');
  const before = new Date();
  before.setDate(before.getDate() - 1);
  return day === localDate(before) ? t('common.yesterday') : day;
}
