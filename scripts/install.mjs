// Installs what the lockfile names, once per lockfile, before `npm start` and `npm test`.
// Plain JavaScript: it must run on whatever Node the machine has, because the right one is among what it installs.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const mark = join(root, 'node_modules', '.installed');
const lock = join(root, '.cache', 'install.lock');
const oldestNpm = 7;

function main() {
  const wanted = wantedState();
  if (isInstalled(wanted)) return 0;
  takeLock();
  try {
    // Whoever held the lock may have installed meanwhile.
    if (isInstalled(wanted)) return 0;
    if (!agreesWithLockfile()) {
      const status = installAll();
      if (status !== 0) return status;
    }
    writeFileSync(mark, wanted);
    return 0;
  } finally {
    releaseLock();
  }
}

/** Packages for another system or processor do not serve this one, so both belong to the state. */
function wantedState() {
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  return createHash('sha256')
    .update(lockfile)
    .update(process.platform + process.arch)
    .digest('hex');
}

function isInstalled(wanted) {
  return existsSync(mark) && readFileSync(mark, 'utf8') === wanted;
}

/** True when npm itself was run here by hand and has installed exactly the lockfile: then nothing is downloaded again. */
function agreesWithLockfile() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(record, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    const mayBeAbsent = entry.optional === true && !isForThisMachine(entry);
    if (found === undefined ? !mayBeAbsent : found.version !== entry.version || !existsSync(join(root, path))) return false;
  }
  return true;
}

function isForThisMachine(entry) {
  const allows = (list, value) => list === undefined || [].concat(list).includes(value);
  // An optional package that names no system may be left out by npm for reasons of its own.
  return (entry.os !== undefined || entry.cpu !== undefined) && entry.libc === undefined && allows(entry.os, process.platform) && allows(entry.cpu, process.arch);
}

function installAll() {
  const npm = npmCommand();
  const asked = spawnSync(npm.command, npm.first.concat('--version'), { cwd: root, encoding: 'utf8', shell: npm.shell });
  const major = Number(String(asked.stdout).split('.')[0]);
  if (!(major >= oldestNpm)) {
    say(`需要 npm ${oldestNpm} 或更高版本。`, `npm ${oldestNpm} or later is needed.`);
    return 1;
  }
  say('正在安装依赖包（仅首次或更新后需要）…', 'Installing packages (only at first and after an update) …');
  const { status } = spawnSync(npm.command, npm.first.concat(['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund']), {
    cwd: root,
    // What npm says while installing is no part of the answer of the command that needed it.
    stdio: ['ignore', 2, 2],
    shell: npm.shell,
    // The outer npm hands its own settings down (`npm start --silent`, a dry run); an installation takes those of the project.
    env: Object.assign({}, process.env, { npm_config_loglevel: 'error', npm_config_dry_run: '' }),
  });
  if (status !== 0) say('安装失败：请检查网络和磁盘空间后重试。', 'Installing failed: check network and disk space, then try again.');
  return status === null ? 1 : status;
}

/** The npm that runs us, by the Node that runs us; else the one in the path. */
function npmCommand() {
  const running = process.env.npm_execpath;
  if (running && /npm-cli\.[cm]?js$/.test(running)) return { command: process.execPath, first: [running], shell: false };
  return { command: 'npm', first: [], shell: process.platform === 'win32' };
}

/** Two starts at once: the second waits for the first. A holder that was killed is recognised, because no such process runs. */
function takeLock() {
  mkdirSync(dirname(lock), { recursive: true });
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, String(process.pid));
  try {
    for (let waited = 0; ; waited += 1) {
      try {
        linkSync(draft, lock);
        return;
      } catch (error) {
        if (error.code !== 'EEXIST') throw error;
      }
      const holder = readHolder();
      if (holder !== undefined && (!isRunning(holder) || isForgotten())) discard(holder);
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
      if (waited === 10) say('另一个进程正在安装依赖包，等待中…', 'Another process is installing packages, waiting …');
    }
  } finally {
    unlinkSync(draft);
  }
}

function readHolder() {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The number of a killed holder may have gone to another process since; no installation takes half an hour. */
function isForgotten() {
  return existsSync(lock) && Date.now() - statSync(lock).mtimeMs > 30 * 60 * 1000;
}

/** Moves a dead holder's lock away; if another process has taken it in between, it is put back. */
function discard(holder) {
  const aside = `${lock}.${process.pid}.stale`;
  try {
    renameSync(lock, aside);
    if (Number(readFileSync(aside, 'utf8')) !== holder) linkSync(aside, lock);
    unlinkSync(aside);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
}

function releaseLock() {
  if (readHolder() === process.pid) unlinkSync(lock);
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function say(zh, en) {
  process.stderr.write(`${/^en/i.test(process.env.LC_ALL || process.env.LANG || '') ? en : zh}\n`);
}

process.exitCode = main();
