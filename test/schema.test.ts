import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type pg from 'pg';
import { connect } from '../src/database/connect.ts';
import { registryOf } from '../src/kernel/kernel.ts';
import { migrate, readMigrations } from '../src/kernel/store/migrate.ts';
import { wholeSchema } from '../src/kernel/store/schema.ts';
import { modules } from '../src/modules/index.ts';
import { servers } from '../src/modules/server.ts';
import { authSchema } from '../src/server/auth-schema.ts';
import { testDatabase, type TestDatabase } from './support/database.ts';

/* The migrated database and the declared one must be the same, catalog by catalog. The rules of scale are asked in `test/scale`. */
let migrated: TestDatabase;
let declared: TestDatabase;
let one: pg.Client;
let two: pg.Client;

beforeAll(async () => {
  [migrated, declared] = await Promise.all([testDatabase(), testDatabase()]);
  [one, two] = await Promise.all([connect(migrated.owner), connect(declared.owner)]);
  await migrate(one, readMigrations(join(import.meta.dirname, '../migrations')));
  for (const statement of wholeSchema(registryOf(modules, servers), servers, authSchema)) await two.query(statement);
});
afterAll(async () => {
  await Promise.all([one.end(), two.end()]);
  await Promise.all([migrated.drop(), declared.drop()]);
});

const ours = "n.nspname not in ('pg_catalog', 'information_schema', 'public', 'pg_toast')";
const catalogs: Readonly<Record<string, string>> = {
  columns: `select n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, a.attgenerated, pg_get_expr(d.adbin, d.adrelid) as def from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum where ${ours} and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped order by 1, 2, 3`,
  constraints: `select n.nspname, c.relname, k.conname, pg_get_constraintdef(k.oid) as def from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} order by 1, 2, 3`,
  indexes: `select schemaname, tablename, indexname, indexdef from pg_indexes where schemaname not in ('pg_catalog', 'public') order by 1, 2, 3`,
  views: `select schemaname, viewname, definition from pg_views where schemaname not in ('pg_catalog', 'information_schema', 'public') order by 1, 2`,
  policies: 'select schemaname, tablename, policyname, qual, with_check from pg_policies order by 1, 2, 3',
  triggers: `select n.nspname, c.relname, t.tgname, pg_get_triggerdef(t.oid) as def from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace where ${ours} and not t.tgisinternal order by 1, 2, 3`,
  functions: `select n.nspname, p.proname, pg_get_functiondef(p.oid) as def from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${ours} order by 1, 2`,
  grants: `select table_schema, table_name, privilege_type from information_schema.role_table_grants where grantee = 'qiantai_app' and table_schema not in ('pg_catalog', 'information_schema', 'public') order by 1, 2, 3`,
};

test.each(Object.keys(catalogs))('migrations and declarations agree: %s', async (name) => {
  const [a, b] = await Promise.all([one.query(catalogs[name] ?? ''), two.query(catalogs[name] ?? '')]);
  expect(b.rows.length).toBeGreaterThan(0);
  expect(a.rows).toEqual(b.rows);
});

const shared = "n.nspname <> 'auth'";
test('row-level security is on for every table of an organisation, and the server owns nothing', async () => {
  const { rows } = await one.query(`select n.nspname || '.' || c.relname as tab from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${ours} and ${shared} and c.relkind = 'r' and not c.relrowsecurity`);
  expect(rows).toEqual([]);
  const owned = await one.query("select relname from pg_class where relowner = 'qiantai_app'::regrole");
  expect(owned.rows).toEqual([]);
});
