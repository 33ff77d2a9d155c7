import { type Read, type Ref, sql } from '#declare';

/** The warehouse of a line that names none: the setting, else the first one made (`MAIN` of the first start). */
export async function defaultWarehouse(read: Read): Promise<Ref<'inventory.warehouse'> | null> {
  const { default_warehouse } = await read.settings('inventory.settings');
  if (default_warehouse) return default_warehouse;
  const rows = await read.query<{ id: Ref<'inventory.warehouse'> }>(
    sql`select id from inventory.warehouse where org_id = ${read.org.id} and archived_at is null order by created_at, id limit 1`,
  );
  return rows[0]?.id ?? null;
}
