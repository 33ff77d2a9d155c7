import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Every source file of ours. */
function sources(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sources(path);
    return /\.(ts|tsx)$/.test(name) && !/\.test\.tsx?$/.test(name) ? [path] : [];
  });
}
const root = join(import.meta.dirname, '..');
/** Tables of data and texts may be long; nothing else may. */
const data = /chart-|regions|common-passwords|platform-refusals|layout-|words\/|\.gen\./;
const ratchet = 350;

test('a file has one subject: none is longer than the ratchet', () => {
  const long = sources(join(root, 'src'))
    .filter((path) => !data.test(path))
    .map((path) => ({ path: path.slice(root.length + 1), lines: readFileSync(path, 'utf8').split('\n').length }))
    .filter((file) => file.lines > ratchet + 1);
  expect(long).toEqual([]);
});

test('no file is called utils, helpers, common or misc', () => {
  const vague = sources(join(root, 'src')).filter((path) => /(^|\/)(utils?|helpers?|common|misc)(\.|\/)/.test(path));
  expect(vague).toEqual([]);
});

test('every file that the architecture page names exists', () => {
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  const named = [...page.matchAll(/`((?:src|test|scripts|migrations)\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(10);
  for (const path of named) expect(() => statSync(join(root, path)), path).not.toThrow();
});
