import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { parseBody } from '../command/parse.ts';
import { newId } from '../ids.ts';
import type { FieldMeta } from '../registry/meta.ts';
import { Refused } from '../problem.ts';
import { inTransaction } from '../store/session.ts';
import { checkReadable, idOf, readable, reading } from './record.ts';

const textField: FieldMeta = { name: 'text', kind: 'text', origin: 'input', required: true, long: true, max: 5000, zh: '评论', en: 'Comment' };
/** Comments of one record, oldest first (P.11); they follow the record's own permission. */
export async function commentsOf(environment: Environment, call: Call, name: string, key: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  const org = call.principal.org.id;
  return reading(environment, call, async (tx) => {
    const id = await idOf(tx, org, meta, key);
    await checkReadable(environment, tx, call, meta, id);
    const rows = await tx.query('select c.id, c.at, c.text, c.struck_at, u.id as by_id, u.name as by_name from core.comment_v c join core."user" u on u.org_id = c.org_id and u.id = c.by where c.org_id = $1 and c.record = $2 order by c.at limit 1000', [org, id]);
    return { status: 200, body: { data: rows.map((row) => ({ id: row['id'], at: row['at'], text: row['struck_at'] ? null : row['text'], by: { id: row['by_id'], label: row['by_name'] } })) } };
  });
}
export async function addComment(environment: Environment, call: Call, name: string, key: string, body: unknown): Promise<Answer> {
  const meta = readable(environment, call, name);
  const { values } = parseBody({ fields: [textField], lines: [] }, body);
  const text = values['text'];
  if (typeof text !== 'string') throw new Refused('field.required', {}, '/text');
  const { principal } = call;
  const [id, at] = [newId(), environment.clock().toISOString()];
  await inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    const record = await idOf(tx, principal.org.id, meta, key);
    await checkReadable(environment, tx, call, meta, record);
    await tx.query('insert into core.comment (org_id, id, declaration, record, text, by, at) values ($1, $2, $3, $4, $5, $6, $7)', [principal.org.id, id, name, record, text, principal.user, at]);
  });
  return { status: 201, body: { id, at, text, by: { id: principal.user, label: principal.name } } };
}
