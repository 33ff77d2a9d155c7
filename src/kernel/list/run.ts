import { decimal, toMoney, toPlain } from '#decimal';
import type { Principal } from '../command/call.ts';
import { type Checked, checkCondition } from '../condition/check.ts';
import { type Query, resolveCodes } from '../condition/codes.ts';
import type { Moment } from '../condition/operand.ts';
import { type FieldPath, isProblem, resolvePath } from '../condition/path.ts';
import type { WorkingDay } from '../condition/relative.ts';
import { isGroupable, isMeasure } from '../condition/shape.ts';
import { fieldNamed, ledgerSource, type Source, sourceOf } from '../condition/source.ts';
import { permitChoice } from '../permission/access.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, LedgerMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { accessBook, type ListContext, permitPath, pinyinCollation, type Restriction } from './context.ts';
import { decodeCursor, type Edge, encodeCursor, queryHash } from './cursor.ts';
import { columnsFor, linesFor, presentRows } from './present.ts';
import type { ListQuery } from './query-string.ts';
import { scalarJson } from './record-json.ts';
import { fetchReferences, nothingWanted, type Row } from './references.ts';
import { resolveChoice } from './selection.ts';
import { resolveSort, type SortKey } from './sort.ts';
import { countBound, countStatement, groupBound, pageStatements, readStatement, sortColumn, type Statement, totalsStatement } from './statement.ts';

/** What a list needs from outside. All statements run in the one read transaction of the organisation behind `tx`, so that page, count and totals are of one snapshot. */
export interface ListDeps {
  readonly registry: Registry;
  readonly tx: Query;
  /** The organisation's day, and the moment answered as `as_of`. */
  readonly today: string;
  readonly now: string;
  readonly isWorkingDay?: WorkingDay;
  readonly baseCurrency?: string;
  /** Adds `_actions` to rows, where `fields` names it. */
  readonly actions?: (rows: readonly Record<string, unknown>[]) => Promise<readonly unknown[]>;
}
export interface ListAnswer {
  readonly data: readonly Record<string, unknown>[];
  readonly page: { readonly limit: number; readonly next: string | null; readonly prev: string | null };
  readonly count?: { readonly value: number; readonly at_least?: true };
  readonly totals?: Readonly<Record<string, unknown>>;
  readonly resolved: Readonly<Record<string, unknown>>;
  readonly as_of: string;
  readonly _access?: { readonly hidden: readonly string[] };
}
export const sourceFor = (meta: RecordMeta | LedgerMeta): Source => ('type' in meta ? sourceOf(meta) : ledgerSource(meta));

type Looking = Pick<ListDeps, 'registry' | 'today' | 'isWorkingDay'>;
function listContext(deps: Looking, principal: Principal, source: Source): ListContext {
  const moment: Moment = {
    today: deps.today,
    zone: principal.org.time_zone,
    user: principal.user,
    department: principal.department,
    ...(deps.isWorkingDay ? { isWorkingDay: deps.isWorkingDay } : {}),
  };
  return { registry: deps.registry, principal, source, moment, collation: pinyinCollation.name, access: accessBook(deps.registry, principal, source) };
}

