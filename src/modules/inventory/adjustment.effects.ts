import { type AnyRef, change, create, type Draft, effect, link, type LocalDate, lockPeriod, prepare, type Read, type Warning, type Write } from '#declare';
import { type Decimal, round, sum } from '#decimal';
import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import type { PostingRule } from '../finance/index.ts';
import { accountsOf, bookFacts, type Books, bookVoucher, type Original, reverseVoucher, vouchersOf } from '../finance/server.ts';
import { type Adjustment, AdjustmentRecord } from './adjustment.ts';
import { defaultWarehouse } from './default-warehouse.ts';
import { type LineLots, lotOf, lotsOfLines, newLotWrites } from './lot-lines.ts';
import { unitCost } from './moving-average.ts';
import { otherReceived, type StockAdjusted, usedInternally } from './posting-rules.ts';
import { checkReversal, type ReversalFacts, reversalFacts, reversalLocks, reversalWrites } from './reversal.ts';
import type { Issue, Receipt, StockPlan, Transfer } from './services.ts';
import { checkStock } from './stock-check.ts';
import { openingDays, refuseLockedOpening, stockReversalDate } from './stock-dates.ts';
import { type StockFacts, stockFacts, stockLocks } from './stock-facts.ts';
import { stockWrites } from './stock-writes.ts';
import { toBase, unitFactors } from './unit-factors.ts';

type AdjustmentDraft = Draft<'inventory.adjustment'>;
type DraftLine = AdjustmentDraft['lines'][number];

/** Fills what a person need not type: the opening day, the warehouse, base quantities, amounts; other receipts take the last cost. */
export const prepareAdjustment = prepare(AdjustmentRecord, async (draft, read, context) => {
  const [days, warehouse, quantities, costs] = await Promise.all([
    draft.kind === 'opening' ? openingDays(read) : undefined,
    draft.warehouse ?? defaultWarehouse(read),
    baseQuantities(read, draft.lines),
    draft.kind === 'other_in' ? lastCosts(read, draft.lines) : new Map<string, Decimal>(),
  ]);
  const rows = draft.lines.map((line, index) => {
    const given = context.givenLines('lines', index);
    const base_qty = quantities[index] ?? null;
    return { ...line, base_qty, ...priced({ ...line, base_qty }, given, costs) };
  });
  return { ...(days ? { date: days.opening } : {}), warehouse, lines: rows };
});
async function baseQuantities(read: Read, rows: readonly DraftLine[]): Promise<readonly (Decimal | null)[]> {
  const factors = await unitFactors(
    read,
    rows.flatMap(({ product, unit }) => (product && unit ? [{ product, unit }] : [])),
  );
  return rows.map(({ product, unit, qty }, index) => (product && unit && qty ? toBase(factors, { product, unit, qty, at: `/lines/${index}/qty` }) : null));
}
async function lastCosts(read: Read, rows: readonly DraftLine[]): Promise<ReadonlyMap<string, Decimal>> {
  const products = [...new Set(rows.flatMap((line) => line.product ?? []))];
  const heads = await read.balances(
    'inventory.cost_head',
    products.map((product) => ({ product })),
  );
  return new Map(
    heads.flatMap((head) => {
      const cost = unitCost(head);
      return cost ? [[head.product as string, cost] as const] : [];
    }),
  );
}
/** An amount that was typed stands and replaces a unit cost; otherwise it is quantity × unit cost, half-up (5.0.7). */
function priced(line: DraftLine, given: ReadonlySet<string>, costs: ReadonlyMap<string, Decimal>): Pick<DraftLine, 'unit_cost' | 'amount'> {
  const typed = given.has('amount') && line.amount !== null;
  if (typed && !given.has('unit_cost')) return { unit_cost: null, amount: line.amount };
  if (line.unit_cost !== null && line.qty !== null && !typed) return { unit_cost: line.unit_cost, amount: round(line.qty.times(line.unit_cost)) };
  const last = line.product ? costs.get(line.product) : undefined;
  if (line.amount === null && line.unit_cost === null && last && line.base_qty) return { unit_cost: null, amount: round(line.base_qty.times(last)) };
  return { unit_cost: line.unit_cost, amount: line.amount };
}

