import type { LedgerMeta, RecordMeta, Registry } from './registry/meta.ts';
import { actOn } from './command/act.ts';
import { allowedActions } from './command/answer.ts';
import { bulk } from './command/bulk.ts';
import type { Answer, Call } from './command/call.ts';
import { todayIn, type Environment } from './command/environment.ts';
import { changeRecord, createRecord, removeRecord } from './command/save.ts';
import { changeSettings, readSettings } from './command/settings.ts';
import { commentsOf } from './comment/list.ts';
import { addComment } from './comment/write.ts';
import { openEnvironment, type KernelOptions } from './kernel.ts';
import { parseListBody, parseListQuery } from './list/query-string.ts';
import { listRecords, readRecord as readPart, sourceFor, type ListDeps } from './list/run.ts';
import { isId } from './ids.ts';
import { importRecords } from './import/at-once.ts';
import { importTemplate } from './import/template.ts';
import type { Tx } from './store/session.ts';
import { refuseUnknown } from './command/parse.ts';
import { Refused } from './problem.ts';
import { relatedTo, timelineOf } from './read/chain.ts';
import { exportRecords, exportRequested } from './read/export.ts';
import { printReportPdf, printRequested, type FileAnswer } from './read/print.ts';
import { readRecord, reading } from './read/record.ts';
import { reportFile } from './read/report-file.ts';
import { runReport } from './read/report.ts';
import { schemaOf } from './read/schema.ts';
import { searchAll } from './read/search.ts';

type Parameters = URLSearchParams | Readonly<Record<string, unknown>>;
/** What HTTP, the command line and tests ask of the kernel; each answers or throws `Refused`. */
export interface Kernel {
  readonly registry: Registry;
  readonly environment: Environment;
  /** With the fields that the caller's company added. */
  environmentFor(call: Call): Promise<Environment>;
  create(call: Call, name: string, body: unknown): Promise<Answer>;
  change(call: Call, name: string, id: string, version: number | undefined, patch: unknown): Promise<Answer>;
  remove(call: Call, name: string, id: string, version: number | undefined): Promise<Answer>;
  act(call: Call, name: string, id: string, action: string, request: { readonly version: number | undefined; readonly input: unknown }): Promise<Answer>;
  read(call: Call, name: string, key: string, query?: URLSearchParams): Promise<Answer>;
  list(call: Call, name: string, query: Parameters): Promise<Answer>;
  bulk(call: Call, name: string, body: unknown): Promise<Answer>;
  report(call: Call, name: string, query: URLSearchParams): Promise<Answer | FileAnswer>;
  drill(call: Call, name: string, query: URLSearchParams): Promise<Answer | FileAnswer>;
  settings(call: Call, module: string): Promise<Answer>;
  changeSettings(call: Call, module: string, patch: unknown): Promise<Answer>;
  schema(call: Call, name: string): Promise<Answer>;
  related(call: Call, name: string, key: string, query: URLSearchParams): Promise<Answer>;
  timeline(call: Call, name: string, key: string, query: URLSearchParams): Promise<Answer>;
  importFile(call: Call, name: string, file: { readonly name: string; readonly bytes: Uint8Array }, options: Readonly<Record<string, string>>): Promise<Answer>;
  importTemplate(call: Call, name: string, query: URLSearchParams): Promise<FileAnswer>;
  exportFile(call: Call, name: string, body: unknown): Promise<FileAnswer>;
  /** The file, or the operation that makes it. */
  exportRequested(call: Call, name: string, body: unknown): Promise<FileAnswer | Answer>;
  search(call: Call, q: string, only: readonly string[]): Promise<Answer>;
  comments(call: Call, name: string, key: string): Promise<Answer>;
  addComment(call: Call, name: string, key: string, body: unknown): Promise<Answer>;
  print(call: Call, name: string, request: { readonly ids: readonly string[]; readonly template: string | undefined; readonly lang: string | undefined }): Promise<FileAnswer | Answer>;
}

