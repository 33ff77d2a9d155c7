import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Modal } from 'antd';
import { useDeferredValue, useId, useState } from 'react';
import { request } from '../api/client.ts';
import { type FieldProblem, problemsOf } from '../api/problem.ts';
import { useWords } from '../words/index.ts';
import { countersKey, type Series } from './counters.ts';

const told = (problems: readonly FieldProblem[]): string =>
  problems.map((problem) => [problem.title ?? problem.code, problem.detail].filter((text, at, all) => text && all.indexOf(text) === at).join(' · ')).join(' / ');
/** Another pattern, with the number it would give beside it while it is typed; counters can be raised, never lowered (P.5). */
export function PatternDialog({ series, close }: { readonly series: Series; readonly close: () => void }) {
  const t = useWords();
  const id = useId();
  const client = useQueryClient();
  const [pattern, setPattern] = useState(series.pattern);
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [next, setNext] = useState<Readonly<Record<string, string>>>({});
  const tried = useDeferredValue(pattern.trim());
  const sample = useQuery({
    queryKey: ['pattern', series.name, tried],
    queryFn: ({ signal }) => request<{ readonly sample: string }>('GET', '/core/numbering/preview', { query: { declaration: series.declaration, pattern: tried }, signal }),
    enabled: tried !== '',
    retry: false,
  });
  async function attempt(work: () => Promise<unknown>): Promise<boolean> {
    setBusy(true);
    try {
      await work();
      setProblems([]);
      await client.invalidateQueries({ queryKey: countersKey });
      return true;
    } catch (error) {
      setProblems(problemsOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  }
  const save = (): Promise<void> =>
    attempt(() => request('POST', '/core/numbering', { body: { declaration: series.name, pattern: pattern.trim() } })).then((done) => (done ? close() : undefined));
  const raise = (key: string): Promise<boolean> => attempt(() => request('POST', '/core/counter/raise', { body: { declaration: series.name, key, next: Number(next[key]) } }));
  return (
    <Modal
      open
      title={`${t('admin.numbering')} · ${series.label}`}
      width={520}
      onCancel={close}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ loading: busy, disabled: pattern.trim() === series.pattern || sample.error !== null }}
      onOk={() => void save()}
    >
      <div className="admin-form">
        {problems.length > 0 && (
          <div className="notice red" role="alert">
            {told(problems)}
          </div>
        )}
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
    </Modal>
  );
}
