import type { Prepare, Read } from '#declare';
import { decimal, type Decimal } from '../decimal.ts';
import { Refused, refuseAll, type Problem } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { relativeDay } from './relative-day.ts';
import type { Environment } from './environment.ts';
import type { Principal } from './call.ts';

type Values = Record<string, unknown>;
type Line = Record<string, unknown>;
export interface Given {
  readonly creating: boolean;
  readonly amending: boolean;
  readonly header: ReadonlySet<string>;
  readonly lines: Readonly<Record<string, readonly ReadonlySet<string>[]>>;
}

/** From what a person typed to a row that can be saved: defaults, values copied along references, the module's own filling, computed fields. */
export async function completeDraft(environment: Environment, read: Read, principal: Principal, meta: RecordMeta, values: Values, given: Given): Promise<Values> {
  if (given.creating) applyDefaults(meta, values, principal, read);
  for (const lines of meta.lines) for (const line of linesOf(values, lines.name)) for (const field of lines.fields) if (line[field.name] === null || line[field.name] === undefined) line[field.name] = defaultOf(field, principal, read);
  await fill(environment, read, meta, values);
  const prepare = environment.prepares.get(meta.name);
  if (prepare) await applyPrepare(meta, prepare, read, values, given);
  compute(meta, values);
  return values;
}
const linesOf = (values: Values, name: string): Line[] => (values[name] ?? []) as Line[];

function applyDefaults(meta: RecordMeta, values: Values, principal: Principal, read: Read): void {
  for (const field of meta.fields) if (field.sql === undefined && (values[field.name] === null || values[field.name] === undefined)) values[field.name] = field.kind === 'state' ? (meta.initial ?? null) : defaultOf(field, principal, read);
}
function defaultOf(field: FieldMeta, principal: Principal, read: Read): unknown {
  const { default: given } = field;
  if (field.kind === 'flag') return given === true;
  if (field.kind === 'choices' || field.kind === 'references' || field.kind === 'attachments') return [];
  if (given === undefined) return null;
  if (given === 'me' && field.target === 'core.user') return principal.user;
  if (given === 'my_department') return principal.department;
  if (given === 'now' && field.kind === 'instant') return read.now;
  if (field.kind === 'date') return relativeDay(String(given), read.today);
  return ['money', 'quantity', 'unit_price', 'rate'].includes(field.kind) ? decimal(String(given)) : given;
}

/** `fill` of a declaration: an empty field takes the value one hop along a reference, in the order it is written; `^` looks at the header. */
async function fill(environment: Environment, read: Read, meta: RecordMeta, values: Values): Promise<void> {
  const spec = meta.declaration.spec as { readonly fill?: Readonly<Record<string, string | Readonly<Record<string, string>>>> };
  const cache = new Map<string, Promise<Readonly<Record<string, unknown>> | null>>();
  const follow = async (fields: readonly FieldMeta[], row: Values, path: string): Promise<unknown> => {
    const [head = '', tail] = path.split('.');
    if (tail === undefined) return row[head] ?? null;
    const target = fields.find((field) => field.name === head)?.target;
    const id = row[head];
    if (!target || typeof id !== 'string') return null;
    const key = `${target}:${id}`;
    const loading = cache.get(key) ?? (read.row as (name: string, id: string) => Promise<Readonly<Record<string, unknown>> | null>)(target, id);
    cache.set(key, loading);
    return (await loading)?.[tail] ?? null;
  };
  void recordOf(environment.registry, meta.name);
  for (const [name, path] of Object.entries(spec.fill ?? {})) {
    if (typeof path === 'string') {
      if (isEmpty(values[name])) values[name] = await follow(meta.fields, values, path);
      continue;
    }
    const child = meta.lines.find((lines) => lines.name === name);
    for (const line of linesOf(values, name)) {
      for (const [column, from] of Object.entries(path)) if (isEmpty(line[column])) line[column] = from.startsWith('^') ? await follow(meta.fields, values, from.slice(1)) : await follow(child?.fields ?? [], line, from);
    }
  }
}
const isEmpty = (value: unknown): boolean => value === null || value === undefined;

