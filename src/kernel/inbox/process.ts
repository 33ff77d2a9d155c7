import type { Environment } from '../command/environment.ts';
import type { JobContext } from '../jobs/run.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { receiptOfHook, receiptOfMail, settleReceipt } from './receipt.ts';

/** Events of the inbox are dealt with one by one, each in its own transaction; what fails is tried eight times and then lies with the dead letters (P.13, 7.8). */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const waits = [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour];

export async function processInbox({ environment, org }: JobContext): Promise<number> {
  for (let done = 0; ; done += 1) if (!(await one(environment, org.id))) return done;
}
async function one(environment: Environment, org: string): Promise<boolean> {
  const now = environment.clock();
  let taken: Row | undefined;
  try {
    return await inTransaction(environment.pools.commands, org, async (tx) => {
      [taken] = await tx.query(
        `select id, adapter, payload, raw, tries from core.inbox_event where org_id = $1 and state = 'waiting' and next_at <= $2 order by received_at, id limit 1 for update skip locked`,
        [org, now.toISOString()],
      );
      if (!taken) return false;
      await act(tx, org, taken, now.toISOString());
      await tx.query(`update core.inbox_event set state = 'done', processed_at = $3, tries = tries + 1, error = null where org_id = $1 and id = $2`, [
        org,
        taken['id'],
        now.toISOString(),
      ]);
      return true;
    });
  } catch (error) {
    if (!taken) throw error;
    await failed(environment, org, taken, error);
    return true;
  }
}
/** Receipts are what the platform itself waits for; other mail stays as it came, for the modules that read it. */
async function act(tx: Tx, org: string, event: Row, now: string): Promise<void> {
  const receipt = event['adapter'] === 'mail' ? await receiptOfMail(event['raw'] as Buffer) : receiptOfHook(event['payload']);
  if (receipt) await settleReceipt(tx, org, receipt, now);
}
async function failed(environment: Environment, org: string, event: Row, error: unknown): Promise<void> {
  const wait = error instanceof Refused ? undefined : waits[Number(event['tries'])];
  const next = wait === undefined ? null : new Date(environment.clock().getTime() + wait).toISOString();
  const told = error instanceof Refused ? error.code : error instanceof Error ? error.message.slice(0, 300) : 'unknown';
  await inTransaction(environment.pools.commands, org, (tx) =>
    tx.query('update core.inbox_event set state = $3, next_at = $4, tries = tries + 1, error = $5 where org_id = $1 and id = $2', [
      org,
      event['id'],
      next === null ? 'dead' : 'waiting',
      next,
      told,
    ]),
  );
}
