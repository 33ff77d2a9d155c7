import type { Where } from './condition.ts';
import type { Refusals } from './errors.ts';
import type { Column, ColumnOf, Computed, Fields, Inputs, LineColumn, LinesName, Path, ReferenceName, State } from './field.ts';
import type { Flow } from './flow.ts';
import type { RoleName, RowName, Rows } from './registry.ts';
import type { Label, LineRef, LocalDate, Ref } from './values.ts';
import type { Views } from './views.ts';

/** What an action asks the user for; an action without a form infers `unknown` here. */
export type Asked<I> = I extends Fields ? Inputs<I> : {};

/**
 * Refusals in order of precedence, each with the check that finds it: `true` (or the parameters) when it applies.
 * Only refusals of the declaration can be named, and only with their own parameters.
 */
export type Guard<N extends RowName, E extends Refusals, X = void, I = void> = {
  readonly [C in keyof E]?: (row: Rows[N], facts: X, input: I) => E[C]['$verdict'];
};

export interface Transition<N extends RowName> extends Label {
  readonly from?: State<N> | readonly State<N>[];
  readonly to?: State<N>;
  /** Administrators may route it (P.6); `'required'`: refused without a route; a condition: that of the shipped route. */
  readonly approval?: true | 'required' | Where<Rows[N]>;
  /** Fields that may differ in the new revision. They are members of the request like what the action asks for; the effect is an `amendment`. */
  readonly amends?: readonly Column<N>[];
  /** Plain changes that need no effect: a flag, a date. */
  readonly sets?: Partial<Rows[N]>;
  /** `job`: the system alone. `public`: also on a public page by its token holder. */
  readonly by?: 'person' | 'job' | 'public';
  readonly danger?: true;
}
/** `A` are the names of all actions of the record, `I` the fields this one asks for. */
export interface Action<N extends RowName, E extends Refusals, A extends string, I> extends Transition<N> {
  /** A small form shown before the action runs. */
  readonly asks?: I;
  /** Refused with `sod.same_person` to whoever did one of these on the same record. */
  readonly apart?: readonly A[];
  /** Posts the counter-entries of that action and links both documents. */
  readonly reverses?: A;
  /** Told to whoever amends a revision that is no longer in force; left out, `conflict.stale`. */
  readonly stale?: keyof E & string;
  /** Refusals known without asking the server; the button shows them before it is pressed. */
  readonly guard?: Guard<N, E>;
}
export interface Unique<N extends RowName, E extends Refusals> {
  readonly fields: readonly Column<N>[];
  readonly where?: Where<Rows[N]>;
  readonly refusal?: keyof E & string;
}
/** No two rows with the same key overlap (exclusion constraint); `read.asOf` gives the one in force on a day. */
export interface Effective<N extends RowName> {
  readonly key: readonly Column<N>[];
  readonly from: ColumnOf<N, LocalDate>;
  readonly to: ColumnOf<N, LocalDate>;
  /** Published rows are immutable; a change is a new version with its own first day. */
  readonly versioned?: true;
}
export interface Grant<A extends string> {
  readonly scope: 'own' | 'department' | 'department_tree' | 'all' | 'subject_is_me' | 'my_reports' | 'my_tree' | 'my_pay_groups' | 'assigned_warehouse' | 'collaborator' | 'participant';
  readonly actions?: readonly (A | 'create' | 'update' | 'delete')[];
}
/** Where an empty value comes from: one hop along a reference. In lines, `^` looks at the header. */
export type Fill<N extends RowName> = { readonly [K in Column<N>]?: K extends LinesName<N> ? FillLine<N, K> : Path<N> };
type FillLine<N extends RowName, K extends LinesName<N>> = { readonly [C in LineColumn<N, K>]?: LinePath<N, K> | `^${Path<N>}` };
type LinePath<N extends RowName, K extends LinesName<N>> = Rows[N][K] extends readonly (infer L)[] ? { [C in keyof L & string]: C | LineHop<C, NonNullable<L[C]>> }[keyof L & string] : never;
type LineHop<C extends string, V> = V extends { readonly $ref: infer T extends RowName } ? `${C}.${Column<T>}` : never;
/** A service clock on working time, driven by actions and paused by states. */
export interface Clock<N extends RowName, A extends string> extends Label {
  readonly starts: A;
  readonly stops: readonly A[];
  readonly cancels?: readonly A[];
  readonly paused?: readonly State<N>[];
  readonly retargets?: readonly A[];
  /** The catalog that holds minutes, calendar and escalation. */
  readonly policy: RowName;
}

