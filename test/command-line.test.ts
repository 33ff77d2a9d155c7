import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from '../src/cli/main.ts';
import { openPools } from '../src/database/pool.ts';
import { registryOf } from '../src/kernel/kernel.ts';
import { modules } from '../src/modules/index.ts';
import { servers } from '../src/modules/server.ts';
import { firstStart } from '../src/server/first-start.ts';
import { testDatabase, type TestDatabase } from './support/database.ts';

/* The command line as a person types it, on a database of its own: what it says, and its exit status (P.16). */
let database: TestDatabase;
let other: TestDatabase;
let folder: string;
const urlOf = ({ admin }: TestDatabase): string => `postgres://${admin.user}@localhost:${admin.port}/${admin.database}?host=${encodeURIComponent(admin.host)}`;
const at = (name: string): string => join(folder, name);
interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly said: string;
}
async function qiantai(args: readonly string[], where = database): Promise<Ran> {
  const [out, said]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0),
  ];
  try {
    const exit = await main([...args, '--database-url', urlOf(where), '--data', at('data'), '--lang', 'en'], {});
    return { exit, out: out.join(''), said: said.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
async function asSuperuser(text: string): Promise<void> {
  const client = new pg.Client(database.admin);
  await client.connect();
  await client.query(`set session_replication_role = replica; ${text}`).finally(() => client.end());
}
const count = async (table: string): Promise<number> => {
  const client = new pg.Client(database.admin);
  await client.connect();
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${table}`).finally(() => client.end());
  return rows[0]?.n ?? -1;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'qiantai-command-line-'));
  [database, other] = [await testDatabase(), await testDatabase()];
  expect((await qiantai(['migrate'])).exit).toBe(0);
  const pools = openPools(database.app);
  await firstStart({ pool: pools.commands, registry: registryOf(modules, servers), servers, clock: () => new Date(), code: 'MAIN', password: 'Start-12345!' });
  await pools.end();
});
afterAll(async () => {
  await database.drop();
  await other.drop();
  rmSync(folder, { recursive: true, force: true });
});

describe('P.16 command line', () => {
  test('qiantai import takes the example files in their order', async () => {
    for (const [name, to] of [
      ['1-product-categories', 'inventory.product_category'],
      ['2-products', 'inventory.product'],
      ['3-unit-conversions', 'inventory.unit_conversion'],
      ['4-customers', 'customers.customer'],
      ['5-price-list', 'sales.price_list'],
      ['6-opening-stock', 'inventory.adjustment'],
    ] as const) {
      const ran = await qiantai(['import', fileURLToPath(new URL(`../examples/${name}.xlsx`, import.meta.url)), '--to', to]);
      expect([name, ran.exit, ran.said]).toEqual([name, 0, expect.anything()]);
    }
    expect([await count('inventory.product'), await count('customers.customer')]).toEqual([500, 300]);
  });

  test('P16-2 one bad row, unit whole: exit 3, nothing saved, the error file written', async () => {
    writeFileSync(at('two.csv'), '客户编号,名称,联系人,联系人手机\nC000901,昆山新客户有限公司,李明,13800138009\nC000902,昆山坏客户有限公司,王强,12912345678\n');
    const ran = await qiantai(['import', at('two.csv'), '--to', 'customers.customer', '--errors', at('errors.xlsx')]);
    expect(ran.exit, ran.said).toBe(3);
    expect(await count('customers.customer')).toBe(300);
    expect(existsSync(at('errors.xlsx'))).toBe(true);
    const wrong = await qiantai(['import', at('two.csv'), '--to', 'customers.customer', '--mode', 'upsrt']);
    expect([wrong.exit, wrong.said]).toEqual([2, expect.stringContaining('upsert')]);
  });

  test('P16-1 verify is clean with exit 0, and names the first difference with exit 4', async () => {
    const clean = await qiantai(['verify', '--json']);
    expect(clean.exit, clean.out).toBe(0);
    const report = JSON.parse(clean.out) as { readonly ok: boolean; readonly checks: readonly { readonly name: string; readonly rows: number; readonly differences: number }[] };
    expect(report.ok).toBe(true);
    expect(report.checks.map((check) => check.name)).toContain('finance.trial_balance');
    expect(report.checks.every((check) => check.differences === 0)).toBe(true);
    await asSuperuser('update inventory.value_ledger set value = value + 1 where id = (select id from inventory.value_ledger order by id limit 1)');
    const broken = await qiantai(['verify', '--json']);
    expect(broken.exit).toBe(4);
    const { checks } = JSON.parse(broken.out) as { readonly checks: readonly { readonly differences: number; readonly first?: string }[] };
    expect(checks.find((check) => check.differences > 0)?.first).toMatch(/\d/);
    await asSuperuser('update inventory.value_ledger set value = value - 1 where id = (select id from inventory.value_ledger order by id limit 1)');
  });

  test('P16-4 a backup is restored into an empty database, and into a filled one not: exit 3', async () => {
    expect((await qiantai(['backup', at('all.gz')])).exit).toBe(0);
    expect(readFileSync(at('all.gz')).length).toBeGreaterThan(1000);
    expect((await qiantai(['restore', at('all.gz')])).exit).toBe(3);
    const restored = await qiantai(['restore', at('all.gz'), '--json'], other);
    expect(restored.exit, restored.said + restored.out).toBe(0);
    expect((await qiantai(['verify'], other)).exit).toBe(0);
  });
});
