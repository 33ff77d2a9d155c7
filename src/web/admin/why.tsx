import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { Reference } from '../api/types.ts';
import { ReferenceInput } from '../record/reference-input.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import '../record/record.css';
import { useWords } from '../words/index.ts';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { common, useRegistry } from './grants.ts';
import { type Explained, Verdict } from './verdict.tsx';
import { ViewAs } from './view-as.tsx';

/** Why somebody may or may not do something, with a record or without: asked of the server, which judges every call the same way (P.8 *Explain*). */
export function Why() {
  const t = useWords();
  const registry = useRegistry();
  const [user, setUser] = useState<Reference | null>(null);
  const [declaration, setDeclaration] = useState<string>();
  const [record, setRecord] = useState<Reference | null>(null);
  const [action, setAction] = useState('read');
  const question = { user: user?.id, declaration, action, ...(record ? { id: record.id } : {}) };
  const asked = useQuery({
    queryKey: ['explain', question],
    queryFn: ({ signal }) => request<Explained>('POST', '/core/permission/explain', { body: question, signal }),
    enabled: user !== null && declaration !== undefined,
    retry: false,
  });
  if (!registry) return <Waiting />;
  const meta = declaration === undefined ? undefined : registry.records.get(declaration);
  const actions = [...common.map((name) => ({ value: name as string, label: t(`admin.${name}`) })), ...(meta?.actions ?? []).map((one) => ({ value: one.name, label: t.of(one) }))];
  return (
    <>
      <AdminHead title={t('admin.why')} note={t('admin.why_help')} />
      <div className="page-body why">
        <div className="why-form">
          <ReferenceInput target="core.user" label={t('admin.users')} placeholder={t('admin.users')} value={user} onChange={setUser} autoFocus />
          <Select
            aria-label={t('admin.declaration')}
            placeholder={t('admin.declaration')}
            showSearch={{ optionFilterProp: 'label' }}
            value={declaration ?? null}
            onChange={(next: string | null) => {
              setDeclaration(next ?? undefined);
              setRecord(null);
              setAction('read');
            }}
            options={[...registry.records.values()].map((one) => ({ value: one.name, label: t.of(one) }))}
          />
          <Select aria-label={t('admin.action')} showSearch={{ optionFilterProp: 'label' }} value={action} onChange={setAction} options={actions} />
          {declaration !== undefined && (
            <ReferenceInput key={declaration} target={declaration} label={t('admin.which_record')} placeholder={t('admin.which_record')} value={record} onChange={setRecord} />
          )}
        </div>
        {isProblem(asked.error, 'not_found') ? (
          <p>{t('admin.why_invited')}</p>
        ) : asked.error ? (
          <Failed error={asked.error} thing={t('admin.why')} />
        ) : asked.data ? (
          <Verdict answer={asked.data} />
        ) : (
          <p className="faint">{t('admin.why_none')}</p>
        )}
        {user && declaration !== undefined && asked.data && <ViewAs user={user.id} declaration={declaration} />}
      </div>
    </>
  );
}
