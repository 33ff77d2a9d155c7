import type { FieldMeta, LinesMeta, Registry } from '../registry/meta.ts';
import { type Problem, refuseAll } from '../problem.ts';
import { decimal } from '#decimal';
import { nearest } from '../kinds/normal.ts';
import { type Moment, type Operand, readOperand, type Span } from './operand.ts';
import { type FieldPath, isProblem, resolvePath } from './path.ts';
import { isSecretOperator, operatorsOf, shapeOf } from './shape.ts';
import { lineFields, type Source } from './source.ts';

/** A tree whose paths are found and whose values have the type of their field. */
export type Checked = CheckedGroup | CheckedNot | CheckedLeaf | CheckedRelated;
export interface CheckedGroup {
  readonly kind: 'all' | 'any';
  readonly of: readonly Checked[];
}
export interface CheckedNot {
  readonly kind: 'not';
  readonly of: Checked;
}
export type LeafValue = Operand | readonly Operand[] | number | undefined;
export interface CheckedLeaf {
  readonly kind: 'leaf';
  readonly path: FieldPath;
  readonly op: string;
  readonly value: LeafValue;
  /** As it was written: relative days and `me` still unresolved. */
  readonly given: unknown;
}
export interface CheckedRelated {
  readonly kind: 'related';
  readonly lines: LinesMeta;
  readonly filter: Checked | undefined;
  readonly measure: 'count' | 'sum' | 'max' | 'min' | 'avg';
  readonly field: FieldMeta | undefined;
  readonly op: string;
  readonly value: LeafValue;
}
export interface CheckContext {
  readonly registry: Registry;
  readonly source: Source;
  readonly moment: Moment;
  /** Refuses a path the reader may not filter by (P.8); left out for the system's own conditions. */
  readonly permit?: (path: FieldPath, op: string) => void;
}
export interface CheckedCondition {
  readonly tree: Checked;
  /** What was relative, and what it stands for in this run. */
  readonly resolved: Readonly<Record<string, unknown>>;
}
const limits = { depth: 6, leaves: 50, list: 1000 } as const;

interface Walk extends CheckContext {
  readonly problems: Problem[];
  readonly resolved: Record<string, unknown>;
  readonly count: { leaves: number };
  readonly within: LinesMeta | undefined;
}

/** Finds every path and type of a tree; all that is wrong with it is refused together (P.7). */
export function checkCondition(input: unknown, context: CheckContext, pointer = '/filter'): CheckedCondition {
  const walk: Walk = { ...context, problems: [], resolved: {}, count: { leaves: 0 }, within: undefined };
  const tree = check(input, walk, pointer, 1);
  if (walk.count.leaves > limits.leaves) refuseAll([{ code: 'condition.too_complex', params: { leaves: walk.count.leaves, max: limits.leaves }, path: pointer }]);
  if (walk.problems.length > 0) refuseAll(walk.problems);
  return { tree, resolved: walk.resolved };
}

const nothing: Checked = { kind: 'all', of: [] };
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
function refuse(walk: Walk, code: string, params: Readonly<Record<string, unknown>>, path: string): Checked {
  walk.problems.push({ code, params, path });
  return nothing;
}

function check(input: unknown, walk: Walk, pointer: string, depth: number): Checked {
  if (!isObject(input)) return refuse(walk, 'condition.type', { expected: 'condition' }, pointer);
  if (depth > limits.depth) return refuse(walk, 'condition.too_complex', { depth, max: limits.depth }, pointer);
  const of = 'all' in input ? input['all'] : input['any'];
  if ('all' in input || 'any' in input) {
    const kind = 'all' in input ? 'all' : 'any';
    if (!Array.isArray(of) || Object.keys(input).length > 1) return refuse(walk, 'condition.type', { expected: 'list of conditions' }, `${pointer}/${kind}`);
    return { kind, of: of.map((one, index) => check(one, walk, `${pointer}/${kind}/${index}`, depth + 1)) };
  }
  if ('not' in input) return { kind: 'not', of: check(input['not'], walk, `${pointer}/not`, depth + 1) };
  walk.count.leaves += 1;
  if ('related' in input) return checkRelated(input, walk, pointer, depth);
  if (typeof input['field'] !== 'string')
    return refuse(walk, 'condition.unknown_op', { field: null, op: Object.keys(input).join(','), allowed: ['all', 'any', 'not', 'field', 'related'] }, pointer);
  const extra = Object.keys(input).find((key) => !['field', 'op', 'value'].includes(key));
  if (extra) return refuse(walk, 'request.unknown_parameter', { name: extra, nearest: nearest(extra, ['field', 'op', 'value']) ?? null }, `${pointer}/${extra}`);
  return checkLeaf(input as { readonly field: string; readonly op?: unknown; readonly value?: unknown }, walk, pointer);
}

