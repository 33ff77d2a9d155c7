import { decimal, isDecimal, round, type Decimal } from '#decimal';
import type { FieldMeta } from '../registry/meta.ts';
import { fold } from '../kinds/normal.ts';
import type { Checked, CheckedLeaf, CheckedRelated, LeafValue } from './check.ts';
import type { AnyOperand, Span } from './operand.ts';
import type { FieldPath } from './path.ts';
import { shapeOf } from './shape.ts';

/** How values are read from a row: the program's form or that of the API; an absent one is null or undefined. */
export interface Facts {
  /** Own field, or one reference away. */
  readonly value: (path: FieldPath) => unknown;
  readonly lines: (name: string) => readonly Readonly<Record<string, unknown>>[];
  readonly today: string;
  readonly zone: string;
}
/** A row as plain members: `customer.region` under that name, lines as a list under theirs. */
export function rowFacts(row: Readonly<Record<string, unknown>>, moment: { readonly today: string; readonly zone: string }): Facts {
  return {
    value: (path) => (path.field.kind === 'any_reference' && !(path.text in row) ? anyOf(row, path.text) : row[path.text]),
    lines: (name) => (Array.isArray(row[name]) ? (row[name] as Readonly<Record<string, unknown>>[]) : []),
    today: moment.today,
    zone: moment.zone,
  };
}
function anyOf(row: Readonly<Record<string, unknown>>, name: string): unknown {
  const id = row[`${name}_id`];
  return id ? { name: row[`${name}_type`], id } : null;
}

/** The twin of the SQL (P.7): two-valued, a comparison with a missing value is false and its negative form true. */
export function evaluate(tree: Checked, facts: Facts): boolean {
  switch (tree.kind) {
    case 'all':
      return tree.of.every((one) => evaluate(one, facts));
    case 'any':
      return tree.of.some((one) => evaluate(one, facts));
    case 'not':
      return !evaluate(tree.of, facts);
    case 'related':
      return holdsRelated(tree, facts);
    case 'leaf':
      return tree.path.lines ? facts.lines(tree.path.lines.name).some((line) => holds(tree, lineValue(line, tree.path.field), facts)) : holds(tree, facts.value(tree.path), facts);
  }
}
export const lineValue = (line: Readonly<Record<string, unknown>>, field: FieldMeta): unknown =>
  field.kind === 'any_reference' && !(field.name in line) ? anyOf(line, field.name) : line[field.name];
const lineFacts = (line: Readonly<Record<string, unknown>>, facts: Facts): Facts => ({ ...facts, value: (path) => lineValue(line, path.field), lines: () => [] });

/** Null, or for sets null: an empty set is a known value, though it is empty. */
export const isMissing = (value: unknown): boolean => value === null || value === undefined;
const isEmpty = (field: FieldMeta, value: unknown): boolean =>
  isMissing(value) || ((shapeOf(field) === 'set' || field.kind === 'attachments') && Array.isArray(value) && value.length === 0);

export function holds(leaf: CheckedLeaf, actual: unknown, facts: Facts): boolean {
  const { field } = leaf.path;
  switch (leaf.op) {
    case 'is_empty':
      return isEmpty(field, actual);
    case 'not_empty':
      return !isEmpty(field, actual);
    case 'ne':
      return isMissing(actual) || !compare(field, 'eq', actual, leaf.value, facts);
    case 'not_in':
    case 'not_contains':
      return isMissing(actual) || !compare(field, leaf.op.slice(4), actual, leaf.value, facts);
    default:
      return !isMissing(actual) && compare(field, leaf.op, actual, leaf.value, facts);
  }
}

function compare(field: FieldMeta, op: string, actual: unknown, value: LeafValue, facts: Facts): boolean {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  switch (shapeOf(field)) {
    case 'number':
      return ordered(
        op,
        decimalOf(actual),
        value,
        (operand) => decimal(operand as string),
        (a, b) => a.cmp(b),
      );
    case 'instant':
      return instant(op, actual as string, value, facts);
    case 'date':
      return day(op, actual as string, value, facts);
    case 'month':
      return op === 'within_days' || op === 'month_day_in' ? day(op, `${String(actual)}-01`, value, facts) : ordered(op, String(actual), value, String, textual);
    case 'set': {
      const has = new Set((actual as readonly unknown[]).map(idOf));
      return (Array.isArray(value) ? list : [value]).every((one) => has.has(one));
    }
    case 'any':
      return any(op, actual, value);
    case 'reference':
      return ordered(
        op,
        idOf(actual),
        value,
        (operand) => operand,
        (a, b) => (a === b ? 0 : 1),
      );
    case 'flag':
      return ordered(
        op,
        actual,
        value,
        (operand) => operand,
        (a, b) => (a === b ? 0 : 1),
      );
    default:
      return text(op, String(actual), value);
  }
}

