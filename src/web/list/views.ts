import { queryOptions } from '@tanstack/react-query';
import type { Label } from '#declare';
import { request } from '../api/client.ts';
import type { Schema } from '../api/types.ts';
import { plainColumns, type ListColumn } from './columns.ts';
import { type Leaf, partsOf, type Tree, treeOf } from './where.ts';

export type Display = 'table' | 'kanban' | 'calendar' | 'tree';
/** `core.saved_view` as the interface answers it (P.11). */
export interface SavedView {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly scope: 'private' | 'everybody';
  readonly owner: { readonly id: string; readonly label: string | null };
  readonly mine: boolean;
  readonly filter: Tree | null;
  readonly sort: string | readonly string[] | null;
  readonly columns: readonly ListColumn[] | null;
  readonly group: string | null;
  readonly display: Display;
  /** False where the reader may not filter by what it asks; `code` says why. */
  readonly usable: boolean;
  readonly code?: string;
}
/** One tab of a list: all rows, a view of the declaration, or one that somebody saved. */
export interface ListView {
  readonly key: string;
  readonly label: Label;
  /** Conditions that belong to the view and are not shown as chips. */
  readonly base: readonly Tree[];
  readonly chips: readonly Leaf[];
  readonly sort: readonly string[] | undefined;
  readonly columns: readonly ListColumn[] | undefined;
  readonly group: string | undefined;
  readonly display: Display;
  readonly saved?: SavedView;
}
export const everything = { base: [], chips: [], sort: undefined, columns: undefined, group: undefined, display: 'table' } as const;

export const savedViewsQuery = (name: string) =>
  queryOptions({
    queryKey: ['views', name],
    queryFn: ({ signal }) => request<{ readonly data: readonly SavedView[] }>('GET', '/core/saved_view', { query: { declaration: name }, signal }),
    staleTime: 5 * 60_000,
  });

/** The tabs in their order: everything, those of the declaration, one's own, those of others. */
export function viewsOf(schema: Schema, all: Label, saved: readonly SavedView[]): readonly ListView[] {
  const declared = Object.entries(schema.views.saved ?? {}).map(
    ([key, view]): ListView => ({
      ...everything,
      key,
      label: view,
      base: Object.keys(view.where).length > 0 ? [treeOf(view.where)] : [],
      sort: view.sort,
      columns: view.columns && plainColumns(view.columns),
    }),
  );
  const kept = [...saved.filter((view) => view.mine), ...saved.filter((view) => !view.mine)].map(viewOfSaved);
  return [{ ...everything, key: '', label: all }, ...declared, ...kept];
}
export function viewOfSaved(saved: SavedView): ListView {
  const { base, chips } = partsOf(saved.filter);
  const sort = typeof saved.sort === 'string' ? saved.sort.split(',') : (saved.sort ?? undefined);
  return {
    key: saved.id,
    label: { zh: saved.name, en: saved.name },
    base,
    chips,
    sort: sort && sort.length > 0 ? sort : undefined,
    columns: saved.columns && saved.columns.length > 0 ? saved.columns : undefined,
    group: saved.group ?? undefined,
    display: saved.display,
    saved,
  };
}

/** What is kept when what is shown is saved: conditions of the view underneath and the chips beside it, as one tree. */
export interface Kept {
  readonly filter: Tree | null;
  readonly sort: readonly string[] | null;
  readonly columns: readonly ListColumn[] | null;
  readonly group: string | null;
  readonly display: Display;
}
/** The view a person's lists of this kind open with (P.11); kept among his preferences. */
interface Screens {
  readonly default_views?: Readonly<Record<string, string>>;
  readonly [screen: string]: unknown;
}
interface OwnPreferences {
  readonly screens?: Screens;
}
export const ownPreferencesQuery = () =>
  queryOptions({ queryKey: ['preferences'], queryFn: ({ signal }) => request<OwnPreferences>('GET', '/me/preferences', { signal }), staleTime: 5 * 60_000 });
export const usualView = (own: OwnPreferences | undefined, name: string): string => own?.screens?.default_views?.[name] ?? '';

/** Read again first: `screens` is written as a whole, and another tab may have changed another part of it. */
export async function chooseUsualView(name: string, key: string): Promise<OwnPreferences> {
  const { screens = {} } = await request<OwnPreferences>('GET', '/me/preferences');
  const { [name]: _before, ...others } = screens.default_views ?? {};
  return request<OwnPreferences>('PATCH', '/me/preferences', { body: { screens: { ...screens, default_views: key === '' ? others : { ...others, [name]: key } } } });
}
