import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { request } from '../api/client.ts';
import { problemsOf } from '../api/problem.ts';
import { Dialog } from '../shell/dialog.tsx';
import { Refused, told, useAttempt } from '../shell/refused.tsx';
import { useWords } from '../words/index.ts';
import { countersKey, type Series } from './counters.ts';

/** Another pattern, with the number it would give beside it while it is typed; counters can be raised, never lowered (P.5). */
export function PatternDialog({ series, close }: { readonly series: Series; readonly close: () => void }) {
  const t = useWords();
  const id = useId();
  const client = useQueryClient();
  const [pattern, setPattern] = useState(series.pattern);
  const { busy, problems, attempt: attemptAny } = useAttempt();
  const [next, setNext] = useState<Readonly<Record<string, string>>>({});
  const tried = useDeferredValue(pattern.trim());
  const sample = useQuery({
    queryKey: ['pattern', series.name, tried],
    queryFn: ({ signal }) => request<{ readonly sample: string }>('GET', '/core/numbering/preview', { query: { declaration: series.declaration, pattern: tried }, signal }),
    enabled: tried !== '',
    retry: false,
  });
  const attempt = (work: () => Promise<unknown>): Promise<boolean> =>
    attemptAny(async () => {
      await work();
      await client.invalidateQueries({ queryKey: countersKey });
    });
  const ready = !busy && pattern.trim() !== series.pattern && sample.error === null;
  const save = (): Promise<void> =>
    attempt(() => request('POST', '/core/numbering', { body: { declaration: series.name, pattern: pattern.trim() } })).then((done) => (done ? close() : undefined));
  const raise = (key: string): Promise<boolean> => attempt(() => request('POST', '/core/counter/raise', { body: { declaration: series.name, key, next: Number(next[key]) } }));
  return (
    <Dialog
      title={`${t('admin.numbering')} · ${series.label}`}
      width={520}
      close={close}
      footer={
        <>
          <button type="button" className="button" onClick={close}>
            {t('common.cancel')}
          </button>
          <button type="button" className="button primary" aria-disabled={!ready} onClick={() => ready && void save()}>
            {t('common.save')}
          </button>
        </>
      }
    >
      <div className="admin-form">
        <Refused problems={problems} />
        <div className="dialog-field">
          <label htmlFor={id}>{t('admin.pattern')}</label>
          <input
            className="input"
            id={id}
            value={pattern}
            spellCheck={false}
            aria-invalid={sample.error !== null || undefined}
            onChange={(event) => setPattern(event.target.value)}
          />
          {sample.error ? (
            <p className="neg">{told(problemsOf(sample.error))}</p>
          ) : (
            <p className="faint">
              {t('admin.sample')} <b>{sample.data?.sample ?? ''}</b> · {t('admin.shipped')} {series.declared}
            </p>
          )}
        </div>
        <p className="faint">{t('admin.pattern_effect')}</p>
        {series.counters.length > 0 && (
          <table className="report-table wizard-table">
            <thead>
              <tr>
                <th scope="col">{t('admin.counters')}</th>
                <th scope="col" className="num">
                  {t('admin.next_number')}
                </th>
                <td />
              </tr>
            </thead>
            <tbody>
              {series.counters.slice(0, 8).map((counter) => (
                <tr key={counter.key}>
                  <th scope="row">{counter.key.replaceAll('|', '-') || '—'}</th>
                  <td className="num">
                    <input
                      className="input num counter"
                      inputMode="numeric"
                      aria-label={`${t('admin.next_number')} ${counter.key}`}
                      value={next[counter.key] ?? String(counter.next)}
                      onChange={(event) => /^\d*$/.test(event.target.value) && setNext({ ...next, [counter.key]: event.target.value })}
                    />
                  </td>
                  <td>
                    <button
                      type="button"
                      className="button small"
                      aria-disabled={Number(next[counter.key] ?? 0) <= counter.next}
                      onClick={() => Number(next[counter.key] ?? 0) > counter.next && void raise(counter.key)}
                    >
                      {t('admin.raise')}
                    </button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
    </Dialog>
  );
}
