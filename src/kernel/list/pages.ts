import { Refused } from '../problem.ts';
import type { Row } from '../store/session.ts';
import { decodeCursor, type Edge, encodeCursor } from './cursor.ts';

const most = 200;

/** Keyset pages of the kernel's own tables, newest first: `at` and `id` of the last row of a page begin the next one (P.2.5). */
export interface PageQuery {
  readonly limit: number;
  readonly edge: Edge | undefined;
  readonly hash: string;
}
export function pageQuery(query: URLSearchParams, hash: string, usual = 50): PageQuery {
  const text = query.get('limit');
  const limit = text === null ? usual : Number(text);
  if (!Number.isInteger(limit) || limit < 1) throw new Refused('field.type', { expected: 'integer' }, 'limit');
  if (limit > most) throw new Refused('request.limit', { max: most }, 'limit');
  const after = query.get('after');
  return { limit, edge: after === null ? undefined : decodeCursor(after, hash, 1), hash };
}
/** The rows of a statement that asked for one more than the page holds. */
export function pageOf(rows: readonly Row[], { limit, hash }: PageQuery): { readonly rows: readonly Row[]; readonly page: object } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last ? encodeCursor({ values: [String(last['at'])], id: String(last['id']) }, hash) : null;
  return { rows: shown, page: { limit, next, prev: null } };
}
