import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { request } from '../api/client.ts';
import { meQuery, recordQuery, useSchema } from '../api/queries.ts';
import type { ApiRecord, SchemaField } from '../api/types.ts';
import { shown, StateMark } from '../record/cell.tsx';
import { Control } from '../record/control.tsx';
import '../record/record.css';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, told, useAttempt } from '../shell/refused.tsx';
import { Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import type { Values } from './record-dialog.tsx';

const name = 'core.organisation';
/** What stands on documents and invoices, and the company's place and language (P.1). */
export function Company() {
  const t = useWords();
  const me = useWho();
  const schema = useSchema(name);
  const asked = useQuery(recordQuery(name, me.organisation.id));
  const error = schema.error ?? asked.error;
  if (error) return <Failed error={error} thing={t('admin.organisation')} retry={() => void asked.refetch()} />;
  if (!schema.data || !asked.data) return <Waiting />;
  return <CompanyForm key={asked.data.version} fields={schema.data.fields} record={asked.data} may={mayOpen(me, name, 'update')} />;
}
const printed = ['name', 'short_name', 'uscc', 'address', 'phone'];
const placed = ['code', 'time_zone', 'locale'];
function CompanyForm({ fields, record, may }: { readonly fields: readonly SchemaField[]; readonly record: ApiRecord; readonly may: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const [changed, setChanged] = useState<Values>({});
  const { busy, problems, attempt } = useAttempt();
  const dirty = Object.keys(changed).length > 0;
  async function save(): Promise<void> {
    if (!dirty || busy) return;
    await attempt(async () => {
      await request('PATCH', `/core/organisation/${record.id}`, { body: { version: record.version, ...changed } });
      await Promise.all([client.invalidateQueries({ queryKey: recordQuery(name, record.id).queryKey }), client.invalidateQueries({ queryKey: meQuery().queryKey })]);
    });
  }
  useKeys({ 'ctrl+s': () => void save() });
  const state = fields.find((field) => field.kind === 'state');
  const line = (key: string) => {
    const field = fields.find((one) => one.name === key);
    if (!field) return null;
    const problem = told(problems.filter((one) => one.path === `/${key}`));
    const value = key in changed ? changed[key] : record[key];
    return (
      <div key={key} className={key in changed ? 'setting changed' : 'setting'}>
        <label htmlFor={`c-${key}`}>
          {t.of(field.label)}
          {field.help && <span className="faint">{t.of(field.help)}</span>}
        </label>
        <div>
          {may && !field.immutable ? (
            <Control field={field} id={`c-${key}`} value={value ?? null} invalid={problem !== ''} onChange={(next) => setChanged({ ...changed, [key]: next })} />
          ) : (
            <output id={`c-${key}`}>{shown(field, value, t)}</output>
          )}
          {problem !== '' && (
            <p className="neg" role="alert">
              {problem}
            </p>
          )}
        </div>
      </div>
    );
  };
  return (
    <>
      <AdminHead title={t('admin.organisation')} note={dirty ? t('common.unsaved') : t('admin.organisation_help')}>
        {may && (
          <button type="button" className="button primary" aria-disabled={!dirty || busy} onClick={() => void save()}>
            {t('common.save')} <span className="key hide-phone">Ctrl S</span>
          </button>
        )}
      </AdminHead>
      <div className="page-body settings-form">
        <Refused problems={problems.filter((one) => ![...printed, ...placed].some((key) => one.path === `/${key}`))} />
        <section className="setting-group">
          <h2>{t('setup.on_documents')}</h2>
          {printed.map(line)}
          <div className="setting">
            <span className="label-like">
              {t('setup.logo')}
              <span className="faint">{t('setup.logo_help')}</span>
            </span>
            <Logo record={record} may={may} />
          </div>
        </section>
        <section className="setting-group">
          <h2>{t('setup.place')}</h2>
          {placed.map(line)}
          {state && (
            <div className="setting">
              <span className="label-like">{t.of(state.label)}</span>
              <div>
                <StateMark field={state} value={String(record.state)} />
              </div>
            </div>
          )}
        </section>
      </div>
    </>
  );
}
interface Kept {
  readonly id: string;
  readonly name: string;
}
/** One picture; another one takes its place. */
function Logo({ record, may }: { readonly record: ApiRecord; readonly may: boolean }) {
  const t = useWords();
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const path = `/core/organisation/${record.id}/attachments`;
  const key = ['attachments', name, record.id];
  const files = useQuery({ queryKey: key, queryFn: ({ signal }) => request<{ readonly data: readonly Kept[] }>('GET', path, { signal }) }).data?.data ?? [];
  const { busy, problems, attempt } = useAttempt();
  const logo = files.at(-1);
  const write = (work: () => Promise<unknown>): void =>
    void attempt(async () => {
      await work();
      await client.invalidateQueries({ queryKey: key });
    });
  const put = (file: File | undefined): void => {
    if (file)
      write(async () => {
        for (const old of files) await request('DELETE', `${path}/${old.id}`, { body: {} });
        await request('POST', path, { file: { file, fields: {} } });
      });
  };
  return (
    <div>
      <span className="row">
        {logo ? <img className="company-logo" src={`/api${path}/${logo.id}?inline=1`} alt={t('setup.logo')} /> : <span className="faint">{t('setup.no_logo')}</span>}
        {may && (
          <>
            <button type="button" className="button small" aria-disabled={busy} onClick={() => input.current?.click()}>
              <Icon name="upload" size={14} /> {t(logo ? 'setup.logo_other' : 'setup.logo_choose')}
            </button>
            {logo && (
              <button type="button" className="button small quiet" aria-disabled={busy} onClick={() => write(() => request('DELETE', `${path}/${logo.id}`, { body: {} }))}>
                {t('common.delete')}
              </button>
            )}
            <input
              ref={input}
              type="file"
              className="unseen"
              tabIndex={-1}
              aria-label={t('setup.logo')}
              accept="image/png,image/jpeg,image/webp"
              onChange={(event) => {
                put(event.target.files?.[0]);
                event.target.value = '';
              }}
            />
          </>
        )}
      </span>
      <Refused problems={problems} />
    </div>
  );
}
