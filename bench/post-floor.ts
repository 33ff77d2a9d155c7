import type pg from 'pg';
import type { Call } from '../src/kernel/command/call.ts';
import { actOn } from '../src/kernel/command/act.ts';
import type { Environment } from '../src/kernel/command/environment.ts';
import { createRecord } from '../src/kernel/command/save.ts';
import { newId } from '../src/kernel/ids.ts';
import { principalOf } from '../src/server/sign-in/principal.ts';
import { grantsOf } from '../src/server/grants-of.ts';
import { inTransaction } from '../src/kernel/store/session.ts';
import { type Caller, deliver, invoice, order, type Sale } from './sale.ts';
import { copyOf, type Snapshot, snapshot, type Template, templateOf } from './post-rows.ts';
import type { World } from './world.ts';

/*
 * The floor of posting: the very same rows in three statements. One sale is made by the kernel and its rows are read back, phase by
 * phase; from them three multi-CTE statements are written that insert such rows again under new ids and move the same balances. What a
 * person would write by hand for exactly this sale and nothing else, without a rule, a right or a choice left in it.
 */
export interface Floor {
  readonly statements: readonly string[];
  /** Rows that one sale writes, by statement. */
  readonly rows: readonly number[];
  /** Makes one sale of these goods for this customer. */
  readonly sell: (sale: Sale) => Promise<void>;
}
export async function openFloor(world: World, user: string, sale: Sale): Promise<Floor> {
  const caller = await inside(world, user);
  const snapshots: Snapshot[] = [await snapshot(world)];
  const after = async <T>(made: T): Promise<T> => {
    snapshots.push(await snapshot(world));
    return made;
  };
  const ordered = await after(await order(caller, sale));
  const delivered = await after(await deliver(caller, sale, ordered));
  await after(await invoice(caller, sale, delivered));
  const template = await templateOf(world, snapshots, sale);
  await world.sequence();
  return {
    statements: template.phases.map((phase) => phase.statement),
    rows: template.phases.map((phase) => phase.rows),
    sell: (next) => repeat(world, template, next),
  };
}

/** Straight into the kernel, with nobody numbering meanwhile: the queues belong to the rows that a sale writes. */
async function inside(world: World, user: string): Promise<Caller> {
  const environment: Environment = { ...world.kernel.environment, sequenced: () => Promise.resolve() };
  const principal = await inTransaction(world.pools.reads, world.org.id, (tx) => principalOf(tx, environment.registry, grantsOf, world.org.id, user, new Date()), {
    readOnly: true,
  });
  if (!principal) throw new Error(`no user ${user}`);
  const call = (key: string): Call => ({
    principal,
    via: 'web',
    request: newId(),
    locale: 'zh',
    ip: '127.0.0.1',
    idempotency: { key, fingerprint: '0'.repeat(64) },
    dryRun: false,
    ack: new Set(),
  });
  return {
    create: async (name, body, key) => (await createRecord(environment, call(key), name, body)).body as never,
    act: async (name, { id, version }, action, input, key) =>
      ((await actOn(environment, call(key), name, id, action, { version, input })).body as { readonly record: never }).record,
  };
}

/** One transaction a statement, as the product has one a command; the organisation is set the same way. */
async function repeat({ pools, org }: World, template: Template, sale: Sale): Promise<void> {
  const copy = copyOf(template, sale);
  for (const [at, { name, statement }] of template.phases.entries()) {
    const client = await pools.commands.connect();
    try {
      await transaction(client, org.id, { name, text: statement, values: [org.id, copy(at), 1000] });
    } finally {
      client.release();
    }
  }
}
async function transaction(client: pg.PoolClient, org: string, statement: pg.QueryConfig): Promise<void> {
  const sent = [client.query(`begin; set local app.org_id = '${org}'`), client.query(statement), client.query('commit')];
  const settled = await Promise.allSettled(sent);
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
