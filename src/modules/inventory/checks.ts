import { decimal } from '#decimal';
import type { Check } from '../../kernel/command/environment.ts';

/*
 * What `verify` proves of the stock beside its balances, which the kernel recomputes from their ledgers (5.8).
 */
const same = (a: unknown, b: unknown): boolean => decimal(String(a ?? 0)).eq(decimal(String(b ?? 0)));
const balancedMoves: Check = {
  name: 'inventory.moves',
  run: async (tx, org) => {
    const rows = await tx.query('select count(distinct move)::int as n from inventory.stock_ledger where org_id = $1', [org.id]);
    const wrong = await tx.query('select move, sum(qty)::text as qty from inventory.stock_ledger where org_id = $1 group by move having sum(qty) <> 0 order by move', [org.id]);
    return { rows: Number(rows[0]?.['n'] ?? 0), differences: wrong.map((row) => `move ${String(row['move'])} does not balance: ${String(row['qty'])}`) };
  },
};
/** I4: the quantity that has a value is the quantity that lies in the warehouses. */
const valuedQuantities: Check = {
  name: 'inventory.valued_quantities',
  run: async (tx, org) => {
    const rows = await tx.query(
      `select coalesce(s.product, v.product) as product, coalesce(s.qty, 0)::text as stock, coalesce(v.qty, 0)::text as valued
       from (select product, sum(qty) as qty from inventory.stock_ledger where org_id = $1 and kept group by product) s
       full join (select product, sum(qty) as qty from inventory.value_ledger where org_id = $1 group by product) v on v.product = s.product`,
      [org.id],
    );
    return {
      rows: rows.length,
      differences: rows
        .filter((row) => !same(row['stock'], row['valued']))
        .map((row) => `product ${String(row['product'])}: ${String(row['stock'])} in stock, ${String(row['valued'])} valued`),
    };
  },
};
/** I8: what a warehouse has reserved is what its demand lines hold. */
const heldPromises: Check = {
  name: 'inventory.promises',
  run: async (tx, org) => {
    const rows = await tx.query(
      `select w.product, w.warehouse, w.reserved::text as reserved, coalesce(r.reserved, 0)::text as held
       from inventory.warehouse_balance w
       left join (select product, warehouse, sum(reserved) as reserved from inventory.reservation_balance where org_id = $1 group by product, warehouse) r on r.product = w.product and r.warehouse = w.warehouse
       where w.org_id = $1`,
      [org.id],
    );
    return {
      rows: rows.length,
      differences: rows
        .filter((row) => !same(row['reserved'], row['held']))
        .map((row) => `product ${String(row['product'])} in ${String(row['warehouse'])}: ${String(row['reserved'])} reserved, ${String(row['held'])} held`),
    };
  },
};
/** I7: the value of stock is the balance of the inventory accounts; an opening that finance has not entered yet is the one reconciling item. */
const ledgerValue: Check = {
  name: 'inventory.ledger_value',
  run: async (tx, org) => {
    const [row] = await tx.query(
      `select (select coalesce(sum(value), 0) from inventory.value_ledger where org_id = $1)::text as stock,
        (select coalesce(sum(l.debit - l.credit), 0) from finance.gl_voucher_line l join finance.account a on a.org_id = $1 and a.id = l.account and 'inventory' = any(a.roles) where l.org_id = $1)::text as ledger,
        (select coalesce(sum(v.value), 0) from inventory.value_ledger v join inventory.adjustment d on d.org_id = $1 and d.id = v.cause_id and d.kind = 'opening'
          where v.org_id = $1 and not exists (select 1 from finance.opening o where o.org_id = $1 and o.state = 'posted'))::text as opening`,
      [org.id],
    );
    const expected = decimal(String(row?.['stock'] ?? 0)).minus(decimal(String(row?.['opening'] ?? 0)));
    return {
      rows: 1,
      differences: same(expected.toFixed(), row?.['ledger'])
        ? []
        : [`stock is worth ${String(row?.['stock'])}, the inventory accounts hold ${String(row?.['ledger'])}, opening not entered ${String(row?.['opening'])}`],
    };
  },
};
export const inventoryChecks: readonly Check[] = [balancedMoves, valuedQuantities, heldPromises, ledgerValue];
