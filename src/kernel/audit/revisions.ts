import type { AuditField } from '../command/audit.ts';
import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { reaches } from '../command/reach.ts';
import { referencesOf } from '../command/answer.ts';
import { type Source, sourceOf } from '../condition/source.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { refuseUnknown } from '../command/parse.ts';
import { recordJson } from '../list/record-json.ts';
import { accessPlan, fullAccess, rowAccess } from '../permission/access.ts';
import { Refused } from '../problem.ts';
import { idOf, readable, reading } from '../read/record.ts';
import type { LinesMeta, RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Row } from '../store/session.ts';
import { pathOf, shownChanges } from './shown.ts';

type State = Readonly<Record<string, unknown>>;
/** One state of a record and the change that led to it. */
interface Revision {
  readonly row: Row;
  readonly fields: readonly AuditField[];
  readonly state: State;
}

/** `GET …/{id}/revisions` (P.4): the states a record went through, newest first, each with the fields that changed. The state of now is read, earlier ones are it with the changes taken back. */
export async function revisionsOf(environment: Environment, call: Call, name: string, key: string, query: URLSearchParams): Promise<Answer> {
  const meta = readable(environment, call, name);
  refuseUnknown([...query.keys()], ['limit', 'after']);
  const { principal } = call;
  const org = principal.org.id;
  return reading(environment, call, async (tx) => {
    const id = await idOf(tx, org, meta, key);
    const now = (await loadRecords(tx, org, meta, [id])).get(id);
    if (!now || !(await reaches(environment, tx, principal, meta, 'read', now))) throw new Refused('not_found');
    const page = pageQuery(query, queryHash(org, 'revisions', id));
    const audits = await tx.query(
      'select id, at, actor, actor_id, via, action, reason, version, fields from core.audit_v where org_id = $1 and record = $2 and declaration = $3 order by at desc, id desc limit 1000',
      [org, id, name],
    );
    const all = unwind(meta, now, audits);
    const from = page.edge ? all.findIndex(({ row }) => row['id'] === page.edge?.id) + 1 : 0;
    const part = all.slice(from, from + page.limit + 1);
    const shown = pageOf(
      part.map(({ row }) => row),
      page,
    );
    const states = part.slice(0, shown.rows.length);
    const references = await referencesOf(
      environment.registry,
      tx,
      org,
      meta,
      states.map(({ state }) => state as Loaded),
    );
    const source = storedSource(meta);
    const access = principal.unlimited ? fullAccess : rowAccess(accessPlan(environment.registry, principal, sourceOf(meta)), now);
    const data = states.map(({ row, fields, state }) => ({
      revision: row['version'],
      at: row['at'],
      by: { id: row['actor_id'], label: row['actor'] },
      via: row['via'],
      action: row['action'],
      reason: row['reason'],
      changes: shownChanges(meta, access, fields),
      state: recordJson(source, state, references, access),
    }));
    return { status: 200, body: { data, page: shown.page } };
  });
}
/** What the row itself holds: derived fields are of today and would tell of another day. */
function storedSource(meta: RecordMeta): Source {
  const source = sourceOf(meta);
  const kept = new Set(['id', 'version', ...meta.fields.filter((field) => field.sql === undefined).map((field) => field.name)]);
  return {
    ...source,
    fields: source.fields.filter((field) => kept.has(field.name)),
    lines: meta.lines.map((lines) => ({ ...lines, fields: lines.fields.filter((field) => field.sql === undefined) })),
  };
}

function unwind(meta: RecordMeta, now: Loaded, audits: readonly Row[]): Revision[] {
  let state: State = now;
  return audits.map((row) => {
    const fields = row['fields'] as readonly AuditField[];
    const revision: Revision = { row, fields, state: { ...state, version: row['version'] } };
    state = takenBack(meta, state, fields);
    return revision;
  });
}
/** The state before a change: old values in place of new ones, lines that came with it gone, lines that went with it there again. */
function takenBack(meta: RecordMeta, state: State, fields: readonly AuditField[]): State {
  const before: Record<string, unknown> = { ...state };
  for (const { path, old } of fields) if (pathOf(path).lines === undefined && meta.fields.some((field) => field.name === path)) before[path] = old;
  for (const lines of meta.lines) before[lines.name] = linesBefore(lines, (state[lines.name] ?? []) as readonly State[], fields);
  return before;
}
function linesBefore(lines: LinesMeta, now: readonly State[], fields: readonly AuditField[]): State[] {
  const changes = Map.groupBy(
    fields.filter((field) => pathOf(field.path).lines === lines.name),
    (field) => pathOf(field.path).line,
  );
  const byId = new Map(now.map((line) => [String(line['line_uid']), line]));
  for (const [uid, changed] of changes) {
    const line: Record<string, unknown> = { line_uid: uid, line_no: null, ...byId.get(uid) };
    for (const { path, old } of changed) line[pathOf(path).field] = old;
    const empty = lines.fields.every((field) => field.sql !== undefined || isNothing(line[field.name]));
    if (empty) byId.delete(uid);
    else byId.set(uid, line);
  }
  return [...byId.values()];
}
const isNothing = (value: unknown): boolean => value === null || value === undefined || (Array.isArray(value) && value.length === 0);
