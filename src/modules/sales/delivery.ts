import { date, define, instant, integer, lineReference, lines, money, quantity, reference, refusal, type Refusals, type Row, serial, states, text } from '#declare';
import { notPositive, priceRefusals } from './priced-line.ts';
import { orderStateRefusals } from './order.ts';
import { overDelivery } from './order-progress.ts';

const lineFields = {
  order_line: lineReference('sales.order', { zh: '订单行', en: 'Order line', required: true }),
  product: reference('inventory.product', { zh: '商品', en: 'Product', origin: 'derived', required: false }),
  description: text({ zh: '描述', en: 'Description', origin: 'derived', required: false }),
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, signed: true }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', origin: 'derived', required: false }),
  base_qty: quantity({ zh: '库存单位数量', en: 'Quantity in the stock unit', origin: 'derived', required: false, signed: true }),
  location: reference('inventory.location', { zh: '库位', en: 'Location', help: { zh: '留空自动配货', en: 'Left empty it is allocated' } }),
  lot: reference('inventory.lot', { zh: '批次', en: 'Lot' }),
  net: money({ zh: '不含税金额', en: 'Net', origin: 'derived', required: false, signed: true }),
  tax: money({ zh: '税额', en: 'Tax', origin: 'derived', required: false, signed: true }),
  gross: money({ zh: '价税合计', en: 'Gross', origin: 'derived', required: false, signed: true }),
  cost: money({ zh: '成本', en: 'Cost', origin: 'derived', required: false, signed: true, group: 'cost' }),
};
const fields = {
  number: serial('CK{yy}{mm}-{seq:5}'),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    posted: { zh: '已出库', en: 'Shipped', posted: true, color: 'blue' },
    signed: { zh: '已签收', en: 'Signed for', posted: true, color: 'green' },
    reversed: { zh: '已冲销', en: 'Reversed', posted: true, final: true, color: 'red' },
  }),
  order: reference('sales.order', { zh: '销售订单', en: 'Sales order', required: true, scope: true, choose: 'to_deliver' }),
  order_revision: integer({ zh: '订单版本', en: 'Revision of the order', origin: 'derived', required: false }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer', origin: 'derived', required: false }),
  delivery_date: date({ zh: '出库日期', en: 'Delivery date', required: true, default: 'today' }),
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse', required: true }),
  ship_to: text({ zh: '收货地址', en: 'Ship to', max: 300 }),
  carrier: text({ zh: '承运商', en: 'Carrier', max: 80 }),
  tracking_no: text({ zh: '运单号', en: 'Tracking no.', max: 80 }),
  remark: text({ zh: '备注', en: 'Remark', long: true, max: 2000 }),
  lines: lines(lineFields, { zh: '明细', en: 'Lines', min: 1 }),
  net: money({ zh: '不含税合计', en: 'Net', origin: 'derived', required: false, signed: true }),
  tax: money({ zh: '税额合计', en: 'Tax', origin: 'derived', required: false, signed: true }),
  gross: money({ zh: '价税合计', en: 'Gross', origin: 'derived', required: false, signed: true }),
  cost: money({ zh: '成本合计', en: 'Cost', origin: 'derived', required: false, signed: true, group: 'cost' }),
  signer: text({ zh: '签收人', en: 'Signed by', origin: 'derived', required: false }),
  signed_at: instant({ zh: '签收时间', en: 'Signed at', origin: 'derived', required: false }),
  reverses: reference('sales.delivery', { zh: '冲销', en: 'Reverses', origin: 'derived', required: false }),
  reversal_reason: text({ zh: '冲销原因', en: 'Reason of the reversal', origin: 'derived', required: false, max: 500 }),
};
export interface Delivery extends Row<typeof fields> {}
export type DeliveryLine = Delivery['lines'][number];
declare module '#declare' {
  interface Rows {
    'sales.delivery': Delivery;
  }
}

