import type { Grant, Principal } from '../command/call.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { carries, grantsOfRole, type HeldRole } from './grants.ts';
import { type Beside, inGrants } from './scope.ts';

/** What one grant says about the question. */
export interface BecauseGrant {
  readonly role: string;
  readonly scope: string;
  readonly covers: { readonly action: boolean; readonly scope: boolean; readonly condition: boolean };
  readonly verdict: boolean;
}
export interface PermissionExplanation {
  readonly allowed: boolean;
  /** What the refused call would have answered. */
  readonly code: 'forbidden' | 'not_found' | null;
  readonly because: readonly BecauseGrant[];
  /** The role that would have allowed it, with the narrowest scope. */
  readonly nearest: { readonly role: string; readonly scope: string } | null;
}

type Row = Readonly<Record<string, unknown>>;
/**
 * Why somebody may or may not do this (P.8 *Explain*), for a record at hand or for the declaration as a whole. Outside every
 * read scope the answer is `not_found`: a right that one lacks inside it is `forbidden`. `roles` are those the company could give.
 */
export function explainPermission(
  registry: Registry,
  subject: Principal,
  meta: RecordMeta,
  action: string,
  row?: Row,
  beside?: Beside,
  roles: readonly HeldRole[] = shippedRoles(registry),
): PermissionExplanation {
  const because = subject.grants.filter((grant) => grant.record === meta.name).map((grant) => judge(registry, subject, meta, action, grant, row, beside));
  const allowed = subject.unlimited || because.some((grant) => grant.verdict);
  if (allowed) return { allowed, code: null, because, nearest: null };
  const readable = row === undefined || subject.grants.some((grant) => grant.record === meta.name && judge(registry, subject, meta, 'read', grant, row, beside).verdict);
  return { allowed, code: readable ? 'forbidden' : 'not_found', because, nearest: nearestRole(registry, subject, meta, action, roles, row, beside) };
}
const shippedRoles = (registry: Registry): readonly HeldRole[] => [...registry.roles.keys()].map((code) => ({ code }));

function judge(registry: Registry, subject: Principal, meta: RecordMeta, action: string, grant: Grant, row?: Row, beside?: Beside): BecauseGrant {
  const inside = (one: Grant): boolean => row === undefined || inGrants(registry, subject, meta, [one], row, beside);
  const { condition, ...unconditional } = grant;
  const scope = inside(unconditional);
  const covers = { action: carries(grant, action), scope, condition: condition === undefined || row === undefined || !scope || inside(grant) };
  return { role: grant.role, scope: grant.scope, covers, verdict: covers.action && covers.scope && covers.condition };
}

const narrowFirst = ['own', 'department', 'department_tree', 'all'];
/** Named scopes stand between what is one's own and the departments. */
const width = (scope: string): number => (narrowFirst.includes(scope) ? narrowFirst.indexOf(scope) : 0.5);
/**
 * The role that carries the action further than the subject's own roles do: the narrowest scope first, then the role that gives least beside it.
 * Nobody is advised to become general manager.
 */
function nearestRole(
  registry: Registry,
  subject: Principal,
  meta: RecordMeta,
  action: string,
  roles: readonly HeldRole[],
  row?: Row,
  beside?: Beside,
): PermissionExplanation['nearest'] {
  const lacking = roles.filter((role) => !subject.roles.includes(role.code) && registry.roles.get(role.code)?.everything !== true);
  const carrying = lacking.flatMap((role) => {
    const grants = grantsOfRole(registry, role);
    return grants.filter((grant) => grant.record === meta.name && carries(grant, action)).map((grant) => ({ grant, breadth: grants.length }));
  });
  // What is one's own or one's department's is known; how far a tree or a named scope reaches depends on where in it a person is put.
  const open = (scope: string): boolean => scope === 'department_tree' || registry.scopes.has(scope);
  const reaching = carrying.filter(({ grant }) => row === undefined || open(grant.scope) || inGrants(registry, subject, meta, [grant], row, beside));
  const [best] = reaching.toSorted((a, b) => width(a.grant.scope) - width(b.grant.scope) || a.breadth - b.breadth);
  return best ? { role: best.grant.role, scope: best.grant.scope } : null;
}
