import { userInfo } from 'node:os';
import { join } from 'node:path';
import { connect, type Database, openDatabase } from '../database/connect.ts';
import { openPools, type Pools } from '../database/pool.ts';
import type { Call } from '../kernel/command/call.ts';
import type { Environment } from '../kernel/command/environment.ts';
import { commandScan, type Scan } from '../kernel/files/scan.ts';
import { type FileStore, folderStore } from '../kernel/files/store.ts';
import { type Kernel, openKernel } from '../kernel/open.ts';
import { Refused } from '../kernel/problem.ts';
import { migrate, type Migration, readMigrations } from '../kernel/store/migrate.ts';
import { inTransaction } from '../kernel/store/session.ts';
import { modules } from '../modules/index.ts';
import { servers } from '../modules/server.ts';
import { people } from '../server/people.ts';
import { authDatabase, type AuthDatabase } from '../server/sign-in/database.ts';
import type { Context } from './command.ts';
import { WrongUse } from './usage.ts';

/** The open installation a command works on; everything is closed when its work ends, however it ends. */
export interface Installation {
  readonly database: Database;
  readonly pools: Pools;
  readonly kernel: Kernel;
  readonly environment: Environment;
  readonly auth: AuthDatabase;
}
export interface OrganisationKey {
  readonly id: string;
  readonly code: string;
  readonly user: string;
}
export const dataFolder = ({ given, environment, root }: Context): string => given.text('data') ?? environment['QIANTAI_DATA'] ?? join(root, 'data');
/** Attached files stand beside the database, outside what the server gives out. */
export const filesOf = (context: Context): FileStore => folderStore(join(dataFolder(context), 'files'));
const scanOf = ({ environment }: Context): Scan | undefined => (environment['QIANTAI_FILE_SCANNER'] ? commandScan(environment['QIANTAI_FILE_SCANNER']) : undefined);
export const databaseUrl = ({ given, environment }: Context): string | undefined => given.text('database-url') ?? environment['DATABASE_URL'];
export const migrationsOf = ({ root }: Context): Migration[] => readMigrations(join(root, 'migrations'));

export async function withDatabase<T>(context: Context, exclusive: string | undefined, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir: dataFolder(context), databaseUrl: databaseUrl(context), exclusive });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}
/** Opens connections and kernel; `lost` is told of faults outside any request. */
export function openInstallation(context: Context, database: Database, lost: (error: unknown) => void = () => undefined): Installation {
  const pools = openPools(database.app, lost);
  const kernel = openKernel({ modules, servers, pools, files: filesOf(context), people, scan: scanOf(context), failed: lost });
  context.met.registry = kernel.registry;
  return { database, pools, kernel, environment: kernel.environment, auth: authDatabase(pools.commands) };
}
/** For commands that may run beside a server: the schema must be there already. */
export async function withInstallation<T>(context: Context, work: (installation: Installation) => Promise<T>): Promise<T> {
  return withDatabase(context, undefined, async (database) => {
    await requireMigrated(context, database);
    const installation = openInstallation(context, database);
    try {
      const result = await work(installation);
      await installation.environment.operations.stop();
      // What was committed gets its numbers and its place in the chain before the process goes.
      for (const { id } of await organisations(installation)) await installation.environment.settled(id);
      return result;
    } finally {
      await installation.pools.end();
    }
  });
}
async function requireMigrated(context: Context, database: Database): Promise<void> {
  const owner = await connect(database.owner);
  try {
    const done = await appliedMigrations(owner);
    const missing = migrationsOf(context).filter((migration) => !done.includes(migration.number));
    if (missing.length > 0)
      throw new WrongUse({ zh: '数据库尚未迁移，请先运行 qiantai migrate 或 npm start。', en: 'The database is not migrated yet: run qiantai migrate or npm start first.' });
  } finally {
    await owner.end();
  }
}
export async function appliedMigrations(owner: Awaited<ReturnType<typeof connect>>): Promise<readonly number[]> {
  const table = await owner.query<{ found: boolean }>(`select to_regclass('public.migration') is not null as found`);
  if (!table.rows[0]?.found) return [];
  return (await owner.query<{ number: number }>('select number from public.migration order by number')).rows.map((row) => row.number);
}
/** Applies what is missing and says so. */
export async function migrateDatabase(context: Context, database: Database, migrations = migrationsOf(context)): Promise<number> {
  const owner = await connect(database.owner);
  try {
    return await migrate(owner, migrations, ({ name }) => context.speech.note({ zh: `已迁移 ${name}`, en: `Migrated ${name}` }));
  } finally {
    await owner.end();
  }
}

/** The organisations of the installation, each with its first member, in whose name the command line acts. */
export async function organisations({ auth }: Installation): Promise<readonly OrganisationKey[]> {
  return auth.query<OrganisationKey>('select distinct on (org_code) org_id as id, org_code as code, user_id as "user" from auth.member order by org_code, user_id');
}
/** The one asked for with `--org`, or the only one. */
export async function organisation(context: Context, installation: Installation): Promise<OrganisationKey> {
  const all = await organisations(installation);
  const code = context.given.text('org');
  if (all.length === 0) throw new WrongUse({ zh: '还没有组织，请先运行 npm start。', en: 'There is no organisation yet: run npm start first.' });
  const found = code === undefined ? (all.length === 1 ? all[0] : undefined) : all.find((one) => one.code === code);
  if (found) return found;
  const codes = all.map((one) => one.code).join(', ');
  if (code !== undefined) throw new Refused('not_found');
  throw new WrongUse({ zh: `有多个组织，请用 --org 指定：${codes}`, en: `There are several organisations, name one with --org: ${codes}` });
}

/** Whoever reaches the data folder has every right anyway; the audit trail names him (P.16). */
export async function cliCall({ pools }: Installation, { id, code, user }: OrganisationKey, context: Context): Promise<Call> {
  const [row] = await inTransaction(pools.reads, id, (tx) => tx.query('select name, time_zone from core.organisation where org_id = $1 and id = $1', [id]), { readOnly: true });
  return {
    principal: {
      kind: 'cli',
      user,
      name: `cli:${userInfo().username}`,
      org: { id, code, name: String(row?.['name'] ?? code), time_zone: String(row?.['time_zone'] ?? 'Asia/Shanghai') },
      department: null,
      departments: [],
      departmentTree: [],
      roles: [],
      grants: [],
      permissions: new Set(['*']),
      unlimited: true,
    },
    via: 'cli',
    request: `cli-${process.pid}`,
    locale: context.speech.locale,
    dryRun: context.given.flag('dry-run'),
    ack: new Set(),
  };
}