/** Once finance has entered its opening, one of the stock moves the value alone: whoever does that says he will adjust the ledger by a voucher (5.0.7, 3.1 R7). */
async function openedInLedger(row: Adjustment, read: Read): Promise<boolean> {
  return row.kind === 'opening' && (await read.find('finance.opening', { state: 'posted' })).length > 0;
}
const afterLedgerOpening = (_row: Adjustment, { ledgerOpened }: { readonly ledgerOpened: boolean }): readonly Warning[] =>
  ledgerOpened ? [{ code: 'opening.ledger_posted' }] : [];

interface PostFacts {
  readonly lots: LineLots;
  readonly ledgerOpened: boolean;
  readonly stock: StockFacts;
  readonly books: Books | undefined;
}
/** Kinds with a voucher; an opening and a relocation have none. */
const rules: { readonly [kind in Adjustment['kind']]?: PostingRule<StockAdjusted> } = { other_in: otherReceived, internal_use: usedInternally };

export const adjustmentEffects = [
  effect(AdjustmentRecord, 'submit', {
    locks: async (row, read) => {
      const days = row.kind === 'opening' ? await openingDays(read) : undefined;
      if (days) await refuseLockedOpening(read, days);
      refuseUnplaced(row);
      const lots = await lotsOfLines(read, row.lines);
      return [lockPeriod(days?.first ?? row.date), ...(await stockLocks(read, planOf(row, lots)))];
    },
    facts: async (row, read): Promise<PostFacts> => {
      const lots = await lotsOfLines(read, row.lines);
      const rule = rules[row.kind];
      const [stock, books, ledgerOpened] = await Promise.all([
        stockFacts(read, planOf(row, lots)),
        rule ? bookFacts(read, { rules: [rule] }) : undefined,
        openedInLedger(row, read),
      ]);
      return { lots, stock, books, ledgerOpened };
    },
    warnings: afterLedgerOpening,
    entries: (row, { lots, stock, books }) => {
      checkStock(stock);
      const moved = stockWrites(stock, { kind: row.kind, cost: { role: 'admin_expense', department: row.department } });
      const costs = new Map(moved.lines.map((line) => [line.line, line.cost]));
      const lines = row.lines.map((line) => ({ ...line, cost: costs.get(line.line_uid) ?? null }));
      return [
        ...(brings(row) ? newLotWrites(lots, stock.inbound) : []),
        ...moved.writes,
        ...voucherOf(row, lines, books),
        change('inventory.adjustment', row.id, { lines, amount: sum(moved.lines, (line) => line.cost) }),
      ];
    },
  }),
  effect(AdjustmentRecord, 'reverse', {
    locks: async (row, read) => {
      if (row.reverses !== null) throw new Refused('document.transition_refused', { from: row.state, action: 'reverse', allowed: [] });
      const { date, period } = await reversalDays(row, read);
      return [lockPeriod(period), ...(await reversalLocks(read, self(row), date))];
    },
    facts: async (row, read): Promise<ReverseFacts> => {
      const { date } = await reversalDays(row, read);
      const [stock, vouchers, ledgerOpened] = await Promise.all([reversalFacts(read, self(row), date), vouchersOf(read, self(row)), openedInLedger(row, read)]);
      return { date, stock, vouchers, ledgerOpened, books: await bookFacts(read, { accounts: accountsOf(vouchers) }) };
    },
    warnings: afterLedgerOpening,
    entries: (row, facts, { reason }) => {
      checkReversal(facts.stock);
      return reversed(row, facts, reason);
    },
  }),
];
const self = (row: Adjustment): AnyRef => ({ name: 'inventory.adjustment', id: row.id });

