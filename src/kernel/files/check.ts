import { createHash } from 'node:crypto';
import type { Check } from '../command/environment.ts';
import type { FileStore, StoredFile } from './store.ts';

const part = 4 * 1024 * 1024;

/** Every attached file is there and has the checksum it is called by (P.16 `verify`). */
export const attachmentCheck = (files: FileStore): Check => ({
  name: 'attachments',
  async run(tx, org) {
    const rows = await tx.query(
      'select sha256, min(name) as name, max(size) as size from core.attachment where org_id = $1 and removed_at is null group by sha256 order by sha256',
      [org.id],
    );
    const differences: string[] = [];
    for (const row of rows) {
      const stored = await files.open(String(row['sha256']));
      if (!stored) differences.push(`${String(row['name'])}: ${String(row['sha256'])} is missing`);
      else if ((await checksumOf(stored)) !== row['sha256']) differences.push(`${String(row['name'])}: ${String(row['sha256'])} differs from its checksum`);
    }
    return { rows: rows.length, differences };
  },
});
async function checksumOf({ size, read }: StoredFile): Promise<string> {
  const hash = createHash('sha256');
  for (let from = 0; from < size; from += part) hash.update(await read(from, Math.min(from + part, size) - 1));
  return hash.digest('hex');
}
