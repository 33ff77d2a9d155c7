import { type Decimal, decimal, floor, isZero, negated, one, round, sum, zero } from '#decimal';
import { refusal, type Refusals } from '#declare';

/*
 * Rules A1–A7 of the sales chapter (2.0.2): one set of functions for quotation, order, delivery and invoice, in browser and server.
 */
export interface PricedLine {
  readonly qty: Decimal;
  readonly unit_price: Decimal;
  readonly discount_rate: Decimal | null;
  readonly tax_rate: Decimal;
  /** Its share of the header discount where that stands fast: something of the order is done (2.1, amendment). */
  readonly discount_share?: Decimal | null;
  /** Where the line was amended: how much of it was done, and the amounts of that. */
  readonly anchor_qty?: Decimal | null;
  readonly anchor_net?: Decimal | null;
  readonly anchor_tax?: Decimal | null;
}
export interface LineAmounts {
  /** After the line's share of the header discount, in the price mode of the document. */
  readonly base: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}

/** A1: only this product is rounded, never the discounted unit price. */
export const lineBase = (line: PricedLine): Decimal => round(line.qty.times(line.unit_price).times(one.minus(line.discount_rate ?? zero)));

const cent = decimal('0.01');
/** A3: largest remainder, ties to the earlier weight; a negative amount is spread by its magnitude. Without any weight nothing is spread. */
export function allocate(amount: Decimal, weights: readonly Decimal[]): readonly Decimal[] {
  const total = sum(weights, (weight) => weight);
  if (isZero(amount) || isZero(total)) return weights.map(() => zero);
  if (amount.lt(zero)) return allocate(negated(amount), weights).map((share) => (isZero(share) ? zero : negated(share)));
  const exact = weights.map((weight) => amount.times(weight).div(total));
  const shares = exact.map((value) => floor(value));
  const missing = Number(
    amount
      .minus(sum(shares, (share) => share))
      .div(cent)
      .toFixed(0),
  );
  const largest = exact
    .map((value, index) => ({ index, rest: value.minus(shares[index] ?? zero) }))
    .sort((a, b) => b.rest.cmp(a.rest) || a.index - b.index)
    .slice(0, missing);
  const lucky = new Set(largest.map(({ index }) => index));
  return shares.map((share, index) => (lucky.has(index) ? share.plus(cent) : share));
}

/** A4 and A5. */
export function splitTax(base: Decimal, rate: Decimal, includesTax: boolean): LineAmounts {
  if (includesTax) {
    const net = round(base.div(rate.plus(one)));
    return { base, net, tax: base.minus(net), gross: base };
  }
  const tax = round(base.times(rate));
  return { base, net: base, tax, gross: base.plus(tax) };
}

export interface DocumentAmounts {
  readonly lines: readonly LineAmounts[];
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}
/** A2 and A6: the header discount lives in the lines, so that the tax is that of the lines. */
export function documentAmounts(lines: readonly PricedLine[], headerDiscount: Decimal | null, includesTax: boolean): DocumentAmounts {
  const bases = lines.map(lineBase);
  const fixed = lines.some((line) => line.discount_share !== null && line.discount_share !== undefined);
  const shares = fixed ? lines.map((line) => line.discount_share ?? zero) : allocate(headerDiscount ?? zero, bases);
  const amounts = lines.map((line, index) => doneAmounts(line, includesTax) ?? splitTax((bases[index] ?? zero).minus(shares[index] ?? zero), line.tax_rate, includesTax));
  return { lines: amounts, net: sum(amounts, (each) => each.net), tax: sum(amounts, (each) => each.tax), gross: sum(amounts, (each) => each.gross) };
}

/** A line that ends where it was done is worth what was posted for it, to the cent. */
function doneAmounts(line: PricedLine, includesTax: boolean): LineAmounts | undefined {
  const { qty, anchor_qty, anchor_net, anchor_tax } = line;
  if (!anchor_qty?.eq(qty) || !anchor_net || !anchor_tax) return undefined;
  const gross = anchor_net.plus(anchor_tax);
  return { base: includesTax ? gross : anchor_net, net: anchor_net, tax: anchor_tax, gross };
}

/** Net and tax of a quantity; gross is their sum. */
export interface Amounts {
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly gross: Decimal;
}
export const noAmounts: Amounts = { net: zero, tax: zero, gross: zero };
export const minus = (a: Amounts, b: Pick<Amounts, 'net' | 'tax'>): Amounts => {
  const [net, tax] = [a.net.minus(b.net), a.tax.minus(b.tax)];
  return { net, tax, gross: net.plus(tax) };
};
export const opposite = (a: Pick<Amounts, 'net' | 'tax'>): Amounts => minus(noAmounts, a);

/** A whole order line, split over events; after an amendment what was done before stands fast (`anchor`). */
export interface LineTotal {
  readonly qty: Decimal;
  readonly net: Decimal;
  readonly gross: Decimal;
  readonly anchor?: { readonly qty: Decimal; readonly net: Decimal; readonly gross: Decimal };
}
/** A7: F(c), the amounts of the first `c` of the line. Any sequence of events adds up to the line, to the cent. */
export function upTo(line: LineTotal, c: Decimal): Amounts {
  const { anchor } = line;
  const [from, net0, gross0] = anchor ? [anchor.qty, anchor.net, anchor.gross] : [zero, zero, zero];
  const open = line.qty.minus(from);
  if (anchor && c.lt(from)) return upTo({ qty: from, net: net0, gross: gross0 }, c);
  if (isZero(open)) return { net: net0, tax: gross0.minus(net0), gross: gross0 };
  const part = (total: Decimal, done: Decimal): Decimal => done.plus(round(total.minus(done).times(c.minus(from)).div(open)));
  const [net, gross] = [part(line.net, net0), part(line.gross, gross0)];
  return { net, tax: gross.minus(net), gross };
}

export const amountRefusals = {
  'amount.discount_exceeds': refusal({
    zh: '整单优惠 {discount} 超过明细合计 {base}',
    en: 'The discount {discount} exceeds the lines’ total {base}',
    fix: { zh: '降低优惠金额', en: 'Lower the discount' },
    with: { discount: 'amount', base: 'amount' },
  }),
} satisfies Refusals;

interface Discounted {
  readonly header_discount: Decimal | null;
  readonly lines: readonly PricedLine[];
}
/** The check behind `amount.discount_exceeds`, the same in quotation and order. */
export function discountExceeds(document: Discounted): { readonly discount: Decimal; readonly base: Decimal; readonly at: string } | false {
  const base = sum(document.lines, lineBase);
  const discount = document.header_discount ?? zero;
  return discount.gt(base) && { discount, base, at: '/header_discount' };
}
