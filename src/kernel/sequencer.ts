import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { chainAudit } from './audit/chain.ts';
import type { ModuleServer } from './command/environment.ts';
import { inTransaction, type Tx } from './store/session.ts';

export interface OrganisationKey {
  readonly id: string;
  readonly code: string;
}
/**
 * Numbers, chains and roll-ups after the commit (3.0.2): one flight a process and organisation. Whoever commits while one runs waits for
 * the next, which serves them all; across processes the gate row lets one after the other through.
 */
export interface Sequencer {
  /** Tells that something was committed; the promise ends when it has its numbers. */
  readonly after: (org: OrganisationKey) => Promise<void>;
  /** Waits for what is under way, at most two seconds. */
  readonly settled: (org: string) => Promise<void>;
}
interface Flight {
  running: Promise<void> | undefined;
  next: Promise<void> | undefined;
}

/** Where commits come faster than flights, each flight waits a moment for company: its dozen statements then serve many. */
const gathering = 25;

export function openSequencer(pool: pg.Pool, servers: readonly ModuleServer[], failed: (error: unknown) => void): Sequencer {
  const flights = new Map<string, Flight>();
  const run = async (org: OrganisationKey): Promise<void> => {
    try {
      await sequence(pool, servers, org);
    } catch (error) {
      // The next flight catches up: what was committed stays queued until it has its number, beyond the end of the process if need be.
      if (!pool.ending) failed(error);
    }
  };
  const start = (org: OrganisationKey, flight: Flight): Promise<void> => {
    const running = run(org).finally(() => {
      if (flight.running === running) flight.running = undefined;
    });
    flight.running = running;
    return running;
  };
  return {
    after(org) {
      const flight = flights.get(org.id) ?? { running: undefined, next: undefined };
      flights.set(org.id, flight);
      if (flight.next) return flight.next;
      if (!flight.running) return start(org, flight);
      flight.next = flight.running.then(async () => {
        await pause(gathering, undefined, { ref: false });
        flight.next = undefined;
        return start(org, flight);
      });
      return flight.next;
    },
    async settled(org) {
      const flight = flights.get(org);
      const waiting = flight?.next ?? flight?.running;
      if (waiting) await Promise.race([waiting, new Promise<void>((resolve) => void setTimeout(resolve, 2000).unref())]);
    },
  };
}

/** One step over everything that waits, in a transaction of its own under the organisation's gate row. */
export async function sequence(pool: pg.Pool, servers: readonly ModuleServer[], org: OrganisationKey): Promise<void> {
  await inTransaction(pool, org.id, async (tx) => {
    const code = (await enter(tx, org)) ?? (await firstEntry(tx, org));
    const own = { id: org.id, code };
    for (const server of servers) await server.sequence?.(tx, own);
    await chainAudit(tx, own);
  });
}
/** Locks the gate. The code is part of what is chained; a caller who knows the organisation by its id alone must not spoil that. */
async function enter(tx: Tx, org: OrganisationKey): Promise<string | undefined> {
  const [row] = await tx.query('select o.code from core.gate g left join core.organisation o on o.id = g.org_id where g.org_id = $1 for update of g', [org.id]);
  return row && (typeof row['code'] === 'string' ? row['code'] : org.code);
}
async function firstEntry(tx: Tx, org: OrganisationKey): Promise<string> {
  await tx.query('insert into core.gate (org_id) values ($1) on conflict do nothing', [org.id]);
  return (await enter(tx, org)) ?? org.code;
}
