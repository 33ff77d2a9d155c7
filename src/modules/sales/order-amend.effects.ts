import { amendment, type Balances, change, type Lock, lockBalance, lockRows, post, type Read, type Rows, sql, type Write } from '#declare';
import { type Decimal, isZero, max, one, round, sum, zero } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import { reserveFacts, reserveLocks, reserveWrites, type Demand } from '../inventory/server.ts';
import { redrafted } from './delivery.effects.ts';
import type { Delivery } from './delivery.ts';
import { doneOf, nextLines, samePrice, type WantedLine } from './order-amend.ts';
import { demandsOf, keysOf, type LineProgress, progressEntry, progressKeys } from './order.facts.ts';
import { type Order, type OrderLine, OrderRecord } from './order.ts';
import { openOf } from './progress.ts';
import { type Ordered, orderedOf } from './quotation.facts.ts';

interface Draft {
  readonly id: string | null;
  readonly header_discount: Decimal | null;
}
/** What `prepare` makes of an amended order: the lines split, shared out and anchored. The order is locked, so nothing is delivered or invoiced meanwhile. */
export async function revisedLines<L extends WantedLine>(
  draft: Draft,
  lines: readonly L[],
  read: Read,
): Promise<{ readonly lines: readonly L[]; readonly header_discount?: Decimal | null }> {
  const before = draft.id === null ? null : await read.row('sales.order', draft.id);
  if (!before) return { lines };
  const done = new Map((await read.balances('sales.order_line_progress', keysOf(before))).map((row) => [row.line as string, row]));
  const begun = [...done.values()].some((row) => !isZero(doneOf(row)));
  if (!begun) return { lines };
  // It lies in the amounts of the lines already (2.1).
  if (!(draft.header_discount ?? zero).eq(before.header_discount ?? zero)) throw new Refused('document.immutable', { state: before.state }, '/header_discount');
  return nextLines({ lines: before.lines, header_discount: before.header_discount, done }, lines, newId);
}

interface Facts {
  readonly progress: ReadonlyMap<string, LineProgress>;
  readonly documents: ReadonlyMap<string, readonly string[]>;
  readonly drafts: readonly Delivery[];
  readonly quotation: Rows['sales.quotation'] | null;
  readonly ordered: Ordered | null;
  readonly promises: Awaited<ReturnType<typeof reserveFacts>>;
  readonly tolerance: Decimal;
}
const amend = amendment(OrderRecord, 'amend', {
  locks: async (order, read, { next }): Promise<readonly Lock[]> => {
    const progress = await progressOf(read, order);
    return [
      ...(order.quotation === null ? [] : [lockRows('sales.quotation', [order.quotation])]),
      // After the order, although a delivery stands before it in the global order: whoever posts such a draft at this moment is tried again.
      lockRows('sales.delivery', await draftsOf(read, order.id)),
      lockBalance(
        'sales.order_line_progress',
        progressKeys(
          order.id,
          [...order.lines, ...next.lines].map((line) => line.line_uid),
        ),
      ),
      ...(await reserveLocks(read, demandsOfStep(order, next, progress))),
    ];
  },
  facts: async (order, read, { next }): Promise<Facts> => {
    const progress = await progressOf(read, order);
    const drafts = await read.rows('sales.delivery', await draftsOf(read, order.id));
    const [documents, quotation, ordered, promises, settings] = await Promise.all([
      documentsOf(
        read,
        goneLines(order, next).map((line) => line.line_uid),
      ),
      order.quotation === null ? null : read.row('sales.quotation', order.quotation),
      order.quotation === null ? null : orderedOf(read, order.quotation, order.id),
      reserveFacts(read, demandsOfStep(order, next, progress)),
      read.settings('sales.settings'),
    ]);
    return { progress, documents, drafts: [...drafts.values()], quotation, ordered, promises, tolerance: settings.over_delivery_pct };
  },
  guard: {
    'order.qty_below_done': (order, { progress }, { next }) =>
      order.lines.flatMap((line) => {
        const min = doneOf(progress.get(line.line_uid));
        const { index, qty } = placeOf(next, line.line_uid);
        return qty.lt(min) ? [{ line_no: line.line_no, min, at: index < 0 ? '/input/lines' : `/input/lines/${index}/qty` }] : [];
      }),
    'order.line_frozen': (order, { progress }, { next }) => [...frozenLines(order, next, progress)],
    'order.has_followups': (order, { documents }, { next }) => {
      const numbers = [...new Set(goneLines(order, next).flatMap((line) => documents.get(line.line_uid) ?? []))];
      return numbers.length > 0 && { documents: numbers, at: '/input/lines' };
    },
    'order.no_lines': (_order, _facts, { next }) => !next.lines.some((line) => line.kind !== 'charge'),
    'quotation.qty_exceeded': (order, { quotation, ordered }, { next }) => (quotation && ordered ? exceeded(order, next, quotation, ordered) : false),
  },
  entries: (order, facts, { next }): Write[] => [
    ...progressWrites(order, next, facts),
    ...reserveWrites(facts.promises).writes,
    ...facts.drafts.map((draft) => change('sales.delivery', draft.id, redrafted(draft, order, next, [...facts.progress.values()]))),
  ],
});

const progressOf = async (read: Read, order: Order): Promise<ReadonlyMap<string, Balances['sales.order_line_progress']>> =>
  new Map((await read.balances('sales.order_line_progress', keysOf(order))).map((row) => [row.line as string, row]));
