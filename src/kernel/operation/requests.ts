import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { storeAnswer, storedAnswer } from '../command/idempotency.ts';
import { refuseUnknown } from '../command/parse.ts';
import { parameters } from '../condition/parameters.ts';
import { isId } from '../ids.ts';
import { queryHash } from '../list/cursor.ts';
import { pageOf, pageQuery } from '../list/pages.ts';
import { Refused } from '../problem.ts';
import type { FileAnswer } from '../read/print.ts';
import { reading } from '../read/record.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { readFile } from './file.ts';
import { insertOperation, type NewOperation, operationColumns, operationJson } from './row.ts';

/** `202` with the address to look at; the work goes on after the answer (P.2.7). */
export async function startOperation(environment: Environment, call: Call, work: NewOperation): Promise<Answer> {
  const { org } = call.principal;
  // The key of the request is used up by this answer; the work itself goes by the name of the operation.
  const { idempotency: _, respondAsync: __, ...own } = call;
  const answer = await inTransaction(environment.pools.commands, org.id, async (tx): Promise<Answer> => {
    const known = await storedAnswer(tx, call);
    if (known) return known;
    const id = await insertOperation(environment, tx, own, work);
    const made = { status: 202, body: operationJson(environment, call, await ownRow(tx, call, id)), location: `/api/core/operation/${id}` };
    await storeAnswer(tx, call, made, environment.clock().toISOString());
    return made;
  });
  if (!answer.replayed) void environment.operations.run(org.id, (answer.body as { readonly id: string }).id).catch(environment.failed);
  return answer;
}
export async function operationAnswer(environment: Environment, call: Call, id: string, status: number): Promise<Answer> {
  const row = await inTransaction(environment.pools.commands, call.principal.org.id, (tx) => ownRow(tx, call, id), { rollback: true });
  return { status, body: operationJson(environment, call, row), location: `/api/core/operation/${id}` };
}
/** Work is its starter's alone; for everybody else it is not there. */
async function ownRow(tx: Tx, call: Call, id: string, more = ''): Promise<Row> {
  const rows = isId(id)
    ? await tx.query(`select ${operationColumns}, file from core.operation where org_id = $1 and id = $2 and by = $3${more}`, [call.principal.org.id, id, call.principal.user])
    : [];
  if (!rows[0]) throw new Refused('not_found');
  return rows[0];
}

/** `GET /api/core/operation/{id}`. */
export const readOperation = (environment: Environment, call: Call, id: string): Promise<Answer> =>
  reading(environment, call, async (tx) => ({ status: 200, body: operationJson(environment, call, await ownRow(tx, call, id)) }));

/** `GET /api/core/operation`: one's own, newest first. */
export async function listOperations(environment: Environment, call: Call, query: URLSearchParams): Promise<Answer> {
  refuseUnknown([...query.keys()], ['state', 'kind', 'limit', 'after']);
  const { principal } = call;
  const [state, kind] = [query.get('state'), query.get('kind')];
  const page = pageQuery(query, queryHash(principal.org.id, 'core.operation', state, kind));
  const params = parameters(principal.org.id);
  const tests = ['org_id = $1', `by = ${params.add(principal.user)}::uuid`];
  if (state !== null) tests.push(`state = any(${params.add(state.split(','))}::text[])`);
  if (kind !== null) tests.push(`kind = ${params.add(kind)}::text`);
  if (page.edge) tests.push(`(at, id) < (${params.add(page.edge.values[0])}::timestamptz, ${params.add(page.edge.id)}::uuid)`);
  const text = `select ${operationColumns} from core.operation_v where ${tests.join(' and ')} order by at desc, id desc limit ${page.limit + 1}`;
  return reading(environment, call, async (tx) => {
    const found = pageOf(await tx.query(text, params.values), page);
    return { status: 200, body: { data: found.rows.map((row) => operationJson(environment, call, row)), page: found.page } };
  });
}

/** `POST …/actions/cancel`: it stops at the next boundary between rows; what has ended is past it. */
export async function cancelOperation(environment: Environment, call: Call, id: string): Promise<Answer> {
  const { org } = call.principal;
  const now = environment.clock().toISOString();
  await inTransaction(environment.pools.commands, org.id, async (tx) => {
    const row = await ownRow(tx, call, id, ' for update');
    const state = String(row['state']);
    if (state !== 'queued' && state !== 'running') throw new Refused('document.transition_refused', { from: state, action: 'cancel', allowed: ['queued', 'running'] });
    await tx.query('update core.operation set cancel_at = coalesce(cancel_at, $3), updated_at = $3, version = version + 1 where org_id = $1 and id = $2', [org.id, id, now]);
  });
  return operationAnswer(environment, call, id, 200);
}

/** `GET …/file`: what the work made, for its starter, as long as it is kept. */
export async function operationFile(environment: Environment, call: Call, id: string): Promise<FileAnswer> {
  return reading(environment, call, async (tx) => {
    const row = await ownRow(tx, call, id);
    const file = typeof row['file'] === 'string' ? await readFile(tx, call.principal.org.id, row['file']) : undefined;
    if (!file) throw new Refused('not_found');
    return { status: 200, body: file.bytes, file: { type: file.type, name: file.name } };
  });
}
