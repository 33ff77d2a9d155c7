/*
 * The rules of 2.0.2 and of the moving average once more, in whole cents and from nothing but the specification: what a test compares the
 * product's own figures with must not come from the product.
 */
export type Cents = bigint;
export const cents = (text: string): Cents => {
  const [whole = '0', part = ''] = text.replace('-', '').split('.');
  const value = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0').slice(0, 2));
  return text.startsWith('-') ? -value : value;
};
export const money = (value: Cents): string => {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
/** Half up by magnitude. */
export const divided = (value: bigint, by: bigint): bigint => (value < 0n ? -divided(-value, by) : (2n * value + by) / (2n * by));
export const total = (values: readonly Cents[]): Cents => values.reduce((sum, value) => sum + value, 0n);

export interface Sold {
  readonly qty: bigint;
  /** Price of one, tax included. */
  readonly price: Cents;
  readonly discountPercent: bigint;
  readonly taxPercent: bigint;
  /** Stock units in one sold unit, and the stock before the sale. */
  readonly factor: bigint;
  readonly stock: { readonly qty: bigint; readonly value: Cents };
}
export interface Delivered {
  readonly net: Cents;
  readonly gross: Cents;
  readonly cost: Cents;
}
/** A1 and A4 for the line, A7 for the part from `a` to `b` of it, its cost from the stock as it then is. */
export function partOf(sold: Sold, a: bigint, b: bigint): Delivered {
  const gross = divided(sold.qty * sold.price * (100n - sold.discountPercent), 100n);
  const net = divided(gross * 100n, 100n + sold.taxPercent);
  const upTo = (whole: Cents, c: bigint): Cents => divided(whole * c, sold.qty);
  return { net: upTo(net, b) - upTo(net, a), gross: upTo(gross, b) - upTo(gross, a), cost: costUpTo(sold, a, b) };
}
/** The first `a` left at the average; so does the rest of what then was left. */
function costUpTo(sold: Sold, a: bigint, b: bigint): Cents {
  const gone = divided(sold.stock.value * a * sold.factor, sold.stock.qty);
  const left = { qty: sold.stock.qty - a * sold.factor, value: sold.stock.value - gone };
  return divided(left.value * (b - a) * sold.factor, left.qty);
}
