import { lockRows, onSave, type Read, sql } from '#declare';
import { ProductCategoryRecord } from './product-category.ts';

const deepest = 8;
/** The tree stays a tree of at most eight levels. The new ancestors are locked, so that two moves cannot make a ring between them (5.4). */
export const saveProductCategory = onSave(ProductCategoryRecord, {
  locks: async (row, read) =>
    row.parent
      ? [
          lockRows(
            'inventory.product_category',
            (await ancestors(read, row.parent)).filter((id) => id !== row.id),
          ),
        ]
      : [],
  facts: async (row, read, { creating }) => ({
    above: row.parent ? await ancestors(read, row.parent) : [],
    below: creating ? 0 : await height(read, row.id),
  }),
  guard: {
    'category.cycle': (row, { above, below }: Tree) => (above.includes(row.id) || above.length + 1 + below > deepest ? { max: deepest, at: '/parent' } : undefined),
  },
});
interface Tree {
  readonly above: readonly string[];
  /** Levels under the category itself. */
  readonly below: number;
}
async function ancestors(read: Read, from: string): Promise<readonly string[]> {
  const rows = await read.query<{ id: string }>(sql`
    with recursive up as (
      select id, parent, 1 as level from inventory.product_category where org_id = ${read.org.id} and id = ${from}
      union all
      select c.id, c.parent, up.level + 1 from inventory.product_category c join up on c.id = up.parent where c.org_id = ${read.org.id} and up.level <= 8
    ) select distinct id from up`);
  return rows.map((row) => row.id);
}
async function height(read: Read, id: string): Promise<number> {
  const rows = await read.query<{ levels: number }>(sql`
    with recursive down as (
      select id, 0 as level from inventory.product_category where org_id = ${read.org.id} and id = ${id}
      union all
      select c.id, down.level + 1 from inventory.product_category c join down on c.parent = down.id where c.org_id = ${read.org.id} and down.level <= 8
    ) select max(level)::int as levels from down`);
  return rows[0]?.levels ?? 0;
}