/** The sections that speak only of the record's own columns. */
export interface Sections<N extends RowName> extends Label {
  /** Its class in the global lock order (index §3): `2b` documents that act, `2c` order-like, `2d` frameworks, `2e` master rows (left out: `2b` for documents, `2e` for catalogs). */
  readonly lock?: '2a' | '2b' | '2c' | '2d' | '2e' | '4.1';
  /** Only the system writes it: no create, change or delete through the API. */
  readonly readonly?: true;
  /** Rows are never changed or deleted, the database refuses it too. */
  readonly appendOnly?: true;
  /** The business date: numbers, periods and reports go by it. */
  readonly date?: ColumnOf<N, LocalDate>;
  /** Whose row it is for the scope `own` (left out: who created it) and whose department for `department`. */
  readonly owner?: ColumnOf<N, Ref<'core.user'>>;
  readonly department?: ColumnOf<N, Ref<'core.department'>>;
  /** Fields that may still change after the record left draft. */
  readonly editable?: readonly Column<N>[];
  readonly fill?: Fill<N>;
  /** Fields shown (and required) only while the condition holds. */
  readonly show?: { readonly [K in Column<N>]?: Where<Rows[N]> };
  /** Words of the company may be put on such records (P.11). */
  readonly tags?: true;
  readonly flows?: readonly Flow<N>[];
  readonly indexes?: readonly (readonly Column<N>[])[];
  readonly search?: readonly Path<N>[];
  readonly effective?: Effective<N>;
  /** Value of the reference's field unless the row has its own; the form shows which. */
  readonly inherits?: { readonly [K in Column<N>]?: Path<N> };
  /** Such rows keep no actor, no address and no time of day. */
  readonly anonymous?: Where<Rows[N]>;
  /** General or own actions that ask whoever does them for password or code again (P.1 *Step-up*). */
  readonly stepUp?: readonly string[];
  /** Such rows came with the system and are never deleted (`record.permanent`). */
  readonly permanent?: Where<Rows[N]>;
  /** Personal data that `anonymise` blanks here, in the audit trail, in files and in search. */
  readonly personal?: readonly Path<N>[];
  /** Lines by query, once per key; repeating adds only what is missing. */
  readonly run?: { readonly once: readonly Column<N>[]; readonly lines: LinesName<N> };
  readonly prints?: { readonly [print: string]: Label & { readonly template: string; readonly where?: Where<Rows[N]> } };
  readonly views?: Views<N>;
}
export interface RecordSpec<N extends RowName, F extends Fields, E extends Refusals, M> extends Sections<N> {
  readonly refusals?: E;
  /** Pure and shared: the form shows the result while the user types, the server works it out again. */
  readonly compute?: (inputs: { readonly [K in keyof F as [F[K]['$input']] extends [never] ? never : K]: F[K]['$input'] }) => Computed<F>;
  /** Pure checks of content; all that apply are reported together. */
  readonly validate?: Guard<N, NoInfer<E>>;
  readonly actions?: { readonly [A in keyof M]: Action<N, NoInfer<E>, NoInfer<keyof M & string>, M[A]> };
  readonly unique?: readonly Unique<N, NoInfer<E>>[];
  /** What each shipped role may do here, and with which rows. */
  readonly grants?: { readonly [R in RoleName]?: Grant<keyof M & string> };
  readonly clocks?: { readonly [clock: string]: Clock<N, keyof M & string> };
  /** Nobody, administrators included, reads these before that instant or that action: absent from the API, not hidden. */
  readonly sealed?: { readonly fields: readonly Column<N>[]; readonly until?: Path<N>; readonly opened?: keyof M & string; readonly when?: Where<Rows[N]> };
}

export interface CatalogSpec<N extends RowName, F extends Fields, E extends Refusals, M> extends RecordSpec<N, F, E, M> {
  /** Shown wherever the record is referred to. */
  readonly title: Column<N>;
  readonly code?: Column<N>;
  /** Two records of the same thing: the loser keeps its documents and points to the survivor. */
  readonly merge?: { readonly canonical: ReferenceName<N>; readonly state: State<N> };
  /** Likeness above which saving is refused or must be acknowledged; the score is a server part. */
  readonly duplicates?: { readonly by: readonly Path<N>[]; readonly refuse: number; readonly acknowledge: number };
}
/** A catalog or document: what the kernel reads, and the types that its server part needs. */
export interface RecordDeclaration<N extends RowName, F extends Fields, E extends Refusals, M> {
  readonly name: N;
  readonly type: 'catalog' | 'document';
  readonly spec: RecordSpec<N, F, E, M> & { readonly fields: F; readonly title?: string; readonly code?: string };
  /** The id as a reference to this record; the border where a plain string becomes typed. */
  readonly id: (id: string) => Ref<N>;
  readonly line: (uid: string) => LineRef<N>;
}
const same = (value: string) => value;
const declared = (name: string, type: string, spec: object): never => ({ name, type, spec, id: same, line: same }) as never;

/** Name and fields are known; what kind of record it is comes next. The types of its sections are then plain, not inferred. */
export interface Definition<N extends RowName, F extends Fields> {
  /** 档案: a thing that documents speak of. */
  catalog<M, E extends Refusals = {}>(spec: CatalogSpec<N, F, E, M>): RecordDeclaration<N, F, E, M>;
  /** 单据: an event with a number, a state and effects. */
  document<M, E extends Refusals = {}>(spec: RecordSpec<N, F, E, M>): RecordDeclaration<N, F, E, M>;
}
/**
 * Begins every declaration:
 *
 *     export const Order = define('sales.order', fields).document({ zh: '销售订单', en: 'Sales order', … });
 */
export function define<N extends RowName, F extends Fields>(name: N, fields: F): Definition<N, F> {
  return {
    catalog: (spec) => declared(name, 'catalog', { fields, ...spec }),
    document: (spec) => declared(name, 'document', { fields, ...spec }),
  };
}
