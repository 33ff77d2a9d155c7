import type { Refusals } from './errors.ts';
import type { Derived, Fields, Stored } from './field.ts';
import type { BalanceKey } from './ledger.ts';
import type { Asked, Guard, RecordDeclaration } from './record.ts';
import type { BalanceName, Balances, LedgerName, Ledgers, RowName, Rows, Settings, SettingsName } from './registry.ts';
import type { StoredEntry } from './ledger.ts';
import type { AnyRef, Instant, LocalDate, Ref, Sql } from './values.ts';

export interface DeclaredRecord {
  readonly name: string;
  readonly type: 'catalog' | 'document';
  readonly readonly: boolean;
  readonly appendOnly: boolean;
  /** Name of the field that is its number or code. */
  readonly code: string | undefined;
  readonly fields: readonly { readonly name: string; readonly kind: string; readonly required: boolean; readonly gap_free?: true; readonly pattern?: string }[];
  readonly lines: readonly { readonly name: string }[];
}
/** The only door to the database inside an effect. Reads started together travel together; after the locks they see what is locked. */
export interface Read {
  readonly org: { readonly id: string; readonly code: string; readonly time_zone: string };
  readonly today: LocalDate;
  readonly now: Instant;
  readonly user: Ref<'core.user'>;
  /** The row or `null`. Lines included, derived fields left out unless `derived` is asked for. */
  row<N extends RowName>(name: N, id: Ref<NoInfer<N>> | string): Promise<Rows[N] | null>;
  rows<N extends RowName>(name: N, ids: readonly (Ref<NoInfer<N>> | string)[]): Promise<ReadonlyMap<string, Rows[N]>>;
  /** Rows with these very values; at most 1,000. */
  find<N extends RowName>(name: N, where: { readonly [K in keyof Rows[N]]?: Rows[N][K] | readonly Rows[N][K][] }): Promise<readonly Rows[N][]>;
  /** Of an effective-dated record the row with this key that is in force on the day, or `null`. */
  asOf<N extends RowName>(name: N, key: { readonly [K in keyof Rows[N]]?: Rows[N][K] }, day: LocalDate): Promise<Rows[N] | null>;
  balances<N extends BalanceName>(name: N, keys: readonly BalanceKey<NoInfer<N>>[]): Promise<readonly Balances[N][]>;
  settings<N extends SettingsName>(name: N): Promise<Settings[N]>;
  /** What is declared under this name: for records that speak of declarations (number patterns, custom fields). */
  declared(name: string): DeclaredRecord | undefined;
  /** The declared name nearest to a slip. */
  nearestDeclared(name: string): string | null;
  /** Has the acting person this named permission (P.8)? */
  may(permission: string): boolean;
  /** How far that permission goes for him: the widest of his roles, null where one gives it unbounded (P.8). */
  bound(permission: string, name: string): number | null;
  /** Which rows of a record he may read, as a piece of SQL for the alias of its read view: reports and services that count read through it (P.8). */
  readable(name: string, alias: string): Sql;
  /** The ids a named scope leaves him of this declaration or report; null where he reads all of it. */
  reach(name: string, scope: string): readonly string[] | null;
  /** Which duties that must be kept apart would lie in one hand with these roles (P.8). */
  conflicts(roles: readonly string[]): Promise<readonly { readonly rule: string; readonly a: string; readonly b: string; readonly mode: 'block' | 'warn' }[]>;
  /** What is wrong with grants and named permissions as they would be written into a role (P.8). */
  checkGrants(grants: unknown, permissions: unknown): readonly { readonly code: string; readonly params: Readonly<Record<string, unknown>>; readonly path: string | undefined }[];
  /** What an import of many records keeps from one to the next; null in an ordinary command. */
  readonly batch: Batch | null;
  /** SQL of the module itself; every table in it is bound by `org_id = ${read.org.id}`. Columns come as text, numbers and booleans; decimals as text. */
  query<T extends object = { readonly [column: string]: unknown }>(sql: Sql): Promise<readonly T[]>;
}

/** Made once an import. Only for what the import itself keeps true: rows that others change meanwhile are seen as they were when it began. */
export interface Batch {
  /** Answers what was loaded under this key, loading it the first time. */
  once<T>(key: string, load: () => Promise<T>): Promise<T>;
  /** Done once nothing refuses the record at hand any more, so that the next one finds it in what is kept. */
  after(work: () => void): void;
}

/** What a command locks beside its own document; sorted by the kernel into the one global order (index §3) before anything is locked. */
export type Lock =
  | { readonly rows: RowName; readonly ids: readonly string[] }
  | { readonly balance: BalanceName; readonly keys: readonly object[] }
  | { readonly period: LocalDate };
