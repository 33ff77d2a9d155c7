import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { listQuery, pathOf } from '../api/queries.ts';
import type { ApiRecord, Schema } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { type FieldAt, fieldAt } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { useHome, useWho } from '../shell/layout.tsx';
import { useWords } from '../words/index.ts';
import { BulkBar } from './bulk-bar.tsx';
import { leafOfIds } from './bulk-run.ts';
import { resized } from './columns.ts';
import { exportRows } from './export-rows.ts';
import { FilterBar } from './filter-bar.tsx';
import { Foot } from './foot.tsx';
import { Kanban } from './kanban.tsx';
import { ListBody, Nothing } from './list-body.tsx';
import { displaysOf, filterOf, keptOf, useListState } from './list-state.ts';
import { keepNeighbours } from './neighbours.ts';
import { Table } from './table.tsx';
import type { TableColumn } from './table-row.tsx';
import { useViewWrites } from './view-menu.tsx';
import { ViewTabs } from './view-tabs.tsx';
import type { Display, ListView } from './views.ts';

const SaveView = lazy(() => import('./view-dialogs.tsx').then((module) => ({ default: module.SaveView })));
const Grouped = lazy(() => import('./grouped.tsx').then((module) => ({ default: module.Grouped })));
const Calendar = lazy(() => import('./calendar.tsx').then((module) => ({ default: module.Calendar })));
const TreeList = lazy(() => import('./tree-list.tsx').then((module) => ({ default: module.TreeList })));

