import { hash } from 'node:crypto';
import type pg from 'pg';
import { Refused } from '../problem.ts';
import { isId } from '../ids.ts';

export type Row = Readonly<Record<string, unknown>>;
/** Runs one statement of one organisation. Statements started together travel together (pipelined). */
export interface Tx {
  query(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * One transaction of one organisation. Serialization failures and deadlocks are tried again, three times, then `system.busy` (5.0.3).
 * The organisation is a literal, because a distributed engine passes only that on (scale rule 12).
 */
export async function inTransaction<T>(pool: pg.Pool, org: string, work: (tx: Tx) => Promise<T>, options: { readonly rollback?: boolean; readonly readOnly?: boolean } = {}): Promise<T> {
  if (!isId(org)) throw new TypeError(`${org} is no organisation`);
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect();
    let broken = false;
    try {
      return await oneTransaction(client, org, work, options);
    } catch (error) {
      broken = isConnectionLoss(error);
      if (!isRetryable(error)) throw error;
      if (attempt > 3) throw new Refused('system.busy');
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt));
    } finally {
      client.release(broken);
    }
  }
}

async function oneTransaction<T>(client: pg.PoolClient, org: string, work: (tx: Tx) => Promise<T>, { rollback, readOnly }: { readonly rollback?: boolean; readonly readOnly?: boolean }): Promise<T> {
  const underWay = new Set<Promise<unknown>>();
  let first: unknown;
  const tx: Tx = {
    query: (text, values = []) => {
      gather(client);
      const answer = client.query<Row>({ name: statementName(text), text, values: values as unknown[] }).then((result) => result.rows);
      underWay.add(answer);
      answer.then(
        () => underWay.delete(answer),
        (error: unknown) => {
          underWay.delete(answer);
          if (!isAftermath(error)) first ??= error;
        },
      );
      return answer;
    },
  };
  gather(client);
  const begun = client.query(`begin${readOnly ? ' isolation level repeatable read read only' : ''}; set local app.org_id = '${org}'`);
  begun.catch(() => undefined);
  try {
    const result = await work(tx);
    await begun;
    if (rollback || readOnly) {
      await client.query('rollback');
      return result;
    }
    // A failed transaction answers COMMIT with ROLLBACK and no error (kernel-storage §2).
    const committed = await client.query('commit');
    if (committed.command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    // Nothing may be in flight when the connection goes back, and the first failure is the one to tell.
    await Promise.allSettled([begun, ...underWay]);
    await client.query('rollback').catch(() => undefined);
    // What follows the first failure of a flight only says that the transaction is aborted.
    throw isAftermath(error) ? (first ?? error) : error;
  }
}
const isAftermath = (error: unknown): boolean => databaseError(error)?.code === '25P02';

interface Wire {
  readonly connection?: { readonly stream?: { cork?(): void; uncork?(): void } };
}
/** Statements begun in one turn leave in one packet: the driver would hand each to the system by itself, a quarter of the server's time. */
function gather(client: pg.PoolClient): void {
  const stream = (client as unknown as Wire).connection?.stream;
  if (!stream?.cork || !stream.uncork) return;
  stream.cork();
  process.nextTick(() => stream.uncork?.());
}

/** Constant texts are prepared once a connection under a name of their own. */
export const statementName = (text: string): string => `q${hash('sha1', text, 'base64url').slice(0, 20)}`;

interface DatabaseError {
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly detail?: string;
  readonly message: string;
}
export const databaseError = (error: unknown): DatabaseError | undefined => (error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.length === 5 ? (error as DatabaseError) : undefined);
const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(databaseError(error)?.code ?? '');
const isConnectionLoss = (error: unknown): boolean => {
  const code = databaseError(error)?.code ?? '';
  return code.startsWith('08') || code.startsWith('57P') || (error instanceof Error && /Connection terminated|ECONNRESET|EPIPE/.test(error.message));
};
