import { onSave, sql } from '#declare';
import { RoleAssignmentRecord } from './user.ts';

interface Holder {
  readonly user: string;
  readonly id: string;
}
/** Roles come and go with their conflicts looked at, and one administrator always remains (P.1, P.8). */
export const roleAssignmentSaved = onSave(RoleAssignmentRecord, {
  facts: async (given, read) => {
    const org = read.org.id;
    const [[role], administrators, held, [people]] = await Promise.all([
      read.query<{ code: string }>(sql`select code from core.role where org_id = ${org} and id = ${given.role}`),
      read.query<Holder>(sql`select a."user", a.id from core.role_assignment a join core.role r on r.org_id = ${org} and r.id = a.role join core."user" u on u.org_id = ${org} and u.id = a."user"
        where a.org_id = ${org} and r.code = 'administrator' and u.state = 'active' and a.archived_at is null and a."from" <= ${read.today}::date and (a."to" is null or a."to" >= ${read.today}::date)`),
      read.query<{ code: string }>(sql`select r.code from core.role_assignment a join core.role r on r.org_id = ${org} and r.id = a.role
        where a.org_id = ${org} and a."user" = ${given.user} and a.id <> ${given.id} and a.archived_at is null and r.archived_at is null and (a."to" is null or a."to" >= ${given.from}::date) and (${given.to}::date is null or a."from" <= ${given.to}::date)`),
      read.query<{ active: number }>(sql`select count(*)::int as active from core."user" where org_id = ${org} and state <> 'disabled'`),
    ]);
    const others = held.map((one) => one.code);
    const conflicts = await read.conflicts([...others, role?.code ?? '']);
    const known = await read.conflicts(others);
    const ends = given.to !== null && given.to < read.today;
    return {
      conflict: (people?.active ?? 0) > 1 ? conflicts.find((one) => !known.some((before) => before.rule === one.rule)) : undefined,
      lastAdministrator: role?.code === 'administrator' && ends && administrators.length === 1 && administrators[0]?.id === given.id,
    };
  },
  guard: {
    'sod.conflict': (_given, { conflict }) => conflict?.mode === 'block' && { a: conflict.a, b: conflict.b },
    'user.last_admin': (_given, { lastAdministrator }) => lastAdministrator,
  },
  warnings: (_given, { conflict }) => (conflict?.mode === 'warn' ? [{ code: 'sod.conflict', params: { a: conflict.a, b: conflict.b } }] : []),
});
