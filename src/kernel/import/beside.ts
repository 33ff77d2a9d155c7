import type { Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { removeRecord } from '../command/save.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import type { Tx } from '../store/session.ts';

/**
 * Rows of other records that the same import made beside this one — the contact that stood in the customer's row — and that nobody has touched
 * since: they go with it, or it could never be undone. The audit trail tells which they are, it names the import as their request.
 */
export async function removeBeside(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string, request: string): Promise<void> {
  const org = call.principal.org.id;
  for (const other of environment.registry.records.values()) {
    const columns = other.fields.filter((field) => field.sql === undefined && field.kind === 'reference' && field.target === meta.name);
    if (columns.length === 0 || other.readonly || other.name === meta.name) continue;
    const rows = await tx.query(
      `select r.id from ${other.table} r where r.org_id = $1 and r.version = 1 and (${columns.map((field) => `r.${quoted(field.name)} = $2`).join(' or ')})
       and exists (select 1 from core.audit a where a.org_id = $1 and a.record = r.id and a.action = 'create' and a.request = $3)`,
      [org, id, request],
    );
    for (const row of rows) await removeRecord(environment, call, other.name, String(row['id']), 1);
  }
}
