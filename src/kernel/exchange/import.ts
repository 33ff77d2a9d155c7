import type { Call } from '../command/call.ts';
import { localise } from '../command/call.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { errorFile, type ErrorFile } from './error-file.ts';
import type { ImportMode } from './header.ts';
import { openFile, type SourceFile } from './read-table.ts';
import type { ImportedRecord, RowProblem } from './record.ts';
import { readRecords, type ReadRecords } from './rows.ts';
import type { ExtraColumn } from './columns.ts';

export interface Saved {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly id?: string;
  readonly code?: string | null;
}
/** Saves one record under its own savepoint, so that a refused one leaves the transaction usable. Throws `Refused`. */
export type Upsert = (record: ImportedRecord, mode: ImportMode) => Promise<Saved>;
/** Saves what can be saved with its neighbours in one go; whoever is left out (`undefined`) is then saved by itself. */
export type Together = (records: readonly ImportedRecord[], mode: ImportMode) => Promise<readonly (Saved | undefined)[]>;
/** What an import needs of whoever writes records: a transaction that is kept or rolled back by what came of it. */
export interface ImportTarget {
  readonly transaction: <T>(work: (upsert: Upsert, together?: Together) => Promise<T>, keep: (result: T) => boolean) => Promise<T>;
}
export interface ImportHost {
  readonly registry: Registry;
  readonly target: ImportTarget;
}
export interface ImportOptions {
  readonly mode?: ImportMode;
  readonly unit?: 'whole' | 'row';
  readonly sheet?: string;
  readonly match?: string;
  readonly encoding?: string;
  readonly mapping?: Readonly<Record<string, string | null>>;
  readonly dryRun?: boolean;
  readonly extras?: readonly ExtraColumn[];
  readonly required?: readonly string[];
}
export interface ImportError extends RowProblem {
  readonly message: string;
  /** JSON pointer into the record, where the refusal named a place. */
  readonly path?: string;
}
export interface ImportAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** The rows that failed, to be corrected and sent again. */
  readonly errorFile?: ErrorFile;
}
/** A whole file is one transaction up to here; row by row it is committed in portions. */
const limits = { whole: 20_000, portion: 500, errors: 200, preview: 200 } as const;

interface Result {
  readonly record: ImportedRecord;
  readonly saved?: Saved;
  readonly problems: readonly RowProblem[];
}

/** Reads a file and gives each of its records to the target; the answer is that of P.10, *By API*. */
export async function importFile(host: ImportHost, call: Call, meta: RecordMeta, file: SourceFile, options: ImportOptions = {}): Promise<ImportAnswer> {
  const source = openFile(file, options.encoding);
  const mode = options.mode ?? 'upsert';
  const read = await readRecords(source, meta, { mode, ...picked(options) });
  const unit = options.unit ?? (read.records.length <= limits.whole ? 'whole' : 'row');
  if (unit === 'whole' && read.records.length > limits.whole) throw new Refused('batch.too_many_rows', { max: limits.whole });
  const dryRun = options.dryRun ?? call.dryRun;
  const results = unit === 'whole' ? await saveWhole(host.target, read, mode, dryRun) : await saveRows(host.target, read, mode, dryRun);
  const errors = [...read.problems, ...results.flatMap((result) => result.problems)].map((problem) => ({ ...problem, message: message(host.registry, problem, call) }));
  const answered = answer(meta, source.encoding, read, results, errors, { unit, mode, dryRun });
  if (errors.length === 0) return answered;
  return {
    ...refusedWhole(host.registry, call, answered, errors, unit),
    errorFile: await errorFile(
      source,
      file.name,
      read,
      results.filter((result) => result.problems.length > 0).flatMap((result) => result.record.rows),
      errors,
      call.locale,
    ),
  };
}
function picked({ sheet, match, mapping, extras, required }: ImportOptions): object {
  return Object.fromEntries(Object.entries({ sheet, match, mapping, extras, required }).filter(([, value]) => value !== undefined));
}

