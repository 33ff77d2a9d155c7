import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { refuseUnknown } from '../command/parse.ts';
import { isObject } from '../personal/json.ts';
import { Refused } from '../problem.ts';
import { checkReadable, readable, reading } from '../read/record.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { inTransaction, type Tx } from '../store/session.ts';

/*
 * Who follows a record (P.11): its creator, its owner, whoever was mentioned or asked for it, as long as he did not ask to be left alone.
 */
export async function followersOf(tx: Tx, org: string, meta: RecordMeta, id: string): Promise<readonly string[]> {
  const [[row], chosen] = await Promise.all([
    tx.query(`select created_by, ${meta.owner === 'created_by' ? 'null::uuid' : quoted(meta.owner)} as owner from ${meta.table} where org_id = $1 and id = $2`, [org, id]),
    tx.query('select "user", following from core.follow where org_id = $1 and record = $2', [org, id]),
  ]);
  const followers = new Set([row?.['created_by'], row?.['owner']].filter((user) => typeof user === 'string'));
  for (const { user, following } of chosen) {
    if (following === true) followers.add(String(user));
    else followers.delete(String(user));
  }
  return [...followers];
}
/** A mention makes a follower of him who has not said otherwise. */
export async function followFor(tx: Tx, org: string, meta: RecordMeta, id: string, users: readonly string[], at: string): Promise<void> {
  for (const user of users)
    await tx.query(
      'insert into core.follow (org_id, record, "user", declaration, following, at) values ($1, $2, $3, $4, true, $5) on conflict (org_id, record, "user") do nothing',
      [org, id, user, meta.name, at],
    );
}

/** `GET …/{id}/follow`. */
export async function readFollow(environment: Environment, call: Call, name: string, id: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  return reading(environment, call, async (tx) => {
    await checkReadable(environment, tx, call, meta, id);
    return followAnswer(tx, call, meta, id);
  });
}
/** `PUT …/{id}/follow` {following}. */
export async function changeFollow(environment: Environment, call: Call, name: string, id: string, body: unknown): Promise<Answer> {
  const meta = readable(environment, call, name);
  if (!isObject(body)) throw new Refused('field.type', { expected: 'object' }, '');
  refuseUnknown(Object.keys(body), ['following']);
  const { following } = body;
  if (following === undefined) throw new Refused('field.required', {}, '/following');
  if (typeof following !== 'boolean') throw new Refused('field.type', { expected: 'boolean' }, '/following');
  const { org, user } = call.principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    await checkReadable(environment, tx, call, meta, id);
    await tx.query(
      'insert into core.follow (org_id, record, "user", declaration, following, at) values ($1, $2, $3, $4, $5, $6) on conflict (org_id, record, "user") do update set following = $5, at = $6',
      [org.id, id, user, name, following, environment.clock().toISOString()],
    );
    return followAnswer(tx, call, meta, id);
  });
}
async function followAnswer(tx: Tx, { principal }: Call, meta: RecordMeta, id: string): Promise<Answer> {
  const followers = await followersOf(tx, principal.org.id, meta, id);
  return { status: 200, body: { following: followers.includes(principal.user), followers: followers.length } };
}
