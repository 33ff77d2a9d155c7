import type { Label } from '#declare';
import type { FieldKind, Origin } from '../../kernel/registry/meta.ts';

/** The answer of `GET …/schema` (P.2.1): what a screen is made from, as this caller may use it. */
export interface Schema {
  readonly name: string;
  readonly kind: 'catalog' | 'document';
  readonly label: Label;
  readonly title: string;
  readonly code: string | null;
  readonly date: string | null;
  readonly readonly: boolean;
  readonly editable: readonly string[];
  readonly searchable: boolean;
  readonly fields: readonly SchemaField[];
  readonly states: readonly SchemaState[];
  readonly actions: readonly SchemaAction[];
  readonly may: Readonly<Record<string, boolean>>;
  readonly views: SchemaViews;
  readonly show: Readonly<Record<string, object>>;
  readonly prints: readonly { readonly key: string; readonly label: Label }[];
  readonly next_number_example: string | null;
}
export interface SchemaField {
  readonly name: string;
  readonly kind: FieldKind | 'lines';
  readonly label: Label;
  readonly required?: boolean;
  readonly origin?: Origin;
  readonly access?: 'full' | 'readonly' | 'masked' | 'hidden';
  readonly operators?: readonly string[];
  readonly sortable?: boolean;
  readonly measure?: boolean;
  readonly help?: Label;
  readonly target?: string;
  readonly choose?: string;
  readonly among?: readonly string[];
  readonly options?: readonly SchemaOption[];
  readonly min?: number;
  readonly max?: number;
  readonly long?: boolean;
  readonly format?: string;
  readonly hidden?: boolean;
  readonly immutable?: boolean;
  readonly signed?: boolean;
  readonly default?: unknown;
  readonly generated?: boolean;
  readonly lines?: readonly SchemaField[];
}
export interface SchemaOption {
  readonly key: string;
  readonly label: Label;
  readonly color?: string | null;
}
export interface SchemaState extends SchemaOption {
  readonly final?: boolean;
  readonly posted?: boolean;
}
export interface SchemaAction {
  readonly name: string;
  readonly label: Label;
  readonly from: readonly string[];
  readonly to: string | null;
  readonly danger?: boolean;
  readonly approval?: boolean;
  readonly asks: readonly SchemaField[];
  /** Fields and lines that it changes: it is done in the form itself. */
  readonly amends?: readonly string[];
}
export interface SchemaView extends Label {
  readonly where: object;
  readonly columns?: readonly string[];
  readonly sort?: readonly string[];
}
export interface SchemaViews {
  readonly list?: readonly string[];
  readonly sort?: readonly string[];
  readonly saved?: Readonly<Record<string, SchemaView>>;
  readonly form?: readonly (string | (Label & { readonly fields: readonly string[]; readonly collapsed?: boolean }))[];
  readonly quick?: readonly string[];
  readonly kanban?: { readonly by: string; readonly card: readonly string[]; readonly columns?: readonly string[] };
  readonly colors?: readonly { readonly color: 'red' | 'amber' | 'green'; readonly where: object }[];
}

/** A reference as it is read: `{id, code, label}` and, with `expand`, more of its fields. */
export interface Reference {
  readonly id: string;
  readonly code?: string | null;
  readonly label?: string | null;
  readonly [field: string]: unknown;
}
export interface Line {
  readonly id?: string;
  readonly line_no?: number;
  readonly [field: string]: unknown;
}
export interface RecordAction {
  readonly name: string;
  readonly allowed: boolean | 'check';
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly approval?: boolean;
}
/** A record in JSON (P.2.2). */
export interface ApiRecord {
  readonly id: string;
  readonly version: number;
  readonly state?: string;
  readonly _actions?: readonly RecordAction[];
  readonly _access?: { readonly hidden?: readonly string[]; readonly masked?: readonly string[]; readonly readonly?: readonly string[] };
  readonly [field: string]: unknown;
}
export interface Money {
  readonly currency: string;
  readonly value: string;
  readonly rows: number;
}
export interface ListPage {
  readonly data: readonly ApiRecord[];
  readonly page: { readonly limit: number; readonly next: string | null; readonly prev: string | null };
  readonly count?: { readonly value: number; readonly at_least?: boolean };
  readonly totals?: Readonly<Record<string, readonly Money[] | string | number | null>>;
  readonly as_of: string;
}
export interface Group {
  readonly key: string | Reference | null;
  readonly count: number;
  readonly totals?: ListPage['totals'];
}
export interface Outcome {
  readonly outcome: 'applied' | 'approval_started' | 'blocked';
  readonly record: ApiRecord;
  readonly created?: readonly { readonly declaration: string; readonly id: string; readonly number: string | null; readonly state?: string }[];
  readonly warnings?: readonly Warning[];
}
export interface Warning {
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
/** One form for every report (P.2.2). */
export interface Report {
  readonly report: string;
  readonly label?: Label;
  readonly columns: readonly { readonly key: string; readonly label: string; readonly kind: string }[];
  readonly rows: readonly ReportRow[];
  readonly totals: Readonly<Record<string, unknown>>;
  readonly checks: readonly { readonly key: string; readonly ok: boolean; readonly difference?: string }[];
  readonly notes: readonly string[];
  readonly as_of: string;
}
export interface ReportRow {
  readonly key: string;
  readonly label: string;
  readonly level: number;
  readonly cells: Readonly<Record<string, unknown>>;
  readonly open?: { readonly declaration: string; readonly id: string };
}
export interface Me {
  readonly user: { readonly id: string; readonly name: string; readonly locale?: string | null; readonly login?: string };
  readonly organisation: { readonly id: string; readonly code: string; readonly name: string; readonly time_zone: string };
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  readonly grants: Readonly<Record<string, readonly string[]>>;
  readonly organisations: readonly string[];
  readonly must: readonly string[];
  readonly second_factor?: boolean;
}
export interface TimelineEntry {
  readonly kind: 'change' | 'comment';
  readonly id: string;
  readonly at: string;
  readonly by: string | null;
  readonly action?: string;
  readonly reason?: string | null;
  readonly text?: string;
  readonly changes?: readonly { readonly path: string; readonly old?: unknown; readonly new?: unknown; readonly hidden?: boolean }[];
}
export interface RelatedNode {
  readonly declaration: string;
  readonly label: Label;
  readonly id?: string;
  readonly hidden?: boolean;
  readonly number?: string | null;
  readonly state?: string | null;
  readonly date?: string | null;
  readonly amount?: string | null;
}
export interface Related {
  readonly nodes: readonly RelatedNode[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly kind: string }[];
}
