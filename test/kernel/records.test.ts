import { afterAll, beforeAll, expect, test } from 'vitest';
import { core } from '../../src/modules/core/index.ts';
import { openPools, type Pools } from '../../src/database/pool.ts';
import { openEnvironment, registryOf } from '../../src/kernel/kernel.ts';
import { createRecord, changeRecord } from '../../src/kernel/command/save.ts';
import type { Call } from '../../src/kernel/command/call.ts';
import type { Environment } from '../../src/kernel/command/environment.ts';
import { newId } from '../../src/kernel/ids.ts';
import { wholeSchema } from '../../src/kernel/store/schema.ts';
import { templateDatabase, testDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
let pools: Pools;
let environment: Environment;
const org = newId();
const call = (more: Partial<Call> = {}): Call => ({
  principal: {
    kind: 'cli',
    user: newId(),
    name: 'test',
    org: { id: org, code: 'MAIN', name: 'x', time_zone: 'Asia/Shanghai' },
    department: null,
    departments: [],
    departmentTree: [],
    roles: [],
    grants: [],
    permissions: new Set(),
    unlimited: true,
  },
  via: 'cli',
  request: 'r1',
  locale: 'zh',
  dryRun: false,
  ack: new Set(),
  ...more,
});

beforeAll(async () => {
  const template = await templateDatabase('kernel-records', async (owner) => {
    for (const statement of wholeSchema(registryOf([core], []), [])) await owner.query(statement);
  });
  database = await testDatabase(template);
  pools = openPools(database.app);
  environment = openEnvironment({ modules: [core], servers: [], pools });
});
afterAll(async () => {
  await pools.end();
  await database.drop();
});

test('a catalog row is created, read back and changed', async () => {
  const made = await createRecord(environment, call(), 'core.unit', { code: 'PCS', name: '个' });
  expect(made.status).toBe(201);
  const record = made.body as { readonly id: string; readonly version: number };
  expect(record).toMatchObject({ code: 'PCS', name: '个', version: 1 });
  const changed = await changeRecord(environment, call(), 'core.unit', record.id, 1, { name: '件' });
  expect(changed.body).toMatchObject({ name: '件', version: 2 });
  await expect(changeRecord(environment, call(), 'core.unit', record.id, 1, { name: '箱' })).rejects.toMatchObject({ code: 'conflict.stale' });
  await expect(createRecord(environment, call(), 'core.unit', { code: 'PCS', name: '个' })).rejects.toMatchObject({ code: 'record.duplicate' });
  await environment.settled(org);
});