export function lockRows<N extends RowName>(rows: N, ids: readonly (Ref<NoInfer<N>> | string)[]): Lock {
  return { rows, ids };
}
export function lockBalance<N extends BalanceName>(balance: N, keys: readonly BalanceKey<NoInfer<N>>[]): Lock {
  return { balance, keys };
}
/** The accounting period of that day, shared; refused with `period.closed` or `period.not_open`. */
export const lockPeriod = (period: LocalDate): Lock => ({ period });

type Change<N extends RowName> = { readonly [K in Exclude<keyof Rows[N], keyof Stored>]?: Rows[N][K] };
type Given<N extends LedgerName> = { readonly [K in Exclude<keyof Ledgers[N], keyof StoredEntry>]?: Ledgers[N][K] | null };

/** Something to write, as data: previewed, applied, reversed and verified from the same value. */
export type Write =
  | { readonly does: 'post'; readonly ledger: LedgerName; readonly entry: object; readonly options: PostOptions }
  | { readonly does: 'create'; readonly name: RowName; readonly id: string; readonly values: object; readonly options: CreateOptions }
  | { readonly does: 'change'; readonly name: RowName; readonly id: string; readonly values: object }
  | { readonly does: 'link'; readonly from: AnyRef; readonly to: AnyRef; readonly kind: LinkKind }
  | { readonly does: 'insert'; readonly table: string; readonly row: object }
  | { readonly does: 'emit'; readonly event: string; readonly subject: AnyRef; readonly data: object };
export type LinkKind = 'source' | 'amends' | 'reverses' | 'settles' | 'pays' | 'causes';
export interface PostOptions {
  /** The document that causes the entry; left out, the acting one. */
  readonly cause?: AnyRef;
  readonly line?: string | null;
  readonly reverses?: string | null;
}
export interface CreateOptions {
  readonly state?: string;
  /** Takes a number now, as if it had left draft. */
  readonly numbered?: true;
  /** Named in the answer as `created`. */
  readonly told?: true;
}
/** One entry of a ledger; the balances it feeds change with it and must have been locked. */
export function post<N extends LedgerName>(ledger: N, entry: Given<NoInfer<N>>, options: PostOptions = {}): Write {
  return { does: 'post', ledger, entry, options };
}
/** A whole record with its lines; computed fields are worked out, numbers taken. `id` is made by the caller with `newId()`, so that other writes can name it. */
export function create<N extends RowName>(name: N, id: string, values: Change<NoInfer<N>>, options: CreateOptions = {}): Write {
  return { does: 'create', name, id, values, options };
}
export function change<N extends RowName>(name: N, id: Ref<NoInfer<N>> | string, values: Change<NoInfer<N>>): Write {
  return { does: 'change', name, id, values };
}
export function link(from: AnyRef, to: AnyRef, kind: LinkKind): Write {
  return { does: 'link', from, to, kind };
}
/** A row of a table that a module keeps beside its declarations; `org_id` is added. */
export function insert(table: string, row: object): Write {
  return { does: 'insert', table, row };
}
export function emit(event: string, subject: AnyRef, data: object = {}): Write {
  return { does: 'emit', event, subject, data };
}

/** A warning that a person must accept before the action goes on (P.2.2). */
export interface Warning {
  readonly code: string;
  readonly params?: { readonly [name: string]: unknown };
}
/** Keep this order: facts first, so that guard and entries know their type. */
export interface EffectSpec<N extends RowName, E extends Refusals, I, X> {
  readonly locks?: (row: Rows[N], read: Read, input: I) => readonly Lock[] | Promise<readonly Lock[]>;
  readonly facts?: (row: Rows[N], read: Read, input: I) => Promise<X>;
  readonly guard?: Guard<N, E, X, I>;
  readonly warnings?: (row: Rows[N], facts: X, input: I) => readonly Warning[];
  readonly entries?: (row: Rows[N], facts: X, input: I) => readonly Write[];
}
export interface Effect {
  readonly record: RowName;
  readonly action: string;
  readonly spec: EffectSpec<never, Refusals, never, unknown>;
}
/** What one action of a record does. `guard` and `entries` are pure; codes that `facts` throws (`Refused`) count as guard refusals. */
export function effect<N extends RowName, F extends Fields, E extends Refusals, M, A extends keyof M & string, X = {}>(
  record: RecordDeclaration<N, F, E, M>,
  action: A,
  spec: EffectSpec<NoInfer<N>, NoInfer<E>, NoInfer<Asked<M[A]>>, X>,
): Effect {
  return { record: record.name, action, spec } as never;
}

