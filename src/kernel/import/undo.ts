import { actOn } from '../command/act.ts';
import { readAnswer } from '../command/answer.ts';
import type { Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { changeRecord, isDraft, removeRecord } from '../command/save.ts';
import { jsonText } from '../operation/row.ts';
import type { OperationRun } from '../operation/work.ts';
import { Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { updateDocument } from './document.ts';
import { restoring } from './difference.ts';
import { removeBeside } from './beside.ts';

/*
 * Undo (P.10): what the import created and nobody has touched or used since is deleted, or archived; what it changed gets its old value
 * back wherever it still says what the import wrote. Everything else is kept and listed. What was posted is reversed, not undone.
 */
interface Undone {
  readonly did: 'deleted' | 'archived' | 'restored' | 'kept';
  readonly reason?: { readonly code: string; readonly params: object };
}
const portion = 100;

export const undoImport: OperationRun = async ({ environment, call, request, at }) => {
  const id = String(request['import']);
  const { org } = call.principal;
  const [document] = await inTransaction(environment.pools.reads, org.id, (tx) => tx.query('select declaration from core.import_v where org_id = $1 and id = $2', [org.id, id]), {
    readOnly: true,
  });
  const meta = recordOf(environment.registry, String(document?.['declaration']));
  const own: Call = { ...call, via: 'import', request: `undo:${id}` };
  const total = await countOf(environment, org.id, id);
  for (let done = 0; ; done += portion) {
    if (!(await at(Math.min(done, total), total))) return { result: await closeUndo(environment, org.id, id), stopped: true };
    // The last made goes first: what a later row of the file leans on is still there.
    const left = await inTransaction(environment.pools.commands, org.id, async (tx) => {
      const rows = await tx.query(
        `select row, key, outcome, record, version, before, after from core.import_row
         where org_id = $1 and import = $2 and outcome in ('created', 'updated') and undone is null order by row desc limit ${portion}`,
        [org.id, id],
      );
      for (const row of rows) await note(tx, org.id, id, row, await undoRow({ ...environment, within: tx }, tx, own, meta, id, row));
      return rows.length;
    });
    if (left < portion) break;
  }
  return { result: await closeUndo(environment, org.id, id) };
};
async function countOf(environment: Environment, org: string, id: string): Promise<number> {
  const rows = await inTransaction(
    environment.pools.reads,
    org,
    (tx) => tx.query(`select count(*)::int as n from core.import_row_v where org_id = $1 and import = $2 and outcome in ('created', 'updated')`, [org, id]),
    { readOnly: true },
  );
  return Number(rows[0]?.['n'] ?? 0);
}
const note = (tx: Tx, org: string, id: string, row: Row, { did, reason }: Undone): Promise<unknown> =>
  tx.query('update core.import_row set undone = $4, reason = $5 where org_id = $1 and import = $2 and row = $3', [org, id, row['row'], did, reason ? jsonText(reason) : null]);

async function undoRow(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string, row: Row): Promise<Undone> {
  await tx.query('savepoint undoing');
  try {
    const undone = row['outcome'] === 'created' ? await unmake(environment, tx, call, meta, id, row) : await putBack(environment, tx, call, meta, row);
    await tx.query('release savepoint undoing');
    return undone;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // What went beside the record comes back with it.
    await tx.query('rollback to savepoint undoing');
    return { did: 'kept', reason: { code: error.code, params: error.params } };
  }
}
type Values = Readonly<Record<string, unknown>> & { readonly version: number };

async function unmake(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string, row: Row): Promise<Undone> {
  const record = String(row['record']);
  const now = (await readAnswer(environment, tx, call, meta, record)) as Values;
  if (meta.type === 'document' && !isDraft(meta, now)) throw new Refused('document.immutable', { state: now['state'] });
  if (now.version !== row['version']) throw new Refused('conflict.stale', { your_version: row['version'], version: now.version });
  await removeBeside(environment, tx, call, meta, record, `import:${id}`);
  try {
    await removeRecord(environment, call, meta.name, record, now.version);
    return { did: 'deleted' };
  } catch (error) {
    // Used since: it stays. Whoever may not delete may at least put it out of sight.
    if (!(error instanceof Refused) || error.code !== 'forbidden' || meta.type !== 'catalog') throw error;
    await actOn(environment, call, meta.name, record, 'archive', { version: now.version, input: {} });
    return { did: 'archived' };
  }
}
async function putBack(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, row: Row): Promise<Undone> {
  const now = (await readAnswer(environment, tx, call, meta, String(row['record']))) as Values;
  if (meta.type === 'document' && !isDraft(meta, now)) throw new Refused('document.immutable', { state: now['state'] });
  const { patch, kept } = restoring(meta, now, (row['before'] ?? {}) as Values, (row['after'] ?? {}) as Values);
  if (Object.keys(patch).length > 0) await changeRecord(environment, call, meta.name, String(row['record']), now.version, patch);
  if (kept.length === 0) return { did: 'restored' };
  return { did: 'kept', reason: { code: 'conflict.stale', params: { changed: kept.map((name) => ({ path: `/${name}` })) } } };
}

async function closeUndo(environment: Environment, org: string, id: string): Promise<object> {
  return inTransaction(environment.pools.commands, org, async (tx) => {
    const rows = await tx.query(
      `select count(*) filter (where undone = 'deleted')::int as deleted, count(*) filter (where undone = 'archived')::int as archived, count(*) filter (where undone = 'restored')::int as restored,
       count(*) filter (where undone = 'kept')::int as kept, count(*) filter (where undone is null)::int as open from core.import_row where org_id = $1 and import = $2 and outcome in ('created', 'updated')`,
      [org, id],
    );
    const { deleted = 0, archived = 0, restored = 0, kept = 0, open = 0 } = rows[0] as Readonly<Record<string, number>>;
    const listed = await tx.query(
      `select row, key, record, undone as did, reason from core.import_row where org_id = $1 and import = $2 and undone = 'kept' order by row limit 200`,
      [org, id],
    );
    const undo = { at: environment.clock().toISOString(), counts: { deleted, archived, restored, kept }, kept: listed };
    // Cancelled half-way it may be begun again; what was undone stays so.
    if (open === 0) await updateDocument(tx, org, id, { state: kept === 0 ? 'undone' : 'partly_undone', undo });
    else await updateDocument(tx, org, id, { undo });
    return { import: id, ...undo };
  });
}
