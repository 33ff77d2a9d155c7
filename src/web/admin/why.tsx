import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Select } from 'antd';
import { useState } from 'react';
import { listQuery } from '../api/queries.ts';
import type { Reference } from '../api/types.ts';
import { isReference } from '../record/fields.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Waiting } from '../shell/states.tsx';
import '../record/record.css';
import { useWords, type Word } from '../words/index.ts';
import './admin.css';
import { type Because, common, judge, useRegistry } from './grants.ts';

/** Why somebody may or may not do something: the grants that speak of it, and the role that would give it (P.8 *Explain*). */
export function Why() {
  const t = useWords();
  const home = useHome();
  const registry = useRegistry();
  const [user, setUser] = useState<Reference | null>(null);
  const [record, setRecord] = useState<string>();
  const [action, setAction] = useState<string>('read');
  const filter = user ? JSON.stringify({ field: 'user', op: 'eq', value: user.id }) : undefined;
  const held = useQuery({ ...listQuery('core.role_assignment', { limit: 200, count: 'none', fields: 'role', filter }), enabled: user !== null }).data?.data;
  if (!registry) return <Waiting />;
  const roles = (held ?? []).flatMap((one) => (isReference(one['role']) && one['role'].code ? [one['role'].code] : []));
  const meta = record === undefined ? undefined : registry.records.get(record);
  const actions = [...common.map((name) => ({ value: name as string, label: t(`admin.${name}`) })), ...(meta?.actions ?? []).map((one) => ({ value: one.name, label: t.of(one) }))];
  const judged = user && held && record !== undefined ? judge(registry, roles, record, action) : undefined;
  const roleName = (code: string): string => {
    const spec = registry.roles.get(code);
    return spec ? t.of(spec) : code;
  };
  const line = (one: Because) => (
    <li key={`${one.role} ${one.scope}`}>
      <Icon name={one.verdict ? 'done' : 'close'} size={15} className={one.verdict ? 'ok-ink' : 'faint'} />
      <Link to={`${home}/settings/role/${one.role}` as string}>{roleName(one.role)}</Link>
      <span className="faint">
        {t('admin.scope')} {t(`admin.scope.${one.scope}` as Word)}
      </span>
    </li>
  );
  return (
    <>
      <header className="page-head">
        <Link to={`${home}/settings` as string} className="icon-button" aria-label={t('common.back')}>
          <Icon name="back" />
        </Link>
        <h1 className="page-title">{t('admin.why')}</h1>
        <span className="faint hide-phone">{t('admin.why_help')}</span>
      </header>
      <div className="page-body why">
        <div className="why-form">
          <ReferenceInput target="core.user" label={t('admin.users')} placeholder={t('admin.users')} value={user} onChange={setUser} autoFocus />
          <Select
            aria-label={t('admin.declaration')}
            placeholder={t('admin.declaration')}
            showSearch={{ optionFilterProp: 'label' }}
            value={record ?? null}
            onChange={(next: string | null) => {
              setRecord(next ?? undefined);
              setAction('read');
            }}
            options={[...registry.records.values()].map((one) => ({ value: one.name, label: t.of(one) }))}
          />
          <Select aria-label={t('admin.action')} showSearch={{ optionFilterProp: 'label' }} value={action} onChange={setAction} options={actions} />
        </div>
        {!judged ? (
          <p className="faint">{t('admin.why_none')}</p>
        ) : (
          <section role="status">
            <p className="why-verdict">
              <Icon name={judged.allowed ? 'done' : 'error'} size={20} className={judged.allowed ? 'ok-ink' : 'neg'} />
              <b>{t(judged.allowed ? 'admin.allowed' : 'admin.denied')}</b>
            </p>
            <ul className="why-lines">{judged.because.map(line)}</ul>
            {judged.because.length === 0 && <p className="faint">{roles.length === 0 ? t('admin.no_roles') : '—'}</p>}
            {judged.nearest.length > 0 && (
              <>
                <h2>{t('admin.give_role')}</h2>
                <ul className="why-lines">{judged.nearest.map(line)}</ul>
              </>
            )}
          </section>
        )}
      </div>
    </>
  );
}
