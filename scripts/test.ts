import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * `npm test`: type check, lint and all tests. Each check counts as one test, and the last line reads `N passed, N failed`.
 * `npm test -- path …` hands the arguments to Vitest and runs the matching tests only.
 */

const root = dirname(import.meta.dirname);
const module = (path: string): string => join(root, 'node_modules', path);

interface Count {
  readonly passed: number;
  readonly failed: number;
}

interface Check {
  readonly name: string;
  readonly program: readonly string[];
}

const checks: readonly Check[] = [
  { name: 'types', program: [module('typescript/bin/tsc'), '-p', '.'] },
  ...(existsSync(join(root, 'src/web/tsconfig.json')) ? [{ name: 'types of the web application', program: [module('typescript/bin/tsc'), '-p', 'src/web'] }] : []),
  { name: 'lint and import rules', program: [module('oxlint/bin/oxlint'), '--deny-warnings'] },
];

async function main(selection: readonly string[]): Promise<number> {
  const counts: Count[] = [];
  if (selection.length === 0) for (const check of checks) counts.push(await runCheck(check));
  counts.push(await runVitest(selection));
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

async function runCheck({ name, program }: Check): Promise<Count> {
  const began = Date.now();
  const { status, output } = await run(program, 'captured');
  const ok = status === 0;
  process.stdout.write(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)\n${ok ? '' : `${output.trimEnd()}\n`}`);
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
}

async function runVitest(selection: readonly string[]): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'qiantai-result-'));
  const file = join(folder, 'result.json');
  try {
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { status } = await run([module('vitest/vitest.mjs'), 'run', ...reporters, ...selection], 'shown');
    return count(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface VitestResult {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  readonly testResults?: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
}

/** A file that does not load and a hook that fails have no failed test of their own; each counts as one, and so does a fault outside all tests. */
function count(result: VitestResult, status: number): Count {
  const broken = (result.testResults ?? []).filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  const failed = (result.numFailedTests ?? 0) + broken;
  return { passed: result.numPassedTests ?? 0, failed: failed === 0 && status !== 0 ? 1 : failed };
}

function run(program: readonly string[], output: 'shown' | 'captured'): Promise<{ readonly status: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, program, {
      cwd: root,
      stdio: ['ignore', output === 'shown' ? 'inherit' : 'pipe', output === 'shown' ? 'inherit' : 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    const said: Buffer[] = [];
    child.stdout?.on('data', (part: Buffer) => said.push(part));
    child.stderr?.on('data', (part: Buffer) => said.push(part));
    child.once('error', reject);
    child.once('close', (status) => resolve({ status: status ?? 1, output: Buffer.concat(said).toString('utf8') }));
  });
}

process.exitCode = await main(process.argv.slice(2));
