import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';

interface Job {
  readonly name: string;
  readonly label: string;
  readonly schedule: { readonly at?: string; readonly every_seconds?: number };
  readonly paused: boolean;
  readonly running: boolean;
  readonly next_at: string | null;
  readonly last: { readonly at: string; readonly outcome: string; readonly took_ms: number | null; readonly rows: number | null; readonly error: string | null } | null;
  readonly failures: number;
}
/** Background work: last and next run, how long it took, run now, pause (P.13). */
export function Jobs() {
  const t = useWords();
  const client = useQueryClient();
  const { problems, attempt: attemptAny } = useAttempt();
  const asked = useQuery({ queryKey: ['jobs'], queryFn: ({ signal }) => request<{ readonly data: readonly Job[] }>('GET', '/core/job', { signal }), refetchInterval: 15_000 });
  const attempt = async (work: () => Promise<unknown>): Promise<void> => {
    await attemptAny(work);
    await client.invalidateQueries({ queryKey: ['jobs'] });
  };
  const state = (job: Job): readonly [string, string] =>
    job.paused
      ? ['grey', t('admin.paused')]
      : job.failures > 0
        ? ['red', t('admin.failing', { count: job.failures })]
        : job.running
          ? ['blue', t('app.loading')]
          : job.last
            ? ['green', t('admin.ran')]
            : ['grey', t('admin.waiting')];
  return (
    <>
      <AdminHead title={t('admin.jobs')} note={t('admin.jobs_help')} />
      <div className="page-body">
        <Refused problems={problems} className="admin-notice" />
        {asked.error ? (
          <Failed error={asked.error} thing={t('admin.jobs')} retry={() => void asked.refetch()} />
        ) : !asked.data ? (
          <Waiting />
        ) : (
          <table className="report-table cards">
            <thead>
              <tr>
                {(['admin.jobs', 'admin.schedule', 'admin.last_seen', 'admin.last', 'admin.next'] as const).map((word) => (
                  <th key={word} scope="col">
                    {t(word)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {asked.data.data.map((job) => {
                const [tone, text] = state(job);
                return (
                  <tr key={job.name}>
                    <th scope="row">
                      {job.label}
                      {job.last?.error && <span className="job-error neg">{job.last.error}</span>}
                    </th>
                    <td className="soft">{often(job, t)}</td>
                    <td>
                      <span className={`state ${tone}`}>{text}</span>
                    </td>
                    <td className="soft">{job.last ? [dateTime(job.last.at), took(job.last, t)].filter((part) => part !== '').join(' · ') : t('admin.never')}</td>
                    <td className="soft">{job.next_at === null ? '—' : dateTime(job.next_at)}</td>
                    <td>
                      <span className="row">
                        <button
                          type="button"
                          className="button small"
                          aria-disabled={job.running}
                          onClick={() => void attempt(() => request('POST', `/core/job/${job.name}/run`, { body: {} }))}
                        >
                          {t('admin.run_now')}
                        </button>
                        <button
                          type="button"
                          className="button small quiet"
                          onClick={() => void attempt(() => request('PATCH', `/core/job/${job.name}`, { body: { paused: !job.paused } }))}
                        >
                          {t(job.paused ? 'admin.resume' : 'admin.pause')}
                        </button>
                      </span>
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
    </>
  );
}
/** Seconds, minutes, hours, or the time of the day. */
function often({ schedule }: Job, t: Words): string {
  if (schedule.at !== undefined) return t('admin.daily', { time: schedule.at });
  const seconds = schedule.every_seconds ?? 0;
  if (seconds % 3600 === 0) return t('setup.every_hours', { count: seconds / 3600 });
  return seconds % 60 === 0 ? t('setup.every_minutes', { count: seconds / 60 }) : t('admin.every', { count: seconds });
}
function took(last: NonNullable<Job['last']>, t: Words): string {
  if (last.took_ms === null) return '';
  const time = last.took_ms < 1000 ? t('setup.ms', { ms: last.took_ms }) : t('setup.seconds', { s: (last.took_ms / 1000).toFixed(1) });
  return [time, last.rows === null || last.rows === 0 ? '' : t('setup.rows', { count: last.rows })].filter((part) => part !== '').join(' · ');
}
