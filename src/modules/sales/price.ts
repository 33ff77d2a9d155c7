import { type Decimal, one, round } from '#decimal';

/*
 * Price resolution (2.2): a pure function of the candidates, the same for quotation, order, portal and import. Steps 1–3 and 7; quote
 * policies, promotions and the margin floor join it later.
 */
export type ListStep = 'document' | 'customer' | 'category' | 'scope' | 'default';
/** How many base units one unit is, exactly. */
export interface Factor {
  readonly num: Decimal;
  readonly den: Decimal;
}
export interface PriceItem {
  readonly item_no: number;
  readonly target: 'product' | 'category' | 'all';
  readonly product: string | null;
  readonly category: string | null;
  readonly unit: string | null;
  /** Of the item's unit; null where the product does not know that unit. */
  readonly factor: Factor | null;
  readonly min_qty: Decimal;
  readonly price: Decimal;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
}
export interface PriceListFacts {
  readonly id: string;
  readonly code: string;
  readonly step: ListStep;
  readonly priority: number;
  readonly includes_tax: boolean;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly items: readonly PriceItem[];
}
export interface PriceRequest {
  readonly product: string;
  /** The product's category and those above it, deepest first. */
  readonly categories: readonly string[];
  readonly qty: Decimal;
  readonly unit: string;
  readonly factor: Factor;
  readonly date: string;
  /** Price mode of the document and the line's rate, for a price found in the other mode. */
  readonly includes_tax: boolean;
  readonly tax_rate: Decimal;
  readonly decimals: number;
  /** Of the base unit. */
  readonly list_price: { readonly price: Decimal; readonly includes_tax: boolean } | null;
}
export interface TraceStep {
  readonly step: ListStep | 'list_price';
  readonly list: string | null;
  readonly result: 'taken' | 'not_valid' | 'no_item';
  readonly item?: number;
  readonly min_qty?: string;
}
export interface PriceTrace {
  readonly base_qty: string;
  readonly steps: readonly TraceStep[];
  readonly found?: string;
  readonly found_unit?: string | null;
  readonly price?: string;
}
export interface FoundPrice {
  readonly price: Decimal;
  readonly list: string | null;
  readonly trace: PriceTrace;
}

const steps: readonly ListStep[] = ['document', 'customer', 'category', 'scope', 'default'];
const inForce = (of: { readonly valid_from: string | null; readonly valid_to: string | null }, date: string): boolean =>
  (of.valid_from ?? date) <= date && date <= (of.valid_to ?? date);
/** Step 1: named on the document, then the customer's, its category's, its region's or channel's, then the default lists; inside a step by priority. */
export const inOrder = (lists: readonly PriceListFacts[]): readonly PriceListFacts[] => {
  const sorted = [...lists].sort((a, b) => steps.indexOf(a.step) - steps.indexOf(b.step) || b.priority - a.priority || (a.code < b.code ? -1 : 1));
  return sorted.filter((list, index) => sorted.findIndex((other) => other.id === list.id) === index);
};

export const baseQuantity = (qty: Decimal, factor: Factor): Decimal => round(qty.times(factor.num).div(factor.den), 6);

const rank = (item: PriceItem, request: PriceRequest): number => {
  if (item.target === 'product') return item.product === request.product ? 0 : -1;
  if (item.target === 'all') return request.categories.length + 1;
  const depth = request.categories.indexOf(item.category ?? '');
  return depth < 0 ? -1 : depth + 1;
};
/** Step 2: by target (product, then the deepest category, then all), then the largest quantity reached, the youngest, the first. */
function bestItem(items: readonly PriceItem[], request: PriceRequest, baseQty: Decimal): PriceItem | undefined {
  const fitting = items.filter((item) => rank(item, request) >= 0 && item.factor !== null && item.min_qty.lte(baseQty) && inForce(item, request.date));
  return [...fitting].sort(
    (a, b) =>
      rank(a, request) - rank(b, request) ||
      b.min_qty.cmp(a.min_qty) ||
      ((b.valid_from ?? '') < (a.valid_from ?? '') ? -1 : (b.valid_from ?? '') > (a.valid_from ?? '') ? 1 : 0) ||
      a.item_no - b.item_no,
  )[0];
}

/** A price of another unit or in the other mode is converted exactly and rounded once; one that fits is taken as it stands. */
function convert(price: Decimal, from: Factor, includesTax: boolean, request: PriceRequest): Decimal {
  const { factor, tax_rate, includes_tax, decimals } = request;
  const sameUnit = from.num.times(factor.den).eq(factor.num.times(from.den));
  if (sameUnit && includesTax === includes_tax) return price;
  const tax = includesTax === includes_tax ? one : tax_rate.plus(one);
  const numerator = price
    .times(factor.num)
    .times(from.den)
    .times(includes_tax ? tax : one);
  const denominator = factor.den.times(from.num).times(includes_tax ? one : tax);
  return round(numerator.div(denominator), decimals);
}

/** The price of one line, or null: never silently 0. The first list with a matching item wins, not the lowest price. */
export function resolvePrice(request: PriceRequest, lists: readonly PriceListFacts[]): FoundPrice | null {
  const baseQty = baseQuantity(request.qty, request.factor);
  const tried: TraceStep[] = [];
  const answer = (price: Decimal, list: string | null, found: Decimal, found_unit: string | null): FoundPrice => ({
    price,
    list,
    trace: { base_qty: baseQty.toFixed(), steps: tried, found: found.toFixed(), found_unit, price: price.toFixed() },
  });
  for (const list of inOrder(lists)) {
    const { step, code } = list;
    if (!inForce(list, request.date)) {
      tried.push({ step, list: code, result: 'not_valid' });
      continue;
    }
    const item = bestItem(list.items, request, baseQty);
    if (!item?.factor) {
      tried.push({ step, list: code, result: 'no_item' });
      continue;
    }
    tried.push({ step, list: code, result: 'taken', item: item.item_no, min_qty: item.min_qty.toFixed() });
    return answer(convert(item.price, item.factor, list.includes_tax, request), list.id, item.price, item.unit);
  }
  const { list_price } = request;
  if (!list_price) return null;
  tried.push({ step: 'list_price', list: null, result: 'taken' });
  return answer(convert(list_price.price, { num: one, den: one }, list_price.includes_tax, request), null, list_price.price, null);
}
