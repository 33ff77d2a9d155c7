import type { Grant, Principal } from '../command/call.ts';
import type { Parameters } from '../condition/parameters.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { grantsFor, parentOf } from './grants.ts';

/** The statement a scope becomes part of; scopes compare with values, never with joins (kernel-storage §9). */
export interface ScopeContext {
  readonly registry: Registry;
  readonly principal: Principal;
  readonly params: Parameters;
  /** Place of the organisation in the statement. */
  readonly org: string;
}

/** Which rows the principal may do this to: the union over his grants; `false` where he has none. */
export function scopeSql(context: ScopeContext, meta: { readonly name: string }, action: string, alias: string): string {
  return grantsSql(context, meta.name, grantsFor(context.principal, meta.name, action), alias);
}
/** The same for some of his grants: those, for instance, that show a field group. */
export function grantsSql(context: ScopeContext, name: string, grants: readonly Grant[], alias: string): string {
  const scopes = widest(grants);
  if (scopes.includes('all')) return 'true';
  const meta = context.registry.records.get(name);
  // A ledger has no owner: it is read whole or not at all.
  if (!meta || scopes.length === 0) return 'false';
  return `(${scopes.map((scope) => rowsOf(context, meta, scope, alias, 0)).join(' or ')})`;
}
/** `department` lies inside `department_tree`; `own` does not, an own record may belong to another department. */
function widest(grants: readonly Grant[]): Grant['scope'][] {
  const scopes = new Set(grants.map((grant) => grant.scope));
  if (scopes.has('all')) return ['all'];
  if (scopes.has('department_tree')) scopes.delete('department');
  return [...scopes];
}

function rowsOf(context: ScopeContext, meta: RecordMeta, scope: Grant['scope'], alias: string, depth: number): string {
  const parent = parentOf(context.registry, meta);
  if (parent && depth < 3) {
    const above = `p${depth}`;
    return `exists (select 1 from ${parent.meta.view} ${above} where ${above}.org_id = ${context.org} and ${above}.id = ${alias}.${quoted(parent.field)} and ${rowsOf(context, parent.meta, scope, above, depth + 1)})`;
  }
  if (scope === 'own') return `${alias}.${quoted(meta.owner)} = ${context.params.add(context.principal.user)}::uuid`;
  const departments = `${context.params.add(scope === 'department' ? context.principal.departments : context.principal.departmentTree)}::uuid[]`;
  if (meta.department) return `${alias}.${quoted(meta.department)} = any(${departments})`;
  // Without a department of its own a record belongs to that of its owner.
  const user = context.registry.records.get('core.user');
  if (!user) return 'false';
  return `exists (select 1 from ${user.view} u where u.org_id = ${context.org} and u.id = ${alias}.${quoted(meta.owner)} and u.department = any(${departments}))`;
}

type Row = Readonly<Record<string, unknown>>;
/** Rows the twin needs beside the one it judges: the parent a record follows, the user who owns it. */
export type Beside = (record: string, id: string) => Row | undefined;

/** The same predicate for one row at hand: the row as it would be stored, before anything is written. */
export function inScope(registry: Registry, principal: Principal, meta: RecordMeta, action: string, row: Row, beside: Beside = () => undefined): boolean {
  return inGrants(registry, principal, meta, grantsFor(principal, meta.name, action), row, beside);
}
export function inGrants(registry: Registry, principal: Principal, meta: RecordMeta, grants: readonly Grant[], row: Row, beside: Beside = () => undefined): boolean {
  return widest(grants).some((scope) => scope === 'all' || isRowOf(registry, principal, meta, scope, row, beside, 0));
}
function isRowOf(registry: Registry, principal: Principal, meta: RecordMeta, scope: Grant['scope'], row: Row, beside: Beside, depth: number): boolean {
  const parent = parentOf(registry, meta);
  if (parent && depth < 3) {
    const id = idOf(row[parent.field]);
    const above = id === undefined ? undefined : beside(parent.meta.name, id);
    return above !== undefined && isRowOf(registry, principal, parent.meta, scope, above, beside, depth + 1);
  }
  const owner = idOf(row[meta.owner]);
  if (scope === 'own') return owner === principal.user;
  const departments = scope === 'department' ? principal.departments : principal.departmentTree;
  const department = meta.department ? idOf(row[meta.department]) : owner === undefined ? undefined : idOf(beside('core.user', owner)?.['department']);
  return department !== undefined && departments.includes(department);
}
function idOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : undefined;
}

export interface WriteVerdict {
  readonly allowed: boolean;
  /** The row would leave every scope in which the writer reads: `forbidden` {after} (P.8). */
  readonly after?: true;
}
/** A change is judged before and after: a record cannot be pushed out of one's own scope into nobody's. */
export function mayChange(registry: Registry, principal: Principal, meta: RecordMeta, action: string, before: Row, after: Row, beside: Beside = () => undefined): WriteVerdict {
  if (!inScope(registry, principal, meta, action, before, beside)) return { allowed: false };
  return inScope(registry, principal, meta, 'read', after, beside) ? { allowed: true } : { allowed: false, after: true };
}
