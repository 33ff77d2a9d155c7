import type pg from 'pg';
import { inTransaction } from '../kernel/store/session.ts';

/*
 * A demo takes minutes and is many commits: what is killed in the middle leaves half a company, which nobody should take for a whole one. While it
 * is being made a row of the organisation's locks says so (scale rule 21); the row outlives the process.
 */
const name = 'demo';
export const beginDemo = (pool: pg.Pool, org: string): Promise<unknown> =>
  inTransaction(pool, org, (tx) => tx.query('insert into core.lock (org_id, name) values ($1, $2) on conflict do nothing', [org, name]));
export const endDemo = (pool: pg.Pool, org: string): Promise<unknown> =>
  inTransaction(pool, org, (tx) => tx.query('delete from core.lock where org_id = $1 and name = $2', [org, name]));
export const isUnfinished = async (pool: pg.Pool, org: string): Promise<boolean> =>
  (await inTransaction(pool, org, (tx) => tx.query('select 1 from core.lock where org_id = $1 and name = $2', [org, name]), { readOnly: true })).length > 0;