/** A list of records or ledger entries as its reader may see it (P.2.5, P.8). */
export async function listRecords(deps: ListDeps, principal: Principal, meta: RecordMeta | LedgerMeta, query: ListQuery): Promise<ListAnswer> {
  const context = listContext(deps, principal, sourceFor(meta));
  if (!may(principal, context.source.name, 'read')) throw new Refused('forbidden', { declaration: context.source.name, action: 'read' });
  const { tree, resolved } = checkedFilter(context, query);
  const measures = query.totals.map((name) => measureOf(context, name));
  const group = query.group === undefined ? undefined : groupOf(context, query.group);
  const restriction: Restriction = { condition: await resolveCodes(tree, deps.registry, deps.tx, principal.org.id), q: query.q, archived: query.archived };
  const common = { resolved, as_of: deps.now };
  if (group) return { ...(await listGroups(deps, context, restriction, group, measures)), page: { limit: groupBound, next: null, prev: null }, ...common };
  // Every statement is built, and refused if need be, before the first one is sent.
  const counting = query.count === 'none' ? undefined : countStatement(context, restriction, query.count === 'exact');
  const summing = measures.length === 0 ? undefined : totalsStatement(context, restriction, measures);
  const [page, count, totals] = await Promise.all([listPage(deps, context, restriction, query), counting && run(deps.tx, counting), summing && run(deps.tx, summing)]);
  const sums = totals && totalsJson(measures, totals, deps.baseCurrency ?? 'CNY');
  return {
    ...page,
    ...(count ? { count: countJson(count, query.count) } : {}),
    ...(sums ? { totals: sums.totals } : {}),
    ...common,
    ...(sums && sums.hidden.length > 0 ? { _access: { hidden: sums.hidden } } : {}),
  };
}
/** Refuses a query that this reader could not run, without running it: views are saved for later and for others (P.11). */
export function checkList(deps: Looking, principal: Principal, meta: RecordMeta | LedgerMeta, query: ListQuery): void {
  const context = listContext(deps, principal, sourceFor(meta));
  if (!may(principal, context.source.name, 'read')) throw new Refused('forbidden', { declaration: context.source.name, action: 'read' });
  checkedFilter(context, query);
  if (query.group !== undefined) groupOf(context, query.group);
  resolveSort(context, query.sort, query.q);
  resolveChoice(context, query.fields, query.expand);
}
const run = ({ query }: Query, { text, values }: Statement): Promise<readonly Row[]> => query(text, values);

function checkedFilter(context: ListContext, query: ListQuery): { readonly tree: Checked; readonly resolved: Readonly<Record<string, unknown>> } {
  if (query.filter === undefined) return { tree: { kind: 'all', of: [] }, resolved: {} };
  return checkCondition(query.filter, { registry: context.registry, source: context.source, moment: context.moment, permit: (path, op) => permitPath(context, path, op) });
}
function measureOf(context: ListContext, name: string): FieldMeta {
  const field = fieldNamed(context.source, name);
  if (!field) throw new Refused('field.unknown', { field: name }, 'totals');
  permitChoice(context.access(context.source.name), field, name);
  if (!isMeasure(field)) throw new Refused('field.type', { expected: 'measure', field: name }, 'totals');
  return field;
}
function groupOf(context: ListContext, name: string): FieldPath {
  const path = resolvePath(context.registry, context.source, name);
  if (isProblem(path)) throw new Refused(path.code, path.params, 'group');
  if (path.lines || !isGroupable(path.field)) throw new Refused('field.type', { expected: 'field to group by', field: name }, 'group');
  permitPath(context, path, 'group');
  return path;
}

async function listPage(deps: ListDeps, context: ListContext, restriction: Restriction, query: ListQuery): Promise<Pick<ListAnswer, 'data' | 'page'>> {
  const sort = resolveSort(context, query.sort, query.q);
  const choice = resolveChoice(context, query.fields, query.expand);
  const hash = queryHash(context.principal.org.id, context.source.name, query.filter ?? null, query.sort ?? null, query.q ?? null, query.archived);
  const cursor = query.after ?? query.before;
  const edge = cursor === undefined ? undefined : decodeCursor(cursor, hash, sort.length);
  const backward = query.before !== undefined;
  const rows = await pageRows(
    deps.tx,
    pageStatements(context, { ...restriction, sort, columns: columnsFor(context.source, choice.selection), edge, backward, rows: query.limit + 1 }),
    query.limit + 1,
  );
  const more = rows.length > query.limit;
  const shown = rows.slice(0, query.limit);
  if (backward) shown.reverse();
  const data = await presentRows(context, deps.tx, shown, { ...choice, labels: query.labels, lines: linesFor(context.source, choice, false) });
  if (choice.selection?.actions && deps.actions) (await deps.actions(data)).forEach((actions, at) => void Object.assign(data[at] ?? {}, { _actions: actions }));
  const [hasNext, hasPrev] = backward ? [edge !== undefined, more] : [more, edge !== undefined];
  const next = hasNext ? cursorAt(shown.at(-1), sort, hash) : null;
  const prev = hasPrev ? cursorAt(shown[0], sort, hash) : null;
  return { data, page: { limit: query.limit, next, prev } };
}
async function pageRows(tx: Query, statements: readonly Statement[], wanted: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const statement of statements) {
    if (rows.length >= wanted) break;
    rows.push(...(await run(tx, statement)));
  }
  return rows.slice(0, wanted);
}
function cursorAt(row: Row | undefined, sort: readonly SortKey[], hash: string): string | null {
  if (!row) return null;
  const edge: Edge = { id: String(row['id']), values: sort.map((_, at) => (row[sortColumn(at)] as string | null | undefined) ?? null) };
  return encodeCursor(edge, hash);
}
function countJson(rows: readonly Row[], how: ListQuery['count']): { readonly value: number; readonly at_least?: true } {
  const value = Number(rows[0]?.['count'] ?? 0);
  return how === 'bounded' && value > countBound ? { value: countBound, at_least: true } : { value };
}

