import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { problemsOf } from '../api/problem.ts';
import { Icon } from '../shell/icons.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
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
  readonly last: { readonly at: string; readonly outcome: string; readonly took_ms: number; readonly rows: number | null; readonly error: string | null } | null;
  readonly failures: number;
}
/** Background work: last and next run, how long it took, run now, pause (P.13). */
export function Jobs() {
  const t = useWords();
  const client = useQueryClient();
  const [refused, setRefused] = useState('');
  const asked = useQuery({ queryKey: ['jobs'], queryFn: ({ signal }) => request<{ readonly data: readonly Job[] }>('GET', '/core/job', { signal }), refetchInterval: 15_000 });
  async function attempt(work: () => Promise<unknown>): Promise<void> {
    setRefused('');
    try {
      await work();
    } catch (error) {
      setRefused(
        problemsOf(error)
          .map((problem) => problem.title ?? problem.code)
          .join(' / '),
      );
    }
    await client.invalidateQueries({ queryKey: ['jobs'] });
  }
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
        {refused !== '' && (
          <div className="notice red admin-notice" role="alert">
            <Icon name="error" style={{ marginTop: 2 }} />
            <span>{refused}</span>
          </div>
        )}
        {asked.error ? (
          <Failed error={asked.error} thing={t('admin.jobs')} retry={() => void asked.refetch()} />
        ) : !asked.data ? (
          <Waiting />
        ) : (
          <table className="report-table">
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
                    <th scope="row">{job.label}</th>
                    <td className="soft">
                      {job.schedule.at !== undefined ? t('admin.daily', { time: job.schedule.at }) : t('admin.every', { count: job.schedule.every_seconds ?? 0 })}
                    </td>
                    <td>
                      <span className={`state ${tone}`}>{text}</span>
                    </td>
                    <td className="soft" title={job.last?.error ?? undefined}>
                      {job.last ? `${dateTime(job.last.at)} · ${t('admin.took', { ms: job.last.took_ms, rows: job.last.rows ?? 0 })}` : t('admin.never')}
                    </td>
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
