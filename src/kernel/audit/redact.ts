import type { AuditField } from '../command/audit.ts';
import { digest } from '../command/audit.ts';
import type { Answer, Call } from '../command/call.ts';
import { metaOf } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { nearest } from '../kinds/index.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { pathOf } from './shown.ts';

/** A field whose values were erased: its digests stand in their place, so the chain is as it was (P.9). */
export const redacted = (field: AuditField): AuditField =>
  field.digests ? field : { path: field.path, salt: null, old: null, new: null, digests: { old: digest(field.salt ?? '', field.old), new: digest(field.salt ?? '', field.new) } };

export interface Redaction {
  readonly declaration: string;
  readonly record: string;
  /** Names of fields; of lines `lines.qty`. */
  readonly fields: readonly string[];
  readonly reason: string;
}
/** Erases the values of these fields in every row of the trail that speaks of the record; without their salts nothing can be guessed from the digests. */
export async function redactAudit(tx: Tx, org: string, { declaration, record, fields }: Redaction, by: string): Promise<number> {
  const rows = await tx.query('select id, fields from core.audit where org_id = $1 and declaration = $2 and record = $3 order by at, id', [org, declaration, record]);
  const wanted = new Set(fields);
  const named = (path: string): boolean => {
    const at = pathOf(path);
    return wanted.has(at.lines === undefined ? at.field : `${at.lines}.${at.field}`);
  };
  const changed = rows.flatMap((row) => {
    const old = row['fields'] as readonly AuditField[];
    return old.some((field) => named(field.path) && !field.digests) ? [{ id: row['id'], fields: old.map((field) => (named(field.path) ? redacted(field) : field)) }] : [];
  });
  if (changed.length === 0) return 0;
  const done = await tx.query(
    'update core.audit a set fields = x.fields, redacted_by = $3 from jsonb_to_recordset($2) as x(id uuid, fields jsonb) where a.org_id = $1 and a.id = x.id returning 1',
    [org, JSON.stringify(changed), by],
  );
  return done.length;
}

/** `POST /api/core/audit/actions/redact`: the redaction is a row of the trail itself, and the rows it touched name it. */
export async function redactRecord(environment: Environment, call: Call, redaction: Redaction): Promise<Answer> {
  const meta = metaOf(environment, redaction.declaration);
  const known = [...meta.fields.map((field) => field.name), ...meta.lines.flatMap((lines) => lines.fields.map((field) => `${lines.name}.${field.name}`))];
  redaction.fields.forEach((field, index) => {
    if (!known.includes(field)) throw new Refused('field.choice', { nearest: nearest(field, known) }, `/fields/${index}`);
  });
  // What was worked out from a field (a name without its company form, for the search of duplicates) would tell it again.
  const copies = meta.fields.filter((field) => field.origin !== 'input' && redaction.fields.some((name) => field.name.startsWith(`${name}_`))).map((field) => field.name);
  const whole = { ...redaction, fields: [...redaction.fields, ...copies] };
  const { org } = call.principal;
  const [id, at] = [newId(), environment.clock().toISOString()];
  const rows = await inTransaction(environment.pools.commands, org.id, async (tx) => {
    const [last] = await tx.query('select label from core.audit where org_id = $1 and declaration = $2 and record = $3 order by at desc limit 1', [org.id, meta.name, redaction.record]);
    if (!last) throw new Refused('not_found');
    await tx.query(
      `insert into core.audit (org_id, id, at, actor, actor_id, via, ip, declaration, record, label, action, request, reason, version, fields) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'redact', $11, $12, null, '[]')`,
      [org.id, id, at, call.principal.name, call.principal.user, call.via, call.ip ?? null, meta.name, redaction.record, last['label'], call.request, redaction.reason],
    );
    await tx.query('insert into core.audit_pending (org_id, id) values ($1, $2)', [org.id, id]);
    return redactAudit(tx, org.id, whole, id);
  });
  void environment.sequenced(org);
  return { status: 200, body: { redaction: id, rows } };
}
