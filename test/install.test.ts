import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(dirname(import.meta.dirname), 'scripts', 'install.mjs');
let project: string;

/** A project with one package and an npm that writes down its calls, takes its time and installs or fails as told. */
beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'qiantai-install-'));
  mkdirSync(join(project, 'scripts'));
  copyFileSync(script, join(project, 'scripts', 'install.mjs'));
  lockfile('1.0.0');
  npm('const { mkdirSync } = require("node:fs"); setTimeout(() => mkdirSync("node_modules/a", { recursive: true }), 300);');
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

test('an installation is made once a lockfile, and again when the lockfile changes', async () => {
  expect(await install()).toBe(0);
  expect(await install()).toBe(0);
  expect(calls()).toBe(1);
  lockfile('1.0.1');
  expect(await install()).toBe(0);
  expect(calls()).toBe(2);
});

test('of two at once the second waits and finds all installed', async () => {
  expect(await Promise.all([install(), install(), install()])).toEqual([0, 0, 0]);
  expect(calls()).toBe(1);
  expect(existsSync(join(project, '.cache', 'install.lock'))).toBe(false);
});

test('a failed installation is reported and not taken for done', async () => {
  npm('process.exitCode = 7;');
  expect(await install()).toBe(7);
  expect(existsSync(join(project, 'node_modules', '.installed'))).toBe(false);
  npm('require("node:fs").mkdirSync("node_modules/a", { recursive: true });');
  expect(await install()).toBe(0);
});

test('the lock of a killed installation does not hinder', async () => {
  mkdirSync(join(project, '.cache'));
  writeFileSync(join(project, '.cache', 'install.lock'), '999999999');
  expect(await install()).toBe(0);
  expect(calls()).toBe(1);
});

test('what npm has installed by hand from this lockfile is not installed again', async () => {
  mkdirSync(join(project, 'node_modules', 'a'), { recursive: true });
  writeFileSync(join(project, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }));
  expect(await install()).toBe(0);
  expect(calls()).toBe(0);
  lockfile('1.0.1');
  expect(await install()).toBe(0);
  expect(calls()).toBe(1);
});

function lockfile(version: string): void {
  const otherSystem = process.platform === 'win32' ? 'linux' : 'win32';
  const packages = { '': {}, 'node_modules/a': { version }, 'node_modules/b': { version: '1.0.0', optional: true, os: [otherSystem] } };
  writeFileSync(join(project, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }));
}

function npm(body: string): void {
  writeFileSync(
    join(project, 'npm-cli.cjs'),
    `if (process.argv[2] === '--version') console.log('11.0.0'); else { require('node:fs').appendFileSync('calls', process.argv[2] + '\\n'); ${body} }`,
  );
}

function calls(): number {
  const file = join(project, 'calls');
  return existsSync(file) ? readFileSync(file, 'utf8').split('ci\n').length - 1 : 0;
}

function install(): Promise<number | null> {
  const child = spawn(process.execPath, [join(project, 'scripts', 'install.mjs')], {
    stdio: 'ignore',
    env: { ...process.env, npm_execpath: join(project, 'npm-cli.cjs') },
  });
  return new Promise((resolve) => child.once('exit', resolve));
}
