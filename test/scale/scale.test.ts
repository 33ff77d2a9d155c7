import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { migrate, readMigrations } from '../../src/kernel/store/migrate.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import * as catalog from './catalog-rules.ts';
import { writtenStatements, type Written } from './sources.ts';
import * as text from './text-rules.ts';

/*
 * Every rule of the scale chapter (§2, 1 to 27) over every table, key, index, trigger, view and statement, so that no later feature makes it
 * impossible to distribute the data by organisation. Beside each check stands what breaks its rule: a check that does not find that is none.
 */
interface Check {
  readonly find: (state: State) => Promise<readonly string[]> | readonly string[];
  /** Something that breaks the rule: a statement for the database, one of a migration, or one of the program. */
  readonly breaks: { readonly database: string } | { readonly migration: readonly string[] } | { readonly program: string };
}
interface State {
  readonly client: pg.Client;
  readonly statements: readonly string[];
  readonly written: readonly Written[];
}
const inCatalog = (find: catalog.CatalogRule, database: string): Check => ({ find: ({ client }) => find(client), breaks: { database } });
const inMigrations = (find: (statements: text.Statements) => string[], ...migration: readonly string[]): Check => ({
  find: ({ statements }) => find(statements),
  breaks: { migration },
});
const inProgram = (find: (written: readonly Written[]) => string[], program: string, only: (path: string) => boolean = () => true): Check => ({
  find: ({ written }) => find(written.filter(({ path }) => only(path))),
  breaks: { program },
});
const bad = 'create table core.bad (org_id uuid not null, id uuid not null, other uuid';
const trigger = (body: string): string => `create function core.bad() returns trigger language plpgsql as $$ begin ${body}; return new; end $$`;
/** A backup reads the whole installation, as the owner of the tables. */
const business = (path: string): boolean => (path.startsWith('src/kernel/') && !path.startsWith('src/kernel/backup/')) || path.startsWith('src/modules/');

