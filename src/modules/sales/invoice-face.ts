import { type Decimal, isZero, round } from '#decimal';
import { lineBase, splitTax } from './amounts.ts';

/*
 * The face of an invoice (2.4): a discounted line is shown as a pair, the undiscounted amounts (nature 2) and directly after it the discount
 * (nature 1), with the same code and rate; a line without discount stands alone (nature 0).
 */
export interface FaceSource {
  readonly item_name: string | null;
  readonly spec: string | null;
  readonly unit: string | null;
  readonly qty: Decimal;
  readonly tax_class_code: string | null;
  readonly tax_rate: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly full_net: Decimal;
  readonly full_tax: Decimal;
}
export interface FaceRow {
  readonly nature: 0 | 1 | 2;
  readonly item_name: string | null;
  readonly tax_class_code: string | null;
  readonly spec: string | null;
  readonly unit: string | null;
  readonly qty: Decimal | null;
  readonly unit_price_net: string | null;
  readonly net: Decimal;
  readonly tax: Decimal;
  readonly tax_rate: Decimal;
}
/** HU(net ÷ qty, 13), without the zeros at its end. */
export const netPrice = (net: Decimal, qty: Decimal): string => (isZero(qty) ? '0' : round(net.div(qty), 13).toFixed());

export function faceOf(lines: readonly FaceSource[]): readonly FaceRow[] {
  return lines.flatMap((line): FaceRow[] => {
    const { item_name, spec, unit, qty, tax_class_code, tax_rate, net, tax, full_net, full_tax } = line;
    const discounted = !full_net.eq(net) || !full_tax.eq(tax);
    const first: FaceRow = {
      nature: discounted ? 2 : 0,
      item_name,
      tax_class_code,
      spec,
      unit,
      qty,
      unit_price_net: netPrice(full_net, qty),
      net: full_net,
      tax: full_tax,
      tax_rate,
    };
    if (!discounted) return [first];
    return [first, { nature: 1, item_name, tax_class_code, spec: null, unit: null, qty: null, unit_price_net: null, net: net.minus(full_net), tax: tax.minus(full_tax), tax_rate }];
  });
}

interface PricedOrderLine {
  readonly qty: Decimal;
  readonly unit_price: Decimal;
  readonly discount_rate: Decimal | null;
  readonly tax_rate: Decimal;
  readonly base: Decimal;
}
/**
 * Amounts before any discount for a quantity of an order line (A4, A5 of quantity × price). Where the whole line bears no discount they are the
 * amounts themselves: a cent that the split over several invoices moved is no discount.
 */
export function undiscounted(
  line: PricedOrderLine,
  qty: Decimal,
  includesTax: boolean,
  own: { readonly net: Decimal; readonly tax: Decimal },
): { readonly full_net: Decimal; readonly full_tax: Decimal } {
  const plain = lineBase({ ...line, discount_rate: null });
  if (plain.eq(line.base)) return { full_net: own.net, full_tax: own.tax };
  const { net, tax } = splitTax(lineBase({ qty, unit_price: line.unit_price, discount_rate: null, tax_rate: line.tax_rate }), line.tax_rate, includesTax);
  return { full_net: net, full_tax: tax };
}

/** Recording a number from the bureau (2.4): twenty digits, the first two of them the year of issue. */
export const validFapiaoNo = (number: string): boolean => /^\d{20}$/.test(number);
export const yearOfFapiao = (number: string): string => number.slice(0, 2);
