import { createHash } from 'node:crypto';
import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { importFile } from '../exchange/index.ts';
import { saveFile } from '../operation/file.ts';
import { cancelOperation, operationAnswer } from '../operation/requests.ts';
import { insertOperation } from '../operation/row.ts';
import { Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { answered, importable } from './begin.ts';
import { allowedFrom, type Counts, findDocument, type ImportDocument, requireState, requireVersion, updateDocument } from './document.ts';
import { keepMapping, remembered } from './mapping.ts';
import { foreseeRows, forgetRows } from './rows.ts';
import { readingOptions, sourceFile } from './run.ts';
import { targetOf } from './target.ts';

type Given = Readonly<Record<string, unknown>>;
const previewDays = 1;
const undoDays = 30;
/** More than a person waits for: the import goes on after the answer. */
const many = 1_000;
const day = 86_400_000;

/** What a preview was made of: it counts for nothing else (P.10 *Preview*). */
export const previewHash = ({ source, sheet, encoding, mode, unit, match, mapping, corrections }: ImportDocument): string =>
  createHash('sha256')
    .update(JSON.stringify([source, sheet, encoding, mode, unit, match, mapping, corrections]))
    .digest('hex');

/** `POST …/actions/{preview | run | cancel | undo}`. */
export async function actOnImport(environment: Environment, call: Call, id: string, action: string, body: Given): Promise<Answer> {
  refuseUnknown(Object.keys(body), ['version', 'input', 'ack']);
  const version = typeof body['version'] === 'number' ? body['version'] : undefined;
  const document = await inTransaction(environment.pools.commands, call.principal.org.id, (tx) => findDocument(tx, call, id), { rollback: true });
  // Somebody else's may be looked at by whoever reads the audit trail, and left alone.
  if (document.by !== call.principal.user) throw new Refused('forbidden', { declaration: 'core.import', action });
  // What runs is moved on by the work itself, so its version says nothing about what a person saw.
  if (action !== 'cancel') requireVersion(document, version);
  requireState(document, action, ...allowedFrom(action));
  importable(environment, call, document.declaration);
  switch (action) {
    case 'preview':
      return preview(environment, call, document);
    case 'run':
      return begin(environment, call, document, 'import');
    case 'undo':
      return begin(environment, call, document, 'undo');
    case 'cancel':
      return cancel(environment, call, document);
    default:
      throw new Refused('route.not_found');
  }
}

async function preview(environment: Environment, call: Call, document: ImportDocument): Promise<Answer> {
  const { org } = call.principal;
  const meta = recordOf(environment.registry, document.declaration);
  const importing: Call = { ...call, via: 'import', dryRun: true };
  const file = await inTransaction(environment.pools.commands, org.id, (tx) => sourceFile(tx, org.id, document), { rollback: true });
  const answer = await importFile({ registry: environment.registry, target: targetOf(environment, importing, meta) }, importing, meta, file, {
    ...readingOptions(environment, document),
    dryRun: true,
  });
  const { counts, errors, error_count, rows, sheet, encoding, unit } = answer.body as { readonly counts: Counts; readonly rows: readonly object[] } & Given;
  const now = environment.clock().toISOString();
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    requireVersion(await findDocument(tx, call, document.id, ' for update'), document.version);
    await foreseeRows(tx, org.id, document.id, answer.results);
    const seen = { ...document, sheet: sheet as string | null, encoding: encoding as string | null, unit: unit as 'whole' | 'row' };
    await updateDocument(tx, org.id, document.id, {
      state: 'previewed',
      sheet,
      encoding,
      unit,
      preview: { hash: previewHash(seen), at: now, counts, rows },
      errors,
      error_count,
      error_file: answer.errorFile ? await saveFile(tx, org.id, now, answer.errorFile) : null,
    });
    return answered(environment, call, await findDocument(tx, call, document.id), 200);
  });
}

/** Runs or undoes: at once where it is little, else as an operation (P.2.7). */
async function begin(environment: Environment, call: Call, { id }: ImportDocument, kind: 'import' | 'undo'): Promise<Answer> {
  const { org } = call.principal;
  const [operation, total] = await inTransaction(environment.pools.commands, org.id, async (tx) => {
    const document = await findDocument(tx, call, id, ' for update');
    requireState(document, kind === 'undo' ? 'undo' : 'run', ...allowedFrom(kind === 'undo' ? 'undo' : 'run'));
    const rows = kind === 'import' ? await toRun(environment, tx, call, document) : await toUndo(environment, tx, call, document);
    const work = await insertOperation(environment, tx, call, { kind, declaration: document.declaration, request: { import: id }, unit: 'record', total: rows });
    await updateDocument(tx, org.id, id, { operation: work, ...(kind === 'import' ? { state: 'running', error_file: null, errors: [], error_count: 0 } : {}) });
    return [work, rows] as const;
  });
  const running = environment.operations.run(org.id, operation);
  if (call.respondAsync || total > many) {
    void running.catch(environment.failed);
    return { ...(await operationAnswer(environment, call, operation, 202)), location: `/api/core/operation/${operation}` };
  }
  await running;
  const document = await inTransaction(environment.pools.commands, org.id, (tx) => findDocument(tx, call, id), { rollback: true });
  return answered(environment, call, document, 200);
}
async function toRun(environment: Environment, tx: Tx, call: Call, document: ImportDocument): Promise<number> {
  const { preview: made, mapping } = document;
  if (!made || environment.clock().getTime() - Date.parse(made.at) > previewDays * day) throw new Refused('batch.preview_expired');
  if (made.hash !== previewHash(document)) throw new Refused('batch.preview_stale');
  if (Object.keys(mapping).length > 0) await keepMapping(tx, call, document.declaration, remembered, mapping, environment.clock().toISOString());
  const { created, updated, unchanged, failed } = made.counts;
  return created + updated + unchanged + failed;
}
async function toUndo(environment: Environment, tx: Tx, call: Call, document: ImportDocument): Promise<number> {
  if (environment.clock().getTime() - Date.parse(document.finished_at ?? document.at) > undoDays * day) throw new Refused('import.undo_expired', { days: undoDays });
  const [row] = await tx.query(`select count(*)::int as n from core.import_row where org_id = $1 and import = $2 and outcome in ('created', 'updated')`, [
    call.principal.org.id,
    document.id,
  ]);
  return Number(row?.['n'] ?? 0);
}

/** Before it runs: laid aside. While it runs: at the next boundary between rows; whole → nothing, row → up to the last commit. */
async function cancel(environment: Environment, call: Call, document: ImportDocument): Promise<Answer> {
  if (document.state === 'running' && document.operation !== null) {
    await cancelOperation(environment, call, document.operation);
    return operationAnswer(environment, call, document.operation, 202);
  }
  return inTransaction(environment.pools.commands, call.principal.org.id, async (tx) => {
    requireState(await findDocument(tx, call, document.id, ' for update'), 'cancel', ...allowedFrom('cancel'));
    await forgetRows(tx, call.principal.org.id, document.id);
    await updateDocument(tx, call.principal.org.id, document.id, { state: 'cancelled', finished_at: environment.clock().toISOString() });
    return answered(environment, call, await findDocument(tx, call, document.id), 200);
  });
}