async function saveOne(upsert: Upsert, record: ImportedRecord, mode: ImportMode, columns: ReadRecords['header']['columns']): Promise<Result> {
  if (record.problems.length > 0) return { record, problems: record.problems };
  try {
    return { record, saved: await upsert(record, mode), problems: [] };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return {
      record,
      problems: error.errors.map((problem) => ({
        row: rowOf(record, problem.path),
        column: columnOf(problem.path, columns),
        code: problem.code,
        params: problem.params,
        value: valueAt(record, problem.path),
        ...(problem.path === undefined ? {} : { path: problem.path }),
      })),
    };
  }
}
/** Portion by portion: first all that go together, then one after the other whatever did not. */
async function saveEach(upsert: Upsert, together: Together | undefined, records: readonly ImportedRecord[], mode: ImportMode, columns: ReadRecords['header']['columns']): Promise<Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < records.length; at += limits.portion) {
    const portion = records.slice(at, at + limits.portion);
    const saved = (await together?.(portion, mode)) ?? [];
    for (const [index, record] of portion.entries()) {
      const done = saved[index];
      results.push(done ? { record, saved: done, problems: [] } : await saveOne(upsert, record, mode, columns));
    }
  }
  return results;
}
/** One error and nothing is saved; all records are still tried, so that every error is told at once. */
async function saveWhole(target: ImportTarget, read: ReadRecords, mode: ImportMode, dryRun: boolean): Promise<readonly Result[]> {
  const wrong = read.problems.length > 0 || read.records.some((record) => record.problems.length > 0);
  return target.transaction(
    (upsert, together) => saveEach(upsert, together, read.records, mode, read.header.columns),
    (results) => !dryRun && !wrong && results.every((result) => result.problems.length === 0),
  );
}
async function saveRows(target: ImportTarget, read: ReadRecords, mode: ImportMode, dryRun: boolean): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let at = 0; at < read.records.length; at += limits.portion) {
    const portion = read.records.slice(at, at + limits.portion);
    const saved = await target.transaction(
      (upsert, together) => saveEach(upsert, together, portion, mode, read.header.columns),
      () => !dryRun,
    );
    results.push(...saved);
  }
  return results;
}

const steps = (path: string | undefined): readonly string[] => (path ?? '').split('/').slice(1);
/** `/lines/1/qty` stands in the row of the second line. */
function rowOf(record: ImportedRecord, path: string | undefined): number {
  const [first = '', index] = steps(path);
  return (index === undefined ? undefined : record.lineRows[first]?.[Number(index)]) ?? record.rows[0] ?? 0;
}
function columnOf(path: string | undefined, columns: ReadRecords['header']['columns']): string | null {
  const [first, , name] = steps(path);
  const place = columns.find(({ target }) => {
    if (target.kind === 'line') return target.lines.name === first && target.field.name === name;
    return target.kind === 'field' ? name === undefined && target.field.name === first : target.kind === 'extra' && target.path === first;
  });
  return place?.title ?? null;
}
function valueAt(record: ImportedRecord, path: string | undefined): string | null {
  let value: unknown = record.values;
  for (const step of steps(path)) value = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;
}
function message(registry: Registry, problem: RowProblem, call: Call): string {
  const { title, detail } = localise(registry, problem.code, problem.params, call.locale);
  return title === detail ? title : `${title}${call.locale === 'zh' ? '：' : ': '}${detail}`;
}

interface Manner {
  readonly unit: 'whole' | 'row';
  readonly mode: ImportMode;
  readonly dryRun: boolean;
}
function answer(
  meta: RecordMeta,
  encoding: string | null,
  read: ReadRecords,
  results: readonly Result[],
  errors: readonly ImportError[],
  { unit, mode, dryRun }: Manner,
): ImportAnswer {
  const nothing = unit === 'whole' && errors.length > 0;
  const count = (outcome: Saved['outcome']): number => (nothing && !dryRun ? 0 : results.filter((result) => result.saved?.outcome === outcome).length);
  const failed = results.filter((result) => result.problems.length > 0).length;
  const state = nothing || (failed > 0 && failed === results.length) ? 'failed' : failed > 0 ? 'partly_done' : 'done';
  return {
    status: 200,
    body: {
      declaration: meta.name,
      mode,
      unit,
      ...(dryRun ? { dry_run: true } : {}),
      state: dryRun ? 'previewed' : state,
      sheet: read.sheet,
      encoding,
      hidden: read.hidden,
      counts: { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), failed },
      errors: errors.slice(0, limits.errors),
      error_count: errors.length,
      ...(dryRun ? { rows: results.slice(0, limits.preview).map(preview) } : {}),
    },
  };
}
const foretold = { created: 'will_create', updated: 'will_update', unchanged: 'no_change' } as const;
const preview = ({ record, saved }: Result): object => ({
  rows: record.rows,
  key: record.key,
  outcome: saved ? foretold[saved.outcome] : 'wrong',
  values: record.values,
  ...(record.action ? { action: record.action } : {}),
});

/** A whole file with an error answers like any refusal: the first error on top, all of them below (P.2.9). */
function refusedWhole(registry: Registry, call: Call, answered: ImportAnswer, errors: readonly ImportError[], unit: Manner['unit']): ImportAnswer {
  const [first] = errors;
  if (unit !== 'whole' || !first) return answered;
  const { title, detail } = localise(registry, first.code, first.params, call.locale);
  return { status: 422, body: { type: `/help/errors/${first.code}`, title, status: 422, code: first.code, detail, params: first.params, ...answered.body } };
}
