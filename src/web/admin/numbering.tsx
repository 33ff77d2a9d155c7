import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { countersKey, type Series } from './counters.ts';
import { PatternDialog } from './pattern-dialog.tsx';

/** How each document is numbered: the pattern in force with a sample of today, and where its counters stand (P.5). */
export function Numbering() {
  const t = useWords();
  const me = useWho();
  const [open, setOpen] = useState<string>();
  const asked = useQuery({ queryKey: countersKey, queryFn: ({ signal }) => request<{ readonly data: readonly Series[] }>('GET', '/core/counter', { signal }) });
  const series = asked.data?.data.find((one) => one.name === open);
  const may = mayOpen(me, 'core.numbering', 'create');
  return (
    <>
      <AdminHead title={t('admin.numbering')} note={t('admin.pattern_help', { yy: '{yy}', mm: '{mm}' })} />
      <div className="page-body">
        {asked.error ? (
          <Failed error={asked.error} thing={t('admin.numbering')} retry={() => void asked.refetch()} />
        ) : !asked.data ? (
          <Waiting />
        ) : (
          <table className="report-table cards">
            <thead>
              <tr>
                {(['admin.declaration', 'admin.pattern', 'admin.sample', 'admin.counters'] as const).map((word) => (
                  <th key={word} scope="col">
                    {t(word)}
                  </th>
                ))}
                <td />
              </tr>
            </thead>
            <tbody>
              {asked.data.data.map((one) => (
                <tr key={one.name}>
                  <th scope="row">{one.label}</th>
                  <td>
                    {one.pattern} {one.own && <span className="tag blue">{t('admin.own')}</span>}
                  </td>
                  <td className="soft">{one.sample}</td>
                  <td className="soft">
                    {one.counters.length === 0
                      ? t('admin.no_counters')
                      : one.counters
                          .slice(0, 3)
                          .map((counter) => `${counter.key === '' ? '' : `${counter.key.replaceAll('|', '-')} · `}${t('admin.next_number')} ${counter.next}`)
                          .join('，')}
                  </td>
                  <td>
                    {may && (
                      <button type="button" className="button small" onClick={() => setOpen(one.name)}>
                        {t('admin.change_pattern')}
                      </button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {series && <PatternDialog key={series.name} series={series} close={() => setOpen(undefined)} />}
    </>
  );
}
