import { Refused } from '../problem.ts';
import type { ImportMode } from './header.ts';
import type { ImportedRecord, RowProblem } from './record.ts';
import type { ReadRecords } from './rows.ts';

type Values = Readonly<Record<string, unknown>>;
export interface Saved {
  readonly outcome: 'created' | 'updated' | 'unchanged';
  readonly id?: string;
  readonly code?: string | null;
  /** After everything the row did, its action included; what an undo finds again or leaves alone. */
  readonly version?: number;
  /** The version that an update found. */
  readonly found?: number;
  /** The members that an update changed, as they were and as they are. */
  readonly before?: Values;
  readonly after?: Values;
}
/** Saves one record under its own savepoint, so that a refused one leaves the transaction usable. Throws `Refused`. */
export type Upsert = (record: ImportedRecord, mode: ImportMode) => Promise<Saved>;
/** Saves what can be saved with its neighbours in one go; whoever is left out (`undefined`) is then saved by itself. */
export type Together = (records: readonly ImportedRecord[], mode: ImportMode) => Promise<readonly (Saved | undefined)[]>;
export interface Writer {
  readonly upsert: Upsert;
  readonly together?: Together;
  /** Writes down what came of these records, in the very transaction that keeps them. */
  readonly note?: (results: readonly Result[]) => Promise<void>;
}
/** What an import needs of whoever writes records: a transaction that is kept or rolled back by what came of it. */
export interface ImportTarget {
  readonly transaction: <T>(work: (writer: Writer) => Promise<T>, keep: (result: T) => boolean) => Promise<T>;
}
export interface Result {
  readonly record: ImportedRecord;
  readonly saved?: Saved;
  readonly problems: readonly RowProblem[];
}
/** Where an earlier run of the same import broke off, and whether this one may go on. */
export interface Course {
  /** What was committed already, by the first row of its record. */
  readonly done: ReadonlyMap<number, Omit<Result, 'record'>>;
  readonly at: (done: number, total: number) => Promise<boolean>;
}
export interface SavedAll {
  readonly results: readonly Result[];
  readonly stopped: boolean;
}
export const portion = 500;
const onward: Course = { done: new Map(), at: () => Promise.resolve(true) };

interface Saving {
  readonly target: ImportTarget;
  readonly read: ReadRecords;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
}
/** One error and nothing is saved; all records are still tried, so that every error is told at once. */
export async function saveWhole({ target, read, mode, dryRun }: Saving, course: Course = onward): Promise<SavedAll> {
  const wrong = read.problems.length > 0 || read.records.some((record) => record.problems.length > 0);
  if (course.done.size > 0) return { results: read.records.map((record) => known(record, course)), stopped: false };
  const kept = ({ results, stopped }: SavedAll): boolean => !dryRun && !wrong && !stopped && results.every((result) => result.problems.length === 0);
  return target.transaction(async (writer) => {
    const results: Result[] = [];
    let stopped = false;
    for (let at = 0; at < read.records.length && !stopped; at += portion) {
      stopped = !(await course.at(at, read.records.length));
      if (!stopped) results.push(...(await savePortion(writer, read.records.slice(at, at + portion), mode, read.header.columns)));
    }
    if (kept({ results, stopped })) await writer.note?.(results);
    return { results, stopped };
  }, kept);
}
/** Portion by portion, each committed with what came of it; what an earlier run has committed is not done again (P10-6). */
export async function saveRows({ target, read, mode, dryRun }: Saving, course: Course = onward): Promise<SavedAll> {
  const results: Result[] = read.records.filter((record) => course.done.has(record.rows[0] ?? 0)).map((record) => known(record, course));
  const open = read.records.filter((record) => !course.done.has(record.rows[0] ?? 0));
  for (let at = 0; at < open.length; at += portion) {
    if (!(await course.at(results.length, read.records.length))) return { results, stopped: true };
    const saved = await target.transaction(
      async (writer) => {
        const made = await savePortion(writer, open.slice(at, at + portion), mode, read.header.columns);
        if (!dryRun) await writer.note?.(made);
        return made;
      },
      () => !dryRun,
    );
    results.push(...saved);
  }
  return { results, stopped: false };
}
const known = (record: ImportedRecord, { done }: Course): Result => ({ record, problems: [], ...done.get(record.rows[0] ?? 0) });

/** First all that go together, then one after the other whatever did not. */
async function savePortion({ upsert, together }: Writer, records: readonly ImportedRecord[], mode: ImportMode, columns: ReadRecords['header']['columns']): Promise<Result[]> {
  const saved = (await together?.(records, mode)) ?? [];
  const results: Result[] = [];
  for (const [index, record] of records.entries()) {
    const done = saved[index];
    results.push(done ? { record, saved: done, problems: [] } : await saveOne(upsert, record, mode, columns));
  }
  return results;
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
