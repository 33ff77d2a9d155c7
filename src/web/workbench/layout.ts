import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { mostFigures } from './figures.ts';

/** Which cards of the workbench a person wants and in what order, by place (P.14). */
export type Place = 'figures' | 'main' | 'rail';
export type Layout = Readonly<Record<Place, readonly string[]>>;
type Kept = Partial<Layout>;

/** What was chosen, as far as it is still offered; without a choice the usual one. Figures are at most five (web §4.9). */
export function arranged(place: Place, kept: Kept | undefined, offered: readonly string[], usual: readonly string[]): readonly string[] {
  const chosen = kept?.[place]?.filter((name) => offered.includes(name)) ?? usual;
  return place === 'figures' ? chosen.slice(0, mostFigures) : chosen;
}
export function moved<T>(list: readonly T[], at: number, by: -1 | 1): readonly T[] {
  const next = [...list];
  const [one] = next.splice(at, 1);
  if (one === undefined || at + by < 0 || at + by > next.length) return list;
  next.splice(at + by, 0, one);
  return next;
}

const key = ['preferences'] as const;
/** Kept with the person's preferences, so it is the same on every device; until it is known the cards wait. */
export function useLayout(): { readonly kept: Kept | undefined; readonly known: boolean; readonly keep: (layout: Layout | null) => Promise<void> } {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: key, queryFn: ({ signal }) => request<{ readonly workbench?: Kept }>('GET', '/me/preferences', { signal }), staleTime: 5 * 60_000 });
  return {
    kept: asked.data?.workbench,
    known: !asked.isPending,
    keep: async (layout) => {
      client.setQueryData(key, await request('PATCH', '/me/preferences', { body: { workbench: layout } }));
    },
  };
}
