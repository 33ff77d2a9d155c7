import type { Environment } from '../command/environment.ts';
import { todayIn } from '../command/environment.ts';
import type { Call } from '../command/call.ts';
import { isId } from '../ids.ts';
import { readersAmong, membersOf } from '../notify/people.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import type { Tx } from '../store/session.ts';

/** `@user`, `@role`, `@department` as ids beside the text, so that a name which changes stays the same person. */
export interface Mention {
  readonly declaration: string;
  readonly id: string;
}
const declarations = ['core.user', 'core.role', 'core.department'];
const most = 50;

export function mentionsOf(given: unknown): readonly Mention[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw new Refused('field.type', { expected: 'array' }, '/mentions');
  if (given.length > most) throw new Refused('field.length', { min: 0, max: most }, '/mentions');
  return given.map((one: unknown, at) => {
    if (!isObject(one) || typeof one['id'] !== 'string' || !isId(one['id'])) throw new Refused('field.type', { expected: 'reference' }, `/mentions/${at}`);
    if (!declarations.includes(String(one['declaration']))) throw new Refused('field.choice', { allowed: declarations, nearest: 'core.user' }, `/mentions/${at}/declaration`);
    return { declaration: String(one['declaration']), id: one['id'] };
  });
}

export interface Mentioned {
  /** May read the record: will be told. */
  readonly told: readonly string[];
  /** Named one by one and not told, because he may not read the record (`mention.no_access`). */
  readonly refused: readonly string[];
}
/** Who is behind the mentions. Of a role or department those are meant who may read the record; one who is named himself and may not is warned of. */
export async function mentioned(
  environment: Environment,
  tx: Tx,
  call: Call,
  record: { readonly declaration: string; readonly id: string },
  mentions: readonly Mention[],
): Promise<Mentioned> {
  if (mentions.length === 0) return { told: [], refused: [] };
  const { org } = call.principal;
  const named = (declaration: string): readonly string[] => mentions.filter((one) => one.declaration === declaration).map(({ id }) => id);
  await refuseUnknownMentions(environment, tx, org.id, mentions);
  const today = todayIn(org.time_zone, environment.clock());
  const behind = await membersOf(tx, org.id, { roles: named('core.role'), departments: named('core.department') }, today);
  const users = named('core.user');
  const readers = new Set((await readersAmong(environment, tx, org.id, record.declaration, record.id, [...users, ...behind])).map(({ user }) => user));
  return { told: [...readers], refused: users.filter((user) => !readers.has(user)) };
}
async function refuseUnknownMentions({ registry }: Environment, tx: Tx, org: string, mentions: readonly Mention[]): Promise<void> {
  for (const [declaration, list] of Map.groupBy(mentions, (one) => one.declaration)) {
    const meta = registry.records.get(declaration);
    const known = new Set(
      meta ? (await tx.query(`select id from ${meta.table} where org_id = $1 and id = any($2::uuid[])`, [org, list.map(({ id }) => id)])).map((row) => row['id']) : [],
    );
    const unknown = list.find(({ id }) => !known.has(id));
    if (unknown) throw new Refused('reference.not_found', { code: unknown.id }, `/mentions/${mentions.indexOf(unknown)}/id`);
  }
}
