import { derive, onSave, prepare, type Read, sql } from '#declare';
import { type Product, ProductRecord } from './product.ts';
import type { ProductCategory } from './product-category.ts';

/** Category `ALL` where none is named, and from the nearest category that has them what the product leaves empty (EX-5.4-1). */
export const prepareProduct = prepare(ProductRecord, async (draft, read, { creating, given }) => {
  const category = draft.category ?? (await read.find('inventory.product_category', { code: 'ALL' }))[0]?.id ?? null;
  if (!creating || !category) return { category };
  const line = await ancestry(read, category);
  return {
    category,
    state: draft.state ?? 'active',
    ...(given.has('list_price_includes_tax') ? {} : { list_price_includes_tax: true }),
    base_unit: draft.base_unit ?? inherited(line, 'base_unit'),
    tracking: draft.tracking ?? inherited(line, 'tracking') ?? 'none',
    tax_class_code: draft.tax_class_code ?? inherited(line, 'tax_class_code'),
    purchase_tax_code: draft.purchase_tax_code ?? inherited(line, 'purchase_tax_code'),
    sales_tax_code: draft.sales_tax_code ?? inherited(line, 'sales_tax_code'),
  };
});
type Inherited = 'base_unit' | 'tracking' | 'tax_class_code' | 'purchase_tax_code' | 'sales_tax_code';
export const inherited = <K extends Inherited>(line: readonly Pick<ProductCategory, K>[], field: K): ProductCategory[K] | null =>
  line.find((category) => category[field] !== null)?.[field] ?? null;

/** A category and its ancestors, nearest first. */
async function ancestry(read: Read, category: string): Promise<readonly Pick<ProductCategory, Inherited>[]> {
  return read.query<Pick<ProductCategory, Inherited>>(sql`
    with recursive up as (
      select c.*, 1 as level from inventory.product_category c where c.org_id = ${read.org.id} and c.id = ${category}
      union all
      select c.*, up.level + 1 from inventory.product_category c join up on c.id = up.parent where c.org_id = ${read.org.id} and up.level < 9
    ) select base_unit, tracking, tax_class_code, purchase_tax_code, sales_tax_code from up order by level`);
}

const lockedFields = ['base_unit', 'tracking', 'kind'] as const;
/** Unit, tracking and kind say what every quantity of the past means; they are fixed with the first movement (5.0.1). */
export const saveProduct = onSave(ProductRecord, {
  facts: async (row, read, { creating }) => {
    if (creating) return { before: null, moved: false };
    const [before, moved] = await Promise.all([
      read.row('inventory.product', row.id),
      read.query(sql`select 1 from inventory.stock_ledger where org_id = ${read.org.id} and product = ${row.id} limit 1`),
    ]);
    return { before, moved: moved.length > 0 };
  },
  guard: {
    'product.locked_field': (row: Product, { before, moved }: { before: Product | null; moved: boolean }) => {
      const changed = before && moved ? lockedFields.filter((field) => before[field] !== row[field]) : [];
      return changed.map((field) => ({ field, at: `/${field}` }));
    },
  },
});

/** Quantities of all warehouses and the value of the organisation, from the stored balances. */
export const productDerives = derive(ProductRecord, {
  joins: `
    left join lateral (select sum(b.on_hand) as on_hand from inventory.stock_balance b where b.org_id = o.org_id and b.product = o.id) stock on true
    left join lateral (select sum(w.sellable) as sellable, sum(w.reserved) as reserved from inventory.warehouse_balance w where w.org_id = o.org_id and w.product = o.id) promised on true
    left join inventory.cost_head head on head.org_id = o.org_id and head.product = o.id`,
  columns: {
    on_hand: 'coalesce(stock.on_hand, 0)',
    sellable: 'coalesce(promised.sellable, 0)',
    reserved: 'coalesce(promised.reserved, 0)',
    available: 'coalesce(promised.sellable, 0) - coalesce(promised.reserved, 0)',
    unit_cost: 'case when head.qty > 0 then round(head.value / head.qty, 6) end',
    stock_value: 'coalesce(head.value, 0)',
  },
});
