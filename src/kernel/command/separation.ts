import { Refused } from '../problem.ts';
import type { ActionMeta } from '../registry/meta.ts';
import type { Call } from './call.ts';
import type { Tx } from '../store/session.ts';

/**
 * Separation of duties on one record (P.8): whoever did one of the actions named `apart` may not do this one. A company of one can work at
 * once: while it has a single active user the rule does not block (P.1). Who did what is read from the audit trail.
 */
export async function checkSeparation(tx: Tx, call: Call, action: ActionMeta, record: string): Promise<void> {
  const { principal } = call;
  if (action.apart.length === 0 || principal.unlimited) return;
  const rows = await tx.query(
    `select a.action, a.label, (select count(*) from core."user" u where u.org_id = $1 and u.state = 'active') as people
     from core.audit a where a.org_id = $1 and a.record = $2 and a.actor_id = $3 and a.action = any($4) order by a.at desc limit 1`,
    [principal.org.id, record, principal.user, action.apart],
  );
  const [done] = rows;
  if (done && Number(done['people']) > 1) throw new Refused('sod.same_person', { other_action: done['action'], document: done['label'] });
}
