import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { openPools } from '../../src/database/pool.ts';
import type { Connection } from '../../src/database/url.ts';
import { backup, restore } from '../../src/kernel/backup/archive.ts';
import { openKernel, type Kernel } from '../../src/kernel/open.ts';
import { registryOf } from '../../src/kernel/kernel.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { migrate } from '../../src/kernel/store/migrate.ts';
import { wholeSchema } from '../../src/kernel/store/schema.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { authSchema } from '../../src/server/auth-schema.ts';
import { systemCall } from '../../src/server/system-call.ts';
import { templateDatabase, testDatabase, type TestDatabase } from '../support/database.ts';
import { report, statement, type Story, trialBalance, vouchers } from './client.ts';

/* Proof and keeping: verification, backup and restore, a changed row, and the same story under the standard of small enterprises. */

const asked: readonly (readonly [string, string])[] = [
  ['finance.report.trial_balance', 'from=2026-01-01&to=2026-01-31'],
  ['finance.report.balance_sheet', 'at=2026-01-31'],
  ['finance.report.income_statement', 'from=2026-01-01&to=2026-01-31'],
  ['finance.report.open_items', 'at=2026-01-31'],
  ['inventory.report.stock_value', 'at=2026-01-31'],
];
async function asOwner<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  return work(client).finally(() => client.end());
}
/** The five reports as bytes, without the moment they were asked. */
async function reports(kernel: Kernel, story: Story): Promise<readonly string[]> {
  const { id, code } = story.company.org;
  const call = systemCall({ id, code, name: code, time_zone: 'Asia/Shanghai' }, id, 'reports');
  const answers = await Promise.all(asked.map(([name, query]) => kernel.report(call, name, new URLSearchParams(query))));
  return answers.map((answer) => JSON.stringify({ ...(answer.body as object), as_of: null }));
}

export async function step16(story: Story): Promise<void> {
  const { company } = story;
  const verified = await verify(company.kernel.environment, company.org);
  expect(verified.checks.filter((check) => check.differences > 0)).toEqual([]);
  expect(verified.ok).toBe(true);
  expect((await vouchers(company)).map((voucher) => voucher.number)).toEqual(['2026-00 记-1', ...[1, 2, 3, 4, 5].map((number) => `2026-01 记-${number}`)]);

  await elsewhere(story, async (kernel, other) => {
    expect((await verify(kernel.environment, company.org)).ok).toBe(true);
    expect(await reports(kernel, story)).toEqual(await reports(company.kernel, story));
    await asOwner(other.admin, async (client) => {
      await client.query('set session_replication_role = replica');
      await client.query("update inventory.value_ledger set value = value - 0.01 where id = (select id from inventory.value_ledger where kind = 'issue' order by id limit 1)");
    });
    const broken = await verify(kernel.environment, company.org);
    expect(broken.ok).toBe(false);
    expect(broken.checks.filter((check) => check.differences > 0).map((check) => check.first)).toContainEqual(expect.stringContaining('inventory.cost_head'));
  });
}
/** The company backed up and restored into another database. */
export async function elsewhere({ company }: Story, work: (kernel: Kernel, other: TestDatabase) => Promise<void>): Promise<void> {
  const file = join(tmpdir(), `qiantai-first-sale-${company.database.name}.gz`);
  const template = await templateDatabase('company-schema', async (owner) => {
    for (const text of wholeSchema(registryOf(modules, servers), servers, authSchema)) await owner.query(text);
  });
  const other = await testDatabase(template);
  try {
    // Test databases are made whole, not by migrations; a backup names the last of them.
    for (const database of [company.database, other]) await asOwner(database.owner, (client) => migrate(client, []));
    await asOwner(company.database.owner, (client) => backup(client, file, new Date()));
    await asOwner(other.owner, (client) => restore(client, file));
    const pools = openPools(other.app);
    try {
      await work(openKernel({ modules, servers, pools }), other);
    } finally {
      await pools.end();
    }
  } finally {
    rmSync(file, { force: true });
    await other.drop();
  }
}

const balance: Readonly<Record<string, string>> = {
  '1': '167000.00',
  '4': '4600.00',
  '9': '7202.71',
  '18': '36000.00',
  '19': '6000.00',
  '20': '30000.00',
  '30': '208802.71',
  '31': '50000.00',
  '34': '700.00',
  '36': '4196.57',
  '48': '100000.00',
  '51': '53906.14',
  '53': '208802.71',
};
const income: Readonly<Record<string, string>> = { '1': '6783.43', '2': '5427.79', '32': '1355.64' };
/** After steps 2 to 11 under SBE. */
export async function step17({ company }: Story): Promise<void> {
  const sheet = await statement(company, 'balance_sheet', 'at=2026-01-31', 'closing');
  expect(Object.fromEntries(Object.keys(balance).map((line) => [line, sheet(line)]))).toEqual(balance);
  const profit = await statement(company, 'income_statement', 'from=2026-01-01&to=2026-01-31', 'amount');
  expect(Object.fromEntries(Object.keys(income).map((line) => [line, profit(line)]))).toEqual(income);
  const { rows } = await trialBalance(company, '2026-01-31');
  for (const row of ['5001 – – 6783.43 Cr 6783.43', '540101 – 5427.79 – Dr 5427.79']) expect(rows).toContain(row);
  expect((await report(company.admin, 'finance.balance_sheet', 'at=2026-01-31')).checks.filter((check) => !check.ok)).toEqual([]);
}
