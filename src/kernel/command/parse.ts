import { kindOf } from '../kinds/index.ts';
import { newId } from '../ids.ts';
import { Refused, refuseAll, type Problem } from '../problem.ts';
import type { FieldMeta, LinesMeta } from '../registry/meta.ts';

/** A request body turned into the program's values; references still wait for their ids. */
export interface ParsedBody {
  readonly values: Record<string, unknown>;
  readonly given: ReadonlySet<string>;
  readonly lines: Readonly<Record<string, readonly ParsedLine[]>>;
}
export interface ParsedLine {
  /** The lasting id where the line exists already. */
  readonly id: string | undefined;
  readonly removed: boolean;
  readonly values: Record<string, unknown>;
  readonly given: ReadonlySet<string>;
}
interface Shape {
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
}
const kept = new Set(['id', 'version', 'created_at', 'created_by', 'updated_at']);
const maxLines = 1000;

/** Reads a body field by field. All shape problems are told together (P.2.9, step 9). `extra` are members that only `prepare` reads. */
export function parseBody(shape: Shape, body: unknown, extra: readonly string[] = []): ParsedBody {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refused('field.type', { expected: 'object' });
  const problems: Problem[] = [];
  const values: Record<string, unknown> = {};
  const given = new Set<string>();
  const lines: Record<string, ParsedLine[]> = {};
  for (const [name, value] of Object.entries(body)) {
    if (kept.has(name) || name.startsWith('_')) continue;
    const field = shape.fields.find((one) => one.name === name);
    const child = shape.lines.find((one) => one.name === name);
    if (child) {
      lines[name] = parseLines(child, value, problems);
      given.add(name);
    } else if (field) {
      const parsed = parseField(field, value, `/${name}`, problems);
      if (parsed !== undefined) {
        values[name] = parsed;
        given.add(name);
      }
    } else if (extra.includes(name)) {
      values[name] = value;
      given.add(name);
    } else {
      problems.push({ code: 'request.unknown_parameter', params: { name, nearest: nearest(name, [...shape.fields.map((one) => one.name), ...shape.lines.map((one) => one.name)]) }, path: `/${name}` });
    }
  }
  if (problems.length > 0) refuseAll(problems.slice(0, 200));
  return { values, given, lines };
}
function parseLines(child: LinesMeta, value: unknown, problems: Problem[]): ParsedLine[] {
  if (!Array.isArray(value)) {
    problems.push({ code: 'field.type', params: { expected: 'list of lines' }, path: `/${child.name}` });
    return [];
  }
  if (value.length > maxLines) {
    problems.push({ code: 'field.length', params: { min: child.min, max: maxLines }, path: `/${child.name}` });
    return [];
  }
  return value.map((line: unknown, index) => parseLine(child, line, `/${child.name}/${index}`, problems));
}
function parseLine(child: LinesMeta, line: unknown, path: string, problems: Problem[]): ParsedLine {
  const values: Record<string, unknown> = {};
  const given = new Set<string>();
  if (typeof line !== 'object' || line === null || Array.isArray(line)) {
    problems.push({ code: 'field.type', params: { expected: 'object' }, path });
    return { id: undefined, removed: false, values, given };
  }
  const raw = line as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(raw)) {
    if (name === 'id' || name === 'line_no' || name === 'line_uid' || name.startsWith('_')) continue;
    const field = child.fields.find((one) => one.name === name);
    if (!field) {
      problems.push({ code: 'request.unknown_parameter', params: { name, nearest: nearest(name, child.fields.map((one) => one.name)) }, path: `${path}/${name}` });
      continue;
    }
    const parsed = parseField(field, value, `${path}/${name}`, problems);
    if (parsed !== undefined) {
      values[name] = parsed;
      given.add(name);
    }
  }
  return { id: typeof raw['id'] === 'string' ? raw['id'] : undefined, removed: raw['_delete'] === true, values, given };
}
/** `undefined` where the field is the system's own: what a client sends for it is ignored and worked out again. */
function parseField(field: FieldMeta, value: unknown, path: string, problems: Problem[]): unknown {
  if (field.origin !== 'input' || field.kind === 'state') return undefined;
  if (field.kind === 'serial' && (value === null || value === '')) return undefined;
  const parsed = kindOf(field).fromJson(value, field);
  if (!parsed.ok) {
    problems.push({ code: parsed.code, params: parsed.params, path });
    return undefined;
  }
  return parsed.value;
}

/** Members or parameters nobody knows are refused, never ignored (P.2.1). */
export function refuseUnknown(names: readonly string[], known: readonly string[]): void {
  const problems = names.filter((name) => !known.includes(name)).map((name) => ({ code: 'request.unknown_parameter', params: { name, nearest: nearest(name, known) }, path: `/${name}` }));
  if (problems.length > 0) refuseAll(problems);
}
/** The name a typist most likely meant. */
export function nearest(name: string, known: readonly string[]): string | null {
  const scored = known.map((one) => ({ one, distance: distance(name, one) })).sort((a, b) => a.distance - b.distance);
  return scored[0]?.one ?? null;
}
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Merges the lines of a change into those of the record: lines not mentioned stay (P.2.2). */
export function mergeLines(child: LinesMeta, old: readonly Readonly<Record<string, unknown>>[], parsed: readonly ParsedLine[]): { readonly lines: Record<string, unknown>[]; readonly given: readonly ReadonlySet<string>[] } {
  const lines: Record<string, unknown>[] = [];
  const given: ReadonlySet<string>[] = [];
  const byId = new Map(parsed.flatMap((line) => (line.id ? [[line.id, line] as const] : [])));
  const known = new Set(old.map((line) => line['line_uid']));
  for (const line of old) {
    const change = byId.get(line['line_uid'] as string);
    if (change?.removed) continue;
    lines.push({ ...line, ...change?.values });
    given.push(change?.given ?? new Set());
  }
  parsed.forEach((line, index) => {
    if (line.id && known.has(line.id)) return;
    if (line.id) throw new Refused('reference.not_found', { code: line.id }, `/${child.name}/${index}/id`);
    lines.push({ ...emptyLine(child), ...line.values, line_uid: newId() });
    given.push(line.given);
  });
  return { lines, given };
}
export const emptyLine = (child: LinesMeta): Record<string, unknown> => Object.fromEntries(child.fields.map((field) => [field.name, emptyValue(field)]));
export const emptyValue = (field: FieldMeta): unknown => (field.kind === 'choices' || field.kind === 'references' || field.kind === 'attachments' ? [] : null);
