import type { Answer, Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { parseBody } from '../command/parse.ts';
import { isId, newId } from '../ids.ts';
import { followersOf, followFor } from '../notify/follow.ts';
import { tell, tellOfRecord } from '../notify/notify.ts';
import { Refused } from '../problem.ts';
import { checkReadable, idOf, readable } from '../read/record.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { inTransaction, type Tx } from '../store/session.ts';
import { commentsJson, editable, selected } from './list.ts';
import { mentioned, type Mention, mentionsOf } from './mentions.ts';

const textField: FieldMeta = { name: 'text', kind: 'text', origin: 'input', required: true, long: true, max: 5000, zh: '评论', en: 'Comment' };
const mostFiles = 20;
interface Given {
  readonly text: string;
  readonly mentions: readonly Mention[];
  readonly files: readonly string[];
}
function given(body: unknown): Given {
  const { values } = parseBody({ fields: [textField], lines: [] }, body, ['mentions', 'files']);
  const text = values['text'];
  if (typeof text !== 'string') throw new Refused('field.required', {}, '/text');
  return { text, mentions: mentionsOf(values['mentions']), files: filesOf(values['files']) };
}
function filesOf(files: unknown): readonly string[] {
  if (files === undefined || files === null) return [];
  if (!Array.isArray(files) || !files.every((id): id is string => typeof id === 'string' && isId(id))) throw new Refused('field.type', { expected: 'array of ids' }, '/files');
  if (files.length > mostFiles) throw new Refused('field.length', { min: 0, max: mostFiles }, '/files');
  return files;
}

/** `POST …/{id}/comments` {text, mentions, files}: who is mentioned and may read the record is told, followers too. */
export async function addComment(environment: Environment, call: Call, name: string, key: string, body: unknown): Promise<Answer> {
  const meta = readable(environment, call, name);
  const comment = given(body);
  const { principal } = call;
  const org = principal.org.id;
  return inTransaction(environment.pools.commands, org, async (tx) => {
    const record = await idOf(tx, org, meta, key);
    await checkReadable(environment, tx, call, meta, record);
    await refuseForeignFiles(tx, org, record, comment.files);
    const id = newId();
    const at = environment.clock().toISOString();
    await tx.query('insert into core.comment (org_id, id, declaration, record, text, mentions, files, by, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      org,
      id,
      name,
      record,
      comment.text,
      JSON.stringify(comment.mentions),
      comment.files,
      principal.user,
      at,
    ]);
    const warnings = await tellReaders(environment, tx, call, meta, record, id, comment.mentions, at);
    return { status: 201, body: { ...(await one(environment, tx, call, id)), warnings } };
  });
}
/** Files of a comment are files of its record. */
async function refuseForeignFiles(tx: Tx, org: string, record: string, files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  const known = new Set(
    (await tx.query('select id from core.attachment where org_id = $1 and record = $2 and removed_at is null and id = any($3::uuid[])', [org, record, files])).map(
      (row) => row['id'],
    ),
  );
  const at = files.findIndex((id) => !known.has(id));
  if (at >= 0) throw new Refused('reference.not_found', { code: files[at] }, `/files/${at}`);
}
async function tellReaders(
  environment: Environment,
  tx: Tx,
  call: Call,
  meta: RecordMeta,
  record: string,
  comment: string,
  mentions: readonly Mention[],
  at: string,
): Promise<readonly object[]> {
  const { org, user } = call.principal;
  const subject = { declaration: meta.name, id: record };
  const { told, refused } = await mentioned(environment, tx, call, subject, mentions);
  const others = told.filter((one) => one !== user);
  const data = { comment };
  await tell(environment, tx, org.id, { kind: 'mention', record: subject, by: user, data }, others);
  await followFor(tx, org.id, meta, record, others, at);
  const followers = (await followersOf(tx, org.id, meta, record)).filter((one) => !told.includes(one));
  await tellOfRecord(environment, tx, org.id, { kind: 'comment', record: subject, by: user, data }, followers);
  return refused.map((one) => ({ code: 'mention.no_access', params: { user: one } }));
}
async function one(environment: Environment, tx: Tx, call: Call, id: string): Promise<object> {
  const rows = await tx.query(`${selected} where c.org_id = $1 and c.id = $2`, [call.principal.org.id, id]);
  return (await commentsJson(environment, tx, call, rows))[0] ?? {};
}

/** `PATCH …/comments/{comment}`: the author's, for a quarter of an hour; mentions that are new are told. */
export async function changeComment(environment: Environment, call: Call, name: string, record: string, comment: string, body: unknown): Promise<Answer> {
  const next = given(body);
  return withOwn(environment, call, name, record, comment, async (tx, meta, found) => {
    if (!found.young) throw new Refused('comment.too_late', {});
    await refuseForeignFiles(tx, call.principal.org.id, record, next.files);
    const at = environment.clock().toISOString();
    await tx.query('update core.comment set text = $3, mentions = $4, files = $5, edited_at = $6 where org_id = $1 and id = $2', [
      call.principal.org.id,
      comment,
      next.text,
      JSON.stringify(next.mentions),
      next.files,
      at,
    ]);
    const fresh = next.mentions.filter((mention) => !found.mentions.some((old) => old.id === mention.id));
    const { told, refused } = await mentioned(environment, tx, call, { declaration: name, id: record }, fresh);
    const others = told.filter((user) => user !== call.principal.user);
    await tell(environment, tx, call.principal.org.id, { kind: 'mention', record: { declaration: name, id: record }, by: call.principal.user, data: { comment } }, others);
    await followFor(tx, call.principal.org.id, meta, record, others, at);
    const warnings = refused.map((user) => ({ code: 'mention.no_access', params: { user } }));
    return { status: 200, body: { ...(await one(environment, tx, call, comment)), warnings } };
  });
}
/** `DELETE …/comments/{comment}`: gone within a quarter of an hour, struck out later; what was said before stays visible as a struck line. */
export async function removeComment(environment: Environment, call: Call, name: string, record: string, comment: string): Promise<Answer> {
  return withOwn(environment, call, name, record, comment, async (tx, _meta, found) => {
    const org = call.principal.org.id;
    if (found.young) await tx.query('delete from core.comment where org_id = $1 and id = $2', [org, comment]);
    else await tx.query('update core.comment set struck_at = $3 where org_id = $1 and id = $2', [org, comment, environment.clock().toISOString()]);
    return { status: 204, body: undefined };
  });
}
interface Found {
  readonly young: boolean;
  readonly mentions: readonly Mention[];
}
async function withOwn(
  environment: Environment,
  call: Call,
  name: string,
  record: string,
  comment: string,
  work: (tx: Tx, meta: RecordMeta, found: Found) => Promise<Answer>,
): Promise<Answer> {
  const meta = readable(environment, call, name);
  const { org, user } = call.principal;
  return inTransaction(environment.pools.commands, org.id, async (tx) => {
    await checkReadable(environment, tx, call, meta, record);
    const [row] = isId(comment)
      ? await tx.query('select at, by, mentions, struck_at from core.comment where org_id = $1 and id = $2 and record = $3 for update', [org.id, comment, record])
      : [];
    if (!row) throw new Refused('not_found');
    if (row['by'] !== user) throw new Refused('forbidden', { declaration: name, action: 'comment' });
    if (row['struck_at'] !== null) throw new Refused('comment.too_late', {});
    const young = environment.clock().getTime() - Date.parse(String(row['at'])) < editable;
    return work(tx, meta, { young, mentions: row['mentions'] as readonly Mention[] });
  });
}
