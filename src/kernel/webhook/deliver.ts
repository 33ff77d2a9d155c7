import type { Call } from '../command/call.ts';
import { actOn } from '../command/act.ts';
import type { Environment } from '../command/environment.ts';
import { loadSettings } from '../command/read.ts';
import { newId } from '../ids.ts';
import type { JobContext, JobOrganisation } from '../jobs/run.ts';
import { Refused } from '../problem.ts';
import { quoted } from '../store/columns.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { pin } from './address.ts';
import { send } from './send.ts';
import { signature } from './signature.ts';
import { wants } from './wanted.ts';

/*
 * The outbox towards webhooks (P.11, P.13): an event written with its cause becomes one delivery a webhook that asked for it; each is sent at
 * least once, under the event's own id, in order per record, and tried again by a growing wait until it is given up.
 */
const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const waits = [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 6 * hour, 12 * hour, 24 * hour];
const lease = minute;
const batch = 20;
const eventsAtOnce = 500;
/** Given up so often in a row, a webhook is switched off. */
const mostDead = 50;

/** The dispatcher: spreads new events, then sends what is due; stops after a minute, the next run goes on. */
export async function deliverWebhooks({ environment, org }: JobContext): Promise<number> {
  const until = Date.now() + minute;
  while ((await spread(environment, org)) === eventsAtOnce);
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

interface Hook {
  readonly id: string;
  readonly events: string;
}
async function spread(environment: Environment, org: JobOrganisation): Promise<number> {
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    const hooks = (await tx.query(`select id, events from core.webhook where org_id = $1 and state = 'active' and archived_at is null`, [org.id])) as unknown as readonly Hook[];
    const now = environment.clock().toISOString();
    const events = await tx.query(
      `select id, at, event, subject_type, subject_id from core.outbox where org_id = $1 and done_at is null order by at, id limit ${eventsAtOnce} for update skip locked`,
      [org.id],
    );
    const pairs = events.flatMap((event) => hooks.filter((hook) => wants(hook.events, String(event['event']))).map((hook) => ({ event, hook })));
    const subjects = await subjectsOf(environment, tx, org.id, new Set(pairs.map(({ event }) => event)));
    const rows = pairs.map(({ event, hook }) => {
      const subject = { declaration: event['subject_type'], id: event['subject_id'], ...subjects.get(String(event['subject_id'])) };
      const body = JSON.stringify({ id: event['id'], type: event['event'], at: event['at'], org: org.code, data: subject });
      return { id: newId(), webhook: hook.id, event: event['id'], type: event['event'], subject: event['subject_id'], body, at: event['at'], next_at: now };
    });
    if (rows.length > 0)
      await tx.query(
        `insert into core.webhook_delivery (org_id, id, webhook, event, type, subject, body, at, state, next_at) select $1::uuid, id, webhook, event, type, subject, body, at, 'waiting', next_at
         from jsonb_to_recordset($2) as x(id uuid, webhook uuid, event uuid, type text, subject uuid, body text, at timestamptz, next_at timestamptz) returning 1`,
        [org.id, JSON.stringify(rows)],
      );
    await tx.query('update core.outbox set done_at = $3 where org_id = $1 and id = any($2)', [org.id, events.map((event) => event['id']), now]);
    return events.length;
  });
}
/** Number and version only: field values are read with one's own rights (P.11). */
async function subjectsOf({ registry }: Environment, tx: Tx, org: string, events: ReadonlySet<Row>): Promise<ReadonlyMap<string, object>> {
  const found = new Map<string, object>();
  for (const [name, list] of Map.groupBy(events, (event) => String(event['subject_type']))) {
    const meta = registry.records.get(name);
    if (!meta) continue;
    const rows = await tx.query(`select id, version, ${meta.code ? `${quoted(meta.code)}::text` : 'null::text'} as number from ${meta.table} where org_id = $1 and id = any($2)`, [
      org,
      list.map((event) => event['subject_id']),
    ]);
    for (const row of rows) found.set(String(row['id']), { number: row['number'], version: row['version'] });
  }
  return found;
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
  if (dead && Number(dead['dead_in_a_row']) >= mostDead)
    await actOn(environment, dispatcher(org, String(dead['created_by'])), 'core.webhook', webhook, 'disable', { version: Number(dead['version']), input: {} });
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
