import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { deviceOf } from './device.ts';

interface Session {
  readonly id: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly ip: string;
  readonly user_agent: string;
  readonly current: boolean;
}
const key = ['sessions'] as const;
/** Where the person is signed in; each can be ended from here, at once on every server (P.1 *Sessions*). */
export function Sessions() {
  const t = useWords();
  const client = useQueryClient();
  const asked = useQuery({ queryKey: key, queryFn: ({ signal }) => request<{ readonly data: readonly Session[] }>('GET', '/session', { signal }) });
  const { busy, problems, attempt } = useAttempt();
  const end = (ids: readonly string[]): void =>
    void attempt(async () => {
      for (const id of ids) await request('POST', '/session/actions/end_session', { body: { id } });
      await client.invalidateQueries({ queryKey: key });
    });
  const rows = [...(asked.data?.data ?? [])].sort((a, b) => Number(b.current) - Number(a.current));
  const others = rows.filter((row) => !row.current).map((row) => row.id);
  return (
    <section className="setting-group">
      <h2>
        {t('account.sessions')}
        {others.length > 1 && (
          <button type="button" className="link" aria-disabled={busy} onClick={() => end(others)}>
            {t('account.end_others')}
          </button>
        )}
      </h2>
      <Refused problems={problems} />
      {asked.error ? (
        <Failed error={asked.error} thing={t('account.sessions')} retry={() => void asked.refetch()} />
      ) : asked.isPending ? (
        <Waiting rows={2} />
      ) : (
        <ul className="sessions">
          {rows.map((row) => (
            <li key={row.id}>
              <div className="grow">
                <b>{deviceOf(row.user_agent) ?? t('account.program')}</b>
                <span className="faint">
                  {row.ip} · {t('account.since', { at: dateTime(row.created_at) })}
                </span>
              </div>
              {row.current ? (
                <span className="tag blue">{t('account.this_one')}</span>
              ) : (
                <>
                  <span className="soft hide-phone">{t('account.last_seen', { at: dateTime(row.last_seen_at) })}</span>
                  <button type="button" className="button small" aria-disabled={busy} onClick={() => end([row.id])}>
                    {t('account.end')}
                  </button>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
