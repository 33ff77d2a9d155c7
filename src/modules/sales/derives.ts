import { derive } from '#declare';
import { OrderRecord } from './order.ts';
import { QuotationRecord } from './quotation.ts';

/*
 * Derived columns (2.0.3 Q3, Q4): the same rules as `progress.ts`, in SQL, so that lists filter and sort by them. `b` is the guarding row of a
 * line; a line without one has not been confirmed.
 */
const effective = 'b.ordered - b.cancelled';
const billable = (policy: string): string => `(case when ${policy} = 'ordered' then greatest(${effective}, b.delivered) else b.delivered end - b.returned)`;
const toDeliver = `greatest(0, ${effective} - b.delivered)`;
const toInvoice = (policy: string): string => `greatest(0, ${billable(policy)} - b.invoiced)`;
const toCredit = (policy: string): string => `greatest(0, b.invoiced - ${billable(policy)})`;
/** Value of a quantity of the line: what percentages weigh by. */
const worth = (quantity: string): string => `(n.net * (${quantity}) / nullif(n.qty, 0))`;

/** Sums over the lines of an order, and what customers still owe for it. Each is read only where a column asks for it. */
const progress = `left join lateral (
  select sum(${toDeliver}) as to_deliver, sum(b.delivered) as delivered, sum(${toInvoice('o.billing_policy')}) as to_invoice, sum(${toCredit('o.billing_policy')}) as to_credit,
    sum(${worth(`least(b.delivered, ${effective})`)}) / nullif(sum(${worth(effective)}), 0) as delivered_share,
    sum(b.invoiced_net) / nullif(sum(${worth(billable('o.billing_policy'))}), 0) as invoiced_share,
    sum(greatest(b.delivered_net + b.delivered_tax, b.invoiced_net + b.invoiced_tax)) as receivable
  from sales.order_line_progress b join sales.order_line n on n.org_id = b.org_id and n.id = b.line
  where b.org_id = o.org_id and b."order" = o.id
) p on true
left join lateral (
  select coalesce(sum(r.remaining), 0) as owed from finance.open_item_balance r
  where r.org_id = o.org_id and r.item in (
    select d.id from sales.delivery d where d.org_id = o.org_id and d."order" = o.id
    union select i.parent from sales.invoice_line i join sales.order_line x on x.org_id = i.org_id and x.id = i.order_line where i.org_id = o.org_id and x.org_id = o.org_id and x.parent = o.id)
) m on true`;

/** 毛利: net less what the quantity costs now (moving average of the organisation); empty where a product was never stocked. */
const costNow = (line: string, head: string): string => `round(${line}.base_qty * ${head}.value / nullif(${head}.qty, 0), 2)`;
const marginOf = (line: string, head: string): string => `(case when ${line}.kind in ('goods', 'gift') then ${line}.net - ${costNow(line, head)} else ${line}.net end)`;
/** A line sold for a cent has a margin beyond what a rate can hold; greatest and least would make a number of nothing. */
const bounded = (share: string): string => `case when (${share}) is not null then greatest(-9999, least(9999, ${share})) end`;
const costHead = `left join inventory.cost_head ch on ch.org_id = l.org_id and ch.product = l.product`;
const lineMargin = { margin_amount: marginOf('l', 'ch'), margin: bounded(`(${marginOf('l', 'ch')}) / nullif(l.net, 0)`) };
/** Scalar subqueries: a list that shows no margin does not pay for it. */
const headerMargin = (lines: string) => {
  const sum = `(select case when bool_and(${marginOf('g', 'gh')} is not null) then sum(${marginOf('g', 'gh')}) end from ${lines} g left join inventory.cost_head gh on gh.org_id = g.org_id and gh.product = g.product where g.org_id = o.org_id and g.parent = o.id)`;
  return { margin_amount: sum, margin: bounded(`${sum} / nullif(o.net, 0)`) };
};

export const orderColumns = derive(OrderRecord, {
  joins: progress,
  columns: {
    ...headerMargin('sales.order_line'),
    progress: `case when o.state not in ('confirmed', 'closed') then null when p.to_credit > 0 then 'needs_red' when p.to_deliver > 0 then case when p.delivered = 0 then 'to_deliver' else 'partly_delivered' end when p.to_invoice > 0 then 'to_invoice' when m.owed <> 0 then 'to_collect' else 'completed' end`,
    delivered_share: `case when o.state in ('confirmed', 'closed') then least(1, coalesce(p.delivered_share, 1)) end`,
    invoiced_share: `case when o.state in ('confirmed', 'closed') then least(1, coalesce(p.invoiced_share, 0)) end`,
    collected_share: `case when o.state in ('confirmed', 'closed') and p.receivable > 0 then greatest(0, least(1, 1 - m.owed / p.receivable)) end`,
    lines: {
      joins: `join sales."order" h on h.org_id = l.org_id and h.id = l.parent left join sales.order_line_progress b on b.org_id = l.org_id and b."order" = l.parent and b.line = l.id ${costHead}`,
      columns: {
        ...lineMargin,
        delivered: `coalesce(b.delivered - b.returned, 0)`,
        invoiced: `coalesce(b.invoiced, 0)`,
        to_deliver: `coalesce(${toDeliver}, 0)`,
        to_invoice: `coalesce(${toInvoice('h.billing_policy')}, 0)`,
        to_credit: `coalesce(${toCredit('h.billing_policy')}, 0)`,
      },
    },
  },
});

const orderedQty = (line: string): string =>
  `(select coalesce(sum(x.qty), 0) from sales.order_line x join sales."order" s on s.org_id = x.org_id and s.id = x.parent where x.org_id = ${line}.org_id and x.quotation_line = ${line}.id and s.state <> 'cancelled')`;
export const quotationColumns = derive(QuotationRecord, {
  joins: `left join lateral (
  select bool_and(q.optional or ${orderedQty('q')} >= q.qty) as fully, bool_or(${orderedQty('q')} > 0) as begun
  from sales.quotation_line q where q.org_id = o.org_id and q.parent = o.id
) c on true`,
  columns: {
    converted: `case when c.begun and c.fully then 'full' when c.begun then 'part' else 'none' end`,
    ...headerMargin('sales.quotation_line'),
    lines: { joins: costHead, columns: { ...lineMargin, ordered_qty: orderedQty('l') } },
  },
});
