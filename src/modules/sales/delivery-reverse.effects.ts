import { type AnyRef, create, effect, link, type LocalDate, type Lock, lockBalance, lockPeriod, lockRows, post, type Read, type Write } from '#declare';
import { isZero, negated, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import {
  accountsOf,
  bookFacts,
  type Books,
  itemEntries,
  type ItemFacts,
  itemFacts,
  itemLock,
  itemRow,
  type Original,
  reversed,
  reverseVoucher,
  vouchersOf,
} from '../finance/server.ts';
import { checkReversal, type ReversalFacts, reversalFacts, reversalLocks, reversalWrites, stockReversalDate } from '../inventory/server.ts';
import { deliveryFollowups, negatedLine, opposite, type PostedEntry, postedEntries, selfOf } from './delivery.facts.ts';
import { type Delivery, DeliveryRecord } from './delivery.ts';
import { progressEntry, progressKeys } from './order.facts.ts';

/**
 * The id of the counter-delivery is known before it exists, so that its open item can be locked with the others: the delivery's own id with one
 * bit turned. A delivery is reversed once, so no two counters share it.
 */
export const counterId = (id: string): string => `${id.slice(0, -1)}${(Number.parseInt(id.slice(-1), 16) ^ 8).toString(16)}`;

interface Reverse {
  readonly date: LocalDate;
  readonly documents: readonly string[];
  readonly entries: readonly PostedEntry[];
  readonly stock: ReversalFacts;
  readonly vouchers: readonly Original[];
  readonly books: Books;
  readonly item: ItemFacts | undefined;
}
const dayOf = async (delivery: Delivery, date: LocalDate | null, read: Read): Promise<LocalDate> => date ?? (await stockReversalDate(read, delivery.delivery_date));

const reverse = effect(DeliveryRecord, 'reverse', {
  locks: async (delivery, read, { date }): Promise<readonly Lock[]> => {
    if (delivery.reverses !== null) throw new Refused('document.transition_refused', { from: delivery.state, action: 'reverse', allowed: [] });
    const day = await dayOf(delivery, date, read);
    if (day > read.today) throw new Refused('stock.future_date', { date: day }, '/input/date');
    const lines = delivery.lines.map((line) => line.order_line);
    const stock = await reversalLocks(read, selfOf(delivery), day);
    return [
      lockRows('sales.order', [delivery.order]),
      lockBalance('sales.order_line_progress', progressKeys(delivery.order, lines)),
      lockPeriod(day),
      ...stock,
      itemLock([delivery.id, counterId(delivery.id)]),
    ];
  },
  facts: async (delivery, read, { date }): Promise<Reverse> => {
    const day = await dayOf(delivery, date, read);
    const [documents, entries, stock, vouchers, [item]] = await Promise.all([
      deliveryFollowups(read, delivery),
      postedEntries(read, delivery.id),
      reversalFacts(read, selfOf(delivery), day),
      vouchersOf(read, selfOf(delivery)),
      itemFacts(read, [delivery.id]),
    ]);
    return { date: day, documents, entries, stock, vouchers, item, books: await bookFacts(read, { accounts: accountsOf(vouchers) }) };
  },
  guard: { 'delivery.has_followups': (_delivery, { documents }) => documents.length > 0 && { documents } },
  entries: (delivery, facts, { reason }): Write[] => {
    checkReversal(facts.stock);
    const id = counterId(delivery.id);
    const counter: AnyRef = { name: 'sales.delivery', id };
    const renamed = new Map(delivery.lines.map((line) => [line.line_uid, newId()]));
    return [
      create('sales.delivery', id, counterDelivery(delivery, facts.date, reason, renamed), { state: 'posted', numbered: true, told: true }),
      link(counter, selfOf(delivery), 'reverses'),
      ...facts.entries.map((entry) =>
        post(
          'sales.order_progress',
          progressEntry(delivery.order, entry.line, {
            delivered: negated(entry.delivered),
            delivered_net: negated(entry.delivered_net),
            delivered_tax: negated(entry.delivered_tax),
          }),
          {
            cause: counter,
            line: renamed.get(entry.cause_line ?? '') ?? null,
            reverses: entry.id,
          },
        ),
      ),
      ...reversalWrites(facts.stock, { cause: counter, lines: renamed, promises: true }).writes,
      ...facts.vouchers.flatMap((voucher) => reverseVoucher(facts.books, voucher, { date: facts.date, source: counter }).writes),
      ...itemWrites(delivery, counter, facts),
    ];
  },
});
function counterDelivery(delivery: Delivery, date: LocalDate, reason: string, renamed: ReadonlyMap<string, string>): Parameters<typeof create<'sales.delivery'>>[2] {
  const { order, customer, warehouse, ship_to } = delivery;
  return {
    order,
    customer,
    warehouse,
    ship_to,
    delivery_date: date,
    lines: delivery.lines.map((line) => negatedLine(line, renamed.get(line.line_uid) ?? newId())),
    net: opposite(delivery.net),
    tax: opposite(delivery.tax),
    gross: opposite(delivery.gross),
    cost: opposite(delivery.cost),
    reverses: DeliveryRecord.id(delivery.id),
    reversal_reason: reason,
  };
}
/** The opposite item settles what the delivery's own still has (3.0.5). */
function itemWrites(delivery: Delivery, counter: AnyRef, { item, date }: Reverse): readonly Write[] {
  if (!item || isZero(item.amount)) return [];
  const row = {
    document: counter,
    document_no: item.document_no,
    side: 'receivable' as const,
    account: item.account,
    customer: item.customer ?? '',
    doc_date: date,
    due_date: null,
    amount: zero.minus(item.amount),
  };
  return [itemRow(row), ...itemEntries(reversed({ item: delivery.id, remaining: item.remaining }, counter.id, item.amount, date), counter)];
}

export const deliveryReverseEffects = [reverse];
