import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listQuery } from '../api/queries.ts';
import { isReference } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { useRegistry } from './grants.ts';

/** Roles with how much each gives and who has it. */
export function Roles() {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const registry = useRegistry();
  const roles = useQuery(listQuery('core.role', { limit: 200, count: 'none', sort: 'code', fields: 'code,label,label_en,shipped,grants' }));
  const sees = me.permissions.includes('*') || me.roles.includes('administrator');
  const assignments = useQuery({ ...listQuery('core.role_assignment', { limit: 200, count: 'none', fields: 'user,role' }), enabled: sees }).data?.data;
  if (roles.error) return <Failed error={roles.error} thing={t('admin.roles')} retry={() => void roles.refetch()} />;
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t('admin.roles')}</h1>
      </header>
      <div className="page-body">
        {!roles.data || !registry ? (
          <Waiting />
        ) : (
          <table className="report-table cards">
            <thead>
              <tr>
                <th scope="col">{t('admin.roles_of')}</th>
                <th scope="col">{t('import.key')}</th>
                <th scope="col">{t('role.origin')}</th>
                <th scope="col">{t('admin.users')}</th>
              </tr>
            </thead>
            <tbody>
              {roles.data.data.map((role) => {
                const code = String(role['code']);
                const spec = registry.roles.get(code);
                const holders = assignments?.filter((one) => isReference(one['role']) && one['role'].code === code);
                const own = String((t.locale === 'en' ? role['label_en'] : null) ?? role['label'] ?? code);
                const grants = role['grants'] as Readonly<Record<string, readonly unknown[]>> | null | undefined;
                return (
                  <tr key={role.id}>
                    <th scope="row">
                      <Link to={`${home}/settings/role/${code}` as string}>{spec ? t.of(spec) : own}</Link>
                    </th>
                    <td className="faint">{code}</td>
                    <td>
                      <span className={`tag ${grants ? 'blue' : 'line'}`}>{t(grants ? 'role.written' : 'admin.shipped')}</span>
                    </td>
                    <td className="soft">
                      {holders === undefined ? (
                        ''
                      ) : holders.length === 0 ? (
                        <span className="faint">—</span>
                      ) : (
                        holders.map((one) => (isReference(one['user']) ? one['user'].label : '')).join('、')
                      )}
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