function checkLeaf(leaf: { readonly field: string; readonly op?: unknown; readonly value?: unknown }, walk: Walk, pointer: string): Checked {
  const path = walk.within ? linePath(walk, walk.within, leaf.field) : resolvePath(walk.registry, walk.source, leaf.field);
  if (isProblem(path)) return refuse(walk, path.code, path.params, `${pointer}/field`);
  const op = typeof leaf.op === 'string' ? leaf.op : 'eq';
  if (isSecretOperator(path.field, op)) return refuse(walk, 'filter.sensitive', { field: leaf.field }, `${pointer}/op`);
  const allowed = operatorsOf(path.field);
  if (!allowed.includes(op)) return refuse(walk, 'condition.unknown_op', { field: leaf.field, op, allowed }, `${pointer}/op`);
  walk.permit?.(path, op);
  const value = readValue(path.field, op, leaf.value, walk, `${pointer}/value`);
  return { kind: 'leaf', path, op, value, given: leaf.value };
}
/** Inside `related` the fields are those of the line itself; a reference of a line is already two steps away. */
function linePath(walk: Walk, lines: LinesMeta, name: string): ReturnType<typeof resolvePath> {
  const found = resolvePath(walk.registry, { ...walk.source, fields: lineFields(lines), lines: [] }, name);
  return !isProblem(found) && found.via ? { code: 'condition.path_too_deep', params: { path: name } } : found;
}

const many = new Set(['in', 'not_in', 'between', 'month_day_in']);
/** The value in the form its operator compares: one operand, a list, a number of days, or none. */
function readValue(field: FieldMeta, op: string, value: unknown, walk: Walk, pointer: string): LeafValue {
  const bad = (params: Readonly<Record<string, unknown>>): undefined => void refuse(walk, 'condition.type', params, pointer);
  if (op === 'is_empty' || op === 'not_empty') return undefined;
  if (op === 'within_days') return days(value) ?? bad({ expected: 'days 1-3660' });
  if (op === 'is_a') return typeof value === 'string' && value !== '' ? value : bad({ expected: 'declaration' });
  if (op === 'ends') return typeof value === 'string' && /^\d{4,}$/.test(value) ? value : bad({ expected: 'at least 4 digits' });
  const isSet = shapeOf(field) === 'set';
  if (!many.has(op) && !(isSet && Array.isArray(value))) return operand(field, value, walk, pointer);
  if (!Array.isArray(value)) return bad({ expected: 'list' });
  if (value.length > limits.list) return void refuse(walk, 'condition.too_complex', { values: value.length, max: limits.list }, pointer);
  if (op === 'month_day_in')
    return value.every((one) => typeof one === 'string' && /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(one)) ? (value as string[]) : bad({ expected: 'list of MM-DD' });
  const list = value.map((one, index) => operand(field, one, walk, `${pointer}/${index}`));
  if (list.some((one) => one === undefined)) return undefined;
  if (op === 'between' && (list.length !== 2 || isAfter(field, list[0] as Operand, list[1] as Operand))) return bad({ expected: 'two values in order' });
  return list as Operand[];
}
function operand(field: FieldMeta, value: unknown, walk: Walk, pointer: string): Operand | undefined {
  const read = readOperand(field, value, walk.moment);
  if (!read.ok) return void refuse(walk, 'condition.type', read.params, pointer);
  if (read.resolved !== undefined) walk.resolved[String(value)] = read.resolved;
  return read.value;
}
function days(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : value;
  return typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 3660 ? count : undefined;
}
function isAfter(field: FieldMeta, low: Operand, high: Operand): boolean {
  const shape = shapeOf(field);
  if (shape === 'number') return decimal(low as string).gt(decimal(high as string));
  if (shape === 'instant') return (low as Span).from > (high as Span).from;
  return (low as string) > (high as string);
}

const measures = ['count', 'sum', 'max', 'min', 'avg'] as const;
const numbers = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between'];
function checkRelated(input: Readonly<Record<string, unknown>>, walk: Walk, pointer: string, depth: number): Checked {
  const lines = walk.source.lines.find((one) => one.name === input['related']);
  // Other declarations are registered by the segments of 7.7.
  if (!lines)
    return refuse(
      walk,
      'condition.unknown_op',
      { field: null, op: `related ${String(input['related'])}`, allowed: walk.source.lines.map((one) => `related ${one.name}`) },
      pointer,
    );
  if (walk.within) return refuse(walk, 'condition.too_complex', { related: lines.name }, pointer);
  const [measure, of] = String(input['measure'] ?? 'count').split(':');
  const known = measures.find((one) => one === measure);
  const field = of === undefined ? undefined : lines.fields.find((one) => one.name === of);
  if (!known || (known === 'count') !== (of === undefined)) return refuse(walk, 'condition.type', { expected: 'count, sum:f, max:f, min:f, avg:f' }, `${pointer}/measure`);
  if (of !== undefined && (!field || shapeOf(field) !== 'number'))
    return refuse(
      walk,
      'condition.unknown_field',
      {
        field: of,
        nearest:
          nearest(
            of,
            lines.fields.map((one) => one.name),
          ) ?? null,
      },
      `${pointer}/measure`,
    );
  walk.permit?.({ text: field ? `${lines.name}.${field.name}` : lines.name, field: field ?? figure, owner: walk.source, lines }, 'gt');
  const op = String(input['op'] ?? 'eq');
  if (!numbers.includes(op)) return refuse(walk, 'condition.unknown_op', { field: lines.name, op, allowed: numbers }, `${pointer}/op`);
  const filter = input['filter'] === undefined ? undefined : check(input['filter'], { ...walk, within: lines }, `${pointer}/filter`, depth + 1);
  const value = readValue(figure, op, input['value'], walk, `${pointer}/value`);
  return { kind: 'related', lines, filter, measure: known, field, op, value };
}
/** Counts and sums compare as decimals, whatever they count. */
const figure: FieldMeta = { name: 'measure', kind: 'quantity', origin: 'derived', required: false, zh: '指标', en: 'Measure' };
