import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../api/client.ts';
import { refreshAfterWrite, schemaQuery, useSchema } from '../api/queries.ts';
import type { ApiRecord } from '../api/types.ts';
import { optionLabel } from '../record/cell.tsx';
import { type Declarations, useDeclarations } from '../record/declarations.ts';
import { Icon } from '../shell/icons.tsx';
import { useWho } from '../shell/layout.tsx';
import { mayOpen } from '../shell/menu.ts';
import { Refused, useAttempt } from '../shell/refused.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { useWords } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { CustomFieldDialog } from './custom-field-dialog.tsx';
import { placesIn } from './places.ts';
import { useAll } from './served.ts';

const name = 'core.custom_field';
/** Fields a company adds to its declarations (P.11): chosen by declaration, in their order; archived ones can come back. */
export function CustomFields() {
  const t = useWords();
  const me = useWho();
  const navigate = useNavigate();
  const { of: chosen = 'customers.customer' } = useSearch({ strict: false }) as { readonly of?: string };
  const declarations = useDeclarations();
  const asked = useAll(name, { archived: 'all', sort: 'declaration,position,key' });
  const [open, setOpen] = useState<ApiRecord | 'new'>();
  const may = mayOpen(me, name, 'create');
  if (asked.error) return <Failed error={asked.error} thing={t('admin.custom_fields')} retry={() => void asked.refetch()} />;
  if (!declarations || !asked.data) return <Waiting />;
  const all = asked.data;
  const rows = all.filter((row) => row['declaration'] === chosen);
  const record = declarations.records.get(chosen);
  const go = (of: string): void => void navigate({ to: '.', search: { of } as never });
  return (
    <>
      <AdminHead title={t('admin.custom_fields')} note={t('setup.fields_note')}>
        {may && record && (
          <button type="button" className="button primary" onClick={() => setOpen('new')}>
            <Icon name="plus" size={15} /> {t('setup.field_new')}
          </button>
        )}
      </AdminHead>
      <div className="split">
        <Places declarations={declarations} rows={all} chosen={chosen} go={go} />
        <div className="page-body" role="region" aria-label={record ? t.of(record) : chosen} tabIndex={0}>
          {rows.length === 0 ? (
            <Blank title={t('setup.fields_none', { thing: record ? t.in(record) : chosen })} text={t('setup.fields_none_help')}>
              {may && (
                <button type="button" className="button primary" onClick={() => setOpen('new')}>
                  <Icon name="plus" size={15} /> {t('setup.field_new')}
                </button>
              )}
            </Blank>
          ) : (
            <FieldTable rows={rows} may={may} edit={setOpen} />
          )}
        </div>
      </div>
      {open !== undefined && (
        <CustomFieldDialog key={open === 'new' ? 'new' : open.id} declaration={chosen} field={open === 'new' ? undefined : open} rows={rows} close={() => setOpen(undefined)} />
      )}
    </>
  );
}
/** Everything that may have own fields, by module; how many it has stands beside. */
function Places({
  declarations,
  rows,
  chosen,
  go,
}: {
  readonly declarations: Declarations;
  readonly rows: readonly ApiRecord[];
  readonly chosen: string;
  readonly go: (of: string) => void;
}) {
  const t = useWords();
  const groups = placesIn(declarations);
  const count = (of: string): number => rows.filter((row) => row['declaration'] === of && row['archived_at'] === null).length;
  return (
    <>
      <nav className="split-list hide-phone" aria-label={t('admin.declaration')}>
        {groups.map(({ module, records }) => (
          <section key={module.name}>
            <h2>{t.of(module)}</h2>
            {records.map((record) => (
              <button key={record.name} type="button" className="plain" aria-current={record.name === chosen ? 'true' : undefined} onClick={() => go(record.name)}>
                <span className="cut grow">{t.of(record)}</span>
                {count(record.name) > 0 && <span className="count">{count(record.name)}</span>}
              </button>
            ))}
          </section>
        ))}
      </nav>
      <div className="only-phone split-choice">
        <select className="input" aria-label={t('admin.declaration')} value={chosen} onChange={(event) => go(event.target.value)}>
          {groups.map(({ module, records }) => (
            <optgroup key={module.name} label={t.of(module)}>
              {records.map((record) => (
                <option key={record.name} value={record.name}>
                  {t.of(record)}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
    </>
  );
}
function FieldTable({ rows, may, edit }: { readonly rows: readonly ApiRecord[]; readonly may: boolean; readonly edit: (row: ApiRecord) => void }) {
  const t = useWords();
  const client = useQueryClient();
  const kind = useSchema(name).data?.fields.find((field) => field.name === 'kind');
  const { busy, problems, attempt } = useAttempt();
  const live = rows.filter((row) => row['archived_at'] === null);
  const gone = rows.filter((row) => row['archived_at'] !== null);
  const write = (work: () => Promise<unknown>): Promise<boolean> =>
    attempt(async () => {
      await work();
      await refreshAfterWrite(client, name);
      await client.invalidateQueries({ queryKey: schemaQuery(String(rows[0]?.['declaration'])).queryKey });
    });
  /** Positions are written for all that stand elsewhere than they did. */
  const move = (at: number, by: -1 | 1): Promise<boolean> =>
    write(async () => {
      const order = [...live];
      const [row] = order.splice(at, 1);
      if (!row) return;
      order.splice(at + by, 0, row);
      for (const [index, one] of order.entries()) {
        const position = (index + 1) * 10;
        if (one['position'] !== position) await request('PATCH', `/core/custom_field/${one.id}`, { body: { version: one.version, position } });
      }
    });
  const act = (row: ApiRecord, action: 'archive' | 'restore'): Promise<boolean> =>
    write(() => request('POST', `/core/custom_field/${row.id}/actions/${action}`, { body: { version: row.version, input: {} } }));
  const line = (row: ApiRecord, at: number) => {
    const archived = row['archived_at'] !== null;
    const label = String(row[t.locale === 'zh' ? 'label_zh' : 'label_en']);
    return (
      <tr key={row.id} className={archived ? 'past' : undefined}>
        <th scope="row">
          {may && !archived ? (
            <button type="button" className="link" onClick={() => edit(row)}>
              {label}
            </button>
          ) : (
            label
          )}
        </th>
        <td className="soft hide-phone">{String(row['key'])}</td>
        <td>{kind ? optionLabel(kind, String(row['kind']), t) : ''}</td>
        <td className="hide-phone">{row['required'] === true ? t('common.required') : <span className="faint">—</span>}</td>
        <td className="soft hide-phone">{archived ? t('setup.archived') : String(row['help'] ?? '')}</td>
        <td className="row-actions">
          {may && !archived && (
            <>
              <button type="button" className="icon-button" disabled={busy || at === 0} aria-label={t('setup.move_up', { name: label })} onClick={() => void move(at, -1)}>
                <Icon name="up" size={15} />
              </button>
              <button
                type="button"
                className="icon-button"
                disabled={busy || at === live.length - 1}
                aria-label={t('setup.move_down', { name: label })}
                onClick={() => void move(at, 1)}
              >
                <Icon name="down" size={15} />
              </button>
            </>
          )}
          {may && (
            <button type="button" className="button small quiet" aria-disabled={busy} onClick={() => void act(row, archived ? 'restore' : 'archive')}>
              {t(archived ? 'setup.restore' : 'setup.archive')}
            </button>
          )}
        </td>
      </tr>
    );
  };
  return (
    <>
      <Refused problems={problems} className="admin-notice" />
      <table className="report-table cards">
        <thead>
          <tr>
            <th scope="col">{t('setup.field')}</th>
            <th scope="col" className="hide-phone">
              {t('setup.key')}
            </th>
            <th scope="col">{t('setup.kind')}</th>
            <th scope="col" className="hide-phone">
              {t('common.required')}
            </th>
            <th scope="col" className="hide-phone">
              {t('setup.help')}
            </th>
            <td />
          </tr>
        </thead>
        <tbody>
          {live.map(line)}
          {gone.map(line)}
        </tbody>
      </table>
    </>
  );
}
