import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';
import { codeOf, StartFault } from './fault.ts';
import { makeDataFolder } from './folder.ts';
import { processIdentity } from './process.ts';

/** What a lock file says about its holder. */
export interface LockHolder {
  readonly pid: number;
  readonly identity: string;
  readonly purpose: string;
  readonly since: string;
}

export interface Lock {
  release(): void;
}

/**
 * Takes the one lock of a data folder (P.16: a second start, migration or restore is refused with exit status 6).
 * A holder that was killed is recognised by its process identity, so the next start works at once.
 */
export function lockDataFolder(dataDir: string, purpose: string): Lock {
  const folder = makeDataFolder(dataDir);
  const taken = takeLock(join(folder, 'qiantai.lock'), purpose);
  if ('release' in taken) return taken;
  const { pid, purpose: other, since } = taken;
  throw new StartFault('database.folder_locked', 6, {
    zh: `数据目录 ${folder} 正被另一个进程使用（进程号 ${pid}，${other}，始于 ${since}）。请先停止它，或用 QIANTAI_DATA 指定另一个目录。`,
    en: `The data folder ${folder} is in use by another process (process ${pid}, ${other}, since ${since}). Stop it first, or name another folder with QIANTAI_DATA.`,
  });
}

/** Runs `work` while holding a short lock, waiting for whoever holds it: for steps that two processes must not do at once. */
export async function whileLocked<T>(file: string, purpose: string, work: () => Promise<T>, waitMs = 120_000): Promise<T> {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const taken = takeLock(file, purpose);
    if ('release' in taken) {
      try {
        return await work();
      } finally {
        taken.release();
      }
    }
    if (Date.now() > deadline) {
      throw new StartFault('database.setup_locked', 6, {
        zh: `等待进程 ${taken.pid}（${taken.purpose}）超时。`,
        en: `Waited too long for process ${taken.pid} (${taken.purpose}).`,
      });
    }
    await pause(50);
  }
}

/** Takes the lock file or answers who holds it. The file appears complete (a link to a finished one), so a reader never sees half of it. */
export function takeLock(file: string, purpose: string): Lock | LockHolder {
  const mine: LockHolder = { pid: process.pid, identity: processIdentity(process.pid) ?? '', purpose, since: new Date().toISOString() };
  const text = JSON.stringify({ ...mine, token: randomUUID() });
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: 0o644 });
  try {
    for (;;) {
      try {
        linkSync(draft, file);
        return { release: () => releaseLock(file, text) };
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      const found = readLock(file);
      if (found === undefined) continue;
      if (found.holder !== undefined && processIdentity(found.holder.pid) === found.holder.identity) return found.holder;
      discardStale(file, found.text);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead holder's file away; if meanwhile another process has taken the lock, what was moved is put back. */
function discardStale(file: string, stale: string): void {
  const aside = `${file}.${randomUUID()}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  try {
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, file);
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseLock(file: string, text: string): void {
  if (readLock(file)?.text === text) rmSync(file, { force: true });
}

function readLock(file: string): { readonly text: string; readonly holder: LockHolder | undefined } | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  return { text, holder: parseHolder(text) };
}

/** A file that is no lock of ours (emptied by a full disk, say) has no holder and is treated as stale. */
function parseHolder(text: string): LockHolder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const { pid, identity, purpose, since } = value as Partial<Record<keyof LockHolder, unknown>>;
    if (typeof pid !== 'number' || typeof identity !== 'string' || typeof purpose !== 'string' || typeof since !== 'string') return undefined;
    return { pid, identity, purpose, since };
  } catch {
    return undefined;
  }
}
