import { createHash, timingSafeEqual } from 'node:crypto';
import type { Answer } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { signature } from '../webhook/signature.ts';

/*
 * Events from outside (P.13, 7.8): signed over time and raw body, not older than five minutes, each taken once; kept as they came and dealt with
 * later by a job, so that the sender waits for nothing.
 */
const skew = 300;
export interface Incoming {
  readonly adapter: string;
  readonly account: string;
  readonly timestamp: string | undefined;
  readonly signature: string | undefined;
  readonly eventId: string | undefined;
  readonly raw: Buffer;
}
export async function receiveEvent(environment: Environment, org: string, incoming: Incoming): Promise<Answer> {
  const now = environment.clock();
  return inTransaction(environment.pools.commands, org, async (tx) => {
    const [account] = await tx.query(
      `select id, secret, previous_secret from core.hook_account where org_id = $1 and code = $2 and adapter = $3 and state = 'active' and archived_at is null`,
      [org, incoming.account, incoming.adapter],
    );
    checkSignature(account, incoming, now);
    const payload = parsed(incoming.raw);
    const eventId = incoming.eventId ?? (isObject(payload) && typeof payload['id'] === 'string' ? payload['id'] : undefined);
    const valid = isObject(payload) && eventId !== undefined && eventId !== '' && eventId.length <= 200;
    const taken = await tx.query(
      `insert into core.inbox_event (org_id, id, account, adapter, event_id, received_at, payload, raw, state, next_at, error) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (org_id, account, event_id) do nothing returning id`,
      [
        org,
        newId(),
        account?.['id'],
        incoming.adapter,
        valid ? eventId : `sha256:${createHash('sha256').update(incoming.raw).digest('hex')}`,
        now.toISOString(),
        valid ? JSON.stringify(payload) : null,
        incoming.raw,
        valid ? 'waiting' : 'dead',
        valid ? now.toISOString() : null,
        valid ? null : 'webhook.payload_invalid',
      ],
    );
    // What cannot be read is kept for whoever looks after the account, and refused all the same.
    if (!valid) return { status: 422, body: undefined };
    return { status: 200, body: { outcome: taken.length > 0 ? 'accepted' : 'known' } };
  });
}
/** Either secret while one is being changed; an unknown account is told as a wrong signature, so that nobody learns which exist. */
function checkSignature(account: Row | undefined, { timestamp, signature: given, raw }: Incoming, now: Date): void {
  const at = Number(timestamp);
  if (!Number.isInteger(at) || Math.abs(now.getTime() / 1000 - at) > skew) throw new Refused('webhook.timestamp_skew');
  const secrets = [account?.['secret'], account?.['previous_secret']].filter((one): one is string => typeof one === 'string');
  const offered = (given ?? '').split(',').map((one) => Buffer.from(one.trim().toLowerCase()));
  const matches = (secrets.length > 0 ? secrets : ['nobody']).some((secret) => {
    const wanted = Buffer.from(signature([secret], at, raw.toString('utf8')));
    return offered.some((one) => one.length === wanted.length && timingSafeEqual(one, wanted));
  });
  if (!account || !matches) throw new Refused('webhook.signature_invalid');
}
function parsed(raw: Buffer): unknown {
  try {
    return JSON.parse(raw.toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
