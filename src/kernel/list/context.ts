import type { Principal } from '../command/call.ts';
import type { Checked } from '../condition/check.ts';
import type { Moment } from '../condition/operand.ts';
import { type Parameters, parameters } from '../condition/parameters.ts';
import type { FieldPath } from '../condition/path.ts';
import { conditionSql } from '../condition/sql.ts';
import { fieldNamed, type Source, sourceOf } from '../condition/source.ts';
import { type AccessPlan, accessPlan, partialGroups, permitList, seesColumn } from '../permission/access.ts';
import { grantsSql, type ScopeContext, scopeSql } from '../permission/scope.ts';
import type { Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { searchSql } from './search.ts';

/** Everything a list statement depends on besides the query itself. */
export interface ListContext {
  readonly registry: Registry;
  readonly principal: Principal;
  readonly source: Source;
  readonly moment: Moment;
  /** Collation of sorted text; `pinyinCollation` gives the order of P.2.5. */
  readonly collation: string;
  /** Access to the listed declaration, and to those one reference away. */
  readonly access: (record: string) => AccessPlan;
}
/**
 * Digits, Latin, then Chinese by pinyin, numbers inside text by value (P.2.5). PostgreSQL's own `zh-x-icu` puts Chinese before
 * Latin and 10 before 2, so the migrator makes this one.
 */
export const pinyinCollation = {
  name: 'core.pinyin',
  create: "create collation if not exists core.pinyin (provider = icu, locale = 'zh-u-co-pinyin-kn-true-kr-digit-latn-hani')",
} as const;

export function accessBook(registry: Registry, principal: Principal, own: Source): (record: string) => AccessPlan {
  const plans = new Map<string, AccessPlan>([[own.name, accessPlan(registry, principal, own)]]);
  return (record) => {
    const known = plans.get(record);
    if (known) return known;
    const meta = registry.records.get(record);
    const plan: AccessPlan = meta ? accessPlan(registry, principal, sourceOf(meta)) : { record, groups: new Map(), covers: () => false };
    plans.set(record, plan);
    return plan;
  };
}
/** Filter, sort and group by this path: allowed only where it gives nothing away (P.8). */
export function permitPath(context: ListContext, path: FieldPath, op: string): void {
  const own = path.via ? [path.via] : path.lines ? [path.lines] : [];
  permitList(context.access(context.source.name), path.via ? own : [...own, path.field], path.text, op);
  if (path.via) permitList(context.access(path.owner.name), [path.field], path.text, op);
}

/** What page, count, totals and groups have in common: one predicate for all of them (P.8). */
export interface Base {
  readonly params: Parameters;
  readonly scope: ScopeContext;
  readonly join: (path: FieldPath) => string;
  readonly where: string;
  /** Called last, when every join is known. */
  readonly from: () => string;
}
export interface Restriction {
  readonly condition: Checked;
  readonly q: string | undefined;
  readonly archived: 'no' | 'only' | 'all';
}
export function baseOf(context: ListContext, restriction: Restriction): Base {
  const { registry, principal, source, moment } = context;
  const params = parameters(principal.org.id);
  const scope: ScopeContext = { registry, principal, params, org: '$1' };
  const joins = new Map<string, string>();
  const join = (path: FieldPath): string => {
    const via = path.via;
    const target = registry.records.get(via?.target ?? '');
    if (!via || !target) return 'o';
    // Code and label of a reference are always shown; other fields only of rows in the reader's own scope.
    const labelled = path.field.name === target.title || path.field.name === target.code;
    const scoped = `s_${via.name}`;
    const reach = labelled ? 'true' : scopeSql(scope, target, 'read', scoped);
    const alias = reach === 'true' ? `r_${via.name}` : scoped;
    joins.set(alias, `left join ${target.view} ${alias} on ${alias}.org_id = $1 and ${alias}.id = o.${quoted(via.name)}${reach === 'true' ? '' : ` and ${reach}`}`);
    return alias;
  };
  const terms = [
    'o.org_id = $1',
    scopeSql(scope, source, 'read', 'o'),
    source.archivable && restriction.archived !== 'all' ? `o.archived_at is ${restriction.archived === 'no' ? '' : 'not '}null` : 'true',
    conditionSql(restriction.condition, { params, org: '$1', alias: 'o', zone: moment.zone, today: moment.today, join }),
    restriction.q === undefined ? 'true' : searchSql(registry, source, restriction.q, params),
  ];
  const where = terms.filter((term) => term !== 'true').join(' and ');
  return { params, scope, join, where, from: () => [`${source.view} o`, ...joins.values()].join(' ') };
}
/** The level of each group that differs from row to row. */
export function seesColumns(context: ListContext, base: Base): string[] {
  const { source } = context;
  return partialGroups(context.access(source.name)).map(({ group, steps, otherwise }) => {
    const whens = steps.map(({ level, grants }) => `when ${grantsSql(base.scope, source.name, grants, 'o')} then '${level}'`);
    return `case ${whens.join(' ')} else '${otherwise}' end as ${quoted(seesColumn(group))}`;
  });
}
export const hasField = (source: Source, name: string): boolean => fieldNamed(source, name) !== undefined;
