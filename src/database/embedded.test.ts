import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, openDatabase } from './connect.ts';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import type { Connection } from './url.ts';

let folder: string;
let port: string;
let server: EmbeddedServer;

/** With TCP as well, so that the same cluster plays a PostgreSQL of one's own. */
const start = (): Promise<EmbeddedServer> => startEmbedded({ dataDir: folder, settings: { shared_buffers: '32MB', listen_addresses: '127.0.0.1', port } });
const admin = (): Connection => ({ host: server.host, port: server.port, user: 'postgres', database: 'postgres' });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), `qiantai-test-${process.pid}-embedded-`));
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  port = await freePort();
  server = await start();
});

afterAll(async () => {
  await server.stop();
  rmSync(server.cluster, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

test('a second start on the same folder uses the PostgreSQL that runs', async () => {
  const again = await Promise.all([start(), start()]);
  expect(again.map(({ pid, started }) => ({ pid, started }))).toEqual([
    { pid: server.pid, started: false },
    { pid: server.pid, started: false },
  ]);
});

test('after a kill −9 the next start has every acknowledged row', async () => {
  const client = await connect(admin());
  await client.query('create table kept (n int)');
  for (let n = 1; n <= 20; n += 1) await client.query('insert into kept values ($1)', [n]);
  const killed = server.pid;
  process.kill(killed, 'SIGKILL');
  await client.end().catch(() => undefined);
  // The signal is on its way: a start meets either the dying process or none, and this test is about none.
  while (server.runs()) await new Promise((resolve) => setImmediate(resolve));
  server = await start();
  expect(server.started).toBe(true);
  expect(server.pid).not.toBe(killed);
  const next = await connect(admin());
  expect((await next.query('select count(*)::int as n from kept')).rows).toEqual([{ n: 20 }]);
  await next.end();
});

test('a lock file of a process that is no PostgreSQL does not hinder the start', async () => {
  await server.stop();
  expect(server.runs()).toBe(false);
  writeFileSync(join(server.cluster, 'postmaster.pid'), `${process.pid}\n${server.cluster}\n0\n5432\n/nowhere\n\n  1 1\nready   \n`);
  server = await start();
  expect(server.started).toBe(true);
});

test('DATABASE_URL of a user who may create roles and databases is enough; the roles log in with derived passwords', async () => {
  const client = await connect(admin());
  await client.query("create role cloud login createrole createdb password 'p@ss/word'");
  writeFileSync(join(server.cluster, 'pg_hba.conf'), 'local all all peer map=qiantai\nhost all all 127.0.0.1/32 scram-sha-256\n');
  await client.query('select pg_reload_conf()');
  const databaseUrl = `postgres://cloud:${encodeURIComponent('p@ss/word')}@127.0.0.1:${port}/shop`;
  // Twice at once, as two server processes do.
  const [database] = await Promise.all([openDatabase({ dataDir: folder, databaseUrl }), openDatabase({ dataDir: folder, databaseUrl })]);
  expect(database.embedded).toBe(false);
  const [owner, app] = await Promise.all([connect(database.owner), connect(database.app)]);
  await owner.query('create schema s');
  await expect(app.query('create schema t')).rejects.toMatchObject({ code: '42501' });
  expect((await app.query('select session_user::text as me, current_database() as db')).rows).toEqual([{ me: 'qiantai_app', db: 'shop' }]);
  await Promise.all([owner.end(), app.end(), client.end()]);
});

test('a user who may not create roles is told which to create, with exit status 5', async () => {
  const client = await connect(admin());
  await client.query("create role plain login password 'x'");
  const roles = (await client.query("select 1 from pg_roles where rolname in ('qiantai_owner', 'qiantai_app')")).rowCount;
  if (roles !== 0) await client.query('drop database if exists shop with (force)');
  if (roles !== 0) await client.query('drop role qiantai_owner, qiantai_app');
  await client.end();
  const refused = openDatabase({ dataDir: folder, databaseUrl: `postgres://plain:x@127.0.0.1:${port}/postgres` });
  await expect(refused).rejects.toMatchObject({ code: 'database.roles_missing', exit: 5 });
});

test('an unreachable database is one sentence with exit status 5, without the password', async () => {
  const nowhere = await freePort();
  const refused = openDatabase({ dataDir: folder, databaseUrl: `postgres://me:secret@127.0.0.1:${nowhere}/x` });
  await expect(refused).rejects.toMatchObject({ code: 'database.unreachable', exit: 5 });
  await expect(refused).rejects.toThrow(/^(?!.*secret).*me@127\.0\.0\.1/);
});

function freePort(): Promise<string> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(String(address !== null && typeof address === 'object' ? address.port : 0)));
    });
  });
}
