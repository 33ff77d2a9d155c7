import { type Decimal, max, min, one, sum, zero } from '#decimal';
import { type Problem, refuseAll } from '../../kernel/problem.ts';
import { allocate, type Candidate } from './allocate.ts';
import { isUsable } from './expiry.ts';
import { type CostHead, emptyHead, issueCost, issued, received } from './moving-average.ts';
import { firstShortfall } from './running-stock.ts';
import type { Issue, Pick, Receipt, Transfer } from './services.ts';
import type { Place, StockFacts } from './stock-facts.ts';
import { pairKey, stockKey } from './stock-keys.ts';
import { holdKey } from './waiting.ts';

/*
 * The deciding half of the stock services, pure: which goods leave where, at what cost, and everything that speaks against it. Checks and writes
 * walk the plan the same way, so what was checked is what is written.
 */
export interface DecidedIssue {
  readonly issue: Issue;
  readonly picks: readonly Pick[];
  readonly cost: Decimal;
  /** Taken from the promise of its demand line. */
  readonly used: { readonly reserved: Decimal; readonly short: Decimal };
}
export interface DecidedReceipt {
  readonly receipt: Receipt;
  readonly place: Place;
}
export interface Decided {
  readonly issues: readonly DecidedIssue[];
  readonly receipts: readonly DecidedReceipt[];
  readonly transfers: readonly Transfer[];
  /** Per product and warehouse, after the plan. */
  readonly free: ReadonlyMap<string, Decimal>;
  /** Quantity and value of each product right after the plan's moment. */
  readonly heads: ReadonlyMap<string, CostHead>;
  readonly problems: readonly Problem[];
}

/** Throws every reason why the plan cannot be; all short lines in one answer, nothing is saved (5.0.3). */
export function checkStock(facts: StockFacts): void {
  const { problems } = decideMoves(facts);
  if (problems.length > 0) refuseAll(problems);
}

export function decideMoves(facts: StockFacts): Decided {
  const { issues = [], receipts = [], transfers = [] } = facts.plan;
  const problems: Problem[] = [...issues, ...receipts, ...transfers].flatMap((move) => productProblems(facts, move));
  const desk = openDesk(facts);
  const decidedIssues = issues.map((issue) => takeOut(facts, desk, issue, problems));
  const decidedReceipts = receipts.flatMap((receipt) => bringIn(facts, desk, receipt, problems));
  for (const transfer of transfers) moveAcross(facts, desk, transfer, problems);
  problems.push(...historyProblems(facts, desk));
  const free = new Map([...facts.sellable].map(([key, row]) => [key, row.sellable.plus(desk.sellable.get(key) ?? zero).minus(row.reserved.minus(desk.used.get(key) ?? zero))]));
  if (problems.length === 0) problems.push(...promiseProblems(facts, desk, free));
  return { issues: decidedIssues, receipts: decidedReceipts, transfers, free, heads: desk.heads, problems };
}

/** What is left while the plan is walked. */
interface Desk {
  readonly free: Map<string, Decimal>;
  readonly taken: Map<string, { qty: Decimal; readonly at: string; readonly product: string }>;
  readonly heads: Map<string, CostHead>;
  readonly sellable: Map<string, Decimal>;
  readonly used: Map<string, Decimal>;
  readonly holds: Map<string, { reserved: Decimal; short: Decimal }>;
}
function openDesk(facts: StockFacts): Desk {
  return {
    free: new Map(facts.rows.map((row) => [stockKey(row.product, row.location, row.lot), row.on_hand.minus(row.pledged)])),
    taken: new Map(),
    heads: new Map(facts.heads),
    sellable: new Map(),
    used: new Map(),
    holds: new Map([...facts.holds].map(([key, hold]) => [key, { reserved: hold.reserved, short: hold.short }])),
  };
}
const add = (map: Map<string, Decimal>, key: string, qty: Decimal): unknown => map.set(key, (map.get(key) ?? zero).plus(qty));

/** May goods of that lot be sold where they lie? A lot that is only now created is active. */
export const isSellable = (facts: KnownLots, place: Place | undefined, lot: string | null): boolean =>
  place?.sellable === true && (lot === null || (facts.lots.get(lot)?.state ?? 'active') === 'active');
interface KnownLots {
  readonly lots: StockFacts['lots'];
}

