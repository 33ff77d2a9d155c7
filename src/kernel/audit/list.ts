import type { AuditField } from '../command/audit.ts';
import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { daySpan } from '../condition/relative.ts';
import { parameters, type Parameters } from '../condition/parameters.ts';
import { isId } from '../ids.ts';
import { readDate } from '../kinds/date.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, type PageQuery, pageQuery } from '../list/pages.ts';
import type { RowAccess } from '../permission/access.ts';
import { requirePermission } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import type { Row } from '../store/session.ts';
import { accessToRows, shownChanges } from './shown.ts';

const filters = ['declaration', 'record', 'actor', 'action', 'via', 'from', 'to'] as const;

/** `GET /api/core/audit` (P.9): what was changed by whom, newest first; values only of what the reader may read elsewhere. */
export async function listAudit(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  requirePermission(call.principal, 'audit.read', { declaration: 'core.audit', action: 'read' });
  refuseUnknown([...query.keys()], [...filters, 'limit', 'after']);
  const { org } = call.principal;
  const page = pageQuery(query, queryHash(org.id, 'core.audit', ...filters.map((name) => query.get(name))));
  const { text, params } = auditStatement(org.id, org.time_zone, query, page);
  return reading(environment, call, async (tx) => {
    const found = pageOf(await tx.query(text, params.values), page);
    const access = await accessToRows(environment, tx, call, found.rows);
    const data = found.rows.map((row) => entryJson(environment, row, access(row)));
    return { status: 200, body: { data, page: found.page, as_of: environment.clock().toISOString() } };
  });
}
function auditStatement(org: string, zone: string, query: URLSearchParams, { limit, edge }: PageQuery): { readonly text: string; readonly params: Parameters } {
  const params = parameters(org);
  const tests = ['a.org_id = $1', ...filters.flatMap((name) => test(name, query.get(name), zone, params))];
  if (edge) tests.push(`(a.at, a.id) < (${params.add(edge.values[0])}::timestamptz, ${params.add(edge.id)}::uuid)`);
  const columns = 'a.id, a.at, a.actor, a.actor_id, a.via, a.ip, a.declaration, a.record, a.label, a.action, a.request, a.reason, a.version, a.fields';
  return { text: `select ${columns} from core.audit_v a where ${tests.join(' and ')} order by a.at desc, a.id desc limit ${limit + 1}`, params };
}
function test(name: (typeof filters)[number], value: string | null, zone: string, params: Parameters): string[] {
  if (value === null || value === '') return [];
  switch (name) {
    case 'record':
      if (!isId(value)) throw new Refused('field.type', { expected: 'id' }, 'record');
      return [`a.record = ${params.add(value)}::uuid`];
    case 'actor':
      return [isId(value) ? `a.actor_id = ${params.add(value)}::uuid` : `a.actor = ${params.add(value)}::text`];
    case 'from':
      return [`a.at >= ${params.add(instantOf(value, 'from', zone))}::timestamptz`];
    case 'to':
      return [`a.at < ${params.add(instantOf(value, 'to', zone))}::timestamptz`];
    default:
      return [`a.${name} = ${params.add(value)}::text`];
  }
}
/** A day stands for its beginning in `from` and its end in `to`, in the organisation's zone; an instant for itself. */
function instantOf(text: string, name: 'from' | 'to', zone: string): string {
  const day = readDate(text);
  if (day !== undefined) return daySpan(day, zone)[name];
  const at = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at)) throw new Refused('field.date', {}, name);
  return new Date(at).toISOString();
}
function entryJson({ registry }: Environment, row: Row, access: RowAccess | undefined): object {
  const name = String(row['declaration']);
  const settings = registry.settings.get(name);
  const meta = registry.records.get(name) ?? (settings && { fields: settings.fields, lines: [] });
  return {
    id: row['id'],
    at: row['at'],
    by: { id: row['actor_id'], label: row['actor'] },
    via: row['via'],
    ip: row['ip'],
    declaration: row['declaration'],
    record: { id: row['record'], label: row['label'] },
    action: row['action'],
    reason: row['reason'],
    version: row['version'],
    request: row['request'],
    changes: shownChanges(meta, access, row['fields'] as readonly AuditField[]),
  };
}
