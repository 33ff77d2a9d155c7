import type { Batch, Derive, Effect, LocalDate, Prepare, Read, ReportServer, Saved } from '#declare';
import type { Pools } from '../../database/pool.ts';
import type { Wanted } from '../webhook/wanted.ts';
import type { CustomFields } from '../custom/book.ts';
import type { JobRun } from '../jobs/run.ts';
import type { Scan } from '../files/scan.ts';
import type { FileStore } from '../files/store.ts';
import type { Counters } from '../numbering/counter.ts';
import type { Operations } from '../operation/work.ts';
import type { Duties } from '../permission/duties.ts';
import type { Registry } from '../registry/meta.ts';
import type { Tx } from '../store/session.ts';
import type { Principal } from './call.ts';

/** What the server part of a module brings beside its declarations. */
export interface ModuleServer {
  readonly name: string;
  readonly effects?: readonly Effect[];
  readonly prepares?: readonly Prepare[];
  readonly saves?: readonly Saved[];
  readonly derives?: readonly Derive[];
  readonly reports?: readonly ReportServer[];
  /** Tables, triggers and functions written by hand, run after the declared tables. */
  readonly ddl?: readonly string[];
  /** How the ids of the module's named scopes are found: `$1` is the organisation, `$2` the person (P.8). */
  readonly scopes?: Readonly<Record<string, string>>;
  /** What the first start of an organisation fills in (index §7). */
  readonly seed?: (tx: Tx, org: SeedFacts) => Promise<void>;
  /** Judges a change of the module's settings and does what hangs on it; throws `settings.locked` and the like. */
  readonly settingsChanged?: (tx: Tx, org: SeedFacts, before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>) => Promise<void>;
  /** Locks the accounting period of a day FOR SHARE, class 3; throws `period.closed`, `period.not_open`. One module brings it. */
  readonly period?: (tx: Tx, org: string, day: LocalDate, today: LocalDate) => Promise<void>;
  /** After the commit, under the organisation's gate row: numbers, chains, roll-ups (3.0.2). Answers whether anything was left to do. */
  readonly sequence?: (tx: Tx, org: { readonly id: string; readonly code: string }) => Promise<void>;
  /** What the declared jobs do, by name (P.13). */
  readonly jobs?: Readonly<Record<string, JobRun>>;
  /** Recomputes from entries and compares (P.16 `verify`). */
  readonly checks?: readonly Check[];
  /** Records whose `prepare` and `onSave` find, through `read.batch`, what the same import has made a moment ago; imports write them together. */
  readonly together?: readonly string[];
  /** Columns an import knows beside the fields, and extra facts of prints. */
  readonly imports?: Readonly<Record<string, readonly ImportColumn[]>>;
  readonly prints?: readonly PrintFacts[];
}
export interface SeedFacts {
  readonly registry: Registry;
  readonly id: string;
  readonly code: string;
  readonly now: string;
  readonly today: LocalDate;
}
export interface Check {
  readonly name: string;
  readonly run: (tx: Tx, org: { readonly id: string; readonly code: string }) => Promise<{ readonly rows: number; readonly differences: readonly string[] }>;
}
export interface ImportColumn {
  readonly format?: string;
  readonly label: { readonly zh: string; readonly en: string };
  readonly path: string;
}
/** Extra facts a print template needs beyond the record, 大写 for one. */
export interface PrintFacts {
  readonly record: string;
  readonly template: string;
  readonly facts: (record: Readonly<Record<string, unknown>>, read: Read) => Promise<object>;
}

/** Everything a command works with; made once a process and passed on. */
export interface Environment {
  readonly registry: Registry;
  readonly pools: Pools;
  readonly counters: Counters;
  readonly effects: ReadonlyMap<string, Effect>;
  readonly prepares: ReadonlyMap<string, Prepare>;
  readonly saves: ReadonlyMap<string, Saved>;
  readonly servers: readonly ModuleServer[];
  readonly period: ModuleServer['period'];
  readonly clock: () => Date;
  /** The fields that each company added to the declarations. */
  readonly custom: CustomFields;
  /** Events that somebody outside asks for. */
  readonly wanted: Wanted;
  /** Another person as he stands now, with his rights; nothing when he is not active: for what is told or done on his behalf. */
  readonly person: (tx: Tx, org: string, user: string) => Promise<Principal | undefined>;
  /** Duties that a company keeps apart. */
  readonly duties: Duties;
  /** Looks into an upload before it is kept. */
  readonly scan: Scan;
  /** Where attached files are kept. */
  readonly files: FileStore;
  /** The transaction that commands join instead of opening their own: an import or a run over many documents. Each keeps a savepoint. */
  readonly within?: Tx;
  /** Long work: imports, exports, bulk, batch prints (P.2.7). */
  readonly operations: Operations;
  /** Told of faults outside any request. */
  readonly failed: (error: unknown) => void;
  /** What an import keeps from record to record. */
  readonly batch?: ImportBatch;
  /** Told after each commit which organisation has new work for the sequencer; the promise ends when its numbers are given. */
  readonly sequenced: (org: { readonly id: string; readonly code: string }) => Promise<void>;
  /** Waits for numbers under way, so that a reading shows them; at most two seconds. */
  readonly settled: (org: string) => Promise<void>;
}
/** The kernel's side of what an import keeps. */
export interface ImportBatch extends Batch {
  /** The record at hand is written, or refused by nothing but perhaps the database. */
  readonly accepted: () => void;
  readonly refused: () => void;
  /** What was kept is no longer true: the database refused rows that were counted in. */
  readonly forget: () => void;
}
export const effectKey = (record: string, action: string): string => `${record}.${action}`;

/** The day it is for the organisation. */
export function todayIn(timeZone: string, now: Date): LocalDate {
  return Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString() as LocalDate;
}
