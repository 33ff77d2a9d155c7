import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { download, keep } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { listQuery, pathOf } from '../api/queries.ts';
import type { ApiRecord, ListPage, Schema } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { type FieldAt, fieldAt } from '../record/fields.ts';
import { Icon } from '../shell/icons.tsx';
import { useKeys } from '../shell/keys.ts';
import { useHome } from '../shell/layout.tsx';
import { Blank, Failed, SkeletonRows, useSlow } from '../shell/states.tsx';
import { clock } from '../text/format.ts';
import { useWords } from '../words/index.ts';
import { BulkBar } from './bulk-bar.tsx';
import { leafText } from './chip.tsx';
import { FilterBar } from './filter-bar.tsx';
import { Foot } from './foot.tsx';
import { Kanban } from './kanban.tsx';
import { filterOf, useListState } from './list-state.ts';
import { keepNeighbours } from './neighbours.ts';
import { Table } from './table.tsx';
import { ViewTabs } from './view-tabs.tsx';

/** The generic list of a declaration (web §4.1). */
export function List({ schema }: { readonly schema: Schema }) {
  const t = useWords();
  const navigate = useNavigate();
  const home = useHome();
  const declarations = useDeclarations();
  const { state, view, change, changed } = useListState(schema);
  const columns = useMemo(
    () => state.columns.map((path) => fieldAt(schema, declarations, path)).filter((column): column is FieldAt => column !== undefined),
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
  const query = {
    filter,
    q: state.q,
    sort: state.sort.join(','),
    limit: state.size,
    after: state.after,
    before: state.before,
    fields,
    totals: measures.map((measure) => measure.path).join(','),
  };
  const found = useQuery({ ...listQuery(schema.name, query), placeholderData: keepPreviousData });
  useEffect(() => {
    if (found.data && !found.isPlaceholderData)
      keepNeighbours(schema.name, { ids: found.data.data.map((record) => record.id), from: state.from, count: found.data.count?.at_least ? undefined : found.data.count?.value });
  }, [found.data, found.isPlaceholderData, schema.name, state.from]);
  const [selected, select] = useState<ReadonlySet<string>>(new Set());
  const [cursor, moveTo] = useState(-1);
  const path = `${home}${pathOf(schema.name)}`;
  const href = (record: ApiRecord): string => `${path}/${record.id}`;
  const rows = found.data?.data ?? [];
  const chosen = rows.filter((record) => selected.has(record.id));
  const mayCreate = schema.may['create'] === true;
  const create = (): void => void navigate({ href: `${path}/new` });
  const exporting = (): void => void exportRows(schema, { filter, q: state.q, sort: state.sort, columns });
  const views = ['', ...Object.keys(schema.views.saved ?? {})];
  const step = (by: number) => (): void => moveTo((now) => Math.max(0, Math.min(rows.length - 1, now + by)));
  const at = rows[cursor];
  const toggle = (record: ApiRecord | undefined): void => {
    if (!record) return;
    const next = new Set(selected);
    if (!next.delete(record.id)) next.add(record.id);
    select(next);
  };
  useKeys({
    '/': () => document.getElementById('list-search')?.focus(),
    f: () => document.getElementById('add-filter')?.click(),
    ...(mayCreate ? { n: create } : {}),
    e: exporting,
    j: step(1),
    k: step(-1),
    arrowdown: step(1),
    arrowup: step(-1),
    'shift+arrowdown': () => (toggle(at), step(1)()),
    'shift+arrowup': () => (toggle(at), step(-1)()),
    space: () => toggle(at),
    enter: () => at && void navigate({ href: href(at) }),
    'ctrl+enter': () => at && window.open(href(at), '_blank', 'noopener'),
    escape: () => select(new Set()),
    ...Object.fromEntries(views.slice(0, 9).map((key, index) => [String(index + 1), () => change({ view: key })])),
  });
  return (
    <>
      <header className="page-head open">
        <h1 className="page-title">{t.of(schema.label)}</h1>
        <div className="side">
          {schema.views.kanban && <Displays display={state.display} change={(display) => change({ display })} />}
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
      <ViewTabs schema={schema} state={state} change={change} changed={changed} ready={found.isSuccess} />
      <FilterBar schema={schema} state={state} change={change} changed={changed} exporting={exporting} />
      {state.display === 'kanban' ? (
        <Kanban schema={schema} filter={filter} q={state.q} href={href} />
      ) : (
        <Body
          schema={schema}
          found={found}
          empty={<Nothing schema={schema} state={state} change={change} filtered={filter !== undefined || state.q !== ''} path={path} create={mayCreate ? create : undefined} />}
        >
          {(page) => (
            <>
              <Table
                schema={schema}
                columns={columns}
                page={page}
                sort={state.sort}
                onSort={(sort) => change({ sort })}
                selected={selected}
                select={select}
                cursor={cursor}
                moveTo={moveTo}
                href={href}
                stale={found.isPlaceholderData}
              />
              <Foot page={page} state={state} change={change} measures={measures} columns={columns} refresh={() => void found.refetch()} />
              {chosen.length > 0 && (
                <BulkBar
                  key={`${chosen.length === rows.length}`}
                  schema={schema}
                  rows={chosen}
                  clear={() => select(new Set())}
                  whole={
                    state.q === '' && chosen.length === rows.length && page.count && !page.count.at_least && page.count.value > rows.length
                      ? { filter: filter === undefined ? { all: [] } : (JSON.parse(filter) as unknown), count: page.count.value, totals: page.totals }
                      : undefined
                  }
                />
              )}
            </>
          )}
        </Body>
      )}
    </>
  );
}

function Displays({ display, change }: { readonly display: 'table' | 'kanban'; readonly change: (display: 'table' | 'kanban') => void }) {
  const t = useWords();
  return (
    <span className="segment" role="group">
      {(['table', 'kanban'] as const).map((one) => (
        <button key={one} type="button" aria-pressed={display === one} aria-label={t(`list.${one}`)} title={t(`list.${one}`)} onClick={() => change(one)}>
          <Icon name={one === 'table' ? 'table' : 'board'} />
        </button>
      ))}
    </span>
  );
}

interface Found {
  readonly data: ListPage | undefined;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly refetch: () => unknown;
}
function Body({
  schema,
  found,
  empty,
  children,
}: {
  readonly schema: Schema;
  readonly found: Found;
  readonly empty: React.ReactNode;
  readonly children: (page: ListPage) => React.ReactNode;
}) {
  const t = useWords();
  const slow = useSlow(found.isPending);
  if (found.error && found.data && isProblem(found.error, 'network.unreachable')) {
    return (
      <>
        <p className="notice amber offline" role="alert">
          <span className="grow">{t('state.offline', { time: clock(new Date(found.data.as_of)) })}</span>
          <button type="button" className="link" onClick={() => void found.refetch()}>
            {t('state.reconnect')}
          </button>
        </p>
        {children(found.data)}
      </>
    );
  }
  if (found.error) return <Failed error={found.error} thing={t.in(schema.label)} retry={() => void found.refetch()} />;
  if (!found.data) return slow ? <SkeletonRows rows={12} columns={6} /> : null;
  return found.data.data.length === 0 ? empty : children(found.data);
}

interface NothingProps {
  readonly schema: Schema;
  readonly state: ReturnType<typeof useListState>['state'];
  readonly change: ReturnType<typeof useListState>['change'];
  readonly filtered: boolean;
  readonly path: string;
  readonly create: (() => void) | undefined;
}
/** Empty and nothing found are two things (web §5): the first says what to do, the second which condition to drop. */
function Nothing({ schema, state, change, filtered, path, create }: NothingProps) {
  const t = useWords();
  const thing = t.in(schema.label);
  const last = state.chips.at(-1);
  if (filtered) {
    return (
      <Blank
        icon="noMatch"
        title={t('state.nothing', { thing })}
        text={last ? t('state.nothing_drop', { condition: leafText(schema, last, t) }) : state.q === '' ? undefined : t('state.nothing_q', { q: state.q, thing })}
      >
        {last && (
          <button type="button" className="button" onClick={() => change({ chips: state.chips.slice(0, -1) })}>
            {t('state.drop')}
          </button>
        )}
        <button type="button" className="button quiet" onClick={() => change({ chips: [], q: '', view: '' })}>
          {t('state.clear')}
        </button>
      </Blank>
    );
  }
  return (
    <Blank title={t('state.empty', { thing })} text={create ? t('state.empty_help') : t('state.empty_read')}>
      {create && (
        <>
          <button type="button" className="button primary" onClick={create}>
            <Icon name="plus" size={15} /> {t('common.new', { thing })}
          </button>
          <a className="button" href={`${path}/import`}>
            <Icon name="file" size={15} /> {t('state.import_excel')}
          </a>
        </>
      )}
    </Blank>
  );
}

async function exportRows(
  schema: Schema,
  what: { readonly filter: string | undefined; readonly q: string; readonly sort: readonly string[]; readonly columns: readonly FieldAt[] },
): Promise<void> {
  const body = {
    ...(what.filter === undefined ? {} : { filter: JSON.parse(what.filter) as unknown }),
    ...(what.sort.length > 0 ? { sort: what.sort.join(',') } : {}),
    fields: what.columns.map((column) => column.path),
    format: 'xlsx',
  };
  const { blob, name } = await download('POST', `${pathOf(schema.name)}/export`, { body });
  keep(blob, name === 'download' ? `${schema.label.zh}.xlsx` : name);
}
