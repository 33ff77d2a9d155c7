import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import type { JobOrganisation } from '../jobs/run.ts';
import { quoted } from '../store/columns.ts';
import type { Row, Tx } from '../store/session.ts';
import { wants } from './wanted.ts';

interface Hook {
  readonly id: string;
  readonly events: string;
}
/** One delivery for each webhook that asked for an event (P.11). */
export async function spreadToWebhooks(environment: Environment, tx: Tx, org: JobOrganisation, events: readonly Row[]): Promise<void> {
  const hooks = (await tx.query(`select id, events from core.webhook where org_id = $1 and state = 'active' and archived_at is null`, [org.id])) as unknown as readonly Hook[];
  const pairs = events.flatMap((event) => hooks.filter((hook) => wants(hook.events, String(event['event']))).map((hook) => ({ event, hook })));
  if (pairs.length === 0) return;
  const now = environment.clock().toISOString();
  const subjects = await subjectsOf(environment, tx, org.id, new Set(pairs.map(({ event }) => event)));
  const rows = pairs.map(({ event, hook }) => {
    const subject = { declaration: event['subject_type'], id: event['subject_id'], ...subjects.get(String(event['subject_id'])) };
    const body = JSON.stringify({ id: event['id'], type: event['event'], at: event['at'], org: org.code, data: subject });
    return { id: newId(), webhook: hook.id, event: event['id'], type: event['event'], subject: event['subject_id'], body, at: event['at'], next_at: now };
  });
  await tx.query(
    `insert into core.webhook_delivery (org_id, id, webhook, event, type, subject, body, at, state, next_at) select $1::uuid, id, webhook, event, type, subject, body, at, 'waiting', next_at
     from jsonb_to_recordset($2) as x(id uuid, webhook uuid, event uuid, type text, subject uuid, body text, at timestamptz, next_at timestamptz) returning 1`,
    [org.id, JSON.stringify(rows)],
  );
}
/** Number and version only: field values are read with one's own rights (P.11). */
async function subjectsOf({ registry }: Environment, tx: Tx, org: string, events: ReadonlySet<Row>): Promise<ReadonlyMap<string, object>> {
  const found = new Map<string, object>();
  for (const [name, list] of Map.groupBy(events, (event) => String(event['subject_type']))) {
    const meta = registry.records.get(name);
    if (!meta) continue;
    const rows = await tx.query(`select id, version, ${meta.code ? `${quoted(meta.code)}::text` : 'null::text'} as number from ${meta.table} where org_id = $1 and id = any($2)`, [
      org,
      list.map((event) => event['subject_id']),
    ]);
    for (const row of rows) found.set(String(row['id']), { number: row['number'], version: row['version'] });
  }
  return found;
}
