import { type AnyRef, type Draft, type Read, type Ref, type Rows, sql } from '#declare';
import { type Decimal, decimal, max, min, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { netPrice, undiscounted } from './invoice-face.ts';
import type { Invoice } from './invoice.ts';
import { type LineProgress, progressKeys, totalOf } from './order.facts.ts';
import type { Order, OrderLine } from './order.ts';
import { invoiceSplit, openOf } from './progress.ts';

export const selfOf = (invoice: { readonly id: string }): AnyRef => ({ name: 'sales.invoice', id: invoice.id });
export type DraftInvoice = Draft<'sales.invoice'>;
export type DraftLine = DraftInvoice['lines'][number];

/** What an invoice bills: orders with their lines, how far they are, and what other invoices are about to bill. */
export interface Billing {
  readonly orders: readonly Order[];
  readonly progress: readonly LineProgress[];
  readonly pending: ReadonlyMap<string, Decimal>;
}
export interface BilledLine {
  readonly order: Order;
  readonly line: OrderLine;
  readonly done: LineProgress;
}
export async function ordersOfLines(read: Read, lines: readonly (string | null)[]): Promise<readonly string[]> {
  const rows = await read.query<{ id: string }>(
    sql`select distinct parent as id from sales.order_line where org_id = ${read.org.id} and id = any(${lines.filter((line) => line !== null)}::uuid[]) order by 1`,
  );
  return rows.map((row) => row.id);
}
export async function billingOf(read: Read, orderIds: readonly string[], invoice: string | null): Promise<Billing> {
  const orders = [...(await read.rows('sales.order', [...orderIds].sort())).values()];
  const keys = orders.flatMap((order) =>
    progressKeys(
      order.id,
      order.lines.map((line) => line.line_uid),
    ),
  );
  const [progress, pending] = await Promise.all([
    read.balances('sales.order_line_progress', keys),
    pendingOf(
      read,
      keys.map((key) => key.line),
      invoice,
    ),
  ]);
  return { orders, progress, pending };
}
/** Quantities on other invoices that are ready but not issued yet. */
async function pendingOf(read: Read, lines: readonly string[], but: string | null): Promise<ReadonlyMap<string, Decimal>> {
  const rows = await read.query<{ line: string; qty: string }>(sql`
    select l.order_line as line, sum(l.qty)::text as qty from sales.invoice_line l join sales.invoice i on i.org_id = l.org_id and i.id = l.parent
    where l.org_id = ${read.org.id} and l.order_line = any(${lines}::uuid[]) and i.state = 'ready' and i.id is distinct from ${but}::uuid group by l.order_line`);
  return new Map(rows.map((row) => [row.line, decimal(row.qty)]));
}
export function billedLine(billing: Billing, orderLine: string | null): BilledLine | undefined {
  for (const order of billing.orders) {
    const line = order.lines.find((one) => one.line_uid === orderLine);
    const done = billing.progress.find((row) => row.line === orderLine);
    if (line && done) return { order, line, done };
  }
  return undefined;
}
/** What of an order line may still be invoiced (Q3), less what other invoices are about to. */
export function openToInvoice(billing: Billing, { order, line, done }: BilledLine): Decimal {
  return max(zero, openOf(done, order.billing_policy ?? 'delivered').to_invoice.minus(billing.pending.get(line.line_uid) ?? zero));
}

const emptyLine = {
  product: null,
  tax_class_code: null,
  item_name: null,
  spec: null,
  unit: null,
  unit_price_net: null,
  tax_code: null,
  tax_rate: null,
  full_net: null,
  full_tax: null,
  net: null,
  tax: null,
  gross: null,
};
const newLine = (order_line: string, delivery_line: string | null, qty: Decimal): DraftLine =>
  ({ ...emptyLine, line_uid: newId(), line_no: 0, order_line, delivery_line, qty }) as unknown as DraftLine;
/** Everything of a delivery that is not invoiced yet. */
export async function linesOfDelivery(read: Read, delivery: Rows['sales.delivery'], billing: Billing): Promise<readonly DraftLine[]> {
  const rows = await read.query<{ line: string; qty: string }>(sql`
    select l.delivery_line as line, sum(l.qty)::text as qty from sales.invoice_line l join sales.invoice i on i.org_id = l.org_id and i.id = l.parent
    where l.org_id = ${read.org.id} and l.delivery_line = any(${delivery.lines.map((line) => line.line_uid)}::uuid[]) and i.state not in ('draft', 'cancelled') group by l.delivery_line`);
  const taken = new Map(rows.map((row) => [row.line, decimal(row.qty)]));
  return delivery.lines.flatMap((line) => {
    const billed = billedLine(billing, line.order_line);
    const open = billed ? min(openToInvoice(billing, billed), line.qty.minus(taken.get(line.line_uid) ?? zero)) : zero;
    return open.gt(zero) ? [newLine(line.order_line, line.line_uid, open)] : [];
  });
}
export const linesOfOrder = (order: Order, billing: Billing): readonly DraftLine[] =>
  order.lines.flatMap((line) => {
    const billed = billedLine(billing, line.line_uid);
    const open = billed ? openToInvoice(billing, billed) : zero;
    return open.gt(zero) ? [newLine(line.line_uid, null, open)] : [];
  });

/** A line as it will stand on the invoice: item data from the product, amounts by A7 over what was invoiced before. */
export function filledLines(billing: Billing, lines: readonly DraftLine[], products: ReadonlyMap<string, Rows['inventory.product']>): readonly DraftLine[] {
  const invoiced = new Map<string, LineProgress>(billing.progress.map((row) => [row.line as string, row]));
  return lines.map((line, index) => {
    if (line.order_line === null || line.qty === null) return line;
    const billed = billedLine(billing, line.order_line);
    const done = invoiced.get(line.order_line);
    if (!billed || !done) throw new Refused('reference.not_found', { code: line.order_line }, `/lines/${index}/order_line`);
    const source = billed.line;
    const product = source.product === null ? undefined : products.get(source.product);
    const { whole } = invoiceSplit(totalOf(source), done, line.qty);
    // Two rows of one order line (two deliveries) continue each other.
    invoiced.set(source.line_uid, {
      ...done,
      invoiced: done.invoiced.plus(line.qty),
      invoiced_net: done.invoiced_net.plus(whole.net),
      invoiced_tax: done.invoiced_tax.plus(whole.tax),
    });
    const full = undiscounted(source, line.qty, billed.order.price_includes_tax, whole);
    return {
      ...line,
      product: source.product,
      unit: source.unit,
      tax_code: source.tax_code,
      tax_rate: source.tax_rate,
      tax_class_code: line.tax_class_code ?? product?.tax_class_code ?? null,
      item_name: line.item_name ?? product?.name ?? source.description,
      spec: line.spec ?? product?.spec ?? null,
      net: whole.net,
      tax: whole.tax,
      gross: whole.gross,
      ...full,
      unit_price_net: netPrice(full.full_net, line.qty),
    };
  });
}
export const totalsOf = (lines: readonly Pick<DraftLine, 'net' | 'tax' | 'gross'>[]) => ({
  net: sum(lines, (line) => line.net ?? zero),
  tax: sum(lines, (line) => line.tax ?? zero),
  gross: sum(lines, (line) => line.gross ?? zero),
});

/** Buyer and seller as they are now; what a person typed stays (2.4). */
export async function buyerOf(read: Read, draft: DraftInvoice, customer: Ref<'customers.customer'> | null) {
  const buyer = customer === null ? null : await read.row('customers.customer', customer);
  if (!buyer) return {};
  const tax_no = draft.tax_no ?? buyer.invoice_tax_no ?? buyer.tax_no ?? buyer.uscc;
  return {
    title: draft.title ?? buyer.invoice_title ?? buyer.name,
    tax_no,
    is_natural_person: draft.is_natural_person === true || buyer.kind === 'individual',
    address: draft.address ?? buyer.invoice_address ?? buyer.address,
    phone: draft.phone ?? buyer.invoice_phone ?? buyer.phone,
    bank: draft.bank ?? buyer.invoice_bank,
    account: draft.account ?? buyer.invoice_account,
    kind: draft.kind ?? (tax_no === null ? ('general' as const) : ('special' as const)),
  };
}
export async function sellerOf(read: Read) {
  const [organisation, accounts] = await Promise.all([read.row('core.organisation', read.org.id), read.find('finance.bank_account', { kind: 'basic' })]);
  const account = accounts.find((one) => one.is_default) ?? accounts[0];
  return {
    seller_name: organisation?.name ?? null,
    seller_tax_no: organisation?.uscc ?? null,
    seller_address: organisation?.address ?? null,
    seller_phone: organisation?.phone ?? null,
    seller_bank: account ? [account.bank, account.branch].filter((part) => part !== null).join('') || null : null,
    seller_account: account?.account_no ?? null,
  };
}

export interface OpenDelivery {
  readonly item: string;
  readonly date: Rows['sales.delivery']['delivery_date'];
}
/** Deliveries of these orders, those the invoice names first, the others from the oldest on (P2). */
export async function deliveriesToRelabel(read: Read, invoice: Invoice, orders: readonly string[]): Promise<readonly OpenDelivery[]> {
  const named = invoice.lines.flatMap((line) => line.delivery_line ?? []);
  return read.query<OpenDelivery>(sql`
    select d.id as item, d.delivery_date::text as date from sales.delivery d
    where d.org_id = ${read.org.id} and d."order" = any(${orders}::uuid[]) and d.state in ('posted', 'signed') and d.reverses is null
    order by exists (select 1 from sales.delivery_line l where l.org_id = ${read.org.id} and l.parent = d.id and l.id = any(${named}::uuid[])) desc, d.delivery_date, d.id`);
}
