import type { AccountRole, AnyRef, Decimal, LocalDate, Write } from '#declare';

/*
 * The stock services of 5.0.8 as parts that a document of any module composes into ONE effect of its own (5.0.3: one call a transaction with
 * all lines). Each service has four steps with the same names: `…Locks` (reads without locks, answers what to lock, refuses wrong dates),
 * `…Facts` (reads under the locks), `check…` (pure, throws `Refused` with every short line), `…Writes` (pure, answers what to write).
 */

/** Places outside every warehouse, one of each an organisation (5.0.1). */
export type OuterPlace = 'supplier' | 'customer' | 'adjustment' | 'scrap' | 'consumption' | 'opening';

interface Moved {
  /** `line_uid` of the line that causes the move; entries and answers carry it. */
  readonly line: string;
  /** Where the quantity stands in the request, `/lines/0/qty`; refusals point there. */
  readonly at: string;
  readonly product: string;
  readonly warehouse: string;
  /** In the base unit, more than zero. */
  readonly qty: Decimal;
  /** Left empty: an issue is allocated (5.0.4), a receipt goes to STOCK. */
  readonly location?: string | null;
  readonly lot?: string | null;
}
/** Goods leave a warehouse; their cost comes from the stock (5.5). */
export interface Issue extends Moved {
  readonly to: OuterPlace;
  /** The line whose reservation is used up first: the order line of a delivery. */
  readonly demand?: string | null;
}
/** Goods enter a warehouse with a value. */
export interface Receipt extends Moved {
  readonly from: OuterPlace;
  readonly value: Decimal;
}
/** Goods change their place inside the organisation; under cost scope company without value (5.0.2). */
export interface Transfer extends Moved {
  readonly location: string;
  readonly toLocation: string;
}
export interface StockPlan {
  /** Business date of all moves; the caller also locks its period with `lockPeriod`. */
  readonly date: LocalDate;
  readonly issues?: readonly Issue[];
  readonly receipts?: readonly Receipt[];
  readonly transfers?: readonly Transfer[];
  /** Opening stock stands before the first day and needs no right to back-date (5.0.7). */
  readonly opening?: true;
}
/** What one line moved: whence, how much, at what cost. */
export interface MovedLine {
  readonly line: string;
  readonly product: string;
  readonly qty: Decimal;
  /** Positive: what left stock with an issue, what entered with a receipt. */
  readonly cost: Decimal;
  readonly picks: readonly Pick[];
}
export interface Pick {
  readonly location: string;
  readonly lot: string | null;
  readonly qty: Decimal;
}
export interface StockResult {
  readonly writes: readonly Write[];
  /** In the order of the plan: issues, then receipts, then transfers. */
  readonly lines: readonly MovedLine[];
  /** Σ cost of the issues and of the receipts. */
  readonly issued: Decimal;
  readonly received: Decimal;
}

/** A wish to be promised goods: an order line (5.0.4). */
export interface Demand {
  /** `line_uid` of the order line; one reservation each. */
  readonly line: string;
  readonly product: string;
  readonly warehouse: string;
  readonly qty: Decimal;
  /** Lower goes first when stock becomes free; then `date`. Left out: 100. */
  readonly priority?: number;
  readonly date: LocalDate;
}
export interface Promised {
  readonly line: string;
  readonly product: string;
  readonly warehouse: string;
  readonly reserved: Decimal;
  readonly short: Decimal;
}
export interface PromiseResult {
  readonly writes: readonly Write[];
  /** What each line holds afterwards. */
  readonly lines: readonly Promised[];
}

export interface StockKey {
  readonly product: string;
  readonly warehouse: string;
}
export interface Availability extends StockKey {
  readonly on_hand: Decimal;
  readonly sellable: Decimal;
  readonly reserved: Decimal;
  /** sellable − reserved: what may still be promised. */
  readonly available: Decimal;
}

/*
 * Exported by `server.ts` (facts are opaque to the caller):
 *
 *   stockLocks(read, plan): Promise<readonly Lock[]>        refuses stock.future_date, forbidden {permission: stock.backdate}
 *   stockFacts(read, plan): Promise<StockFacts>
 *   checkStock(facts): void                                 stock.insufficient (all short lines), stock.reserved_for_others, stock.insufficient_at, lot.*, product.*
 *   stockWrites(facts, { kind, cause?, cost? }): StockResult       issues take their reservation with them, receipts fill short promises
 *
 *   reserveLocks(read, demands) / reserveFacts(read, demands) / reserveWrites(facts): PromiseResult
 *   releaseLocks(read, lines) / releaseFacts(read, lines) / releaseWrites(facts): PromiseResult      `lines`: { line, qty? } each; without qty all of it
 *
 *   reversalLocks(read, original, date) / reversalFacts(read, original, date) / checkReversal(facts): void   stock.reversal_insufficient
 *   reversalWrites(facts, { cause, lines?, promises }): StockResult   void pair at the original cost, later issues recosted; `promises: true` promises the goods again
 *
 *   stockReversalDate(read, original day): Promise<LocalDate>   the original day while its period is open, else today (5.0.5)
 *
 *   defaultWarehouse(read): Promise<Ref | null>;  availability(read, keys): Promise<readonly Availability[]>
 *   unitFactors(read, [{product, unit}]): Promise<UnitFactors>;  toBase(factors, {product, unit, qty, at}): Decimal    uom.inexact
 */
/** Options of `stockWrites`: what the entries are called in the cost card. `cause` is needed where another document than the acting one causes them. */
export interface StockWriteOptions {
  readonly kind: MoveKind;
  readonly cause?: AnyRef;
  /** Where the caller books the cost of the issues; a later recost goes there too. Left out: `cogs` without department. */
  readonly cost?: { readonly role: AccountRole; readonly department?: string | null };
}
export type MoveKind = 'opening' | 'receipt' | 'issue' | 'return' | 'transfer' | 'other_in' | 'internal_use' | 'relocate';
export interface ReversalOptions {
  /** The counter-document, which causes the counter-entries. */
  readonly cause: AnyRef;
  /** Line of the original → line of the counter-document. */
  readonly lines?: ReadonlyMap<string, string>;
  /** The demand lines that the original used up are promised their goods again. */
  readonly promises: boolean;
}
