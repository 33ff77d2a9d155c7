import type { Answer, Call } from '../command/call.ts';
import { metaOf } from '../command/command.ts';
import type { Environment } from '../command/environment.ts';
import { reaches } from '../command/reach.ts';
import { isDraft } from '../command/save.ts';
import { isId, newId } from '../ids.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { FileAnswer } from '../read/print.ts';
import { checkReadable, readable, reading } from '../read/record.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import { inTransaction, type Row, type Tx } from '../store/session.ts';
import { cleanName } from './name.ts';
import { rangeOf } from './range.ts';
import { fileTypeOf, isInline } from './type.ts';

export interface Uploaded {
  readonly name: string;
  readonly bytes: Uint8Array;
}
const mostBytes = 20 * 1024 * 1024;
const mostFiles = 100;

/** `GET …/{id}/attachments` (P.11): files follow the permission of their record. */
export async function attachmentsOf(environment: Environment, call: Call, name: string, id: string): Promise<Answer> {
  const meta = readable(environment, call, name);
  return reading(environment, call, async (tx) => {
    await checkReadable(environment, tx, call, meta, id);
    const rows = await tx.query(`${selected} where a.org_id = $1 and a.record = $2 and a.declaration = $3 and a.removed_at is null order by a.id`, [
      call.principal.org.id,
      id,
      name,
    ]);
    return { status: 200, body: { data: rows.map(fileJson) } };
  });
}
const selected =
  'select a.id, a.line, a.name, a.type, a.size, a.sha256, a.at, a.by, u.name as by_name from core.attachment_v a left join core.user_v u on u.org_id = $1 and u.id = a.by';
const fileJson = (row: Row): object => ({
  id: row['id'],
  /** The line of the record it belongs to, as its lasting id. */
  line: row['line'] ?? null,
  name: row['name'],
  type: row['type'],
  size: Number(row['size']),
  sha256: row['sha256'],
  inline: isInline(String(row['type'])),
  at: row['at'],
  by: { id: row['by'], label: row['by_name'] },
});

/** Whoever may change the record may add files to it, to submitted documents too. */
export async function addAttachment(environment: Environment, call: Call, name: string, id: string, file: Uploaded, line: string | null = null): Promise<Answer> {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'update')) throw new Refused('forbidden', { declaration: name, action: 'update' });
  const { principal } = call;
  await inTransaction(environment.pools.reads, principal.org.id, (tx) => reachable(environment, tx, call, meta, id), { readOnly: true });
  if (file.bytes.length > mostBytes) throw new Refused('file.too_large', {}, '/file');
  const clean = cleanName(file.name);
  const { type } = fileTypeOf(clean, Buffer.from(file.bytes));
  await environment.scan(file.bytes);
  const sha256 = await environment.files.put(file.bytes);
  const row = { id: newId(), name: clean, type, size: file.bytes.length, sha256, line, at: environment.clock().toISOString(), by: principal.user, by_name: principal.name };
  await inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    refuseForeignLine(meta, await reachable(environment, tx, call, meta, id), line);
    const [count] = await tx.query('select count(*)::int as files from core.attachment where org_id = $1 and record = $2 and removed_at is null', [principal.org.id, id]);
    if (Number(count?.['files']) >= mostFiles) throw new Refused('file.too_many', { max: mostFiles });
    await tx.query('insert into core.attachment (org_id, id, declaration, record, name, type, size, sha256, by, at, line) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)', [
      principal.org.id,
      row.id,
      name,
      id,
      clean,
      type,
      row.size,
      sha256,
      principal.user,
      row.at,
      line,
    ]);
  });
  return { status: 201, body: fileJson(row), location: `/api/${meta.module}/${meta.key}/${id}/attachments/${row.id}` };
}
/** A file of a line is a file of its record (P.11). */
function refuseForeignLine(meta: RecordMeta, record: Loaded, line: string | null): void {
  if (line === null) return;
  const known = meta.lines.some(({ name }) => ((record[name] ?? []) as readonly { readonly line_uid?: string }[]).some((one) => one.line_uid === line));
  if (!known) throw new Refused('reference.not_found', { code: line }, '/line');
}
async function reachable(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string): Promise<Loaded> {
  const row = (await loadRecords(tx, call.principal.org.id, meta, [id])).get(id);
  if (!row || !(await reaches(environment, tx, call.principal, meta, 'read', row))) throw new Refused('not_found');
  if (!(await reaches(environment, tx, call.principal, meta, 'update', row))) throw new Refused('forbidden', { declaration: meta.name, action: 'update' });
  return row;
}

export interface Download {
  readonly inline: boolean;
  readonly range: string | undefined;
}
/** The bytes, after the record's permission is asked again; in part where a range is asked for. */
export async function downloadAttachment(environment: Environment, call: Call, name: string, id: string, attachment: string, { inline, range }: Download): Promise<FileAnswer> {
  const meta = readable(environment, call, name);
  const row = await reading(environment, call, async (tx) => {
    await checkReadable(environment, tx, call, meta, id);
    return attachmentRow(tx, call, name, id, attachment);
  });
  const stored = await environment.files.open(String(row['sha256']));
  if (!stored) throw new Refused('not_found');
  const part = rangeOf(range, stored.size);
  const type = String(row['type']);
  const bytes = await stored.read(part?.from ?? 0, part?.to ?? stored.size - 1);
  return {
    status: part ? 206 : 200,
    body: bytes,
    etag: `"${String(row['sha256'])}"`,
    file: {
      type,
      name: String(row['name']),
      sealed: true,
      ...(inline && isInline(type) ? { inline: true as const } : {}),
      ...(part ? { range: { ...part, size: stored.size } } : {}),
    },
  };
}
async function attachmentRow(tx: Tx, call: Call, name: string, id: string, attachment: string): Promise<Row> {
  if (!isId(attachment)) throw new Refused('not_found');
  const [row] = await tx.query('select id, name, type, sha256, by from core.attachment where org_id = $1 and id = $2 and record = $3 and declaration = $4 and removed_at is null', [
    call.principal.org.id,
    attachment,
    id,
    name,
  ]);
  if (!row) throw new Refused('not_found');
  return row;
}

/** Only one's own, and of documents only while they are drafts (P.11); the bytes stay, other records may hold the same file. */
export async function removeAttachment(environment: Environment, call: Call, name: string, id: string, attachment: string): Promise<Answer> {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'update')) throw new Refused('forbidden', { declaration: name, action: 'update' });
  const { principal } = call;
  await inTransaction(environment.pools.commands, principal.org.id, async (tx) => {
    const record = await reachable(environment, tx, call, meta, id);
    const row = await attachmentRow(tx, call, name, id, attachment);
    if (meta.type === 'document' && !isDraft(meta, record)) throw new Refused('document.immutable', { state: record['state'] });
    if (row['by'] !== principal.user && !principal.unlimited) throw new Refused('forbidden', { declaration: name, action: 'remove_attachment' });
    await tx.query('update core.attachment set removed_at = $3, removed_by = $4 where org_id = $1 and id = $2', [
      principal.org.id,
      attachment,
      environment.clock().toISOString(),
      principal.user,
    ]);
  });
  return { status: 204, body: undefined };
}
