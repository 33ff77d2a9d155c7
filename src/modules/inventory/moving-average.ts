import { type Decimal, negated, round, zero } from '#decimal';

/** Quantity and value of a product in one cost scope: the stored truth; the unit cost is their quotient and never used to compute (5.5). */
export interface CostHead {
  readonly qty: Decimal;
  readonly value: Decimal;
}
export const emptyHead: CostHead = { qty: zero, value: zero };

/**
 * What an issue of `qty` costs: `r2(V × q ÷ Q)`, and all that is left when the last goes, so that no cents remain (EX-5.5-1). The product is
 * formed before the quotient; `unit cost × q` would lose a cent now and then. `undefined` where the stock does not hold that much.
 */
export function issueCost(head: CostHead, qty: Decimal): Decimal | undefined {
  if (qty.gt(head.qty)) return undefined;
  if (qty.eq(head.qty)) return head.value;
  return round(head.value.times(qty).div(head.qty));
}
export const received = (head: CostHead, qty: Decimal, value: Decimal): CostHead => ({ qty: head.qty.plus(qty), value: head.value.plus(value) });
export const issued = (head: CostHead, qty: Decimal, cost: Decimal): CostHead => received(head, negated(qty), negated(cost));

/** Shown with six decimals; empty without stock. */
export const unitCost = (head: CostHead): Decimal | null => (head.qty.gt(zero) ? round(head.value.div(head.qty), 6) : null);
