import { Link, useParams } from '@tanstack/react-router';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Blank, Waiting } from '../shell/states.tsx';
import { useWords, type Word } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { allows, common, ownActions, rowsOf, useRegistry } from './grants.ts';

/** What a role gives: records × actions with the scope of rows, field groups, special permissions (P.8). */
export function RolePage() {
  const { id: code } = useParams({ strict: false }) as { readonly id: string };
  const t = useWords();
  const home = useHome();
  const registry = useRegistry();
  if (!registry) return <Waiting />;
  const spec = registry.roles.get(code);
  if (!spec) return <Blank icon="noMatch" title={t('state.not_found')} text={t('state.not_found_help')} />;
  const rows = rowsOf(registry, code);
  const sees: ReadonlySet<string> = new Set(spec.sees ?? []);
  const modules = registry.modules.filter((module) => rows.some((row) => row.meta.module === module.name));
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings/roles` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t.of(spec)}</h1>
        <span className="faint">{code}</span>
        <span className="tag line">{t('admin.shipped')}</span>
        <div className="side">
          <Link to={`${home}/settings/why` as string} className="button">
            {t('admin.why')}
          </Link>
        </div>
      </header>
      <div className="page-body" role="region" aria-label={t.of(spec)} tabIndex={0}>
        <div className="role-facts">
          <section>
            <h2>{t('admin.fields_seen')}</h2>
            <ul>
              {[...registry.fieldGroups].map(([key, group]) => {
                const shown = spec.everything === true || sees.has(key);
                return (
                  <li key={key}>
                    <Icon name={shown ? 'eye' : 'eyeOff'} size={15} className={shown ? '' : 'faint'} />
                    <span>{t.of(group)}</span>
                    <span className="faint">
                      {t(shown ? 'admin.field_full' : group.unless === 'masked' ? 'admin.field_masked' : group.unless === 'hidden' ? 'admin.field_hidden' : 'admin.field_full')}
                    </span>
                  </li>
                );
              })}
            </ul>
          </section>
          <section>
            <h2>{t('admin.named')}</h2>
            {spec.everything && <p>{t('admin.everything')}</p>}
            {spec.reads === 'posting' && <p>{t('admin.reads_posting')}</p>}
            <p className="role-tags">
              {(spec.may ?? []).map((permission) => (
                <span key={permission} className="tag line">
                  {permission}
                </span>
              ))}
              {!spec.everything && spec.reads === undefined && (spec.may ?? []).length === 0 && <span className="faint">—</span>}
            </p>
          </section>
        </div>
        <table className="report-table role-grid">
          <thead>
            <tr>
              <th scope="col">{t('admin.declaration')}</th>
              <th scope="col">{t('admin.scope')}</th>
              {common.map((action) => (
                <th key={action} scope="col" className="mid">
                  {t(`admin.${action}`)}
                </th>
              ))}
              <th scope="col">{t('admin.other_actions')}</th>
            </tr>
          </thead>
          {modules.map((module) => (
            <tbody key={module.name}>
              <tr className="role-module">
                <th scope="colgroup" colSpan={3 + common.length}>
                  {t.of(module)}
                </th>
              </tr>
              {rows
                .filter((row) => row.meta.module === module.name)
                .map((row) => (
                  <tr key={row.meta.name}>
                    <th scope="row">{t.of(row.meta)}</th>
                    <td className="soft">{t(`admin.scope.${row.grant.scope}` as Word)}</td>
                    {common.map((action) => (
                      <td key={action} className="mid">
                        {allows(row.grant, action) && !(row.meta.readonly && action !== 'read' && action !== 'export' && action !== 'print') ? (
                          <Icon name="check" size={14} aria-label={t('common.yes')} />
                        ) : (
                          <span className="faint">—</span>
                        )}
                      </td>
                    ))}
                    <td className="soft">
                      {ownActions(row)
                        .map((action) => t.of(action))
                        .join(t.locale === 'zh' ? '、' : ', ')}
                    </td>
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}
