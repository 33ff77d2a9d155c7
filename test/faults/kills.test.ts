import { expect, test } from 'vitest';
import { runFaults } from '../../scripts/faults.ts';

/* The short form of `npm run faults`: a few kills of each kind, so that a fault in starting again, in the watch over PostgreSQL or in a transaction that is two shows at once. */
test('after kills of server and PostgreSQL everything acknowledged is there, nothing by half and nothing twice', async () => {
  const report = await runFaults({ kills: 3, clients: 2, between: 8 });
  expect(report.findings).toEqual([]);
  expect(report.kills).toEqual({ server: 2, database: 1 });
  expect(report.acknowledged).toBeGreaterThanOrEqual(3 * 8);
}, 180_000);