function ordered<T>(op: string, actual: T, value: LeafValue, read: (operand: unknown) => T, by: (a: T, b: T) => number): boolean {
  const list = Array.isArray(value) ? (value as readonly unknown[]) : [];
  if (op === 'in') return list.some((one) => by(actual, read(one)) === 0);
  if (op === 'between') return by(actual, read(list[0])) >= 0 && by(actual, read(list[1])) <= 0;
  const order = by(actual, read(value));
  switch (op) {
    case 'eq':
      return order === 0;
    case 'gt':
    case 'after':
      return order > 0;
    case 'gte':
      return order >= 0;
    case 'lt':
    case 'before':
      return order < 0;
    default:
      return order <= 0;
  }
}
const textual = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
const decimalOf = (value: unknown): Decimal => (isDecimal(value) ? value : decimal(value as string | number));
/** The API shows references as objects; the program keeps their ids. */
const idOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value);

function text(op: string, actual: string, value: LeafValue): boolean {
  if (op === 'eq') return actual === value;
  if (op === 'in') return (value as readonly string[]).includes(actual);
  if (op === 'ends') return actual.endsWith(value as string);
  const wanted = fold(value as string);
  return op === 'starts' ? fold(actual).startsWith(wanted) : fold(actual).includes(wanted);
}
function day(op: string, actual: string, value: LeafValue, facts: Facts): boolean {
  if (op === 'month_day_in') return (value as readonly string[]).includes(actual.slice(5));
  if (op !== 'within_days') return ordered(op, actual, value, String, textual);
  const first = Temporal.PlainDate.from(facts.today)
    .subtract({ days: value as number })
    .toString();
  return actual > first && actual <= facts.today;
}
function instant(op: string, actual: string, value: LeafValue, facts: Facts): boolean {
  if (op === 'within_days' || op === 'month_day_in') return day(op, localDay(actual, facts.zone), value, facts);
  const at = Date.parse(actual);
  const from = ({ from: start }: Span): number => Date.parse(start);
  const inside = (span: Span): boolean => at >= from(span) && at < Date.parse(span.to);
  if (op === 'in') return (value as readonly Span[]).some(inside);
  const span = (op === 'between' ? (value as readonly Span[])[0] : value) as Span;
  switch (op) {
    case 'eq':
      return inside(span);
    case 'between':
      return inside({ from: span.from, to: ((value as readonly Span[])[1] as Span).to });
    case 'gt':
    case 'after':
      return at >= Date.parse(span.to);
    case 'gte':
      return at >= from(span);
    case 'lte':
      return at < Date.parse(span.to);
    default:
      return at < from(span);
  }
}
const localDay = (at: string, zone: string): string => Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDate().toString();

function any(op: string, actual: unknown, value: LeafValue): boolean {
  const own = actual as { readonly name?: string; readonly declaration?: string; readonly id: string };
  const name = own.name ?? own.declaration;
  if (op === 'is_a') return name === value;
  const same = (operand: AnyOperand): boolean => name === operand.name && own.id === operand.id;
  return op === 'eq' ? same(value as AnyOperand) : (value as readonly AnyOperand[]).some(same);
}

/** What `related` measures; null where there is nothing to take the least or the mean of. */
export function measured(related: CheckedRelated, facts: Facts): Decimal | null {
  const { filter, field } = related;
  const lines = facts.lines(related.lines.name).filter((line) => !filter || evaluate(filter, lineFacts(line, facts)));
  if (related.measure === 'count' || !field) return decimal(lines.length);
  const values = lines
    .map((line) => lineValue(line, field))
    .filter((value) => !isMissing(value))
    .map(decimalOf);
  const total = values.reduce((sum, one) => sum.plus(one), decimal(0));
  if (related.measure === 'sum') return total;
  const [first] = values;
  if (!first) return null;
  if (related.measure === 'avg') return round(total.div(decimal(values.length)), 12);
  return values.reduce((best, one) => ((related.measure === 'max') === one.gt(best) ? one : best), first);
}
function holdsRelated(related: CheckedRelated, facts: Facts): boolean {
  const actual = measured(related, facts);
  if (actual === null) return related.op === 'ne';
  const holdsTest = (op: string): boolean =>
    ordered(
      op,
      actual,
      related.value,
      (operand) => decimal(operand as string),
      (a, b) => a.cmp(b),
    );
  return related.op === 'ne' ? !holdsTest('eq') : holdsTest(related.op);
}
