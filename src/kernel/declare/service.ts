import type { FieldName, Fields, Inputs } from './field.ts';
import type { Read } from './effect.ts';
import type { FieldGroup, RoleName, RowName, Rows, SettingsName } from './registry.ts';
import type { Where } from './condition.ts';
import type { Label, LocalDate, Sql } from './values.ts';

/** One row per organisation (P.15). Fields named in `locked` cannot change once the module says so (`settings.locked`). */
export interface SettingsDeclaration<N extends SettingsName = SettingsName> {
  readonly name: N;
  readonly spec: Label & { readonly fields: Fields };
}
export function defineSettings<N extends SettingsName, F extends Fields>(name: N, spec: Label & { readonly fields: F }): SettingsDeclaration<N> {
  return { name, spec } as never;
}

export interface ReportSpec<P extends Fields, C extends Fields> extends Label {
  readonly parameters: P;
  readonly columns: C;
  readonly roles: readonly RoleName[];
  /** Roles that see only a part of it, and the named scope that says which; the report narrows itself by `read.reach` (P.8). */
  readonly limits?: { readonly [R in RoleName]?: string };
  readonly chart?: { readonly type: 'line' | 'bar' | 'stack'; readonly x: FieldName<C>; readonly y: readonly FieldName<C>[] };
}
export interface ReportDeclaration<P extends Fields = Fields, C extends Fields = Fields> {
  /** `finance.report.trial_balance` */
  readonly name: string;
  readonly spec: ReportSpec<P, C>;
  readonly $parameters: Inputs<P>;
}
export function defineReport<P extends Fields, C extends Fields>(name: string, spec: ReportSpec<P, C>): ReportDeclaration<P, C> {
  return { name, spec } as never;
}
/** The answer of a report in the one form of P.2.2: cells keep decimals, the server writes them as text. */
export interface ReportAnswer {
  readonly rows: readonly ReportRow[];
  readonly totals?: { readonly [column: string]: unknown };
  readonly checks?: readonly { readonly key: string; readonly ok: boolean; readonly difference?: unknown }[];
  readonly notes?: readonly (string | Label)[];
  /** Columns of this answer where they differ from the declaration (a drill goes to other columns). */
  readonly columns?: readonly (Label & { readonly key: string; readonly kind: string })[];
}
export interface ReportRow {
  readonly key: string;
  /** A name as it is stored, or words of the report in both languages. */
  readonly label: string | Label;
  readonly level: number;
  readonly cells: { readonly [column: string]: unknown };
  readonly open?: { readonly declaration: string; readonly id: string };
}
export interface ReportServer {
  readonly report: string;
  readonly run: (parameters: never, read: Read) => Promise<ReportAnswer>;
  readonly drill: ((parameters: never, cell: string, read: Read) => Promise<ReportAnswer>) | undefined;
}
/** Server part of a report: the table, and what stands behind a cell (`<row key>.<column>`, deeper ones appended with `/`). */
export function report<P extends Fields, C extends Fields>(
  declaration: ReportDeclaration<P, C>,
  run: (parameters: NoInfer<Inputs<P>>, read: Read) => Promise<ReportAnswer>,
  drill?: (parameters: NoInfer<Inputs<P>>, cell: string, read: Read) => Promise<ReportAnswer>,
): ReportServer {
  return { report: declaration.name, run, drill } as never;
}

/** 任务: idempotent, one at a time per organisation, with last and next run; `run` stands in the server part under the same name. */
export interface JobDeclaration {
  readonly name: string;
  /** `at` a time of day in the organisation's zone, or `every` so many minutes; `seconds` for what should not wait that long. */
  readonly spec: Label & { readonly at?: `${number}:${number}`; readonly every?: number; readonly seconds?: number };
}
export function defineJob(name: string, spec: JobDeclaration['spec']): JobDeclaration {
  return { name, spec };
}

export type Widget = {
  [N in RowName]: Label & {
    readonly kind: 'figure' | 'list' | 'alert';
    readonly of: N;
    readonly measure?: 'count' | { readonly sum: NumberName<Rows[N]> };
    readonly where: Where<Rows[N]>;
    readonly roles: readonly RoleName[];
    /** Which date the comparison with the previous month runs over. */
    readonly by?: DateName<Rows[N]>;
  };
}[RowName];
type NumberName<R> = { [K in keyof R & string]: R[K] extends string | boolean | null ? never : K }[keyof R & string];
type DateName<R> = { [K in keyof R & string]: [NonNullable<R[K]>] extends [LocalDate] ? K : never }[keyof R & string];
export interface WidgetDeclaration {
  readonly name: string;
  readonly spec: Widget;
}
/** A number or list on the workbench (P.14); clicking it opens the list with the same condition. */
export function defineWidget(name: string, spec: Widget): WidgetDeclaration {
  return { name, spec };
}

export function defineFieldGroups<G extends { readonly [g: string]: Label & { readonly unless: 'shown' | 'masked' | 'hidden' } }>(groups: G): G {
  return groups;
}
/** Named permissions of a role stand in `may`; `everything` is the general manager of index §6. */
export interface RoleSpec extends Label {
  readonly sees?: readonly FieldGroup[];
  readonly may?: readonly string[];
  readonly everything?: true;
  /** Reads all documents that post (index §6). */
  readonly reads?: 'posting' | 'all';
}
export function defineRoles<G extends { readonly [g: string]: RoleSpec }>(roles: G): G {
  return roles;
}
export type { Sql };
