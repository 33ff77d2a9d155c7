import type { JobContext } from '../jobs/run.ts';
import { spreadToRobots } from '../message/robots.ts';
import { tellFollowers } from '../notify/spread.ts';
import { inTransaction } from '../store/session.ts';
import { spreadToWebhooks } from '../webhook/spread.ts';

const atOnce = 500;
const longest = 60_000;

/**
 * The job that takes the events of the outbox, written in the transactions of their causes (P.13), and hands each once to everybody who waits for
 * it: webhooks get a delivery, followers a notification. What is sent later is only written here, so a crash sends nothing twice.
 */
export async function dispatchEvents({ environment, org }: JobContext): Promise<number> {
  const until = Date.now() + longest;
  for (let rows = 0; ; ) {
    const taken = await inTransaction(environment.pools.commands, org.id, async (tx) => {
      const events = await tx.query(
        `select id, at, event, subject_type, subject_id, data, "by" from core.outbox where org_id = $1 and done_at is null order by at, id limit ${atOnce} for update skip locked`,
        [org.id],
      );
      if (events.length === 0) return 0;
      await spreadToWebhooks(environment, tx, org, events);
      await spreadToRobots(environment, tx, org.id, events);
      await tellFollowers(environment, tx, org.id, events);
      await tx.query('update core.outbox set done_at = $3 where org_id = $1 and id = any($2)', [org.id, events.map((event) => event['id']), environment.clock().toISOString()]);
      return events.length;
    });
    rows += taken;
    if (taken < atOnce || Date.now() > until) return rows;
  }
}
