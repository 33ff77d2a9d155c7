import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { usePages } from './served.ts';

interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly at: string;
  readonly state: 'waiting' | 'delivered' | 'dead';
  readonly attempts: number;
  readonly next_at: string | null;
  readonly status: number | null;
  readonly error: string | null;
}
const tones = { waiting: 'amber', delivered: 'green', dead: 'red' } as const;
const states = [undefined, 'waiting', 'delivered', 'dead'] as const;
/** What was sent to one address: event, tries, answer; what was given up can be sent again (P.13). */
export function Deliveries({ hook, may }: { readonly hook: string; readonly may: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const [state, setState] = useState<Delivery['state']>();
  const path = `/core/webhook/${hook}/deliveries`;
  const asked = usePages<Delivery>(path, { state });
  const { busy, problems, attempt } = useAttempt();
  const rows = asked.data?.pages.flatMap((page) => page.data) ?? [];
  const again = (id: string): void =>
    void attempt(async () => {
      await request('POST', `${path}/${id}/send_again`, { body: {} });
      await client.invalidateQueries({ queryKey: ['pages', path] });
    });
  return (
    <div className="deliveries">
      <span className="segment" role="group" aria-label={t('setup.deliveries')}>
        {states.map((one) => (
          <button key={one ?? 'all'} type="button" aria-pressed={state === one} onClick={() => setState(one)}>
            {one === undefined ? t('common.all') : t(`setup.delivery_${one}`)}
          </button>
        ))}
      </span>
      <Refused problems={problems} />
      {asked.error ? (
        <Failed error={asked.error} thing={t('setup.deliveries')} retry={() => void asked.refetch()} />
      ) : asked.isPending ? (
        <Waiting rows={3} />
      ) : rows.length === 0 ? (
        <p className="faint">{t('setup.deliveries_none')}</p>
      ) : (
        <table className="report-table">
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                <td className="day">{dateTime(row.at)}</td>
                <td>{row.type}</td>
                <td>
                  <span className={`state ${tones[row.state]}`}>{t(`setup.delivery_${row.state}`)}</span>
                </td>
                <td className="soft wrap">
                  {[row.status, row.error, row.state === 'waiting' && row.next_at !== null ? t('setup.next_try', { at: dateTime(row.next_at) }) : '']
                    .filter((part) => part !== null && part !== '')
                    .join(' · ')}
                </td>
                <td className="num faint">{t('setup.tries', { count: row.attempts })}</td>
                <td className="row-actions">
                  {may && row.state === 'dead' && (
                    <button type="button" className="button small" aria-disabled={busy} onClick={() => again(row.id)}>
                      {t('setup.send_again')}
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {asked.hasNextPage && (
        <button type="button" className="button small" onClick={() => void asked.fetchNextPage()}>
          {t('admin.more')}
        </button>
      )}
    </div>
  );
}
