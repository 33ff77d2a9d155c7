import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockDataFolder, takeLock, whileLocked } from './lock.ts';
import { processIdentity } from './process.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'qiantai-lock-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('P16-3 a second start on one folder is refused with exit status 6 and names the holder; after the first ends it may start', () => {
  const first = lockDataFolder(folder, 'start');
  expect(() => lockDataFolder(folder, 'restore')).toThrow(
    expect.objectContaining({ code: 'database.folder_locked', exit: 6, message: expect.stringContaining(`process ${process.pid}, start`) }),
  );
  first.release();
  lockDataFolder(folder, 'restore').release();
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['a process that has ended', async () => ({ pid: await endedProcess(), identity: 'x', purpose: 'start', since: '' })],
  ['another process that now bears the number', async () => ({ pid: process.pid, identity: `${process.pid}@0`, purpose: 'start', since: '' })],
  ['nobody (a damaged file)', async () => 'not a lock'],
])('a lock of %s does not hinder', async (_, content) => {
  const file = join(folder, 'stale.lock');
  writeFileSync(file, JSON.stringify(await content()));
  const lock = takeLock(file, 'start');
  expect(lock).toHaveProperty('release');
  if ('release' in lock) lock.release();
  expect(existsSync(file)).toBe(false);
});

test('short locks let one after the other through', async () => {
  let inside = 0;
  const work = async (): Promise<void> => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside -= 1;
  };
  await Promise.all([1, 2, 3].map(() => whileLocked(join(folder, 'setup.lock'), 'initdb', work)));
  expect(inside).toBe(0);
});

test('a process is told from another by its start', async () => {
  expect(processIdentity(process.pid)).toBe(processIdentity(process.pid));
  expect(processIdentity(await endedProcess())).toBeUndefined();
  expect(processIdentity(0)).toBeUndefined();
});

async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}
