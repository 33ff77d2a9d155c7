import { change, effect, type LocalDate, type Lock, lockBalance, lockPeriod, lockRows, post, prepare, type Read, type Write } from '#declare';
import { type Decimal, isZero, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { dueDate, invoiced, type Invoiced } from '../finance/index.ts';
import { bookFacts, type Books, bookVoucher, itemEntries, type ItemFacts, itemFacts, itemLock, itemRow, opened, relabelled } from '../finance/server.ts';
import { minus, noAmounts } from './amounts.ts';
import { accountOf } from './delivery.effects.ts';
import { sumOf } from './delivery.facts.ts';
import { validFapiaoNo, yearOfFapiao } from './invoice-face.ts';
import {
  type Billing,
  billedLine,
  billingOf,
  buyerOf,
  deliveriesToRelabel,
  type DraftInvoice,
  type DraftLine,
  filledLines,
  linesOfDelivery,
  linesOfOrder,
  type OpenDelivery,
  openToInvoice,
  ordersOfLines,
  selfOf,
  sellerOf,
  totalsOf,
} from './invoice.facts.ts';
import { type Invoice, type InvoiceLine, InvoiceRecord } from './invoice.ts';
import { progressEntry, progressKeys, totalOf } from './order.facts.ts';
import { type Done, type InvoiceSplit, invoiceSplit, openOf } from './progress.ts';

/** Lines come from a delivery, an order or line by line; buyer, seller and drawer are copied, because an invoice keeps what it said. */
export const prepareInvoice = prepare(InvoiceRecord, async (draft, read, { creating }) => {
  const delivery = draft.delivery === null ? null : await read.row('sales.delivery', draft.delivery);
  const orderIds = [
    ...new Set([
      ...(delivery ? [delivery.order] : []),
      ...(draft.order === null ? [] : [draft.order]),
      ...(await ordersOfLines(
        read,
        draft.lines.map((line) => line.order_line),
      )),
    ]),
  ];
  const billing = await billingOf(read, orderIds, creating ? null : idOf(draft));
  const wanted = creating && draft.lines.length === 0 ? await linesFromSource(draft, read, billing) : draft.lines;
  const products = await read.rows('inventory.product', [...new Set(billing.orders.flatMap((order) => order.lines.flatMap((line) => line.product ?? [])))]);
  const lines = filledLines(billing, wanted, products);
  const customer = draft.customer ?? payerOf(billing) ?? null;
  refuseMixture(billing, lines, customer);
  const [buyer, seller, user] = await Promise.all([buyerOf(read, draft, customer), sellerOf(read), read.row('core.user', read.user)]);
  return { customer, ...buyer, ...seller, drawer: draft.drawer ?? user?.name ?? null, request_id: draft.request_id ?? newId(), orders: orderIds, lines, ...totalsOf(lines) };
});
const idOf = (draft: DraftInvoice): string | null => draft.id;
const payerOf = ({ orders: [order] }: Billing) => order?.bill_to ?? order?.customer;
async function linesFromSource(draft: DraftInvoice, read: Read, billing: Billing): Promise<readonly DraftLine[]> {
  const delivery = draft.delivery === null ? null : await read.row('sales.delivery', draft.delivery);
  const [order] = billing.orders;
  if (!delivery && !order) return [];
  const lines = delivery ? await linesOfDelivery(read, delivery, billing) : order ? linesOfOrder(order, billing) : [];
  if (lines.length === 0) throw new Refused('document.incomplete', { fields: ['/lines'] }, '/lines');
  return lines;
}
/** One buyer and one price mode an invoice (2.4). */
function refuseMixture(billing: Billing, lines: readonly DraftLine[], customer: string | null): void {
  const billed = lines.map((line) => billedLine(billing, line.order_line));
  const modes = new Set(billed.flatMap((one) => (one ? [one.order.price_includes_tax] : [])));
  if (modes.size > 1) throw new Refused('invoice.mixed_price_mode', {}, '/lines');
  const other = billed.findIndex((one) => one && customer !== null && (one.order.bill_to ?? one.order.customer) !== customer);
  if (other >= 0) throw new Refused('invoice.mixed_customer', { line_no: other + 1 }, `/lines/${other}/order_line`);
}

const orderIdsOf = (invoice: Invoice, read: Read): Promise<readonly string[]> =>
  ordersOfLines(
    read,
    invoice.lines.map((line) => line.order_line),
  );
type Facts = { readonly billing: Billing };
/** Guards that `ready` and `issue` share. */
const onHold = (_invoice: Invoice, { billing }: Facts): boolean => billing.orders.some((order) => order.on_hold);
const notConfirmed = (_invoice: Invoice, { billing }: Facts): boolean => billing.orders.some((order) => order.state !== 'confirmed' && order.state !== 'closed');
function notDelivered(invoice: Invoice, { billing }: Facts): readonly { readonly line_no: number; readonly at: string }[] {
  return invoice.lines.flatMap((line, index) => {
    const billed = billedLine(billing, line.order_line);
    const nothing = billed && (billed.order.billing_policy ?? 'delivered') === 'delivered' && isZero(openOf(billed.done, 'delivered').net_delivered);
    return nothing ? [{ line_no: index + 1, at: `/lines/${index}/qty` }] : [];
  });
}
function overBillable(invoice: Invoice, { billing }: Facts): readonly { readonly line_no: number; readonly open: Decimal; readonly at: string }[] {
  const wanted = new Map<string, Decimal>();
  return invoice.lines.flatMap((line, index) => {
    const billed = billedLine(billing, line.order_line);
    const before = wanted.get(line.order_line) ?? zero;
    wanted.set(line.order_line, before.plus(line.qty));
    const open = billed ? openToInvoice(billing, billed).minus(before) : zero;
    return line.qty.gt(open) ? [{ line_no: index + 1, open, at: `/lines/${index}/qty` }] : [];
  });
}

interface Ready extends Facts {
  readonly lines: readonly InvoiceLine[];
  readonly tolerance: Decimal;
  readonly remark: number;
}
const ready = effect(InvoiceRecord, 'ready', {
  locks: async (invoice, read) => [lockRows('sales.order', await orderIdsOf(invoice, read))],
  facts: async (invoice, read): Promise<Ready> => {
    const billing = await billingOf(read, await orderIdsOf(invoice, read), invoice.id);
    const [products, settings] = await Promise.all([
      read.rows(
        'inventory.product',
        invoice.lines.flatMap((line) => line.product ?? []),
      ),
      read.settings('sales.settings'),
    ]);
    const lines = filledLines(billing, invoice.lines as readonly DraftLine[], products) as readonly InvoiceLine[];
    return { billing, lines, tolerance: settings.invoice_tax_tolerance, remark: settings.invoice_remark_max };
  },
  guard: {
    'order.not_confirmed': notConfirmed,
    'order.on_hold': onHold,
    'invoice.not_delivered': notDelivered,
    'invoice.over_billable': overBillable,
    'invoice.zero_line': (_invoice, { lines }) => lines.flatMap((line, index) => (isZero(line.net ?? zero) ? [{ line_no: index + 1, at: `/lines/${index}/qty` }] : [])),
    'invoice.total_mismatch': (_invoice, { lines, tolerance }) =>
      lines.flatMap((line, index) =>
        (line.tax ?? zero)
          .minus((line.net ?? zero).times(line.tax_rate ?? zero))
          .abs()
          .gt(tolerance)
          ? [{ line_no: index + 1, at: `/lines/${index}/qty` }]
          : [],
      ),
    'invoice.remark_too_long': ({ remark }, { remark: longest }) => remark !== null && [...remark].length > longest && { max: longest, at: '/remark' },
  },
  entries: (invoice, { lines }) => [change('sales.invoice', invoice.id, { lines, ...totalsOf(lines) })],
});

interface Issue extends Facts {
  readonly deliveries: readonly OpenDelivery[];
  readonly items: readonly ItemFacts[];
  readonly books: Books;
  readonly date: LocalDate;
  readonly due: LocalDate | null;
  readonly party: string;
  readonly now: Invoice['created_at'];
}
const dateOf = (invoice: Invoice, asked: LocalDate | null): LocalDate => asked ?? invoice.issue_date;
const issue = effect(InvoiceRecord, 'issue', {
  locks: async (invoice, read, { issue_date }): Promise<readonly Lock[]> => {
    const orders = await orderIdsOf(invoice, read);
    const billing = await billingOf(read, orders, invoice.id);
    const keys = invoice.lines.flatMap((line) => {
      const billed = billedLine(billing, line.order_line);
      return billed ? progressKeys(billed.order.id, [line.order_line]) : [];
    });
    const deliveries = await deliveriesToRelabel(read, invoice, orders);
    return [
      lockRows('sales.order', orders),
      lockBalance('sales.order_line_progress', keys),
      lockPeriod(dateOf(invoice, issue_date)),
      itemLock([invoice.id, ...deliveries.map((one) => one.item)]),
    ];
  },
  facts: async (invoice, read, { issue_date }): Promise<Issue> => {
    const orders = await orderIdsOf(invoice, read);
    const date = dateOf(invoice, issue_date);
    const [billing, deliveries, books, customer] = await Promise.all([
      billingOf(read, orders, invoice.id),
      deliveriesToRelabel(read, invoice, orders),
      bookFacts(read, { rules: [invoiced], roles: ['ar'] }),
      read.row('customers.customer', invoice.customer),
    ]);
    const term = billing.orders[0]?.payment_term ?? null;
    const [items, terms] = await Promise.all([
      itemFacts(
        read,
        deliveries.map((one) => one.item),
      ),
      term === null ? null : read.row('finance.payment_term', term),
    ]);
    const due = terms ? dueDate(terms, { delivery: deliveries[0]?.date ?? null, invoice: date }) : null;
    return { billing, deliveries, items, books, date, due, party: customer?.name ?? '', now: read.now };
  },
  guard: {
    'order.not_confirmed': notConfirmed,
    'order.on_hold': onHold,
    'invoice.number_invalid': (_invoice, _facts, { fapiao_no }) => !validFapiaoNo(fapiao_no),
    'invoice.number_year_mismatch': (_invoice, { date }, { fapiao_no }) => yearOfFapiao(fapiao_no) !== date.slice(2, 4) && { year: date.slice(0, 4), at: '/input/fapiao_no' },
    'invoice.over_billable': overBillable,
  },
  entries: (invoice, facts, { fapiao_no }): Write[] => {
    const split = splitOf(invoice, facts.billing);
    return [
      change('sales.invoice', invoice.id, { fapiao_no, issue_date: facts.date, issued_at: facts.now }),
      ...split.map(({ line, order, split: { whole } }) =>
        post('sales.order_progress', progressEntry(order, line.order_line, { invoiced: line.qty, invoiced_net: whole.net, invoiced_tax: whole.tax }), { line: line.line_uid }),
      ),
      ...bookWrites(invoice, facts, split),
      ...itemWrites(invoice, facts, split),
    ];
  },
});

interface SplitLine {
  readonly line: InvoiceLine;
  readonly order: string;
  readonly split: InvoiceSplit;
}
/** P2 with the amounts that stand on the invoice: what the bureau was told is posted, whatever was issued since it was made ready. */
function splitOf(invoice: Invoice, billing: Billing): readonly SplitLine[] {
  const running = new Map<string, Done>(billing.progress.map((row) => [row.line as string, row]));
  return invoice.lines.flatMap((line): SplitLine[] => {
    const billed = billedLine(billing, line.order_line);
    const done = running.get(line.order_line);
    if (!billed || !done) return [];
    const whole = { net: line.net ?? zero, tax: line.tax ?? zero, gross: line.gross ?? zero };
    const computed = invoiceSplit(totalOf(billed.line), done, line.qty);
    const ahead = isZero(computed.ahead.gross) ? noAmounts : minus(whole, computed.delivered);
    running.set(line.order_line, {
      ...done,
      invoiced: done.invoiced.plus(line.qty),
      invoiced_net: done.invoiced_net.plus(whole.net),
      invoiced_tax: done.invoiced_tax.plus(whole.tax),
    });
    return [{ line, order: billed.order.id, split: { whole, delivered: minus(whole, ahead), ahead } }];
  });
}
function bookWrites(invoice: Invoice, { books, date, party }: Issue, split: readonly SplitLine[]): readonly Write[] {
  const facts = split.map(
    ({ split: { delivered, ahead } }): Invoiced => ({
      customer: invoice.customer,
      delivered_tax: delivered.tax,
      ahead_gross: ahead.gross,
      ahead_net: ahead.net,
      ahead_tax: ahead.tax,
    }),
  );
  return bookVoucher(books, { rule: invoiced, facts, date, summary: `销项发票 ${invoice.number} ${party}`, source: selfOf(invoice) }).writes;
}
/** What is still open on the deliveries becomes the invoice's, so that ageing and 票到N天 count from it; billing ahead opens a new amount. */
function itemWrites(invoice: Invoice, { books, deliveries, items, date, due }: Issue, split: readonly SplitLine[]): readonly Write[] {
  const part = sumOf(split.map((one) => one.split.delivered)).gross;
  const ahead = sumOf(split.map((one) => one.split.ahead)).gross;
  const open = deliveries.flatMap((delivery) => items.filter((item) => item.item === delivery.item));
  const moved = relabelled(open, { item: invoice.id, amount: part }, date);
  const amount = moved.moved.plus(ahead);
  if (isZero(amount)) return [];
  const row = itemRow({
    document: selfOf(invoice),
    document_no: invoice.number,
    side: 'receivable',
    account: accountOf(books),
    customer: invoice.customer,
    doc_date: date,
    due_date: due,
    amount,
  });
  return [row, ...itemEntries([...moved.entries, ...(isZero(ahead) ? [] : [opened(invoice.id, ahead, date)])], selfOf(invoice))];
}

export const invoiceEffects = [ready, issue];
