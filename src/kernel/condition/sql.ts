import type { FieldMeta } from '../registry/meta.ts';
import { columnsOf, fieldSql, quoted } from '../store/columns.ts';
import { fold } from '../kinds/normal.ts';
import type { Checked, CheckedLeaf, CheckedRelated, LeafValue } from './check.ts';
import type { AnyOperand, Span } from './operand.ts';
import type { Parameters } from './parameters.ts';
import type { FieldPath } from './path.ts';
import { shapeOf } from './shape.ts';

/** Where a tree is compiled into: the statement it becomes part of. */
export interface SqlContext {
  readonly params: Parameters;
  /** Place of the organisation, `$1`: every table of a statement is bound to it (scale rule 19). */
  readonly org: string;
  /** Alias of the filtered view. */
  readonly alias: string;
  readonly zone: string;
  readonly today: string;
  /** Joins the target of a reference, where a path goes through it, and gives its alias. */
  readonly join: (path: FieldPath) => string;
}
/**
 * The SQL of a tree. Where nothing above it negates, a comparison may be NULL: in WHERE that is "no" and indexes stay usable
 * (`coalesce(x = v, false)` would hide the column from them). Under `not`, and wherever the answer itself is read, it is never NULL.
 */
export function conditionSql(tree: Checked, context: SqlContext, exact = false): string {
  switch (tree.kind) {
    case 'all':
      return tree.of.length === 0 ? 'true' : `(${tree.of.map((one) => conditionSql(one, context, exact)).join(' and ')})`;
    case 'any':
      return tree.of.length === 0 ? 'false' : `(${tree.of.map((one) => conditionSql(one, context, exact)).join(' or ')})`;
    case 'not':
      return `not ${conditionSql(tree.of, context, true)}`;
    case 'related':
      return relatedSql(tree, context, exact);
    case 'leaf':
      return leafSql(tree, context, exact);
  }
}

function leafSql(leaf: CheckedLeaf, context: SqlContext, exact: boolean): string {
  const { path } = leaf;
  // "Some line matches": the test stands inside, so a negative operator asks for a line that differs.
  if (path.lines) return `exists (select 1 from ${path.lines.view} l where l.org_id = ${context.org} and l.parent = ${context.alias}.id and ${testSql(leaf, 'l', context, false)})`;
  return testSql(leaf, path.via ? context.join(path) : context.alias, context, exact);
}
function testSql({ path: { field }, op, value }: CheckedLeaf, alias: string, context: SqlContext, exact: boolean): string {
  const column = fieldSql(alias, field);
  const [x = ''] = column;
  switch (op) {
    case 'is_empty':
      return emptySql(field, column);
    case 'not_empty':
      return `not ${emptySql(field, column)}`;
    case 'ne':
      return shapeOf(field) === 'instant' || shapeOf(field) === 'any'
        ? `not ${neverNull(comparison(field, 'eq', x, value, context), true)}`
        : `${x} is distinct from ${one(field, value, context)}`;
    case 'not_in':
    case 'not_contains':
      return `not ${neverNull(comparison(field, op.slice(4), x, value, context), true)}`;
    default:
      return neverNull(comparison(field, op, x, value, context), exact);
  }
}
const neverNull = (test: string, exact: boolean): string => (exact ? `coalesce(${test}, false)` : test);
function emptySql(field: FieldMeta, column: readonly string[]): string {
  const [x = ''] = column;
  if (shapeOf(field) === 'set') return `(${x} is null or cardinality(${x}) = 0)`;
  if (field.kind === 'attachments') return `(${x} is null or ${x} = '[]')`;
  // Of the two columns of a polymorphic reference the id decides.
  return `(${column.at(-1) ?? x} is null)`;
}

