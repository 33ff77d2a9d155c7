import type { RoleSpec } from '#declare';
import type { Bounds, Grant, Level, Principal } from '../command/call.ts';
import type { Moment } from '../condition/operand.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { boundsOf, grantsWritten } from './written-grants.ts';

/*
 * Effective grants (P.8, index §6): nothing allowed means denied. Declarations say which shipped role may do what, roles say which
 * field groups they see; what an administrator wrote into a role takes the place of both. All meet here once a request.
 */
interface DeclaredGrant {
  readonly scope: string;
  readonly actions?: readonly string[];
}
type DeclaredGrants = Readonly<Record<string, DeclaredGrant>>;
const declaredGrants = (meta: RecordMeta): DeclaredGrants => (meta.declaration.spec as { readonly grants?: DeclaredGrants }).grants ?? {};

/** A role somebody holds, with what was written into it; nothing written means what is shipped under its code. */
export interface HeldRole {
  readonly code: string;
  readonly grants?: unknown;
  readonly permissions?: unknown;
}
/** Everything a person's roles give him. */
export interface Rights {
  readonly grants: readonly Grant[];
  readonly permissions: ReadonlySet<string>;
  readonly bounds: ReadonlyMap<string, Bounds>;
}
/** Whoever belongs to the organisation is an employee, whatever else he is. */
export const everybody = 'employee';
/** Users, roles and keys are the administrator's; the general manager reads them (index §6). */
const administered: ReadonlySet<string> = new Set(['core.user', 'core.role', 'core.role_assignment', 'core.api_key', 'core.sod_rule', 'core.delegation', 'core.webhook', 'core.channel_adapter', 'core.mailbox', 'core.hook_account', 'core.custom_field']);

/** `moment`: what relative values in conditions stand for; without it a grant with a condition gives nothing. */
export function rightsOf(registry: Registry, roles: readonly HeldRole[], moment?: Moment): Rights {
  const held = roles.some((role) => role.code === everybody) ? roles : [{ code: everybody }, ...roles];
  const named = held.flatMap((role) => [...permissionsOf(registry, role)]);
  return {
    grants: held.flatMap((role) => grantsOfRole(registry, role, moment)),
    permissions: new Set(named.map(([name]) => name)),
    bounds: widest(named),
  };
}
/** Grants of shipped roles as they are shipped. */
export const effectiveGrants = (registry: Registry, roles: readonly string[]): readonly Grant[] =>
  rightsOf(
    registry,
    roles.map((code) => ({ code })),
  ).grants;
/** Named permissions of shipped roles; `*` is every one of them. */
export const namedPermissions = (registry: Registry, roles: readonly string[]): ReadonlySet<string> =>
  rightsOf(
    registry,
    roles.map((code) => ({ code })),
  ).permissions;

const isWritten = (value: unknown): value is object => typeof value === 'object' && value !== null;
function permissionsOf(registry: Registry, role: HeldRole): ReadonlyMap<string, Bounds | undefined> {
  if (isWritten(role.permissions)) return boundsOf(role.permissions);
  const spec = registry.roles.get(role.code);
  // Somebody who wrote the grants himself did not mean every named permission to come with them.
  const all = spec?.everything && !isWritten(role.grants) ? ['*'] : [];
  return new Map([...all, ...(spec?.may ?? [])].map((name) => [name, undefined]));
}
/** Several bounds of one permission: the widest, and none where a role gives it unbounded (P.8). */
function widest(named: readonly (readonly [string, Bounds | undefined])[]): ReadonlyMap<string, Bounds> {
  const found = new Map<string, Bounds>();
  for (const [name, several] of Map.groupBy(named, ([one]) => one)) {
    const bounds = several.flatMap(([, bound]) => (bound ? [bound] : []));
    if (bounds.length < several.length) continue;
    const keys = Object.keys(bounds[0] ?? {}).filter((key) => bounds.every((bound) => bound[key] !== undefined));
    found.set(name, Object.fromEntries(keys.map((key) => [key, Math.max(...bounds.map((bound) => bound[key] ?? 0))])));
  }
  return found;
}

