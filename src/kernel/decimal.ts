import Big from 'big.js';

/*
 * Money, quantities, prices and rates. `strict` refuses binary floats, so `decimal(x).times(0.13)` throws instead of being slightly wrong;
 * twenty places in a division are far beyond the two or six that any rule rounds to.
 */
const Strict = Big();
Strict.strict = true;
Strict.DP = 24;
Strict.NE = -60;
Strict.PE = 60;

export type Decimal = Big;

/** A decimal from text or a whole number: `decimal('12.30')`, `decimal(3)`. A fraction must be written as text. */
export function decimal(value: Decimal | string | number | bigint): Decimal {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError(`${value} is not a whole number; write fractions as text`);
    return new Strict(String(value));
  }
  return new Strict(typeof value === 'bigint' ? value.toString() : value);
}

export const zero: Decimal = decimal(0);
export const one: Decimal = decimal(1);

export const isDecimal = (value: unknown): value is Decimal => value instanceof Strict;

/** Half-up by magnitude: 0.005 → 0.01, −0.005 → −0.01 (2.0.2). */
export const round = (value: Decimal, places = 2): Decimal => value.round(places, Big.roundHalfUp);
/** Towards minus infinity. */
export function floor(value: Decimal, places = 2): Decimal {
  const cut = value.round(places, Big.roundDown);
  return cut.gt(value) ? cut.minus(unit(places)) : cut;
}
/** Towards plus infinity. */
export function ceil(value: Decimal, places = 2): Decimal {
  const cut = value.round(places, Big.roundDown);
  return cut.lt(value) ? cut.plus(unit(places)) : cut;
}
const unit = (places: number): Decimal => decimal(places === 0 ? '1' : `0.${'0'.repeat(places - 1)}1`);

export const min = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b);
export const max = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b);
export const isZero = (value: Decimal): boolean => value.eq(zero);
export const negated = (value: Decimal): Decimal => zero.minus(value);
export const sum = <T>(items: readonly T[], amount: (item: T) => Decimal): Decimal => items.reduce((total, item) => total.plus(amount(item)), zero);

/** `1234.5` → `1234.50`; the form of money in JSON. */
export const toMoney = (value: Decimal): string => round(value, 2).toFixed(2);
/** Without trailing zeros or exponent; the form of quantities, prices and rates in JSON. */
export const toPlain = (value: Decimal): string => value.toFixed();