async function applyPrepare(meta: RecordMeta, prepare: Prepare, read: Read, values: Values, given: Given): Promise<void> {
  const run = prepare.run as (draft: object, read: Read, context: object) => Promise<Values>;
  const changes = await run(values, read, { creating: given.creating, amending: given.amending, given: given.header, givenLines: (lines: string, position: number) => given.lines[lines]?.[position] ?? new Set<string>() });
  for (const [name, value] of Object.entries(changes)) {
    if (!meta.fields.some((field) => field.name === name) && !meta.lines.some((lines) => lines.name === name)) throw new TypeError(`prepare of ${meta.name} sets ${name}, which is not declared`);
    values[name] = value;
  }
}

type Compute = (inputs: Values) => Values;
/**
 * Computed fields by the declaration's own pure function. It sees complete lines only; while a header field it may read is missing, the
 * computed values stay empty (declaration.md §3).
 */
export function compute(meta: RecordMeta, values: Values): void {
  const { compute: run } = meta.declaration.spec as unknown as { readonly compute?: Compute };
  if (!run) return;
  if (meta.fields.some((field) => missing(field, values) && field.kind !== 'reference' && !field.custom)) return;
  const complete = new Map(meta.lines.map((lines) => [lines.name, linesOf(values, lines.name).map((line) => !lines.fields.some((field) => missing(field, line) && field.kind !== 'reference'))]));
  const inputs: Values = { ...values };
  for (const lines of meta.lines) inputs[lines.name] = linesOf(values, lines.name).filter((_line, index) => complete.get(lines.name)?.[index]);
  const result = run(inputs);
  for (const [name, value] of Object.entries(result)) {
    const lines = meta.lines.find((one) => one.name === name);
    if (!lines) {
      values[name] = value;
      continue;
    }
    const computed = [...(value as Values[])];
    linesOf(values, name).forEach((line, index) => {
      if (complete.get(name)?.[index]) Object.assign(line, computed.shift());
    });
  }
}
const missing = (field: FieldMeta, values: Values): boolean => field.required && field.origin === 'input' && field.kind !== 'serial' && field.kind !== 'state' && isEmpty(values[field.name]);

/** What a complete record still lacks, as JSON pointers. */
export function missingFields(meta: RecordMeta, values: Values): string[] {
  return [
    ...meta.fields.filter((field) => missing(field, values)).map((field) => `/${field.name}`),
    ...meta.lines.flatMap((lines) => {
      const rows = linesOf(values, lines.name);
      if (rows.length < lines.min) return [`/${lines.name}`];
      return rows.flatMap((line, index) => lines.fields.filter((field) => missing(field, line)).map((field) => `/${lines.name}/${index}/${field.name}`));
    }),
  ];
}
/** Refuses what is incomplete or breaks a rule of content; all problems together. */
export function checkComplete(meta: RecordMeta, values: Values): void {
  const fields = missingFields(meta, values);
  if (fields.length > 0 && meta.type === 'document') throw new Refused('document.incomplete', { fields }, fields[0]);
  if (fields.length > 0) refuseAll(fields.map((path) => ({ code: 'field.required', params: {}, path })));
  checkContent(meta, values);
}
export function checkContent(meta: RecordMeta, values: Values): void {
  const { validate, effective } = meta.declaration.spec as unknown as {
    readonly validate?: Readonly<Record<string, (row: Values) => unknown>>;
    readonly effective?: { readonly from: string; readonly to: string };
  };
  const problems = Object.entries(validate ?? {}).flatMap(([code, check]) => problemsOf(code, check(values)));
  // A row in force from one day to another ends no earlier than it begins; the exclusion in the database could not even compare it.
  const [from, to] = effective ? [values[effective.from], values[effective.to]] : [];
  if (effective && typeof from === 'string' && typeof to === 'string' && to < from) problems.push({ code: 'field.range', params: { min: from, max: null }, path: `/${effective.to}` });
  if (problems.length > 0) refuseAll(problems);
}
/** The verdict of a check: `true` or parameters where it applies, a list where several lines fail. */
export function problemsOf(code: string, verdict: unknown): Problem[] {
  if (verdict === undefined || verdict === null || verdict === false) return [];
  if (verdict === true) return [{ code, params: {}, path: undefined }];
  if (Array.isArray(verdict)) return verdict.flatMap((one) => problemsOf(code, one));
  const { at, ...params } = verdict as { readonly at?: string; readonly [name: string]: unknown };
  return [{ code, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, shown(value)])), path: at }];
}
const shown = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'toFixed' in value ? (value as Decimal).toFixed() : Array.isArray(value) ? value.map(shown) : value);
