import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { openPools } from '../../src/database/pool.ts';
import type { Connection } from '../../src/database/url.ts';
import { backup, restore } from '../../src/kernel/backup/archive.ts';
import { folderStore } from '../../src/kernel/files/store.ts';
import { registryOf } from '../../src/kernel/kernel.ts';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { openKernel } from '../../src/kernel/open.ts';
import { migrate } from '../../src/kernel/store/migrate.ts';
import { wholeSchema } from '../../src/kernel/store/schema.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { authSchema } from '../../src/server/auth-schema.ts';
import { foundCompany, type Company } from '../support/company.ts';
import { templateDatabase, testDatabase, type TestDatabase } from '../support/database.ts';

let company: Company;
let other: TestDatabase;
let folder: string;
beforeAll(async () => {
  company = await foundCompany();
  other = await testDatabase(
    await templateDatabase('company-schema', async (owner) => {
      for (const text of wholeSchema(registryOf(modules, servers), servers, authSchema)) await owner.query(text);
    }),
  );
  folder = mkdtempSync(join(tmpdir(), 'qiantai-kept-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await other.drop();
  await company.close();
});
async function asOwner<T>(connection: Connection, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(connection);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test('P.16 a backup holds the attached files, a restore brings them back, and verify tells a damaged or missing one', async () => {
  const customer = (await company.admin.post<{ id: string }>('/api/customers/customer', { name: '昆山同创机电有限公司' })).body.id;
  const at = `/api/customers/customer/${customer}/attachments`;
  const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(2_000_000, '图纸')]);
  for (const [name, bytes] of [
    ['合同.pdf', Buffer.from('%PDF-1.7\n%%EOF\n')],
    ['图纸.pdf', large],
    ['再一份.pdf', large],
  ] as const)
    expect((await company.admin.upload(at, { name, bytes })).status).toBe(201);

  const file = join(folder, 'backup.gz');
  const files = folderStore(join(folder, 'files'));
  for (const database of [company.database, other]) await asOwner(database.owner, (client) => migrate(client, []));
  const written = await asOwner(company.database.owner, (client) => backup(client, file, new Date(), company.kernel.environment.files));
  const restored = await asOwner(other.owner, (client) => restore(client, file, files));
  expect([written.files, restored.files]).toEqual([2, 2]);

  const pools = openPools(other.app);
  try {
    const { environment } = openKernel({ modules, servers, pools, files });
    const checked = async (): Promise<string | undefined> => (await verify(environment, company.org, ['attachments'])).checks.find((check) => check.name === 'attachments')?.first;
    expect(await checked()).toBeUndefined();
    const [damaged] = readdirSync(join(folder, 'files'), { recursive: true, encoding: 'utf8' }).filter((name) => /[0-9a-f]{64}$/.test(name));
    writeFileSync(join(folder, 'files', damaged ?? ''), '%PDF-1.7 changed');
    expect(await checked()).toContain('differs from its checksum');
    rmSync(join(folder, 'files', damaged ?? ''));
    expect(await checked()).toContain('is missing');
  } finally {
    await pools.end();
  }
});
