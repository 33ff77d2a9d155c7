import { Refused } from '../problem.ts';
import type { RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { uniqueName } from '../store/ddl.ts';
import { databaseError, inTransaction, type Row, type Tx } from '../store/session.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';
import type { Unit } from './unit.ts';

interface Unique {
  readonly fields: readonly string[];
  readonly refusal?: string;
}
/**
 * Two people enter the same code at the same moment: the second is refused by the database, which under row security says nothing of the value.
 * A refusal that names the holder is completed here from what the command was about to write, so that it reads like the one that a guard would
 * have given a second later.
 */
export async function withHolder(environment: Environment, call: Call, unit: Unit | undefined, error: unknown, refused: unknown): Promise<unknown> {
  const fault = databaseError(error);
  if (!unit || !(refused instanceof Refused) || fault?.code !== '23505' || Object.keys(refused.params).length > 0) return refused;
  const found = uniqueOf(environment.registry, fault.constraint?.replace(/_\d{5,}$/, '') ?? '', refused.code);
  const shows = Object.keys((environment.registry.refusals.get(refused.code) as { readonly with?: object } | undefined)?.with ?? {});
  if (!found || shows.length === 0 || found.unique.fields.length !== 1) return refused;
  const { meta, unique } = found;
  const [field = ''] = unique.fields;
  const { ids, values } = writtenOf(unit, meta, field);
  const find = (tx: Tx): Promise<readonly Row[]> =>
    tx.query(`select * from ${meta.table} where org_id = $1 and ${quoted(field)}::text = any($2::text[]) and not id = any($3::uuid[]) order by id limit 1`, [call.principal.org.id, values, ids]);
  // Within an import the holder may be a row of the same file, which only its own transaction sees.
  const [row] = environment.within ? await find(environment.within) : await inTransaction(environment.pools.commands, call.principal.org.id, find, { rollback: true });
  const facts: Readonly<Record<string, unknown>> = { code: row?.[meta.code ?? ''], status: row?.['state'] };
  return new Refused(refused.code, Object.fromEntries(shows.filter((name) => facts[name] !== undefined).map((name) => [name, facts[name]])), `/${field}`);
}
/** What the command was about to write into the field, and into which rows. */
function writtenOf(unit: Unit, meta: RecordMeta, field: string): { readonly ids: readonly string[]; readonly values: readonly string[] } {
  const rows = [
    ...unit.created.filter((row) => row.meta === meta).map(({ id, values }) => ({ id, value: values[field] })),
    ...[...unit.changed.values()].filter((row) => row.meta === meta).map(({ before, values }) => ({ id: before.id, value: values[field] })),
  ];
  return { ids: rows.map(({ id }) => id), values: rows.flatMap(({ value }) => (value === undefined || value === null ? [] : [String(value)])) };
}
function uniqueOf(registry: Registry, constraint: string, code: string): { readonly meta: RecordMeta; readonly unique: Unique } | undefined {
  for (const meta of registry.records.values()) {
    const { unique = [] } = meta.declaration.spec as { readonly unique?: readonly Unique[] };
    const found = unique.find((one) => one.refusal === code && uniqueName(meta, one.fields) === constraint);
    if (found) return { meta, unique: found };
  }
  return undefined;
}