const signs: Readonly<Record<string, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=', before: '<', after: '>' };
/** A comparison that is NULL where the value is missing. */
function comparison(field: FieldMeta, op: string, x: string, value: LeafValue, context: SqlContext): string {
  const shape = shapeOf(field);
  if (shape === 'instant') return instantSql(op, x, value, context);
  if (shape === 'any') return anySql(op, x, value, context);
  if (shape === 'set') return `${x} @> ${context.params.add(Array.isArray(value) ? value : [value])}::${cast(field)}`;
  if (shape === 'text' && ['contains', 'starts', 'ends'].includes(op)) return foldedSql(op, x, value as string, context);
  if (op === 'in') return list(value).length === 0 ? 'false' : `${x} = any(${context.params.add(list(value))}::${cast(field)}[])`;
  if (op === 'between') return `(${x} >= ${one(field, list(value)[0], context)} and ${x} <= ${one(field, list(value)[1], context)})`;
  if (op === 'within_days') return within(shape === 'month' ? `(${x} || '-01')::date` : x, value as number, context);
  if (op === 'month_day_in') return `${shape === 'month' ? `right(${x}, 2) || '-01'` : `to_char(${x}, 'MM-DD')`} = any(${context.params.add(list(value))}::text[])`;
  return `${x} ${signs[op] ?? '='} ${one(field, value, context)}`;
}
const list = (value: LeafValue): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : []);
/** A whole number compares as integer, so that the index of an integer column is used; anything else as numeric. */
function one(field: FieldMeta, value: unknown, context: SqlContext): string {
  if (field.kind === 'integer') return `${context.params.add(value)}::${/^-?\d{1,9}$/.test(String(value)) ? 'integer' : 'numeric'}`;
  return `${context.params.add(value)}::${cast(field)}`;
}
/** Without the scale of the column: `0.285` must not be rounded before it is compared. */
function cast(field: FieldMeta): string {
  const type = columnsOf(field)[0]?.type ?? 'text';
  if (type.startsWith('numeric')) return 'numeric';
  return type === 'integer' ? 'numeric' : type;
}
function within(day: string, days: number, context: SqlContext): string {
  const today = `${context.params.add(context.today)}::date`;
  return `(${day} > ${today} - ${Math.trunc(days)} and ${day} <= ${today})`;
}

/** fold() of P.7 in SQL: NFKC, then A–Z → a–z and nothing else. */
export const foldSql = (x: string): string => `translate(normalize(${x}, NFKC), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')`;
function foldedSql(op: string, x: string, value: string, context: SqlContext): string {
  const wanted = `${context.params.add(fold(value))}::text`;
  if (op === 'starts') return `starts_with(${foldSql(x)}, ${wanted})`;
  return op === 'ends' ? `right(${x}, ${[...value].length}) = ${wanted}` : `strpos(${foldSql(x)}, ${wanted}) > 0`;
}

/** An operand is a half-open span (a day, or a millisecond); equal is inside it. */
function instantSql(op: string, x: string, value: LeafValue, context: SqlContext): string {
  const at = (text: string): string => `${context.params.add(text)}::timestamptz`;
  const span = value as Span;
  const inside = ({ from, to }: Span): string => `(${x} >= ${at(from)} and ${x} < ${at(to)})`;
  switch (op) {
    case 'eq':
      return inside(span);
    case 'in':
      return list(value).length === 0 ? 'false' : `(${(value as readonly Span[]).map(inside).join(' or ')})`;
    case 'between': {
      const [low, high] = value as readonly [Span, Span];
      return inside({ from: low.from, to: high.to });
    }
    case 'gt':
    case 'after':
      return `${x} >= ${at(span.to)}`;
    case 'gte':
      return `${x} >= ${at(span.from)}`;
    case 'lte':
      return `${x} < ${at(span.to)}`;
    case 'within_days':
      return within(localDay(x, context), value as number, context);
    case 'month_day_in':
      return `to_char(${localDay(x, context)}, 'MM-DD') = any(${context.params.add(list(value))}::text[])`;
    default:
      return `${x} < ${at(span.from)}`;
  }
}
const localDay = (x: string, context: SqlContext): string => `(${x} at time zone ${context.params.add(context.zone)}::text)::date`;

/** `x` is the column of the declaration's name; the id stands beside it. */
function anySql(op: string, x: string, value: LeafValue, context: SqlContext): string {
  if (op === 'is_a') return `${x} = ${context.params.add(value)}::text`;
  const id = x.replace(/_type"$/, '_id"');
  const same = (operand: AnyOperand): string => `(${x} = ${context.params.add(operand.name)}::text and ${id} = ${context.params.add(operand.id)}::uuid)`;
  if (op === 'eq') return same(value as AnyOperand);
  return list(value).length === 0 ? 'false' : `(${(value as readonly AnyOperand[]).map(same).join(' or ')})`;
}

function relatedSql(related: CheckedRelated, context: SqlContext, exact: boolean): string {
  const of = related.field ? `l.${quoted(related.field.name)}` : '*';
  const figure = { count: 'count(*)::numeric', sum: `coalesce(sum(${of}), 0)::numeric`, max: `max(${of})::numeric`, min: `min(${of})::numeric`, avg: `round(avg(${of}), 12)` }[
    related.measure
  ];
  const filter = related.filter ? ` and ${conditionSql(related.filter, { ...context, alias: 'l' })}` : '';
  const x = `(select ${figure} from ${related.lines.view} l where l.org_id = ${context.org} and l.parent = ${context.alias}.id${filter})`;
  const number = (value: unknown): string => `${context.params.add(value)}::numeric`;
  if (related.op === 'ne') return `${x} is distinct from ${number(related.value)}`;
  const test =
    related.op === 'between' ? `${x} between ${number(list(related.value)[0])} and ${number(list(related.value)[1])}` : `${x} ${signs[related.op] ?? '='} ${number(related.value)}`;
  return neverNull(test, exact);
}
