import { type Decimal, isZero, max, round, sum, zero } from '#decimal';
import { lineBase, type PricedLine } from './amounts.ts';

/*
 * The next revision of a confirmed order (2.1, amendment): what was delivered or invoiced stands, the open part takes the new terms. Pure, line
 * by line; the codes that refuse an amendment are guards of its effect.
 */
export interface DoneLine {
  readonly delivered: Decimal;
  readonly returned: Decimal;
  readonly invoiced: Decimal;
  readonly delivered_net: Decimal;
  readonly delivered_tax: Decimal;
  readonly invoiced_net: Decimal;
  readonly invoiced_tax: Decimal;
}
/** Lines of an order as they stand: complete, with their amounts. */
export interface StandingLine extends PricedLine {
  readonly line_uid: string;
  readonly base: Decimal;
}
/** Lines as somebody wants them; what the split and the anchor write is theirs. */
export interface WantedLine {
  readonly line_uid: string | null;
  readonly qty: Decimal | null;
  readonly unit_price: Decimal | null;
  readonly discount_rate: Decimal | null;
  readonly base_qty: Decimal | null;
  readonly root_line: string | null;
  readonly discount_share: Decimal | null;
  readonly anchor_qty: Decimal | null;
  readonly anchor_net: Decimal | null;
  readonly anchor_tax: Decimal | null;
}

/** done = max(delivered, invoiced). */
export const doneOf = (done: Pick<DoneLine, 'delivered' | 'invoiced'> | undefined): Decimal => (done ? max(done.delivered, done.invoiced) : zero);

export interface Standing<S extends StandingLine> {
  readonly lines: readonly S[];
  readonly header_discount: Decimal | null;
  readonly done: ReadonlyMap<string, DoneLine>;
}
const uidOf = (line: WantedLine): string => line.line_uid ?? '';
/** Splits what gets another price, keeps each line's share of the discount, and anchors what is partly done (A7). */
export function nextLines<W extends WantedLine>(
  standing: Standing<StandingLine>,
  wanted: readonly W[],
  newId: () => string,
): { readonly lines: readonly W[]; readonly header_discount: Decimal | null } {
  const before = new Map(standing.lines.map((line) => [line.line_uid, line]));
  const begun = standing.lines.some((line) => !isZero(doneOf(standing.done.get(line.line_uid))));
  if (!begun) return { lines: wanted, header_discount: null };
  const discounted = standing.header_discount !== null && !isZero(standing.header_discount);
  const split = wanted.flatMap((line) => splitLine(line, before.get(uidOf(line)), standing.done.get(uidOf(line)), newId));
  const shared = discounted ? split.map((line) => ({ ...line, discount_share: shareOf(line, before, wanted) })) : split;
  const lines = shared.map((line) => anchored(line, before.get(uidOf(line)), standing.done.get(uidOf(line))));
  return { lines, header_discount: discounted ? sum(lines, (line) => line.discount_share ?? zero) : standing.header_discount };
}

/** Another price for a line that is partly done: the old line ends where it was done, a new one takes the rest. */
function splitLine<W extends WantedLine>(line: W, old: StandingLine | undefined, progress: DoneLine | undefined, newId: () => string): readonly W[] {
  const done = doneOf(progress);
  if (!old || isZero(done) || line.qty === null || line.qty.lte(done) || samePrice(line, old)) return [line];
  const part = (qty: Decimal): Decimal | null => (line.base_qty === null || line.qty === null ? line.base_qty : round(line.base_qty.times(qty).div(line.qty), 6));
  const rest = line.qty.minus(done);
  return [
    { ...line, qty: done, base_qty: part(done), unit_price: old.unit_price, discount_rate: old.discount_rate },
    { ...line, line_uid: newId(), root_line: line.root_line ?? line.line_uid, qty: rest, base_qty: part(rest), anchor_qty: null, anchor_net: null, anchor_tax: null },
  ];
}
export const samePrice = (a: Pick<WantedLine, 'unit_price' | 'discount_rate'>, b: Pick<WantedLine, 'unit_price' | 'discount_rate'>): boolean =>
  (a.unit_price ?? zero).eq(b.unit_price ?? zero) && (a.discount_rate ?? zero).eq(b.discount_rate ?? zero);

/** The share in force: fewer goods give up their part of it, more goods add none; both parts of a split line have what the line had. */
function shareOf(line: WantedLine, before: ReadonlyMap<string, StandingLine>, wanted: readonly WantedLine[]): Decimal {
  const old = before.get(uidOf(line));
  if (old) return part(old, line.qty ?? zero);
  const root = line.root_line === null ? undefined : before.get(line.root_line);
  const whole = root && !wanted.some((one) => one.line_uid === line.line_uid) ? wanted.find((one) => one.line_uid === root.line_uid) : undefined;
  if (!root || !whole) return zero;
  const total = part(root, whole.qty ?? zero);
  return total.minus(part(root, (whole.qty ?? zero).minus(line.qty ?? zero)));
}
function part(old: StandingLine, qty: Decimal): Decimal {
  const share = old.discount_share ?? lineBase(old).minus(old.base);
  return qty.lt(old.qty) ? round(share.times(qty).div(old.qty)) : share;
}

/** Below what was done the posted amounts stand; an untouched line goes on as before. */
function anchored<W extends WantedLine>(line: W, old: StandingLine | undefined, done: DoneLine | undefined): W {
  if (!old || !done || isZero(doneOf(done))) return line;
  const kept = line.qty?.eq(old.qty) === true && samePrice(line, old);
  if (kept) return line;
  const delivered = done.delivered.minus(done.returned);
  const [anchor_qty, anchor_net, anchor_tax] = delivered.gte(done.invoiced)
    ? [delivered, done.delivered_net, done.delivered_tax]
    : [done.invoiced, done.invoiced_net, done.invoiced_tax];
  return isZero(anchor_qty) ? line : { ...line, anchor_qty, anchor_net, anchor_tax };
}
