import { isId } from '../ids.ts';
import { parseListBody } from '../list/query-string.ts';
import { listRecords, sourceFor } from '../list/run.ts';
import { may } from '../permission/grants.ts';
import { type Problem, Refused, refuseAll } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { startOperation } from '../operation/requests.ts';
import type { OperationRun } from '../operation/work.ts';
import { inTransaction } from '../store/session.ts';
import { actOn } from './act.ts';
import type { Answer, Call } from './call.ts';
import { recallAnswer } from './idempotency.ts';
import { metaOf } from './command.ts';
import { todayIn, type Environment } from './environment.ts';
import { refuseUnknown } from './parse.ts';
import { changeRecord } from './save.ts';

interface BulkBody {
  readonly action?: string;
  readonly patch?: object;
  readonly input?: object;
  readonly ids?: readonly string[];
  readonly filter?: object;
  readonly expected_count?: number;
  readonly versions?: Readonly<Record<string, number>>;
  readonly mode?: 'each' | 'atomic';
  readonly ack?: readonly string[];
}
const members = ['action', 'patch', 'input', 'ids', 'filter', 'expected_count', 'versions', 'mode', 'ack'];
/** More than these are an operation (P.2.7). */
const atOnce = 200;
const most = 20_000;
const page = 200;
const mostErrors = 200;

/** `POST …/bulk`: each row is its own command with its own permission, version, guard and audit; `atomic` does all or nothing (P.2.7). */
export async function bulk(environment: Environment, call: Call, name: string, body: unknown): Promise<Answer> {
  const meta = metaOf(environment, name);
  refuseUnknown(Object.keys((body ?? {}) as object), members);
  const given = dropNulls(body) as BulkBody;
  checkTypes(given);
  const { action, patch } = given;
  const wanted = action ?? 'update';
  if (!may(call.principal, name, wanted)) throw new Refused('forbidden', { declaration: name, action: wanted });
  if ((given.ids === undefined) === (given.filter === undefined) || (action === undefined) === (patch === undefined)) throw new Refused('field.required', {}, '/ids');
  // Long work may have changed what the filter finds by the time its request comes again (P.2.9, precedence 6).
  const known = given.filter === undefined ? undefined : await recallAnswer(environment, call);
  if (known) return known;
  const ids = given.filter === undefined ? (given.ids ?? []) : await frozen(environment, call, meta, given);
  if (ids.length === 0 && given.filter === undefined) throw new Refused('field.required', {}, '/ids');
  if (ids.length > most) throw new Refused('bulk.too_many', { max: most });
  if (ids.length > atOnce || call.respondAsync) {
    const { filter: _, expected_count: __, ...rest } = given;
    return startOperation(environment, call, { kind: 'bulk', declaration: name, request: { declaration: name, ...rest, ids }, unit: 'record', total: ids.length });
  }
  const { counts, results } = await allRows(environment, call, meta, { ...given, ids });
  return { status: 200, body: { counts, results } };
}
/** The same, row by row, by whoever holds the work; what an earlier process committed is answered again under the key of its row. */
export const runBulk: OperationRun = async ({ environment, call, id, request, at }) => {
  const { declaration, ...body } = request as unknown as BulkBody & { readonly declaration: string; readonly ids: readonly string[] };
  const keyed: Call = { ...call, idempotency: { key: `operation:${id}`, fingerprint: id } };
  let stopped = false;
  const { counts, results } = await allRows(environment, keyed, metaOf(environment, declaration), body, async (done) => {
    stopped = !(await at(done, body.ids.length));
    return !stopped;
  });
  return { result: { counts, results }, ...(stopped ? { stopped: true as const } : {}) };
};
type Onward = (done: number) => Promise<boolean>;
async function allRows(
  environment: Environment,
  call: Call,
  meta: RecordMeta,
  given: BulkBody & { readonly ids: readonly string[] },
  onward: Onward = () => Promise.resolve(true),
): Promise<Outcome> {
  const { ids, versions = {}, mode = 'each', ack = [] } = given;
  const known = await versionsOf(environment, call, meta.table, ids.filter(isId));
  const own = { ...call, ack: new Set(ack) };
  const run = (at: Environment): Promise<Outcome> =>
    everyRow(ids, onward, (id) => oneRow(at, own, meta.name, id, Object.hasOwn(versions, id) ? versions[id] : known.get(id), given));
  return mode === 'atomic' ? together(environment, call, ids.length, run) : run(environment);
}

