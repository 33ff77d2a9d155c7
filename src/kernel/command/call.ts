import type { Refusal } from '#declare';
import type { Checked } from '../condition/check.ts';
import type { Registry } from '../registry/meta.ts';

export type Locale = 'zh' | 'en';
export type Via = 'web' | 'api' | 'import' | 'job' | 'link' | 'hook' | 'cli';

/** How much of a field group a grant shows (P.8), the most open first. */
export type Level = 'full' | 'readonly' | 'masked' | 'hidden';
/** Where an effective grant reaches (P.8). `departments` and named scopes are resolved once a request, so that lists compare with values. */
export interface Grant {
  readonly role: string;
  /** `sales.order` */
  readonly record: string;
  /** `read`, `create`, `update`, `delete`, actions; `*` is all of them. */
  readonly actions: ReadonlySet<string>;
  /** `own`, `department`, `department_tree`, `all`, or a scope that a module declares. */
  readonly scope: string;
  /** Access to field groups; those not named follow the group's `unless`. `*` is all the others. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Only rows for which it holds; fields of the record itself. */
  readonly condition?: GrantCondition;
}
export interface GrantCondition {
  readonly tree: Checked;
  readonly today: string;
  readonly zone: string;
}
/** What a named permission is bounded by: `{max_days: 3}`. */
export type Bounds = Readonly<Record<string, number>>;
export interface Organisation {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly time_zone: string;
}
/** Who acts. */
export interface Principal {
  readonly kind: 'user' | 'key' | 'job' | 'cli' | 'link';
  /** `core.user` id; jobs and the command line act as the organisation's system user. */
  readonly user: string;
  readonly name: string;
  readonly org: Organisation;
  readonly department: string | null;
  /** Own departments and, resolved, everything below them. */
  readonly departments: readonly string[];
  readonly departmentTree: readonly string[];
  readonly roles: readonly string[];
  readonly grants: readonly Grant[];
  /** Named permissions (`stock.backdate`, `number.manual`); `*` is all. */
  readonly permissions: ReadonlySet<string>;
  /** Bounds of named permissions, where every role that gives the permission has one: the widest counts. */
  readonly bounds?: ReadonlyMap<string, Bounds>;
  /** Named scopes resolved for this person: the ids that rows must refer to. */
  readonly reach?: ReadonlyMap<string, readonly string[]>;
  /** Every right: the command line and the system's own jobs. */
  readonly unlimited: boolean;
}
/** One request, whoever brings it. */
export interface Call {
  readonly principal: Principal;
  readonly via: Via;
  readonly request: string;
  readonly locale: Locale;
  readonly ip?: string;
  readonly idempotency?: { readonly key: string; readonly fingerprint: string };
  readonly dryRun: boolean;
  /** `Prefer: respond-async`: an answer at once, the work goes on as an operation (P.2.7). */
  readonly respondAsync?: true;
  /** Warnings the person has accepted. */
  readonly ack: ReadonlySet<string>;
}
/** What a command answers: HTTP status, JSON body, version for the ETag. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly etag?: string;
  readonly location?: string;
  readonly replayed?: true;
}
export interface Localised {
  readonly title: string;
  readonly detail: string;
}

/** Title and way out of a refusal in the caller's language, parameters filled in (P.19). */
export function localise(registry: Registry, code: string, params: Readonly<Record<string, unknown>>, locale: Locale): Localised {
  const refusal: Refusal | undefined = registry.refusals.get(code);
  if (!refusal) return { title: code, detail: code };
  return { title: fill(refusal[locale], params), detail: fill(refusal.fix[locale], params) };
}
function fill(text: string, params: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (_whole, name: string) => shown(params[name]));
}
function shown(value: unknown): string {
  if (value === undefined || value === null) return '—';
  if (Array.isArray(value)) return value.map(shown).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
