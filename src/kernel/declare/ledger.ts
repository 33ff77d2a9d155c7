import type { Refusal, Refusals } from './errors.ts';
import type { FieldName, Fields } from './field.ts';
import type { BalanceName, Balances, LedgerName } from './registry.ts';
import type { AnyRef, Decimal, Instant, Label } from './values.ts';

/** The rows a balance check looks at, as the database writes them: measures and key columns of one balance row. */
export interface BalanceCheck {
  /** SQL over the measures (and `guarded` columns) of one row; false is refused. Example: `on_hand >= 0 or negative_allowed`. */
  readonly check: string;
}
export interface BalanceSpec<K extends Fields, M extends Fields, E extends Refusals> extends Label {
  /** Its class in the global lock order, `5.4` (index §3). */
  readonly lock: string;
  readonly key: K;
  readonly measures: M;
  readonly refusals?: E;
  /** Held by CHECK constraints; the code that a violation is answered with. */
  readonly checks?: { readonly [C in keyof E]?: string };
}
export interface BalanceDeclaration<N extends BalanceName = BalanceName> {
  readonly name: N;
  readonly spec: BalanceSpec<Fields, Fields, Refusals>;
}
/** Key and measures of one balance row. Name it once: `export interface CostHead extends BalanceRow<typeof key, typeof measures> {}`. */
export type BalanceRow<K extends Fields, M extends Fields> = { readonly [F in keyof K]: K[F]['$value'] } & { readonly [F in keyof M]: M[F]['$value'] };
export type BalanceKey<N extends BalanceName> = { readonly [F in keyof Balances[N]]?: Balances[N][F] | null };

/** 余额: rows that guard. They are locked sorted by key before anything is decided, changed with the entries that cause the change, and held by CHECK. */
export function defineBalance<N extends BalanceName, K extends Fields, M extends Fields, E extends Refusals = {}>(name: N, spec: BalanceSpec<K, M, E>): BalanceDeclaration<N> {
  return { name, spec } as never;
}

/** What every entry carries; entries are never changed or deleted. */
export interface StoredEntry {
  readonly id: string;
  readonly posted_at: Instant;
  readonly cause: AnyRef;
  readonly cause_line: string | null;
  readonly reverses: string | null;
}
/** Name it once: `export interface StockEntry extends Entry<typeof fields> {}`. */
export type Entry<F extends Fields> = StoredEntry & { readonly [K in keyof F]: F[K]['$value'] };

/** Adds a measure of the entry to a measure of the balance row with the same key; `when` restricts which entries count (SQL over the entry, for verification, and a pure twin for posting). */
export interface Feed {
  readonly balance: BalanceName;
  /** balance measure → entry field */
  readonly add: { readonly [measure: string]: string };
  /** Entry fields that are the key of the balance row, when named otherwise there: balance key → entry field. */
  readonly by?: { readonly [key: string]: string };
  /** Only entries in which this boolean field is true. */
  readonly when?: string;
}
export interface LedgerSpec<F extends Fields> extends Label {
  readonly fields: F;
  readonly feeds?: readonly Feed[];
  readonly indexes?: readonly (readonly FieldName<F>[])[];
  /** Fields that no two entries share. */
  readonly once?: readonly (FieldName<F> | 'cause_id' | 'reverses')[][];
}
export interface LedgerDeclaration<N extends LedgerName = LedgerName> {
  readonly name: N;
  readonly spec: LedgerSpec<Fields>;
}
/** 账簿: append-only entries with the document and line that caused each, and the balances they feed. */
export function defineLedger<N extends LedgerName, F extends Fields>(name: N, spec: LedgerSpec<F>): LedgerDeclaration<N> {
  return { name, spec } as never;
}
export type { Decimal, Refusal };
