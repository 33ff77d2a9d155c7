import { readAnswer } from '../command/answer.ts';
import type { Answer, Call } from '../command/call.ts';
import { metaOf } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { isId } from '../ids.ts';
import { reaches } from '../command/reach.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';
import { loadRecords } from '../store/rows.ts';
import { inTransaction, type Tx } from '../store/session.ts';

/** One record by id or natural key; absent and outside the scope are the same answer (P.2.9, step 8). */
export async function readRecord(environment: Environment, call: Call, name: string, key: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  await environment.settled(call.principal.org.id);
  return reading(environment, call, async (tx) => {
    const id = await idOf(tx, call.principal.org.id, meta, key);
    await checkReadable(environment, tx, call, meta, id);
    const record = (await readAnswer(environment, tx, call, meta, id)) as { readonly version: number };
    return { status: 200, body: record, etag: `"${record.version}"` };
  });
}
export function readable(environment: Environment, call: Call, name: string): RecordMeta {
  const meta = metaOf(environment, name);
  if (!may(call.principal, name, 'read')) throw new Refused('forbidden', { declaration: name, action: 'read' });
  return meta;
}
/** A snapshot that only reads. */
export const reading = <T>(environment: Environment, call: Call, work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(environment.pools.reads, call.principal.org.id, work, { readOnly: true });

export async function idOf(tx: Tx, org: string, meta: RecordMeta, key: string): Promise<string> {
  if (isId(key)) return key.toLowerCase();
  // No code holds a control character, and PostgreSQL takes no text with U+0000.
  if (!meta.code || /\p{Cc}/u.test(key)) throw new Refused('not_found');
  const rows = await tx.query(`select id from ${meta.view} where org_id = $1 and ${quoted(meta.code)} = $2 limit 1`, [org, key]);
  const id = rows[0]?.['id'];
  if (typeof id !== 'string') throw new Refused('not_found');
  return id;
}
export const checkReadable = (environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string): Promise<void> => checkAllReadable(environment, tx, call, meta, [id]);
export async function checkAllReadable(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, ids: readonly string[]): Promise<void> {
  const rows = await loadRecords(tx, call.principal.org.id, meta, ids);
  for (const id of ids) {
    const row = rows.get(id);
    if (!row || !(await reaches(environment, tx, call.principal, meta, 'read', row))) throw new Refused('not_found');
  }
}
