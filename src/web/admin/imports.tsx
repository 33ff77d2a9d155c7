import { referenceLabel } from '../record/cell.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { Head } from './audit.tsx';
import { useServed } from './served.ts';

interface Counts {
  readonly created?: number;
  readonly updated?: number;
  readonly unchanged?: number;
  readonly failed?: number;
}
/** What was imported, by whom, and what came of it (P.10). */
export function Imports() {
  const t = useWords();
  const declarations = useDeclarations();
  const { offered, page, error } = useServed('/core/import', 100);
  return (
    <>
      <Head title={t('admin.import_history')} />
      <div className="page-body">
        {error !== undefined && error !== null ? (
          <Failed error={error} thing={t('admin.import_history')} />
        ) : offered === false ? (
          <Blank icon="upload" title={t('admin.not_served', { what: t('admin.import_history') })} text={t('admin.not_served_help')} />
        ) : !page ? (
          <Waiting />
        ) : (
          <table className="report-table">
            <thead>
              <tr>
                <th scope="col">{t('admin.at')}</th>
                <th scope="col">{t('admin.by')}</th>
                <th scope="col">{t('admin.what')}</th>
                <th scope="col">{t('admin.file')}</th>
                <th scope="col">{t('admin.mode')}</th>
                <th scope="col">{t('admin.counts')}</th>
              </tr>
            </thead>
            <tbody>
              {page.data.map((row) => {
                const name = String(row['declaration'] ?? '');
                const declared = declarations?.records.get(name);
                const { created = 0, updated = 0, unchanged = 0, failed = 0 } = (row['counts'] ?? {}) as Counts;
                return (
                  <tr key={row.id}>
                    <td className="day">{dateTime(row['at'])}</td>
                    <td>{referenceLabel(row['by'] ?? null)}</td>
                    <td>{declared ? t.of(declared) : name}</td>
                    <td>{String(row['file'] ?? '')}</td>
                    <td className="soft">{String(row['mode'] ?? '')}</td>
                    <td className="soft">{t('import.counts', { created, updated, unchanged, failed })}</td>
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
