import { Link } from '@tanstack/react-router';
import { DatePicker, Select } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import type { Reference } from '../api/types.ts';
import { referenceLabel } from '../record/cell.tsx';
import { type DeclaredRecord, useDeclarations } from '../record/declarations.ts';
import '../record/record.css';
import { ReferenceInput } from '../record/reference-input.tsx';
import { Icon } from '../shell/icons.tsx';
import { useHome } from '../shell/layout.tsx';
import { Blank, Failed, Waiting } from '../shell/states.tsx';
import { dateTime } from '../text/format.ts';
import { useWords, type Words } from '../words/index.ts';
import '../report/report.css';
import './admin.css';
import { AdminHead } from './admin-head.tsx';
import { useRegistry } from './grants.ts';
import { usePages } from './served.ts';

interface Entry {
  readonly id: string;
  readonly at: string;
  readonly by: Reference | null;
  readonly via: string;
  readonly ip: string | null;
  readonly version: number | null;
  readonly declaration: string;
  readonly record: { readonly id: string; readonly label: string | null } | null;
  readonly action: string;
  readonly reason: string | null;
  readonly changes?: readonly { readonly path: string; readonly old: unknown; readonly new: unknown }[];
}
/** Who changed what, before and after, newest first; by person, record kind and day (P.9). */
export function Audit() {
  const t = useWords();
  const declarations = useDeclarations();
  const [actor, setActor] = useState<Reference | null>(null);
  const [declaration, setDeclaration] = useState<string>();
  const [via, setVia] = useState<string>();
  const [action, setAction] = useState<string>();
  const [days, setDays] = useState<readonly [string, string]>();
  const registry = useRegistry();
  const asked = usePages<Entry>('/core/audit', { declaration, actor: actor?.id, action, via, from: days?.[0], to: days?.[1] });
  const rows = asked.data?.pages.flatMap((page) => page.data) ?? [];
  const options = [...(declarations?.records.values() ?? [])].map((record) => ({ value: record.name, label: t.of(record) }));
  const own = declaration === undefined ? [] : (registry?.records.get(declaration)?.actions ?? []);
  const actions = [...usual.map((one) => ({ value: one as string, label: t(`admin.${one}`) })), ...own.map((one) => ({ value: one.name, label: t.of(one) }))];
  return (
    <>
      <AdminHead title={t('admin.audit')} />
      <div className="audit-bar">
        <ReferenceInput target="core.user" label={t('admin.by')} placeholder={t('admin.by')} value={actor} onChange={setActor} />
        <Select
          aria-label={t('admin.what')}
          allowClear
          placeholder={t('admin.what')}
          showSearch={{ optionFilterProp: 'label' }}
          value={declaration ?? null}
          options={options}
          onChange={(next: string | null) => {
            setDeclaration(next ?? undefined);
            setAction(undefined);
          }}
        />
        <Select
          aria-label={t('admin.action')}
          allowClear
          placeholder={t('admin.action')}
          value={action ?? null}
          options={actions}
          onChange={(next: string | null) => setAction(next ?? undefined)}
        />
        <Select
          aria-label={t('setup.via')}
          allowClear
          placeholder={t('setup.via')}
          value={via ?? null}
          options={vias.map((one) => ({ value: one, label: t(`setup.via_${one}`) }))}
          onChange={(next: string | null) => setVia(next ?? undefined)}
        />
        <DatePicker.RangePicker
          value={days ? [dayjs(days[0]), dayjs(days[1])] : null}
          onChange={(next) => setDays(next?.[0] && next[1] ? [next[0].format('YYYY-MM-DD'), next[1].format('YYYY-MM-DD')] : undefined)}
        />
      </div>
      <div className="page-body" role="region" aria-label={t('admin.audit')} tabIndex={0}>
        {asked.error ? (
          <Failed error={asked.error} thing={t('admin.audit')} retry={() => void asked.refetch()} />
        ) : asked.isPending ? (
          <Waiting />
        ) : rows.length === 0 ? (
          <Blank icon="noMatch" title={t('report.nothing')} />
        ) : (
          <>
            <table className="report-table cards audit">
              <thead>
                <tr>
                  {(['admin.at', 'admin.by', 'admin.what', 'admin.which', 'admin.action', 'admin.changes'] as const).map((word) => (
                    <th key={word} scope="col">
                      {t(word)}
                    </th>
                  ))}
                  <td />
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Line key={row.id} row={row} declared={declarations?.records.get(row.declaration)} />
                ))}
              </tbody>
            </table>
            {asked.hasNextPage && (
              <p className="admin-more">
                <button type="button" className="button" aria-disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
                  {t('admin.more')}
                </button>
              </p>
            )}
          </>
        )}
      </div>
    </>
  );
}
function Line({ row, declared }: { readonly row: Entry; readonly declared: DeclaredRecord | undefined }) {
  const t = useWords();
  const home = useHome();
  const id = useId();
  const [open, setOpen] = useState(false);
  const acted = useRegistry()
    ?.records.get(row.declaration)
    ?.actions.find((one) => one.name === row.action);
  const changes = row.changes ?? [];
  const shown = changes
    .slice(0, 3)
    .map(
      (change) =>
        `${fieldLabel(declared, change.path, t)} ${t('admin.before_after', { before: valueText(declared, change.path, change.old, t), after: valueText(declared, change.path, change.new, t) })}`,
    );
  const label = row.record?.label === null || row.record?.label === '-' ? t('common.open') : (row.record?.label ?? '');
  return (
    <>
      <tr>
        <td className="day">{dateTime(row.at)}</td>
        <td>{referenceLabel(row.by ?? null)}</td>
        <td className="soft">{declared ? t.of(declared) : row.declaration}</td>
        <td>{row.record && declared ? <Link to={`${home}/${row.declaration.replace('.', '/')}/${row.record.id}` as string}>{label}</Link> : (row.record?.label ?? '')}</td>
        <td className="soft">{acted ? t.of(acted) : actionLabel(row.action, t)}</td>
        <td className="soft wrap">
          {row.action === 'create' ? '' : shown.join('；')}
          {changes.length > 3 && row.action !== 'create' ? ' …' : ''}
          {row.reason ?? ''}
        </td>
        <td className="row-actions">
          <button
            type="button"
            className="icon-button"
            aria-expanded={open}
            aria-controls={open ? id : undefined}
            aria-label={t('setup.diff_of', { name: label })}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'up' : 'down'} size={15} />
          </button>
        </td>
      </tr>
      {open && (
        <tr className="diff-row">
          <td colSpan={7} id={id}>
            <Diff row={row} declared={declared} />
          </td>
        </tr>
      )}
    </>
  );
}
/** Every field with what it was and what it became, and by which way the change came. */
function Diff({ row, declared }: { readonly row: Entry; readonly declared: DeclaredRecord | undefined }) {
  const t = useWords();
  const changes = row.changes ?? [];
  const way = [
    vias.some((one) => one === row.via) ? t(`setup.via_${row.via as (typeof vias)[number]}`) : row.via,
    row.ip,
    row.version === null ? '' : t('setup.version', { n: row.version }),
  ];
  return (
    <>
      <p className="faint">{way.filter((part) => part !== null && part !== '').join(' · ')}</p>
      {changes.length === 0 ? (
        <p className="faint">{t('setup.no_diff')}</p>
      ) : (
        <table className="diff">
          <thead>
            <tr>
              <th scope="col">{t('setup.field')}</th>
              <th scope="col">{t('setup.before')}</th>
              <th scope="col">{t('setup.after')}</th>
            </tr>
          </thead>
          <tbody>
            {changes.map((change) => (
              <tr key={change.path}>
                <th scope="row">{fieldLabel(declared, change.path, t)}</th>
                <td className="was">{valueText(declared, change.path, change.old, t)}</td>
                <td>{valueText(declared, change.path, change.new, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
const usual = ['create', 'update', 'delete'] as const;
const vias = ['web', 'api', 'import', 'job', 'link', 'hook', 'cli', 'assistant'] as const;
const plain = (value: unknown): string =>
  value === null || value === undefined || value === ''
    ? '—'
    : typeof value === 'object'
      ? referenceLabel(value) || '…'
      : /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(String(value))
        ? '…'
        : String(value).slice(0, 40);
/** Keys of states and choices by their label, other values as they are. */
function valueText(declared: DeclaredRecord | undefined, path: string, value: unknown, t: Words): string {
  const option = typeof value === 'string' ? declared?.fields[path]?.options?.[value] : undefined;
  return option ? t.of(option) : plain(value);
}
function fieldLabel(declared: DeclaredRecord | undefined, path: string, t: Words): string {
  const [, name = '', inner] = /^(\w+)(?:\[[^\]]*\]\.(\w+))?/.exec(path) ?? [];
  const field = declared?.fields[name];
  const line = inner === undefined ? undefined : field?.fields?.[inner];
  return line ? t.of(line) : field ? t.of(field) : path;
}
/** What every record can do, by its common name. */
function actionLabel(action: string, t: Words): string {
  if (action === 'create') return t('admin.create');
  if (action === 'update') return t('admin.update');
  return action === 'delete' ? t('admin.delete') : action;
}
