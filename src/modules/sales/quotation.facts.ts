import { type Read, type Ref, type Rows, sql } from '#declare';
import { type Decimal, decimal, isZero, max, round, sum, zero } from '#decimal';
import { lineBase } from './amounts.ts';
import type { Quotation, QuotationLine } from './quotation.ts';

export interface Ordered {
  /** Quotation line → quantity on orders that are not cancelled. */
  readonly lines: ReadonlyMap<string, Decimal>;
  /** Header discount those orders already carry. */
  readonly discount: Decimal;
}
/** What orders already took of a quotation; `but` leaves one of them out. */
export async function orderedOf(read: Read, quotation: string, but: string | null = null): Promise<Ordered> {
  const [lines, [header]] = await Promise.all([
    read.query<{ line: string; qty: string }>(sql`
      select l.quotation_line as line, sum(l.qty)::text as qty
      from sales."order" o join sales.order_line l on l.org_id = o.org_id and l.parent = o.id
      where o.org_id = ${read.org.id} and o.quotation = ${quotation} and o.state <> 'cancelled' and o.id is distinct from ${but}::uuid and l.quotation_line is not null
      group by l.quotation_line`),
    read.query<{ discount: string }>(sql`
      select coalesce(sum(o.header_discount), 0)::text as discount from sales."order" o
      where o.org_id = ${read.org.id} and o.quotation = ${quotation} and o.state <> 'cancelled' and o.id is distinct from ${but}::uuid`),
  ]);
  return { lines: new Map(lines.map((row) => [row.line, decimal(row.qty)])), discount: decimal(header?.discount ?? '0') };
}

export interface Part {
  readonly line: QuotationLine;
  readonly index: number;
  readonly qty: Decimal;
  readonly open: Decimal;
}
/** Lines to be ordered: those asked for, or everything that is still open. */
export function partsOf(quotation: Quotation, ordered: Ordered, asked: readonly { readonly quotation_line: string; readonly qty: Decimal }[]): readonly Part[] {
  return quotation.lines.flatMap((line, index): Part[] => {
    const open = max(zero, line.qty.minus(ordered.lines.get(line.line_uid) ?? zero));
    const wish = asked.filter((one) => one.quotation_line === line.line_uid);
    const qty = asked.length === 0 ? (line.optional ? zero : open) : sum(wish, (one) => one.qty);
    return isZero(qty) ? [] : [{ line, index, qty, open }];
  });
}
/** The share of the header discount: in proportion to the value ordered; the last part takes the rest, so that nothing is lost. */
export function discountOf(quotation: Quotation, parts: readonly Part[], ordered: Ordered): Decimal | null {
  const whole = quotation.header_discount;
  if (whole === null || isZero(whole)) return null;
  const done = new Map(parts.map((part) => [part.line.line_uid, part.qty]));
  const last = quotation.lines.every((line) => line.optional || (ordered.lines.get(line.line_uid) ?? zero).plus(done.get(line.line_uid) ?? zero).gte(line.qty));
  const rest = max(zero, whole.minus(ordered.discount));
  if (last) return rest;
  const base = sum(quotation.lines, lineBase);
  const share = sum(parts, (part) => lineBase({ ...part.line, qty: part.qty }));
  return isZero(base) ? zero : round(whole.times(share).div(base));
}

/** A quotation line as a line of an order: the same terms, its price as typed (2.2). */
export const orderLineOf = ({ line, qty }: Pick<Part, 'line' | 'qty'>) => ({
  kind: line.kind,
  product: line.product,
  description: line.description,
  unit: line.unit,
  unit_price: line.unit_price,
  price_source: 'manual' as const,
  price_trace: line.price_trace,
  discount_rate: line.discount_rate,
  tax_code: line.tax_code,
  tax_rate: line.tax_rate,
  note: line.note,
  quotation_line: line.line_uid as Rows['sales.order']['lines'][number]['quotation_line'],
  qty,
});
export type QuotationRef = Ref<'sales.quotation'>;
