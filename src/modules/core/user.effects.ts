import { type Effect, effect, sql } from '#declare';
import { UserRecord } from './user.ts';

/** Leaving (P.1): nobody disables himself, and one administrator always remains. His sessions end because every request looks at this state. */
const disable = effect(UserRecord, 'disable', {
  facts: async (user, read) => ({
    self: read.user === user.id,
    administrators: await read.query<{ user: string }>(
      sql`select distinct a."user" from core.role_assignment_v a join core.role_v r on r.org_id = ${read.org.id} and r.id = a.role join core.user_v u on u.org_id = ${read.org.id} and u.id = a."user" where a.org_id = ${read.org.id} and r.code = 'administrator' and u.state = 'active' and a.archived_at is null and a."from" <= ${read.today}::date and (a."to" is null or a."to" >= ${read.today}::date)`,
    ),
  }),
  guard: {
    'user.self_disable': (_user, { self }) => self,
    'user.last_admin': (user, { administrators }) => administrators.length === 1 && administrators[0]?.user === user.id,
  },
});
export const userEffects: readonly Effect[] = [disable];
