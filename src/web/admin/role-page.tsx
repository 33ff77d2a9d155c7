import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { listQuery } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { useHome, useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import './setup.css';
import './role.css';
import { RecordDialog } from './record-dialog.tsx';
import { RoleGrid } from './role-grid.tsx';
import { type Grants, type GrantOptions, levelOf, levelsOf, optionsQuery, type Permissions, type RoleAnswer, roleQuery } from './role-model.ts';
import { useRoleNames } from './role-names.ts';

/** What a role gives: records × actions with the scope of rows, field groups, special permissions; written by administrators (P.8). */
export function RolePage() {
  const { id: code } = useParams({ strict: false }) as { readonly id: string };
  const t = useWords();
  const options = useQuery(optionsQuery(t.locale));
  const role = useQuery(roleQuery(code));
  const record = useQuery(listQuery('core.role', { limit: 1, count: 'none', filter: JSON.stringify({ field: 'code', op: 'eq', value: code }) })).data?.data[0];
  const error = role.error ?? options.error;
  if (error) return <Failed error={error} thing={t('admin.roles')} retry={() => void role.refetch()} />;
  if (!role.data || !options.data || !record) return <Waiting />;
  return <Role key={`${code} ${record.version}`} role={role.data} options={options.data} record={record} />;
}
interface Draft {
  readonly grants: Grants;
  readonly permissions: Permissions;
}
function Role({ role, options, record }: { readonly role: RoleAnswer; readonly options: GrantOptions; readonly record: ApiRecord }) {
  const t = useWords();
  const home = useHome();
  const me = useWho();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>();
  const [copying, setCopying] = useState(false);
  const { busy, problems, attempt, clear } = useAttempt();
  const [label = role.label] = useRoleNames([role.code]);
  const may = mayOpen(me, 'core.role', 'update');
  const shown = draft ?? role;
  const write = (body: object): void =>
    void attempt(async () => {
      await request('PATCH', `/core/role/${record.id}`, { body: { version: record.version, ...body } });
      await Promise.all([client.invalidateQueries({ queryKey: ['role-grants'] }), client.invalidateQueries({ queryKey: ['list'] })]);
    });
  useKeys({ 'ctrl+s': () => draft && !busy && write(draft) });
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings/roles` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{label}</h1>
        <span className="faint hide-phone">{role.code}</span>
        <span className="tag line hide-phone">{t(role.written ? 'role.written' : 'admin.shipped')}</span>
        <div className="side">
          {draft ? (
            <>
              <button
                type="button"
                className="button"
                onClick={() => {
                  setDraft(undefined);
                  clear();
                }}
              >
                {t('common.cancel')}
              </button>
              <button type="button" className="button primary" aria-disabled={busy} onClick={() => !busy && write(draft)}>
                {t('common.save')} <span className="key hide-phone">Ctrl S</span>
              </button>
            </>
          ) : (
            <>
              <Link to={`${home}/settings/why` as string} className="button quiet hide-phone">
                {t('admin.why')}
              </Link>
              {may && role.written && record['shipped'] === true && (
                <button type="button" className="button quiet hide-phone" aria-disabled={busy} onClick={() => write({ grants: null, permissions: null })}>
                  {t('role.reset')}
                </button>
              )}
              {mayOpen(me, 'core.role', 'create') && (
                <button type="button" className="button" onClick={() => setCopying(true)}>
                  <Icon name="copy" size={15} /> {t('common.copy')}
                </button>
              )}
              {may && (
                <button type="button" className="button primary" onClick={() => setDraft({ grants: role.grants, permissions: role.permissions })}>
                  {t('role.edit')}
                </button>
              )}
            </>
          )}
        </div>
      </header>
      <div className="page-body" role="region" aria-label={label} tabIndex={0}>
        <Refused problems={problems} className="admin-notice" />
        <Facts role={role} options={options} shown={shown} edit={draft ? (permissions) => setDraft({ ...draft, permissions }) : undefined} />
        <RoleGrid options={options} grants={shown.grants} edit={draft ? (grants) => setDraft({ ...draft, grants }) : undefined} />
      </div>
      {copying && <Copy role={role} label={label} close={() => setCopying(false)} />}
    </>
  );
}
function Facts({
  role,
  options,
  shown,
  edit,
}: {
  readonly role: RoleAnswer;
  readonly options: GrantOptions;
  readonly shown: Draft;
  readonly edit: ((permissions: Permissions) => void) | undefined;
}) {
  const t = useWords();
  const held = Object.keys(shown.permissions);
  const left = options.permissions.filter((name) => !held.includes(name));
  return (
    <div className="role-facts">
      <section>
        <h2>{t('admin.fields_seen')}</h2>
        <ul>
          {options.groups.map((group) => {
            const levels = levelsOf(shown.grants, options, group);
            const seen = levels.includes('full') || levels.includes('readonly');
            return (
              <li key={group.name}>
                <Icon name={seen ? 'eye' : 'eyeOff'} size={15} className={seen ? '' : 'faint'} />
                <span>{group.label}</span>
                <span className="faint">{levels.length === 0 ? t(`role.level_${levelOf({}, group)}`) : levels.map((level) => t(`role.level_${level}`)).join(' / ')}</span>
              </li>
            );
          })}
        </ul>
      </section>
      <section>
        <h2>{t('admin.named')}</h2>
        {role.everything && <p>{t('admin.everything')}</p>}
        <p className="role-tags">
          {held.map((name) => (
            <span key={name} className="tag line">
              {name}
              {edit && (
                <button
                  type="button"
                  className="plain"
                  aria-label={t('role.take_permission', { name })}
                  onClick={() => edit(Object.fromEntries(Object.entries(shown.permissions).filter(([other]) => other !== name)))}
                >
                  ×
                </button>
              )}
            </span>
          ))}
          {held.length === 0 && <span className="faint">—</span>}
        </p>
        {edit && left.length > 0 && (
          <select className="input role-add" aria-label={t('role.give_permission')} value="" onChange={(event) => edit({ ...shown.permissions, [event.target.value]: {} })}>
            <option value="">{t('role.give_permission')}</option>
            {left.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </section>
    </div>
  );
}
/** A role of the company's own, beginning with what another one gives. */
function Copy({ role, label, close }: { readonly role: RoleAnswer; readonly label: string; readonly close: () => void }) {
  const t = useWords();
  const home = useHome();
  const navigate = useNavigate();
  return (
    <RecordDialog
      name="core.role"
      title={t('role.copy_of', { name: label })}
      initial={{ based_on: role.code, grants: role.grants, permissions: role.permissions, label: t('role.copy_name', { name: label }), code: `${role.code}_copy` }}
      fields={() => ['label', 'label_en', 'code']}
      close={close}
      save={t('common.copy')}
      done={(saved) => void navigate({ to: `${home}/settings/role/${String(saved['code'])}` as string })}
    />
  );
}
