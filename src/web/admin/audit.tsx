import { Link } from '@tanstack/react-router';
import type { ApiRecord } from '../api/types.ts';
import { referenceLabel } from '../record/cell.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { useServed } from './served.ts';

interface Changed {
  readonly path: string;
  readonly old: unknown;
  readonly new: unknown;
}
/** Who changed what, before and after, newest first (P.9). */
export function Audit() {
  const t = useWords();
  const home = useHome();
  const declarations = useDeclarations();
  const { offered, page, error } = useServed('/core/audit', 100);
  const plain = (value: unknown): string => (value === null || value === undefined ? '—' : typeof value === 'object' ? referenceLabel(value) || '…' : String(value));
  return (
    <>
      <Head title={t('admin.audit')} />
      <div className="page-body">
        {error !== undefined && error !== null ? (
          <Failed error={error} thing={t('admin.audit')} />
        ) : offered === false ? (
          <Blank icon="file" title={t('admin.not_served', { what: t('admin.audit') })} text={t('admin.not_served_help')} />
        ) : !page ? (
          <Waiting />
        ) : (
          <table className="report-table">
            <thead>
              <tr>
                <th scope="col">{t('admin.at')}</th>
                <th scope="col">{t('admin.by')}</th>
                <th scope="col">{t('admin.what')}</th>
                <th scope="col">{t('admin.which')}</th>
                <th scope="col">{t('admin.action')}</th>
                <th scope="col">{t('admin.changes')}</th>
              </tr>
            </thead>
            <tbody>
              {page.data.map((row: ApiRecord) => {
                const name = String(row['declaration'] ?? '');
                const declared = declarations?.records.get(name);
                const changes = (Array.isArray(row['changes']) ? row['changes'] : []) as readonly Changed[];
                return (
                  <tr key={row.id}>
                    <td className="day">{dateTime(row['at'])}</td>
                    <td>{referenceLabel(row['actor'] ?? row['by'] ?? null)}</td>
                    <td className="soft">{declared ? t.of(declared) : name}</td>
                    <td>
                      {typeof row['record'] === 'string' && declared ? (
                        <Link to={`${home}/${name.replace('.', '/')}/${row['record']}` as string}>{String(row['label'] ?? row['record'])}</Link>
                      ) : (
                        String(row['label'] ?? '')
                      )}
                    </td>
                    <td className="soft">{String(row['action'] ?? '')}</td>
                    <td className="soft">
                      {changes
                        .slice(0, 2)
                        .map((change) => `${change.path} ${t('admin.before_after', { before: plain(change.old), after: plain(change.new) })}`)
                        .join('；')}
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
export function Head({ title }: { readonly title: string }) {
  const t = useWords();
  const home = useHome();
  return (
    <header className="page-head">
      <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
        <Icon name="back" />
      </Link>
      <h1 className="page-title">{title}</h1>
    </header>
  );
}
