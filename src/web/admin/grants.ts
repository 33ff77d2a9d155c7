import { useMemo } from 'react';
import type { Grant } from '../../kernel/command/call.ts';
import { effectiveGrants } from '../../kernel/permission/grants.ts';
import { buildRegistry } from '../../kernel/registry/build.ts';
import type { RecordMeta, Registry } from '../../kernel/registry/meta.ts';
import { useDeclarations } from '../record/declarations.ts';

/** The registry as the server builds it, from the same declarations. */
export function useRegistry(): Registry | undefined {
  const declarations = useDeclarations();
  return useMemo(() => (declarations ? buildRegistry(declarations.modules) : undefined), [declarations]);
}
/** What the role itself gives; what every employee has anyway is left out unless that is the role asked for. */
export function grantsOfRole(registry: Registry, role: string): readonly Grant[] {
  return effectiveGrants(registry, [role]).filter((grant) => grant.role === role);
}
export interface RoleRow {
  readonly meta: RecordMeta;
  readonly grant: Grant;
}
/** Grants in the order of modules and records; ledgers, which are only read, are left to their documents. */
export function rowsOf(registry: Registry, role: string): readonly RoleRow[] {
  const grants = grantsOfRole(registry, role);
  return [...registry.records.values()].flatMap((meta): RoleRow[] => {
    const grant = grants.find((one) => one.record === meta.name);
    return grant ? [{ meta, grant }] : [];
  });
}
export const allows = (grant: Pick<Grant, 'actions'>, action: string): boolean => grant.actions.has('*') || grant.actions.has(action);
export const common = ['read', 'create', 'update', 'delete', 'import', 'export', 'print'] as const;
/** Declared actions the grant carries, beyond those every record has. */
export const ownActions = ({ meta, grant }: RoleRow) => meta.actions.filter((action) => allows(grant, action.name));
