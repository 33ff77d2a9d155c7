import { type Decimal, isZero, max, min, zero } from '#decimal';
import { type Amounts, type LineTotal, minus, noAmounts, upTo } from './amounts.ts';

/*
 * Quantities and amounts of an order line in the progress ledger (2.0.3 Q2), and what follows from them (Q3, Q4, P1, P2). The derived
 * columns of the order are the same rules in SQL.
 */
export interface Done {
  readonly ordered: Decimal;
  readonly cancelled: Decimal;
  readonly delivered: Decimal;
  readonly returned: Decimal;
  readonly invoiced: Decimal;
  readonly delivered_net: Decimal;
  readonly delivered_tax: Decimal;
  readonly invoiced_net: Decimal;
  readonly invoiced_tax: Decimal;
}
export type BillingPolicy = 'delivered' | 'ordered';
export interface Open {
  readonly effective: Decimal;
  readonly net_delivered: Decimal;
  readonly to_deliver: Decimal;
  readonly billable: Decimal;
  readonly to_invoice: Decimal;
  readonly to_credit: Decimal;
}
/** Q3. */
export function openOf(done: Pick<Done, 'ordered' | 'cancelled' | 'delivered' | 'returned' | 'invoiced'>, policy: BillingPolicy): Open {
  const effective = done.ordered.minus(done.cancelled);
  const net_delivered = done.delivered.minus(done.returned);
  const billable = policy === 'delivered' ? net_delivered : max(effective, done.delivered).minus(done.returned);
  return {
    effective,
    net_delivered,
    to_deliver: max(zero, effective.minus(done.delivered)),
    billable,
    to_invoice: max(zero, billable.minus(done.invoiced)),
    to_credit: max(zero, done.invoiced.minus(billable)),
  };
}

export type Progress = 'needs_red' | 'to_deliver' | 'partly_delivered' | 'to_invoice' | 'to_collect' | 'completed';
/** Q4: the first that applies. */
export function progressOf(lines: readonly Done[], policy: BillingPolicy, openReceivable: Decimal): Progress {
  const open = lines.map((line) => openOf(line, policy));
  if (open.some((line) => line.to_credit.gt(zero))) return 'needs_red';
  if (open.some((line) => line.to_deliver.gt(zero))) return lines.every((line) => isZero(line.delivered)) ? 'to_deliver' : 'partly_delivered';
  if (open.some((line) => line.to_invoice.gt(zero))) return 'to_invoice';
  return isZero(openReceivable) ? 'completed' : 'to_collect';
}

export interface DeliverySplit {
  readonly whole: Amounts;
  /** Billed before it was delivered: revenue out of the contract liability. */
  readonly prebilled: Amounts;
  /** The rest becomes receivable, its tax waits for the invoice. */
  readonly rest: Amounts;
}
/** P1: the amounts of delivering `q`, by A7 over what was delivered before. */
export function deliverySplit(line: LineTotal, done: Done, q: Decimal): DeliverySplit {
  const before = done.delivered.minus(done.returned);
  const posted = { net: done.delivered_net, tax: done.delivered_tax };
  const ahead = min(q, max(zero, done.invoiced.minus(before)));
  const whole = minus(upTo(line, before.plus(q)), posted);
  const prebilled = isZero(ahead) ? noAmounts : minus(upTo(line, before.plus(ahead)), posted);
  return { whole, prebilled, rest: minus(whole, prebilled) };
}

export interface InvoiceSplit {
  readonly whole: Amounts;
  /** Delivered before: its tax leaves the waiting account. */
  readonly delivered: Amounts;
  /** Billed ahead: receivable against contract liability. */
  readonly ahead: Amounts;
}
/** P2: the amounts of invoicing `q`, by A7 over what was invoiced before. */
export function invoiceSplit(line: LineTotal, done: Done, q: Decimal): InvoiceSplit {
  const posted = { net: done.invoiced_net, tax: done.invoiced_tax };
  const unbilled = max(zero, done.delivered.minus(done.returned).minus(done.invoiced));
  const now = min(q, unbilled);
  const whole = minus(upTo(line, done.invoiced.plus(q)), posted);
  const delivered = isZero(now) ? noAmounts : minus(upTo(line, done.invoiced.plus(now)), posted);
  return { whole, delivered, ahead: minus(whole, delivered) };
}
