import { change, effect, type LocalDate, type Lock, lockBalance, lockPeriod, lockRows, post, prepare, type Ref, type Rows, type Write } from '#declare';
import { type Decimal, isZero, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { delivered, type Delivered, dueDate } from '../finance/index.ts';
import { bookFacts, type Books, bookVoucher, itemLock, openItem } from '../finance/server.ts';
import { checkStock, type Issue, type StockFacts, stockFacts, stockLocks, type StockPlan, stockWrites } from '../inventory/server.ts';
import { selfOf, type SplitLine, splitLines, sumOf, takenBy } from './delivery.facts.ts';
import { type Delivery, DeliveryRecord } from './delivery.ts';
import { baseOf, type LineProgress, progressEntry, progressKeys, takesStock } from './order.facts.ts';
import type { Order } from './order.ts';
import { openOf } from './progress.ts';

type DraftLine = { readonly [C in keyof Delivery['lines'][number]]: Delivery['lines'][number][C] | null };

/** Lines take product, unit and value from the order (P.2.2); a delivery without lines takes everything that is still open. */
export const prepareDelivery = prepare(DeliveryRecord, async (draft, read, { creating }) => {
  const order = draft.order === null ? null : await read.row('sales.order', draft.order);
  if (!order) return {};
  const progress = await read.balances(
    'sales.order_line_progress',
    progressKeys(
      order.id,
      order.lines.map((line) => line.line_uid),
    ),
  );
  const wanted = creating && draft.lines.length === 0 ? everythingOpen(order, progress) : draft.lines;
  const split = new Map(splitLines(order, progress, wanted).map((one) => [one.index, one]));
  const lines = wanted.map((line, index) => filledLine(line, index, order, split.get(index)));
  return { customer: order.customer, lines, ...totals(lines) };
});
function everythingOpen(order: Order, progress: readonly LineProgress[]): readonly DraftLine[] {
  if (order.state !== 'confirmed') throw new Refused('order.not_confirmed', {}, '/order');
  const lines = order.lines.flatMap((line) => {
    const done = progress.find((row) => row.line === line.line_uid);
    const qty = done ? openOf(done, 'delivered').to_deliver : zero;
    return isZero(qty) ? [] : [{ line_uid: newId(), order_line: line.line_uid, qty, location: null, lot: null }];
  });
  if (lines.length === 0) throw new Refused('document.incomplete', { fields: ['/lines'] }, '/lines');
  return lines as unknown as readonly DraftLine[];
}
function filledLine(line: DraftLine, index: number, order: Order, split: SplitLine | undefined): DraftLine {
  if (line.order_line === null) return line;
  const source = order.lines.find((one) => one.line_uid === line.order_line);
  if (!source) throw new Refused('reference.not_found', { code: line.order_line }, `/lines/${index}/order_line`);
  const { product, description, unit } = source;
  const amounts = split ? { net: split.split.whole.net, tax: split.split.whole.tax, gross: split.split.whole.gross } : { net: null, tax: null, gross: null };
  return { ...line, product, description, unit, base_qty: line.qty === null ? null : baseOf(source, line.qty), ...amounts };
}
const totals = (lines: readonly { readonly net: Decimal | null; readonly tax: Decimal | null; readonly gross: Decimal | null }[]) => ({
  net: sum(lines, (line) => line.net ?? zero),
  tax: sum(lines, (line) => line.tax ?? zero),
  gross: sum(lines, (line) => line.gross ?? zero),
});

/** A draft as the next revision of its order has it (2.1, amendment): what it took from the order it takes anew. */
export function redrafted(draft: Delivery, order: Order, next: Order, progress: readonly LineProgress[]): Partial<Delivery> {
  const split = new Map(splitLines(next, progress, draft.lines).map((one) => [one.index, one]));
  const lines = draft.lines.map((line, index) => filledLine(line, index, next, split.get(index))) as Delivery['lines'];
  const followed = <K extends 'warehouse' | 'ship_to'>(name: K): Partial<Delivery> => (draft[name] === order[name] && next[name] !== null ? { [name]: next[name] } : {});
  return { ...followed('warehouse'), ...followed('ship_to'), lines, ...totals(lines) };
}

async function orderOf(delivery: Delivery, read: { row: (name: 'sales.order', id: string) => Promise<Order | null> }): Promise<Order> {
  const order = await read.row('sales.order', delivery.order);
  if (!order) throw new Refused('reference.not_found', { code: delivery.order }, '/order');
  return order;
}
function planOf(delivery: Delivery, order: Order): StockPlan {
  const issues = delivery.lines.flatMap((line, index): Issue[] => {
    const source = order.lines.find((one) => one.line_uid === line.order_line);
    if (!source || !takesStock(source) || source.product === null) return [];
    return [
      {
        line: line.line_uid,
        at: `/lines/${index}/qty`,
        product: source.product,
        warehouse: delivery.warehouse,
        qty: baseOf(source, line.qty),
        location: line.location,
        lot: line.lot,
        to: 'customer',
        demand: source.line_uid,
      },
    ];
  });
  return { date: delivery.delivery_date, issues };
}
const keysOf = (delivery: Delivery) =>
  progressKeys(
    delivery.order,
    delivery.lines.map((line) => line.order_line),
  );

interface Post {
  readonly order: Order;
  readonly progress: readonly LineProgress[];
  readonly stock: StockFacts;
  readonly books: Books;
  readonly party: { readonly id: string; readonly name: string };
  readonly due: LocalDate | null;
}
const postDelivery = effect(DeliveryRecord, 'post', {
  locks: async (delivery, read): Promise<readonly Lock[]> => {
    const stock = await stockLocks(read, planOf(delivery, await orderOf(delivery, read)));
    if (delivery.delivery_date > read.today) throw new Refused('stock.future_date', { date: delivery.delivery_date }, '/delivery_date');
    return [
      lockRows('sales.order', [delivery.order]),
      lockBalance('sales.order_line_progress', keysOf(delivery)),
      lockPeriod(delivery.delivery_date),
      ...stock,
      itemLock([delivery.id]),
    ];
  },
  facts: async (delivery, read): Promise<Post> => {
    const order = await orderOf(delivery, read);
    const payer = order.bill_to ?? order.customer;
    const [progress, stock, books, customer, term] = await Promise.all([
      read.balances(
        'sales.order_line_progress',
        progressKeys(
          order.id,
          order.lines.map((line) => line.line_uid),
        ),
      ),
      stockFacts(read, planOf(delivery, order)),
      bookFacts(read, { rules: [delivered] }),
      read.row('customers.customer', payer),
      order.payment_term === null ? null : read.row('finance.payment_term', order.payment_term),
    ]);
    return {
      order,
      progress,
      stock,
      books,
      party: { id: payer, name: customer?.name ?? '' },
      due: term ? dueDate(term, { delivery: delivery.delivery_date, invoice: null }) : null,
    };
  },
  guard: {
    'order.not_confirmed': (_delivery, { order }) => order.state !== 'confirmed',
    'order.on_hold': (_delivery, { order }) => order.on_hold,
    'order.over_delivery': (delivery, { progress }) => overDelivered(delivery, progress),
    'delivery.incomplete': (delivery, { order, progress }) => missingLines(delivery, order, progress),
  },
  entries: (delivery, facts): Write[] => {
    checkStock(facts.stock);
    const moved = stockWrites(facts.stock, { kind: 'issue', cost: { role: 'cogs', department: facts.order.department } });
    const split = splitLines(facts.order, facts.progress, delivery.lines);
    const lines = delivery.lines.map((line, index) => {
      const move = moved.lines.find((one) => one.line === line.line_uid);
      const [pick, another] = move?.picks ?? [];
      const amounts = split.find((one) => one.index === index)?.split.whole;
      const place = pick && !another ? { location: pick.location as Ref<'inventory.location'>, lot: pick.lot as Ref<'inventory.lot'> | null } : {};
      return { ...line, ...place, net: amounts?.net ?? zero, tax: amounts?.tax ?? zero, gross: amounts?.gross ?? zero, cost: move?.cost ?? zero };
    });
    return [
      change('sales.delivery', delivery.id, { order_revision: facts.order.revision, lines, ...totals(lines), cost: sum(lines, (line) => line.cost) }),
      ...split.map(({ index, source, split: { whole } }) => progressWrite(delivery, index, source.line_uid, whole)),
      ...moved.writes,
      ...bookWrites(delivery, facts, split, lines),
    ];
  },
});
function progressWrite(delivery: Delivery, index: number, line: string, whole: SplitLine['split']['whole']): Write {
  const row = delivery.lines[index];
  return post('sales.order_progress', progressEntry(delivery.order, line, { delivered: row?.qty ?? zero, delivered_net: whole.net, delivered_tax: whole.tax }), {
    line: row?.line_uid ?? null,
  });
}
/** S1: what was billed ahead leaves the contract liability, the rest becomes a receivable with its open item. */
function bookWrites(delivery: Delivery, { order, books, party, due }: Post, split: readonly SplitLine[], lines: readonly { readonly cost: Decimal }[]): readonly Write[] {
  const facts = split.map(
    ({ index, source, split: { rest, prebilled } }): Delivered => ({
      customer: party.id as Ref<'customers.customer'>,
      department: order.department,
      product: source.product,
      gross: rest.gross,
      net: rest.net,
      tax: rest.tax,
      prebilled_net: prebilled.net,
      cost: lines[index]?.cost ?? zero,
    }),
  );
  const number = delivery.number ?? '';
  const booked = bookVoucher(books, {
    rule: delivered,
    facts,
    date: delivery.delivery_date,
    summary: `销售出库单 ${number} ${party.name}`.replace(/\s+/g, ' ').trim(),
    source: selfOf(delivery),
  });
  const rest = sumOf(split.map((one) => one.split.rest));
  if (isZero(rest.gross)) return booked.writes;
  const item = {
    document: selfOf(delivery),
    document_no: number,
    side: 'receivable' as const,
    account: accountOf(books),
    customer: party.id,
    doc_date: delivery.delivery_date,
    due_date: due,
    amount: rest.gross,
  };
  return [...booked.writes, ...openItem(item)];
}
export function accountOf(books: Books): string {
  const account = books.byRole.get('ar');
  if (!account) throw new Refused('posting.no_account', { event: 'sales.delivered', role: 'ar', key: '' });
  return account.id;
}
function overDelivered(delivery: Delivery, progress: readonly LineProgress[]): readonly { readonly open: Decimal; readonly at: string }[] {
  return [...takenBy(delivery.lines)].flatMap(([line, qty]) => {
    const done = progress.find((row) => row.line === line);
    const open = done ? done.allowed.minus(done.delivered) : zero;
    const index = delivery.lines.findIndex((one) => one.order_line === line);
    return qty.gt(open) ? [{ open, at: `/lines/${index}/qty` }] : [];
  });
}
/** An order to be delivered at once: every line with all that is open. */
function missingLines(delivery: Delivery, order: Order, progress: readonly LineProgress[]): { readonly lines: readonly number[] } | false {
  if (order.delivery_policy !== 'complete') return false;
  const taken = takenBy(delivery.lines);
  const missing = order.lines.filter((line) => {
    const done = progress.find((row) => row.line === line.line_uid);
    const open = done ? openOf(done, 'delivered').to_deliver : line.qty;
    return (taken.get(line.line_uid) ?? zero).lt(open);
  });
  return missing.length > 0 && { lines: missing.map((line) => line.line_no) };
}

const sign = effect(DeliveryRecord, 'sign', {
  facts: async (_delivery, read) => ({ now: read.now }),
  entries: (delivery, { now }, { signer }) => [change('sales.delivery', delivery.id, { signer, signed_at: now })],
});

export const deliveryEffects = [postDelivery, sign];
export type { Rows };
