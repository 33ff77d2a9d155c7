import { Refused } from '../problem.ts';
import { type OtherDuty, otherDuties } from '../permission/duties.ts';
import type { ActionMeta, RecordMeta } from '../registry/meta.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';
import type { Tx } from '../store/session.ts';

/**
 * Separation of duties (P.8): whoever did one of the actions named `apart`, or the other duty of a rule of the company, may not do this one. A
 * company of one can work at once: while it has a single active user nothing blocks (P.1). Who did what is read from the audit trail.
 */
export async function checkSeparation({ duties }: Pick<Environment, 'duties'>, tx: Tx, call: Call, meta: RecordMeta, action: ActionMeta, record: string): Promise<void> {
  const { principal } = call;
  if (principal.unlimited) return;
  const others = otherDuties(await duties.of(principal.org.id), meta.name, action.name).filter((other) => other.rule.mode === 'block' || !call.ack.has('sod.same_person'));
  const declared = action.apart.length === 0 ? [] : await doneBy(tx, call, [record], meta.name, action.apart);
  const found = [...declared, ...(await Promise.all(others.map(async (other) => doneBy(tx, call, await placesOf(tx, call, other, record), other.record, [other.action])))).flat()];
  const [done] = found;
  if (done) throw new Refused('sod.same_person', { other_action: done['action'], document: done['label'] });
}
type Done = Readonly<Record<string, unknown>>;
async function doneBy(tx: Tx, { principal }: Call, records: readonly string[], declaration: string, actions: readonly string[]): Promise<readonly Done[]> {
  const rows = await tx.query(
    `select a.action, a.label, (select count(*) from core."user" u where u.org_id = $1 and u.state = 'active') as people
     from core.audit a where a.org_id = $1 and a.record = any($2::uuid[]) and a.declaration = $5 and a.actor_id = $3 and a.action = any($4) order by a.at desc limit 1`,
    [principal.org.id, records, principal.user, actions, declaration],
  );
  return rows.filter((row) => Number(row['people']) > 1);
}
/** The record itself, or every document of its chain, at most six steps away (P.4). */
async function placesOf(tx: Tx, { principal }: Call, { rule }: OtherDuty, record: string): Promise<readonly string[]> {
  if (rule.over === 'same_record') return [record];
  const rows = await tx.query(
    `with recursive chain as (
       select $2::uuid as id, 0 as depth
       union select case when l.from_id = c.id then l.to_id else l.from_id end, c.depth + 1 from core.link l join chain c on l.org_id = $1 and (l.from_id = c.id or l.to_id = c.id) where c.depth < 6
     ) select distinct id from chain`,
    [principal.org.id, record],
  );
  return rows.map((row) => String(row['id']));
}