export const deliveryRefusals = {
  'delivery.incomplete': refusal({
    zh: '该订单须一次交齐，还缺第 {lines} 行',
    en: 'This order is delivered at once, lines {lines} are missing',
    fix: { zh: '加入所缺明细和数量', en: 'Add what is missing' },
    with: { lines: 'list' },
  }),
  'delivery.has_followups': refusal({
    zh: '出库单已有后续单据',
    en: 'Other documents follow this delivery',
    fix: { zh: '请做退货，或先取消核销', en: 'Use a return, or undo the settlement' },
    status: 409,
    with: { documents: 'list' },
  }),
  'delivery.line_twice': refusal({
    zh: '第 {line_no} 行重复了同一订单行和库位',
    en: 'Line {line_no} repeats an order line',
    fix: { zh: '合并为一行', en: 'Make them one line' },
    with: { line_no: 'count' },
  }),
} satisfies Refusals;

/** 销售出库单 (2.1): goods leave and revenue comes (P1), in one transaction; undone only by a counter-delivery with negative quantities. */
export const DeliveryRecord = define('sales.delivery', fields).document({
  zh: '销售出库单',
  en: 'Delivery',
  lock: '2b',
  date: 'delivery_date',
  editable: ['carrier', 'tracking_no', 'remark'],
  fill: { customer: 'order.customer', warehouse: 'order.warehouse', ship_to: 'order.ship_to' },
  flows: [{ zh: '订单发货', en: 'Delivery of orders', from: 'sales.order', lines: 'lines', source: 'order_line', quantity: 'qty' }],
  refusals: { ...orderStateRefusals, ...deliveryRefusals, ...overDelivery, 'order.qty_not_positive': priceRefusals['order.qty_not_positive'] },
  validate: { 'order.qty_not_positive': ({ lines: rows, reverses }) => reverses === null && notPositive(rows) },
  actions: {
    post: { zh: '出库', en: 'Ship', from: 'draft', to: 'posted' },
    sign: { zh: '签收', en: 'Sign for', from: 'posted', to: 'signed', by: 'public', asks: { signer: text({ zh: '签收人', en: 'Signed by', required: true, max: 80 }) } },
    reverse: {
      zh: '冲销',
      en: 'Reverse',
      from: 'posted',
      to: 'reversed',
      reverses: 'post',
      danger: true,
      asks: {
        reason: text({ zh: '原因', en: 'Reason', required: true, max: 500 }),
        date: date({ zh: '冲销日期', en: 'Date', help: { zh: '默认原出库日期，已结账则为今天', en: 'The day of the delivery, today if its period is closed' } }),
      },
    },
  },
  search: ['number', 'customer.name', 'tracking_no'],
  prints: { delivery: { zh: '销售出库单', en: 'Delivery note', template: 'delivery.typ' } },
  grants: {
    keeper: { scope: 'assigned_warehouse', actions: ['create', 'update', 'delete', 'post', 'sign'] },
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update', 'delete', 'post', 'sign', 'reverse'] },
    sales: { scope: 'own', actions: ['create', 'update', 'delete'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'delete', 'post', 'sign', 'reverse'] },
    service: { scope: 'all' },
    billing_clerk: { scope: 'all' },
    accountant: { scope: 'all' },
    chief_accountant: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'order', 'customer', 'delivery_date', 'gross', 'tracking_no', 'state'],
    sort: ['-delivery_date', '-number'],
    saved: {
      draft: { zh: '待出库', en: 'To ship', where: { state: 'draft' } },
      unsigned: { zh: '待签收', en: 'Not signed for', where: { state: 'posted' } },
    },
    form: [
      { zh: '基本', en: 'Basics', fields: ['order', 'customer', 'delivery_date', 'warehouse', 'ship_to', 'carrier', 'tracking_no'] },
      'lines',
      { zh: '合计', en: 'Totals', fields: ['net', 'tax', 'gross', 'cost', 'remark'] },
    ],
    calendar: { from: 'delivery_date', text: 'customer' },
    colors: [{ color: 'red', where: { state: 'reversed' } }],
  },
});
