import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ApiRecord, Schema } from '../api/types.ts';
import { useWho } from '../shell/layout.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import { accessesQuery, linksQuery, type PublicLink, revokeLink } from './links.ts';

/** The links of a document, newest first, with what became of each. */
export function LinkList({ schema, record }: { readonly schema: Schema; readonly record: ApiRecord }) {
  const t = useWords();
  const found = useQuery(linksQuery(schema.name, record.id));
  if (found.error) return <Failed error={found.error} thing={t('share.list')} retry={() => void found.refetch()} />;
  const links = found.data?.data ?? [];
  return (
    <section className="share-list">
      <h3>{t('share.list')}</h3>
      {found.data && links.length === 0 && <p className="faint">{t('share.none')}</p>}
      <ul>
        {links.map((link) => (
          <LinkRow key={link.id} schema={schema} record={record} link={link} />
        ))}
      </ul>
    </section>
  );
}
const tones = { open: 'green', used: '', expired: '', revoked: 'red' } as const;
const states = { open: 'share.state_open', used: 'share.state_used', expired: 'share.state_expired', revoked: 'share.state_revoked' } as const;

function LinkRow({ schema, record, link }: { readonly schema: Schema; readonly record: ApiRecord; readonly link: PublicLink }) {
  const t = useWords();
  const me = useWho();
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [open, setOpen] = useState(false);
  const { busy, problems, attempt } = useAttempt();
  const may = link.state === 'open' && (link.created_by.id === me.user.id || schema.may['update'] === true);
  const revoke = async (): Promise<void> => {
    await attempt(() => revokeLink(link.id).then(() => client.invalidateQueries(linksQuery(schema.name, record.id))));
    setAsking(false);
  };
  return (
    <li>
      <div className="share-row">
        <span className={`tag ${tones[link.state]}`}>{t(states[link.state])}</span>
        <span className="grow">
          <span>{facts(link, schema, t)}</span>
          <span className="faint small">{t('share.by', { who: link.created_by.label ?? '', at: dateTime(link.created_at) })}</span>
        </span>
        <button type="button" className="button small quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t('share.accesses')}
        </button>
        {may && (
          <button type="button" className={asking ? 'button small danger' : 'button small'} aria-disabled={busy} onClick={() => (asking ? void revoke() : setAsking(true))}>
            {t(asking ? 'share.really' : 'share.revoke')}
          </button>
        )}
      </div>
      <Refused problems={problems} />
      {open && <Accesses link={link} schema={schema} />}
    </li>
  );
}
function facts({ expires_at, actions, uses, used, address, code }: PublicLink, schema: Schema, t: Words): string {
  const answers =
    actions.length === 0 ? [t('share.read_only')] : [actionNames(actions, schema, t), uses === null ? t('share.used_free', { used }) : t('share.used', { used, uses })];
  return [t('share.until', { at: dateTime(expires_at) }), ...answers, address ?? '', code ? t('share.with_code') : ''].filter((part) => part !== '').join(' · ');
}
const actionNames = (names: readonly string[], schema: Schema, t: Words): string =>
  names
    .map((name) => schema.actions.find((one) => one.name === name))
    .flatMap((action) => (action ? [t.of(action.label)] : []))
    .join(t.locale === 'zh' ? '、' : ', ');

function Accesses({ link, schema }: { readonly link: PublicLink; readonly schema: Schema }) {
  const t = useWords();
  const found = useQuery(accessesQuery(link.id));
  if (found.error) return <Failed error={found.error} thing={t('share.accesses')} retry={() => void found.refetch()} />;
  const rows = found.data?.data;
  if (!rows) return null;
  if (rows.length === 0) return <p className="faint share-none">{t('share.no_access')}</p>;
  return (
    <div className="share-accesses" tabIndex={0} role="group" aria-label={t('share.accesses')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('share.at')}</th>
            <th scope="col">{t('share.event')}</th>
            <th scope="col">{t('share.from')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.at} ${row.what}`}>
              <td>{dateTime(row.at)}</td>
              <td>{eventText(row.what, schema, t)}</td>
              <td title={row.agent ?? undefined}>{row.ip ?? t('common.none')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
const events = {
  opened: 'share.opened',
  file: 'share.file',
  code_sent: 'share.code_sent',
  code_right: 'share.code_right',
  code_wrong: 'share.code_wrong',
} as const;
function eventText(what: string, schema: Schema, t: Words): string {
  const [event = '', action] = what.split(':');
  if (action !== undefined) return t('share.submitted', { action: actionNames([action], schema, t) });
  return event in events ? t(events[event as keyof typeof events]) : event;
}
