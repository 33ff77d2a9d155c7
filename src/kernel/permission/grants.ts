import type { RoleSpec } from '#declare';
import type { Grant, Principal } from '../command/call.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';

/*
 * Effective grants (P.8, index §6): nothing allowed means denied. Declarations say which shipped role may do what, roles say which
 * field groups they see; both meet here once a request.
 */
interface DeclaredGrant {
  readonly scope: string;
  readonly actions?: readonly string[];
}
type DeclaredGrants = Readonly<Record<string, DeclaredGrant>>;
const declaredGrants = (meta: RecordMeta): DeclaredGrants => (meta.declaration.spec as { readonly grants?: DeclaredGrants }).grants ?? {};

/** Whoever belongs to the organisation is an employee, whatever else he is. */
const everybody = 'employee';
/** Users, roles and keys are the administrator's; the general manager reads them (index §6). */
const administered: ReadonlySet<string> = new Set(['core.user', 'core.role', 'core.role_assignment', 'core.api_key', 'core.sod_rule', 'core.delegation', 'core.webhook', 'core.channel_adapter', 'core.custom_field']);

export function effectiveGrants(registry: Registry, roles: readonly string[]): Grant[] {
  return [...new Set([everybody, ...roles])].flatMap((role) => {
    const spec = registry.roles.get(role);
    return spec ? grantsOfRole(registry, role, spec) : [];
  });
}
/** Named permissions of the roles; `*` is every one of them. */
export function namedPermissions(registry: Registry, roles: readonly string[]): ReadonlySet<string> {
  const specs = [...new Set([everybody, ...roles])].map((role) => registry.roles.get(role));
  return new Set(specs.flatMap((spec) => (spec?.everything ? ['*', ...(spec.may ?? [])] : (spec?.may ?? []))));
}

function grantsOfRole(registry: Registry, role: string, spec: RoleSpec): Grant[] {
  const sees: ReadonlySet<string> = new Set(spec.everything ? ['*'] : (spec.sees ?? []));
  const grant = (record: string, scope: Grant['scope'], actions: readonly string[]): Grant => ({ role, record, scope, actions: new Set(actions), sees });
  if (spec.everything) {
    const records = [...registry.records.keys()].map((name) => grant(name, 'all', administered.has(name) ? readActions : ['*']));
    return [...records, ...[...registry.ledgers.keys()].map((name) => grant(name, 'all', readActions))];
  }
  const explicit = new Map([...registry.records.values()].flatMap((meta) => ownGrant(registry, meta, role).map((own) => [meta.name, own] as const)));
  const grants = [...explicit].map(([name, own]) => grant(name, scopeOf(own.scope), withImplied(own.actions ?? [])));
  const more = spec.reads ? readsOf(registry, spec.reads) : [];
  const referred = referredTo(registry, [...explicit.keys(), ...more.filter((name) => registry.records.has(name))], explicit);
  return [...grants, ...[...new Set([...more, ...referred])].map((name) => grant(name, 'all', readActions))];
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
/** Named scopes that no predicate exists for yet reach no further than what is one's own. */
const scopeOf = (scope: string): Grant['scope'] => (scope === 'department' || scope === 'department_tree' || scope === 'all' ? scope : 'own');

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

/** The grants that cover this declaration and action. */
export function grantsFor(principal: Principal, record: string, action: string): readonly Grant[] {
  if (principal.unlimited) return [{ role: '*', record, scope: 'all', actions: new Set(['*']), sees: new Set(['*']) }];
  return principal.grants.filter((grant) => grant.record === record && (grant.actions.has('*') || grant.actions.has(action)));
}
/** May he ever do this here? Which rows is a question of scope. */
export const may = (principal: Principal, record: string, action: string): boolean => grantsFor(principal, record, action).length > 0;
/** A named permission (P.8), for what belongs to no record: the audit trail, jobs, other people's rights. */
export const holds = ({ unlimited, permissions }: Principal, permission: string): boolean => unlimited || permissions.has('*') || permissions.has(permission);
export function requirePermission(principal: Principal, permission: string, refused: { readonly declaration: string; readonly action: string }): void {
  if (!holds(principal, permission)) throw new Refused('forbidden', refused);
}
