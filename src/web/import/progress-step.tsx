import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from '../api/client.ts';
import { useWords } from '../words/index.ts';
import type { ImportDocument, Operation } from './document.ts';

/** How far the work is, how long it still takes, and a way to stop it; it goes on when the page is left (P.2.7). */
export function ProgressStep({ document, stop, ended }: { readonly document: ImportDocument; readonly stop: () => void; readonly ended: () => void }) {
  const t = useWords();
  const asked = useQuery({
    queryKey: ['operation', document.operation],
    queryFn: ({ signal }) => request<Operation>('GET', `/core/operation/${document.operation ?? ''}`, { signal }),
    enabled: document.operation !== null,
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'queued' && state.data.state !== 'running' ? false : 1_000),
    staleTime: 0,
  });
  const work = asked.data;
  const over = work !== undefined && work.state !== 'queued' && work.state !== 'running';
  useEffect(() => {
    if (over) ended();
  }, [over, ended]);
  const share = work && work.total > 0 ? Math.min(1, work.done / work.total) : 0;
  return (
    <div className="wizard-progress">
      <b>{document.file}</b>
      <div className="progress" role="progressbar" aria-label={document.file} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}>
        <i style={{ width: `${share * 100}%` }} />
      </div>
      <p className="soft" role="status">
        {work ? t('import.progress', { done: work.done, total: work.total }) : t('app.loading')}
        {work?.eta_s !== null && work?.eta_s !== undefined && work.eta_s > 0 && ` · ${t('import.remaining', { seconds: work.eta_s })}`}
      </p>
      <p className="faint">{t('import.leave')}</p>
      <div className="wizard-actions">
        <button type="button" className="button" aria-disabled={over} onClick={stop}>
          {t(document.unit === 'row' ? 'import.cancel_row' : 'import.cancel_whole')}
        </button>
      </div>
    </div>
  );
}