function productProblems(facts: StockFacts, move: Issue | Receipt | Transfer): Problem[] {
  const product = facts.products.get(move.product);
  const params = { product: product?.code ?? move.product };
  if (!product || product.kind === 'service' || product.kind === 'kit') return [problem('product.not_stocked', params, move.at)];
  const incoming = 'from' in move;
  if (incoming && product.state === 'discontinued') return [problem('product.archived', params, move.at)];
  if (product.tracking !== 'none' && !move.lot && (incoming || 'toLocation' in move)) return [problem('lot.required', params, move.at)];
  if (product.tracking === 'serial' && incoming && !move.qty.eq(one)) return [problem('serial.qty', params, move.at)];
  const places = [move.location, 'toLocation' in move ? move.toLocation : undefined].flatMap((id) => (id ? [facts.places.get(id)?.warehouse] : []));
  if (places.some((warehouse) => warehouse !== move.warehouse)) return [problem('location.not_allowed', {}, move.at)];
  const lot = move.lot ? facts.lots.get(move.lot) : undefined;
  if (lot && lot.product !== move.product) return [problem('lot.wrong_product', { lot: lot.lot_no }, move.at)];
  if (lot && 'to' in move && move.to === 'customer' && (lot.state !== 'active' || !isUsable(lot.expiry_date, facts.plan.date)))
    return [problem('lot.expired', { lot: lot.lot_no }, move.at)];
  return [];
}
const problem = (code: string, params: Readonly<Record<string, unknown>>, path: string): Problem => ({ code, params, path });

function takeOut(facts: StockFacts, desk: Desk, issue: Issue, problems: Problem[]): DecidedIssue {
  const candidates = candidatesOf(facts, desk, issue);
  const { picks, shortage } = allocate(candidates, { qty: issue.qty, needed_on: facts.plan.date, strategy: facts.strategies.get(issue.warehouse) ?? 'fefo' });
  if (shortage.gt(zero)) problems.push(insufficient(facts, issue, issue.qty.minus(shortage)));
  for (const pick of picks) take(facts, desk, issue, pick);
  const head = desk.heads.get(issue.product) ?? emptyHead;
  const cost = issueCost(head, issue.qty) ?? zero;
  desk.heads.set(issue.product, issued(head, issue.qty, cost));
  return { issue, picks, cost, used: consume(desk, issue) };
}
function take(facts: StockFacts, desk: Desk, move: Issue | Transfer, pick: Pick): void {
  const key = stockKey(move.product, pick.location, pick.lot);
  desk.free.set(key, (desk.free.get(key) ?? zero).minus(pick.qty));
  const taken = desk.taken.get(key);
  desk.taken.set(key, { qty: (taken?.qty ?? zero).plus(pick.qty), at: taken?.at ?? move.at, product: move.product });
  if (isSellable(facts, facts.places.get(pick.location), pick.lot)) add(desk.sellable, pairKey(move.product, move.warehouse), zero.minus(pick.qty));
}
/** A lot that the line names was checked already; only those that are chosen for it must be fresh. */
function candidatesOf(facts: StockFacts, desk: Desk, issue: Issue): Candidate[] {
  return facts.rows.flatMap((row): Candidate[] => {
    const place = facts.places.get(row.location);
    const here = row.product === issue.product && place?.warehouse === issue.warehouse && (issue.location ? place.id === issue.location : place.sellable);
    if (!here || (issue.lot && row.lot !== issue.lot)) return [];
    const lot = row.lot === null ? undefined : facts.lots.get(row.lot);
    const free = desk.free.get(stockKey(row.product, row.location, row.lot)) ?? zero;
    const named = Boolean(issue.lot);
    return [
      {
        location: row.location,
        lot: row.lot,
        free,
        lot_no: lot?.lot_no ?? '',
        lot_state: named ? 'active' : (lot?.state ?? 'active'),
        expiry: named ? null : (lot?.expiry_date ?? null),
        received: lot?.first_received_at ?? null,
        pick_sequence: place.pick_sequence,
      },
    ];
  });
}
function insufficient(facts: StockFacts, move: Issue | Transfer, onHand: Decimal): Problem {
  const place = move.location ? facts.places.get(move.location) : facts.stock.get(move.warehouse);
  const params = {
    product: facts.products.get(move.product)?.code ?? move.product,
    location: place?.code ?? null,
    lot: move.lot ? (facts.lots.get(move.lot)?.lot_no ?? null) : null,
    needed: shown(move.qty),
    on_hand: shown(onHand),
  };
  return problem('stock.insufficient', params, move.at);
}
const shown = (qty: Decimal): string => qty.toFixed();

