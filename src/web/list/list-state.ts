import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Schema } from '../api/types.ts';
import { usualColumns } from '../record/fields.ts';
import { columnsIn, type ListColumn, pinnedFirst, plainColumns, written } from './columns.ts';
import type { Display, Kept, ListView } from './views.ts';
import { joined, type Leaf, treeOfParts } from './where.ts';

/** What a list shows stands in its address, so that it can be sent, kept and gone back to. */
export interface ListState {
  readonly view: string;
  readonly q: string;
  readonly chips: readonly Leaf[];
  readonly sort: readonly string[];
  readonly columns: readonly ListColumn[];
  readonly group: string;
  readonly display: Display;
  /** `2026-03`, the page of the calendar; empty is the month of today. */
  readonly month: string;
  readonly size: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
  /** Rows before this page, as far as paging has counted them. */
  readonly from: number;
}
export interface ListControl {
  readonly state: ListState;
  readonly view: ListView;
  readonly change: (part: Partial<ListState>) => void;
  /** Back to the view as it was saved. */
  readonly reset: () => void;
  /** What is shown differs from the view: an overlay of this person alone (P.11). */
  readonly changed: boolean;
}
interface Address {
  readonly view?: string;
  readonly q?: string | number;
  readonly f?: readonly Leaf[];
  readonly sort?: string;
  readonly cols?: string;
  readonly group?: string;
  readonly as?: string;
  readonly month?: string;
  readonly size?: number;
  readonly after?: string;
  readonly before?: string;
  readonly from?: number;
}
/** Everything, where a view of one's own opens the list: the address must be able to say so. */
const everythingKey = 'all';
const words = (text: string | undefined): readonly string[] | undefined => (text === undefined || text === '' ? undefined : text.split(','));
const same = (left: unknown, right: unknown): boolean => JSON.stringify(left) === JSON.stringify(right);
const isLeaf = (leaf: Leaf): boolean => typeof leaf === 'object' && leaf !== null && typeof leaf.field === 'string' && typeof leaf.op === 'string';

/** A view as the schema completes it. */
const ofView = (schema: Schema, view: ListView): Pick<ListState, 'chips' | 'sort' | 'columns' | 'group' | 'display'> => ({
  chips: view.chips,
  sort: view.sort ?? schema.views.sort ?? [],
  columns: pinnedFirst(view.columns ?? plainColumns(usualColumns(schema))),
  group: view.group ?? '',
  display: displaysOf(schema).includes(view.display) ? view.display : 'table',
});
export function useListState(schema: Schema, views: readonly ListView[], usual: string): ListControl {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const asked = address.view === undefined ? usual : address.view === everythingKey ? '' : address.view;
  const view = views.find((one) => one.key === asked && one.saved?.usable !== false) ?? (views[0] as ListView);
  const kept = useMemo(() => ofView(schema, view), [schema, view]);
  const state = useMemo((): ListState => {
    const displays = displaysOf(schema);
    return {
      view: view.key,
      q: address.q === undefined ? '' : String(address.q),
      chips: Array.isArray(address.f) ? address.f.filter(isLeaf) : kept.chips,
      sort: words(address.sort) ?? kept.sort,
      columns: address.cols ? pinnedFirst(columnsIn(address.cols)) : kept.columns,
      group: address.group === undefined ? kept.group : address.group === 'none' ? '' : address.group,
      display: displays.find((one) => one === address.as) ?? kept.display,
      month: /^\d{4}-(0[1-9]|1[0-2])$/.test(address.month ?? '') ? (address.month ?? '') : '',
      size: [50, 100, 200].includes(Number(address.size)) ? Number(address.size) : 50,
      after: address.after,
      before: address.before,
      from: Number(address.from ?? 0) || 0,
    };
  }, [address, view, kept, schema]);
  const change = useCallback(
    (part: Partial<ListState>) => {
      const other = part.view !== undefined && part.view !== state.view;
      const paging = 'after' in part || 'before' in part;
      const next: ListState = { ...state, ...(paging ? {} : { after: undefined, before: undefined, from: 0 }), ...part };
      const shown = {
        f: same(next.chips, kept.chips) ? undefined : next.chips,
        sort: same(next.sort, kept.sort) ? undefined : next.sort.join(',') || undefined,
        cols: next.columns.length === 0 || same(next.columns, kept.columns) ? undefined : written(next.columns),
        group: next.group === kept.group ? undefined : next.group || 'none',
        as: next.display === kept.display ? undefined : next.display,
      };
      const search = {
        view: next.view === usual ? undefined : next.view || everythingKey,
        q: next.q || undefined,
        ...(other ? {} : shown),
        month: next.display === 'calendar' ? next.month || undefined : undefined,
        size: next.size === 50 ? undefined : next.size,
        after: next.after,
        before: next.before,
        from: next.from || undefined,
      };
      void navigate({ to: '.', search: search as never, replace: !other && !paging });
    },
    [state, kept, usual, navigate],
  );
  const reset = useCallback(
    () => void navigate({ to: '.', search: { view: state.view === usual ? undefined : state.view || everythingKey } as never, replace: true }),
    [navigate, state.view, usual],
  );
  const changed = state.q !== '' || [address.f, address.sort, address.cols, address.group, address.as].some((part) => part !== undefined);
  return { state, view, change, reset, changed };
}
/** The ways a list of this declaration can be shown: a board needs a choice, a calendar a date, a tree a parent of the same kind. */
export function displaysOf(schema: Schema): readonly Display[] {
  return [
    'table',
    ...(schema.views.kanban ? (['kanban'] as const) : []),
    ...(calendarField(schema) === undefined ? [] : (['calendar'] as const)),
    ...(parentField(schema) === undefined ? [] : (['tree'] as const)),
  ];
}
const visible = (access: string | undefined): boolean => access !== 'hidden' && access !== 'masked';
export function calendarField(schema: Schema): string | undefined {
  const dates = schema.fields.filter((field) => field.kind === 'date' && visible(field.access) && field.hidden !== true);
  return schema.kind === 'catalog' ? undefined : (dates.find((field) => field.name === schema.date) ?? dates[0])?.name;
}
export const parentField = (schema: Schema): string | undefined =>
  schema.fields.find((field) => field.kind === 'reference' && field.target === schema.name && field.name === 'parent' && visible(field.access))?.name;

/** The whole filter: the view's own condition and the chips beside it. */
export const filterOf = (view: ListView, chips: readonly Leaf[]): string | undefined => joined([...view.base, ...chips]);
/** What is shown, as a view keeps it. */
export const keptOf = (view: ListView, state: ListState): Kept => ({
  filter: treeOfParts([...view.base, ...state.chips]),
  sort: state.sort.length > 0 ? state.sort : null,
  columns: state.columns.length > 0 ? state.columns : null,
  group: state.group === '' ? null : state.group,
  display: state.display,
});