interface ListProps {
  readonly schema: Schema;
  readonly views: readonly ListView[];
  /** The view this list opens with. */
  readonly usual: string;
}
/** The generic list of a declaration (web §4.1). */
export function List({ schema, views, usual }: ListProps) {
  const t = useWords();
  const navigate = useNavigate();
  const home = useHome();
  const me = useWho();
  const declarations = useDeclarations();
  const control = useListState(schema, views, usual);
  const { state, view, change, reset } = control;
  const columns = useMemo(
    () =>
      state.columns.flatMap((column): TableColumn[] => {
        const found = fieldAt(schema, declarations, column.path);
        return found ? [{ ...column, ...found }] : [];
      }),
    [schema, declarations, state.columns],
  );
  const measures = useMemo(
    () =>
      schema.fields
        .filter((field) => field.measure && field.kind === 'money' && field.access !== 'hidden')
        .map((field): FieldAt => ({ path: field.name, field, label: field.label, hop: false })),
    [schema],
  );
  const filter = filterOf(view, state.chips);
  const fields = [
    ...new Set([
      ...columns.map((column) => column.path),
      schema.title,
      ...(schema.code === null ? [] : [schema.code]),
      ...(schema.states.length > 0 ? ['state'] : []),
      ...(schema.date === null ? [] : [schema.date]),
    ]),
  ].join(',');
  const totals = measures.map((measure) => measure.path);
  const sort = state.sort.join(',');
  const plain = state.display === 'table' && state.group === '';
  const query = { filter, q: state.q, sort, limit: state.size, after: state.after, before: state.before, fields, totals: totals.join(',') };
  const found = useQuery({ ...listQuery(schema.name, query), placeholderData: keepPreviousData });
  useEffect(() => {
    if (found.data && !found.isPlaceholderData)
      keepNeighbours(schema.name, { ids: found.data.data.map((record) => record.id), from: state.from, count: found.data.count?.at_least ? undefined : found.data.count?.value });
  }, [found.data, found.isPlaceholderData, schema.name, state.from]);
  const [selected, select] = useState<ReadonlyMap<string, ApiRecord>>(new Map());
  const [cursor, moveTo] = useState(-1);
  const [saving, setSaving] = useState(false);
  const path = `${home}${pathOf(schema.name)}`;
  const href = (record: ApiRecord): string => `${path}/${record.id}`;
  const rows = plain ? (found.data?.data ?? []) : [];
  const fresh = new Map(rows.map((record) => [record.id, record]));
  const chosen = [...selected.values()].map((record) => fresh.get(record.id) ?? record);
  const mayCreate = schema.may['create'] === true;
  const create = (): void => void navigate({ href: `${path}/new` });
  const exporting = (format: 'xlsx' | 'csv'): void =>
    void exportRows(
      schema,
      { filter, q: state.q, sort: state.sort, columns: columns.map((column) => column.path), totals: columns.map((column) => column.path).filter((one) => totals.includes(one)) },
      format,
    );
  const writes = useViewWrites(schema.name);
  const { saved } = view;
  const save = saved && (saved.mine || me.permissions.includes('*')) ? (): void => void writes.update(saved, keptOf(view, state)).then(reset, () => undefined) : undefined;
  const step = (by: number) => (): void => moveTo((now) => Math.max(0, Math.min(rows.length - 1, now + by)));
  const at = rows[cursor];
  const toggle = (record: ApiRecord | undefined): void => {
    if (!record) return;
    const next = new Map(selected);
    if (!next.delete(record.id)) next.set(record.id, record);
    select(next);
  };
  const usable = views.filter((one) => one.saved?.usable !== false);
  useKeys({
    '/': () => document.getElementById('list-search')?.focus(),
    f: () => document.getElementById('add-filter')?.click(),
    ...(mayCreate ? { n: create } : {}),
    e: () => schema.may['export'] !== false && exporting('xlsx'),
    j: step(1),
    k: step(-1),
    arrowdown: step(1),
    arrowup: step(-1),
    'shift+arrowdown': () => (toggle(at), step(1)()),
    'shift+arrowup': () => (toggle(at), step(-1)()),
    space: () => toggle(at),
    enter: () => at && void navigate({ href: href(at) }),
    'ctrl+enter': () => at && window.open(href(at), '_blank', 'noopener'),
    escape: () => select(new Map()),
    ...Object.fromEntries(usable.slice(0, 9).map((one, index) => [String(index + 1), () => change({ view: one.key })])),
  });
  const empty = <Nothing schema={schema} control={control} filtered={filter !== undefined || state.q !== ''} path={path} create={mayCreate ? create : undefined} />;
  const shown = { schema, columns, filter, q: state.q, href };
  const displays = displaysOf(schema);
  return (
    <>
      <header className="page-head open">
        <h1 className="page-title">{t.of(schema.label)}</h1>
        <div className="side">
          {displays.length > 1 && <Displays displays={displays} display={state.display} change={(display) => change({ display, group: '' })} />}
          {schema.may['import'] !== false && !schema.readonly && (
            <a
              className="button hide-phone"
              href={`${path}/import`}
              onClick={(event) => {
                event.preventDefault();
                void navigate({ href: `${path}/import` });
              }}
            >
              <Icon name="upload" size={15} /> {t('common.import')}
            </a>
          )}
          {mayCreate && (
            <button type="button" className="button primary" onClick={create}>
              <Icon name="plus" size={15} /> {t('common.new', { thing: t.in(schema.label) })} <span className="key hide-phone">N</span>
            </button>
          )}
        </div>
      </header>
      <ViewTabs schema={schema} views={views} usual={usual} control={control} ready={found.isSuccess} saving={() => setSaving(true)} />
      <FilterBar schema={schema} control={control} exporting={exporting} save={save} saveAs={() => setSaving(true)} />
      {writes.problem !== undefined && (
        <p className="notice red offline" role="alert">
          {writes.problem}
        </p>
      )}
      {state.display === 'kanban' && <Kanban schema={schema} filter={filter} q={state.q} href={href} />}
      {state.display === 'calendar' && (
        <Suspense fallback={null}>
          <Calendar {...shown} control={control} />
        </Suspense>
      )}
      {state.display === 'tree' && (
        <Suspense fallback={null}>
          <TreeList {...shown} fields={fields} empty={empty} />
        </Suspense>
      )}
      {state.display === 'table' && (
        <ListBody schema={schema} found={found} empty={empty}>
          {(page) => (
            <>
              {plain ? (
                <Table
                  {...shown}
                  page={page}
                  sort={state.sort}
                  onSort={(next) => change({ sort: next })}
                  resize={(one, width) => change({ columns: resized(state.columns, one, width) })}
                  selected={selected}
                  select={select}
                  cursor={cursor}
                  moveTo={moveTo}
                  stale={found.isPlaceholderData}
                />
              ) : (
                <Suspense fallback={null}>
                  <Grouped {...shown} control={control} fields={fields} measures={totals} page={page} selected={selected} select={select} />
                </Suspense>
              )}
              <Foot page={page} control={control} paged={plain} measures={measures} columns={columns} refresh={() => void found.refetch()} />
              {chosen.length > 0 && (
                <BulkBar
                  schema={schema}
                  rows={chosen}
                  clear={() => select(new Map())}
                  show={(ids) => change({ chips: [leafOfIds(ids)], q: '', view: '' })}
                  whole={
                    plain && rows.every((record) => selected.has(record.id)) && page.count && page.count.value > chosen.length
                      ? { filter, q: state.q, count: page.count, totals: page.totals }
                      : undefined
                  }
                />
              )}
            </>
          )}
        </ListBody>
      )}
      {saving && (
        <Suspense fallback={null}>
          <SaveView schema={schema} control={control} close={() => setSaving(false)} />
        </Suspense>
      )}
    </>
  );
}

const displayIcons = { table: 'table', kanban: 'board', calendar: 'calendar', tree: 'tree' } as const;
function Displays({ displays, display, change }: { readonly displays: readonly Display[]; readonly display: Display; readonly change: (display: Display) => void }) {
  const t = useWords();
  return (
    <span className="segment" role="group" aria-label={t('list.display')}>
      {displays.map((one) => (
        <button key={one} type="button" aria-pressed={display === one} aria-label={t(`list.${one}`)} title={t(`list.${one}`)} onClick={() => change(one)}>
          <Icon name={displayIcons[one]} />
        </button>
      ))}
    </span>
  );
}
