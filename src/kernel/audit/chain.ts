import { hash as hashed } from 'node:crypto';
import type { Check } from '../command/environment.ts';
import { digest, type AuditField } from '../command/audit.ts';
import type { Row, Tx } from '../store/session.ts';

const sha256 = (text: string): string => hashed('sha256', text, 'hex');
/** Most texts hold nothing to escape. */
const escaped = (text: string): string => (/[\\|\n]/.test(text) ? escape(text) : text);
const escape = (text: string): string => text.replace(/\\/g, '\\\\').replace(/\|/g, '\\|').replace(/\n/g, '\\n');
const batch = 5000;

/** What one audit row contributes to the chain (P.9): its head and, per field sorted by path, digests instead of values. */
export function auditText(org: string, seq: number, row: AuditRow): string {
  const head = ['QA1', org, String(seq), row.at, row.actor, row.via, row.declaration, row.label, row.action, row.request]
    .map((part, index) => (index < 3 ? part : escaped(part)))
    .join('|');
  const fields = [...row.fields]
    .sort((a, b) => byteOrder(a.path, b.path))
    .map((field) => `${escaped(field.path)}|${field.digests?.old ?? digest(field.salt ?? '', field.old)}|${field.digests?.new ?? digest(field.salt ?? '', field.new)}`);
  return [head, ...fields].join('\n');
}
/** Plain letters stand in the same order as texts and as bytes. */
const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
function byteOrder(a: string, b: string): number {
  if (!isPlain(a) || !isPlain(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
export const firstHash = (org: string): string => sha256(`QA|${org}`);
export const nextHash = (previous: string, text: string): string => sha256(`${previous}\n${text}`);
export interface AuditRow {
  readonly at: string;
  readonly actor: string;
  readonly via: string;
  readonly declaration: string;
  readonly label: string;
  readonly action: string;
  readonly request: string;
  readonly fields: readonly AuditField[];
}
const asAudit = (row: Row): AuditRow => row as unknown as AuditRow;

/** Gives the rows that wait their place in the chain; runs under the organisation's gate row. */
export async function chainAudit(tx: Tx, org: { readonly id: string; readonly code: string }): Promise<void> {
  for (;;) {
    const pending = await tx.query(
      `with p as (delete from core.audit_pending where org_id = $1 and id in (select id from core.audit_pending where org_id = $1 order by id limit ${batch}) returning id) select array_agg(id) as ids from p`,
      [org.id],
    );
    const ids = pending[0]?.['ids'] as string[] | null;
    if (!ids) return;
    const [[last], rows] = await Promise.all([
      tx.query('select seq, hash from core.audit_chain where org_id = $1 order by seq desc limit 1', [org.id]),
      tx.query('select id, at, actor, via, declaration, label, action, request, fields from core.audit where org_id = $1 and id = any($2) order by at, id', [org.id, ids]),
    ]);
    let seq = Number(last?.['seq'] ?? 0);
    let hash = (last?.['hash'] as string | undefined) ?? firstHash(org.code);
    const links = rows.map((row) => {
      seq += 1;
      hash = nextHash(hash, auditText(org.code, seq, asAudit(row)));
      return { seq, audit: row['id'], hash };
    });
    await tx.query(
      'insert into core.audit_chain (org_id, seq, audit, hash) select $1::uuid, seq, audit, hash from jsonb_to_recordset($2) as x(seq bigint, audit uuid, hash text) returning 1',
      [org.id, JSON.stringify(links)],
    );
    if (ids.length < batch) return;
  }
}

/** Recomputes the chain from its first row; names the first that does not fit. */
export const auditChainCheck: Check = {
  name: 'audit_chain',
  async run(tx, org) {
    const waiting = await tx.query('select count(*)::int as n from core.audit_pending where org_id = $1', [org.id]);
    const differences: string[] = Number(waiting[0]?.['n']) > 0 ? [`${String(waiting[0]?.['n'])} audit rows are not chained`] : [];
    let hash = firstHash(org.code);
    let seq = 0;
    for (;;) {
      const rows = await tx.query(
        `select c.seq, c.hash, a.at, a.actor, a.via, a.declaration, a.label, a.action, a.request, a.fields from core.audit_chain c left join core.audit a on a.org_id = c.org_id and a.id = c.audit where c.org_id = $1 and c.seq > $2 order by c.seq limit ${batch}`,
        [org.id, seq],
      );
      for (const row of rows) {
        seq += 1;
        hash = row['at'] ? nextHash(hash, auditText(org.code, seq, asAudit(row))) : 'missing';
        if (Number(row['seq']) !== seq || row['hash'] !== hash)
          return { rows: seq, differences: [...differences, `audit seq ${String(row['seq'])}: stored ${String(row['hash'])}, computed ${hash}`] };
      }
      if (rows.length < batch) return { rows: seq, differences };
    }
  },
};