const rules: Readonly<Record<number, readonly Check[]>> = {
  1: [
    inCatalog(catalog.orgEverywhere, 'create table core.bad (id uuid primary key)'),
    inCatalog(catalog.orgFirstInIndexes, `${bad}, primary key (org_id, id), unique (other))`),
    inCatalog(catalog.orgFirstInIndexes, `${bad}, primary key (org_id, id), at daterange, exclude using gist (at with &&))`),
    inCatalog(catalog.orgFirstInKeys, `${bad}, primary key (org_id, id), foreign key (other, org_id) references core.bad (id, org_id), unique (id, org_id))`),
  ],
  2: [
    inMigrations(text.distributedFirst, 'create table core.bad (\n  org_id uuid\n)', 'create policy org on core.bad using (true)'),
    inMigrations(text.distributedFirst, 'create table core.bad (\n  org_id uuid,\n  o uuid references core.unit\n)', "select core.distribute('core.bad')"),
  ],
  3: [
    inMigrations(text.oneNamedChange, 'alter table core.unit add column a text, add column b text'),
    inMigrations(text.oneNamedChange, 'alter table core.unit add check (a > 0)'),
    inMigrations(text.oneNamedChange, 'alter table core.unit add column a integer check (a > 0)'),
    inMigrations(text.oneNamedChange, 'create table core.bad (\n  a integer check (a > 0)\n)'),
  ],
  4: [inMigrations(text.oneStatementEach, 'set lock_timeout = 0; drop trigger a on core.unit')],
  5: [inCatalog(catalog.shortNames, `create index ${'a'.repeat(51)} on core.unit (org_id)`)],
  6: [
    inCatalog(catalog.noDeferredTrigger, `create constraint trigger late after insert on core.unit deferrable initially deferred for each row execute function core.immutable()`),
    inCatalog(catalog.balancedByStatement, 'drop trigger balanced on finance.gl_voucher_line'),
  ],
  7: [inCatalog(catalog.noDeferredConstraint, 'alter table core.unit add constraint bad unique (org_id, name) deferrable initially deferred')],
  8: [inCatalog(catalog.triggersStayInOrg, trigger('perform 1 from core.unit where id = new.id'))],
  9: [inCatalog(catalog.noTransitionJoin, trigger('perform 1 from new_rows r join core.unit u on u.org_id = r.org_id'))],
  10: [
    inCatalog(catalog.viewsCallNothing, `create view core.bad_v as select core.bad(u.org_id) as n from core.unit u where u.org_id = core.org()`),
    inCatalog(catalog.triggersWriteNothing, trigger('insert into core.unit (org_id, id) values (new.org_id, new.id)')),
  ],
  11: [inCatalog(catalog.ledgersOnlyGrow, 'grant update on finance.gl_voucher to qiantai_app'), inCatalog(catalog.ledgersOnlyGrow, 'grant truncate on core.unit to qiantai_app')],
  12: [
    inCatalog(catalog.plainPolicies, 'create policy more on core.unit using (org_id = (select core.org()))'),
    inCatalog(catalog.plainPolicies, 'alter table core.unit disable row level security'),
    inProgram(text.orgBySetLocal, "select set_config('app.org_id', $1, true)"),
  ],
  13: [
    inCatalog(catalog.noDefiner, 'create function core.bad() returns int language sql security definer as $$ select 1 $$'),
    inProgram(text.noSetRole, 'set local role qiantai_owner '),
  ],
  14: [inProgram(text.selectedInsertsReturn, 'insert into core.unit (org_id, id) select org_id, id from jsonb_to_recordset($1) as x(id uuid)')],
  15: [inProgram(text.noInsertingChain, 'with a as (insert into core.unit values ($1) returning id) insert into core.link select id from a returning 1')],
  16: [inProgram(text.noMerge, 'merge into core.unit using (values ($1)) x on true when matched then do nothing')],
  17: [
    inProgram(text.noVolatileUpdate, 'update core.unit set updated_at = clock_timestamp() where org_id = $1'),
    inCatalog(catalog.noVolatileDefault, 'alter table core.unit alter column id set default gen_random_uuid()'),
  ],
  18: [inProgram(text.noSelectInValues, 'insert into core.unit (org_id, id) values ($1, (select id from core.unit where org_id = $1))')],
  19: [
    inProgram(text.everyTableBound, 'select 1 from sales.order_line l join inventory.product p on p.id = l.product where l.org_id = $1', business),
    inProgram(text.everyTableBound, 'select 1 from core.unit where id = $1', business),
    inCatalog(catalog.viewsBindEveryTable, 'create view core.bad_v as select u.id from core.unit u join core.role r on r.id = u.id where u.org_id = core.org()'),
  ],
  20: [inCatalog(catalog.noSequence, 'create sequence core.bad'), inCatalog(catalog.noSequence, `${bad}, n bigint generated always as identity)`)],
  21: [
    inCatalog(catalog.noAdvisory, trigger('perform pg_advisory_xact_lock(1)')),
    // Migrations, and making roles before them, run through one node.
    inProgram(text.noAdvisoryLock, 'select pg_advisory_xact_lock($1)', (path) => path !== 'src/kernel/store/migrate.ts' && path !== 'src/database/connect.ts'),
  ],
  22: [
    inCatalog(catalog.queuesAreOfOrganisations, 'alter table core.outbox drop column org_id cascade'),
    inProgram(text.claimedInOneOrg, 'select id from core.outbox where done_at is null for update skip locked '),
  ],
  23: [inProgram(text.noLocalTable, 'insert into auth.job (id) values ($1)', business)],
  24: [inCatalog(catalog.noNotify, trigger("perform pg_notify('changed', new.id::text)")), inProgram(text.noNotifying, "select pg_notify('changed', $1)")],
  25: [inCatalog(catalog.noSetNull, `${bad}, primary key (org_id, id), foreign key (org_id, other) references core.bad on delete set null)`)],
  26: [
    inProgram(text.noForbiddenWrite, 'update sales.order_v set remark = $1 where org_id = $2'),
    inProgram(text.noForbiddenWrite, 'update core.unit set org_id = $1 where org_id = $2'),
    inProgram(text.noForbiddenWrite, "prepare transaction 'a'"),
  ],
  27: [inCatalog(catalog.noKeyFromShared, 'create table auth.bad (org_id uuid, o uuid, foreign key (org_id, o) references core.unit (org_id, id))')],
};

const root = join(import.meta.dirname, '../..');
let database: TestDatabase;
let state: State;
beforeAll(async () => {
  database = await testDatabase();
  const client = await connect(database.owner);
  const migrations = readMigrations(join(root, 'migrations'));
  await migrate(client, migrations);
  state = { client, statements: migrations.flatMap((one) => one.statements), written: writtenStatements(root, ['src/kernel', 'src/modules', 'src/server', 'src/database']) };
  expect(state.written.length).toBeGreaterThan(300);
});
afterAll(async () => {
  await state.client.end();
  await database.drop();
});

test('every rule of the chapter has its check', () => {
  expect(Object.keys(rules).map(Number)).toEqual(Array.from({ length: 27 }, (_, at) => at + 1));
});
describe.each(Object.keys(rules).map(Number))('scale rule %i', (rule) => {
  test('is kept', async () => {
    for (const { find } of rules[rule] ?? []) expect(await find(state)).toEqual([]);
  });
  test('what breaks it is found', async () => {
    for (const { find, breaks } of rules[rule] ?? []) expect((await found(find, breaks)).length, JSON.stringify(breaks)).toBeGreaterThan(0);
  });
});
async function found(find: Check['find'], breaks: Check['breaks']): Promise<readonly string[]> {
  if ('migration' in breaks) return find({ ...state, statements: breaks.migration });
  if ('program' in breaks) return find({ ...state, written: [{ path: 'src/kernel/bad.ts', sql: breaks.program }] });
  const { client } = state;
  await client.query('begin');
  try {
    // A view that calls a function of ours needs the function first.
    if (breaks.database.includes('core.bad(u')) await client.query('create function core.bad(uuid) returns int language sql as $$ select 1 $$');
    await client.query(breaks.database);
    return await find(state);
  } finally {
    await client.query('rollback');
  }
}
