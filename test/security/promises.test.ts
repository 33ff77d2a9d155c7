import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * `docs/security.md` promises nothing without naming the test that shows it: rows `| promise | file — *name of the test* |`. A test that is renamed
 * or removed takes its promise along, or fails here.
 */
const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/security.md'), 'utf8');
const rows = [...page.matchAll(/^\| (?<promise>.+?) \| (?<proofs>`.+`.*) \|$/gm)].map(({ groups }) => ({ promise: groups?.['promise'] ?? '', proofs: groups?.['proofs'] ?? '' }));
interface Proof {
  readonly promise: string;
  readonly file: string;
  readonly name: string;
}
const proofs: readonly Proof[] = rows.flatMap(({ promise, proofs: cell }) =>
  cell.split('<br>').map((one) => {
    const { groups } = /^`(?<file>[\w./-]+\.test\.ts)` — (?<name>.+)$/.exec(one.trim()) ?? {};
    return { promise, file: groups?.['file'] ?? one, name: groups?.['name'] ?? '' };
  }),
);

test('every promise of the page about security names tests that exist', () => {
  expect(rows.length).toBeGreaterThan(20);
  const missing = proofs.filter(({ file, name }) => {
    const path = join(root, file);
    return name === '' || !existsSync(path) || !readFileSync(path, 'utf8').includes(name);
  });
  expect(missing).toEqual([]);
});

test('every test about security stands on the page', () => {
  const named = new Set(proofs.map(({ file }) => file));
  for (const name of ['routes', 'scopes', 'requests', 'rates', 'files', 'script', 'webhooks', 'dependencies']) expect(named).toContain(`test/security/${name}.test.ts`);
});