/** What an amendment decides on beside what it asks for: the record as it will be, completed and computed like a saved one. */
export interface Amending<N extends RowName> {
  readonly next: Rows[N];
}
/** The effect of an action that `amends` (P.4): the row is the revision in force, `input.next` the one that replaces it. */
export function amendment<N extends RowName, F extends Fields, E extends Refusals, M, A extends keyof M & string, X = {}>(
  record: RecordDeclaration<N, F, E, M>,
  action: A,
  spec: EffectSpec<NoInfer<N>, NoInfer<E>, NoInfer<Asked<M[A]> & Amending<N>>, X>,
): Effect {
  return { record: record.name, action, spec } as never;
}

/** What saving a record does beside storing it: other records made from extra members of the request, guards that need facts. Runs at creation and at each change. */
export interface Saved {
  readonly record: RowName;
  readonly spec: EffectSpec<never, Refusals, never, unknown>;
}
export interface SaveInput {
  readonly creating: boolean;
  /** Members of the request that are no fields, as declared by `imports` of the module's server part. */
  readonly extra: { readonly [name: string]: unknown };
}
export function onSave<N extends RowName, F extends Fields, E extends Refusals, M, X = {}>(record: RecordDeclaration<N, F, E, M>, spec: EffectSpec<NoInfer<N>, NoInfer<E>, SaveInput, X>): Saved {
  return { record: record.name, spec } as never;
}

/** What a person typed so far: any field may still be empty, lines too. `given` says which fields came with this request. */
export type Draft<N extends RowName> = { readonly [K in keyof Rows[N]]: Rows[N][K] extends readonly (infer L)[] ? readonly { readonly [C in keyof L]: L[C] | null }[] : Rows[N][K] | null };
export interface PrepareContext {
  readonly creating: boolean;
  /** The record is in force and the draft its next revision (P.4): what stands is not worked out anew. */
  readonly amending: boolean;
  /** Names of the header fields in this request; for lines `lines`. */
  readonly given: ReadonlySet<string>;
  /** Per line (by position in the draft) the names that came with this request. */
  readonly givenLines: (lines: string, position: number) => ReadonlySet<string>;
}
export interface Prepare {
  readonly record: RowName;
  readonly run: (draft: never, read: Read, context: PrepareContext) => Promise<object>;
}
/** Fills and checks a record before it is computed and saved: prices, tax codes, lines from a source. Returns the fields to set (lines whole). Throws `Refused`. */
export function prepare<N extends RowName, F extends Fields, E extends Refusals, M>(
  record: RecordDeclaration<N, F, E, M>,
  run: (draft: Draft<NoInfer<N>>, read: Read, context: PrepareContext) => Promise<object>,
): Prepare {
  return { record: record.name, run };
}

/** A piece of SQL; another piece among its values is set in with its own parameters. */
export function sql(parts: TemplateStringsArray, ...values: readonly unknown[]): Sql {
  const all: unknown[] = [];
  const text = parts.reduce((before, part, index) => {
    const value = values[index - 1];
    if (!isPiece(value)) return `${before}$${all.push(value)}${part}`;
    const shift = all.length;
    all.push(...value.values);
    return `${before}${value.text.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + shift}`)}${part}`;
  });
  return { text, values: all };
}
const isPiece = (value: unknown): value is Sql => typeof value === 'object' && value !== null && 'text' in value && 'values' in value && Array.isArray(value.values);
export interface Derive {
  readonly record: RowName;
  readonly joins: string;
  readonly columns: { readonly [field: string]: unknown };
}
/**
 * SQL for the derived fields of a declaration; the kernel makes one view of it. `o` is the row of the record, `l` that of a
 * line (inside `lines` columns). Pure text, no parameters: `derive(Order, { joins: 'left join …', columns: { progress: '…' } })`.
 */
export function derive<N extends RowName, F extends Fields, E extends Refusals, M>(record: RecordDeclaration<N, F, E, M>, spec: { readonly joins?: string; readonly columns: DerivedText<F> }): Derive {
  return { record: record.name, joins: spec.joins ?? '', columns: spec.columns as { [field: string]: unknown } };
}
/** A derived field without SQL here is a column that only effects write. */
type DerivedText<F extends Fields> = { readonly [K in keyof Derived<F>]?: Derived<F>[K] extends Sql ? string : { readonly joins?: string; readonly columns: { readonly [C in keyof Derived<F>[K]]?: string } } };
export type { Instant };
