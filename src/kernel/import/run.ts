import type { Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { type ImportAnswer, importFile, type ImportOptions, type SourceFile } from '../exchange/index.ts';
import { tell } from '../notify/notify.ts';
import { readFile, saveFile } from '../operation/file.ts';
import type { OperationRun } from '../operation/work.ts';
import { Refused } from '../problem.ts';
import { recordOf } from '../registry/build.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { asDocument, documentColumns, type ImportDocument, updateDocument } from './document.ts';
import { doneRows, foreseenRows, noteRows } from './rows.ts';
import { targetOf } from './target.ts';

/** How the reader of the file is told what a document says about it. */
export function readingOptions(
  environment: Environment,
  document: Pick<ImportDocument, 'declaration' | 'sheet' | 'encoding' | 'mode' | 'unit' | 'match' | 'mapping' | 'corrections'>,
): ImportOptions {
  const { sheet, encoding, mode, unit, match, mapping, corrections } = document;
  return {
    mode,
    mapping,
    corrections,
    extras: extrasOf(environment, document.declaration),
    ...(sheet === null ? {} : { sheet }),
    ...(encoding === null ? {} : { encoding }),
    ...(unit === null ? {} : { unit }),
    ...(match === null ? {} : { match }),
  };
}
export const extrasOf = (environment: Environment, name: string): { readonly path: string; readonly zh: string; readonly en: string; readonly format?: string }[] =>
  environment.servers.flatMap((server) => (server.imports?.[name] ?? []).map(({ label, path, format }) => ({ ...label, path, ...(format ? { format } : {}) })));

/** The file of an import that is under way; gone thirty days later. */
export async function sourceFile(tx: Tx, org: string, document: ImportDocument): Promise<SourceFile> {
  const file = document.source === null ? undefined : await readFile(tx, org, document.source);
  if (!file) throw new Refused('import.file_gone');
  return { name: document.file, bytes: file.bytes };
}
const loaded = (environment: Environment, org: string, id: string): Promise<{ readonly document: ImportDocument; readonly file: SourceFile | undefined }> =>
  inTransaction(environment.pools.commands, org, async (tx) => {
    const [row] = await tx.query(`select ${documentColumns} from core.import where org_id = $1 and id = $2`, [org, id]);
    if (!row) throw new Refused('not_found');
    const document = asDocument(row);
    return { document, file: document.state === 'running' ? await sourceFile(tx, org, document) : undefined };
  });

/** Runs the import that a document describes; begun again after a crash it goes on after the last commit (P.10). */
export const runImport: OperationRun = async ({ environment, call, request, at }) => {
  const id = String(request['import']);
  const { org } = call.principal;
  const { document, file } = await loaded(environment, org.id, id);
  // What was finished a moment before the process died needs nothing more.
  if (!file) return { result: outcomeOf(document) };
  const meta = recordOf(environment.registry, document.declaration);
  const [done, foreseen] = await inTransaction(environment.pools.commands, org.id, (tx) => Promise.all([doneRows(tx, org.id, id), foreseenRows(tx, org.id, id)]));
  // The audit trail names the import, not the request that happened to begin it (P.9).
  const importing: Call = { ...call, via: 'import', request: `import:${id}` };
  const target = targetOf(environment, importing, meta, { foreseen, note: (tx, results) => noteRows(tx, org.id, id, results) });
  try {
    const answer = await importFile({ registry: environment.registry, target }, importing, meta, file, {
      ...readingOptions(environment, document),
      dryRun: false,
      course: { done, at },
    });
    const resumed = answer.stopped && !(await isCancelled(environment, org.id, document));
    if (!resumed) await finish(environment, call, document, answer);
    void environment.sequenced(org);
    return { result: { import: id, ...pickOutcome(answer.body) }, ...(answer.stopped ? { stopped: true as const } : {}) };
  } catch (error) {
    await failed(environment, org.id, id, error);
    throw error;
  }
};
const outcomeOf = ({ id, state, counts, error_count }: ImportDocument): object => ({ import: id, state, counts, error_count });
const pickOutcome = ({ state, counts, error_count }: ImportAnswer['body']): object => ({ state, counts, error_count });
async function isCancelled(environment: Environment, org: string, { operation }: ImportDocument): Promise<boolean> {
  const [row] = await inTransaction(environment.pools.commands, org, (tx) => tx.query('select cancel_at from core.operation where org_id = $1 and id = $2', [org, operation]));
  return row === undefined || row['cancel_at'] !== null;
}

async function finish(environment: Environment, call: Call, { id, declaration, file }: ImportDocument, answer: ImportAnswer): Promise<void> {
  const { org } = call.principal;
  const now = environment.clock().toISOString();
  const { body, results } = answer;
  await inTransaction(environment.pools.commands, org.id, async (tx) => {
    if (body['unit'] === 'whole' && answer.errorFile)
      await noteRows(
        tx,
        org.id,
        id,
        results.filter((result) => result.problems.length > 0),
      );
    await tx.query(`delete from core.import_row where org_id = $1 and import = $2 and outcome = 'foreseen'`, [org.id, id]);
    await updateDocument(tx, org.id, id, {
      state: body['state'],
      unit: body['unit'],
      sheet: body['sheet'],
      encoding: body['encoding'],
      counts: body['counts'],
      errors: body['errors'],
      error_count: body['error_count'],
      error_file: answer.errorFile ? await saveFile(tx, org.id, now, answer.errorFile) : null,
      finished_at: now,
      // A refusal remembers nothing: the key may be used again (P.2.4).
      ...(body['state'] === 'failed' ? { request_key: null } : {}),
    });
    await tell(environment, tx, org.id, { kind: 'import_done', by: null, data: { declaration, file, ...(body['counts'] as object) } }, [call.principal.user]);
  });
}
async function failed(environment: Environment, org: string, id: string, error: unknown): Promise<void> {
  const problems = error instanceof Refused ? error.errors : [{ code: 'system.unexpected', params: {} }];
  const errors = problems.map(({ code, params }) => ({ row: null, column: null, code, params, value: null }));
  await inTransaction(environment.pools.commands, org, (tx) =>
    updateDocument(tx, org, id, { state: 'failed', errors, error_count: errors.length, finished_at: environment.clock().toISOString(), request_key: null }),
  );
}
