import type { Check } from '../../kernel/command/environment.ts';

const measures = ['ordered', 'cancelled', 'delivered', 'returned', 'invoiced', 'allowed', 'delivered_net', 'delivered_tax', 'invoiced_net', 'invoiced_tax'] as const;
const sums = measures.map((name) => `sum(e.${name}) as ${name}`).join(', ');
const differ = measures.map((name) => `coalesce(b.${name}, 0) <> coalesce(s.${name}, 0)`).join(' or ');

/** The guarding rows are the sums of the ledger (P.16). */
const balances: Check = {
  name: 'sales.order_progress = balances',
  run: async (tx, org) => {
    const rows = await tx.query(
      `with s as (select e."order", e.line, ${sums} from sales.order_progress e where e.org_id = $1 group by e."order", e.line)
      select coalesce(s.line, b.line) as line, ${differ} as wrong from s full join (select * from sales.order_line_progress where org_id = $1) b on b."order" = s."order" and b.line = s.line`,
      [org.id],
    );
    return { rows: rows.length, differences: rows.filter((row) => row['wrong'] === true).map((row) => `order line ${String(row['line'])}`) };
  },
};
/** What the ledger says was delivered and invoiced is what the documents say. */
const documents: Check = {
  name: 'sales.order_progress = documents',
  run: async (tx, org) => {
    const rows = await tx.query(
      `with d as (
        select l.order_line as line, sum(l.qty) as qty, sum(coalesce(l.net, 0)) as net, sum(coalesce(l.tax, 0)) as tax from sales.delivery_line l join sales.delivery h on h.org_id = l.org_id and h.id = l.parent
        where l.org_id = $1 and h.state in ('posted', 'signed', 'reversed') group by l.order_line
      ), i as (
        select l.order_line as line, sum(l.qty) as qty, sum(coalesce(l.net, 0)) as net, sum(coalesce(l.tax, 0)) as tax from sales.invoice_line l join sales.invoice h on h.org_id = l.org_id and h.id = l.parent
        where l.org_id = $1 and h.state = 'issued' group by l.order_line
      ), o as (
        select l.id as line, l.qty from sales.order_line l join sales."order" h on h.org_id = l.org_id and h.id = l.parent where l.org_id = $1 and h.state in ('confirmed', 'closed')
      )
      select b.line, (b.delivered <> coalesce(d.qty, 0) or b.delivered_net <> coalesce(d.net, 0) or b.delivered_tax <> coalesce(d.tax, 0)
        or b.invoiced <> coalesce(i.qty, 0) or b.invoiced_net <> coalesce(i.net, 0) or b.invoiced_tax <> coalesce(i.tax, 0) or b.ordered <> coalesce(o.qty, 0)) as wrong
      from sales.order_line_progress b left join d on d.line = b.line left join i on i.line = b.line left join o on o.line = b.line where b.org_id = $1`,
      [org.id],
    );
    return { rows: rows.length, differences: rows.filter((row) => row['wrong'] === true).map((row) => `order line ${String(row['line'])}`) };
  },
};
/** An order's amounts are the sums of its lines (A6). */
const amounts: Check = {
  name: 'sales.order amounts = lines',
  run: async (tx, org) => {
    const rows = await tx.query(
      `select o.id, o.number, (o.net <> s.net or o.tax <> s.tax or o.gross <> s.gross) as wrong from sales."order" o
      join (select parent, sum(net) as net, sum(tax) as tax, sum(gross) as gross from sales.order_line where org_id = $1 group by parent) s on s.parent = o.id
      where o.org_id = $1 and o.state in ('confirmed', 'closed')`,
      [org.id],
    );
    return { rows: rows.length, differences: rows.filter((row) => row['wrong'] === true).map((row) => String(row['number'] ?? row['id'])) };
  },
};
export const salesChecks: readonly Check[] = [balances, documents, amounts];