/** The demand's own promise goes first: what was reserved, then what was still short. */
function consume(desk: Desk, issue: Issue): { readonly reserved: Decimal; readonly short: Decimal } {
  const hold = issue.demand ? desk.holds.get(holdKey(issue.demand, issue.product, issue.warehouse)) : undefined;
  if (!hold) return { reserved: zero, short: zero };
  const reserved = min(issue.qty, hold.reserved);
  const short = min(issue.qty.minus(reserved), hold.short);
  hold.reserved = hold.reserved.minus(reserved);
  hold.short = hold.short.minus(short);
  add(desk.used, pairKey(issue.product, issue.warehouse), reserved);
  return { reserved, short };
}

function bringIn(facts: StockFacts, desk: Desk, receipt: Receipt, problems: Problem[]): DecidedReceipt[] {
  const place = receipt.location ? facts.places.get(receipt.location) : facts.stock.get(receipt.warehouse);
  if (!place) return [];
  const product = facts.products.get(receipt.product);
  if (receipt.value.lt(zero)) problems.push(problem('cost.negative', { product: product?.code ?? receipt.product }, receipt.at));
  const elsewhere = receipt.lot && product?.tracking === 'serial' ? facts.rows.find((row) => row.lot === receipt.lot && row.on_hand.gt(zero)) : undefined;
  if (elsewhere && receipt.lot)
    problems.push(problem('serial.duplicate', { serial: facts.lots.get(receipt.lot)?.lot_no ?? '', where: facts.places.get(elsewhere.location)?.code ?? '' }, receipt.at));
  desk.heads.set(receipt.product, received(desk.heads.get(receipt.product) ?? emptyHead, receipt.qty, receipt.value));
  if (isSellable(facts, place, receipt.lot ?? null)) add(desk.sellable, pairKey(receipt.product, receipt.warehouse), receipt.qty);
  return [{ receipt, place }];
}
function moveAcross(facts: StockFacts, desk: Desk, transfer: Transfer, problems: Problem[]): void {
  const lot = transfer.lot ?? null;
  const free = desk.free.get(stockKey(transfer.product, transfer.location, lot)) ?? zero;
  if (free.lt(transfer.qty)) problems.push(insufficient(facts, transfer, free));
  take(facts, desk, transfer, { location: transfer.location, lot, qty: transfer.qty });
  const target = facts.places.get(transfer.toLocation);
  if (target?.warehouse && isSellable(facts, target, lot)) add(desk.sellable, pairKey(transfer.product, target.warehouse), transfer.qty);
}

/** Of a day in the past: no later moment may become negative (5.0.5). */
function historyProblems(facts: StockFacts, desk: Desk): Problem[] {
  return [...desk.taken].flatMap(([key, { qty, at, product }]) => {
    const later = facts.later.get(key);
    const row = facts.rows.find((one) => stockKey(one.product, one.location, one.lot) === key);
    const short = later && row ? firstShortfall(row.on_hand, later, { date: facts.plan.date, qty }) : undefined;
    return short ? [problem('stock.insufficient_at', { product: facts.products.get(product)?.code ?? product, date: short.date, shortage: shown(short.shortage) }, at)] : [];
  });
}
/** Sellable after the plan must cover what is still promised to others (EX-5.0-8). */
function promiseProblems(facts: StockFacts, desk: Desk, free: ReadonlyMap<string, Decimal>): Problem[] {
  return [...facts.sellable].flatMap(([key, row]) => {
    if ((free.get(key) ?? zero).gte(zero) || !(desk.sellable.get(key) ?? zero).lt(zero)) return [];
    const others = row.reserved.minus(desk.used.get(key) ?? zero);
    const first = [...(facts.plan.issues ?? []), ...(facts.plan.transfers ?? [])].find((move) => pairKey(move.product, move.warehouse) === key);
    return [
      problem(
        'stock.reserved_for_others',
        { product: facts.products.get(row.product)?.code ?? row.product, warehouse: row.warehouse, available: shown(max(zero, row.sellable.minus(others))) },
        first?.at ?? '',
      ),
    ];
  });
}
/** Σ over decided lines, for callers that book one amount. */
export const totalCost = (decided: readonly DecidedIssue[]): Decimal => sum(decided, (one) => one.cost);
