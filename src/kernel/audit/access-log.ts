import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { reaches } from '../command/reach.ts';
import { parameters } from '../condition/parameters.ts';
import { sourceOf } from '../condition/source.ts';
import { isId, newId } from '../ids.ts';
import { nearest } from '../kinds/index.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { accessPlan, rowAccess } from '../permission/access.ts';
import { holds } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { readable, reading } from '../read/record.ts';
import { loadRecords } from '../store/rows.ts';
import { inTransaction, type Tx } from '../store/session.ts';

/*
 * Who looked at what is not for every eye (P.9): each reveal, each export and print; never an ordinary reading. Append-only, sealed with the trail.
 */
export interface Access {
  readonly channel: 'reveal' | 'export' | 'print';
  readonly declaration: string;
  readonly record?: string;
  readonly field?: string;
  readonly purpose?: string;
  readonly rows?: number;
}
export async function logAccess(environment: Environment, tx: Tx, call: Call, access: Access): Promise<void> {
  await tx.query('insert into core.access_log (org_id, id, at, by, channel, declaration, record, field, purpose, rows, ip) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
    call.principal.org.id,
    newId(),
    environment.clock().toISOString(),
    call.principal.user,
    access.channel,
    access.declaration,
    access.record ?? null,
    access.field ?? null,
    access.purpose ?? null,
    access.rows ?? null,
    call.ip ?? null,
  ]);
}

/** Looked at after the record: a wrong body never tells that a record exists (P.2.9, precedence 8). */
function revealOf({ registry }: Environment, meta: RecordMeta, given: Readonly<Record<string, unknown>>): { readonly field: FieldMeta; readonly purpose: string } {
  refuseUnknown(Object.keys(given), ['field', 'purpose']);
  const secrets = meta.fields.filter((field) => field.sensitive !== undefined || registry.fieldGroups.get(field.group ?? '')?.unless === 'masked');
  for (const name of ['field', 'purpose']) {
    if (given[name] === undefined || given[name] === null) throw new Refused('field.required', {}, `/${name}`);
    if (typeof given[name] !== 'string') throw new Refused('field.type', { expected: 'string' }, `/${name}`);
  }
  const asked = String(given['field']);
  const field = secrets.find((one) => one.name === asked);
  if (!field) throw new Refused('field.choice', { nearest: nearest(asked, secrets.map((one) => one.name)) }, '/field');
  const purpose = String(given['purpose']).trim();
  if (purpose.length < 2 || purpose.length > 200) throw new Refused('field.length', { min: 2, max: 200 }, '/purpose');
  return { field, purpose };
}
const mostReveals = 30;
/** `POST …/actions/reveal` {field, purpose}: the value once, to whoever may, and the log says who, when and why. */
export async function revealField(environment: Environment, call: Call, name: string, id: string, given: Readonly<Record<string, unknown>>): Promise<Answer> {
  const meta = readable(environment, call, name);
  const { principal } = call;
  return inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    const row = (await loadRecords(tx, principal.org.id, meta, [id])).get(id);
    if (!row || !(await reaches(environment, tx, principal, meta, 'read', row))) throw new Refused('not_found');
    const { field, purpose } = revealOf(environment, meta, given);
    const level = principal.unlimited ? 'full' : rowAccess(accessPlan(environment.registry, principal, sourceOf(meta)), row).level(field);
    if (level === 'hidden') throw new Refused('field.hidden', { field: field.name });
    if (level === 'masked' && !holds(principal, `${meta.module}.reveal`)) throw new Refused('forbidden', { permission: `${meta.module}.reveal` });
    // Counted under a lock of the person's own, so that two requests at once do not both take the last one.
    await tx.query('select id from core."user" where org_id = $1 and id = $2 for no key update', [principal.org.id, principal.user]);
    const hour = new Date(environment.clock().getTime() - 3_600_000).toISOString();
    const [used] = await tx.query(`select count(*)::int as n from core.access_log where org_id = $1 and by = $2 and channel = 'reveal' and at > $3`, [principal.org.id, principal.user, hour]);
    if (Number(used?.['n']) >= mostReveals) throw new Refused('rate.limited', { retry_after: 3600 });
    await logAccess(environment, tx, call, { channel: 'reveal', declaration: meta.name, record: id, field: field.name, purpose });
    return { status: 200, body: { field: field.name, value: row[field.name] ?? null } };
  });
}

const filters = ['declaration', 'record', 'by', 'channel'] as const;
/** `GET /api/core/access_log`: all of it with `audit.read`; else what others looked at about oneself, and what one looked at oneself (4.9). */
export async function listAccess(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseUnknown([...query.keys()], [...filters, 'limit', 'after']);
  const { principal } = call;
  const page = pageQuery(query, queryHash(principal.org.id, 'core.access_log', ...filters.map((name) => query.get(name))));
  const params = parameters(principal.org.id);
  const tests = ['l.org_id = $1'];
  if (!holds(principal, 'audit.read')) tests.push(`(l.by = ${params.add(principal.user)}::uuid or l.record = ${params.add(principal.user)}::uuid)`);
  for (const name of filters) {
    const value = query.get(name);
    if (value === null || value === '') continue;
    if ((name === 'record' || name === 'by') && !isId(value)) throw new Refused('field.type', { expected: 'id' }, name);
    tests.push(`l.${name} = ${params.add(value)}${name === 'record' || name === 'by' ? '::uuid' : '::text'}`);
  }
  if (page.edge) tests.push(`(l.at, l.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  const text = `select l.id, l.at, l.by, u.name, l.channel, l.declaration, l.record, l.field, l.purpose, l.rows, l.ip from core.access_log_v l left join core."user_v" u on u.org_id = $1 and u.id = l.by where ${tests.join(' and ')} order by l.at desc, l.id desc limit ${page.limit + 1}`;
  return reading(environment, call, async (tx) => {
    const found = pageOf(await tx.query(text, params.values), page);
    const data = found.rows.map(({ by, name, ...row }) => ({ ...row, by: { id: by, label: name } }));
    return { status: 200, body: { data, page: found.page, as_of: environment.clock().toISOString() } };
  });
}
