import type { Grant, Principal } from '../command/call.ts';
import { evaluate, rowFacts } from '../condition/evaluate.ts';
import type { Parameters } from '../condition/parameters.ts';
import { conditionSql } from '../condition/sql.ts';
import type { FieldMeta, RecordMeta, Registry, ScopeMeta } from '../registry/meta.ts';
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
  const [scopes, conditional] = parted(grants);
  if (scopes.includes('all')) return 'true';
  const found = [...scopes.map((scope) => scopeRows(context, name, scope, alias)), ...conditional.map((grant) => conditionalRows(context, name, grant, alias))];
  const some = found.filter((one) => one !== 'false');
  return some.length === 0 ? 'false' : `(${some.join(' or ')})`;
}
/** `department` lies inside `department_tree`; `own` does not, an own record may belong to another department. Conditions narrow one grant each. */
function parted(grants: readonly Grant[]): readonly [readonly string[], readonly Grant[]] {
  const scopes = new Set(grants.filter((grant) => !grant.condition).map((grant) => grant.scope));
  if (scopes.has('all')) return [['all'], []];
  if (scopes.has('department_tree')) scopes.delete('department');
  return [[...scopes], grants.filter((grant) => grant.condition)];
}
function conditionalRows(context: ScopeContext, name: string, { scope, condition }: Grant, alias: string): string {
  const rows = scope === 'all' ? 'true' : scopeRows(context, name, scope, alias);
  if (!condition || rows === 'false') return rows;
  // Conditions of grants name fields of the record itself, so nothing is ever joined for them.
  const test = conditionSql(condition.tree, { params: context.params, org: context.org, alias, zone: condition.zone, today: condition.today, join: () => alias }, true);
  return rows === 'true' ? test : `(${rows} and ${test})`;
}
function scopeRows(context: ScopeContext, name: string, scope: string, alias: string): string {
  const meta = context.registry.records.get(name);
  if (meta) return rowsOf(context, meta, scope, alias, 0);
  // A ledger has no owner and no department: it is read whole, by a named scope, or not at all.
  const named = context.registry.scopes.get(scope);
  const ledger = context.registry.ledgers.get(name);
  return named && ledger ? namedRows(context, named, ledger, alias) : 'false';
}

function rowsOf(context: ScopeContext, meta: RecordMeta, scope: string, alias: string, depth: number): string {
  const named = context.registry.scopes.get(scope);
  if (named && comparedFields(named, meta).length > 0) return namedRows(context, named, meta, alias);
  const parent = parentOf(context.registry, meta);
  if (parent && depth < 3) {
    const above = `p${depth}`;
    return `exists (select 1 from ${parent.meta.view} ${above} where ${above}.org_id = ${context.org} and ${above}.id = ${alias}.${quoted(parent.field)} and ${rowsOf(context, parent.meta, scope, above, depth + 1)})`;
  }
  if (scope === 'own') return `${alias}.${quoted(meta.owner)} = ${context.params.add(context.principal.user)}::uuid`;
  if (scope !== 'department' && scope !== 'department_tree') return 'false';
  const departments = `${context.params.add(scope === 'department' ? context.principal.departments : context.principal.departmentTree)}::uuid[]`;
  if (meta.department) return `${alias}.${quoted(meta.department)} = any(${departments})`;
  // Without a department of its own a record belongs to that of its owner.
  const user = context.registry.records.get('core.user');
  if (!user) return 'false';
  return `exists (select 1 from ${user.view} u where u.org_id = ${context.org} and u.id = ${alias}.${quoted(meta.owner)} and u.department = any(${departments}))`;
}

