import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import type { QueryValues } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { pathOf } from '../api/queries.ts';
import type { ApiRecord, ListPage } from '../api/types.ts';

/** Whether this server and this person's roles offer a list: its entry in the settings appears only then. */
export function useOffered(path: string, parameters: QueryValues = { limit: 1 }): boolean {
  const asked = useQuery({
    queryKey: ['offered', path],
    queryFn: ({ signal }) => request<unknown>('GET', path, { query: parameters, signal }),
    retry: false,
    staleTime: 5 * 60_000,
  });
  return asked.data !== undefined && !isProblem(asked.error);
}
/** A list without totals, newest first, one page after the other. */
export function usePages<Row>(path: string, query: QueryValues) {
  return useInfiniteQuery({
    queryKey: ['pages', path, query],
    queryFn: ({ pageParam, signal }) =>
      request<Omit<ListPage, 'data'> & { readonly data: readonly Row[] }>('GET', path, { query: { ...query, limit: 50, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.page.next ?? undefined,
  });
}
const most = 10;
/** All rows of a small catalog, page by page; keyed as a list, so that a write refreshes it. */
export function useAll(name: string, query: QueryValues) {
  return useQuery({
    queryKey: ['list', name, 'all', query],
    queryFn: async ({ signal }) => {
      const rows: ApiRecord[] = [];
      let after: string | undefined;
      for (let page = 0; page < most; page += 1) {
        const answer = await request<ListPage>('GET', pathOf(name), { query: { ...query, limit: 200, count: 'none', after }, signal });
        rows.push(...answer.data);
        if (answer.page.next === null) break;
        after = answer.page.next;
      }
      return rows as readonly ApiRecord[];
    },
  });
}
