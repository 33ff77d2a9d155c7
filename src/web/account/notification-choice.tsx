import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { kindsKey } from '../messages/messages-page.tsx';
import { notificationsPath } from '../messages/notifications.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { useWords, type Word } from '../words/index.ts';
import '../messages/messages.css';

interface Kinds {
  readonly data: readonly { readonly kind: string; readonly label: string; readonly mail: string; readonly urgent: boolean }[];
  readonly rhythms: readonly string[];
}
interface Quiet {
  readonly from: string;
  readonly to: string;
}
type Chosen = Readonly<Record<string, { readonly mail?: string } & Partial<Quiet>>>;
const key = ['preferences'] as const;
/** What is also told by e-mail and how often, and when nothing is sent; in the application everything is told (P.11). */
export function NotificationChoice() {
  const t = useWords();
  const client = useQueryClient();
  const kinds = useQuery({ queryKey: [...kindsKey, t.locale], queryFn: ({ signal }) => request<Kinds>('GET', `${notificationsPath}/kinds`, { signal }) }).data;
  const kept = useQuery({ queryKey: key, queryFn: ({ signal }) => request<{ readonly notifications?: Chosen }>('GET', '/me/preferences', { signal }) }).data;
  const { problems, attempt } = useAttempt();
  if (!kinds || !kept) return null;
  const chosen = kept.notifications ?? {};
  const quiet = chosen['quiet'];
  const change = (next: Chosen): void =>
    void attempt(async () => {
      client.setQueryData(key, { ...kept, notifications: next });
      try {
        client.setQueryData(key, await request('PATCH', '/me/preferences', { body: { notifications: next } }));
      } catch (error) {
        client.setQueryData(key, kept);
        throw error;
      }
    });
  const { quiet: _, ...without } = chosen;
  return (
    <section className="setting-group" id="notifications">
      <h2>{t('messages.choice')}</h2>
      <p className="faint">{t('messages.choice_help')}</p>
      <Refused problems={problems} />
      {kinds.data.map((one) => (
        <div key={one.kind} className="setting">
          <label htmlFor={`n-${one.kind}`}>
            {one.label}
            {one.urgent && <span className="faint">{t('messages.urgent')}</span>}
          </label>
          <div>
            <select
              className="input rhythm"
              id={`n-${one.kind}`}
              value={chosen[one.kind]?.mail ?? one.mail}
              onChange={(event) => change({ ...chosen, [one.kind]: { mail: event.target.value } })}
            >
              {kinds.rhythms.map((rhythm) => (
                <option key={rhythm} value={rhythm}>
                  {t(`messages.rhythm_${rhythm}` as Word)}
                </option>
              ))}
            </select>
          </div>
        </div>
      ))}
      <div className="setting">
        <span className="label-like">
          {t('messages.quiet')}
          <span className="faint">{t('messages.quiet_help')}</span>
        </span>
        <div className="account-fact quiet-hours">
          {quiet ? (
            <>
              {(['from', 'to'] as const).map((edge) => (
                <input
                  key={edge}
                  type="time"
                  className="input"
                  aria-label={t(`messages.quiet_${edge}`)}
                  value={quiet[edge] ?? ''}
                  onChange={(event) => event.target.value !== '' && change({ ...chosen, quiet: { ...quiet, [edge]: event.target.value } })}
                />
              ))}
              <button type="button" className="button small quiet" onClick={() => change(without)}>
                {t('messages.quiet_off')}
              </button>
            </>
          ) : (
            <button type="button" className="button small" onClick={() => change({ ...chosen, quiet: { from: '21:00', to: '08:00' } })}>
              {t('messages.quiet_on')}
            </button>
          )}
        </div>
      </div>
    </section>
  );
}
