import type { Principal } from '../command/call.ts';
import type { RecordMeta } from '../registry/meta.ts';

type Values = Readonly<Record<string, unknown>>;
/** Is there any grant for this action on this declaration (P.8)? Whether it reaches a given row is `inScope`. */
export function may(principal: Principal, meta: RecordMeta, action: string): boolean {
  return principal.unlimited || principal.grants.some((grant) => grant.record === meta.name && (grant.actions.has(action) || grant.actions.has('*')));
}
/** Does some grant for this action reach this row? The same rule stands in the SQL of lists. */
export function inScope(principal: Principal, meta: RecordMeta, action: string, row: Values): boolean {
  if (principal.unlimited) return true;
  return principal.grants.some((grant) => {
    if (grant.record !== meta.name || !(grant.actions.has(action) || grant.actions.has('*'))) return false;
    if (grant.scope === 'all') return true;
    if (grant.scope === 'own') return row[meta.owner] === principal.user;
    const department = meta.department ? row[meta.department] : undefined;
    return typeof department === 'string' && (grant.scope === 'department' ? principal.departments : principal.departmentTree).includes(department);
  });
}
