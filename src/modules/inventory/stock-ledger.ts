import { choice, date, defineBalance, defineLedger, type Entry, type BalanceRow, flag, instant, quantity, reference, text } from '#declare';
import { stockRefusals } from './refusals.ts';

const stockKey = {
  product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
  location: reference('inventory.location', { zh: '库位', en: 'Location', required: true }),
  lot: reference('inventory.lot', { zh: '批次', en: 'Lot' }),
};
const stockMeasures = {
  on_hand: quantity({ zh: '在库', en: 'On hand', required: true, signed: true }),
  pledged: quantity({ zh: '质押', en: 'Pledged', required: true, signed: true }),
};
export interface StockBalance extends BalanceRow<typeof stockKey, typeof stockMeasures> {}
/** What lies where (5.0.2): outer places have no balance, so that all issues do not meet in one row. */
export const stockBalance = defineBalance('inventory.stock_balance', {
  zh: '库存余额',
  en: 'Stock',
  lock: '5.4',
  key: stockKey,
  measures: stockMeasures,
  refusals: { 'stock.insufficient': stockRefusals['stock.insufficient'], 'stock.pledged': stockRefusals['stock.pledged'] },
  checks: { 'stock.insufficient': 'on_hand >= 0', 'stock.pledged': 'pledged >= 0 and pledged <= greatest(on_hand, 0)' },
});

const warehouseKey = {
  product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse', required: true }),
};
const warehouseMeasures = {
  sellable: quantity({ zh: '可售', en: 'Sellable', required: true, signed: true }),
  reserved: quantity({ zh: '预留', en: 'Reserved', required: true, signed: true }),
};
export interface WarehouseBalance extends BalanceRow<typeof warehouseKey, typeof warehouseMeasures> {}
/** What may be promised per warehouse: available = sellable − reserved (5.0.4). */
export const warehouseBalance = defineBalance('inventory.warehouse_balance', {
  zh: '仓库可售量',
  en: 'Sellable by warehouse',
  lock: '5.3',
  key: warehouseKey,
  measures: warehouseMeasures,
  refusals: { 'stock.reserved_for_others': stockRefusals['stock.reserved_for_others'] },
  checks: { 'stock.reserved_for_others': 'reserved >= 0 and reserved <= sellable' },
});

export const moveKinds = {
  opening: { zh: '期初', en: 'Opening' },
  receipt: { zh: '入库', en: 'Receipt' },
  issue: { zh: '出库', en: 'Issue' },
  return: { zh: '退货', en: 'Return' },
  transfer: { zh: '移动', en: 'Transfer' },
  other_in: { zh: '其他入库', en: 'Other receipt' },
  internal_use: { zh: '领用', en: 'Internal use' },
  relocate: { zh: '移库', en: 'Relocation' },
  reversal: { zh: '冲销', en: 'Reversal' },
  availability: { zh: '可售变动', en: 'Sellable changed' },
} as const;
const entryFields = {
  /** The two rows of one physical move share it; their quantities add up to zero. */
  move: text({ zh: '移动', en: 'Move', required: true, max: 36, hidden: true }),
  ...stockKey,
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse' }),
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, signed: true }),
  /** What of it may be sold: all of it in a sellable place, none elsewhere; alone when a place or lot changes. */
  sellable_qty: quantity({ zh: '可售数量', en: 'Sellable quantity', required: true, signed: true }),
  /** The place belongs to a warehouse and has a balance. */
  kept: flag({ zh: '在库', en: 'Kept' }),
  kind: choice({ zh: '类别', en: 'Kind', required: true, options: moveKinds }),
  date: date({ zh: '日期', en: 'Date', required: true }),
  effective_at: instant({ zh: '生效时间', en: 'Effective at', required: true }),
};
export interface StockEntry extends Entry<typeof entryFields> {}
/** 库存流水 (5.0.2): quantities, two rows a move. */
export const stockLedger = defineLedger('inventory.stock_ledger', {
  zh: '库存流水',
  en: 'Stock ledger',
  fields: entryFields,
  feeds: [
    { balance: 'inventory.stock_balance', add: { on_hand: 'qty' }, when: 'kept' },
    { balance: 'inventory.warehouse_balance', add: { sellable: 'sellable_qty' }, when: 'kept' },
  ],
  once: [['reverses']],
  indexes: [['product', 'location', 'effective_at'], ['product', 'date'], ['warehouse', 'date'], ['move']],
});

declare module '#declare' {
  interface Balances {
    'inventory.stock_balance': StockBalance;
    'inventory.warehouse_balance': WarehouseBalance;
  }
  interface Ledgers {
    'inventory.stock_ledger': StockEntry;
  }
}
