import { allOf, type Tree } from '../condition/tree.ts';
import type { Source } from '../condition/source.ts';
import { nearest } from '../kinds/normal.ts';
import { type Problem, refuseAll } from '../problem.ts';

/** What a list is asked for (P.2.5), read from a query string or from the body of `POST …/list`; paths are not looked up yet. */
export interface ListQuery {
  readonly filter: Tree | undefined;
  readonly sort: readonly SortTerm[] | undefined;
  readonly limit: number;
  readonly after: string | undefined;
  readonly before: string | undefined;
  readonly count: 'bounded' | 'exact' | 'none';
  readonly totals: readonly string[];
  readonly q: string | undefined;
  readonly fields: readonly string[] | undefined;
  readonly expand: readonly string[];
  readonly group: string | undefined;
  readonly labels: 'zh' | 'en' | undefined;
  readonly archived: 'no' | 'only' | 'all';
}
export interface SortTerm {
  readonly path: string;
  readonly descending: boolean;
}

const operatorNames: ReadonlySet<string> = new Set(
  'eq ne gt gte lt lte between in not_in contains not_contains starts ends is_empty not_empty before after within_days month_day_in under is_a'.split(' '),
);
const listed = new Set(['in', 'not_in', 'between', 'month_day_in']);
const known = ['filter', 'sort', 'limit', 'after', 'before', 'count', 'totals', 'q', 'fields', 'expand', 'group', 'labels', 'archived'] as const;
const most = { limit: 200, sort: 3, expand: 5, bytes: 8192, usual: 50 } as const;

/** The parameters in the order they were sent; a name may come again, `f.` terms are joined by "and". */
export function parseListQuery(parameters: Iterable<readonly [string, string]>, source: Source): ListQuery {
  const entries = [...parameters];
  const problems: Problem[] = [];
  if (entries.reduce((size, [name, value]) => size + name.length + value.length, 0) > most.bytes)
    problems.push({ code: 'condition.too_complex', params: { max_bytes: most.bytes }, path: 'filter' });
  const members: Record<string, unknown> = {};
  const terms: Tree[] = [];
  for (const [name, value] of entries) {
    if (name.startsWith('f.')) terms.push(shortTerm(name.slice(2), value));
    else if (name === 'filter') members['filter'] = parseJson(value, problems);
    else members[name] = value;
  }
  return build(members, terms, source, problems);
}

/** The same members as a JSON body; lists may be written as arrays. */
export function parseListBody(body: unknown, source: Source): ListQuery {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) refuseAll([{ code: 'request.malformed', params: {}, path: '' }]);
  return build(body as Readonly<Record<string, unknown>>, [], source, []);
}

function build(members: Readonly<Record<string, unknown>>, terms: readonly Tree[], source: Source, problems: Problem[]): ListQuery {
  for (const name of Object.keys(members))
    if (!known.some((one) => one === name)) problems.push({ code: 'request.unknown_parameter', params: { name, nearest: nearestParameter(name, source) }, path: name });
  const read = memberReader(members, problems);
  const filter = [...(members['filter'] === undefined ? [] : [members['filter'] as Tree]), ...terms];
  const query: ListQuery = {
    filter: filter.length === 0 ? undefined : allOf(filter),
    sort: read.sort(),
    limit: read.limit(),
    after: read.text('after'),
    before: read.text('before'),
    count: read.among('count', ['bounded', 'exact', 'none'], 'bounded'),
    totals: read.list('totals') ?? [],
    q: read.text('q')?.trim() || undefined,
    fields: read.list('fields'),
    expand: read.list('expand', most.expand) ?? [],
    group: read.text('group'),
    labels: members['labels'] === undefined ? undefined : read.among<'zh' | 'en'>('labels', ['zh', 'en'], 'zh'),
    archived: read.among('archived', ['no', 'only', 'all'], 'no'),
  };
  if (query.after !== undefined && query.before !== undefined) problems.push({ code: 'request.unknown_parameter', params: { name: 'before', nearest: 'after' }, path: 'before' });
  if (problems.length > 0) refuseAll(problems);
  return query;
}

/** Reads members of either form and notes what is wrong with each. */
function memberReader(from: Readonly<Record<string, unknown>>, problems: Problem[]) {
  const wrong = (name: string, expected: string): undefined => void problems.push({ code: 'field.type', params: { expected }, path: name });
  const given = (name: string): unknown => from[name] ?? undefined;
  const text = (name: string): string | undefined => {
    const value = given(name);
    return value === undefined || typeof value === 'string' ? value : wrong(name, 'text');
  };
  const list = (name: string, max = 200): readonly string[] | undefined => {
    const value = given(name);
    if (value === undefined) return undefined;
    const parts: unknown = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : value;
    if (!Array.isArray(parts) || !parts.every((part): part is string => typeof part === 'string')) return wrong(name, 'list of names');
    return parts.length > max ? wrong(name, `at most ${max}`) : parts.filter((part) => part !== '');
  };
  const among = <T extends string>(name: string, allowed: readonly T[], usual: T): T => {
    const value = given(name);
    if (value === undefined) return usual;
    const found = allowed.find((one) => one === value);
    if (found === undefined) problems.push({ code: 'field.choice', params: { allowed, nearest: nearest(String(value), allowed) ?? null }, path: name });
    return found ?? usual;
  };
  const limit = (): number => {
    const value = given('limit');
    if (value === undefined) return most.usual;
    const number = typeof value === 'string' && /^\d{1,6}$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number) || number < 1) return wrong('limit', 'integer') ?? most.usual;
    if (number > most.limit) problems.push({ code: 'request.limit', params: { max: most.limit }, path: 'limit' });
    return number;
  };
  const sort = (): readonly SortTerm[] | undefined => {
    const terms = list('sort', most.sort)?.map((term) => (/^[-+]/.test(term) ? { path: term.slice(1), descending: term.startsWith('-') } : { path: term, descending: false }));
    return terms && terms.length > 0 ? terms : undefined;
  };
  return { text, list, among, limit, sort };
}

/** `order_date.gte=2026-03-01`; the last part is the operator if it is the name of one. */
function shortTerm(name: string, value: string): Tree {
  const dot = name.lastIndexOf('.');
  const last = name.slice(dot + 1);
  const op = dot > 0 && operatorNames.has(last) ? last : 'eq';
  const field = op === 'eq' && last !== 'eq' ? name : name.slice(0, dot);
  if (op === 'is_empty' || op === 'not_empty') return { field, op: isYes(value) === (op === 'is_empty') ? 'is_empty' : 'not_empty' };
  return { field, op, value: listed.has(op) ? splitCommas(value) : value };
}
const isYes = (value: string): boolean => value === '' || value === '1' || value === 'true';
/** Split at commas; `\,` is a comma. */
function splitCommas(value: string): string[] {
  return value === '' ? [] : value.split(/(?<!\\),/).map((part) => part.replaceAll('\\,', ','));
}
function parseJson(text: string, problems: Problem[]): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    problems.push({ code: 'condition.type', params: { expected: 'JSON' }, path: 'filter' });
    return undefined;
  }
}
/** A field named without its `f.` is the usual slip (P2-6). */
function nearestParameter(name: string, source: Source): string | null {
  const fields = new Map(source.fields.map((field) => [field.name, `f.${field.name}`]));
  const found = nearest(name, [...known, ...fields.keys()]);
  return found === undefined ? null : known.some((one) => one === found) ? found : (fields.get(found) ?? null);
}
