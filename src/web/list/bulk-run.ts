import { request } from '../api/client.ts';
import { pathOf } from '../api/queries.ts';
import type { ListPage, Schema } from '../api/types.ts';
import type { Leaf } from './where.ts';

/** Rows of one request: small enough that progress is seen and cancelling is soon obeyed, each row its own command anyway (P.2.7). */
const portion = 25;
const pageSize = 200;
/** As many as a person would still look through afterwards; beyond it, narrow the filter. */
export const mostBulk = 10_000;

export interface Refusing {
  readonly id: string;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}
export interface Progress {
  readonly done: number;
  readonly of: number;
  readonly ok: number;
  readonly refused: readonly Refusing[];
}
interface BulkAnswer {
  readonly counts: { readonly ok: number };
  readonly results: readonly { readonly id: string; readonly ok: boolean; readonly code?: string; readonly params?: Readonly<Record<string, unknown>> }[];
}
export interface Wish {
  readonly schema: Schema;
  readonly action: string;
  readonly versions?: Readonly<Record<string, number>>;
  readonly told: (progress: Progress) => void;
  readonly signal: AbortSignal;
}
/** The action on each of them, portion by portion; what was done before a cancel stays done and is told. */
export async function runBulk(ids: readonly string[], { schema, action, versions, told, signal }: Wish): Promise<Progress> {
  let progress: Progress = { done: 0, of: ids.length, ok: 0, refused: [] };
  told(progress);
  for (let from = 0; from < ids.length && !signal.aborted; from += portion) {
    const some = ids.slice(from, from + portion);
    const body = {
      action,
      input: {},
      mode: 'each',
      ids: some,
      ...(versions ? { versions: Object.fromEntries(some.flatMap((id) => (versions[id] === undefined ? [] : [[id, versions[id]]]))) } : {}),
    };
    const { counts, results } = await request<BulkAnswer>('POST', `${pathOf(schema.name)}/bulk`, { body });
    const refused = results.flatMap((one): Refusing[] => (one.ok ? [] : [{ id: one.id, code: one.code ?? '', params: one.params ?? {} }]));
    progress = { ...progress, done: progress.done + some.length, ok: progress.ok + counts.ok, refused: [...progress.refused, ...refused] };
    told(progress);
  }
  return progress;
}
/** The rows of the whole filter as they stand now, before the first is changed: an action may move rows out of the filter. */
export async function idsOf(schema: Schema, filter: string | undefined, q: string, signal: AbortSignal): Promise<readonly string[]> {
  const ids: string[] = [];
  let after: string | undefined;
  do {
    const page: ListPage = await request('GET', pathOf(schema.name), { query: { filter, q, fields: 'id', limit: pageSize, count: 'none', after }, signal });
    ids.push(...page.data.map((record) => record.id));
    after = page.page.next ?? undefined;
  } while (after !== undefined && ids.length <= mostBulk);
  return ids;
}
/** Those rows as a filter, so that the list shows what is left to look at. */
export const leafOfIds = (ids: readonly string[]): Leaf => ({ field: 'id', op: 'in', value: ids });
