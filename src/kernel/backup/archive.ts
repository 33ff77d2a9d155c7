import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type pg from 'pg';
import copy from 'pg-copy-streams';
import { type FileStore, memoryStore } from '../files/store.ts';
import { Refused } from '../problem.ts';

/*
 * A backup is one gzip stream of lines: a head, then per table its name and columns, its rows in COPY's own text form, and a closing line
 * with count and checksum; behind the tables the attached files, each under its checksum. It is read as the owner of the tables, from one
 * snapshot, because row-level security refuses COPY.
 */
interface Head {
  readonly qiantai: 1;
  readonly at: string;
  readonly migration: number;
}
interface TableHead {
  readonly table: string;
  readonly columns: readonly string[];
}
interface FileHead {
  readonly file: string;
  readonly size: number;
}
/** Bytes of a file in one line; a multiple of three, so that no line but the last is padded. */
const piece = 768 * 1024;
interface TableFoot {
  readonly rows: number;
  readonly sha256: string;
}
export interface Manifest {
  readonly at: string;
  readonly migration: number;
  readonly tables: readonly { readonly table: string; readonly rows: number; readonly sha256: string }[];
  readonly files: number;
}

/** Writes every table and every attached file of the installation to a file; answers what is in it. */
export async function backup(client: pg.Client, file: string, now: Date, files: FileStore = memoryStore()): Promise<Manifest> {
  const out = createGzip({ level: 6 });
  const sink = pipeline(out, createWriteStream(file, { mode: 0o600 }));
  const write = async (text: string | Buffer): Promise<void> => {
    if (!out.write(text)) await once(out, 'drain');
  };
  await client.query('begin isolation level repeatable read read only');
  try {
    const migration = await migrationOf(client);
    const head: Head = { qiantai: 1, at: now.toISOString(), migration };
    await write(`#${JSON.stringify(head)}\n`);
    const tables: { table: string; rows: number; sha256: string }[] = [];
    for (const { table, columns } of await tablesOf(client)) {
      await write(`#${JSON.stringify({ table, columns } satisfies TableHead)}\n`);
      const hash = createHash('sha256');
      let rows = 0;
      for await (const chunk of client.query(copy.to(`copy (select ${columns.map((column) => `"${column}"`).join(', ')} from ${table}) to stdout`)) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        for (const byte of chunk) if (byte === 10) rows += 1;
        await write(chunk);
      }
      const foot: TableFoot = { rows, sha256: hash.digest('hex') };
      await write(`\\.\n#${JSON.stringify(foot)}\n`);
      tables.push({ table, ...foot });
    }
    const attached = await writeFiles(client, files, write);
    await write(`#${JSON.stringify({ end: tables.length })}\n`);
    out.end();
    await sink;
    return { at: head.at, migration, tables, files: attached };
  } finally {
    await client.query('rollback');
  }
}
/** A file that is not there any more is told by `verify`; the rest must be backed up all the same. */
async function writeFiles(client: pg.Client, files: FileStore, write: (text: string) => Promise<void>): Promise<number> {
  const { rows } = await client.query<{ sha256: string }>('select distinct sha256 from core.attachment order by sha256');
  let written = 0;
  for (const { sha256 } of rows) {
    const stored = await files.open(sha256);
    if (!stored) continue;
    await write(`#${JSON.stringify({ file: sha256, size: stored.size } satisfies FileHead)}\n`);
    for (let from = 0; from < stored.size; from += piece) await write(`${(await stored.read(from, Math.min(from + piece, stored.size) - 1)).toString('base64')}\n`);
    await write('\\.\n');
    written += 1;
  }
  return written;
}
async function restoreFile({ file, size }: FileHead, files: FileStore, next: () => Promise<string>): Promise<void> {
  const parts: Buffer[] = [];
  for (let line = await next(); line !== '\\.'; line = await next()) parts.push(Buffer.from(line, 'base64'));
  const bytes = Buffer.concat(parts);
  if (bytes.length !== size || (await files.put(bytes)) !== file) throw new Refused('restore.damaged', { reason: `file ${file} differs from its checksum` });
}

