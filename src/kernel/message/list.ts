import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { parameters } from '../condition/parameters.ts';
import { isId } from '../ids.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import { inTransaction, type Row } from '../store/session.ts';
import { mailConfigured, queueLetter } from './queue.ts';

export const messageStates = ['waiting', 'leased', 'sent', 'delivered', 'failed', 'unknown', 'skipped'] as const;
const name = 'core.channel_adapter';
const selected = 'm.id, m.at, m.channel, m.purpose, m."user", m.address, m.state, m.planned_at, m.attempts, m.duplicates, m.error, m.done_at, m.provider_id, u.name as user_name';

function refuseOthers(call: Call, action: string): void {
  if (!may(call.principal, name, action)) throw new Refused('forbidden', { declaration: name, action });
}
/** `GET /api/core/message`: what was sent, waits or was given up, for whoever looks after the channels. */
export async function messagesOf(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseOthers(call, 'read');
  refuseUnknown([...query.keys()], ['state', 'channel', 'limit', 'after']);
  const { org } = call.principal;
  const [state, channel] = [query.get('state'), query.get('channel')];
  if (state !== null && !messageStates.some((one) => one === state)) throw new Refused('field.choice', { allowed: messageStates, nearest: 'failed' }, 'state');
  const page = pageQuery(query, queryHash(org.id, 'messages', state, channel));
  const params = parameters(org.id);
  const tests = ['m.org_id = $1'];
  if (state !== null) tests.push(`m.state = ${params.add(state)}::text`);
  if (channel !== null) tests.push(`m.channel = ${params.add(channel)}::text`);
  if (page.edge) tests.push(`(m.at, m.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  return reading(environment, call, async (tx) => {
    const found = pageOf(
      await tx.query(
        `select ${selected} from core.message_v m left join core."user" u on u.org_id = $1 and u.id = m."user" where ${tests.join(' and ')} order by m.at desc, m.id desc limit ${page.limit + 1}`,
        params.values,
      ),
      page,
    );
    return { status: 200, body: { data: found.rows.map(messageJson), page: found.page } };
  });
}
/** Never what it says: a link for one use would stand in it. */
const messageJson = (row: Row): object => ({
  id: row['id'],
  at: row['at'],
  channel: row['channel'],
  purpose: row['purpose'],
  to: row['channel'] === 'mail' ? row['address'] : null,
  user: row['user'] === null ? null : { id: row['user'], label: row['user_name'] ?? null },
  state: row['state'],
  planned_at: row['planned_at'],
  attempts: row['attempts'],
  duplicates: row['duplicates'],
  error: row['error'],
  done_at: row['done_at'],
});
/** `POST /api/core/channel_adapter/actions/test`: a letter to oneself, through the outbox like any other. */
export async function testChannel(environment: Environment, call: Call, address: string): Promise<Answer> {
  refuseOthers(call, 'update');
  if (!/^[^\s@]+@[^\s@]+$/.test(address)) throw new Refused('email.invalid', {}, '/address');
  const { org, user } = call.principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    if (!(await mailConfigured(tx, org.id))) throw new Refused('channel.not_configured');
    const id = await queueLetter(environment, tx, org.id, 'test', { user, address, locale: call.locale }, { company: org.name });
    return { status: 202, body: { message: id } };
  });
}
/** One message as it stands, for whoever waits for its outcome. */
export async function readMessage(environment: Environment, call: Call, id: string): Promise<Answer> {
  refuseOthers(call, 'read');
  return reading(environment, call, async (tx) => {
    const [row] = isId(id)
      ? await tx.query(`select ${selected} from core.message_v m left join core."user" u on u.org_id = $1 and u.id = m."user" where m.org_id = $1 and m.id = $2`, [
          call.principal.org.id,
          id,
        ])
      : [];
    if (!row) throw new Refused('not_found');
    return { status: 200, body: messageJson(row) };
  });
}
