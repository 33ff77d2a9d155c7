import type { Call, Principal } from '../command/call.ts';
import { type Environment, todayIn } from '../command/environment.ts';
import { parseListBody } from '../list/query-string.ts';
import { listRecords, type ListAnswer, sourceFor } from '../list/run.ts';
import { nearest } from '../kinds/index.ts';
import { Refused } from '../problem.ts';
import type { Tx } from '../store/session.ts';
import { may } from './grants.ts';

export interface Preview {
  /** What he could open. */
  readonly menu: readonly string[];
  /** Null where he may not read the declaration at all. */
  readonly list: Pick<ListAnswer, 'data' | 'count'> | null;
}
/**
 * A list as somebody else sees it (P.8 *as this user*). It widens nobody's rights: rows and fields that whoever asks does not see himself are left
 * out, and only the count tells that there are more.
 */
export async function previewed(environment: Environment, tx: Tx, call: Call, subject: Principal, declaration: string, limit: unknown): Promise<Preview> {
  const { registry, clock } = environment;
  const meta = registry.records.get(declaration);
  if (!meta) throw new Refused('field.choice', { nearest: nearest(declaration, [...registry.records.keys()]) }, '/declaration');
  if (!may(call.principal, declaration, 'read')) throw new Refused('forbidden', { declaration, action: 'read' });
  const menu = [...registry.records.keys()].filter((name) => may(subject, name, 'read'));
  if (!may(subject, declaration, 'read')) return { menu, list: null };
  const now = clock();
  const deps = { registry, tx, today: todayIn(subject.org.time_zone, now), now: now.toISOString() };
  const source = sourceFor(meta);
  const seen = await listRecords(deps, subject, meta, parseListBody({ limit: limit ?? 20 }, source));
  const ids = seen.data.map((row) => row['id']);
  const own =
    ids.length === 0
      ? []
      : (await listRecords(deps, call.principal, meta, parseListBody({ filter: { field: 'id', op: 'in', value: ids }, limit: ids.length, count: 'none' }, source))).data;
  const mine = new Map(own.map((row) => [row['id'], row]));
  return { menu, list: { data: seen.data.flatMap((row) => both(row, mine.get(row['id']))), ...(seen.count ? { count: seen.count } : {}) } };
}
type Row = Readonly<Record<string, unknown>>;
function both(his: Row, mine: Row | undefined): readonly Row[] {
  if (!mine) return [];
  const masked = (his['_access'] as { readonly masked?: readonly string[] } | undefined)?.masked ?? [];
  return [
    Object.fromEntries(Object.entries(his).flatMap(([name, value]) => (name === '_access' || masked.includes(name) ? [[name, value]] : name in mine ? [[name, mine[name]]] : []))),
  ];
}
