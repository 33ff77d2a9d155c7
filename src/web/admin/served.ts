import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import type { QueryValues } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { ListPage } from '../api/types.ts';

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
