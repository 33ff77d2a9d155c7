import { change, effect, type Lock, lockBalance, lockRows, post, prepare, type Read, type Rows, type Write } from '#declare';
import { type Decimal, isZero, max, negated, one, round, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { releaseFacts, releaseLocks, releaseWrites, reserveFacts, reserveLocks, reserveWrites } from '../inventory/server.ts';
import { revisedLines } from './order-amend.effects.ts';
import { closeEntries, demandsOf, followupsOf, keysOf, type LineProgress, progressEntry } from './order.facts.ts';
import { type Order, type OrderLine, OrderRecord } from './order.ts';
import { prepareSale } from './priced.effects.ts';
import { openOf } from './progress.ts';
import { deliveryAddress } from './quotation.effects.ts';
import { type Ordered, orderedOf, orderLineOf, partsOf } from './quotation.facts.ts';

type Draft = Parameters<typeof prepareSale>[0] & { readonly lines: readonly DraftLine[] };
type DraftLine = { readonly [C in keyof OrderLine]: OrderLine[C] | null };

export const prepareOrder = prepare(OrderRecord, async (draft, read, context) => {
  const [taken, settings, customer] = await Promise.all([
    takenFromQuotation(draft, read, context.creating),
    read.settings('sales.settings'),
    context.creating && draft.customer !== null && draft.ship_to === null ? read.row('customers.customer', draft.customer) : null,
  ]);
  const { header, lines } = await prepareSale({ ...draft, ...taken.header }, taken.lines, draft.order_date ?? read.today, read, context);
  return {
    ...taken.header,
    ...header,
    ...(context.amending ? await revisedLines(draft, lines, read) : { lines }),
    billing_policy: draft.billing_policy ?? settings.billing_policy,
    ship_to: draft.ship_to ?? (customer ? deliveryAddress(customer) : null),
  };
});
/** A line may name a quotation line and a quantity (P.2.2): the rest comes from there. The quotation alone means everything that is open. */
async function takenFromQuotation(
  draft: Draft & { readonly quotation: string | null; readonly id: string | null },
  read: Read,
  creating: boolean,
): Promise<{ readonly header: Partial<Order>; readonly lines: readonly DraftLine[] }> {
  const quotation = draft.quotation === null ? null : await read.row('sales.quotation', draft.quotation);
  if (!quotation) return { header: {}, lines: draft.lines };
  const header = draft.customer === null ? { customer: quotation.customer, price_includes_tax: quotation.price_includes_tax } : {};
  const copied = (line: DraftLine): DraftLine => {
    const source = quotation.lines.find((one) => one.line_uid === line.quotation_line);
    return source && line.product === null && line.unit_price === null ? { ...line, ...orderLineOf({ line: source, qty: line.qty ?? source.qty }) } : line;
  };
  if (!creating || draft.lines.length > 0) return { header, lines: draft.lines.map(copied) };
  const parts = partsOf(quotation, await orderedOf(read, quotation.id), []);
  if (parts.length === 0) throw new Refused('document.incomplete', { fields: ['/lines'] }, '/lines');
  return { header, lines: parts.map((part) => ({ ...orderLineOf(part), line_uid: newId() }) as unknown as DraftLine) };
}

interface Confirm {
  readonly customer: Rows['customers.customer'] | null;
  readonly quotation: Rows['sales.quotation'] | null;
  readonly ordered: Ordered | null;
  readonly promises: Awaited<ReturnType<typeof reserveFacts>>;
  readonly tolerance: Decimal;
}
const confirm = effect(OrderRecord, 'confirm', {
  locks: async (order, read): Promise<readonly Lock[]> => [
    ...(order.quotation === null ? [] : [lockRows('sales.quotation', [order.quotation])]),
    lockBalance('sales.order_line_progress', keysOf(order)),
    ...(await reserveLocks(read, demandsOf(order, whole))),
  ],
  facts: async (order, read): Promise<Confirm> => {
    const [customer, quotation, ordered, promises, settings] = await Promise.all([
      read.row('customers.customer', order.customer),
      order.quotation === null ? null : read.row('sales.quotation', order.quotation),
      order.quotation === null ? null : orderedOf(read, order.quotation, order.id),
      reserveFacts(read, demandsOf(order, whole)),
      read.settings('sales.settings'),
    ]);
    return { customer, quotation, ordered, promises, tolerance: settings.over_delivery_pct };
  },
  guard: {
    'order.customer_blocked': (_order, { customer }) => customer?.state !== 'active',
    'quotation.qty_exceeded': (order, { quotation, ordered }) => {
      if (!quotation || !ordered) return false;
      return order.lines.flatMap((line, index) => {
        const quoted = quotation.lines.find((one) => one.line_uid === line.quotation_line);
        const open = quoted ? max(zero, quoted.qty.minus(ordered.lines.get(quoted.line_uid) ?? zero)) : line.qty;
        return line.qty.gt(open) ? [{ line_no: index + 1, open, at: `/lines/${index}/qty` }] : [];
      });
    },
  },
  entries: (order, { promises, tolerance }): Write[] => [
    ...order.lines.map((line) =>
      post('sales.order_progress', progressEntry(order.id, line.line_uid, { ordered: line.qty, allowed: round(line.qty.times(tolerance.plus(one)), 6) }), { line: line.line_uid }),
    ),
    ...reserveWrites(promises).writes,
  ],
});
const whole = (line: OrderLine): Decimal => line.qty;

const hold = effect(OrderRecord, 'hold', { entries: (order, _facts, { reason }) => [change('sales.order', order.id, { hold_reason: reason })] });
const release = effect(OrderRecord, 'release', { entries: (order) => [change('sales.order', order.id, { hold_reason: null })] });

const releaseOf = (order: Order) => order.lines.map((line) => ({ line: line.line_uid }));
const givenBack = async (order: Order, read: Read): Promise<readonly Lock[]> => [
  lockBalance('sales.order_line_progress', keysOf(order)),
  ...(await releaseLocks(read, releaseOf(order))),
];

/** Everything still open is cancelled in the ledger, what was promised of it is given back. */
const close = effect(OrderRecord, 'close', {
  locks: givenBack,
  facts: async (order, read) => {
    const [done, promises] = await Promise.all([read.balances('sales.order_line_progress', keysOf(order)), releaseFacts(read, releaseOf(order))]);
    return { done, promises };
  },
  entries: (_order, { done, promises }, { reason }): Write[] => [...done.flatMap((line) => closing(line, reason)), ...releaseWrites(promises).writes],
});
function closing(line: LineProgress, reason: string): Write[] {
  const { to_deliver, effective } = openOf(line, 'delivered');
  if (isZero(to_deliver)) return [];
  const allowed = round(line.allowed.times(to_deliver).div(effective), 6);
  return [post('sales.order_progress', progressEntry(line.order, line.line, { cancelled: to_deliver, allowed: negated(allowed) }, reason), { line: line.line })];
}

const reopen = effect(OrderRecord, 'reopen', {
  locks: async (order, read): Promise<readonly Lock[]> => {
    const closed = new Map((await closeEntries(read, order.id)).map((entry) => [entry.line, entry.cancelled]));
    return [
      lockBalance('sales.order_line_progress', keysOf(order)),
      ...(await reserveLocks(
        read,
        demandsOf(order, (line) => closed.get(line.line_uid) ?? zero),
      )),
    ];
  },
  facts: async (order, read) => {
    const entries = await closeEntries(read, order.id);
    const closed = new Map(entries.map((entry) => [entry.line, entry.cancelled]));
    return {
      entries,
      promises: await reserveFacts(
        read,
        demandsOf(order, (line) => closed.get(line.line_uid) ?? zero),
      ),
    };
  },
  entries: (order, { entries, promises }): Write[] => [
    ...entries.map((entry) =>
      post('sales.order_progress', progressEntry(order.id, entry.line, { cancelled: negated(entry.cancelled), allowed: negated(entry.allowed) }), {
        line: entry.line,
        reverses: entry.id,
      }),
    ),
    ...reserveWrites(promises).writes,
  ],
});

const cancel = effect(OrderRecord, 'cancel', {
  locks: (order, read) => (order.state === 'draft' ? [] : givenBack(order, read)),
  facts: async (order, read) => {
    const [documents, done, promises] = await Promise.all([
      followupsOf(read, order.id),
      order.state === 'draft' ? [] : read.balances('sales.order_line_progress', keysOf(order)),
      order.state === 'draft' ? null : releaseFacts(read, releaseOf(order)),
    ]);
    return { documents, done, promises };
  },
  guard: {
    'order.has_followups': (_order, { documents, done }) => (documents.length > 0 || done.some((line) => !isZero(line.delivered) || !isZero(line.invoiced))) && { documents },
  },
  entries: (order, { done, promises }): Write[] => [
    ...done.map((line) =>
      post('sales.order_progress', progressEntry(order.id, line.line, { ordered: negated(line.ordered), cancelled: negated(line.cancelled), allowed: negated(line.allowed) }), {
        line: line.line,
      }),
    ),
    ...(promises ? releaseWrites(promises).writes : []),
  ],
});

export const orderEffects = [confirm, hold, release, close, reopen, cancel];
