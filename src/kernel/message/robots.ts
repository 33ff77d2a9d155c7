import type { Environment } from '../command/environment.ts';
import { fetchReferences, nothingWanted } from '../list/references.ts';
import type { Row, Tx } from '../store/session.ts';
import { wants } from '../webhook/wanted.ts';
import { queueMessage } from './queue.ts';
import { robotRates } from './robot.ts';

/** Events go to the robots of the groups that asked for them: what document, and what happened. */
export async function spreadToRobots(environment: Environment, tx: Tx, org: string, events: readonly Row[]): Promise<void> {
  const robots = await tx.query(
    `select id, kind, events from core.channel_adapter where org_id = $1 and kind = any($2) and state = 'active' and archived_at is null and events is not null`,
    [org, Object.keys(robotRates)],
  );
  const pairs = events.flatMap((event) => robots.filter((robot) => wants(String(robot['events']), String(event['event']))).map((robot) => ({ event, robot })));
  if (pairs.length === 0) return;
  const wanted = nothingWanted();
  for (const { event } of pairs) {
    const name = String(event['subject_type']);
    wanted.records.set(name, (wanted.records.get(name) ?? new Set()).add(String(event['subject_id'])));
  }
  const references = await fetchReferences(environment.registry, tx, org, wanted);
  for (const { event, robot } of pairs) {
    const meta = environment.registry.records.get(String(event['subject_type']));
    const label = references.record(String(event['subject_type']), String(event['subject_id']))?.label ?? '';
    const name = (event['data'] as { readonly action?: string }).action;
    const action = meta?.actions.find((one) => one.name === name)?.zh ?? String(event['event']).split('.').at(-1);
    const title = `${meta?.zh ?? String(event['subject_type'])} ${label}`.trim();
    await queueMessage(environment, tx, org, {
      channel: String(robot['kind']),
      adapter: String(robot['id']),
      purpose: 'event',
      user: null,
      address: String(robot['id']),
      locale: 'zh',
      content: { title, text: `${title}：${action}` },
      key: `event:${String(robot['id'])}:${String(event['id'])}`,
      plannedAt: environment.clock(),
    });
  }
}
