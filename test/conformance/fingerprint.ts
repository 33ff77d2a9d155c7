import type pg from 'pg';

/** Row count and checksum of every table; two that are equal prove that nothing was left behind. */
export async function fingerprint(sql: pg.Client, schemas = "not in ('pg_catalog', 'information_schema', 'pg_toast', 'auth')"): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await sql.query<{ tab: string }>(
    `select format('%I.%I', n.nspname, c.relname) as tab from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname ${schemas} and n.nspname !~ '^pg_' order by 1`,
  );
  const parts = tables.map(({ tab }) => `select '${tab}' as tab, count(*) || ' ' || coalesce(md5(string_agg(md5(x::text), '' order by md5(x::text))), '') as sum from ${tab} x`);
  const { rows } = await sql.query<{ tab: string; sum: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ tab, sum }) => [tab, sum]));
}
/** The tables in which they differ. */
export const changedTables = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] =>
  Object.keys({ ...before, ...after }).filter((table) => before[table] !== after[table]);
