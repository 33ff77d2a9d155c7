import type { Answer, Call, Locale } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { reaches } from '../command/reach.ts';
import { parameters } from '../condition/parameters.ts';
import { isId } from '../ids.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { fetchReferences, nothingWanted, type References } from '../list/references.ts';
import { may } from '../permission/grants.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import { loadRecords } from '../store/rows.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { isKind, type KindName, notificationKinds, rhythms, sentence } from './kinds.ts';

const mostMarked = 500;

/** `GET /api/core/notification`: one's own, newest first. What was told of a record that one may no longer read is left out. */
export async function notificationsOf(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseUnknown([...query.keys()], ['unread', 'kind', 'limit', 'after']);
  const { org, user } = call.principal;
  const [unread, kind] = [query.get('unread'), query.get('kind')];
  if (unread !== null && unread !== '1' && unread !== '0') throw new Refused('field.choice', { allowed: ['0', '1'], nearest: '1' }, 'unread');
  if (kind !== null && !isKind(kind)) throw new Refused('field.choice', { allowed: Object.keys(notificationKinds), nearest: 'mention' }, 'kind');
  const page = pageQuery(query, queryHash(org.id, 'notifications', user, unread, kind));
  const params = parameters(org.id);
  const tests = ['n.org_id = $1', `n."user" = ${params.add(user)}::uuid`];
  if (unread === '1') tests.push('n.read_at is null');
  if (kind !== null) tests.push(`n.kind = ${params.add(kind)}::text`);
  if (page.edge) tests.push(`(n.at, n.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  return reading(environment, call, async (tx) => {
    const [rows, count] = await Promise.all([
      tx.query(`${selected} where ${tests.join(' and ')} order by n.at desc, n.id desc limit ${page.limit + 1}`, params.values),
      unreadCount(tx, org.id, user),
    ]);
    const found = pageOf(rows, page);
    return { status: 200, body: { data: await shownTo(environment, tx, call, found.rows), page: found.page, unread: count } };
  });
}
export const selected = 'select n.id, n.kind, n.declaration, n.record, n."by", n.data, n.times, n.at, n.read_at from core.notification_v n';
export async function unreadCount(tx: Tx, org: string, user: string): Promise<number> {
  const [row] = await tx.query('select count(*)::int as unread from (select 1 from core.notification_v where org_id = $1 and "user" = $2 and read_at is null limit 1000) n', [
    org,
    user,
  ]);
  return Number(row?.['unread'] ?? 0);
}

/** As its reader sees it: the sentence in his language, the record by its label, nothing of what he may not read. */
export interface Shown {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly kind_label: string;
  readonly record: { readonly declaration: string; readonly id: string; readonly label: string | null } | null;
  readonly by: { readonly id: string; readonly label: string | null } | null;
  /** How many times it happened within minutes. */
  readonly times: unknown;
  readonly at: unknown;
  readonly read_at: unknown;
  readonly data: object;
}
export async function shownTo(environment: Environment, tx: Tx, call: Call, rows: readonly Row[]): Promise<readonly Shown[]> {
  const { org } = call.principal;
  const visible = await visibleRows(environment, tx, call, rows);
  const wanted = nothingWanted();
  const want = (name: string, id: unknown): void => {
    if (typeof id === 'string') wanted.records.set(name, (wanted.records.get(name) ?? new Set()).add(id));
  };
  for (const row of visible) {
    want('core.user', row['by']);
    if (row['declaration'] !== null) want(String(row['declaration']), row['record']);
  }
  const references = await fetchReferences(environment.registry, tx, org.id, wanted);
  return visible.flatMap((row) => {
    const kind = String(row['kind']);
    return isKind(kind) ? [notificationJson(environment, call.locale, kind, row, references)] : [];
  });
}
function notificationJson({ registry }: Environment, locale: Locale, kind: KindName, row: Row, references: References): Shown {
  const data = row['data'] as Readonly<Record<string, unknown>>;
  const meta = typeof row['declaration'] === 'string' ? registry.records.get(row['declaration']) : undefined;
  const label = meta ? (references.record(meta.name, String(row['record']))?.label ?? null) : null;
  const by = typeof row['by'] === 'string' ? { id: row['by'], label: references.record('core.user', row['by'])?.label ?? null } : null;
  const action = meta?.actions.find((one) => one.name === data['action']);
  const named = registry.records.get(String(data['declaration']));
  const job = registry.modules.flatMap((module) => module.jobs ?? []).find((one) => one.name === data['job']);
  const values = {
    ...data,
    by: by?.label ?? (locale === 'zh' ? '系统' : 'The system'),
    record: meta ? `${meta[locale]} ${label ?? ''}`.trim() : undefined,
    ...(action ? { action: action[locale] } : {}),
    ...(named ? { declaration: named[locale] } : {}),
    ...(job ? { job: job.spec[locale] } : {}),
  };
  return {
    id: String(row['id']),
    kind,
    kind_label: notificationKinds[kind][locale],
    text: sentence(kind, locale, values),
    record: meta ? { declaration: meta.name, id: String(row['record']), label } : null,
    by,
    times: row['times'],
    at: row['at'],
    read_at: row['read_at'],
    data,
  };
}
/** Rights are looked at again for each reading: they may have changed since. */
async function visibleRows(environment: Environment, tx: Tx, call: Call, rows: readonly Row[]): Promise<readonly Row[]> {
  const { principal } = call;
  const hidden = new Set<string>();
  for (const [name, list] of Map.groupBy(
    rows.filter((row) => row['declaration'] !== null),
    (row) => String(row['declaration']),
  )) {
    const meta = environment.registry.records.get(name);
    const ids = [...new Set(list.map((row) => String(row['record'])))];
    const records = meta && may(principal, name, 'read') ? await loadRecords(tx, principal.org.id, meta, ids) : new Map();
    for (const id of ids) {
      const record = records.get(id);
      if (!meta || !record || !(await reaches(environment, tx, principal, meta, 'read', record))) hidden.add(id);
    }
  }
  return rows.filter((row) => row['declaration'] === null || !hidden.has(String(row['record'])));
}

/** `POST /api/core/notification/actions/mark_read` {ids} or {all: true}. */
export async function markRead(environment: Environment, call: Call, body: unknown): Promise<Answer> {
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['ids', 'all']);
  const { ids, all } = body;
  if (all !== undefined && all !== true) throw new Refused('field.type', { expected: 'true' }, '/all');
  if (all === undefined && ids === undefined) throw new Refused('field.required', {}, '/ids');
  if (ids !== undefined && (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string' && isId(id)))) throw new Refused('field.type', { expected: 'array of ids' }, '/ids');
  if (Array.isArray(ids) && ids.length > mostMarked) throw new Refused('request.limit', { max: mostMarked }, '/ids');
  const { org, user } = call.principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    const now = environment.clock().toISOString();
    const one = all === true ? '' : ' and id = any($4::uuid[])';
    const marked = await tx.query(`update core.notification set read_at = $3 where org_id = $1 and "user" = $2 and read_at is null${one} returning id`, [
      org.id,
      user,
      now,
      ...(all === true ? [] : [ids]),
    ]);
    return { status: 200, body: { marked: marked.length, unread: await unreadCount(tx, org.id, user) } };
  });
}
/** `GET /api/core/notification/kinds`: the rows of the matrix that a person chooses from. */
export function kindsFor(call: Call): Answer {
  const data = Object.entries(notificationKinds).map(([kind, one]) => ({ kind, label: one[call.locale], mail: one.mail, urgent: one.urgent === true }));
  return { status: 200, body: { data, rhythms } };
}