function planOf(row: Adjustment, lots: LineLots): StockPlan {
  const moves = row.lines.map((line, index) => ({
    line: line.line_uid,
    at: `/lines/${index}/qty`,
    product: line.product,
    warehouse: row.warehouse,
    qty: line.base_qty ?? line.qty,
    location: line.location,
    lot: lotOf(lots, line),
  }));
  if (row.kind === 'internal_use') return { date: row.date, issues: moves.map((move): Issue => ({ ...move, to: 'consumption' })) };
  if (row.kind === 'relocate') {
    const transfers = moves.map((move, index): Transfer => ({ ...move, location: move.location ?? '', toLocation: row.lines[index]?.to_location ?? '' }));
    return { date: row.date, transfers };
  }
  const receipts = moves.map(
    (move, index): Receipt => ({ ...move, from: row.kind === 'opening' ? 'opening' : 'adjustment', value: row.lines[index]?.amount ?? zeroValue(row, index) }),
  );
  return row.kind === 'opening' ? { date: row.date, receipts, opening: true } : { date: row.date, receipts };
}
const brings = (row: Adjustment): boolean => row.kind === 'opening' || row.kind === 'other_in';
/** A relocation says from where and to where. */
function refuseUnplaced(row: Adjustment): void {
  if (row.kind !== 'relocate') return;
  const fields = row.lines.flatMap((line, index) => [...(line.location ? [] : [`/lines/${index}/location`]), ...(line.to_location ? [] : [`/lines/${index}/to_location`])]);
  if (fields.length > 0) throw new Refused('document.incomplete', { fields }, fields[0]);
}
function zeroValue(row: Adjustment, index: number): Decimal {
  throw new TypeError(`line ${index} of ${row.id} has no amount`);
}
/** An opening has no voucher of its own: finance enters the opening of the ledger, and both are compared (5.0.7). */
function voucherOf(row: Adjustment, lines: Adjustment['lines'], books: Books | undefined): readonly Write[] {
  const rule = rules[row.kind];
  if (!rule || !books) return [];
  const facts = lines.flatMap((line): StockAdjusted[] => (line.cost ? [{ department: row.department, product: line.product, value: line.cost }] : []));
  return bookVoucher(books, { rule, facts, date: row.date, summary: row.reason ?? rule.zh, source: self(row) }).writes;
}

interface ReverseFacts {
  readonly date: LocalDate;
  readonly ledgerOpened: boolean;
  readonly stock: ReversalFacts;
  readonly vouchers: readonly Original[];
  readonly books: Books;
}
async function reversalDays(row: Adjustment, read: Read): Promise<{ readonly date: LocalDate; readonly period: LocalDate }> {
  if (row.kind !== 'opening') {
    const date = await stockReversalDate(read, row.date);
    return { date, period: date };
  }
  const days = await openingDays(read);
  await refuseLockedOpening(read, days);
  return { date: row.date, period: days.first };
}
/** The counter-document repeats the lines; its entries name those they correct (P.4). */
function reversed(row: Adjustment, { date, stock, vouchers, books }: ReverseFacts, reason: string): readonly Write[] {
  const id = newId();
  const counter: AnyRef = { name: 'inventory.adjustment', id };
  const renamed = new Map(row.lines.map((line) => [line.line_uid, newId()]));
  const lines = row.lines.map((line) => ({ ...line, line_uid: renamed.get(line.line_uid) ?? newId() }));
  const values = { kind: row.kind, date, warehouse: row.warehouse, department: row.department, reason, note: null, reverses: row.id, amount: row.amount, lines };
  return [
    create('inventory.adjustment', id, values as never, { state: 'posted', numbered: true, told: true }),
    link(counter, self(row), 'reverses'),
    ...reversalWrites(stock, { cause: counter, lines: renamed, promises: false }).writes,
    ...vouchers.flatMap((voucher) => reverseVoucher(books, voucher, { date, source: counter }).writes),
  ];
}
