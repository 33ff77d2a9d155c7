import type { BalanceDeclaration, Fields, JobDeclaration, Label, LedgerDeclaration, RecordDeclaration, Refusal, RoleSpec, SettingsDeclaration, WidgetDeclaration } from '#declare';

/*
 * What the kernel knows of a declaration at run time. `declare/` is for the compiler and the writer of a module; here the same
 * facts stand as plain data under fixed names, so that store, API, lists, exchange and screens never look at types.
 */
export type FieldKind =
  | 'text'
  | 'integer'
  | 'money'
  | 'quantity'
  | 'unit_price'
  | 'rate'
  | 'date'
  | 'instant'
  | 'month'
  | 'flag'
  | 'choice'
  | 'choices'
  | 'state'
  | 'serial'
  | 'reference'
  | 'references'
  | 'line_reference'
  | 'any_reference'
  | 'attachments'
  | 'condition'
  | 'trace';
export type Origin = 'input' | 'computed' | 'derived';

export interface OptionMeta extends Label {
  readonly color?: string;
  readonly final?: true;
  readonly posted?: true;
}
export interface FieldMeta extends Label {
  readonly name: string;
  readonly kind: FieldKind;
  readonly origin: Origin;
  readonly required: boolean;
  readonly help?: Label;
  readonly group?: string;
  readonly immutable?: true;
  readonly hidden?: true;
  /** text */
  readonly max?: number;
  readonly min?: number;
  readonly exclusive?: true;
  readonly signed?: true;
  readonly long?: true;
  readonly format?: string;
  readonly pinyin?: true;
  readonly sensitive?: { readonly show: string };
  readonly default?: unknown;
  /** choice, choices, state */
  readonly options?: { readonly [key: string]: OptionMeta };
  /** reference, references, line_reference, condition */
  readonly target?: string;
  readonly choose?: string;
  readonly among?: readonly string[];
  /** serial */
  readonly pattern?: string;
  readonly gap_free?: true;
  readonly at?: 'create';
  /** Added by the company (P.11): its value stands in the `custom` column of the record. */
  readonly custom?: true;
  /** A derived field that is SQL in the read view; without it a derived field is a column written by effects alone. */
  readonly sql?: string;
}
export interface LinesMeta extends Label {
  readonly name: string;
  /** `sales.order_line`: the table `order_lines` of the schema `sales`. */
  readonly table: string;
  readonly view: string;
  readonly min: number;
  /** Joins of the read view that derived columns use; `l` is the line. */
  readonly joins?: string;
  readonly generated: boolean;
  readonly group?: string;
  readonly fields: readonly FieldMeta[];
}
export interface ActionMeta extends Label {
  readonly name: string;
  readonly from: readonly string[];
  readonly to: string | undefined;
  readonly asks: readonly FieldMeta[];
  readonly asksLines: readonly LinesMeta[];
  readonly approval: unknown;
  readonly sets: Readonly<Record<string, unknown>> | undefined;
  readonly by: 'person' | 'job' | 'public';
  readonly danger: boolean;
  readonly apart: readonly string[];
  readonly reverses: string | undefined;
  /** Fields and lines that the request may change for the next revision. */
  readonly amends: readonly string[];
  readonly stale: string | undefined;
  readonly guard: Readonly<Record<string, (row: never) => unknown>>;
}
export interface RecordMeta extends Label {
  /** `sales.order` */
  readonly name: string;
  /** `sales` */
  readonly module: string;
  /** `order` */
  readonly key: string;
  readonly type: 'catalog' | 'document';
  /** Quoted: `sales."order"`. */
  readonly table: string;
  /** Quoted read view: `sales."order_v"`. */
  readonly view: string;
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
  /** Joins of the read view that derived columns use; `o` is the row. */
  readonly joins?: string;
  /** Paths found by text search; empty where the record is not searched. */
  readonly search: readonly string[];
  /** Name of the field shown as label; a document's is its number. */
  readonly title: string;
  /** Natural key: code or number; absent where a record has none. */
  readonly code: string | undefined;
  readonly states: readonly string[];
  readonly initial: string | undefined;
  readonly actions: readonly ActionMeta[];
  readonly refusals: Readonly<Record<string, Refusal>>;
  readonly lock: string;
  readonly readonly: boolean;
  readonly appendOnly: boolean;
  readonly date: string | undefined;
  readonly owner: string;
  readonly department: string | undefined;
  readonly editable: readonly string[];
  readonly tags: boolean;
  readonly declaration: RecordDeclaration<never, never, never, never>;
}
export interface LedgerMeta extends Label {
  readonly name: string;
  readonly module: string;
  readonly key: string;
  readonly table: string;
  readonly view: string;
  readonly fields: readonly FieldMeta[];
  readonly declaration: LedgerDeclaration;
}
export interface BalanceMeta extends Label {
  readonly name: string;
  readonly module: string;
  readonly table: string;
  readonly keys: readonly FieldMeta[];
  readonly measures: readonly FieldMeta[];
  readonly lock: string;
  readonly refusals: Readonly<Record<string, Refusal>>;
  readonly declaration: BalanceDeclaration;
}
export interface SettingsMeta extends Label {
  readonly name: string;
  readonly module: string;
  readonly fields: readonly FieldMeta[];
  readonly declaration: SettingsDeclaration;
}
export interface ReportMeta extends Label {
  /** `finance.report.trial_balance` */
  readonly name: string;
  readonly module: string;
  /** `trial_balance` */
  readonly key: string;
  readonly parameters: readonly FieldMeta[];
  readonly columns: readonly FieldMeta[];
  readonly roles: readonly string[];
  readonly limits: Readonly<Record<string, string>>;
  readonly declaration: AnyReport;
}
/** A report declaration whose own parameter and column types do not matter any more. */
export interface AnyReport {
  readonly name: string;
  readonly spec: Label & { readonly parameters: Fields; readonly columns: Fields; readonly roles: readonly string[]; readonly limits?: object; readonly chart?: object };
}
/** A scope beyond own, department and all (P.8): rows that refer to one of the ids found for the person. */
export interface ScopeDeclaration extends Label {
  /** The record whose ids are compared; a row of it is compared by its own id. */
  readonly of: string;
  /** The field that must name one of them; left out, any reference of the row's head to `of`. `owner` is the field of the scope `own`. */
  readonly by?: string;
}
export interface ScopeMeta extends ScopeDeclaration {
  readonly name: string;
  /** SQL that finds the ids: `$1` is the organisation, `$2` the person. */
  readonly members: string;
}
/** Everything a module declares; its pure door `index.ts` exports one of these. */
export interface ModuleDeclaration extends Label {
  readonly name: string;
  readonly records: readonly AnyRecord[];
  readonly ledgers?: readonly LedgerDeclaration[];
  readonly balances?: readonly BalanceDeclaration[];
  readonly settings?: SettingsDeclaration;
  readonly reports?: readonly AnyReport[];
  readonly jobs?: readonly JobDeclaration[];
  readonly widgets?: readonly WidgetDeclaration[];
  readonly roles?: Readonly<Record<string, RoleSpec>>;
  readonly fieldGroups?: Readonly<Record<string, Label & { readonly unless: 'shown' | 'masked' | 'hidden' }>>;
  /** Named scopes; how their ids are found stands in the server part under the same name. */
  readonly scopes?: Readonly<Record<string, ScopeDeclaration>>;
  /** Refusals that belong to no single record. */
  readonly refusals?: Readonly<Record<string, Refusal>>;
}
/** A record declaration whose own types do not matter any more. */
export interface AnyRecord {
  readonly name: string;
  readonly type: 'catalog' | 'document';
  readonly spec: object;
}
export interface Registry {
  readonly modules: readonly ModuleDeclaration[];
  readonly records: ReadonlyMap<string, RecordMeta>;
  readonly ledgers: ReadonlyMap<string, LedgerMeta>;
  readonly balances: ReadonlyMap<string, BalanceMeta>;
  readonly settings: ReadonlyMap<string, SettingsMeta>;
  readonly reports: ReadonlyMap<string, ReportMeta>;
  readonly roles: ReadonlyMap<string, RoleSpec>;
  readonly fieldGroups: ReadonlyMap<string, Label & { readonly unless: 'shown' | 'masked' | 'hidden' }>;
  readonly scopes: ReadonlyMap<string, ScopeMeta>;
  /** Every refusal by code: texts in both languages. */
  readonly refusals: ReadonlyMap<string, Refusal>;
}
