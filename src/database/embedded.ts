import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { codeOf, StartFault } from './fault.ts';
import { whileLocked } from './lock.ts';
import { currentUserName, makeOwnedFolder, place, type Placement } from './placement.ts';
import { runsAs } from './process.ts';

export interface EmbeddedOptions {
  /** The folder the user names; the cluster lies in `postgres` below it, or where root's PostgreSQL account can reach it. */
  readonly dataDir: string;
  /** Settings that replace or extend the ordinary ones. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running embedded PostgreSQL: reachable by the unix socket only, as any role, by this operating system user. */
export interface EmbeddedServer {
  readonly host: string;
  readonly port: number;
  readonly pid: number;
  /** The PostgreSQL data folder. */
  readonly cluster: string;
  /** False: it was running already and has been adopted. */
  readonly started: boolean;
  /** False once it has ended, by whatever cause. */
  runs(): boolean;
  /** `fast` ends every connection; `smart` waits until the others have ended theirs. */
  stop(mode?: 'fast' | 'smart'): Promise<void>;
}

const ordinarySettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  shared_buffers: '256MB',
  max_connections: '100',
  // A migration of the whole schema locks every table of it in one transaction.
  max_locks_per_transaction: '256',
  jit: 'off',
  // A young company grows by a multiple within a minute: what plans go by must keep up.
  autovacuum_naptime: '15s',
  wal_compression: 'pglz',
  // Large enough for bulk loads, small enough that recovery after a kill stays short.
  max_wal_size: '2GB',
  checkpoint_timeout: '10min',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Statements and the detail of errors contain business data, which does not belong in a log (P.17).
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
};

/** Starts the embedded PostgreSQL of a data folder, or adopts the one that runs there already. */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const placement = place(options.dataDir);
  const log = join(dirname(placement.cluster) === '/var/lib/qiantai' ? `${placement.cluster}.log` : `${options.dataDir}/postgres.log`);
  if (!existsSync(join(placement.cluster, 'PG_VERSION'))) {
    await whileLocked(`${placement.cluster}.setup`, 'initdb', () => initialise(placement));
  }
  const deadline = Date.now() + 60_000;
  for (let last = ''; ; ) {
    const running = runningPostmaster(placement.cluster);
    if (running?.ready === true) return server(placement, running, false);
    if (running === undefined) {
      const outcome = await spawnPostmaster(placement, options.settings ?? {}, log);
      if (typeof outcome !== 'string') return server(placement, outcome, true);
      last = outcome;
      // Another start was quicker, or the processes of a killed PostgreSQL are still ending: both pass.
      if (!/lock file "postmaster\.pid"|lock file ".*" already exists|shared memory block/.test(last)) throw startFault(placement.cluster, last, log);
    }
    if (Date.now() > deadline) throw startFault(placement.cluster, last === '' ? 'still starting or stopping' : last, log);
    await pause(50);
  }
}

/** The embedded PostgreSQL of a data folder if it runs, without starting it. */
export function findEmbedded(dataDir: string): EmbeddedServer | undefined {
  const placement = place(dataDir);
  const running = runningPostmaster(placement.cluster);
  return running === undefined ? undefined : server(placement, running, false);
}

interface Postmaster {
  readonly pid: number;
  readonly host: string;
  readonly port: number;
  readonly ready: boolean;
}

function server(placement: Placement, found: Postmaster, started: boolean): EmbeddedServer {
  return {
    host: found.host,
    port: found.port,
    pid: found.pid,
    cluster: placement.cluster,
    started,
    runs: () => runsAs(found.pid, 'postgres'),
    stop: (mode = 'fast') => stopPostmaster(placement.cluster, found.pid, mode),
  };
}

/** Reads postmaster.pid (number, folder, start time, port, socket folder, address, shared memory, state) and believes it only when that process is a PostgreSQL. */
function runningPostmaster(cluster: string): Postmaster | undefined {
  let lines: readonly string[];
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new StartFault(
      'database.folder_not_ours',
      5,
      {
        zh: `无权读取数据目录 ${cluster}。它可能由另一个用户（例如 root）创建；请以该用户运行，或用 QIANTAI_DATA 指定另一个目录。`,
        en: `The data folder ${cluster} cannot be read. Another user (root, say) may have made it: run as that user, or name another folder with QIANTAI_DATA.`,
      },
      error,
    );
  }
  const pid = Number(lines[0]);
  if (!runsAs(pid, 'postgres')) return undefined;
  return { pid, host: lines[4] ?? '', port: Number(lines[3]), ready: (lines[7] ?? '').trim() === 'ready' };
}

