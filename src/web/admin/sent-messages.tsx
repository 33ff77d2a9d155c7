import type { Reference } from '../api/types.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords, type Word } from '../words/index.ts';
import { usePages } from './served.ts';

interface Sent {
  readonly id: string;
  readonly at: string;
  readonly channel: string;
  readonly purpose: string;
  readonly to: string | null;
  readonly user: Reference | null;
  readonly state: 'waiting' | 'leased' | 'sent' | 'delivered' | 'failed' | 'unknown' | 'skipped';
  readonly error: string | null;
}
const tones = { waiting: 'amber', leased: 'blue', sent: 'green', delivered: 'green', failed: 'red', unknown: 'amber', skipped: 'grey' } as const;
/** The outbox: what left by mail or robot, never what it said; one that broke off is unknown and not sent again (P.13). */
export function SentMessages() {
  const t = useWords();
  const asked = usePages<Sent>('/core/message', {});
  const rows = asked.data?.pages.flatMap((page) => page.data) ?? [];
  if (asked.error) return <Failed error={asked.error} thing={t('channel.log')} retry={() => void asked.refetch()} />;
  if (asked.isPending) return <Waiting rows={3} />;
  if (rows.length === 0) return null;
  return (
    <section className="sent">
      <h2>{t('channel.log')}</h2>
      <table className="report-table cards">
        <thead>
          <tr>
            {(['admin.at', 'channel.title', 'channel.purpose', 'channel.to', 'admin.last_seen'] as const).map((word) => (
              <th key={word} scope="col">
                {t(word)}
              </th>
            ))}
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td className="day">{dateTime(row.at)}</td>
              <td>{t(`channel.kind_${row.channel}` as Word)}</td>
              <td className="soft">{row.purpose}</td>
              <td>{[row.user?.label, row.to].filter(Boolean).join(' · ')}</td>
              <td>
                <span className={`state ${tones[row.state]}`}>{t(`channel.state_${row.state}`)}</span>
              </td>
              <td className="soft wrap">{row.error ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {asked.hasNextPage && (
        <p className="admin-more">
          <button type="button" className="button" onClick={() => void asked.fetchNextPage()}>
            {t('admin.more')}
          </button>
        </p>
      )}
    </section>
  );
}
