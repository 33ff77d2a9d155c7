import { useQueries, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery, schemaQuery } from '../api/queries.ts';
import { useDeclarations } from '../record/declarations.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';

/** How each document is numbered: the shipped pattern, what replaces it, and what the next number would look like (P.5). */
export function Numbering() {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const declarations = useDeclarations();
  const rows = [...(declarations?.records.values() ?? [])].flatMap((record) => {
    const serial = Object.values(record.fields).find((field) => field.kind === 'serial') as { readonly pattern?: string } | undefined;
    return serial && mayOpen(me, record.name) ? [{ record, pattern: serial.pattern }] : [];
  });
  const own = useQuery({ ...listQuery('core.numbering', { limit: 200, count: 'none' }), enabled: mayOpen(me, 'core.numbering') }).data?.data ?? [];
  const examples = useQueries({ queries: rows.map(({ record }) => schemaQuery(record.name)) });
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t('admin.numbering')}</h1>
        <span className="faint hide-phone">{t('admin.pattern_help', { yy: '{yy}', mm: '{mm}', seq: '{seq:5}' })}</span>
        <div className="side">
          {mayOpen(me, 'core.numbering', 'create') && (
            <Link to={`${home}/core/numbering/new` as string} className="button primary">
              <Icon name="plus" size={15} /> {t('common.new', { thing: t('admin.numbering') })}
            </Link>
          )}
        </div>
      </header>
      <div className="page-body">
        <table className="report-table">
          <thead>
            <tr>
              <th scope="col">{t('admin.declaration')}</th>
              <th scope="col">{t('admin.shipped')}</th>
              <th scope="col">{t('admin.numbering')}</th>
              <th scope="col">{t('form.next_number', { number: '' })}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ record, pattern }, at) => {
              const override = own.find((one) => one['declaration'] === record.name);
              return (
                <tr key={record.name}>
                  <th scope="row">{t.of(record)}</th>
                  <td className="soft">{pattern ?? ''}</td>
                  <td>{override ? <Link to={`${home}/core/numbering/${override.id}` as string}>{String(override['pattern'] ?? '')}</Link> : <span className="faint">—</span>}</td>
                  <td>{examples[at]?.data?.next_number_example ?? ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </>
  );
}
