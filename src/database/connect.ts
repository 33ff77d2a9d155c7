import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { type EmbeddedServer, startEmbedded } from './embedded.ts';
import { codeOf, StartFault } from './fault.ts';
import { type Lock, lockDataFolder } from './lock.ts';
import { openClient } from './pool.ts';
import { type Connection, parseDatabaseUrl } from './url.ts';

export interface OpenOptions {
  /** Folder of the embedded PostgreSQL and of the one lock (QIANTAI_DATA). */
  readonly dataDir: string;
  /** DATABASE_URL: a PostgreSQL of one's own instead of the embedded one. */
  readonly databaseUrl?: string | undefined;
  /**
   * What takes the data folder for itself (`start`, `migrate`, `restore`); a second one is refused with exit status 6.
   * Left out by commands that may run beside a server: they use its PostgreSQL, or start one for as long as they run.
   */
  readonly exclusive?: string | undefined;
}

/** An open database: created, with its roles and extensions; tables are the migrator's business. */
export interface Database {
  /** As the role that owns the database and its tables: migrations, bulk loads. */
  readonly owner: Connection;
  /** As the server's role, which owns nothing and cannot pass by row-level security. */
  readonly app: Connection;
  readonly embedded: boolean;
  stop(): Promise<void>;
}

export const ownerRole = 'qiantai_owner';
export const appRole = 'qiantai_app';
const extensions = ['pg_trgm', 'btree_gist', 'btree_gin', 'pgcrypto'] as const;

/** Opens the database of an installation, creating what is missing. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  if (options.databaseUrl !== undefined && options.databaseUrl !== '') return openForeign(parseDatabaseUrl(options.databaseUrl));
  const lock = options.exclusive === undefined ? undefined : lockDataFolder(options.dataDir, options.exclusive);
  try {
    return await openEmbedded(options.dataDir, lock);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

async function openEmbedded(dataDir: string, lock: Lock | undefined): Promise<Database> {
  const server = await startEmbedded({ dataDir });
  const admin: Connection = { host: server.host, port: server.port, user: 'postgres', database: 'postgres' };
  try {
    const roles = await prepareDatabase(admin, 'qiantai');
    const guard = lock === undefined ? undefined : keepRunning(server, () => startEmbedded({ dataDir }));
    return {
      ...roles,
      embedded: true,
      stop: async () => {
        // Who holds the lock stops PostgreSQL; another command only if it started it and nobody else has come to use it since.
        if (guard !== undefined) await (await guard.release()).stop('fast');
        else if (server.started && !(await usedByOthers(admin))) await server.stop('fast');
        lock?.release();
      },
    };
  } catch (error) {
    if (server.started) await server.stop('fast');
    throw error;
  }
}

interface Guard {
  /** Ends the watch and answers the PostgreSQL that runs now. */
  release(): Promise<EmbeddedServer>;
}

/**
 * Starts PostgreSQL again when it ends without having been asked to (killed, out of memory), so that the server is whole
 * again after a moment. What was acknowledged is on disk; what was running answers with an error.
 */
function keepRunning(first: EmbeddedServer, restart: () => Promise<EmbeddedServer>): Guard {
  let current = Promise.resolve(first);
  const timer = setInterval(() => {
    current = current.then((server) => (server.runs() ? server : restart().catch(() => server)));
  }, 1000);
  timer.unref();
  return {
    release: () => {
      clearInterval(timer);
      return current;
    },
  };
}

async function openForeign(url: Connection): Promise<Database> {
  const roles = await prepareDatabase(url, url.database);
  return { ...roles, embedded: false, stop: () => Promise.resolve() };
}

/**
 * Creates database, roles and extensions where they are missing and says how to connect as each role.
 * Several processes may do this at once: an advisory lock lets one after the other through.
 */
export async function prepareDatabase(admin: Connection, database: string): Promise<{ readonly owner: Connection; readonly app: Connection }> {
  const maintenance = await connect({ ...admin, database: 'postgres' }).catch(() => undefined);
  const client = maintenance ?? (await connect({ ...admin, database }));
  let access: Access;
  try {
    await client.query('select pg_advisory_lock(4800, 1)');
    access = await createRoles(client, admin);
    if (maintenance !== undefined) await createDatabase(client, database, access);
    const inside = await connect({ ...admin, database });
    try {
      await furnish(inside, database);
    } finally {
      await inside.end();
    }
  } finally {
    await client.end();
  }
  return { owner: as(admin, database, ownerRole, access), app: as(admin, database, appRole, access) };
}

/** How the two roles are reached: by logging in as them, or, where the given user may not create roles, by switching at connect time. */
interface Access {
  readonly login: boolean;
  readonly password: ((role: string) => string) | undefined;
}

