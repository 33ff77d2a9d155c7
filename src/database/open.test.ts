import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database, openDatabase } from './connect.ts';
import { findEmbedded } from './embedded.ts';
import { openPools } from './pool.ts';

let folder: string;
let database: Database;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `qiantai-test-${process.pid}-open-`));
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  database = await openDatabase({ dataDir: folder, exclusive: 'start' });
});

afterAll(async () => {
  await database.stop();
  const left = findEmbedded(folder);
  await left?.stop();
  rmSync(folder, { recursive: true, force: true });
  expect(left).toBeUndefined();
});

test('P16-3 two starts on one folder: the second is refused with exit status 6, and the first goes on', async () => {
  await expect(openDatabase({ dataDir: folder, exclusive: 'start' })).rejects.toMatchObject({ code: 'database.folder_locked', exit: 6 });
  const client = await connect(database.app);
  expect((await client.query('select 1 as n')).rows).toEqual([{ n: 1 }]);
  await client.end();
});

test('a command beside the server uses its PostgreSQL and leaves it running', async () => {
  const command = await openDatabase({ dataDir: folder });
  expect(command.app).toEqual(database.app);
  await command.stop();
  const client = await connect(database.app);
  await client.end();
});

test('a server whose PostgreSQL is killed has it back after a moment, with every acknowledged row', async () => {
  const owner = await connect(database.owner);
  await owner.query('create table public.kept as select 7 as n');
  await owner.query('grant select on public.kept to qiantai_app');
  const pools = openPools(database.app);
  await pools.commands.query('select n from kept');
  process.kill(findEmbedded(folder)?.pid ?? 0, 'SIGKILL');
  await expect
    .poll(
      () =>
        pools.commands.query('select n from kept').then(
          ({ rows }) => rows,
          () => undefined,
        ),
      { timeout: 20_000 },
    )
    .toEqual([{ n: 7 }]);
  await Promise.all([pools.end(), owner.end().catch(() => undefined)]);
});

test('a start after a stop works at once', async () => {
  await database.stop();
  database = await openDatabase({ dataDir: folder, exclusive: 'start' });
  const client = await connect(database.app);
  expect((await client.query('select n from kept')).rows).toEqual([{ n: 7 }]);
  await client.end();
});
