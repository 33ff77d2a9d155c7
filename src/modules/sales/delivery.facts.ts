import { type AnyRef, type LocalDate, type Read, sql } from '#declare';
import { type Decimal, decimal, max, min, zero } from '#decimal';
import { type Amounts, minus } from './amounts.ts';
import type { Delivery, DeliveryLine } from './delivery.ts';
import { type LineProgress, totalOf } from './order.facts.ts';
import type { Order, OrderLine } from './order.ts';
import { deliverySplit, type DeliverySplit, type Done } from './progress.ts';

export const selfOf = (delivery: { readonly id: string }): AnyRef => ({ name: 'sales.delivery', id: delivery.id });

export interface SplitLine {
  readonly index: number;
  readonly source: OrderLine;
  readonly split: DeliverySplit;
}
interface Wanted {
  readonly order_line: string | null;
  readonly qty: Decimal | null;
}
/** P1 for each line of a delivery, one after the other: two rows of one order line (two lots) continue each other. */
export function splitLines(order: Order, progress: readonly LineProgress[], lines: readonly Wanted[]): readonly SplitLine[] {
  const done = new Map<string, Done>(progress.map((row) => [row.line as string, row]));
  return lines.flatMap((line, index): SplitLine[] => {
    const source = order.lines.find((one) => one.line_uid === line.order_line);
    const before = line.order_line === null ? undefined : done.get(line.order_line);
    if (!source || !before || line.qty === null) return [];
    const split = deliverySplit(totalOf(source), before, line.qty);
    done.set(source.line_uid, {
      ...before,
      delivered: before.delivered.plus(line.qty),
      delivered_net: before.delivered_net.plus(split.whole.net),
      delivered_tax: before.delivered_tax.plus(split.whole.tax),
    });
    return [{ index, source, split }];
  });
}

/** How much of each order line a delivery takes. */
export function takenBy(lines: readonly Wanted[]): ReadonlyMap<string, Decimal> {
  const taken = new Map<string, Decimal>();
  for (const line of lines) if (line.order_line !== null && line.qty !== null) taken.set(line.order_line, (taken.get(line.order_line) ?? zero).plus(line.qty));
  return taken;
}

export interface PostedEntry {
  readonly id: string;
  readonly line: string;
  readonly cause_line: string | null;
  readonly delivered: Decimal;
  readonly delivered_net: Decimal;
  readonly delivered_tax: Decimal;
}
/** What posting the delivery wrote into the progress ledger. */
export async function postedEntries(read: Read, delivery: string): Promise<readonly PostedEntry[]> {
  const rows = await read.query<Record<'id' | 'line' | 'delivered' | 'delivered_net' | 'delivered_tax', string> & { cause_line: string | null }>(sql`
    select id, line, cause_line, delivered::text as delivered, delivered_net::text as delivered_net, delivered_tax::text as delivered_tax
    from sales.order_progress where org_id = ${read.org.id} and cause_id = ${delivery} and cause_type = 'sales.delivery' and reverses is null order by id`);
  return rows.map((row) => ({ ...row, delivered: decimal(row.delivered), delivered_net: decimal(row.delivered_net), delivered_tax: decimal(row.delivered_tax) }));
}

interface Invoiced {
  readonly number: string | null;
  readonly id: string;
  readonly order_line: string;
  readonly delivery_line: string | null;
  readonly qty: string;
}
interface Shipped {
  readonly id: string;
  readonly line: string;
  readonly order_line: string;
  readonly qty: string;
}
/**
 * Documents that stand on a delivery (2.1): invoices of its lines, invoices without a delivery line as far as the oldest deliveries do not
 * cover them, and whoever settled its open item.
 */
