import type pg from 'pg';
import type { Registry } from '../../kernel/registry/meta.ts';
import type { Plan } from '../plan.ts';
import { growBalances, raiseCounters } from './balances.ts';
import { circleTables, openCircles } from './customers.ts';
import { choose } from './members.ts';
import { takeApart } from './schema.ts';
import { copyRows } from './stream.ts';
import { makeTemplate } from './template.ts';

export interface Scaling {
  /** A connection of the role that owns the tables: row-level security keeps others from COPY (scale rule 14). */
  readonly client: pg.Client;
  readonly registry: Registry;
  readonly org: { readonly id: string; readonly code: string };
  readonly plan: Plan;
  readonly times: number;
  readonly table?: (name: string, rows: number) => void;
}
export interface Scaled {
  readonly copies: number;
  readonly rows: number;
  /** Rows of ledgers, entries of vouchers among them. */
  readonly entries: number;
}

/**
 * So many times as much business as the year that stands there already: every document with its entries, open items, links and audit again
 * and again, with ids, numbers and customers of its own, in one transaction. Numbers of vouchers, chains and roll-ups are the sequencer's,
 * which finds the copies in its queues.
 */
export async function scaleUp({ client, registry, org, plan, times, table = () => undefined }: Scaling): Promise<Scaled> {
  const copies = times - 1;
  if (copies < 1) return { copies: 0, rows: 0, entries: 0 };
  let rows = 0;
  await client.query('begin');
  try {
    await client.query('set local synchronous_commit = off');
    await choose(client, registry, org.id);
    const circles = await openCircles(client, org.id, plan.firms, times);
    const template = await makeTemplate({ client, registry, org, circles, copies });
    const people = await circleTables(client, registry, org.id, plan.firms, plan.seed);
    const loads = [...people.map((one) => ({ ...one, to: circles.count - 1 })), ...template.tables.map((one) => ({ ...one, to: copies }))];
    await growBalances(client, registry, org.id, copies);
    await raiseCounters(client, org.id, template.series, { customers: plan.firms.length * (circles.count - 1) });
    const together = await takeApart(
      client,
      loads.map((one) => one.table),
    );
    for (const load of loads) {
      const written = await copyRows(client, load.table, load.columns, load.programs, { from: 1, to: load.to });
      rows += written;
      table(load.table, written);
    }
    await together();
    // Current balances of guarded accounts are made anew, from all entries, by the next posting.
    await client.query('delete from finance.cash_balance where org_id = $1', [org.id]);
    // Enough for the sequencer, which comes next; PostgreSQL looks closer by itself later.
    await client.query('set local default_statistics_target = 20');
    await client.query(`analyze ${[...new Set(loads.map((one) => one.table))].join(', ')}`);
    await client.query('commit');
    return { copies, rows, entries: template.entries * copies };
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
