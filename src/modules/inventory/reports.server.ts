import { type AnyRef, type Instant, type LocalDate, report, type ReportAnswer, type Read, type ReportServer, sql } from '#declare';
import { type Decimal, decimal, negated, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type CardEntry, cardRows } from './cost-card.ts';
import { unitCost } from './moving-average.ts';
import { availabilityReport, costCard, stockCard, stockValue } from './reports.ts';

/** Reports read the ledgers by their own dates, so a day of the past says what it said then, corrected by what was entered for it since. */
const inOrder = (from: LocalDate, to: LocalDate): void => {
  if (to < from) throw new Refused('report.period', { from, to }, '/to');
};

const costCardServer = report(costCard, async ({ product, from, to }, read) => {
  inOrder(from, to);
  const org = read.org.id;
  const [before, entries] = await Promise.all([
    read.query<{ qty: string; value: string }>(
      sql`select coalesce(sum(qty), 0)::text as qty, coalesce(sum(value), 0)::text as value from inventory.value_ledger where org_id = ${org} and product = ${product} and date < ${from}::date`,
    ),
    read.query<Omit<CardEntry, 'qty' | 'value' | 'cause'> & { qty: string; value: string; cause_type: string; cause_id: string }>(sql`
      select id, date::text as date, effective_at, kind, qty::text as qty, value::text as value, cause_type, cause_id, reverses
      from inventory.value_ledger where org_id = ${org} and product = ${product} and date between ${from}::date and ${to}::date order by date, effective_at, posted_at, id`),
  ]);
  const opening = { qty: decimal(before[0]?.qty ?? '0'), value: decimal(before[0]?.value ?? '0') };
  return cardRows(
    opening,
    entries.map((entry): CardEntry => ({ ...entry, qty: decimal(entry.qty), value: decimal(entry.value), cause: { name: entry.cause_type, id: entry.cause_id } })),
  );
});

const stockValueServer = report(
  stockValue,
  async ({ at, product, category }, read) => {
    const rows = await valueRows(read, at, product, category);
    return {
      rows: rows.map((row) => ({ key: row.code, label: row.name, level: 0, cells: { ...row, unit_cost: unitCost(row) }, open: { declaration: 'inventory.product', id: row.id } })),
      totals: { value: sum(rows, (row) => row.value) },
    };
  },
  async ({ at }, cell, read) => {
    const code = cell.split('.')[0] ?? '';
    const [found] = await read.find('inventory.product', { code });
    if (!found) throw new Refused('not_found');
    return (await costCardServer.run({ product: found.id, from: '1900-01-01', to: at } as never, read)) as ReportAnswer;
  },
);
interface ValueRow {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly category: string;
  readonly unit: string;
  readonly qty: Decimal;
  readonly value: Decimal;
}
async function valueRows(read: Read, at: LocalDate, product: string | null, category: string | null): Promise<readonly ValueRow[]> {
  const org = read.org.id;
  const rows = await read.query<Omit<ValueRow, 'qty' | 'value'> & { qty: string; value: string }>(sql`
    with recursive tree as (
      select id from inventory.product_category where org_id = ${org} and id = ${category}::uuid
      union select c.id from inventory.product_category c join tree on c.parent = tree.id where c.org_id = ${org}
    ), worth as (
      select product, sum(qty) as qty, sum(value) as value from inventory.value_ledger
      where org_id = ${org} and date <= ${at}::date and (${product}::uuid is null or product = ${product}::uuid) group by product having sum(qty) <> 0 or sum(value) <> 0
    )
    select p.id, p.code, p.name, c.name as category, u.name as unit, w.qty::text as qty, w.value::text as value
    from worth w
    join inventory.product p on p.org_id = ${org} and p.id = w.product
    join inventory.product_category c on c.org_id = ${org} and c.id = p.category
    join core.unit u on u.org_id = ${org} and u.id = p.base_unit
    where ${category}::uuid is null or p.category in (select id from tree)
    order by p.code`);
  return rows.map((row) => ({ ...row, qty: decimal(row.qty), value: decimal(row.value) }));
}

