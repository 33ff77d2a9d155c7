import type { Call } from '../command/call.ts';
import { actOn } from '../command/act.ts';
import type { Environment } from '../command/environment.ts';
import { loadSettings } from '../command/read.ts';
import type { JobContext, JobOrganisation } from '../jobs/run.ts';
import { tellAdministrators } from '../notify/notify.ts';
import { Refused } from '../problem.ts';
import { inTransaction } from '../store/session.ts';
import { pin } from './address.ts';
import { send } from './send.ts';
import { signature } from './signature.ts';

/*
 * Deliveries to webhooks (P.11, P.13): each is sent at least once, under the event's own id, in order per record, and tried again by a growing
 * wait until it is given up.
 */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const waits = [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour];
const lease = minute;
const batch = 20;
/** Given up so often in a row, a webhook is switched off. */
const mostDead = 50;

/** Sends what is due; stops after a minute, the next run goes on. */
export async function deliverWebhooks({ environment, org }: JobContext): Promise<number> {
  const until = Date.now() + minute;
  let sent = 0;
  for (;;) {
    const due = await takeDue(environment, org);
    const settings =
      due.length === 0 ? undefined : await inTransaction(environment.pools.reads, org.id, (tx) => loadSettings(environment, tx, org.id, 'core.settings'), { readOnly: true });
    await Promise.all(due.map((delivery) => deliver(environment, org, delivery, String(settings?.['webhook_allow'] ?? ''))));
    sent += due.length;
    if (due.length === 0 || Date.now() > until) return sent;
  }
}

interface Delivery {
  readonly id: string;
  readonly webhook: string;
  readonly event: string;
  readonly body: string;
  readonly attempts: number;
  readonly url: string;
  readonly secret: string;
  readonly previous_secret: string | null;
}
/** Nothing is sent before what happened earlier to the same record has arrived or was given up. */
async function takeDue(environment: Environment, org: JobOrganisation): Promise<readonly Delivery[]> {
  const now = environment.clock();
  const rows = await inTransaction(environment.pools.commands, org.id, (tx) =>
    tx.query(
      `update core.webhook_delivery d set lease_until = $3, attempts = d.attempts + 1 from core.webhook h
       where d.org_id = $1 and h.org_id = $1 and h.id = d.webhook and d.id in (
         select c.id from core.webhook_delivery c join core.webhook w on w.org_id = $1 and w.id = c.webhook and w.state = 'active'
         where c.org_id = $1 and c.state = 'waiting' and c.next_at <= $2 and (c.lease_until is null or c.lease_until < $2)
           and not exists (select 1 from core.webhook_delivery e where e.org_id = $1 and e.webhook = c.webhook and e.subject = c.subject and e.state = 'waiting' and (e.at, e.id) < (c.at, c.id))
         order by c.at, c.id limit ${batch} for update of c skip locked)
       returning d.id, d.webhook, d.event, d.body, d.attempts, h.url, h.secret, h.previous_secret`,
      [org.id, now.toISOString(), new Date(now.getTime() + lease).toISOString()],
    ),
  );
  return rows as unknown as readonly Delivery[];
}
async function deliver(environment: Environment, org: JobOrganisation, delivery: Delivery, allow: string): Promise<void> {
  const timestamp = Math.floor(environment.clock().getTime() / second);
  const secrets = [delivery.secret, ...(delivery.previous_secret ? [delivery.previous_secret] : [])];
  try {
    const pinned = await pin(delivery.url, allow);
    const status = await send(
      pinned,
      {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Qiantai-Webhook',
        'x-timestamp': String(timestamp),
        'x-signature': signature(secrets, timestamp, delivery.body),
        'x-event-id': delivery.event,
      },
      delivery.body,
    );
    if (status >= 200 && status < 300) await delivered(environment, org, delivery, status);
    else await missed(environment, org, delivery, status, `HTTP ${status}`);
  } catch (error) {
    const refused = error instanceof Refused;
    await missed(
      environment,
      org,
      refused ? { ...delivery, attempts: Number.POSITIVE_INFINITY } : delivery,
      null,
      refused ? error.code : error instanceof Error ? error.message.slice(0, 300) : 'unknown',
    );
  }
}
async function delivered(environment: Environment, org: JobOrganisation, { id, webhook }: Delivery, status: number): Promise<void> {
  const now = environment.clock().toISOString();
  await inTransaction(environment.pools.commands, org.id, async (tx) => {
    await tx.query(`update core.webhook_delivery set state = 'delivered', status = $3, error = null, lease_until = null, next_at = null where org_id = $1 and id = $2`, [
      org.id,
      id,
      status,
    ]);
    await tx.query('update core.webhook set dead_in_a_row = 0, last_delivered_at = $3 where org_id = $1 and id = $2', [org.id, webhook, now]);
  });
}
/** The next try, or given up; an address that is refused is not tried again. */
async function missed(environment: Environment, org: JobOrganisation, { id, webhook, attempts }: Delivery, status: number | null, error: string): Promise<void> {
  const wait = waits[attempts - 1];
  const now = environment.clock();
  const next = wait === undefined ? null : new Date(now.getTime() + wait).toISOString();
  const dead = await inTransaction(environment.pools.commands, org.id, async (tx) => {
    await tx.query('update core.webhook_delivery set state = $3, status = $4, error = $5, lease_until = null, next_at = $6 where org_id = $1 and id = $2', [
      org.id,
      id,
      next === null ? 'dead' : 'waiting',
      status,
      error,
      next,
    ]);
    if (next !== null) return undefined;
    const [row] = await tx.query(
      'update core.webhook set dead_in_a_row = dead_in_a_row + 1 where org_id = $1 and id = $2 and state = $3 returning dead_in_a_row, version, created_by',
      [org.id, webhook, 'active'],
    );
    return row;
  });
  if (!dead || Number(dead['dead_in_a_row']) < mostDead) return;
  await actOn(environment, dispatcher(org, String(dead['created_by'])), 'core.webhook', webhook, 'disable', { version: Number(dead['version']), input: {} });
  await tellAdministrators(environment, org.id, 'Asia/Shanghai', {
    kind: 'webhook_disabled',
    record: { declaration: 'core.webhook', id: webhook },
    by: null,
    data: { times: Number(dead['dead_in_a_row']) },
  });
}
/** The job acts in the audit trail under its own name. */
const dispatcher = (org: JobOrganisation, user: string): Call => ({
  principal: {
    kind: 'job',
    user,
    name: 'core.deliver_webhooks',
    org: { ...org, name: '', time_zone: 'Asia/Shanghai' },
    department: null,
    departments: [],
    departmentTree: [],
    roles: [],
    grants: [],
    permissions: new Set(['*']),
    unlimited: true,
  },
  via: 'job',
  request: 'webhooks',
  locale: 'zh',
  dryRun: false,
  ack: new Set(),
});