export async function deliveryFollowups(read: Read, delivery: Delivery): Promise<readonly string[]> {
  const orderLines = [...new Set(delivery.lines.map((line) => line.order_line))];
  const [invoices, shipped, settled] = await Promise.all([
    read.query<Invoiced>(sql`
      select i.number, i.id, l.order_line, l.delivery_line, l.qty::text as qty from sales.invoice_line l join sales.invoice i on i.org_id = l.org_id and i.id = l.parent
      where l.org_id = ${read.org.id} and l.order_line = any(${orderLines}::uuid[]) and i.state <> 'cancelled' and i.direction = 'blue' order by i.id`),
    read.query<Shipped>(sql`
      select d.id, l.id as line, l.order_line, l.qty::text as qty from sales.delivery_line l join sales.delivery d on d.org_id = l.org_id and d.id = l.parent
      where l.org_id = ${read.org.id} and l.order_line = any(${orderLines}::uuid[]) and d.state in ('posted', 'signed') and d.reverses is null order by d.delivery_date, d.id, l.line_no`),
    settlements(read, delivery.id),
  ]);
  const named = invoices.filter((invoice) => delivery.lines.some((line) => line.line_uid === invoice.delivery_line));
  const implied = orderLines.flatMap((line) => impliedBy(line, delivery.id, invoices, shipped));
  const numbers = [...named, ...implied].map((invoice) => invoice.number ?? `sales.invoice:${invoice.id}`);
  return [...new Set([...numbers, ...settled])];
}
/** An invoice line without a delivery line takes the oldest delivered quantity; does that reach into this delivery? */
function impliedBy(orderLine: string, delivery: string, invoices: readonly Invoiced[], shipped: readonly Shipped[]): readonly Invoiced[] {
  const loose = invoices.filter((invoice) => invoice.order_line === orderLine && invoice.delivery_line === null);
  let left = loose.reduce((total, invoice) => total.plus(decimal(invoice.qty)), zero);
  for (const row of shipped.filter((one) => one.order_line === orderLine)) {
    const named = invoices.filter((invoice) => invoice.delivery_line === row.line).reduce((total, invoice) => total.plus(decimal(invoice.qty)), zero);
    const taken = min(left, max(zero, decimal(row.qty).minus(named)));
    if (row.id === delivery && taken.gt(zero)) return loose;
    left = left.minus(taken);
  }
  return [];
}
/** Whatever still settles an item; a receipt and the receipt that takes it back count as one. */
async function settlements(read: Read, item: string): Promise<readonly string[]> {
  const rows = await read.query<{ type: string; id: string; number: string | null }>(sql`
    select s.type, s.id, r.number from (
      select e.cause_type as type, coalesce(c.reverses, e.cause_id) as id, min(e.posted_at) as since
      from finance.open_item_entry e left join finance.receipt c on c.org_id = e.org_id and c.id = e.cause_id and e.cause_type = 'finance.receipt'
      where e.org_id = ${read.org.id} and e.item = ${item} and e.cause_type <> 'sales.invoice' and e.cause_id <> ${item}
      group by 1, 2 having sum(e.change) <> 0) s
    left join finance.receipt r on r.org_id = ${read.org.id} and r.id = s.id and s.type = 'finance.receipt' order by s.since`);
  return rows.map((row) => row.number ?? `${row.type}:${row.id}`);
}

/** Lines and totals of the counter-delivery: the same, negative. */
export const negatedLine = (line: DeliveryLine, line_uid: string): DeliveryLine => ({
  ...line,
  line_uid,
  qty: zero.minus(line.qty),
  base_qty: opposite(line.base_qty),
  net: opposite(line.net),
  tax: opposite(line.tax),
  gross: opposite(line.gross),
  cost: opposite(line.cost),
});
export const opposite = (amount: Decimal | null): Decimal | null => (amount === null ? null : zero.minus(amount));
export const sumOf = (parts: readonly Amounts[]): Amounts =>
  parts.reduce(
    (total, part) => ({ net: total.net.plus(part.net), tax: total.tax.plus(part.tax), gross: total.gross.plus(part.gross) }),
    minus({ net: zero, tax: zero, gross: zero }, { net: zero, tax: zero }),
  );
export type { LocalDate };
