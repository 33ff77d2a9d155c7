import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { useSchema } from '../api/queries.ts';
import type { ListPage } from '../api/types.ts';
import { Cell } from '../record/cell.tsx';
import { useDeclarations } from '../record/declarations.ts';
import { fieldAt, usualColumns, valueAt } from '../record/fields.ts';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './role.css';

interface Preview {
  readonly menu: readonly string[];
  readonly list: ListPage;
}
/** The first rows of a list as somebody else sees them, fields hidden from him included as hidden; nothing can be done from here (P.8). */
export function ViewAs({ user, declaration }: { readonly user: string; readonly declaration: string }) {
  const t = useWords();
  const declarations = useDeclarations();
  const schema = useSchema(declaration).data;
  const asked = useQuery({
    queryKey: ['view-as', user, declaration],
    queryFn: ({ signal }) => request<Preview>('POST', '/core/permission/preview', { body: { user, declaration, limit: 20 }, signal }),
    retry: false,
  });
  if (!asked.data || !schema) return null;
  const { menu, list } = asked.data;
  const columns = usualColumns(schema)
    .flatMap((path) => fieldAt(schema, declarations, path) ?? [])
    .slice(0, 8);
  const named = menu.flatMap((name) => declarations?.records.get(name) ?? []).map((record) => t.of(record));
  return (
    <section className="view-as">
      <h2>
        {t('viewas.title')} <span className="faint">{list.count ? t('viewas.rows', { count: list.count.value }) : ''}</span>
      </h2>
      {list.data.length === 0 ? (
        <p className="faint">{t('viewas.none')}</p>
      ) : (
        <div className="wizard-scroll" role="region" aria-label={t('viewas.title')} tabIndex={0}>
          <table className="report-table">
            <thead>
              <tr>
                {columns.map(({ path, label }) => (
                  <th key={path} scope="col">
                    {t.of(label)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.data.map((row) => (
                <tr key={row.id}>
                  {columns.map(({ path, field }) => (
                    <td key={path}>
                      <Cell field={field} value={valueAt(row, path)} masked={row._access?.hidden?.includes(field.name) === true} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {named.length > 0 && (
        <p className="faint view-as-menu">
          {t('viewas.menu')} {named.join(t.locale === 'zh' ? '、' : ', ')}
        </p>
      )}
    </section>
  );
}
