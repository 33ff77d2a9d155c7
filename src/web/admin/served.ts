import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { ListPage } from '../api/types.ts';

/** A list that not every server offers: whether this one does, and its newest rows. */
export function useServed(path: string, limit = 50): { readonly offered: boolean | undefined; readonly page: ListPage | undefined; readonly error: unknown } {
  const asked = useQuery({
    queryKey: ['served', path, limit],
    queryFn: ({ signal }) => request<ListPage>('GET', path, { query: { limit, count: 'none' }, signal }),
    retry: false,
    staleTime: 60_000,
  });
  const absent = isProblem(asked.error, 'route.not_found');
  return { offered: asked.isPending ? undefined : !absent, page: asked.data, error: absent ? undefined : asked.error };
}
