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
import { inTransaction } from '../store/session.ts';

const name = 'core.hook_account';
export const inboxStates = ['waiting', 'done', 'dead'] as const;
const selected = 'e.id, e.received_at as at, e.adapter, e.account, e.event_id, e.state, e.tries, e.next_at, e.error, e.processed_at';
const refuseOthers = (call: Call, action: string): void => {
  if (!may(call.principal, name, action)) throw new Refused('forbidden', { declaration: name, action });
};

/** `GET /api/core/inbox_event`: what came in from outside, newest first; the dead letters with `state=dead`. */
export async function inboxEvents(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseOthers(call, 'read');
  refuseUnknown([...query.keys()], ['state', 'limit', 'after']);
  const { org } = call.principal;
  const state = query.get('state');
  if (state !== null && !inboxStates.some((one) => one === state)) throw new Refused('field.choice', { allowed: inboxStates, nearest: 'dead' }, 'state');
  const page = pageQuery(query, queryHash(org.id, 'inbox', state));
  const params = parameters(org.id);
  const tests = ['e.org_id = $1'];
  if (state !== null) tests.push(`e.state = ${params.add(state)}::text`);
  if (page.edge) tests.push(`(e.received_at, e.id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  return reading(environment, call, async (tx) => {
    const found = pageOf(
      await tx.query(`select ${selected} from core.inbox_event_v e where ${tests.join(' and ')} order by e.received_at desc, e.id desc limit ${page.limit + 1}`, params.values),
      page,
    );
    return { status: 200, body: { data: found.rows, page: found.page } };
  });
}
/** A dead letter is taken up again. */
export async function processAgain(environment: Environment, call: Call, id: string): Promise<Answer> {
  refuseOthers(call, 'update');
  const { org } = call.principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    const [row] = isId(id) ? await tx.query('select state, payload, raw is not null as kept from core.inbox_event where org_id = $1 and id = $2 for update', [org.id, id]) : [];
    if (!row) throw new Refused('not_found');
    if (row['state'] !== 'dead') throw new Refused('document.transition_refused', { from: row['state'], action: 'process_again', allowed: ['dead'] });
    if (row['payload'] === null || row['kept'] !== true) throw new Refused('webhook.payload_invalid');
    const [again] = await tx.query(
      `update core.inbox_event e set state = 'waiting', tries = 0, error = null, next_at = $3 where e.org_id = $1 and e.id = $2 returning ${selected}`,
      [org.id, id, environment.clock().toISOString()],
    );
    return { status: 200, body: again };
  });
}
