import type { AccountRole, Decimal, Label, Ref } from '#declare';
import type { Rule, RuleLine } from './posting.ts';

/** A shipped rule (3.0.4): the event a source names, the facts it hands over once per line of its document, and the lines that follow. */
export interface PostingRule<F extends object> extends Label, Rule<F> {
  /** Its code in the table of 3.0.4. */
  readonly code: string;
}
type AmountOf<F> = { [K in keyof F & string]: F[K] extends Decimal ? K : never }[keyof F & string];
interface ShippedLine<F> extends RuleLine {
  readonly role: AccountRole;
  readonly amount: AmountOf<F>;
  readonly by?: readonly (keyof F & string)[];
}
const shipped =
  <F extends object>() =>
  (event: string, rule: Label & { readonly code: string; readonly lines: readonly ShippedLine<F>[] }): PostingRule<F> => ({ event, ...rule });

export interface Delivered {
  readonly customer: Ref<'customers.customer'>;
  readonly department: Ref<'core.department'> | null;
  readonly product: Ref<'inventory.product'> | null;
  /** Not yet billed: the receivable, its revenue and the tax that waits for the invoice. */
  readonly gross: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
  /** Billed ahead: revenue out of the contract liability. */
  readonly prebilled_net: Decimal;
  readonly cost: Decimal;
}
/** S1, basis `delivery` (P1 of the sales chapter): lines in the order 1122, 2204, 6001, 222106, 6401, 1405. */
export const delivered = shipped<Delivered>()('sales.delivered', {
  code: 'S1',
  zh: '销售出库',
  en: 'Delivery',
  lines: [
    { side: 'debit', role: 'ar', amount: 'gross', by: ['customer'] },
    { side: 'debit', role: 'contract_liability', amount: 'prebilled_net', by: ['customer'] },
    { side: 'credit', role: 'revenue', amount: 'net', by: ['department'] },
    { side: 'credit', role: 'revenue', amount: 'prebilled_net', by: ['department'] },
    { side: 'credit', role: 'pending_vat', amount: 'tax' },
    { side: 'debit', role: 'cogs', amount: 'cost', by: ['department'] },
    { side: 'credit', role: 'inventory', amount: 'cost' },
  ],
});

export interface Invoiced {
  readonly customer: Ref<'customers.customer'>;
  /** Tax of what was delivered before: it leaves the waiting account. */
  readonly delivered_tax: Decimal;
  /** Billed ahead of the delivery. */
  readonly ahead_gross: Decimal;
  readonly ahead_net: Decimal;
  readonly ahead_tax: Decimal;
}
/** S2, basis `delivery` (P2 of the sales chapter): the delivered part moves the tax, the part billed ahead makes receivable and contract liability. */
export const invoiced = shipped<Invoiced>()('sales.invoiced', {
  code: 'S2',
  zh: '销售发票',
  en: 'Sales invoice',
  lines: [
    { side: 'debit', role: 'pending_vat', amount: 'delivered_tax' },
    { side: 'debit', role: 'ar', amount: 'ahead_gross', by: ['customer'] },
    { side: 'credit', role: 'contract_liability', amount: 'ahead_net', by: ['customer'] },
    { side: 'credit', role: 'output_vat', amount: 'delivered_tax' },
    { side: 'credit', role: 'output_vat', amount: 'ahead_tax' },
  ],
});

export interface Returned {
  readonly customer: Ref<'customers.customer'>;
  readonly department: Ref<'core.department'> | null;
  readonly product: Ref<'inventory.product'> | null;
  readonly gross: Decimal;
  readonly net: Decimal;
  readonly tax: Decimal;
  /** Cost of the original delivery. */
  readonly cost: Decimal;
}
/** S3 (P3 of the sales chapter): red revenue, tax and receivable; the goods come in as Dr 1405 +cost against Dr 6401 −cost. */
export const returned = shipped<Returned>()('sales.returned', {
  code: 'S3',
  zh: '销售退货',
  en: 'Sales return',
  lines: [
    { side: 'debit', role: 'ar', amount: 'gross', by: ['customer'], red: true },
    { side: 'credit', role: 'revenue', amount: 'net', by: ['department'], red: true },
    { side: 'credit', role: 'pending_vat', amount: 'tax', red: true },
    { side: 'debit', role: 'inventory', amount: 'cost' },
    { side: 'debit', role: 'cogs', amount: 'cost', by: ['department'], red: true },
  ],
});

export interface Received {
  readonly bank_account: Ref<'finance.bank_account'>;
  readonly customer: Ref<'customers.customer'>;
  readonly department: Ref<'core.department'> | null;
  /** What reaches the account: the amount less the fee that the channel keeps. */
  readonly to_bank: Decimal;
  readonly fee: Decimal;
  readonly allocated: Decimal;
  readonly unapplied: Decimal;
}
/** F1: money of a customer; what is not allocated is an advance (S5 received). */
export const received = shipped<Received>()('finance.received', {
  code: 'F1',
  zh: '收款',
  en: 'Receipt',
  lines: [
    { side: 'debit', role: 'bank', amount: 'to_bank', by: ['bank_account'] },
    { side: 'debit', role: 'bank_fee', amount: 'fee', by: ['department'] },
    { side: 'credit', role: 'ar', amount: 'allocated', by: ['customer'] },
    { side: 'credit', role: 'advance', amount: 'unapplied', by: ['customer'] },
  ],
});

export interface AdvanceApplied {
  readonly customer: Ref<'customers.customer'>;
  readonly amount: Decimal;
}
/** S5 applied: a later allocation takes an advance against receivables. */
export const advanceApplied = shipped<AdvanceApplied>()('finance.advance_applied', {
  code: 'S5',
  zh: '预收核销',
  en: 'Advance applied',
  lines: [
    { side: 'debit', role: 'advance', amount: 'amount', by: ['customer'] },
    { side: 'credit', role: 'ar', amount: 'amount', by: ['customer'] },
  ],
});

export const shippedRules = [delivered, invoiced, returned, received, advanceApplied] as const;
