import type { Answer, Call } from '../command/call.ts';
import { metaOf } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { jsonText } from '../operation/row.ts';
import { Refused } from '../problem.ts';
import { reading } from '../read/record.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { mappingOf } from './options.ts';

/*
 * What columns of a file mean, kept for the next one (P.10 *Header*): a person's own profiles for each declaration. The one without a name is
 * remembered by itself, whenever a mapped import runs, and counts wherever a request says nothing else.
 */
type Mapping = Readonly<Record<string, string | null>>;
export const remembered = '';
const mostProfiles = 50;

export async function mappingNamed(tx: Tx, call: Call, declaration: string, name: string): Promise<Mapping | undefined> {
  const [row] = await tx.query('select mapping from core.import_mapping where org_id = $1 and owner = $2 and declaration = $3 and name = $4', [
    call.principal.org.id,
    call.principal.user,
    declaration,
    name,
  ]);
  return row?.['mapping'] as Mapping | undefined;
}
export async function keepMapping(tx: Tx, call: Call, declaration: string, name: string, mapping: Mapping, now: string): Promise<void> {
  await tx.query(
    `insert into core.import_mapping (org_id, owner, declaration, name, mapping, updated_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (org_id, owner, declaration, name) do update set mapping = excluded.mapping, updated_at = excluded.updated_at`,
    [call.principal.org.id, call.principal.user, declaration, name, jsonText(mapping), now],
  );
}

/** `GET /api/core/import_mapping?declaration=`. */
export async function listMappings(environment: Environment, call: Call, declaration: string | null): Promise<Answer> {
  return reading(environment, call, async (tx) => {
    const rows = await tx.query(
      `select declaration, name, mapping, updated_at from core.import_mapping_v where org_id = $1 and owner = $2 and ($3::text is null or declaration = $3) order by declaration, name`,
      [call.principal.org.id, call.principal.user, declaration],
    );
    return { status: 200, body: { data: rows } };
  });
}
/** `PUT /api/core/import_mapping/{declaration}/{name}`. */
export async function putMapping(environment: Environment, call: Call, declaration: string, name: string, given: unknown): Promise<Answer> {
  if (!environment.registry.records.has(declaration)) throw new Refused('not_found');
  metaOf(environment, declaration);
  if (name.length > 80) throw new Refused('field.length', { min: 1, max: 80 }, '/name');
  if (given === undefined || given === null) throw new Refused('field.required', {}, '/mapping');
  const mapping = mappingOf(given);
  const now = environment.clock().toISOString();
  await inTransaction(environment.pools.commands, call.principal.org.id, async (tx) => {
    const [row] = await tx.query('select count(*)::int as n from core.import_mapping where org_id = $1 and owner = $2 and declaration = $3 and name <> $4', [
      call.principal.org.id,
      call.principal.user,
      declaration,
      name,
    ]);
    if (Number(row?.['n']) >= mostProfiles) throw new Refused('request.limit', { max: mostProfiles });
    await keepMapping(tx, call, declaration, name, mapping, now);
  });
  return { status: 200, body: { declaration, name, mapping, updated_at: now } };
}
/** `DELETE /api/core/import_mapping/{declaration}/{name}`. */
export async function removeMapping(environment: Environment, call: Call, declaration: string, name: string): Promise<Answer> {
  const gone = await inTransaction(environment.pools.commands, call.principal.org.id, (tx) =>
    tx.query('delete from core.import_mapping where org_id = $1 and owner = $2 and declaration = $3 and name = $4 returning 1', [
      call.principal.org.id,
      call.principal.user,
      declaration,
      name,
    ]),
  );
  if (gone.length === 0) throw new Refused('not_found');
  return { status: 204, body: undefined };
}
