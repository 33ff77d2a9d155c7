import { recallAnswer, storeAnswer } from '../command/idempotency.ts';
import { type Answer, type Call, localise } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { importFile, readRecordsOf, type SourceFile } from '../exchange/index.ts';
import { newId } from '../ids.ts';
import { operationAnswer } from '../operation/requests.ts';
import { insertOperation } from '../operation/row.ts';
import { readFile } from '../operation/file.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import { databaseError, inTransaction } from '../store/session.ts';
import { importable, keepSource } from './begin.ts';
import { documentJson, findDocument, type ImportDocument, insertDocument, updateDocument } from './document.ts';
import { keepMapping, mappingNamed, remembered } from './mapping.ts';
import { chosen } from './options.ts';
import { readingOptions } from './run.ts';
import { targetOf } from './target.ts';

export interface ImportedAtOnce extends Answer {
  readonly errorFile?: SourceFile;
}
/**
 * `POST …/import` (P.10 *By API*): the whole way in one request. A dry run is only a preview; otherwise a document tells of it, and an operation
 * does it, so that a process that dies in the middle is followed by another.
 */
export async function importRecords(environment: Environment, call: Call, name: string, file: SourceFile, fields: Readonly<Record<string, string>>): Promise<ImportedAtOnce> {
  refuseUnknown(Object.keys(fields), ['mode', 'unit', 'sheet', 'match', 'encoding', 'mapping', 'profile']);
  const meta = importable(environment, call, name);
  const again = await sentBefore(environment, call);
  if (again) return again;
  const options = await withMapping(environment, call, name, fields);
  const importing: Call = { ...call, via: 'import' };
  const how = readingOptions(environment, { declaration: name, corrections: {}, ...options });
  if (call.dryRun) {
    const { status, body, errorFile } = await importFile({ registry: environment.registry, target: targetOf(environment, importing, meta) }, importing, meta, file, how);
    return { status, body, ...(errorFile ? { errorFile } : {}) };
  }
  // A file that cannot be read leaves nothing behind, not even an import that failed.
  const total = await readRecordsOf(file, meta, how);
  const { org } = call.principal;
  const id = newId();
  const operation = await inTransaction(environment.pools.commands, org.id, async (tx) => {
    const now = environment.clock().toISOString();
    const source = await keepSource(environment, tx, call, file);
    await insertDocument(tx, call, now, { id, declaration: name, file: file.name, source, state: 'running', options, key: call.idempotency }).catch(refuseTwin);
    const work = await insertOperation(environment, tx, call, { kind: 'import', declaration: name, request: { import: id }, unit: 'record', total });
    await updateDocument(tx, org.id, id, { operation: work });
    if (Object.keys(options.mapping).length > 0) await keepMapping(tx, call, name, remembered, options.mapping, now);
    return work;
  });
  const running = environment.operations.run(org.id, operation);
  if (call.respondAsync) {
    void running.catch(environment.failed);
    return operationAnswer(environment, call, operation, 202);
  }
  await running;
  return outcome(environment, call, id);
}
/** Another process took the same key at this very moment. */
function refuseTwin(error: unknown): never {
  if (databaseError(error)?.constraint === 'core_import_key_ix') throw new Refused('idempotency.in_flight');
  throw error;
}
async function withMapping(environment: Environment, call: Call, name: string, fields: Readonly<Record<string, string>>): Promise<ReturnType<typeof chosen>> {
  const options = chosen(fields);
  const profile = fields['profile'];
  if (profile === undefined || fields['mapping'] !== undefined) return options;
  const mapping = await reading(environment, call, (tx) => mappingNamed(tx, call, name, profile));
  if (!mapping) throw new Refused('not_found');
  return { ...options, mapping };
}

/** What came of it: 200 with counts and errors, 422 where a whole file was refused (P.10). */
async function outcome(environment: Environment, call: Call, id: string): Promise<ImportedAtOnce> {
  const { org } = call.principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    const document = await findDocument(tx, call, id);
    const file = document.error_file === null ? undefined : await readFile(tx, org.id, document.error_file);
    const answer = { ...answerOf(environment, call, document), location: `/api/core/import/${id}` };
    if (call.idempotency && answer.status < 300) await storeAnswer(tx, call, answer, environment.clock().toISOString());
    return { ...answer, ...(file ? { errorFile: file } : {}) };
  });
}
function answerOf(environment: Environment, call: Call, document: ImportDocument): Answer {
  const body = documentJson(environment, call, document) as Readonly<Record<string, unknown>>;
  const [first] = body['errors'] as readonly { readonly code: string; readonly params: Readonly<Record<string, unknown>> }[];
  const refused = document.state === 'failed' && first !== undefined && (document.unit === 'whole' || document.counts === null);
  if (!refused) return { status: 200, body };
  const { title, detail } = localise(environment.registry, first.code, first.params, call.locale);
  return { status: 422, body: { type: `/help/errors/${first.code}`, title, status: 422, code: first.code, detail, params: first.params, ...body } };
}

/** The same file sent twice under one key: the first answer again; while the first one runs, a word to come again (P.2.4). */
async function sentBefore(environment: Environment, call: Call): Promise<ImportedAtOnce | undefined> {
  if (!call.idempotency || call.dryRun) return undefined;
  const answer = await recallAnswer(environment, call);
  if (answer) return answer;
  const { key, fingerprint } = call.idempotency;
  const [row] = await reading(environment, call, (tx) =>
    tx.query('select id, state, fingerprint from core.import_v where org_id = $1 and by = $2 and request_key = $3', [call.principal.org.id, call.principal.user, key]),
  );
  if (!row) return undefined;
  if (row['fingerprint'] !== fingerprint) throw new Refused('idempotency.key_reused');
  if (row['state'] === 'running') throw new Refused('idempotency.in_flight');
  const { status, body, location } = await reading(environment, call, async (tx) => answerOf(environment, call, await findDocument(tx, call, String(row['id']))));
  return { status, body, replayed: true, ...(location ? { location } : {}) };
}
