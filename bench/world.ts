import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { connect } from '../src/database/connect.ts';
import { place } from '../src/database/placement.ts';
import { openPools, type Pools } from '../src/database/pool.ts';
import type { Connection } from '../src/database/url.ts';
import type { Call } from '../src/kernel/command/call.ts';
import { type Kernel, openKernel } from '../src/kernel/open.ts';
import { sequence } from '../src/kernel/sequencer.ts';
import { modules } from '../src/modules/index.ts';
import { servers } from '../src/modules/server.ts';
import { memory, processorTime } from './measure.ts';
import type { Options } from './options.ts';
import { type Ready, serveFile } from './serve.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const password = 'Bench-12345!';

/** The database of an installation from within this process: for setting up, for floors and for looking afterwards. */
export interface Inside {
  readonly org: { readonly id: string; readonly code: string };
  /** The server's role through the server's own kind of pools. */
  readonly pools: Pools;
  readonly kernel: Kernel;
  /** The installation itself, with every right. */
  readonly call: Call;
  /** As the role that owns the tables, for bulk loading. */
  readonly owner: pg.Client;
  /** As PostgreSQL's superuser, for loading without triggers. */
  readonly superuser: pg.Client;
  /** Numbers, chains and rolls up whatever waits. */
  readonly sequence: () => Promise<void>;
  readonly close: () => Promise<void>;
}
/** A running installation to be measured: the server in its process, and its database from within. */
export interface World extends Inside {
  readonly url: string;
  readonly folder: string;
  /** Processor milliseconds used so far by the server and by PostgreSQL. */
  readonly processor: () => { readonly server: number; readonly database: number };
  readonly memory: () => { readonly server: number; readonly database: number };
  readonly stop: () => Promise<void>;
}

export async function openInside(connections: { readonly owner: Connection; readonly app: Connection }): Promise<Inside> {
  const pools = openPools(connections.app);
  const kernel = openKernel({ modules, servers, pools });
  const superuser = await connect({ ...connections.owner, user: 'postgres' });
  const [member] = (await superuser.query<{ org_id: string; user_id: string }>('select org_id, user_id from auth.member order by user_id limit 1')).rows;
  const org = { id: member?.org_id ?? '', code: 'MAIN' };
  const owner = await connect(connections.owner);
  // A role that owns the tables is above their policies; what it loads says whose it is.
  for (const client of [owner, superuser]) await client.query(`set app.org_id = '${org.id}'`);
  return {
    org,
    pools,
    kernel,
    owner,
    superuser,
    call: callOf(org, member?.user_id ?? ''),
    sequence: () => sequence(pools.commands, servers, org),
    close: async () => void (await Promise.allSettled([pools.end(), owner.end(), superuser.end()])),
  };
}
/** Starts an installation on a data folder of its own; `options.data` names one that is kept. */
export async function openWorld(options: Options): Promise<World> {
  const folder = dataFolder(options.data);
  const { child, ready } = await startServer(folder, options);
  const inside = await openInside(ready);
  return {
    ...inside,
    url: ready.url,
    folder,
    processor: () => ({ server: processorTime(child.pid ?? 0, false), database: processorTime(ready.postgres, true) }),
    memory: () => ({ server: memory(child.pid ?? 0, false), database: memory(ready.postgres, true) }),
    stop: async () => {
      await inside.close();
      const { cluster } = place(folder);
      await stopServer(child);
      if (options.data === undefined) for (const one of [cluster, folder]) rmSync(one, { recursive: true, force: true });
    },
  };
}
export function dataFolder(given: string | undefined): string {
  if (given !== undefined) {
    mkdirSync(given, { recursive: true });
    return given;
  }
  const folder = mkdtempSync(join(tmpdir(), 'qiantai-bench-'));
  // Root's PostgreSQL runs under another account, which must be able to enter.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
  return folder;
}
async function startServer(folder: string, { profile, statements, webFolder }: Options): Promise<{ readonly child: ChildProcess; readonly ready: Ready }> {
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const child = fork(serveFile, [folder, password, statements ? 'statements' : '', webFolder ?? ''], {
    execPath: process.execPath,
    execArgv: profiling,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const ready = await Promise.race([once(child, 'message').then(([message]) => message as Ready), once(child, 'exit').then(() => undefined)]);
  if (!ready) throw new Error('the server ended before it was ready');
  return { child, ready };
}
async function stopServer(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.send('stop');
  await ended;
}
const callOf = (org: Inside['org'], user: string): Call => ({
  principal: {
    kind: 'cli',
    user,
    name: 'bench',
    org: { ...org, name: 'bench', time_zone: 'Asia/Shanghai' },
    department: null,
    departments: [],
    departmentTree: [],
    roles: [],
    grants: [],
    permissions: new Set(['*']),
    unlimited: true,
  },
  via: 'cli',
  request: 'bench',
  locale: 'zh',
  dryRun: false,
  ack: new Set(),
});
