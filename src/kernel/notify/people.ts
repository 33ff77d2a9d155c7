import type { Principal } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { reaches } from '../command/reach.ts';
import { may } from '../permission/grants.ts';
import { loadRecords } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';

/** Those of the people who are active and may read the record now (P.8): nobody is told of what he may not see. */
export async function readersAmong(environment: Environment, tx: Tx, org: string, declaration: string, record: string, users: Iterable<string>): Promise<readonly Principal[]> {
  const meta = environment.registry.records.get(declaration);
  const row = meta && (await loadRecords(tx, org, meta, [record])).get(record);
  if (!meta || !row) return [];
  const found: Principal[] = [];
  for (const user of new Set(users)) {
    const principal = await environment.person(tx, org, user);
    if (principal && may(principal, declaration, 'read') && (await reaches(environment, tx, principal, meta, 'read', row))) found.push(principal);
  }
  return found;
}

/** Active members of roles and departments, by id. */
export async function membersOf(
  tx: Tx,
  org: string,
  { roles, departments }: { readonly roles: readonly string[]; readonly departments: readonly string[] },
  today: string,
): Promise<readonly string[]> {
  if (roles.length === 0 && departments.length === 0) return [];
  const rows = await tx.query(
    `select u.id from core."user" u where u.org_id = $1 and u.state = 'active' and (u.department = any($3::uuid[]) or u.also_in && $3::uuid[]
       or exists (select 1 from core.role_assignment a where a.org_id = $1 and a."user" = u.id and a.role = any($2::uuid[]) and a.archived_at is null and a."from" <= $4::date and (a."to" is null or a."to" >= $4::date)))
     order by u.id`,
    [org, roles, departments, today],
  );
  return rows.map((row) => String(row['id']));
}
export async function administrators(tx: Tx, org: string, today: string): Promise<readonly string[]> {
  const [role] = await tx.query(`select id from core.role where org_id = $1 and code = 'administrator'`, [org]);
  return role ? membersOf(tx, org, { roles: [String(role['id'])], departments: [] }, today) : [];
}
