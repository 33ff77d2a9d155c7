import type { Grant, Organisation, Principal } from '../../kernel/command/call.ts';
import { todayIn } from '../../kernel/command/environment.ts';
import { resolveCodes } from '../../kernel/condition/codes.ts';
import type { Moment } from '../../kernel/condition/operand.ts';
import type { HeldRole, Rights } from '../../kernel/permission/grants.ts';
import { Refused } from '../../kernel/problem.ts';
import type { Registry } from '../../kernel/registry/meta.ts';
import type { Tx } from '../../kernel/store/session.ts';

/** What the permission part of the kernel makes of a person's roles (P.8). */
export type GrantsOf = (registry: Registry, roles: readonly HeldRole[], moment: Moment) => Rights;

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
  (select coalesce(json_agg(json_build_object('code', r.code, 'from', a."from", 'to', a."to", 'grants', r.grants, 'permissions', r.permissions)), '[]')
     from core.role_assignment a join core.role r on r.org_id = $1 and r.id = a.role
    where a.org_id = $1 and a."user" = $2 and a.archived_at is null and r.archived_at is null) as roles,
  (select json_build_object('grants', r.grants, 'permissions', r.permissions) from core.role r where r.org_id = $1 and r.code = 'employee') as everybody,
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
  readonly roles: readonly (HeldRole & { readonly from: string; readonly to: string | null })[];
  readonly everybody: Omit<HeldRole, 'code'> | null;
  readonly settings: Readonly<Record<string, unknown>> | null;
}

/** What a question about somebody may change: the day, whether he need be at work, and roles that are only considered (P.8 *Explain*, *simulate*). */
export interface Supposed {
  readonly at?: string;
  readonly whateverState?: true;
  readonly add?: readonly HeldRole[];
  readonly remove?: readonly string[];
}

/** Reads a member with roles and departments; nothing when he is gone, disabled or past his last day (checked on every request). */
export async function memberOf(tx: Tx, registry: Registry, grantsOf: GrantsOf, org: string, user: string, now: Date, supposed: Supposed = {}): Promise<Member | undefined> {
  const [found] = await tx.query(memberQuery, [org, user]);
  const row = found as unknown as MemberRow | undefined;
  if (!row) return undefined;
  const today = supposed.at ?? todayIn(row.time_zone, now);
  if (!supposed.whateverState && (row.state !== 'active' || (row.valid_until !== null && row.valid_until < today))) return undefined;
  const organisation: Organisation = { id: org, code: row.org_code, name: row.org_name, time_zone: row.time_zone };
  const held = heldRoles(row, today, supposed);
  const rights = grantsOf(registry, held, { today, zone: row.time_zone, user, department: row.department });
  const grants = await Promise.all(rights.grants.map((grant) => withCodes(tx, registry, org, grant)));
  return {
    principal: {
      kind: 'user',
      user,
      name: row.name,
      org: organisation,
      department: row.department,
      departments: row.departments,
      departmentTree: row.department_tree,
      roles: held.map((role) => role.code).filter((code) => code !== 'employee' || row.roles.some((role) => role.code === code)),
      ...rights,
      grants: grants.flat(),
      reach: await reachOf(tx, registry, org, user, rights.grants),
      unlimited: false,
    },
    locale: row.locale,
    organisationState: row.org_state,
    state: row.state,
    settings: { ...defaultsOf(registry), ...row.settings },
  };
}
/** The roles in force that day, each once, with what everybody has. */
function heldRoles(row: MemberRow, today: string, { add = [], remove = [] }: Supposed): readonly HeldRole[] {
  const inForce = row.roles.filter((role) => role.from <= today && (role.to === null || role.to >= today) && !remove.includes(role.code));
  const roles = new Map<string, HeldRole>([
    ['employee', { code: 'employee', ...row.everybody }],
    ...[...inForce, ...add].map(({ code, grants, permissions }) => [code, { code, grants, permissions }] as const),
  ]);
  return [...roles.values()].toSorted((a, b) => (a.code < b.code ? -1 : 1));
}
/** Codes in the conditions of grants become ids; a code that is gone leaves no row to see. */
async function withCodes(tx: Tx, registry: Registry, org: string, grant: Grant): Promise<readonly Grant[]> {
  if (!grant.condition) return [grant];
  try {
    return [{ ...grant, condition: { ...grant.condition, tree: await resolveCodes(grant.condition.tree, registry, tx, org) } }];
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}
/** The ids behind the named scopes that his grants use: one statement each, none for the many who have none. */
async function reachOf(tx: Tx, registry: Registry, org: string, user: string, grants: readonly Grant[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const scopes = [...new Set(grants.map((grant) => grant.scope))].flatMap((name) => registry.scopes.get(name) ?? []);
  return new Map(
    await Promise.all(
      scopes.map(async ({ name, members }) => {
        const rows = members === '' ? [] : await tx.query(members, [org, user]);
        return [name, rows.map((row) => String(row['id']))] as const;
      }),
    ),
  );
}
/** The principal alone, for jobs and tools that act as a person. */
export async function principalOf(tx: Tx, registry: Registry, grantsOf: GrantsOf, org: string, user: string, now: Date, supposed: Supposed = {}): Promise<Principal | undefined> {
  return (await memberOf(tx, registry, grantsOf, org, user, now, supposed))?.principal;
}
function defaultsOf(registry: Registry): Readonly<Record<string, unknown>> {
  return Object.fromEntries((registry.settings.get('core.settings')?.fields ?? []).map((field) => [field.name, field.default ?? null]));
}
