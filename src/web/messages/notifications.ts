import { useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import type { Reference } from '../api/types.ts';

/** What a person is told of (P.11): the sentence comes in his language, the record by its label. */
export interface Notification {
  readonly id: string;
  readonly kind: string;
  readonly kind_label: string;
  readonly text: string;
  readonly record: { readonly declaration: string; readonly id: string; readonly label: string | null } | null;
  readonly by: Reference | null;
  readonly times: number;
  readonly at: string;
  readonly read_at: string | null;
}
export const notificationsPath = '/core/notification';
const unreadKey = ['notifications', 'unread'] as const;

/** How many are unread, looked at once a minute; nothing while it is not known. */
export function useUnread(): number {
  const asked = useQuery({
    queryKey: unreadKey,
    queryFn: ({ signal }) => request<{ readonly unread: number }>('GET', notificationsPath, { query: { limit: 1, unread: '1' }, signal }),
    refetchInterval: 60_000,
    refetchOnWindowFocus: true,
    retry: false,
  });
  return asked.data?.unread ?? 0;
}
/** Marks some or all as read; every list and the count follow. */
export function useMarkRead(): (ids: readonly string[] | 'all') => Promise<void> {
  const client = useQueryClient();
  return async (ids) => {
    await request('POST', `${notificationsPath}/actions/mark_read`, { body: ids === 'all' ? { all: true } : { ids } });
    await Promise.all([client.invalidateQueries({ queryKey: unreadKey }), client.invalidateQueries({ queryKey: ['pages', notificationsPath] })]);
  };
}
