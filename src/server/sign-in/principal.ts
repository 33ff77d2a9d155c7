import type { Grant, Organisation, Principal } from '../../kernel/command/call.ts';
import { todayIn } from '../../kernel/command/environment.ts';
import type { Registry } from '../../kernel/registry/meta.ts';
import type { Tx } from '../../kernel/store/session.ts';

/** What the permission part of the kernel makes of a person's roles (P.8). */
export type GrantsOf = (registry: Registry, roles: readonly string[]) => { readonly grants: readonly Grant[]; readonly permissions: ReadonlySet<string> };

/** A member as he stands at this moment: who he is, what he may do, and what his company asks of his sign-in. */
export interface Member {
  readonly principal: Principal;
  readonly locale: string | null;
  readonly organisationState: string;
  readonly state: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const memberQuery = `
with recursive
  me as (select id, name, department, also_in, locale, state, valid_until from core."user" where org_id = $1 and id = $2),
  mine as (select department as id from me union select unnest(also_in) from me),
  tree as (select id from mine union select d.id from core.department d join tree on d.parent = tree.id where d.org_id = $1)
select me.name, me.department, me.locale, me.state, me.valid_until,
  o.code as org_code, o.name as org_name, o.time_zone, o.state as org_state,
  (select coalesce(json_agg(id), '[]') from mine where id is not null) as departments,
  (select coalesce(json_agg(id), '[]') from tree where id is not null) as department_tree,
  (select coalesce(json_agg(json_build_object('code', r.code, 'from', a."from", 'to', a."to")), '[]')
     from core.role_assignment a join core.role r on r.org_id = $1 and r.id = a.role
    where a.org_id = $1 and a."user" = $2 and a.archived_at is null and r.archived_at is null) as roles,
  (select "values" from core.setting where org_id = $1 and module = 'core') as settings
from me join core.organisation o on o.org_id = $1 and o.id = $1`;

interface MemberRow {
  readonly name: string;
  readonly department: string | null;
  readonly locale: string | null;
  readonly state: string;
  readonly valid_until: string | null;
  readonly org_code: string;
  readonly org_name: string;
  readonly time_zone: string;
  readonly org_state: string;
  readonly departments: readonly string[];
  readonly department_tree: readonly string[];
  readonly roles: readonly { readonly code: string; readonly from: string; readonly to: string | null }[];
  readonly settings: Readonly<Record<string, unknown>> | null;
}

/** Reads a member with roles and departments; nothing when he is gone, disabled or past his last day (checked on every request). */
export async function memberOf(tx: Tx, registry: Registry, grantsOf: GrantsOf, org: string, user: string, now: Date): Promise<Member | undefined> {
  const [found] = await tx.query(memberQuery, [org, user]);
  const row = found as unknown as MemberRow | undefined;
  if (!row) return undefined;
  const today = todayIn(row.time_zone, now);
  if (row.state !== 'active' || (row.valid_until !== null && row.valid_until < today)) return undefined;
  const organisation: Organisation = { id: org, code: row.org_code, name: row.org_name, time_zone: row.time_zone };
  const roles = [...new Set(row.roles.filter((role) => role.from <= today && (role.to === null || role.to >= today)).map((role) => role.code))].sort();
  return {
    principal: {
      kind: 'user',
      user,
      name: row.name,
      org: organisation,
      department: row.department,
      departments: row.departments,
      departmentTree: row.department_tree,
      roles,
      ...grantsOf(registry, roles),
      unlimited: false,
    },
    locale: row.locale,
    organisationState: row.org_state,
    state: row.state,
    settings: { ...defaultsOf(registry), ...row.settings },
  };
}
/** The principal alone, for jobs and tools that act as a person. */
export async function principalOf(tx: Tx, registry: Registry, grantsOf: GrantsOf, org: string, user: string, now: Date): Promise<Principal | undefined> {
  return (await memberOf(tx, registry, grantsOf, org, user, now))?.principal;
}
function defaultsOf(registry: Registry): Readonly<Record<string, unknown>> {
  return Object.fromEntries((registry.settings.get('core.settings')?.fields ?? []).map((field) => [field.name, field.default ?? null]));
}
