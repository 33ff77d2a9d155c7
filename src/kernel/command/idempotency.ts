import { Refused } from '../problem.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import type { Answer, Call } from './call.ts';
import type { Environment } from './environment.ts';
import { openingOf } from './opening.ts';

/** The stored answer of a key, if its first use was committed (P.2.4); another request under the same key is refused. */
export async function recallAnswer(environment: Environment, call: Call): Promise<Answer | undefined> {
  if (!call.idempotency) return undefined;
  return inTransaction(environment.pools.commands, call.principal.org.id, (tx) => storedAnswer(tx, call), { rollback: true });
}
/** The same within a transaction that is no command and has no opening of its own. */
export async function storedAnswer(tx: Tx, call: Call): Promise<Answer | undefined> {
  const { answered } = await openingOf(tx, call);
  return answered && call.idempotency && answerAgain(answered, call.idempotency);
}
export function answerAgain(row: Row, idempotency: NonNullable<Call['idempotency']>): Answer {
  if (row['fingerprint'] !== idempotency.fingerprint) throw new Refused('idempotency.key_reused');
  const { body, etag, location } = row['response'] as { readonly body: unknown; readonly etag?: string; readonly location?: string };
  return { status: row['status'] as number, body, replayed: true, ...(etag ? { etag } : {}), ...(location ? { location } : {}) };
}
/** Written in the transaction of the effect: what was answered is remembered, what was rolled back is not. */
export async function storeAnswer(tx: Tx, call: Call, answer: Answer, now: string): Promise<void> {
  const { idempotency, principal } = call;
  if (!idempotency) return;
  const { status, ...response } = answer;
  await tx.query('insert into core.idempotency (org_id, principal, key, fingerprint, status, response, at) values ($1, $2, $3, $4, $5, $6, $7)', [principal.org.id, principal.user, idempotency.key, idempotency.fingerprint, status, JSON.stringify(response), now]);
}
