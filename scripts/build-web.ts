import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { speech } from '../src/cli/speech.ts';
import { buildWeb } from '../src/cli/web-build.ts';

const root = dirname(import.meta.dirname);
const staleAfter = 180_000;

/** Builds the web application as the start does: only when its sources changed, compressed once. Answers its folder. */
export async function builtWeb(): Promise<string> {
  const release = await lock(join(root, 'dist', 'web.lock'));
  try {
    const folder = await buildWeb({
      root,
      speech: speech('en', { json: false, quiet: false }),
      given: { words: [], flag: () => false, text: () => undefined },
      environment: process.env,
      met: {},
    });
    if (folder === undefined) throw new Error('the web application could not be built');
    return folder;
  } finally {
    release();
  }
}
/** Several test files ask at once; the first builds, the others find it done. A folder is made by one process only. */
async function lock(path: string): Promise<() => void> {
  mkdirSync(dirname(path), { recursive: true });
  for (;;) {
    try {
      mkdirSync(path);
      return () => rmSync(path, { recursive: true, force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && Date.now() - made > staleAfter) rmSync(path, { recursive: true, force: true });
    else await pause(200);
  }
}

if (import.meta.main) process.stdout.write(`${await builtWeb()}\n`);
