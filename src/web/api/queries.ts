import { QueryCache, QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { request } from './client.ts';
import { isProblem } from './problem.ts';
import type { ApiRecord, ListPage, Me, Related, Report, Schema, TimelineEntry } from './types.ts';

/** `sales.order` → `/sales/order` */
export const pathOf = (name: string): string => `/${name.replace('.', '/')}`;

/** `unfinished` is told when the server asks for sign-in, a new password or a second factor before anything else. */
export const createQueryClient = (unfinished: (code: string) => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error, { queryKey }) => isProblem(error) && error.problem.code.startsWith('auth.') && queryKey[0] !== 'me' && unfinished(error.problem.code),
    }),
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        refetchOnWindowFocus: false,
        // Without a network a request fails and says so, instead of waiting unseen.
        networkMode: 'always',
        // A refusal does not change by asking again; a lost connection may.
        retry: (times, error) => times < 1 && isProblem(error, 'network.unreachable'),
      },
    },
  });

export const meQuery = () => queryOptions({ queryKey: ['me'], queryFn: ({ signal }) => request<Me>('GET', '/me', { signal }), staleTime: 60_000 });
export const schemaQuery = (name: string) =>
  queryOptions({ queryKey: ['schema', name], queryFn: ({ signal }) => request<Schema>('GET', `${pathOf(name)}/schema`, { signal }), staleTime: 5 * 60_000 });
export const recordQuery = (name: string, id: string) =>
  queryOptions({ queryKey: ['record', name, id], queryFn: ({ signal }) => request<ApiRecord>('GET', `${pathOf(name)}/${id}`, { signal }) });
export type ListParameters = Readonly<Record<string, string | number | undefined>>;
export const listQuery = (name: string, query: ListParameters) =>
  queryOptions({ queryKey: ['list', name, query], queryFn: ({ signal }) => request<ListPage>('GET', pathOf(name), { query, signal }) });
export const timelineQuery = (name: string, id: string) =>
  queryOptions({
    queryKey: ['timeline', name, id],
    queryFn: ({ signal }) => request<{ readonly data: readonly TimelineEntry[] }>('GET', `${pathOf(name)}/${id}/timeline`, { signal }),
  });
export const relatedQuery = (name: string, id: string, depth = 6) =>
  queryOptions({ queryKey: ['related', name, id, depth], queryFn: ({ signal }) => request<Related>('GET', `${pathOf(name)}/${id}/related`, { query: { depth }, signal }) });
export function reportQuery(name: string, query: ListParameters, cell?: string) {
  const [module = '', , key = ''] = name.split('.');
  const path = `/${module}/report/${key}${cell === undefined ? '' : '/drill'}`;
  return queryOptions({ queryKey: ['report', name, query, cell], queryFn: ({ signal }) => request<Report>('GET', path, { query: { ...query, cell }, signal }) });
}

export const useMe = () => useQuery(meQuery());
export const useSchema = (name: string) => useQuery(schemaQuery(name));
/** After a write every view of this record, and the lists and reports it may stand in, are read again. */
export async function refreshAfterWrite(client: QueryClient, name: string, id?: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ['list'] }),
    client.invalidateQueries({ queryKey: ['report'] }),
    client.invalidateQueries({ queryKey: ['related'] }),
    ...(id === undefined ? [] : ['timeline', 'revisions'].map((what) => client.invalidateQueries({ queryKey: [what, name, id] }))),
  ]);
}
