import { Refused } from '../problem.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { uniqueName } from '../store/ddl.ts';
import { databaseError, inTransaction, type Row, type Tx } from '../store/session.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';

interface Unique {
  readonly fields: readonly string[];
  readonly refusal?: string;
}
/**
 * Two people enter the same code at the same moment: the second is refused by the database, which says nothing of who has it. A refusal that
 * names the holder is completed here, so that it reads like the one that a guard would have given a second later.
 */
export async function withHolder(environment: Environment, call: Call, error: unknown, refused: unknown): Promise<unknown> {
  const fault = databaseError(error);
  if (!(refused instanceof Refused) || fault?.code !== '23505' || Object.keys(refused.params).length > 0) return refused;
  const found = uniqueOf(environment.registry, fault.constraint?.replace(/_\d{5,}$/, '') ?? '', refused.code);
  const [, value] = /=\([0-9a-f-]{36}, (.*)\)/.exec(fault.detail ?? '') ?? [];
  const shows = Object.keys((environment.registry.refusals.get(refused.code) as { readonly with?: object } | undefined)?.with ?? {});
  if (!found || value === undefined || shows.length === 0 || found.unique.fields.length !== 1) return refused;
  const { meta, unique } = found;
  const [field = ''] = unique.fields;
  const find = (tx: Tx): Promise<readonly Row[]> =>
    tx.query(`select * from ${meta.table} where org_id = $1 and ${quoted(field)}::text = $2 limit 1`, [call.principal.org.id, value]);
  // Within an import the holder may be a row of the same file, which only its own transaction sees.
  const [row] = environment.within ? await find(environment.within) : await inTransaction(environment.pools.commands, call.principal.org.id, find, { rollback: true });
  const facts: Readonly<Record<string, unknown>> = { code: row?.[meta.code ?? ''], status: row?.['state'] };
  return new Refused(refused.code, Object.fromEntries(shows.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]])), `/${field}`);
}
function uniqueOf(registry: Registry, constraint: string, code: string): { readonly meta: RecordMeta; readonly unique: Unique } | undefined {
  for (const meta of registry.records.values()) {
    const { unique = [] } = meta.declaration.spec as { readonly unique?: readonly Unique[] };
    const found = unique.find((one) => one.refusal === code && uniqueName(meta, one.fields) === constraint);
    if (found) return { meta, unique: found };
  }
  return undefined;
}