/** Makes the cluster under a temporary name, so that a start killed half-way leaves nothing that looks finished. */
async function initialise({ account, binaries, cluster }: Placement): Promise<void> {
  if (existsSync(join(cluster, 'PG_VERSION'))) return;
  const draft = `${cluster}.draft`;
  rmSync(draft, { recursive: true, force: true });
  makeOwnedFolder(draft, account);
  currentUserName();
  // LC_CTYPE decides whether trigrams of Chinese exist at all; with plain C there are none.
  const parts = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--lc-collate=C', `--lc-ctype=${process.platform === 'darwin' ? 'UTF-8' : 'C.UTF-8'}`];
  try {
    await promisify(execFile)(
      join(binaries, 'bin', 'initdb'),
      ['-D', draft, '-U', 'postgres', '-E', 'UTF8', ...parts, '--auth-local=peer', '--auth-host=scram-sha-256', '--data-checksums', '--no-instructions'],
      run(account),
    );
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
    throw startFault(cluster, said, '');
  }
  renameSync(draft, cluster);
}

/** Answers the running postmaster, or what PostgreSQL said when it refused to start. */
async function spawnPostmaster(placement: Placement, settings: Readonly<Record<string, string>>, log: string): Promise<Postmaster | string> {
  const { account, binaries, cluster } = placement;
  allowPeers(placement);
  const sockets = socketFolder(placement);
  const wanted = { ...ordinarySettings, ...settings, unix_socket_directories: sockets };
  const from = logSize(log);
  const output = openSync(log, 'a', 0o600);
  let child: ChildProcess;
  try {
    const flags = Object.entries(wanted).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    child = spawn(join(binaries, 'bin', 'postgres'), ['-D', cluster, ...flags], { ...run(account), detached: true, stdio: ['ignore', output, output] });
  } finally {
    closeSync(output);
  }
  let ended = false;
  child.once('exit', () => (ended = true));
  child.once('error', () => (ended = true));
  // Recovery after a kill may take minutes; as long as PostgreSQL works at it there is nothing to give up on.
  while (!ended) {
    const running = runningPostmaster(cluster);
    if (running?.ready === true && running.pid === child.pid) {
      child.unref();
      return running;
    }
    await pause(20);
  }
  return readFileSync(log, 'utf8').slice(from).trim().split('\n').slice(-5).join('\n');
}

/** Root and the owner of the cluster may log in as any role; nobody else may, and there is no password to keep. */
function allowPeers({ account, cluster }: Placement): void {
  const names = new Set([currentUserName(), account?.name ?? '']);
  names.delete('');
  writeFileSync(join(cluster, 'pg_hba.conf'), 'local all all peer map=qiantai\n');
  writeFileSync(join(cluster, 'pg_ident.conf'), [...names].map((name) => `qiantai "${name}" all\n`).join(''));
}

/**
 * A socket's path may have 107 bytes; a deep data folder gets a private folder elsewhere. The cluster remembers which,
 * so that a PostgreSQL started again is found where the pools look for it.
 */
function socketFolder({ account, cluster }: Placement): string {
  const beside = join(cluster, '.s');
  if (Buffer.byteLength(join(beside, '.s.PGSQL.65535')) <= 100) {
    makeOwnedFolder(beside, account);
    return beside;
  }
  const note = join(cluster, '.socket');
  const known = existsSync(note) ? readFileSync(note, 'utf8') : '';
  if (existsSync(known) && statSync(known).uid === statSync(cluster).uid) return known;
  const folder = mkdtempSync(join(tmpdir(), 'qiantai-socket-'));
  makeOwnedFolder(folder, account);
  writeFileSync(note, folder);
  return folder;
}

async function stopPostmaster(cluster: string, pid: number, mode: 'fast' | 'smart'): Promise<void> {
  const stopped = (): boolean => !runsAs(pid, 'postgres') || runningPostmaster(cluster)?.pid !== pid;
  if (stopped()) return;
  process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGTERM');
  const patience = Date.now() + 60_000;
  while (!stopped()) {
    if (mode === 'fast' && Date.now() > patience) process.kill(pid, 'SIGQUIT');
    await pause(20);
  }
}

function run(account: Placement['account']): { uid?: number; gid?: number; cwd: string; env: NodeJS.ProcessEnv } {
  return { ...(account === undefined ? {} : { uid: account.uid, gid: account.gid }), cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
}

function logSize(log: string): number {
  if (!existsSync(log)) return 0;
  if (statSync(log).size > 16 * 1024 * 1024) truncateSync(log);
  return readFileSync(log, 'utf8').length;
}

function startFault(cluster: string, said: string, log: string): StartFault {
  const where = log === '' ? '' : ` (${log})`;
  return new StartFault('database.start_failed', 5, {
    zh: `内置的 PostgreSQL 无法在 ${cluster} 启动${where}：\n${said}`,
    en: `The embedded PostgreSQL could not start on ${cluster}${where}:\n${said}`,
  });
}
