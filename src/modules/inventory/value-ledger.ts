import { type BalanceRow, choice, date, defineBalance, defineLedger, type Entry, instant, integer, money, quantity, reference, text } from '#declare';
import { costRefusals } from './refusals.ts';

const headKey = { product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }) };
const headMeasures = {
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, signed: true }),
  value: money({ zh: '金额', en: 'Value', required: true, signed: true, group: 'cost' }),
};
export interface CostHeadRow extends BalanceRow<typeof headKey, typeof headMeasures> {}
/** Quantity and value of a product in the organisation (cost scope company): nothing without quantity, never below zero (5.0.2). */
export const costHead = defineBalance('inventory.cost_head', {
  zh: '存货金额',
  en: 'Value of stock',
  lock: '5.2',
  key: headKey,
  measures: headMeasures,
  refusals: { 'cost.negative': costRefusals['cost.negative'] },
  checks: { 'cost.negative': 'qty >= 0 and value >= 0 and (qty > 0 or value = 0)' },
});

const entryFields = {
  ...headKey,
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, signed: true }),
  value: money({ zh: '金额', en: 'Value', required: true, signed: true, group: 'cost' }),
  kind: choice({
    zh: '类别',
    en: 'Kind',
    required: true,
    options: {
      receipt: { zh: '入库', en: 'Receipt' },
      issue: { zh: '出库', en: 'Issue' },
      recost: { zh: '重算', en: 'Recost' },
    },
  }),
  /** The entry that a later one corrects. */
  anchor: text({ zh: '更正的分录', en: 'Corrected entry', max: 36, hidden: true }),
  /** Where an issue's cost went: a later correction goes to the same account. */
  cost_role: text({ zh: '成本去向', en: 'Cost role', max: 40, hidden: true }),
  department: reference('core.department', { zh: '部门', en: 'Department' }),
  /** Order within one posting. */
  position: integer({ zh: '序号', en: 'Position', required: true, default: 0, hidden: true }),
  date: date({ zh: '日期', en: 'Date', required: true }),
  effective_at: instant({ zh: '生效时间', en: 'Effective at', required: true }),
};
export interface ValueEntry extends Entry<typeof entryFields> {}
/** 存货金额账 (5.0.2): what came in and went out in quantity and value; its sum by account is the general ledger's balance. */
export const valueLedger = defineLedger('inventory.value_ledger', {
  zh: '存货金额账',
  en: 'Value ledger',
  fields: entryFields,
  feeds: [{ balance: 'inventory.cost_head', add: { qty: 'qty', value: 'value' } }],
  once: [['reverses']],
  indexes: [['product', 'effective_at'], ['date'], ['anchor']],
});

declare module '#declare' {
  interface Balances {
    'inventory.cost_head': CostHeadRow;
  }
  interface Ledgers {
    'inventory.value_ledger': ValueEntry;
  }
}
