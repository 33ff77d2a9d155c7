import { oldestDraft } from '../personal/drafts.ts';
import { keptDays } from '../operation/row.ts';
import { inTransaction } from '../store/session.ts';
import type { JobContext } from './run.ts';

const day = 86_400_000;

/** What nobody asks for any more: forms left unsaved for thirty days (P.4), answers of idempotency keys after seven (P.2.4), events and deliveries that are done, results of long work and files of imports. */
export async function tidy({ environment, org }: JobContext): Promise<number> {
  const now = environment.clock();
  const before = (days: number): string => new Date(now.getTime() - days * day).toISOString();
  const statements: readonly (readonly [string, string])[] = [
    ['delete from core.form_draft where org_id = $1 and at <= $2 returning 1', oldestDraft(now)],
    ['delete from core.idempotency where org_id = $1 and at < $2 returning 1', before(7)],
    ['delete from core.outbox where org_id = $1 and done_at < $2 returning 1', before(30)],
    [`delete from core.webhook_delivery where org_id = $1 and state = 'delivered' and at < $2 returning 1`, before(30)],
    [`delete from core.inbox_event where org_id = $1 and state = 'done' and received_at < $2 returning 1`, before(30)],
    [`delete from core.inbox_event where org_id = $1 and state = 'dead' and received_at < $2 returning 1`, before(180)],
    ['delete from core.message where org_id = $1 and done_at < $2 returning 1', before(180)],
    ['delete from core.notification where org_id = $1 and read_at < $2 returning 1', before(90)],
    [`delete from core.webhook_delivery where org_id = $1 and state = 'dead' and at < $2 returning 1`, before(180)],
    // Results of long work are kept seven days (P.2.7); files of imports as long as an import may be undone (P.10).
    ['delete from core.exchange_file f using core.operation o where f.org_id = $1 and o.org_id = $1 and o.file = f.id and o.finished_at < $2 returning 1', before(keptDays)],
    ['delete from core.operation where org_id = $1 and finished_at < $2 returning 1', before(keptDays)],
    [`delete from core.import_row r using core.import i where r.org_id = $1 and i.org_id = $1 and i.id = r.import and i.finished_at < $2 returning 1`, before(31)],
    [`update core.import set state = 'cancelled' where org_id = $1 and state in ('draft', 'mapped', 'previewed') and at < $2 returning 1`, before(31)],
    ['delete from core.exchange_file where org_id = $1 and at < $2 returning 1', before(31)],
  ];
  let rows = 0;
  for (const [text, until] of statements) rows += (await inTransaction(environment.pools.commands, org.id, (tx) => tx.query(text, [org.id, until]))).length;
  return rows;
}
