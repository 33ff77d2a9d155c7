import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/*
 * Type checking is a budget (declaration.md §5). Instantiations are the same on every machine with one checker; memory is nearly so; seconds are not
 * and are left alone. Faults of type are for the compiler's own run to tell: here only its figures are read.
 */
const root = join(import.meta.dirname, '../..');
const budget = { instantiations: 900_000, megabytes: 260 };

interface Figures {
  readonly files: number;
  readonly instantiations: number;
  readonly megabytes: number | undefined;
}
function costOf(project: string): Promise<Figures> {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [compiler, '-p', project, '--extendedDiagnostics', '--singleThreaded', '--incremental', 'false'],
      { cwd: root, maxBuffer: 16 * 1024 * 1024 },
      (_error, output) => {
        const figure = (name: string): number | undefined => {
          const found = new RegExp(`^${name}:\\s+(\\d+)K?$`, 'm').exec(output)?.[1];
          return found === undefined ? undefined : Number(found);
        };
        const kilobytes = figure('Memory used');
        resolve({ files: figure('Files') ?? 0, instantiations: figure('Instantiations') ?? Number.NaN, megabytes: kilobytes === undefined ? undefined : kilobytes / 1024 });
      },
    );
  });
}

test('declaration.md §5 the whole project is checked within 900,000 instantiations', { timeout: 120_000 }, async () => {
  const cost = await costOf('.');
  expect(cost.files).toBeGreaterThan(300);
  expect(cost.instantiations).toBeLessThanOrEqual(budget.instantiations);
});
test('declaration.md §5 all declarations with their server parts stay within the memory of the budget', { timeout: 120_000 }, async () => {
  const cost = await costOf('test/conformance/tsconfig.declarations.json');
  expect(cost.files).toBeGreaterThan(100);
  expect(cost.instantiations).toBeLessThanOrEqual(budget.instantiations);
  if (cost.megabytes !== undefined) expect(cost.megabytes).toBeLessThanOrEqual(budget.megabytes);
});
