import type pg from 'pg';

/*
 * For the time of the load the tables have no keys, no indexes and no triggers: a check per row and a tree per column cost
 * more than the rows. All of it is one transaction, so that a load that ends half way leaves everything as it was; building the keys again
 * proves them for every row.
 */
interface Statement {
  readonly drop: string;
  readonly make: string;
}
/** Takes the named tables apart and answers what puts them together again. */
export async function takeApart(client: pg.Client, tables: readonly string[]): Promise<() => Promise<void>> {
  const statements = [...(await constraints(client, tables, 'f')), ...(await constraints(client, tables, 'p')), ...(await indexes(client, tables))];
  for (const table of tables) await client.query(`alter table ${table} disable trigger user`);
  for (const { drop } of statements) await client.query(drop);
  return async () => {
    await client.query(`set local maintenance_work_mem = '512MB'`);
    // Indexes first: the keys are proven through them.
    for (const { make } of [...statements].reverse()) await client.query(make);
    for (const table of tables) await client.query(`alter table ${table} enable trigger user`);
  };
}
/** Foreign keys of these tables and those of others that point to them; primary keys, which those need. */
async function constraints(client: pg.Client, tables: readonly string[], type: 'f' | 'p'): Promise<readonly Statement[]> {
  const { rows } = await client.query<{ table: string; name: string; definition: string }>(
    `select c.conrelid::regclass::text as table, quote_ident(c.conname) as name, pg_get_constraintdef(c.oid) as definition
     from pg_constraint c where c.contype = $2::text::"char" and (c.conrelid = any($1::text[]::regclass[]) or c.confrelid = any($1::text[]::regclass[])) order by 1, 2`,
    [tables, type],
  );
  return rows.map(({ table, name, definition }) => ({ drop: `alter table ${table} drop constraint ${name}`, make: `alter table ${table} add constraint ${name} ${definition}` }));
}
async function indexes(client: pg.Client, tables: readonly string[]): Promise<readonly Statement[]> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
     where i.indrelid = any($1::text[]::regclass[]) and not i.indisprimary and not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype <> 'f') order by 1`,
    [tables],
  );
  return rows.map(({ name, definition }) => ({ drop: `drop index ${name}`, make: definition }));
}
/** Columns of a table in their order, those that PostgreSQL works out left out. */
export async function columnsOf(client: pg.Client, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::text::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows.map((row) => row.name);
}
