import { Link } from '@tanstack/react-router';
import type { Reference } from '../api/types.ts';
import type { ImportState } from '../import/document.ts';
import { referenceLabel } from '../record/cell.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { useHome } from '../shell/layout.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords, type Word } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { usePages } from './served.ts';

interface Imported {
  readonly id: string;
  readonly state: ImportState;
  readonly at: string;
  readonly by: Reference | null;
  readonly declaration: string;
  readonly file: string;
  readonly mode: string;
  readonly counts: { readonly created?: number; readonly updated?: number; readonly unchanged?: number; readonly failed?: number } | null;
  readonly error_count: number;
}
/** What was imported, by whom, and what came of it (P.10). */
export function Imports() {
  const t = useWords();
  const declarations = useDeclarations();
  const home = useHome();
  const asked = usePages<Imported>('/core/import', {});
  const rows = asked.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <AdminHead title={t('admin.import_history')} />
      <div className="page-body" role="region" aria-label={t('admin.import_history')} tabIndex={0}>
        {asked.error ? (
          <Failed error={asked.error} thing={t('admin.import_history')} retry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <Waiting />
        ) : rows.length === 0 ? (
          <Blank icon="upload" title={t('state.empty', { thing: t('admin.import_history') })} />
        ) : (
          <>
            <table className="report-table cards">
              <thead>
                <tr>
                  {(['admin.at', 'admin.by', 'admin.what', 'admin.file', 'admin.mode', 'admin.last_seen', 'admin.counts', 'import.errors'] as const).map((word) => (
                    <th key={word} scope="col">
                      {t(word)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => {
                  const declared = declarations?.records.get(row.declaration);
                  const { created = 0, updated = 0, unchanged = 0, failed = 0 } = row.counts ?? {};
                  return (
                    <tr key={row.id}>
                      <td className="day">{dateTime(row.at)}</td>
                      <td>{referenceLabel(row.by ?? null)}</td>
                      <td>{declared ? t.of(declared) : row.declaration}</td>
                      <td>
                        <Link to={`${home}/${row.declaration.replace('.', '/')}/import` as string} search={{ id: row.id } as never}>
                          {row.file}
                        </Link>
                      </td>
                      <td className="soft">{modes[row.mode] ? t(modes[row.mode] as Word) : row.mode}</td>
                      <td>
                        <span className={`state ${tones[row.state]}`}>{t(`import.state_${row.state}`)}</span>
                      </td>
                      <td className="soft">{row.counts === null ? '' : t('import.counts', { created, updated, unchanged, failed })}</td>
                      <td className={row.error_count > 0 ? 'neg' : 'faint'}>{row.error_count > 0 ? t('admin.errors_count', { count: row.error_count }) : '—'}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {asked.hasNextPage && (
              <p className="admin-more">
                <button type="button" className="button" onClick={() => void asked.fetchNextPage()}>
                  {t('admin.more')}
                </button>
              </p>
            )}
          </>
        )}
      </div>
    </>
  );
}
const modes: Readonly<Record<string, Word>> = { upsert: 'import.upsert', insert: 'import.insert', update: 'import.update' };
const tones = {
  draft: 'grey',
  mapped: 'grey',
  previewed: 'blue',
  running: 'blue',
  done: 'green',
  partly_done: 'amber',
  failed: 'red',
  cancelled: 'grey',
  undone: 'grey',
  partly_undone: 'amber',
} as const;
