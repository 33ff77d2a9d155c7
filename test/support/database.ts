import { createHash, randomUUID } from 'node:crypto';
import type pg from 'pg';
import { inject } from 'vitest';
import { connect, distributedSettings, prepareDatabase } from '../../src/database/connect.ts';
import { startEmbedded } from '../../src/database/embedded.ts';
import type { Connection } from '../../src/database/url.ts';

/** A database of one test file's own. */
export interface TestDatabase {
  readonly name: string;
  /** As the role that owns the tables. */
  readonly owner: Connection;
  /** As the server's role, under row-level security. */
  readonly app: Connection;
  /** As PostgreSQL's superuser: to break what the product's roles cannot. */
  readonly admin: Connection;
  /** Removes it, ending whatever still is connected. */
  drop(): Promise<void>;
}

/** Name of a template database; only `templateDatabase` makes one. */
export type Template = string & { readonly template: unique symbol };

/** Durability costs time and a test cluster has nothing to lose; copying files is the quickest way to clone only without fsync. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  shared_buffers: '128MB',
  max_connections: '200',
  log_min_messages: 'fatal',
};

/** Creates a database from a template (without one: roles and extensions only). Call it in `beforeAll`, and `drop` in `afterAll`. */
export async function testDatabase(template?: Template): Promise<TestDatabase> {
  const admin = await clusterAdmin();
  const source = template ?? (await bareTemplate());
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(admin, (client) => clone(client, name, source));
  const owner: Connection = { ...admin, user: 'qiantai_owner', database: name };
  return {
    name,
    owner,
    app: { ...owner, user: 'qiantai_app' },
    admin: { ...admin, database: name },
    drop: () => run(admin, async (client) => void (await client.query(`drop database if exists "${name}" with (force)`))),
  };
}

/** Builds a template database once a run, whichever test file asks first; the others wait for it. `build` gets a client of the owner role and the way to connect as the server's. */
export async function templateDatabase(key: string, build: (owner: pg.Client, app: Connection) => Promise<void>): Promise<Template> {
  const bare = await bareTemplate();
  return makeTemplate(key, async (client, draft) => {
    await clone(client, draft, bare);
    const owner: Connection = { ...(await clusterAdmin()), user: 'qiantai_owner', database: draft };
    await run(owner, (connected) => build(connected, { ...owner, user: 'qiantai_app' }));
  });
}

async function bareTemplate(): Promise<Template> {
  return makeTemplate('bare', async (_, draft) => {
    await prepareDatabase(await clusterAdmin(), draft);
  });
}

/** Makes the template under a draft name, so that a build that failed is not taken for a template. */
async function makeTemplate(key: string, make: (client: pg.Client, draft: string) => Promise<void>): Promise<Template> {
  const name = `template_${createHash('sha256').update(key).digest('hex').slice(0, 16)}` as Template;
  const admin = await clusterAdmin();
  await run(admin, async (client) => {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [name]);
    const found = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return;
    const draft = `draft_${name}`;
    await client.query(`drop database if exists "${draft}" with (force)`);
    await make(client, draft);
    await client.query(`alter database "${draft}" rename to "${name}"`);
  });
  return name;
}

/** Settings and grants of a database are not copied with its files, so a clone gets them again. */
async function clone(client: pg.Client, name: string, source: string): Promise<void> {
  await client.query(`create database "${name}" template "${source}" strategy file_copy owner qiantai_owner`);
  await client.query(`revoke all on database "${name}" from public`);
  await client.query(`grant connect, temporary on database "${name}" to qiantai_app`);
  for (const statement of distributedSettings(name)) await client.query(statement);
}

async function clusterAdmin(): Promise<Connection> {
  const server = await startEmbedded({ dataDir: inject('clusterFolder'), settings });
  return { host: server.host, port: server.port, user: 'postgres', database: 'postgres' };
}

async function run(connection: Connection, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await connect(connection);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