/** What a named scope compares in a row: the row's own id, the field it names, or every reference of the head to its record. */
interface Compared {
  readonly column: string;
  readonly many: boolean;
}
interface WithFields {
  readonly name: string;
  readonly fields: readonly FieldMeta[];
  readonly owner?: string;
}
const stampOwner = 'created_by';
export function comparedFields(scope: ScopeMeta, meta: WithFields): readonly Compared[] {
  if (meta.name === scope.of) return [{ column: 'id', many: false }];
  const by = scope.by === 'owner' ? meta.owner : scope.by;
  if (scope.by === 'owner' && by === stampOwner) return [{ column: stampOwner, many: false }];
  return meta.fields
    .filter((field) => (field.kind === 'reference' || field.kind === 'references') && field.target === scope.of && !field.custom && (by === undefined || field.name === by))
    .map((field) => ({ column: field.name, many: field.kind === 'references' }));
}
function namedRows({ principal, params }: ScopeContext, scope: ScopeMeta, meta: WithFields, alias: string): string {
  const compared = comparedFields(scope, meta);
  if (compared.length === 0) return 'false';
  const ids = `${params.add(principal.reach?.get(scope.name) ?? [])}::uuid[]`;
  const tests = compared.map(({ column, many }) => (many ? `${alias}.${quoted(column)} && ${ids}` : `${alias}.${quoted(column)} = any(${ids})`));
  return tests.length === 1 ? (tests[0] ?? 'false') : `(${tests.join(' or ')})`;
}
/** Can this scope ever reach a row here? For the judgement of grants when a role is saved. */
export function scopeFits(registry: Registry, name: string, scope: string): boolean {
  const meta = registry.records.get(name);
  if (scope === 'all') return true;
  const named = registry.scopes.get(scope);
  const ledger = registry.ledgers.get(name);
  if (ledger) return named !== undefined && comparedFields(named, ledger).length > 0;
  const report = registry.reports.get(name);
  if (report) return Object.values(report.limits).includes(scope);
  if (!meta) return false;
  if (['own', 'department', 'department_tree'].includes(scope)) return true;
  if (!named) return false;
  const parent = parentOf(registry, meta);
  return comparedFields(named, meta).length > 0 || (parent !== undefined && scopeFits(registry, parent.meta.name, scope));
}

type Row = Readonly<Record<string, unknown>>;
/** Rows the twin needs beside the one it judges: the parent a record follows, the user who owns it. */
export type Beside = (record: string, id: string) => Row | undefined;

/** The same predicate for one row at hand: the row as it would be stored, before anything is written. */
export function inScope(registry: Registry, principal: Principal, meta: RecordMeta, action: string, row: Row, beside: Beside = () => undefined): boolean {
  return inGrants(registry, principal, meta, grantsFor(principal, meta.name, action), row, beside);
}
export function inGrants(registry: Registry, principal: Principal, meta: RecordMeta, grants: readonly Grant[], row: Row, beside: Beside = () => undefined): boolean {
  const [scopes, conditional] = parted(grants);
  const covers = (scope: string): boolean => scope === 'all' || isRowOf(registry, principal, meta, scope, row, beside, 0);
  return scopes.some(covers) || conditional.some(({ scope, condition }) => covers(scope) && condition !== undefined && evaluate(condition.tree, rowFacts(row, condition)));
}
function isRowOf(registry: Registry, principal: Principal, meta: RecordMeta, scope: string, row: Row, beside: Beside, depth: number): boolean {
  const named = registry.scopes.get(scope);
  const compared = named ? comparedFields(named, meta) : [];
  if (named && compared.length > 0) {
    const ids = new Set(principal.reach?.get(scope) ?? []);
    return compared.some(({ column, many }) => (many ? (Array.isArray(row[column]) ? row[column] : []) : [row[column]]).some((value: unknown) => ids.has(idOf(value) ?? '')));
  }
  const parent = parentOf(registry, meta);
  if (parent && depth < 3) {
    const id = idOf(row[parent.field]);
    const above = id === undefined ? undefined : beside(parent.meta.name, id);
    return above !== undefined && isRowOf(registry, principal, parent.meta, scope, above, beside, depth + 1);
  }
  const owner = idOf(row[meta.owner]);
  if (scope === 'own') return owner === principal.user;
  if (scope !== 'department' && scope !== 'department_tree') return false;
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
