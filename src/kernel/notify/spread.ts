import type { Environment } from '../command/environment.ts';
import type { Row, Tx } from '../store/session.ts';
import { followersOf } from './follow.ts';
import { tellOfRecord } from './notify.ts';

/** What happened longer ago is no news any more: a company that was filled with a year of history, a server that stood still for days. */
const stale = 24 * 3_600_000;
const lifecycle = new Set(['created', 'updated']);

/** Tells the followers of what others did, and whom something was assigned to, from the events of the outbox (P.11, P.13). */
export async function tellFollowers(environment: Environment, tx: Tx, org: string, events: readonly Row[]): Promise<void> {
  const oldest = environment.clock().getTime() - stale;
  for (const event of events) {
    const declaration = String(event['subject_type']);
    const meta = environment.registry.records.get(declaration);
    const what = String(event['event']).slice(declaration.length + 1);
    if (!meta || Date.parse(String(event['at'])) < oldest || lifecycle.has(what)) continue;
    const data = event['data'] as { readonly action?: string; readonly to?: string };
    const record = { declaration, id: String(event['subject_id']) };
    const by = typeof event['by'] === 'string' ? event['by'] : null;
    if (what === 'assigned') await tellOfRecord(environment, tx, org, { kind: 'assigned', record, by }, data.to ? [data.to] : []);
    else await tellOfRecord(environment, tx, org, { kind: 'change', record, by, data: { action: data.action ?? what } }, await followersOf(tx, org, meta, record.id));
  }
}
