import type { Environment } from '../command/environment.ts';
import { loadSettings } from '../command/read.ts';
import type { JobContext } from '../jobs/run.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { contentOf, type Content } from './content.ts';
import { dispatch, type Adapter } from './dispatch.ts';
import { robotRates } from './robot.ts';
import type { Outcome } from './smtp.ts';

/*
 * Messages leave one by one (P.13): the row is leased and committed, then the message is sent, then its outcome written. A process that dies in
 * between leaves a lease that runs out, and what became of the message is unknown: it is not sent a second time. What the other side has surely
 * not got is tried again by a growing wait.
 */
const minute = 60_000;
const waits = [minute, 5 * minute, 30 * minute, 120 * minute, 360 * minute];
const lease = minute;
const longest = minute;
/** A message that nothing could carry for so long is given up. */
const patience = 3 * 24 * 60 * minute;

export async function sendMessages({ environment, org }: JobContext): Promise<number> {
  await giveUpLeases(environment, org.id);
  const until = Date.now() + longest;
  for (let sent = 0; ; sent += 1) {
    const taken = Date.now() > until ? undefined : await take(environment, org.id);
    if (!taken) return sent;
    await finish(environment, org.id, taken, await sendOne(environment, org, taken));
  }
}
async function giveUpLeases(environment: Environment, org: string): Promise<void> {
  await inTransaction(environment.pools.commands, org, async (tx) => {
    const now = environment.clock();
    await tx.query(
      `update core.message set state = 'unknown', error = 'lease', lease_until = null, done_at = $2, content = null where org_id = $1 and state = 'leased' and lease_until < $2 returning id`,
      [org, now.toISOString()],
    );
    await tx.query(
      `update core.message set state = 'failed', error = 'channel.not_configured', done_at = $2, content = null where org_id = $1 and state = 'waiting' and attempts = 0 and planned_at < $3 returning id`,
      [org, now.toISOString(), new Date(now.getTime() - patience).toISOString()],
    );
  });
}
export interface Taken {
  readonly row: Row;
  readonly adapter: Adapter;
}
/** The oldest message that is due and whose channel works and has not sent its share of this minute. */
async function take(environment: Environment, org: string): Promise<Taken | undefined> {
  return inTransaction(environment.pools.commands, org, async (tx) => {
    const now = environment.clock();
    const adapters = await usableAdapters(tx, org, now);
    const [relay] = adapters.filter(({ kind }) => kind === 'smtp');
    const robots = adapters.filter(({ kind }) => kind !== 'smtp');
    const [row] = await tx.query(
      `update core.message set state = 'leased', lease_until = $3, attempts = attempts + 1, adapter = coalesce(adapter, $4::uuid) where org_id = $1 and id = (
         select id from core.message where org_id = $1 and state = 'waiting' and planned_at <= $2 and ((channel = 'mail' and $4::uuid is not null) or adapter = any($5::uuid[]))
         order by planned_at, id limit 1 for update skip locked) returning *`,
      [org, now.toISOString(), new Date(now.getTime() + lease).toISOString(), relay?.id ?? null, robots.map(({ id }) => id)],
    );
    const adapter = row?.['channel'] === 'mail' ? relay : robots.find(({ id }) => id === row?.['adapter']);
    return row && adapter ? { row, adapter } : undefined;
  });
}
async function usableAdapters(tx: Tx, org: string, now: Date): Promise<readonly Adapter[]> {
  const rows = await tx.query(
    `select a.*, (select count(*)::int from core.message m where m.org_id = $1 and m.adapter = a.id and m.done_at > $2) as lately
     from core.channel_adapter a where a.org_id = $1 and a.state = 'active' and a.archived_at is null order by a.created_at, a.id`,
    [org, new Date(now.getTime() - minute).toISOString()],
  );
  const share = (row: Row): number => Number(row['per_minute'] ?? robotRates[String(row['kind'])] ?? 60);
  return rows.filter((row) => Number(row['lately']) < share(row)) as unknown as readonly Adapter[];
}

async function sendOne(environment: Environment, org: JobContext['org'], { row, adapter }: Taken): Promise<Outcome | { readonly result: 'skipped'; readonly error: string }> {
  try {
    const { content, allow } = await inTransaction(
      environment.pools.reads,
      org.id,
      async (tx): Promise<{ content: Content | undefined; allow: string }> => {
        const settings = await loadSettings(environment, tx, org.id, 'core.settings');
        return { content: await contentOf(environment, tx, org, row, settings), allow: String(settings['webhook_allow'] ?? '') };
      },
      { readOnly: true },
    );
    if (!content) return { result: 'skipped', error: 'nothing_to_say' };
    return await dispatch(environment, row, adapter, content, allow);
  } catch (error) {
    return { result: 'refused', error: error instanceof Error ? error.message.slice(0, 300) : 'unknown', permanent: false };
  }
}
async function finish(environment: Environment, org: string, { row, adapter }: Taken, outcome: Awaited<ReturnType<typeof sendOne>>): Promise<void> {
  const now = environment.clock();
  const wait = outcome.result === 'refused' && !outcome.permanent ? waits[Number(row['attempts']) - 1] : undefined;
  const state = wait !== undefined ? 'waiting' : outcome.result === 'refused' ? 'failed' : outcome.result;
  const error = outcome.result === 'sent' ? null : outcome.error;
  await inTransaction(environment.pools.commands, org, async (tx) => {
    // A receipt may have come before the relay's own answer was written down.
    await tx.query(
      `update core.message set state = $3, error = $4, lease_until = null, planned_at = coalesce($5, planned_at), done_at = $6, content = case when $6::timestamptz is null then content end
       where org_id = $1 and id = $2 and state = 'leased' returning id`,
      [org, row['id'], state, error, wait === undefined ? null : new Date(now.getTime() + wait).toISOString(), wait === undefined ? now.toISOString() : null],
    );
    if (outcome.result === 'sent')
      await tx.query('update core.channel_adapter set last_sent_at = $3, last_error = null where org_id = $1 and id = $2 returning id', [org, adapter.id, now.toISOString()]);
    else if (outcome.result !== 'skipped')
      await tx.query('update core.channel_adapter set last_error = $3 where org_id = $1 and id = $2 returning id', [org, adapter.id, outcome.error]);
  });
}
