import { type BalanceRow, date, defineBalance, defineLedger, type Entry, integer, quantity, reference, text } from '#declare';

const key = {
  /** `line_uid` of the order line that wants the goods. */
  demand: text({ zh: '需求行', en: 'Demand line', required: true, max: 36, hidden: true }),
  product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse', required: true }),
};
const measures = {
  reserved: quantity({ zh: '预留', en: 'Reserved', required: true, signed: true }),
  short: quantity({ zh: '缺货', en: 'Short', required: true, signed: true }),
};
export interface ReservationBalance extends BalanceRow<typeof key, typeof measures> {}
/** What each demand line holds now. Changed only under the lock of its warehouse balance, so a fill from a receipt needs no lock of its own. */
export const reservationBalance = defineBalance('inventory.reservation_balance', {
  zh: '预留余额',
  en: 'Reserved by demand',
  lock: '5.5',
  key,
  measures,
});

const entryFields = {
  ...key,
  reserved: quantity({ zh: '预留', en: 'Reserved', required: true, signed: true }),
  short: quantity({ zh: '缺货', en: 'Short', required: true, signed: true }),
  /** The lower goes first when stock becomes free, then the earlier demand. */
  priority: integer({ zh: '优先级', en: 'Priority', required: true }),
  wanted_on: date({ zh: '需求日期', en: 'Demanded on', required: true }),
};
export interface ReservationEntry extends Entry<typeof entryFields> {}
/** 预留 (5.0.4): promises made, used up, released and filled. */
export const reservation = defineLedger('inventory.reservation', {
  zh: '预留',
  en: 'Reservation',
  fields: entryFields,
  feeds: [
    { balance: 'inventory.warehouse_balance', add: { reserved: 'reserved' } },
    { balance: 'inventory.reservation_balance', add: { reserved: 'reserved', short: 'short' } },
  ],
  indexes: [['demand'], ['product', 'warehouse']],
});

declare module '#declare' {
  interface Balances {
    'inventory.reservation_balance': ReservationBalance;
  }
  interface Ledgers {
    'inventory.reservation': ReservationEntry;
  }
}
