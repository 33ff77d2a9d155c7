import type { Call } from '../command/call.ts';
import { localise } from '../command/call.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import type { Corrections } from './corrections.ts';
import { errorFile, type ErrorFile } from './error-file.ts';
import type { ImportMode } from './header.ts';
import { openFile, type SourceFile } from './read-table.ts';
import type { RowProblem } from './record.ts';
import { readRecords, type ReadRecords } from './rows.ts';
import type { ExtraColumn } from './columns.ts';
import { type Course, type ImportTarget, type Result, type Saved, type SavedAll, saveRows, saveWhole } from './save.ts';

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
  readonly corrections?: Corrections;
  readonly dryRun?: boolean;
  readonly extras?: readonly ExtraColumn[];
  readonly required?: readonly string[];
  readonly course?: Course;
}
export interface ImportError extends RowProblem {
  readonly message: string;
  /** JSON pointer into the record, where the refusal named a place. */
  readonly path?: string;
}
export interface ImportAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly results: readonly Result[];
  /** It ended before the end of the file, because it was told to. */
  readonly stopped: boolean;
  /** The rows that failed, to be corrected and sent again. */
  readonly errorFile?: ErrorFile;
}
/** A whole file is one transaction up to here; row by row it is committed in portions. */
const limits = { whole: 20_000, errors: 200, preview: 200 } as const;

/** Reads a file and gives each of its records to the target; the answer is that of P.10, *By API*. */
export async function importFile(host: ImportHost, call: Call, meta: RecordMeta, file: SourceFile, options: ImportOptions = {}): Promise<ImportAnswer> {
  const source = openFile(file, options.encoding);
  const mode = options.mode ?? 'upsert';
  const read = await readRecords(source, meta, { mode, ...picked(options) });
  const unit = options.unit ?? (read.records.length <= limits.whole ? 'whole' : 'row');
  if (unit === 'whole' && read.records.length > limits.whole) throw new Refused('batch.too_many_rows', { max: limits.whole });
  const dryRun = options.dryRun ?? call.dryRun;
  const saving = { target: host.target, read, mode, dryRun };
  const saved = unit === 'whole' ? await saveWhole(saving, options.course) : await saveRows(saving, options.course);
  const told = (problem: RowProblem): ImportError => ({ ...problem, message: message(host.registry, problem, call) });
  const errors = [...read.problems, ...saved.results.flatMap((result) => result.problems)].map(told);
  const answered = answer(meta, source.encoding, read, saved, errors, { unit, mode, dryRun });
  if (errors.length === 0) return answered;
  const rows = saved.results.filter((result) => result.problems.length > 0).flatMap((result) => result.record.rows);
  return {
    ...refusedWhole(host.registry, call, answered, errors, unit),
    errorFile: await errorFile(source, file.name, read, rows, errors, call.locale, options.corrections),
  };
}
/** How many records a file holds; refuses a file that could not be imported as it is. */
export async function readRecordsOf(file: SourceFile, meta: RecordMeta, options: ImportOptions): Promise<number> {
  const read = await readRecords(openFile(file, options.encoding), meta, { mode: options.mode ?? 'upsert', ...picked(options) });
  if (options.unit === 'whole' && read.records.length > limits.whole) throw new Refused('batch.too_many_rows', { max: limits.whole });
  return read.records.length;
}
function picked({ sheet, match, mapping, extras, required, corrections }: ImportOptions): object {
  return Object.fromEntries(Object.entries({ sheet, match, mapping, extras, required, corrections }).filter(([, value]) => value !== undefined));
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
  { results, stopped }: SavedAll,
  errors: readonly ImportError[],
  { unit, mode, dryRun }: Manner,
): ImportAnswer {
  const nothing = unit === 'whole' && (errors.length > 0 || stopped);
  const count = (outcome: Saved['outcome']): number => (nothing && !dryRun ? 0 : results.filter((result) => result.saved?.outcome === outcome).length);
  const failed = results.filter((result) => result.problems.length > 0).length;
  const state = nothing || (failed > 0 && failed === results.length) ? 'failed' : failed > 0 ? 'partly_done' : 'done';
  return {
    status: 200,
    results,
    stopped,
    body: {
      declaration: meta.name,
      mode,
      unit,
      ...(dryRun ? { dry_run: true } : {}),
      state: dryRun ? 'previewed' : stopped ? 'cancelled' : state,
      sheet: read.sheet,
      encoding,
      hidden: read.hidden,
      counts: { created: count('created'), updated: count('updated'), unchanged: count('unchanged'), failed },
      errors: errors.slice(0, limits.errors),
      error_count: errors.length,
      ...(dryRun ? { rows: wrongFirst(results).slice(0, limits.preview).map(preview) } : {}),
    },
  };
}
/** What has to be looked at stands on top. */
const wrongFirst = (results: readonly Result[]): Result[] => [...results.filter((result) => !result.saved), ...results.filter((result) => result.saved)];
const foretold = { created: 'will_create', updated: 'will_update', unchanged: 'no_change' } as const;
const preview = ({ record, saved }: Result): object => ({
  rows: record.rows,
  key: record.key,
  outcome: saved ? foretold[saved.outcome] : 'wrong',
  values: record.values,
  ...(saved?.before && saved.after ? { changes: changes(saved.before, saved.after) } : {}),
  ...(record.action ? { action: record.action } : {}),
});
const changes = (before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): object[] =>
  Object.keys(after).map((path) => ({ path, old: before[path] ?? null, new: after[path] ?? null }));

/** A whole file with an error answers like any refusal: the first error on top, all of them below (P.2.9). */
function refusedWhole(registry: Registry, call: Call, answered: ImportAnswer, errors: readonly ImportError[], unit: Manner['unit']): ImportAnswer {
  const [first] = errors;
  if (unit !== 'whole' || !first || answered.stopped) return answered;
  const { title, detail } = localise(registry, first.code, first.params, call.locale);
  return { ...answered, status: 422, body: { type: `/help/errors/${first.code}`, title, status: 422, code: first.code, detail, params: first.params, ...answered.body } };
}