/** The warehouses of this report that are the reader's; asking for another one is refused, never answered with nothing (P.8). */
function ownWarehouses(read: Read, name: string, asked: string | null): readonly string[] | null {
  const own = read.reach(name, 'assigned_warehouse');
  if (own !== null && asked !== null && !own.includes(asked)) throw new Refused('report.scope', {}, '/warehouse');
  return own;
}
const availabilityServer = report(availabilityReport, async ({ product, warehouse }, read) => {
  const org = read.org.id;
  const own = ownWarehouses(read, availabilityReport.name, warehouse);
  const rows = await read.query<Readonly<Record<string, string>>>(sql`
    select p.id, p.code, p.name, w.name as warehouse, w.code as warehouse_code, u.name as unit, b.sellable::text as sellable, b.reserved::text as reserved, (b.sellable - b.reserved)::text as available,
      coalesce((select sum(s.on_hand) from inventory.stock_balance s join inventory.location l on l.org_id = ${org} and l.id = s.location and l.warehouse = b.warehouse where s.org_id = ${org} and s.product = b.product), 0)::text as on_hand,
      coalesce((select sum(r.short) from inventory.reservation_balance r where r.org_id = ${org} and r.product = b.product and r.warehouse = b.warehouse), 0)::text as short
    from inventory.warehouse_balance b
    join inventory.product p on p.org_id = ${org} and p.id = b.product
    join inventory.warehouse w on w.org_id = ${org} and w.id = b.warehouse
    join core.unit u on u.org_id = ${org} and u.id = p.base_unit
    where b.org_id = ${org} and (${product}::uuid is null or b.product = ${product}::uuid) and (${warehouse}::uuid is null or b.warehouse = ${warehouse}::uuid) and (${own}::uuid[] is null or b.warehouse = any(${own}::uuid[]))
    order by p.code, w.code limit 5000`);
  const amounts = ['on_hand', 'sellable', 'reserved', 'available', 'short'] as const;
  return {
    rows: rows.map((row) => ({
      key: `${row['code']}|${row['warehouse_code']}`,
      label: row['name'] ?? '',
      level: 0,
      cells: {
        code: row['code'],
        name: row['name'],
        warehouse: row['warehouse'],
        unit: row['unit'],
        ...Object.fromEntries(amounts.map((name) => [name, decimal(row[name] ?? '0')])),
      },
      open: { declaration: 'inventory.product', id: row['id'] ?? '' },
    })),
  };
});

interface MoveRow {
  readonly id: string;
  readonly effective_at: Instant;
  readonly cause_type: string;
  readonly cause_id: string;
  readonly kind: string;
  readonly location: string;
  readonly lot: string | null;
  readonly qty: string;
}
const stockCardServer = report(stockCard, async ({ product, warehouse, from, to }, read) => {
  inOrder(from, to);
  const org = read.org.id;
  const own = ownWarehouses(read, stockCard.name, warehouse);
  const mine = sql`(${warehouse}::uuid is null or e.warehouse = ${warehouse}::uuid) and (${own}::uuid[] is null or e.warehouse = any(${own}::uuid[]))`;
  const [before, moves] = await Promise.all([
    read.query<{ qty: string }>(
      sql`select coalesce(sum(qty), 0)::text as qty from inventory.stock_ledger e where e.org_id = ${org} and e.product = ${product} and e.kept and e.date < ${from}::date and ${mine}`,
    ),
    read.query<MoveRow>(sql`
      select e.id, e.effective_at, e.cause_type, e.cause_id, e.kind, l.code as location, t.lot_no as lot, e.qty::text as qty
      from inventory.stock_ledger e
      join inventory.location l on l.org_id = ${org} and l.id = e.location
      left join inventory.lot t on t.org_id = ${org} and t.id = e.lot
      where e.org_id = ${org} and e.product = ${product} and e.kept and e.qty <> 0 and e.date between ${from}::date and ${to}::date and ${mine}
      order by e.date, e.effective_at, e.posted_at, e.id`),
  ]);
  let balance = decimal(before[0]?.qty ?? '0');
  const opening = { key: 'opening', label: { zh: '期初', en: 'Opening' }, level: 0, cells: { qty: balance } };
  const rows = moves.map((move) => {
    const qty = decimal(move.qty);
    balance = balance.plus(qty);
    const cause: AnyRef = { name: move.cause_type, id: move.cause_id };
    const cells = {
      effective_at: move.effective_at,
      document: cause,
      kind: move.kind,
      location: move.location,
      lot: move.lot,
      ...(qty.gt(zero) ? { in_qty: qty } : { out_qty: negated(qty) }),
      qty: balance,
    };
    return { key: move.id, label: '', level: 1, cells, open: { declaration: cause.name, id: cause.id } };
  });
  return { rows: [opening, ...rows, { key: 'closing', label: { zh: '期末', en: 'Closing' }, level: 0, cells: { qty: balance } }], totals: { qty: balance } };
});

export const inventoryReports: readonly ReportServer[] = [costCardServer, stockValueServer, availabilityServer, stockCardServer];