export function grantsOfRole(registry: Registry, role: HeldRole, moment?: Moment): Grant[] {
  if (isWritten(role.grants)) return merged(grantsWritten(registry, role.code, role.grants, moment));
  const spec = registry.roles.get(role.code);
  return spec ? merged([...shippedGrants(registry, role.code, spec), ...reportGrants(registry, role.code, spec)]) : [];
}
function shippedGrants(registry: Registry, role: string, spec: RoleSpec): Grant[] {
  const levels: ReadonlyMap<string, Level> = new Map((spec.everything ? ['*'] : (spec.sees ?? [])).map((group) => [group, 'full']));
  const grant = (record: string, scope: string, actions: readonly string[]): Grant => ({ role, record, scope, actions: new Set(actions), levels });
  if (spec.everything) {
    const records = [...registry.records.keys()].map((name) => grant(name, 'all', administered.has(name) ? readActions : ['*']));
    return [...records, ...[...registry.ledgers.keys()].map((name) => grant(name, 'all', readActions))];
  }
  const explicit = new Map([...registry.records.values()].flatMap((meta) => ownGrant(registry, meta, role).map((own) => [meta.name, own] as const)));
  const grants = [...explicit].map(([name, own]) => grant(name, own.scope, withImplied(own.actions ?? [])));
  const more = spec.reads ? readsOf(registry, spec.reads) : [];
  const referred = referredTo(registry, [...explicit.keys(), ...more.filter((name) => registry.records.has(name))], explicit);
  return [...grants, ...[...new Set([...more, ...referred])].map((name) => grant(name, 'all', readActions))];
}
/** Reports are read by the roles they name, as far as the report says for each. */
function reportGrants(registry: Registry, role: string, spec: RoleSpec): Grant[] {
  const levels: ReadonlyMap<string, Level> = new Map((spec.everything ? ['*'] : (spec.sees ?? [])).map((group) => [group, 'full']));
  return [...registry.reports.values()]
    .filter((report) => spec.everything === true || report.roles.includes(role))
    .map((report) => ({ role, record: report.name, scope: spec.everything ? 'all' : (report.limits[role] ?? 'all'), actions: new Set(readActions), levels }));
}
/** One grant a role, record, scope and access: what is said twice is said once, with the actions of both. */
function merged(grants: readonly Grant[]): Grant[] {
  const key = (grant: Grant): string => JSON.stringify([grant.record, grant.scope, [...grant.levels], grant.condition?.tree ?? null]);
  return [...Map.groupBy(grants, key).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ ...first, actions: new Set(same.flatMap((grant) => [...grant.actions])) }] : [];
  });
}

/** A record without grants of its own that follows a parent (`scope: true`) takes the parent's: who may change the customer may change its contacts. */
function ownGrant(registry: Registry, meta: RecordMeta, role: string): DeclaredGrant[] {
  const declared = declaredGrants(meta);
  const own = declared[role];
  if (own) return [own];
  const parent = Object.keys(declared).length === 0 ? parentOf(registry, meta) : undefined;
  const above = parent ? declaredGrants(parent.meta)[role] : undefined;
  if (!above) return [];
  const writes = above.actions?.some((action) => action === 'update' || action === 'create') ? ['create', 'update', 'delete'] : [];
  return [{ scope: above.scope, actions: [...writes, ...meta.actions.map((action) => action.name).filter(() => writes.length > 0)] }];
}
/** The reference a record follows in its scope, and the record at its other end. */
export function parentOf(registry: Registry, meta: RecordMeta): { readonly field: string; readonly meta: RecordMeta } | undefined {
  for (const field of meta.fields) {
    const target = field.kind === 'reference' && 'scope' in field && field.scope === true ? registry.records.get(field.target ?? '') : undefined;
    if (target && target.name !== meta.name) return { field: field.name, meta: target };
  }
  return undefined;
}

const readActions = ['read', 'export', 'print'] as const;
function withImplied(actions: readonly string[]): string[] {
  const implied = [...readActions, ...actions, 'bulk'];
  if (actions.includes('create')) implied.push('import', 'share');
  if (actions.includes('update')) implied.push('archive', 'restore');
  return implied;
}

/** What posts, and every ledger; or every record. */
function readsOf(registry: Registry, reads: 'posting' | 'all'): string[] {
  const posts = (meta: RecordMeta): boolean => meta.fields.some((field) => field.kind === 'state' && Object.values(field.options ?? {}).some((option) => option.posted));
  const records = [...registry.records.values()].filter((meta) => reads === 'all' || posts(meta));
  return [...records.map((meta) => meta.name), ...registry.ledgers.keys()];
}
/** Catalogs a role's records refer to are read whole, unless the catalog itself says who may read it (then its code and label are all one sees). */
function referredTo(registry: Registry, names: readonly string[], explicit: ReadonlyMap<string, unknown>): string[] {
  const targets = names.flatMap((name) => {
    const meta = registry.records.get(name);
    return [...(meta?.fields ?? []), ...(meta?.lines.flatMap((lines) => lines.fields) ?? [])].flatMap((field) =>
      field.target && field.kind !== 'condition' ? [field.target] : [],
    );
  });
  return [...new Set(targets)].filter((name) => {
    const meta = registry.records.get(name);
    return meta !== undefined && meta.type === 'catalog' && !explicit.has(name) && Object.keys(declaredGrants(meta)).length === 0 && !parentOf(registry, meta);
  });
}

export const carries = (grant: Pick<Grant, 'actions'>, action: string): boolean => grant.actions.has('*') || grant.actions.has(action);
/** The grants that cover this declaration and action. */
export function grantsFor(principal: Principal, record: string, action: string): readonly Grant[] {
  if (principal.unlimited) return [{ role: '*', record, scope: 'all', actions: new Set(['*']), levels: new Map([['*', 'full']]) }];
  return principal.grants.filter((grant) => grant.record === record && carries(grant, action));
}
/** May he ever do this here? Which rows is a question of scope. */
export const may = (principal: Principal, record: string, action: string): boolean => grantsFor(principal, record, action).length > 0;
/** A named permission (P.8), for what belongs to no record: the audit trail, jobs, other people's rights. */
export const holds = ({ unlimited, permissions }: Principal, permission: string): boolean => unlimited || permissions.has('*') || permissions.has(permission);
export function requirePermission(principal: Principal, permission: string, refused: { readonly declaration: string; readonly action: string }): void {
  if (!holds(principal, permission)) throw new Refused('forbidden', refused);
}
