import type { Principal } from '../command/call.ts';
import { parameters } from '../condition/parameters.ts';
import type { Registry } from '../registry/meta.ts';
import type { Tx } from '../store/session.ts';
import { carries } from './grants.ts';
import { scopeSql } from './scope.ts';

/** What a change of roles would do, by declaration: records he would read that he does not now, and the other way round (P.8 *simulate*). */
export interface Difference {
  readonly declaration: string;
  readonly gained: number;
  readonly lost: number;
  readonly actions_gained: readonly string[];
  readonly actions_lost: readonly string[];
}
export async function simulated(registry: Registry, tx: Tx, before: Principal, after: Principal): Promise<readonly Difference[]> {
  const found = await Promise.all(
    [...registry.records.values()].map(async (meta): Promise<Difference> => {
      const [had, has] = [actionsOf(before, meta.name), actionsOf(after, meta.name)];
      const [gained, lost] = await counts(registry, tx, meta, before, after);
      return { declaration: meta.name, gained, lost, actions_gained: has.filter((action) => !had.includes(action)), actions_lost: had.filter((action) => !has.includes(action)) };
    }),
  );
  return found.filter((one) => one.gained + one.lost + one.actions_gained.length + one.actions_lost.length > 0);
}
const actionsOf = (principal: Principal, record: string): readonly string[] =>
  [...new Set(principal.grants.filter((grant) => grant.record === record).flatMap((grant) => [...grant.actions]))].toSorted();

async function counts(registry: Registry, tx: Tx, meta: { readonly name: string; readonly view: string }, before: Principal, after: Principal): Promise<readonly [number, number]> {
  const params = parameters(before.org.id);
  const of = (principal: Principal): string => scopeSql({ registry, principal, params, org: '$1' }, meta, 'read', 'o');
  const [was, is] = [of(before), of(after)];
  if (was === is) return [0, 0];
  const [row] = await tx.query(
    `select count(*) filter (where coalesce(${is}, false) and not coalesce(${was}, false)) as gained, count(*) filter (where coalesce(${was}, false) and not coalesce(${is}, false)) as lost from ${meta.view} o where o.org_id = $1`,
    params.values,
  );
  return [Number(row?.['gained'] ?? 0), Number(row?.['lost'] ?? 0)];
}

/** One line of the whole matrix (3.10): what a person may do where, and which role gives it. */
export interface MatrixLine {
  readonly declaration: string;
  readonly action: string;
  readonly scopes: readonly string[];
  readonly roles: readonly string[];
}
const general = ['read', 'create', 'update', 'delete', 'archive', 'import', 'export', 'print'];
export function matrixOf(registry: Registry, principal: Principal): readonly MatrixLine[] {
  return [...registry.records.values()].flatMap((meta) => {
    const grants = principal.grants.filter((grant) => grant.record === meta.name);
    return [...general, ...meta.actions.map((action) => action.name)].flatMap((action): MatrixLine[] => {
      const carrying = grants.filter((grant) => carries(grant, action));
      if (carrying.length === 0) return [];
      const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();
      return [{ declaration: meta.name, action, scopes: unique(carrying.map((grant) => grant.scope)), roles: unique(carrying.map((grant) => grant.role)) }];
    });
  });
}
