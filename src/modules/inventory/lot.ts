import { date, define, flag, instant, reference, type Row, states, text } from '#declare';
import { stockRefusals } from './refusals.ts';

const fields = {
  product: reference('inventory.product', { zh: '商品', en: 'Product', required: true, immutable: true }),
  lot_no: text({ zh: '批号/序列号', en: 'Lot or serial no.', required: true, max: 60 }),
  is_serial: flag({ zh: '序列号', en: 'Serial number' }),
  manufacture_date: date({ zh: '生产日期', en: 'Manufactured' }),
  expiry_date: date({ zh: '有效期至', en: 'Last usable day' }),
  supplier_lot_no: text({ zh: '供应商批号', en: 'Lot no. of the supplier', max: 60 }),
  first_received_at: instant({ zh: '首次入库', en: 'First received', origin: 'derived', required: false }),
  state: states({
    active: { zh: '可用', en: 'Active', color: 'green' },
    on_hold: { zh: '冻结', en: 'On hold', color: 'amber' },
    expired: { zh: '已过期', en: 'Expired', color: 'red' },
  }),
};
export interface Lot extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'inventory.lot': Lot;
  }
}
/** 批次/序列号 (5.0.1). Goods of a lot on hold leave what may be sold at once. */
export const LotRecord = define('inventory.lot', fields).catalog({
  zh: '批次',
  en: 'Lot',
  title: 'lot_no',
  unique: [{ fields: ['product', 'lot_no'] }],
  search: ['lot_no', 'supplier_lot_no'],
  refusals: { 'stock.reserved_for_others': stockRefusals['stock.reserved_for_others'] },
  actions: {
    hold: { zh: '冻结', en: 'Hold', from: 'active', to: 'on_hold', asks: { reason: text({ zh: '原因', en: 'Reason', required: true, max: 200 }) } },
    release: { zh: '解冻', en: 'Release', from: 'on_hold', to: 'active' },
    expire: { zh: '过期', en: 'Expire', from: 'active', to: 'expired', by: 'job' },
  },
  indexes: [['expiry_date']],
  grants: {
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update', 'hold', 'release'] },
    keeper: { scope: 'all', actions: ['create', 'hold'] },
    employee: { scope: 'all' },
  },
  views: { list: ['product.code', 'product.name', 'lot_no', 'expiry_date', 'first_received_at', 'state'], sort: ['expiry_date'] },
});