/**
 * The embedded PostgreSQL knows its user and needs no passwords. Elsewhere the roles' passwords are derived from the given
 * one, so that several server processes agree on them and nothing has to be stored.
 */
async function createRoles(client: pg.Client, admin: Connection): Promise<Access> {
  const me = await client.query<{ may: boolean; super: boolean }>('select rolcreaterole or rolsuper as may, rolsuper as super from pg_roles where rolname = current_user');
  const secret = admin.password;
  const known = await client.query<{ rolname: string }>('select rolname from pg_roles where rolname = any($1)', [[ownerRole, appRole]]);
  const may = me.rows[0]?.may === true;
  if (!may && known.rows.length < 2) throw missingRoles();
  const password = secret === undefined ? undefined : (role: string) => createHmac('sha256', secret).update(`qiantai ${role}`).digest('base64url');
  const login = may && (admin.host.startsWith('/') || password !== undefined);
  if (!may) return { login, password: undefined };
  for (const role of [ownerRole, appRole]) {
    if (!known.rows.some((row) => row.rolname === role)) await client.query(`create role ${role} login`);
    // A superuser says the dangerous attributes explicitly; others may not name them and cannot have given them.
    const safe = me.rows[0]?.super === true ? 'nosuperuser nobypassrls noreplication' : '';
    await client.query(`alter role ${role} login nocreatedb nocreaterole ${safe} ${password === undefined ? '' : `password '${password(role)}'`}`);
    if (me.rows[0]?.super !== true) await client.query(`grant ${role} to current_user`);
  }
  return { login, password };
}

async function createDatabase(client: pg.Client, database: string, access: Access): Promise<void> {
  const found = await client.query('select 1 from pg_database where datname = $1', [database]);
  if (found.rowCount === 0) {
    await client.query(`create database ${quote(database)} template template0 encoding 'UTF8' ${await locale(client)}`);
  }
  if (access.login) await client.query(`alter database ${quote(database)} owner to ${ownerRole}`);
}

/** Trigram search finds Chinese only with a UTF-8 LC_CTYPE; a server older than 17 has no built-in locale to name. */
async function locale(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version");
  return (rows[0]?.version ?? 0) >= 170000 ? "locale_provider builtin builtin_locale 'C.UTF-8' lc_collate 'C' lc_ctype 'C.UTF-8'" : "lc_collate 'C' lc_ctype 'C.UTF-8'";
}

/** What every database of ours has before the first migration. */
async function furnish(inside: pg.Client, database: string): Promise<void> {
  for (const name of extensions) await inside.query(`create extension if not exists ${name} schema public`);
  const statements = [
    `revoke all on database ${quote(database)} from public`,
    `grant connect, temporary on database ${quote(database)} to ${appRole}`,
    'revoke create on schema public from public',
    `grant usage on schema public to ${appRole}`,
    `grant create, usage on schema public to ${ownerRole}`,
  ];
  for (const statement of statements) await inside.query(statement);
  for (const statement of distributedSettings(database)) {
    // Only a superuser may set what plain PostgreSQL does not know; there nothing reads it, and on Citus its administrator sets it.
    await inside.query(statement).catch((error: unknown) => {
      if (codeOf(error) !== '42501') throw error;
    });
  }
}

/** The settings that Citus needs on every node. */
export function distributedSettings(database: string): readonly string[] {
  return [`alter database ${quote(database)} set citus.enable_unsafe_triggers = 'on'`, `alter database ${quote(database)} set citus.propagate_set_commands = 'local'`];
}

function as(admin: Connection, database: string, role: string, access: Access): Connection {
  const { password: _, ...rest } = admin;
  if (access.login) return { ...rest, database, user: role, ...(access.password === undefined ? {} : { password: access.password(role) }) };
  return { ...admin, database, options: `-c role=${role}` };
}

async function usedByOthers(admin: Connection): Promise<boolean> {
  const client = await connect(admin);
  try {
    const found = await client.query("select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() limit 1");
    return found.rowCount !== 0;
  } finally {
    await client.end();
  }
}

/** Connects, or says in one sentence why the database cannot be reached. */
export async function connect(connection: Connection): Promise<pg.Client> {
  const client = openClient(connection);
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const place = `${connection.user}@${connection.host}:${connection.port}/${connection.database}`;
    throw new StartFault('database.unreachable', 5, { zh: `无法连接数据库 ${place}：${reason}`, en: `Cannot reach the database ${place}: ${reason}` }, error);
  }
}

function missingRoles(): StartFault {
  return new StartFault('database.roles_missing', 5, {
    zh: `DATABASE_URL 的用户无权创建角色。请由管理员创建角色 ${ownerRole}（数据库所有者）和 ${appRole}，并把两者授予该用户。`,
    en: `The user in DATABASE_URL may not create roles. Let an administrator create the roles ${ownerRole} (owner of the database) and ${appRole} and grant both to that user.`,
  });
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
