import type { Grant, Principal } from '../command/call.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { effectiveGrants } from './grants.ts';
import { type Beside, inGrants } from './scope.ts';

/** What one grant says about the question. */
export interface BecauseGrant {
  readonly role: string;
  readonly scope: Grant['scope'];
  readonly covers: { readonly action: boolean; readonly scope: boolean };
  readonly verdict: boolean;
}
export interface PermissionExplanation {
  readonly allowed: boolean;
  /** What the refused call would have answered. */
  readonly code: 'forbidden' | 'not_found' | null;
  readonly because: readonly BecauseGrant[];
  /** The role that would have allowed it, with the narrowest scope. */
  readonly nearest: { readonly role: string; readonly scope: Grant['scope'] } | null;
}

type Row = Readonly<Record<string, unknown>>;
/**
 * Why somebody may or may not do this (P.8 *Explain*), for a record at hand or for the declaration as a whole. Outside every
 * read scope the answer is `not_found`: a right that one lacks inside it is `forbidden`.
 */
export function explainPermission(registry: Registry, subject: Principal, meta: RecordMeta, action: string, row?: Row, beside?: Beside): PermissionExplanation {
  const because = subject.grants.filter((grant) => grant.record === meta.name).map((grant) => judge(registry, subject, meta, action, grant, row, beside));
  const allowed = subject.unlimited || because.some((grant) => grant.verdict);
  if (allowed) return { allowed, code: null, because, nearest: null };
  const readable = row === undefined || subject.grants.some((grant) => grant.record === meta.name && judge(registry, subject, meta, 'read', grant, row, beside).verdict);
  return { allowed, code: readable ? 'forbidden' : 'not_found', because, nearest: nearestRole(registry, subject, meta, action, row, beside) };
}
function judge(registry: Registry, subject: Principal, meta: RecordMeta, action: string, grant: Grant, row?: Row, beside?: Beside): BecauseGrant {
  const covers = { action: grant.actions.has('*') || grant.actions.has(action), scope: row === undefined || inGrants(registry, subject, meta, [grant], row, beside) };
  return { role: grant.role, scope: grant.scope, covers, verdict: covers.action && covers.scope };
}

const narrowFirst: readonly Grant['scope'][] = ['own', 'department', 'department_tree', 'all'];
/** The role with the narrowest scope that carries the action further than the subject's own roles do. */
function nearestRole(registry: Registry, subject: Principal, meta: RecordMeta, action: string, row?: Row, beside?: Beside): PermissionExplanation['nearest'] {
  const lacking = [...registry.roles.keys()].filter((role) => !subject.roles.includes(role));
  const carrying = lacking.flatMap((role) =>
    effectiveGrants(registry, [role]).filter((grant) => grant.role === role && grant.record === meta.name && (grant.actions.has('*') || grant.actions.has(action))),
  );
  // What is one's own or one's department's is known; how far a tree reaches depends on where in it a person is put.
  const reaching = carrying.filter((grant) => row === undefined || grant.scope === 'department_tree' || inGrants(registry, subject, meta, [grant], row, beside));
  const [best] = reaching.toSorted((a, b) => narrowFirst.indexOf(a.scope) - narrowFirst.indexOf(b.scope));
  return best ? { role: best.role, scope: best.scope } : null;
}
