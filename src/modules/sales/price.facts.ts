import { type Read, sql } from '#declare';
import { decimal } from '#decimal';
import type { ListStep, PriceItem, PriceListFacts } from './price.ts';

/** Whom and what prices are sought for. */
export interface PriceQuestion {
  readonly customer: string | null;
  /** Its own list and those of its categories, nearest first. */
  readonly customerList: string | null;
  readonly categoryLists: readonly string[];
  readonly categories: readonly string[];
  readonly documentList: string | null;
  readonly region: string | null;
  readonly channel: string | null;
  readonly products: readonly string[];
  readonly productCategories: readonly string[];
}
interface ListRow {
  readonly id: string;
  readonly code: string;
  readonly priority: number;
  readonly price_includes_tax: boolean;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly of_customer: boolean;
  readonly of_category: boolean;
  readonly of_scope: boolean;
  readonly scoped: boolean;
}
interface ItemRow {
  readonly parent: string;
  readonly line_no: number;
  readonly target: PriceItem['target'];
  readonly product: string | null;
  readonly category: string | null;
  readonly unit: string | null;
  readonly min_qty: string;
  readonly price: string;
  readonly item_from: string | null;
  readonly item_to: string | null;
}
/** An item without the factor of its unit, which depends on the product asked for. */
export type RawItem = Omit<PriceItem, 'factor'>;
export interface RawList extends Omit<PriceListFacts, 'items'> {
  readonly items: readonly RawItem[];
}

/** Published lists that apply to the question at all, with the items that can match; two statements, whatever the number of lines. */
export async function priceListsFor(read: Read, question: PriceQuestion): Promise<readonly RawList[]> {
  const named = [question.documentList, question.customerList, ...question.categoryLists].filter((id) => id !== null);
  const lists = await read.query<ListRow>(sql`
    with recursive regions as (
      select id, parent from core.region where org_id = ${read.org.id} and id = ${question.region}::uuid
      union all select r.id, r.parent from core.region r join regions c on r.id = c.parent where r.org_id = ${read.org.id}
    ), lists as (
      select l.id, l.code, l.priority, l.price_includes_tax, l.valid_from::text as valid_from, l.valid_to::text as valid_to,
        coalesce(l.scope_customers @> array[${question.customer}::uuid], false) as of_customer,
        l.scope_categories && ${question.categories}::uuid[] as of_category,
        (l.scope_regions && array(select id from regions) or coalesce(l.scope_channels @> array[${question.channel}::text], false)) as of_scope,
        cardinality(l.scope_customers) + cardinality(l.scope_categories) + cardinality(l.scope_regions) + cardinality(l.scope_channels) > 0 as scoped
      from sales.price_list l where l.org_id = ${read.org.id} and l.state = 'published' and l.archived_at is null
    )
    select * from lists where id = any(${named}::uuid[]) or of_customer or of_category or of_scope or not scoped order by code`);
  const items = await read.query<ItemRow>(sql`
    select i.parent, i.line_no, i.target, i.product, i.category, i.unit, i.min_qty::text as min_qty, i.price::text as price, i.item_from::text as item_from, i.item_to::text as item_to
    from sales.price_list_items i where i.org_id = ${read.org.id} and i.parent = any(${lists.map((list) => list.id)}::uuid[])
      and (i.target = 'all' or i.product = any(${question.products}::uuid[]) or i.category = any(${question.productCategories}::uuid[]))
    order by i.parent, i.line_no`);
  return lists.map((list) => ({
    id: list.id,
    code: list.code,
    step: stepOf(list, question),
    priority: list.priority,
    includes_tax: list.price_includes_tax,
    valid_from: list.valid_from,
    valid_to: list.valid_to,
    items: items.filter((item) => item.parent === list.id).map(itemOf),
  }));
}
function stepOf(list: ListRow, question: PriceQuestion): ListStep {
  if (list.id === question.documentList) return 'document';
  if (list.id === question.customerList || list.of_customer) return 'customer';
  if (question.categoryLists.includes(list.id) || list.of_category) return 'category';
  return list.of_scope ? 'scope' : 'default';
}
const itemOf = (row: ItemRow): RawItem => ({
  item_no: row.line_no,
  target: row.target,
  product: row.product,
  category: row.category,
  unit: row.unit,
  min_qty: decimal(row.min_qty),
  price: decimal(row.price),
  valid_from: row.item_from,
  valid_to: row.item_to,
});

/** Product category → itself and everything above, deepest first. */
export async function categoryPaths(read: Read, categories: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await read.query<{ start: string; id: string }>(sql`
    with recursive up as (
      select c.id as start, c.id, c.parent, 0 as depth from inventory.product_category c where c.org_id = ${read.org.id} and c.id = any(${categories}::uuid[])
      union all select u.start, p.id, p.parent, u.depth + 1 from up u join inventory.product_category p on p.org_id = ${read.org.id} and p.id = u.parent where u.depth < 10
    ) select start, id from up order by start, depth`);
  const paths = new Map<string, string[]>();
  for (const { start, id } of rows) paths.set(start, [...(paths.get(start) ?? []), id]);
  return paths;
}