/** Fills an empty, migrated database from a backup; every table is compared with its checksum before the commit. */
export async function restore(client: pg.Client, file: string, files: FileStore = memoryStore()): Promise<Manifest> {
  const filled = await client.query('select 1 from core.organisation limit 1');
  if (filled.rowCount !== 0) throw new Refused('restore.not_empty');
  const lines = linesOf(createReadStream(file).pipe(createGunzip()));
  const next = async (): Promise<string> => {
    const line = await lines.next();
    if (line.done) throw new Refused('restore.damaged', { reason: 'the file ends too early' });
    return line.value;
  };
  const head = meta<Head>(await next());
  if (head.qiantai !== 1) throw new Refused('restore.damaged', { reason: 'this is no backup' });
  const known = await migrationOf(client);
  if (head.migration !== known) throw new Refused('restore.version', { backup: head.migration, program: known });
  const tables: { table: string; rows: number; sha256: string }[] = [];
  let attached = 0;
  await client.query('begin');
  try {
    const keys = await dropForeignKeys(client);
    for (;;) {
      const part = meta<Partial<TableHead & FileHead> & { readonly end?: number }>(await next());
      if (part.end !== undefined) break;
      if (part.file === undefined) tables.push(await restoreTable(client, part as TableHead, next));
      else {
        await restoreFile(part as FileHead, files, next);
        attached += 1;
      }
    }
    for (const statement of keys) await client.query(statement);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  return { at: head.at, migration: head.migration, tables, files: attached };
}
async function restoreTable(client: pg.Client, { table, columns }: TableHead, next: () => Promise<string>): Promise<{ table: string; rows: number; sha256: string }> {
  await client.query(`alter table ${table} disable trigger user`);
  const into = client.query(copy.from(`copy ${table} (${columns.map((column) => `"${column}"`).join(', ')}) from stdin`));
  const hash = createHash('sha256');
  let rows = 0;
  for (let line = await next(); line !== '\\.'; line = await next()) {
    const bytes = `${line}\n`;
    hash.update(bytes);
    rows += 1;
    if (!into.write(bytes)) await once(into, 'drain');
  }
  into.end();
  await once(into, 'finish');
  await client.query(`alter table ${table} enable trigger user`);
  const foot = meta<TableFoot>(await next());
  const sha256 = hash.digest('hex');
  if (foot.rows !== rows || foot.sha256 !== sha256) throw new Refused('restore.damaged', { reason: `${table} differs from its checksum` });
  return { table, rows, sha256 };
}
function meta<T>(line: string): T {
  if (!line.startsWith('#')) throw new Refused('restore.damaged', { reason: 'a line is missing' });
  return JSON.parse(line.slice(1)) as T;
}
async function migrationOf(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ number: number }>('select coalesce(max(number), 0)::int as number from public.migration');
  return rows[0]?.number ?? 0;
}

/** Lines parted by line feeds alone; other separators of Unicode are part of the data. */
async function* linesOf(source: AsyncIterable<Buffer>): AsyncGenerator<string, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(10, start); end >= 0; end = bytes.indexOf(10, start)) {
      yield bytes.toString('utf8', start, end);
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
  return undefined;
}
const ours = "n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pg_toast')";
/** Every table of ours with its stored columns, by name; sessions are not kept, whoever restores signs in again. */
async function tablesOf(client: pg.Client): Promise<TableHead[]> {
  const { rows } = await client.query<{ table: string; columns: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as table, array_agg(a.attname::text order by a.attnum) as columns from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and ${ours} and not (n.nspname = 'auth' and c.relname in ('session', 'attempt')) group by 1 order by 1`,
  );
  return rows;
}
/** Rows of tables that refer to one another in a circle can come in any order while the keys are away; adding them again checks every row. */
async function dropForeignKeys(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ table: string; name: string; def: string }>(
    `select format('%I.%I', n.nspname, c.relname) as table, quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as def from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where k.contype = 'f' and ${ours} order by 1, 2`,
  );
  for (const { table, name } of rows) await client.query(`alter table ${table} drop constraint ${name}`);
  return rows.map(({ table, name, def }) => `alter table ${table} add constraint ${name} ${def}`);
}