export function openKernel(options: KernelOptions): Kernel {
  const environment = openEnvironment(options);
  const environmentFor = async (call: Call): Promise<Environment> => ({ ...environment, registry: await environment.custom.registryFor(call.principal.org.id) });
  // Each call sees the declarations with the fields its company added.
  const at = async <T>(call: Call, work: (own: Environment) => Promise<T>): Promise<T> => work(await environmentFor(call));
  return {
    registry: environment.registry,
    environment,
    environmentFor,
    create: (call, name, body) => at(call, (own) => createRecord(own, call, name, body)),
    change: (call, name, id, version, patch) => at(call, (own) => changeRecord(own, call, name, id, version, patch)),
    remove: (call, name, id, version) => at(call, (own) => removeRecord(own, call, name, id, version)),
    act: (call, name, id, action, request) => at(call, (own) => actOn(own, call, name, id, action, request)),
    read: (call, name, key, query) => at(call, (own) => (query && [...query.keys()].length > 0 ? readChosen(own, call, name, key, query) : readRecord(own, call, name, key))),
    list: (call, name, query) => at(call, (own) => list(own, call, name, query)),
    bulk: (call, name, body) => at(call, (own) => bulk(own, call, name, body)),
    report: (call, name, query) => at(call, (own) => reportOrFile(own, call, name, Object.fromEntries(query))),
    drill: (call, name, query) => at(call, (own) => reportOrFile(own, call, name, { cell: '', ...Object.fromEntries(query) })),
    settings: (call, module) => at(call, (own) => readSettings(own, call, module)),
    changeSettings: (call, module, patch) => at(call, (own) => changeSettings(own, call, module, patch)),
    schema: (call, name) => at(call, (own) => schemaOf(own, call, name)),
    related: (call, name, key, query) => at(call, (own) => relatedTo(own, call, name, key, bounded(only(query, 'depth').get('depth'), 3, 6))),
    timeline: (call, name, key, query) => at(call, (own) => timelineOf(own, call, name, key, bounded(only(query, 'limit').get('limit'), 50, 200))),
    importFile: (call, name, file, options) => at(call, (own) => importRecords(own, call, name, file, options)),
    importTemplate: (call, name, query) => at(call, (own) => importTemplate(own, call, name, query)),
    exportFile: (call, name, body) => at(call, (own) => exportRecords(own, call, name, body)),
    exportRequested: (call, name, body) => at(call, (own) => exportRequested(own, call, name, body)),
    search: (call, q, only) => at(call, (own) => searchAll(own, call, q, only)),
    comments: (call, name, key) => at(call, (own) => commentsOf(own, call, name, key)),
    addComment: (call, name, key, body) => at(call, (own) => addComment(own, call, name, key, body)),
    print: (call, name, request) => at(call, (own) => printRequested(own, call, name, request)),
  };
}
/** A typo must not become an unfiltered answer (P.2.1). */
function only(query: URLSearchParams, ...known: readonly string[]): URLSearchParams {
  refuseUnknown([...query.keys()], known);
  return query;
}
function bounded(text: string | null, standard: number, most: number): number {
  const number = text === null ? standard : Number(text);
  if (!Number.isInteger(number) || number < 1 || number > most) throw new Refused('request.limit', { max: most });
  return number;
}

/** A reading that names its members (`fields`, `expand`, `labels`). */
async function readChosen(environment: Environment, call: Call, name: string, key: string, query: URLSearchParams): Promise<Answer> {
  const meta = sourceMeta(environment, name);
  const parsed = parseListQuery(query, sourceFor(meta));
  await environment.settled(call.principal.org.id);
  const body = await reading(environment, call, (tx) =>
    readPart(depsOf(environment, call, tx, meta), call.principal, meta, isId(key) ? { id: key } : { key }, { fields: parsed.fields, expand: parsed.expand, labels: parsed.labels }),
  );
  return { status: 200, body, etag: `"${String(body['version'])}"` };
}
function sourceMeta({ registry }: Environment, name: string): RecordMeta | LedgerMeta {
  const meta = registry.records.get(name) ?? registry.ledgers.get(name);
  if (!meta) throw new Refused('route.not_found');
  return meta;
}
function depsOf(environment: Environment, call: Call, tx: Tx, meta: RecordMeta | LedgerMeta): ListDeps {
  const now = environment.clock();
  return {
    registry: environment.registry,
    tx,
    today: todayIn(call.principal.org.time_zone, now),
    now: now.toISOString(),
    ...('type' in meta ? { actions: (rows: readonly Record<string, unknown>[]) => Promise.resolve(rows.map((row) => allowedActions(meta, row as never, call))) } : {}),
  };
}
async function list(environment: Environment, call: Call, name: string, query: Parameters): Promise<Answer> {
  const meta = sourceMeta(environment, name);
  const source = sourceFor(meta);
  const parsed = query instanceof URLSearchParams ? parseListQuery(query, source) : parseListBody(query, source);
  await environment.settled(call.principal.org.id);
  return { status: 200, body: await reading(environment, call, (tx) => listRecords(depsOf(environment, call, tx, meta), call.principal, meta, parsed)) };
}
/** The answer itself, or the file that `format` asks for. */
function reportOrFile(environment: Environment, call: Call, name: string, query: Readonly<Record<string, string>>): Promise<Answer | FileAnswer> {
  if (query['format'] === 'pdf') return printReportPdf(environment, call, name, query);
  return query['format'] === undefined || query['format'] === 'json' ? runReport(environment, call, name, query) : reportFile(environment, call, name, query);
}
