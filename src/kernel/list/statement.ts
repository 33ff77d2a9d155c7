import type { FieldPath } from '../condition/path.ts';
import { shapeOf } from '../condition/shape.ts';
import { fieldNamed } from '../condition/source.ts';
import type { FieldMeta } from '../registry/meta.ts';
import { grantsSql } from '../permission/scope.ts';
import { fieldSql, quoted, selectedSql } from '../store/columns.ts';
import { type Base, baseOf, type ListContext, type Restriction, seesColumns } from './context.ts';
import type { Edge } from './cursor.ts';
import { pageParts } from './keyset.ts';
import { type SortKey, sortSql } from './sort.ts';

export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}
export interface PageRequest extends Restriction {
  readonly sort: readonly SortKey[];
  readonly columns: readonly FieldMeta[];
  readonly edge: Edge | undefined;
  readonly backward: boolean;
  /** Rows wanted, one more than the page shows, to know whether another page follows. */
  readonly rows: number;
}
export const sortColumn = (at: number): string => `_sort_${at}`;

/** The statements of one page: the second is run only where the first leaves room. */
export function pageStatements(context: ListContext, request: PageRequest): readonly Statement[] {
  const count = partsOf(context, request).parts.length;
  return Array.from({ length: count }, (_, index) => {
    const { base, keys, parts } = partsOf(context, request);
    const part = parts[index];
    const place = part?.where(base.params) ?? 'false';
    const columns = [
      'o.id',
      ...request.columns.filter((field) => field.name !== 'id').flatMap((field) => selectedSql('o', field)),
      ...keys.map((key, at) => `(${key.expression})::text as ${sortColumn(at)}`),
      ...seesColumns(context, base),
    ];
    const where = place === 'true' ? base.where : `${base.where} and ${place}`;
    return {
      text: `select ${columns.join(', ')} from ${base.from()} where ${where} order by ${part?.order ?? 'o.id'} limit ${Math.trunc(request.rows)}`,
      values: base.params.values,
    };
  });
}
function partsOf(context: ListContext, request: PageRequest): { readonly base: Base; readonly keys: ReturnType<typeof sortSql>[]; readonly parts: ReturnType<typeof pageParts> } {
  const base = baseOf(context, request);
  const keys = request.sort.map((key) => sortSql(context, base, key));
  return { base, keys, parts: pageParts(keys, request.edge, request.backward) };
}

/** Exact to 10,000; beyond that "at least", because counting on costs more than it tells (P.2.5). */
export const countBound = 10_000;
export function countStatement(context: ListContext, restriction: Restriction, exact: boolean): Statement {
  const base = baseOf(context, restriction);
  const rows = `from ${base.from()} where ${base.where}`;
  return {
    text: exact ? `select count(*)::text as count ${rows}` : `select count(*)::text as count from (select 1 ${rows} limit ${countBound + 1}) counted`,
    values: base.params.values,
  };
}

/** Code of the row's currency; declarations without one reckon in the base currency. */
function currencySql(context: ListContext, base: Base): string | undefined {
  const field = fieldNamed(context.source, 'currency');
  const owner = field?.kind === 'reference' ? context.registry.records.get(field.target ?? '') : undefined;
  const code = owner?.fields.find((one) => one.name === owner.code);
  if (!field || !owner || !code) return undefined;
  const alias = base.join({ text: 'currency', field: code, owner: { ...owner, archivable: false }, via: field });
  return `${alias}.${quoted(code.name)}`;
}
/** Sums over the whole filter; a measure that some of the rows hide has none (P.8). */
export function totalsStatement(context: ListContext, restriction: Restriction, measures: readonly FieldMeta[], by?: FieldPath): Statement {
  const base = baseOf(context, restriction);
  const groups = [...context.access(context.source.name).groups.values()];
  const money = measures.some((field) => field.kind === 'money');
  const currency = money ? currencySql(context, base) : undefined;
  const key = by === undefined ? undefined : fieldSql(by.via ? base.join(by) : 'o', by.field)[0];
  const sums = measures.flatMap((field, at) => {
    const access = groups.find((group) => group.group === field.group && !group.readable);
    const readable = access?.steps.flatMap(({ level, grants }) => (level === 'full' || level === 'readonly' ? grants : [])) ?? [];
    const seen = access ? `coalesce(bool_and(coalesce(${grantsSql(base.scope, context.source.name, readable, 'o')}, false)), true)` : 'true';
    const [measure = ''] = fieldSql('o', field);
    return [`coalesce(sum(${measure}), 0)::text as sum_${at}`, `count(${measure})::text as rows_${at}`, `${seen} as seen_${at}`];
  });
  const columns = [...(key ? [`${key} as key`] : []), `${currency ?? 'null::text'} as currency`, 'count(*)::text as count', ...sums];
  const grouped = [key, currency].filter((one) => one !== undefined);
  const tail =
    grouped.length === 0
      ? ''
      : ` group by ${grouped.join(', ')}${key === undefined ? ' order by 1 nulls last' : ` order by ${orderOfKey(context, base, by, key)} limit ${groupRows}`}`;
  return { text: `select ${columns.join(', ')} from ${base.from()} where ${base.where}${tail}`, values: base.params.values };
}
export const groupBound = 500;
/** One row a group and currency; more than this is more than 500 groups or an unlikely number of currencies. */
const groupRows = groupBound * 8 + 1;
function orderOfKey(context: ListContext, base: Base, by: FieldPath | undefined, key: string): string {
  if (by && shapeOf(by.field) === 'key') return `array_position(${base.params.add(Object.keys(by.field.options ?? {}))}::text[], ${key}) nulls last`;
  return by?.field.kind === 'text' ? `${key} collate ${context.collation} nulls last` : `${key} nulls last`;
}

/** One record, if it lies in the reader's scope; absent and outside answer alike. */
export function readStatement(context: ListContext, columns: readonly FieldMeta[], by: { readonly id: string } | { readonly key: string }): Statement {
  const base = baseOf(context, { condition: { kind: 'all', of: [] }, q: undefined, archived: 'all' });
  const names = [
    'o.id',
    ...columns.filter((field) => field.name !== 'id').flatMap((field) => selectedSql('o', field)),
    ...seesColumns(context, base),
  ];
  const test = 'id' in by ? `o.id = ${base.params.add(by.id)}::uuid` : `o.${quoted(context.source.code ?? context.source.title)} = ${base.params.add(by.key)}::text`;
  return { text: `select ${names.join(', ')} from ${base.from()} where ${base.where} and ${test} limit 2`, values: base.params.values };
}
/** Records of one target by id, in the reader's scope: what `expand` shows. */
export function targetStatement(context: ListContext, columns: readonly FieldMeta[], ids: readonly string[]): Statement {
  const base = baseOf(context, { condition: { kind: 'all', of: [] }, q: undefined, archived: 'all' });
  const names = [
    'o.id',
    ...columns.filter((field) => field.name !== 'id').flatMap((field) => selectedSql('o', field)),
    ...seesColumns(context, base),
  ];
  return { text: `select ${names.join(', ')} from ${base.from()} where ${base.where} and o.id = any(${base.params.add(ids)}::uuid[])`, values: base.params.values };
}
