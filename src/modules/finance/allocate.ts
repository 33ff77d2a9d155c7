import { type Decimal, decimal, floor, isZero, negated, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';

const cent = decimal('0.01');

/**
 * Shares an amount of whole cents by weights ≥ 0 (2.0.2 A3): exact shares cut to the cent, the missing cents to the largest remainders, ties to
 * the lower position. A negative amount is shared by its magnitude. The shares always add up to the amount.
 */
export function allocate(amount: Decimal, weights: readonly Decimal[]): readonly Decimal[] {
  const whole = sum(weights, (weight) => weight);
  if (isZero(whole)) throw new Refused('amount.nothing_to_allocate');
  if (amount.lt(zero)) return allocate(negated(amount), weights).map((share) => (isZero(share) ? zero : negated(share)));
  const parts = weights.map((weight, index) => {
    const exact = amount.times(weight).div(whole);
    const share = floor(exact, 2);
    return { index, share, remainder: exact.minus(share) };
  });
  const missing = Number(
    amount
      .minus(sum(parts, (part) => part.share))
      .div(cent)
      .round(0)
      .toFixed(),
  );
  const first = [...parts].sort((a, b) => b.remainder.cmp(a.remainder) || a.index - b.index).slice(0, missing);
  const lucky = new Set(first.map((part) => part.index));
  return parts.map((part) => (lucky.has(part.index) ? part.share.plus(cent) : part.share));
}
