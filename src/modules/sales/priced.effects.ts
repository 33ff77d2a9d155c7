import type { Draft, LocalDate, PrepareContext, Read, Ref, Rows } from '#declare';
import { decimal } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { convertibleFactors, factorFor, toBase, unitFactors, type UnitFactors, type UnitWish } from '../inventory/server.ts';
import { categoryPaths, priceListsFor, type RawItem, type RawList } from './price.facts.ts';
import { type Factor, type FoundPrice, inOrder, type PriceListFacts, resolvePrice } from './price.ts';
import { categoryChain, termsFor } from './terms.facts.ts';

/*
 * What a quotation and an order fill in before they are computed (2.1, 2.2): terms, price list, units, tax codes and prices. A typed price
 * is sticky; an automatic one follows quantity, unit and date as long as the document is a draft.
 */
export type SaleDraft = Draft<'sales.quotation'> | Draft<'sales.order'>;
type SaleLine = SaleDraft['lines'][number];
type Product = Rows['inventory.product'];
type TaxCode = Rows['finance.tax_code'];

interface Facts {
  readonly date: LocalDate;
  readonly products: ReadonlyMap<string, Product>;
  readonly paths: ReadonlyMap<string, readonly string[]>;
  readonly factors: UnitFactors;
  /** Of the units prices are said in, as far as a product knows them. */
  readonly priceFactors: ReadonlyMap<string, Factor>;
  readonly lists: readonly RawList[];
  readonly taxCodes: ReadonlyMap<string, TaxCode>;
  readonly defaultTax: TaxCode | null;
  readonly decimals: number;
  /** The order is in force: only what the amendment says is priced (2.2 step 7). */
  readonly amending: boolean;
}
const known = <T>(values: readonly (T | null | undefined)[]): T[] => [...new Set(values.filter((value): value is T => value !== null && value !== undefined))];

/** Header fields first, for the lines depend on them. */
export async function prepareSale<L extends SaleLine>(
  draft: SaleDraft,
  rows: readonly L[],
  date: LocalDate,
  read: Read,
  context: PrepareContext,
): Promise<{ readonly header: object; readonly lines: readonly L[] }> {
  const customer = draft.customer === null ? null : await read.row('customers.customer', draft.customer);
  const chain = await categoryChain(read, customer);
  const [terms, settings, salesperson, facts] = await Promise.all([
    termsFor(read, draft, chain),
    read.settings('sales.settings'),
    draft.department === null && draft.salesperson !== null ? read.row('core.user', draft.salesperson) : null,
    lineFacts(draft, rows, date, read, customer, chain),
  ]);
  const first = inOrder(facts.lists as readonly PriceListFacts[]).find((list) => (list.valid_from ?? date) <= date && date <= (list.valid_to ?? date));
  const listed = draft.price_list === null ? first : facts.lists.find((list) => list.id === draft.price_list);
  const modeGiven = context.given.has('price_includes_tax') || !(context.creating || context.given.has('price_list'));
  const includesTax = modeGiven ? draft.price_includes_tax === true : (listed?.includes_tax ?? settings.price_includes_tax);
  const header = {
    ...terms,
    department: draft.department ?? salesperson?.department ?? null,
    price_list: draft.price_list ?? ((first?.id ?? null) as Ref<'sales.price_list'> | null),
    price_includes_tax: includesTax,
  };
  const ruled: Facts = { ...facts, decimals: settings.price_decimals, amending: context.amending };
  return { header, lines: rows.map((line, index) => prepareLine(line, index, ruled, includesTax, context.givenLines('lines', index))) };
}

async function lineFacts(
  draft: SaleDraft,
  rows: readonly SaleLine[],
  date: LocalDate,
  read: Read,
  customer: Rows['customers.customer'] | null,
  chain: readonly Rows['customers.customer_category'][],
): Promise<Facts> {
  const products = await read.rows('inventory.product', known(rows.map((line) => line.product)));
  const paths = await categoryPaths(read, known([...products.values()].map((product) => product.category)));
  const [lists, taxCodes, finance] = await Promise.all([
    priceListsFor(read, {
      customer: draft.customer,
      customerList: customer?.price_list ?? null,
      categoryLists: known(chain.map((category) => category.price_list)),
      categories: chain.map((category) => category.id),
      documentList: draft.price_list,
      region: 'region' in draft ? (draft.region ?? customer?.region ?? null) : (customer?.region ?? null),
      channel: draft.channel,
      products: [...products.keys()],
      productCategories: known([...paths.values()].flat()),
    }),
    read.rows('finance.tax_code', known(rows.flatMap((line) => [line.tax_code, line.product === null ? null : products.get(line.product)?.sales_tax_code]))),
    read.settings('finance.settings'),
  ]);
  const asked = rows.flatMap((line) => {
    const product = line.product === null ? undefined : products.get(line.product);
    return product ? [{ product: product.id, unit: line.unit ?? unitOf(product) }] : [];
  });
  const priced = [...products.values()].flatMap((product) =>
    known([unitOf(product), ...lists.flatMap((list) => list.items.map((item) => item.unit))]).map((unit) => ({ product: product.id, unit })),
  );
  const [factors, priceFactors, defaultTax] = await Promise.all([unitFactors(read, asked), convertible(read, priced), read.asOf('finance.tax_code', { code: finance.default_tax_code }, date)]);
  return { date, products, paths, lists, taxCodes, factors, priceFactors, defaultTax, decimals: 2, amending: false };
}
/** A price in a unit that the product does not know is no price of it; a line in such a unit is refused. */
async function convertible(read: Read, wishes: readonly UnitWish[]): Promise<ReadonlyMap<string, Factor>> {
  const factors = await convertibleFactors(read, wishes);
  return new Map([...factors.values()].map((factor) => [priceKey(factor), { num: decimal(factor.num), den: decimal(factor.den) }]));
}
const priceKey = ({ product, unit }: UnitWish): string => `${product}|${unit}`;
const unitOf = (product: Product): Ref<'core.unit'> => product.sales_unit ?? product.base_unit;

