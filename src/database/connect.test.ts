import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../test/support/database.ts';
import { connect } from './connect.ts';
import { openPools, type Pools } from './pool.ts';

let database: TestDatabase;
let pools: Pools;

beforeAll(async () => {
  database = await testDatabase();
  pools = openPools(database.app);
});

afterAll(async () => {
  await pools.end();
  await database.drop();
});

test('the server’s role owns nothing, is no superuser and cannot pass by row-level security', async () => {
  const { rows } = await pools.reads.query("select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname in ('qiantai_app', 'qiantai_owner')");
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row).toEqual({ rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false });
  await expect(pools.commands.query('create table public.t (a int)')).rejects.toMatchObject({ code: '42501' });
  await expect(pools.commands.query('create schema s')).rejects.toMatchObject({ code: '42501' });
});

test('the owner role can make schemas and tables', async () => {
  const owner = await connect(database.owner);
  try {
    await owner.query('create schema made');
    await owner.query('create table made.t (a int)');
    expect((await owner.query('select pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()')).rows).toEqual([{ owner: 'qiantai_owner' }]);
  } finally {
    await owner.end();
  }
});

test('extensions are there and trigrams of Chinese exist', async () => {
  const { rows } = await pools.reads.query("select extname from pg_extension where extname <> 'plpgsql' order by 1");
  expect(rows.map((row: { extname: string }) => row.extname)).toEqual(['btree_gin', 'btree_gist', 'pg_trgm', 'pgcrypto']);
  expect((await pools.reads.query("select cardinality(show_trgm('上海机械')) as n")).rows).toEqual([{ n: 5 }]);
});

test('settings of a distributed engine are placeholders on plain PostgreSQL', async () => {
  expect((await pools.commands.query("select current_setting('citus.propagate_set_commands') a, current_setting('citus.enable_unsafe_triggers') b")).rows).toEqual([
    { a: 'local', b: 'on' },
  ]);
});
