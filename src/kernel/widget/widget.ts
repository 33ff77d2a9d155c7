import type { WidgetDeclaration } from '#declare';
import type { Answer, Call } from '../command/call.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { allOf, fromWhere, type Leaf, type Tree } from '../condition/tree.ts';
import { decimal, type Decimal, isZero, round, toMoney, toPlain, zero } from '../decimal.ts';
import { parseListBody, type ListQuery } from '../list/query-string.ts';
import { type ListAnswer, type ListDeps, listRecords, sourceFor } from '../list/run.ts';
import { grantsFor, holds, may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';

/*
 * Key figures (P.14): value, comparison and the page they open come from one condition through the one predicate of the list, so they agree.
 * What a reader may not see is refused or left out, never shown as nought.
 */
interface Spec {
  readonly zh: string;
  readonly en: string;
  readonly kind: 'figure' | 'list' | 'alert';
  readonly of: string;
  readonly measure?: 'count' | { readonly sum: string };
  readonly where: object;
  readonly roles: readonly string[];
  readonly by?: string;
}
const specOf = (widget: WidgetDeclaration): Spec => widget.spec as unknown as Spec;
const all = (registry: Registry): readonly WidgetDeclaration[] => registry.modules.flatMap((module) => module.widgets ?? []);
/** Months of the small course beside the figure. */
const course = 12;

/** `GET /api/core/widget`: those offered to the caller; one whose rows he may not read is not. */
export async function widgetsFor(environment: Environment, call: Call, withValues: boolean): Promise<Answer> {
  const offered = all(environment.registry).filter((widget) => isOffered(call, specOf(widget)));
  const described = offered.map((widget) => describe(environment, call, widget));
  if (!withValues) return { status: 200, body: { data: described } };
  const data: object[] = [];
  // One after the other: a workbench of ten figures must not take every connection.
  for (const [index, widget] of offered.entries()) data.push({ ...described[index], ...(await valueOrReason(environment, call, widget)) });
  return { status: 200, body: { data } };
}
/** `GET /api/core/widget/{name}` → {value, previous, change, ratio, spark, as_of, link}. */
export async function widgetNamed(environment: Environment, call: Call, name: string): Promise<Answer> {
  const widget = all(environment.registry).find((one) => one.name === name);
  if (!widget) throw new Refused('not_found');
  if (!isOffered(call, specOf(widget))) throw new Refused('forbidden', { declaration: name, action: 'read' });
  return { status: 200, body: { ...describe(environment, call, widget), ...(await valueOf(environment, call, widget)) } };
}
const isOffered = ({ principal }: Call, { roles, of }: Spec): boolean =>
  (holds(principal, '*') || roles.some((role) => principal.roles.includes(role))) && may(principal, of, 'read');

function describe({ registry }: Environment, { principal, locale }: Call, widget: WidgetDeclaration): object {
  const spec = specOf(widget);
  const measure = spec.measure ?? 'count';
  const field = measure === 'count' ? undefined : recordOf(registry, spec).fields.find((one) => one.name === measure.sum);
  return {
    name: widget.name,
    label: spec[locale],
    kind: spec.kind,
    measure: measure === 'count' ? { kind: 'count' } : { kind: field?.kind ?? 'money', field: measure.sum },
    // 按你的数据范围: his figure is of his rows.
    limited: !principal.unlimited && !grantsFor(principal, spec.of, 'read').some((grant) => grant.scope === 'all'),
    link: { declaration: spec.of, filter: fromWhere(spec.where) },
  };
}
function recordOf(registry: Registry, { of }: Spec): RecordMeta {
  const meta = registry.records.get(of);
  if (!meta) throw new TypeError(`a widget is of ${of}, which is not declared`);
  return meta;
}
async function valueOrReason(environment: Environment, call: Call, widget: WidgetDeclaration): Promise<object> {
  try {
    return await valueOf(environment, call, widget);
  } catch (error) {
    if (error instanceof Refused) return { value: null, code: error.code, params: error.params };
    throw error;
  }
}

interface Look {
  readonly deps: ListDeps;
  readonly call: Call;
  readonly meta: RecordMeta;
  readonly spec: Spec;
}
async function valueOf(environment: Environment, call: Call, widget: WidgetDeclaration): Promise<object> {
  const spec = specOf(widget);
  const meta = recordOf(environment.registry, spec);
  const now = environment.clock();
  await environment.settled(call.principal.org.id);
  return reading(environment, call, async (tx) => {
    const deps: ListDeps = { registry: environment.registry, tx, today: todayIn(call.principal.org.time_zone, now), now: now.toISOString() };
    const look: Look = { deps, call, meta, spec };
    const tree = fromWhere(spec.where);
    const value = await figure(look, tree);
    const previous = spec.by === undefined ? undefined : await figure(look, inPeriod(spec, 'month_start-1m', 'today-1m'));
    const rows = spec.kind === 'list' ? (await listed(look, tree, { limit: 5 })).data : undefined;
    return {
      value: value.text,
      ...(value.currencies ? { currencies: value.currencies } : {}),
      ...comparison(value.number, previous?.number, value.write, isRate(meta, spec)),
      spark: spec.by === undefined ? [] : await sparkOf(look, value.write),
      ...(rows ? { rows } : {}),
      as_of: deps.now,
    };
  });
}
const isRate = (meta: RecordMeta, { measure = 'count' }: Spec): boolean => measure !== 'count' && meta.fields.find((field) => field.name === measure.sum)?.kind === 'rate';

/** change = value − previous; the ratio is null where there was nothing above nought before; rates differ in points (P14-1). */
export function comparison(value: Decimal, previous: Decimal | undefined, write: (value: Decimal) => unknown, rate: boolean): object {
  if (previous === undefined) return { previous: null, change: null, ratio: null };
  const change = value.minus(previous);
  const ratio = rate || previous.lte(zero) ? null : toPlain(round(change.div(previous), 4));
  return { previous: write(previous), change: write(change), ratio };
}

interface Figure {
  readonly number: Decimal;
  readonly text: unknown;
  readonly write: (value: Decimal) => unknown;
  /** Where the rows are in more than one currency, each apart; the figure itself is of the books' own. */
  readonly currencies?: unknown;
}
interface Bucket {
  readonly currency: string;
  readonly value: string;
}
const books = 'CNY';
const count = (value: Decimal): unknown => Number(value.toFixed(0));
async function figure(look: Look, tree: Tree): Promise<Figure> {
  const { measure = 'count' } = look.spec;
  const answer = await listed(look, tree, measure === 'count' ? { count: 'exact', limit: 1 } : { totals: [measure.sum], limit: 1, count: 'none' });
  if (measure === 'count') {
    const number = decimal(answer.count?.value ?? 0);
    return { number, text: count(number), write: count };
  }
  const total = answer.totals?.[measure.sum];
  if (total === null || total === undefined) throw new Refused('field.hidden', { field: measure.sum });
  if (!Array.isArray(total)) {
    const number = decimal(String(total));
    return { number, text: toPlain(number), write: toPlain };
  }
  const buckets = total as readonly Bucket[];
  const number = decimal(buckets.find((bucket) => bucket.currency === books)?.value ?? '0');
  return {
    number,
    text: toMoney(number),
    write: toMoney,
    ...(buckets.some((bucket) => bucket.currency !== books && !isZero(decimal(bucket.value))) ? { currencies: buckets } : {}),
  };
}
function listed({ deps, call, meta }: Look, tree: Tree, more: Partial<Readonly<Record<keyof ListQuery, unknown>>>): Promise<ListAnswer> {
  return listRecords(deps, call.principal, meta, parseListBody({ filter: tree, ...more }, sourceFor(meta)));
}
/** The same condition over another stretch of time: the test of its own date is replaced. */
function inPeriod({ where, by }: Spec, from: string, to: string): Tree {
  const tree = fromWhere(where);
  const terms = 'all' in tree ? tree.all : [tree];
  const others = terms.filter((term) => !('field' in term) || term.field !== by);
  const period: Leaf = { field: by ?? '', op: 'between', value: [from, to] };
  return allOf([...others, period]);
}

/** The last twelve months, from one statement by day. */
async function sparkOf(look: Look, write: (value: Decimal) => unknown): Promise<object[]> {
  const { spec, deps } = look;
  const { measure = 'count', by = '' } = spec;
  const answer = await listed(look, inPeriod(spec, `month_start-${course - 1}m`, 'month_end'), { group: by, ...(measure === 'count' ? {} : { totals: [measure.sum] }) });
  const months = new Map<string, Decimal>(lastMonths(deps.today).map((month) => [month, zero]));
  for (const { key, count: rows, totals } of answer.data as readonly Group[]) {
    const month = String(key).slice(0, 7);
    const total = measure === 'count' ? rows : totals?.[measure.sum];
    if (total === null || total === undefined) throw new Refused('field.hidden', { field: measure === 'count' ? by : measure.sum });
    const added = Array.isArray(total) ? ((total as readonly Bucket[]).find((bucket) => bucket.currency === books)?.value ?? '0') : String(total);
    const known = months.get(month);
    if (known) months.set(month, known.plus(decimal(added)));
  }
  return [...months].map(([period, value]) => ({ period, value: write(value) }));
}
type Group = Readonly<Record<string, unknown>> & { readonly key: unknown; readonly count: number; readonly totals?: Readonly<Record<string, unknown>> };
function lastMonths(today: string): string[] {
  const last = Temporal.PlainDate.from(today).toPlainYearMonth();
  return Array.from({ length: course }, (_, index) => last.subtract({ months: course - 1 - index }).toString());
}
