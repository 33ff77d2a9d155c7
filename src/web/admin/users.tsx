import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Dropdown } from 'antd';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { listQuery, useSchema } from '../api/queries.ts';
import type { ApiRecord, Outcome } from '../api/types.ts';
import { referenceLabel, StateMark } from '../record/cell.tsx';
import { isReference } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useHome, useWho } from '../shell/layout.tsx';
import { Dialog } from '../shell/dialog.tsx';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { useRegistry } from './grants.ts';
import { Invite, RoleChoice } from './invite.tsx';
import { OneTimeLink } from './one-time-link.tsx';

/** Who may come in and with which roles; links for invitation and reset are shown once (P.1). */
export function Users() {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const client = useQueryClient();
  const admin = me.roles.includes('administrator');
  const [inviting, setInviting] = useState(false);
  const [giving, setGiving] = useState<ApiRecord>();
  const [link, setLink] = useState<string>();
  const { problems, attempt: attemptAny } = useAttempt();
  const schema = useSchema('core.user');
  const users = useQuery(listQuery('core.user', { limit: 200, sort: 'name', count: 'none', fields: 'name,login,department,state,_actions' }));
  const assignments =
    useQuery({ ...listQuery('core.role_assignment', { limit: 200, count: 'none', fields: 'user,role,from,to' }), enabled: admin || me.permissions.includes('*') }).data?.data ?? [];
  const state = schema.data?.fields.find((field) => field.kind === 'state');
  const registry = useRegistry();
  /** Shipped roles in the reader's language, a company's own as they were named. */
  const roleName = ({ role }: ApiRecord): string => {
    const shipped = isReference(role) ? registry?.roles.get(role.code ?? '') : undefined;
    return shipped ? t.of(shipped) : referenceLabel(role ?? null);
  };
  if (users.error) return <Failed error={users.error} thing={t('admin.users')} retry={() => void users.refetch()} />;
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: ['list'] });
  const attempt = (work: () => Promise<unknown>): Promise<boolean> =>
    attemptAny(async () => {
      await work();
      await refresh();
    });
  const act = (user: ApiRecord, action: string): Promise<boolean> =>
    attempt(() => request<Outcome>('POST', `/core/user/${user.id}/actions/${action}`, { body: { version: user.version, input: {} } }));
  const reset = (user: ApiRecord): Promise<boolean> =>
    attempt(async () => setLink((await request<{ readonly reset_url: string }>('POST', `/core/user/${user.id}/actions/reset_password`, { body: { invite: 'link' } })).reset_url));
  const take = (assignment: ApiRecord): Promise<boolean> => attempt(() => request('DELETE', `/core/role_assignment/${assignment.id}`, { body: { version: assignment.version } }));
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t('admin.users')}</h1>
        <div className="side">
          {admin && (
            <button type="button" className="button primary" onClick={() => setInviting(true)}>
              <Icon name="plus" size={15} /> {t('admin.invite')}
            </button>
          )}
        </div>
      </header>
      <div className="page-body">
        <Refused problems={giving ? [] : problems} className="admin-notice" />
        {!users.data ? (
          <Waiting />
        ) : (
          <table className="report-table cards">
            <thead>
              <tr>
                <th scope="col">{t('admin.name')}</th>
                <th scope="col">{t('admin.login')}</th>
                <th scope="col">{t('settings.department')}</th>
                <th scope="col">{t('admin.roles_of')}</th>
                <th scope="col">{t('admin.last_seen')}</th>
                <td />
              </tr>
            </thead>
            <tbody>
              {users.data.data.map((user) => {
                const roles = assignments.filter((one) => isReference(one['user']) && one['user'].id === user.id);
                const name = String(user['name'] ?? '');
                const items = [
                  { key: 'give', label: t('admin.give_role'), onClick: () => setGiving(user) },
                  { key: 'reset', label: t('admin.reset'), onClick: () => void reset(user) },
                  ...(user.state === 'disabled'
                    ? [{ key: 'enable', label: t('admin.enable'), onClick: () => void act(user, 'enable') }]
                    : [{ key: 'disable', label: t('admin.disable'), danger: true, onClick: () => void act(user, 'disable') }]),
                ];
                return (
                  <tr key={user.id}>
                    <th scope="row">
                      <span className="row">
                        <span className="face on">{name.slice(0, 1)}</span>
                        <Link to={`${home}/core/user/${user.id}` as string} lang="zh-CN">
                          {name}
                        </Link>
                      </span>
                    </th>
                    <td className="soft">{String(user['login'] ?? '')}</td>
                    <td>{referenceLabel(user['department'] ?? null)}</td>
                    <td className="role-tags">
                      {roles.length === 0 && <span className="faint">{t('admin.no_roles')}</span>}
                      {roles.map((one) => (
                        <span key={one.id} className="tag line">
                          <Link to={`${home}/settings/role/${isReference(one['role']) ? (one['role'].code ?? '') : ''}` as string}>{roleName(one)}</Link>
                          {admin && (
                            <button type="button" className="plain" aria-label={t('admin.take_role', { role: roleName(one) })} onClick={() => void take(one)}>
                              ×
                            </button>
                          )}
                        </span>
                      ))}
                    </td>
                    <td>{state && typeof user.state === 'string' && <StateMark field={state} value={user.state} />}</td>
                    <td>
                      {admin && (
                        <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
                          <button type="button" className="icon-button" aria-label={t('list.open_menu', { name })}>
                            <Icon name="more" />
                          </button>
                        </Dropdown>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        )}
      </div>
      {inviting && <Invite close={() => setInviting(false)} done={() => void refresh()} />}
      {giving && (
        <RoleChoice
          user={giving}
          problems={problems}
          close={() => setGiving(undefined)}
          give={(role) => attempt(() => request('POST', '/core/role_assignment', { body: { user: giving.id, role } })).then((done) => done && setGiving(undefined))}
        />
      )}
      {link !== undefined && (
        <Dialog
          title={t('admin.reset')}
          width={520}
          close={() => setLink(undefined)}
          footer={
            <button type="button" className="button primary" onClick={() => setLink(undefined)}>
              {t('admin.done')}
            </button>
          }
        >
          <OneTimeLink text={t('admin.reset_link_once')} link={link} />
        </Dialog>
      )}
    </>
  );
}