async function draftsOf(read: Read, order: string): Promise<readonly string[]> {
  const rows = await read.query<{ id: string }>(sql`select id from sales.delivery where org_id = ${read.org.id} and "order" = ${order} and state = 'draft' order by id`);
  return rows.map((row) => row.id);
}
/** Whatever names these lines keeps them: drafts, and what was delivered and taken back. */
async function documentsOf(read: Read, lines: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await read.query<{ line: string; name: string; id: string; number: string | null }>(sql`
    select l.order_line as line, 'sales.delivery' as name, d.id, d.number from sales.delivery_line l join sales.delivery d on d.org_id = l.org_id and d.id = l.parent where l.org_id = ${read.org.id} and l.order_line = any(${lines}::uuid[])
    union
    select l.order_line, 'sales.invoice', i.id, i.number from sales.invoice_line l join sales.invoice i on i.org_id = l.org_id and i.id = l.parent where l.org_id = ${read.org.id} and l.order_line = any(${lines}::uuid[])
    order by id`);
  return new Map([...Map.groupBy(rows, (row) => row.line)].map(([line, list]) => [line, list.map((row) => row.number ?? `${row.name}:${row.id}`)]));
}
const goneLines = (order: Order, next: Order): readonly OrderLine[] => order.lines.filter((line) => !next.lines.some((one) => one.line_uid === line.line_uid));
const placeOf = (next: Order, uid: string): { readonly index: number; readonly qty: Decimal } => {
  const index = next.lines.findIndex((line) => line.line_uid === uid);
  return { index, qty: next.lines[index]?.qty ?? zero };
};

/** What may no longer change of a line that is partly done, on the line itself and on the one split from it. */
function* frozenLines(
  order: Order,
  next: Order,
  progress: ReadonlyMap<string, LineProgress>,
): Generator<{ readonly line_no: number; readonly field: string; readonly at: string }> {
  const uids = new Set(order.lines.map((line) => line.line_uid));
  for (const line of order.lines.filter((one) => !isZero(doneOf(progress.get(one.line_uid))))) {
    const heirs = next.lines.filter((heir) => heir.line_uid === line.line_uid || (!uids.has(heir.line_uid) && heir.root_line === (line.root_line ?? line.line_uid)));
    for (const heir of heirs) {
      const field =
        (['product', 'unit', 'tax_code', 'kind'] as const).find((name) => heir[name] !== line[name]) ??
        (order.price_includes_tax === next.price_includes_tax ? undefined : 'price_includes_tax');
      const price = heir.line_uid === line.line_uid && !samePrice(heir, line) ? 'unit_price' : undefined;
      const frozen = field ?? price;
      if (frozen) yield { line_no: line.line_no, field: frozen, at: `/input/lines/${next.lines.indexOf(heir)}/${frozen}` };
    }
  }
}
/** No more is ordered of a quoted line than was quoted, however many lines take it. */
function exceeded(
  order: Order,
  next: Order,
  quotation: Rows['sales.quotation'],
  ordered: Ordered,
): readonly { readonly line_no: number; readonly open: Decimal; readonly at: string }[] {
  return quotation.lines.flatMap((quoted) => {
    const taking = (of: Order): Decimal =>
      sum(
        of.lines.filter((line) => line.quotation_line === quoted.line_uid),
        (line) => line.qty,
      );
    const open = max(zero, quoted.qty.minus(ordered.lines.get(quoted.line_uid) ?? zero));
    const index = next.lines.findIndex((line) => line.quotation_line === quoted.line_uid);
    return taking(next).gt(max(open, taking(order))) ? [{ line_no: index + 1, open, at: `/input/lines/${index}/qty` }] : [];
  });
}

/** Goods each revision wants promised; what a line no longer wants from a warehouse is wished for with nothing. */
function demandsOfStep(order: Order, next: Order, progress: ReadonlyMap<string, LineProgress>): readonly Demand[] {
  const open = (line: OrderLine): Decimal => max(zero, line.qty.minus(openDone(progress.get(line.line_uid))));
  const now = demandsOf(next, open);
  const stays = new Set(now.map(demandKey));
  const gone = demandsOf(order, (line) => line.qty).filter((demand) => !stays.has(demandKey(demand)));
  return [...gone.map((demand) => ({ ...demand, qty: zero })), ...now];
}
const demandKey = ({ line, product, warehouse }: Demand): string => `${line}|${product}|${warehouse}`;
const openDone = (done: LineProgress | undefined): Decimal => (done ? done.ordered.minus(openOf(done, 'delivered').to_deliver) : zero);

/** The step of each line in the progress ledger; the tolerance is the one it was ordered with. */
function progressWrites(order: Order, next: Order, { progress, tolerance }: Facts): Write[] {
  const wanted = new Map([...goneLines(order, next).map((line) => [line.line_uid, zero] as const), ...next.lines.map((line) => [line.line_uid, line.qty] as const)]);
  return [...wanted].flatMap(([uid, qty]) => {
    const done = progress.get(uid);
    const ordered = done?.ordered ?? zero;
    if (qty.eq(ordered)) return [];
    const factor = done && !isZero(ordered) ? done.allowed.div(ordered.minus(done.cancelled)) : tolerance.plus(one);
    const allowed = round((done ? qty.minus(done.cancelled) : qty).times(factor), 6);
    return [post('sales.order_progress', progressEntry(order.id, uid, { ordered: qty.minus(ordered), allowed: done ? allowed.minus(done.allowed) : allowed }), { line: uid })];
  });
}
export const orderAmendEffects = [amend];
