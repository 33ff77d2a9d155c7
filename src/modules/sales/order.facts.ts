import { type Balances, type LocalDate, type Read, sql } from '#declare';
import { type Decimal, decimal, isZero, round, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import type { LineTotal } from './amounts.ts';
import type { Demand } from '../inventory/server.ts';
import { type Order, type OrderLine, OrderRecord } from './order.ts';

export type LineProgress = Balances['sales.order_line_progress'];
/** Keys of the guarding rows of an order's lines. */
export const progressKeys = (order: string, lines: readonly string[]) => [...new Set(lines)].map((line) => ({ order: OrderRecord.id(order), line: OrderRecord.line(line) }));
export const keysOf = (order: Order) =>
  progressKeys(
    order.id,
    order.lines.map((line) => line.line_uid),
  );

/** A part of a line in the stock unit: its base quantity was worked out when the line was priced. */
export function baseOf(line: OrderLine, qty: Decimal): Decimal {
  // The line of a draft may say nothing yet; a delivery of it is refused where it is posted.
  if (line.base_qty === null || isZero(line.qty)) return qty;
  return qty.eq(line.qty) ? line.base_qty : round(line.base_qty.times(qty).div(line.qty), 6);
}
/** A line as A7 spreads it: once amended, from what was done then. */
export function totalOf(line: OrderLine): LineTotal {
  const { qty, net, gross, anchor_qty, anchor_net, anchor_tax } = line;
  if (!anchor_qty || !anchor_net || !anchor_tax) return { qty, net, gross };
  return { qty, net, gross, anchor: { qty: anchor_qty, net: anchor_net, gross: anchor_net.plus(anchor_tax) } };
}
export const takesStock = (line: OrderLine): boolean => line.product !== null && (line.kind === 'goods' || line.kind === 'gift');

/** What the order wants promised; `open` says how much of a line, in its own unit. */
export function demandsOf(order: Order, open: (line: OrderLine) => Decimal): readonly Demand[] {
  return order.lines.flatMap((line): Demand[] => {
    const qty = open(line);
    if (!takesStock(line) || line.product === null || isZero(qty)) return [];
    const warehouse = line.warehouse ?? order.warehouse;
    if (warehouse === null) throw new Refused('document.incomplete', { fields: ['/warehouse'] }, '/warehouse');
    return [{ line: line.line_uid, product: line.product, warehouse, qty: baseOf(line, qty), date: line.promised_date ?? order.promised_date ?? order.order_date }];
  });
}

export interface Followup {
  readonly number: string | null;
  readonly name: string;
}
/** Deliveries and invoices that still stand on this order. */
export async function followupsOf(read: Read, order: string): Promise<readonly string[]> {
  const rows = await read.query<{ number: string | null; name: string; id: string }>(sql`
    select d.number, 'sales.delivery' as name, d.id from sales.delivery d where d.org_id = ${read.org.id} and d."order" = ${order} and d.state in ('draft', 'posted', 'signed') and d.reverses is null
    union all
    select distinct i.number, 'sales.invoice', i.id from sales.invoice i join sales.invoice_line l on l.org_id = i.org_id and l.parent = i.id join sales.order_line ol on ol.org_id = l.org_id and ol.id = l.order_line
    where i.org_id = ${read.org.id} and ol.parent = ${order} and i.state <> 'cancelled'`);
  return rows.map((row) => row.number ?? `${row.name}:${row.id}`);
}

export interface CloseEntry {
  readonly id: string;
  readonly line: string;
  readonly cancelled: Decimal;
  readonly allowed: Decimal;
}
/** Entries by which the order was last closed, not undone yet. */
export async function closeEntries(read: Read, order: string): Promise<readonly CloseEntry[]> {
  const rows = await read.query<{ id: string; line: string; cancelled: string; allowed: string }>(sql`
    select e.id, e.line, e.cancelled::text as cancelled, e.allowed::text as allowed from sales.order_progress e
    where e.org_id = ${read.org.id} and e."order" = ${order} and e.cancelled > 0 and not exists (select 1 from sales.order_progress r where r.org_id = ${read.org.id} and r.reverses = e.id)
    order by e.id`);
  return rows.map((row) => ({ ...row, cancelled: decimal(row.cancelled), allowed: decimal(row.allowed) }));
}

const nothing = {
  ordered: zero,
  cancelled: zero,
  delivered: zero,
  returned: zero,
  invoiced: zero,
  swap_in: zero,
  swap_out: zero,
  allowed: zero,
  delivered_net: zero,
  delivered_tax: zero,
  invoiced_net: zero,
  invoiced_tax: zero,
  allowance_net: zero,
  allowance_tax: zero,
};
/** An entry of the progress ledger; what is not named does not move. */
export const progressEntry = (order: string, line: string, moves: Partial<typeof nothing>, note: string | null = null) => ({
  order: OrderRecord.id(order),
  line: OrderRecord.line(line),
  ...nothing,
  ...moves,
  note,
});
export type { LocalDate };
