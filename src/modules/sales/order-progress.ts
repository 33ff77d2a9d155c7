import { type BalanceRow, defineBalance, defineLedger, type Entry, lineReference, money, quantity, reference, refusal, type Refusals, text } from '#declare';

const key = {
  order: reference('sales.order', { zh: '订单', en: 'Order', required: true }),
  line: lineReference('sales.order', { zh: '订单行', en: 'Order line', required: true }),
};
const measured = (zh: string, en: string) => quantity({ zh, en, required: true, signed: true, default: 0 });
const valued = (zh: string, en: string) => money({ zh, en, required: true, signed: true, default: 0 });
const measures = {
  ordered: measured('订购', 'Ordered'),
  cancelled: measured('取消', 'Cancelled'),
  delivered: measured('已发', 'Delivered'),
  returned: measured('退回', 'Returned'),
  invoiced: measured('已开票', 'Invoiced'),
  swap_in: measured('换入', 'Swapped in'),
  swap_out: measured('换出', 'Swapped out'),
  /** (ordered − cancelled) × (1 + the tolerance when it was ordered). */
  allowed: measured('可发上限', 'May be delivered'),
  delivered_net: valued('已发净额', 'Delivered net'),
  delivered_tax: valued('已发税额', 'Delivered tax'),
  invoiced_net: valued('已开票净额', 'Invoiced net'),
  invoiced_tax: valued('已开票税额', 'Invoiced tax'),
  allowance_net: valued('折让净额', 'Allowance net'),
  allowance_tax: valued('折让税额', 'Allowance tax'),
};
export interface OrderLineProgress extends BalanceRow<typeof key, typeof measures> {}

/** Told by the guard of the delivery with what is open; the CHECK stands behind it. */
export const overDelivery = {
  'order.over_delivery': refusal({
    zh: '可发数量仅剩 {open}',
    en: 'Only {open} is open',
    fix: { zh: '减少数量或变更订单', en: 'Deliver less or amend the order' },
    with: { open: 'amount' },
  }),
} satisfies Refusals;
const enter = { zh: '核对数量', en: 'Check the quantity' };
/** What guards each order line (2.0.3 Q2); locked with the lines of the order, held by CHECK. */
export const OrderLineProgressBalance = defineBalance('sales.order_line_progress', {
  zh: '订单行执行',
  en: 'Progress of order lines',
  lock: '2c',
  key,
  measures,
  refusals: {
    'order.over_delivery': refusal({
      zh: '可发数量仅剩 {open}',
      en: 'Only {open} is open',
      fix: { zh: '减少数量或变更订单', en: 'Deliver less or amend the order' },
      with: { open: 'amount' },
    }),
    'order.over_return': refusal({ zh: '退回超过已发', en: 'More returned than delivered', fix: enter }),
    'order.over_cancel': refusal({ zh: '取消超过订购', en: 'More cancelled than ordered', fix: enter }),
    'order.over_swap': refusal({ zh: '换出超过换入', en: 'More swapped out than in', fix: enter }),
    'order.negative_progress': refusal({ zh: '执行数量不能为负', en: 'A quantity would fall below zero', fix: enter }),
  },
  checks: {
    'order.over_delivery': 'delivered <= allowed',
    'order.over_return': 'returned <= delivered',
    'order.over_cancel': 'cancelled <= ordered',
    'order.over_swap': 'swap_out <= swap_in',
    'order.negative_progress': 'ordered >= 0 and cancelled >= 0 and delivered >= 0 and returned >= 0 and invoiced >= 0 and swap_in >= 0 and swap_out >= 0',
  },
});

const entryFields = { ...key, ...measures, note: text({ zh: '说明', en: 'Note', max: 500 }) };
export interface OrderProgressEntry extends Entry<typeof entryFields> {}
type Measure = keyof typeof measures;
const add = Object.fromEntries(Object.keys(measures).map((name) => [name, name])) as { readonly [M in Measure]: M };
/** 订单执行账 (2.0.3 Q2): what was ordered, cancelled, delivered, returned and invoiced of each line, and by which document. */
export const OrderProgressLedger = defineLedger('sales.order_progress', {
  zh: '订单执行账',
  en: 'Order progress',
  fields: entryFields,
  feeds: [{ balance: 'sales.order_line_progress', add }],
  indexes: [['order', 'line']],
});
declare module '#declare' {
  interface Balances {
    'sales.order_line_progress': OrderLineProgress;
  }
  interface Ledgers {
    'sales.order_progress': OrderProgressEntry;
  }
}
