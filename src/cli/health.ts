import { inTransaction } from '../kernel/store/session.ts';
import type { Health } from '../server/options.ts';
import { type Installation, organisations } from './installation.ts';

/** How long an answer may be used again: whoever watches the server must not load it. */
const kept = 5_000;

/** The state of the database and of what waits behind the commits (P.17), over all organisations. */
export function healthCheck(installation: Installation, newestMigration: number, clock: () => number): () => Promise<Health> {
  let last: { readonly at: number; readonly health: Promise<Health> } | undefined;
  return () => {
    if (last === undefined || clock() - last.at > kept) last = { at: clock(), health: look(installation, newestMigration) };
    return last.health;
  };
}
async function look(installation: Installation, newestMigration: number): Promise<Health> {
  try {
    const [applied] = await installation.auth.query<{ number: number | null }>('select max(number) as number from public.migration');
    let [lag, backlog] = [0, 0];
    for (const { id } of await organisations(installation)) {
      const [row] = await inTransaction(
        installation.pools.reads,
        id,
        (tx) =>
          tx.query(
            `select (select count(*)::int from core.audit_pending where org_id = $1) as backlog,
               (select coalesce(extract(epoch from now() - min(at)), 0)::int from core.outbox where org_id = $1 and done_at is null) as lag`,
            [id],
          ),
        { readOnly: true },
      );
      backlog += Number(row?.['backlog'] ?? 0);
      lag = Math.max(lag, Number(row?.['lag'] ?? 0));
    }
    return { database: 'ok', migrations: (applied?.number ?? 0) >= newestMigration ? 'current' : 'pending', outbox_lag_s: lag, sequencer_backlog: backlog };
  } catch {
    return { database: 'unreachable', migrations: 'pending', outbox_lag_s: 0, sequencer_backlog: 0 };
  }
}
