import type { ApiRecord, Line, Reference } from '../api/types.ts';
import { isReference } from '../record/fields.ts';

export interface Sold {
  readonly product: Reference;
  readonly order: string;
  readonly day: string;
  readonly qty: unknown;
  readonly unit: unknown;
  readonly unitPrice: string;
  readonly withTax: boolean;
  readonly discount: string | undefined;
}
const isSome = (value: unknown): value is string => typeof value === 'string' && /[1-9]/.test(value);
/** The newest line with a price of each product; orders come newest first. A gift has no price and says nothing about the next one. */
export function lastSold(orders: readonly ApiRecord[]): readonly Sold[] {
  const found = new Map<string, Sold>();
  for (const order of orders) {
    for (const line of (order['lines'] ?? []) as readonly Line[]) {
      const [product, unitPrice, discount] = [line['product'], line['unit_price'], line['discount_rate']];
      if (!isReference(product) || found.has(product.id) || !isSome(unitPrice)) continue;
      found.set(product.id, {
        product,
        order: order.id,
        day: String(order['order_date'] ?? ''),
        qty: line['qty'],
        unit: line['unit'],
        unitPrice,
        withTax: order['price_includes_tax'] === true,
        discount: isSome(discount) ? discount : undefined,
      });
    }
  }
  return [...found.values()];
}
