import { onSave } from '#declare';
import { refuseAll } from '../../kernel/problem.ts';
import { RoleRecord } from './user.ts';

/** Without these nobody could give rights any more (P.1). */
const kept = [
  ['core.user', 'update'],
  ['core.role', 'update'],
  ['core.role_assignment', 'create'],
] as const;
interface Written {
  readonly actions?: readonly string[];
  readonly scope?: string;
}
function keepsAdministration(grants: unknown): boolean {
  const written = grants as Readonly<Record<string, readonly Written[]>>;
  return kept.every(([record, action]) =>
    [...(written[record] ?? []), ...(written['core.*'] ?? [])].some(
      (grant) => grant.scope === 'all' && (grant.actions?.includes(action) === true || grant.actions?.includes('*') === true),
    ),
  );
}
/** Grants are the real source of rights, so they are judged before they are stored (P.8). */
export const roleSaved = onSave(RoleRecord, {
  facts: (role, read) => {
    const problems = read.checkGrants(role.grants, role.permissions);
    if (problems.length > 0) refuseAll(problems);
    return Promise.resolve({ locksOut: role.code === 'administrator' && role.grants !== null && !keepsAdministration(role.grants) });
  },
  guard: { 'role.administrator': (_role, { locksOut }) => locksOut },
});
