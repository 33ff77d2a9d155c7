import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Schema, SchemaView } from '../api/types.ts';
import { usualColumns } from '../record/fields.ts';
import { joined, type Leaf, type Tree, treeOf } from './where.ts';

/** What a list shows stands in its address, so that it can be sent, kept and gone back to. */
export interface ListState {
  readonly view: string;
  readonly q: string;
  readonly chips: readonly Leaf[];
  readonly sort: readonly string[];
  readonly columns: readonly string[];
  readonly display: 'table' | 'kanban';
  readonly size: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
  /** Rows before this page, as far as paging has counted them. */
  readonly from: number;
}
interface Address {
  readonly view?: string;
  readonly q?: string | number;
  readonly f?: readonly Leaf[];
  readonly sort?: string;
  readonly cols?: string;
  readonly as?: string;
  readonly size?: number;
  readonly after?: string;
  readonly before?: string;
  readonly from?: number;
}
const words = (text: string | undefined): readonly string[] | undefined => (text === undefined || text === '' ? undefined : text.split(','));

export function useListState(schema: Schema): {
  readonly state: ListState;
  readonly view: SchemaView | undefined;
  readonly change: (part: Partial<ListState>) => void;
  readonly changed: boolean;
} {
  const address = useSearch({ strict: false }) as Address;
  const navigate = useNavigate();
  const view = address.view === undefined ? undefined : schema.views.saved?.[address.view];
  const state = useMemo((): ListState => {
    const chips = Array.isArray(address.f) ? address.f.filter((leaf) => typeof leaf.field === 'string' && typeof leaf.op === 'string') : [];
    return {
      view: view ? (address.view ?? '') : '',
      q: address.q === undefined ? '' : String(address.q),
      chips,
      sort: words(address.sort) ?? view?.sort ?? schema.views.sort ?? [],
      columns: words(address.cols) ?? view?.columns ?? usualColumns(schema),
      display: address.as === 'kanban' && schema.views.kanban ? 'kanban' : 'table',
      size: [50, 100, 200].includes(Number(address.size)) ? Number(address.size) : 50,
      after: address.after,
      before: address.before,
      from: Number(address.from ?? 0) || 0,
    };
  }, [address, view, schema]);
  const change = useCallback(
    (part: Partial<ListState>) => {
      const paging = 'after' in part || 'before' in part;
      const next: ListState = { ...state, ...(paging ? {} : { after: undefined, before: undefined, from: 0 }), ...part };
      const other = part.view !== undefined && part.view !== state.view;
      const search: Record<string, unknown> = {
        view: next.view || undefined,
        q: next.q || undefined,
        f: other || next.chips.length === 0 ? undefined : next.chips,
        sort: part.sort ? next.sort.join(',') : other ? undefined : address.sort,
        cols: part.columns ? next.columns.join(',') || undefined : address.cols,
        as: next.display === 'kanban' ? 'kanban' : undefined,
        size: next.size === 50 ? undefined : next.size,
        after: next.after,
        before: next.before,
        from: next.from || undefined,
      };
      void navigate({ to: '.', search: search as never, replace: !other && !paging });
    },
    [state, address, navigate],
  );
  const changed = state.chips.length > 0 || state.q !== '' || address.sort !== undefined || address.cols !== undefined;
  return { state, view, change, changed };
}
/** The whole filter: the view's own condition and the chips beside it. */
export function filterOf(view: SchemaView | undefined, chips: readonly Leaf[]): string | undefined {
  const trees: Tree[] = [...(view && Object.keys(view.where).length > 0 ? [treeOf(view.where)] : []), ...chips];
  return joined(trees);
}
