import { newId } from '../ids.ts';
import type { Tx } from '../store/session.ts';

export interface KeptFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}
/*
 * Files that come and go with long work: what was sent for an import, what an export made. They stand in the database, so that any process
 * can go on with them, they are in the same transaction as what tells of them, and they are really gone when their days are over.
 */
export async function saveFile(tx: Tx, org: string, now: string, { name, type, bytes }: KeptFile): Promise<string> {
  const id = newId();
  await tx.query('insert into core.exchange_file (org_id, id, name, type, bytes, at) values ($1, $2, $3, $4, $5, $6)', [org, id, name, type, Buffer.from(bytes), now]);
  return id;
}
export async function readFile(tx: Tx, org: string, id: string): Promise<KeptFile | undefined> {
  const [row] = await tx.query('select name, type, bytes from core.exchange_file where org_id = $1 and id = $2', [org, id]);
  return row && { name: String(row['name']), type: String(row['type']), bytes: row['bytes'] as Buffer };
}
