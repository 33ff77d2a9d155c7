import { type LocalDate, type Read, sql } from '#declare';
import { type Decimal, decimal } from '#decimal';

/** What one demand line holds in one warehouse, and how urgent it is. */
export interface Hold {
  readonly demand: string;
  readonly product: string;
  readonly warehouse: string;
  readonly reserved: Decimal;
  readonly short: Decimal;
  readonly priority: number;
  readonly wanted_on: LocalDate;
}
/** A demand line that still lacks goods. */
export type Waiting = Hold;
export const holdKey = (demand: string, product: string, warehouse: string): string => `${demand}|${product}|${warehouse}`;

interface HoldKey {
  readonly demand: string;
  readonly product: string;
  readonly warehouse: string;
}
interface Raw extends HoldKey {
  readonly reserved: string;
  readonly short: string;
  readonly priority: number;
  readonly wanted_on: LocalDate;
}
const held = (row: Raw): Hold => ({ ...row, reserved: decimal(row.reserved), short: decimal(row.short) });

/*
 * The keys are told to be few by a limit, as the kernel does: PostgreSQL would take a function's rows for a hundred and read the whole balance.
 */
/** Urgency stands in the entries, not in the balance: the newest entry of the line says it. */
export async function holdsOf(read: Read, keys: readonly HoldKey[]): Promise<ReadonlyMap<string, Hold>> {
  if (keys.length === 0) return new Map();
  const rows = await read.query<Raw>(sql`
    select b.demand, b.product, b.warehouse, b.reserved::text as reserved, b.short::text as short, e.priority, e.wanted_on::text as wanted_on
    from (select * from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as r(demand text, product uuid, warehouse uuid) limit ${keys.length}) k
    join inventory.reservation_balance b on b.org_id = ${read.org.id} and b.demand = k.demand and b.product = k.product and b.warehouse = k.warehouse
    cross join lateral (select r.priority, r.wanted_on from inventory.reservation r where r.org_id = ${read.org.id} and r.demand = b.demand order by r.posted_at desc, r.id desc limit 1) e`);
  return new Map(rows.map((row) => [holdKey(row.demand, row.product, row.warehouse), held(row)]));
}
/** Every line of these products and warehouses that is short, in the order in which it is served: priority, then date of demand (5.0.4). */
export async function waitingOf(read: Read, pairs: readonly { readonly product: string; readonly warehouse: string }[]): Promise<readonly Waiting[]> {
  if (pairs.length === 0) return [];
  const rows = await read.query<Raw>(sql`
    select b.demand, b.product, b.warehouse, b.reserved::text as reserved, b.short::text as short, e.priority, e.wanted_on::text as wanted_on
    from (select * from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb) as r(product uuid, warehouse uuid) limit ${pairs.length}) k
    join inventory.reservation_balance b on b.org_id = ${read.org.id} and b.product = k.product and b.warehouse = k.warehouse and b.short > 0
    cross join lateral (select r.priority, r.wanted_on from inventory.reservation r where r.org_id = ${read.org.id} and r.demand = b.demand order by r.posted_at desc, r.id desc limit 1) e
    order by e.priority, e.wanted_on, b.id`);
  return rows.map(held);
}
