import type { Environment } from '../command/environment.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { pin } from '../webhook/address.ts';
import { send } from '../webhook/send.ts';
import { compose, messageIdOf } from './compose.ts';
import type { Content } from './content.ts';
import { robotRequest } from './robot.ts';
import { type Outcome, sendBySmtp } from './smtp.ts';

/** The row of `core.channel_adapter` a message leaves by. */
export interface Adapter {
  readonly id: string;
  readonly kind: string;
  readonly host: string;
  readonly port: number;
  readonly security: 'tls' | 'starttls' | 'none';
  readonly login: string | null;
  readonly secret: string | null;
  readonly sender: string;
  readonly sender_name: string | null;
  readonly reply_to: string | null;
  readonly url: string | null;
}
/** Speaks to the outside; an address that is refused (P11-4) is refused for good. */
export async function dispatch(environment: Environment, row: Row, adapter: Adapter, content: Content, allow: string): Promise<Outcome> {
  try {
    return adapter.kind === 'smtp' ? await mail(environment, row, adapter, content, allow) : await robot(environment, adapter, content, allow);
  } catch (error) {
    if (error instanceof Refused) return { result: 'refused', error: error.code, permanent: true };
    throw error;
  }
}
async function mail(environment: Environment, row: Row, adapter: Adapter, { letter, unsubscribe }: Content, allow: string): Promise<Outcome> {
  const at = await pin(`https://${adapter.host}:${adapter.port}`, allow);
  const id = String(row['id']);
  const providerId = messageIdOf(id, adapter.sender);
  const sender = { address: adapter.sender, name: adapter.sender_name, replyTo: adapter.reply_to };
  const raw = await compose(letter, sender, String(row['address']), providerId, environment.clock(), unsubscribe);
  // Written before it is sent: a receipt must find its message however this ends.
  const org = String(row['org_id']);
  await inTransaction(environment.pools.commands, org, (tx) => tx.query('update core.message set provider_id = $3 where org_id = $1 and id = $2', [org, id, providerId]));
  const { port, security, login, secret } = adapter;
  return sendBySmtp({ at, port, security, login, secret }, { from: adapter.sender, to: String(row['address']), id }, raw);
}
async function robot(environment: Environment, { kind, url, secret }: Adapter, { letter }: Content, allow: string): Promise<Outcome> {
  const request = robotRequest(kind, url ?? '', secret, { title: letter.subject, text: letter.text }, environment.clock());
  const pinned = await pin(request.url, allow);
  try {
    const status = await send(pinned, { 'content-type': 'application/json; charset=utf-8' }, request.body);
    if (status >= 200 && status < 300) return { result: 'sent', response: `HTTP ${status}` };
    return { result: 'refused', error: `HTTP ${status}`, permanent: status < 500 && status !== 429 };
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 300) : 'unknown';
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return ['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'].includes(code)
      ? { result: 'refused', error: reason, permanent: false }
      : { result: 'unknown', error: reason };
  }
}
