import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { parameters } from '../condition/parameters.ts';
import { isId } from '../ids.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { checkReadable, readable, reading } from '../read/record.ts';
import { inTransaction, type Row } from '../store/session.ts';

const name = 'core.webhook';
const states = ['waiting', 'delivered', 'dead'];
const selected = 'd.id, d.event, d.type, d.subject, d.at, d.state, d.attempts, d.next_at, d.status, d.error';

/** `GET /api/core/webhook/{id}/deliveries` (P.13): what was sent, waits or was given up, newest first. */
export async function deliveriesOf(environment: Environment, call: Call, id: string, query: URLSearchParams): Promise<Answer> {
  const meta = readable(environment, call, name);
  refuseUnknown([...query.keys()], ['state', 'limit', 'after']);
  const org = call.principal.org.id;
  const state = query.get('state');
  if (state !== null && !states.includes(state)) throw new Refused('field.choice', { allowed: states, nearest: 'dead' }, 'state');
  const page = pageQuery(query, queryHash(org, 'deliveries', id, state));
  const params = parameters(org);
  const tests = ['d.org_id = $1', `d.webhook = ${params.add(id)}::uuid`];
  if (state !== null) tests.push(`d.state = ${params.add(state)}::text`);
  if (page.edge) tests.push(`(d.at, d.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  return reading(environment, call, async (tx) => {
    await checkReadable(environment, tx, call, meta, id);
    const found = pageOf(
      await tx.query(`select ${selected} from core.webhook_delivery_v d where ${tests.join(' and ')} order by d.at desc, d.id desc limit ${page.limit + 1}`, params.values),
      page,
    );
    return { status: 200, body: { data: found.rows.map(deliveryJson), page: found.page } };
  });
}
const deliveryJson = (row: Row): object => ({
  id: row['id'],
  event: row['event'],
  type: row['type'],
  subject: row['subject'],
  at: row['at'],
  state: row['state'],
  attempts: row['attempts'],
  next_at: row['next_at'],
  status: row['status'],
  error: row['error'],
});
/** Send again: what was given up goes out with the next run, under the same event id. */
export async function sendAgain(environment: Environment, call: Call, id: string, delivery: string): Promise<Answer> {
  const { principal } = call;
  const meta = readable(environment, call, name);
  if (!may(principal, name, 'update')) throw new Refused('forbidden', { declaration: name, action: 'update' });
  return inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    await checkReadable(environment, tx, call, meta, id);
    const [row] = isId(delivery)
      ? await tx.query('select state from core.webhook_delivery where org_id = $1 and id = $2 and webhook = $3 for update', [principal.org.id, delivery, id])
      : [];
    if (!row) throw new Refused('not_found');
    if (row['state'] !== 'dead') throw new Refused('document.transition_refused', { from: row['state'], action: 'send_again', allowed: ['dead'] });
    const [again] = await tx.query(
      `update core.webhook_delivery d set state = 'waiting', attempts = 0, next_at = $3, error = null, status = null where d.org_id = $1 and d.id = $2 returning ${selected}`,
      [principal.org.id, delivery, environment.clock().toISOString()],
    );
    return { status: 200, body: deliveryJson(again ?? {}) };
  });
}
