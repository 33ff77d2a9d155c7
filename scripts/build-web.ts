import { dirname } from 'node:path';
import { speech } from '../src/cli/speech.ts';
import { buildWeb } from '../src/cli/web-build.ts';

/** Builds the web application as the start does: only when its sources changed, compressed once. Answers its folder. */
export async function builtWeb(): Promise<string> {
  const root = dirname(import.meta.dirname);
  const folder = await buildWeb({
    root,
    speech: speech('en', { json: false, quiet: false }),
    given: { words: [], flag: () => false, text: () => undefined },
    environment: process.env,
    met: {},
  });
  if (folder === undefined) throw new Error('the web application could not be built');
  return folder;
}

if (import.meta.main) process.stdout.write(`${await builtWeb()}\n`);