interface Totals {
  readonly totals: Record<string, unknown>;
  readonly hidden: string[];
}
/** Money by currency, other measures in one sum; what is hidden in some of the rows is null (P.8). */
function totalsJson(measures: readonly FieldMeta[], rows: readonly Row[], base: string): Totals {
  const totals: Record<string, unknown> = {};
  const hidden: string[] = [];
  measures.forEach((field, at) => {
    if (rows.some((row) => row[`seen_${at}`] !== true)) {
      totals[field.name] = null;
      hidden.push(field.name);
    } else if (field.kind === 'money') {
      const counted = rows.filter((row) => Number(row[`rows_${at}`]) > 0);
      totals[field.name] = counted.map((row) => ({ currency: row['currency'] ?? base, value: toMoney(decimal(String(row[`sum_${at}`]))), rows: Number(row[`rows_${at}`]) }));
    } else {
      const sum = rows.reduce((total, row) => total.plus(decimal(String(row[`sum_${at}`]))), decimal(0));
      totals[field.name] = field.kind === 'integer' ? Number(sum.toFixed(0)) : toPlain(sum);
    }
  });
  return { totals, hidden };
}

async function listGroups(deps: ListDeps, context: ListContext, restriction: Restriction, by: FieldPath, measures: readonly FieldMeta[]): Promise<Pick<ListAnswer, 'data'>> {
  const rows = await run(deps.tx, totalsStatement(context, restriction, measures, by));
  const groups = Map.groupBy(rows, (row) => row['key'] ?? null);
  if (groups.size > groupBound) throw new Refused('request.too_many_groups', { max: groupBound }, 'group');
  const wanted = nothingWanted();
  const target = by.field.kind === 'reference' ? by.field.target : undefined;
  if (target !== undefined) wanted.records.set(target, new Set([...groups.keys()].filter((key): key is string => typeof key === 'string')));
  const labels = await fetchReferences(deps.registry, deps.tx, context.principal.org.id, wanted);
  const data = [...groups].map(([key, parts]) => {
    const sums = measures.length === 0 ? undefined : totalsJson(measures, parts, deps.baseCurrency ?? 'CNY');
    const shown =
      target !== undefined && typeof key === 'string'
        ? { id: key, code: labels.record(target, key)?.code ?? null, label: labels.record(target, key)?.label ?? null }
        : scalarJson(by.field, key);
    return { key: shown, count: parts.reduce((total, row) => total + Number(row['count']), 0), ...(sums ? { totals: sums.totals } : {}) };
  });
  return { data };
}

/** One record with all its lines by id, or by its code or number; `not_found` also where it lies outside the scope (P.2.9 precedence 8). */
export async function readRecord(
  deps: ListDeps,
  principal: Principal,
  meta: RecordMeta | LedgerMeta,
  by: { readonly id: string } | { readonly key: string },
  options: { readonly fields?: readonly string[] | undefined; readonly expand?: readonly string[]; readonly labels?: 'zh' | 'en' | undefined } = {},
): Promise<Record<string, unknown>> {
  const context = listContext(deps, principal, sourceFor(meta));
  if (!may(principal, context.source.name, 'read')) throw new Refused('forbidden', { declaration: context.source.name, action: 'read' });
  const choice = resolveChoice(context, options.fields, options.expand ?? []);
  const rows = await run(deps.tx, readStatement(context, columnsFor(context.source, choice.selection), by));
  if (rows.length !== 1) throw new Refused('not_found');
  const [json] = await presentRows(context, deps.tx, rows, { ...choice, labels: options.labels, lines: linesFor(context.source, choice, true) });
  if (!json) throw new Refused('not_found');
  return json;
}