interface Outcome {
  readonly counts: { ok: number; refused: number; not_found: number };
  readonly results: readonly Result[];
}
type Result = { readonly id: string; readonly ok: true; readonly version: number | undefined } | ({ readonly id: string; readonly ok: false } & Pick<Problem, 'code' | 'params'>);
async function everyRow(ids: readonly string[], onward: Onward, row: (id: string) => Promise<Answer>): Promise<Outcome> {
  const counts = { ok: 0, refused: 0, not_found: 0 };
  const results: Result[] = [];
  for (const id of ids) {
    if (!(await onward(results.length))) break;
    try {
      results.push({ id, ok: true, version: versionOf(await row(id)) });
      counts.ok += 1;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      counts[error.code === 'not_found' ? 'not_found' : 'refused'] += 1;
      results.push({ id, ok: false, code: error.code, params: error.params });
    }
  }
  return { counts, results };
}
async function oneRow(environment: Environment, call: Call, name: string, id: string, version: number | undefined, { action, patch, input }: BulkBody): Promise<Answer> {
  if (version === undefined || !isId(id)) throw new Refused('not_found');
  // The key of the request names the whole; each of its rows is remembered under one of its own, so that a repetition goes on where it broke off.
  const { idempotency, ...plain } = call;
  const own: Call = idempotency ? { ...plain, idempotency: { ...idempotency, key: `${idempotency.key}/${id}` } } : plain;
  return action === undefined ? changeRecord(environment, own, name, id, version, patch) : actOn(environment, own, name, id, action, { version, input });
}
/** One transaction; whatever is refused in it is told, and nothing is kept. */
async function together(environment: Environment, call: Call, total: number, run: (at: Environment) => Promise<Outcome>): Promise<Outcome> {
  const { org } = call.principal;
  const cancelled = Symbol('rolled back');
  const nothing: Outcome = { counts: { ok: 0, refused: 0, not_found: 0 }, results: [] };
  const outcome = await inTransaction(
    environment.pools.commands,
    org.id,
    async (tx) => {
      const done = await run({ ...environment, within: tx });
      const errors = done.results.filter((result) => !result.ok);
      if (errors.length > 0) throw new Refused('bulk.failed', { errors: errors.slice(0, mostErrors) });
      if (done.results.length < total) throw cancelled;
      return done;
    },
    { rollback: call.dryRun },
  ).catch((error: unknown) => {
    if (error === cancelled) return nothing;
    throw error;
  });
  if (!call.dryRun) void environment.sequenced(org);
  return outcome;
}

/** A filter stands for the rows that were counted on screen; another number than that is told before anything is done. */
async function frozen(environment: Environment, call: Call, meta: RecordMeta, { filter, expected_count: expected }: BulkBody): Promise<readonly string[]> {
  if (expected === undefined) throw new Refused('field.required', {}, '/expected_count');
  const now = environment.clock();
  return inTransaction(
    environment.pools.reads,
    call.principal.org.id,
    async (tx) => {
      const deps = { registry: environment.registry, tx, today: todayIn(call.principal.org.time_zone, now), now: now.toISOString() };
      const pageAfter = (after: string | undefined): ReturnType<typeof listRecords> =>
        listRecords(
          deps,
          call.principal,
          meta,
          parseListBody({ filter, fields: ['id'], limit: page, count: after === undefined ? 'exact' : 'none', ...(after === undefined ? {} : { after }) }, sourceFor(meta)),
        );
      let part = await pageAfter(undefined);
      const found = part.count?.value ?? part.data.length;
      if (found !== expected) throw new Refused('bulk.count_changed', { expected, now: found });
      if (found > most) throw new Refused('bulk.too_many', { max: most });
      const ids = part.data.map((row) => String(row['id']));
      while (part.page.next !== null) {
        part = await pageAfter(part.page.next);
        ids.push(...part.data.map((row) => String(row['id'])));
      }
      return ids;
    },
    { readOnly: true },
  );
}

/** Members of the right type, so that the rows below meet what they expect (P.2.9, step 9). */
function checkTypes(body: BulkBody): void {
  const given = body as Readonly<Record<string, unknown>>;
  const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
  const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');
  const isCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const tests: readonly (readonly [string, string, (value: unknown) => boolean])[] = [
    ['ids', 'list of ids', isTexts],
    ['ack', 'list of codes', isTexts],
    ['action', 'text', (value) => typeof value === 'string'],
    ['expected_count', 'integer', isCount],
    ['patch', 'object', isObject],
    ['input', 'object', isObject],
    ['versions', 'object', isObject],
    ['filter', 'condition', isObject],
  ];
  const problems: Problem[] = tests
    .filter(([member, , test]) => given[member] !== undefined && !test(given[member]))
    .map(([member, expected]) => ({ code: 'field.type', params: { expected }, path: `/${member}` }));
  if (given['mode'] !== undefined && given['mode'] !== 'each' && given['mode'] !== 'atomic')
    problems.push({ code: 'field.choice', params: { allowed: ['each', 'atomic'], nearest: 'each' }, path: '/mode' });
  if (problems.length > 0) refuseAll(problems);
}
/** `null` is the same as left out. */
const dropNulls = (body: unknown): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries((body ?? {}) as object).filter(([, value]) => value !== null));
const versionOf = (answer: Answer): number | undefined => {
  const body = answer.body as { readonly version?: number; readonly record?: { readonly version: number } };
  return body.record?.version ?? body.version;
};
async function versionsOf(environment: Environment, call: Call, table: string, ids: readonly string[]): Promise<Map<string, number>> {
  const rows = await inTransaction(
    environment.pools.reads,
    call.principal.org.id,
    (tx) => tx.query(`select id, version from ${table} where org_id = $1 and id = any($2)`, [call.principal.org.id, ids]),
    { readOnly: true },
  );
  return new Map(rows.map((row) => [row['id'] as string, row['version'] as number]));
}
