import type { LocalDate } from '#declare';
import { type Decimal, negated, sum, zero } from '#decimal';

/** A change of one key that takes effect after the moment in question. */
export interface Later {
  readonly date: LocalDate;
  readonly qty: Decimal;
}
export interface Shortfall {
  readonly date: LocalDate;
  readonly shortage: Decimal;
}
/**
 * The historical check of 5.0.5: an issue that takes effect on an earlier day must leave no later moment negative. Counted back from what is on
 * hand now, so that only what came later is read (EX-5.0-3).
 */
export function firstShortfall(onHand: Decimal, later: readonly Later[], issue: { readonly date: LocalDate; readonly qty: Decimal }): Shortfall | undefined {
  let balance = onHand.minus(sum(later, (one) => one.qty)).minus(issue.qty);
  if (balance.lt(zero)) return { date: issue.date, shortage: negated(balance) };
  for (const change of later) {
    balance = balance.plus(change.qty);
    if (balance.lt(zero)) return { date: change.date, shortage: negated(balance) };
  }
  return undefined;
}
