import type pg from 'pg';
import { templateDatabase, testDatabase, type TestDatabase } from '../../../test/support/database.ts';
import { openPools, type Pools } from '../../database/pool.ts';
import { connect } from '../../database/connect.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { wholeSchema } from '../store/schema.ts';
import { exampleRegistry, exampleRows, organisations } from './worked-example.ts';

/** The worked example in a PostgreSQL of its own: read as the server's role, written as the owner. */
export interface Example {
  readonly read: <T>(work: (tx: Tx) => Promise<T>, org?: string) => Promise<T>;
  readonly insert: (table: string, row: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly owner: pg.Client;
  readonly end: () => Promise<void>;
}
export async function openExample(): Promise<Example> {
  const template = await templateDatabase('worked example of P.8', async (owner) => {
    for (const statement of wholeSchema(exampleRegistry(), [])) await owner.query(statement);
    for (const [table, row] of exampleRows()) await insertRow(owner, table, row);
  });
  const database: TestDatabase = await testDatabase(template);
  const pools: Pools = openPools(database.app);
  const owner = await connect(database.owner);
  return {
    read: (work, org = organisations.a) => inTransaction(pools.reads, org, work, { readOnly: true }),
    insert: (table, row) => insertRow(owner, table, row),
    owner,
    end: async () => {
      await Promise.all([pools.end(), owner.end()]);
      await database.drop();
    },
  };
}
async function insertRow(owner: pg.Client, table: string, row: Readonly<Record<string, unknown>>): Promise<void> {
  const names = Object.keys(row);
  await owner.query(`insert into ${table} (${names.map((name) => `"${name}"`).join(', ')}) values (${names.map((_, at) => `$${at + 1}`).join(', ')})`, Object.values(row));
}