function prepareLine<L extends SaleLine>(line: L, index: number, facts: Facts, includesTax: boolean, given: ReadonlySet<string>): L {
  const product = line.product === null ? undefined : facts.products.get(line.product);
  const tax = taxOf(line, product, facts, index);
  const taxed = { tax_code: (tax?.id ?? null) as Ref<'finance.tax_code'> | null, tax_rate: tax?.rate ?? null };
  if (!product) return { ...line, ...taxed, price_source: line.unit_price === null ? null : ('manual' as const), base_qty: null };
  const unit = line.unit ?? unitOf(product);
  const filled = { ...line, ...taxed, unit, kind: product.kind === 'service' && line.kind === 'goods' && !given.has('kind') ? ('service' as const) : line.kind };
  if (line.qty === null) return filled;
  const base_qty = toBase(facts.factors, { product: product.id, unit, qty: line.qty, at: `/lines/${index}/qty` });
  return { ...filled, base_qty, ...priceOf(filled, index, product, facts, includesTax, given) };
}
/** Line → product → the organisation's default; it must be valid on the day (A9). */
function taxOf(line: SaleLine, product: Product | undefined, facts: Facts, index: number): TaxCode | null {
  const named = line.tax_code ?? product?.sales_tax_code ?? null;
  const code = named === null ? facts.defaultTax : (facts.taxCodes.get(named) ?? null);
  if (code && (code.valid_from > facts.date || (code.valid_to ?? facts.date) < facts.date))
    throw new Refused('tax.rate_not_valid', { code: code.code, date: facts.date }, `/lines/${index}/tax_code`);
  return code;
}

type Priced = Pick<SaleLine, 'unit_price' | 'price_source' | 'price_trace'>;
/** Step 7: what a person typed stays; another price than ours counts as typed. Once confirmed a line keeps its price until somebody types another. */
function priceOf(line: SaleLine, index: number, product: Product, facts: Facts, includesTax: boolean, given: ReadonlySet<string>): Priced {
  const typed = given.has('unit_price') && line.unit_price !== null;
  const stands = facts.amending && line.unit_price !== null && !['unit_price', 'product', 'unit'].some((name) => given.has(name));
  if (stands) return { unit_price: line.unit_price, price_source: line.price_source, price_trace: line.price_trace };
  if (!typed && line.price_source === 'manual' && line.unit_price !== null) return { unit_price: line.unit_price, price_source: 'manual', price_trace: line.price_trace };
  const found = find(line, product, facts, includesTax);
  if (typed && !(found && line.unit_price && found.price.eq(line.unit_price))) return { unit_price: line.unit_price, price_source: 'manual', price_trace: found?.trace ?? null };
  if (!found) throw new Refused('price.not_found', { line_no: index + 1 }, `/lines/${index}/unit_price`);
  return { unit_price: found.price, price_source: 'auto', price_trace: found.trace };
}
function find(line: SaleLine, product: Product, facts: Facts, includesTax: boolean): FoundPrice | null {
  const unit = line.unit ?? unitOf(product);
  const { num, den } = factorFor(facts.factors, { product: product.id, unit });
  const factorOf = (item: RawItem): Factor | null => facts.priceFactors.get(priceKey({ product: product.id, unit: item.unit ?? unitOf(product) })) ?? null;
  const lists = facts.lists.map((list): PriceListFacts => ({ ...list, items: list.items.map((item) => ({ ...item, factor: factorOf(item) })) }));
  return resolvePrice(
    {
      product: product.id,
      categories: facts.paths.get(product.category) ?? [],
      qty: line.qty ?? decimal(0),
      unit,
      factor: { num: decimal(num), den: decimal(den) },
      date: facts.date,
      includes_tax: includesTax,
      tax_rate: line.tax_rate ?? decimal(0),
      decimals: facts.decimals,
      list_price: product.list_price === null ? null : { price: product.list_price, includes_tax: product.list_price_includes_tax },
    },
    lists,
  );
}
