import { choice, date, define, flag, integer, lineReference, lines, money, quantity, rate, reference, refusal, type Refusals, type Row, serial, states, text } from '#declare';
import { isZero, one, sum } from '#decimal';
import { amountRefusals, discountExceeds, documentAmounts } from './amounts.ts';
import { notPositive, pricedLineFields, priceRefusals, quotationLine, totalFields, unnamed } from './priced-line.ts';
import { quotationRefusals } from './quotation.ts';

const lineFields = {
  ...pricedLineFields,
  quotation_line: quotationLine,
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse', help: { zh: '默认同表头', en: 'That of the header unless given' } }),
  promised_date: date({ zh: '承诺交期', en: 'Promised date' }),
  /** After an amendment: the line this one was split from, its share of the discount that stands, and what of it was done then (A7). */
  root_line: lineReference('sales.order', { zh: '拆分自', en: 'Split from', origin: 'derived', required: false }),
  discount_share: money({ zh: '已分摊优惠', en: 'Share of the discount', origin: 'derived', required: false, signed: true, hidden: true }),
  anchor_qty: quantity({ zh: '变更时已执行', en: 'Done when amended', origin: 'derived', required: false, hidden: true }),
  anchor_net: money({ zh: '变更时已执行净额', en: 'Net done when amended', origin: 'derived', required: false, hidden: true }),
  anchor_tax: money({ zh: '变更时已执行税额', en: 'Tax done when amended', origin: 'derived', required: false, hidden: true }),
  delivered: quantity({ zh: '已发', en: 'Delivered', origin: 'derived' }),
  invoiced: quantity({ zh: '已开票', en: 'Invoiced', origin: 'derived' }),
  to_deliver: quantity({ zh: '待发', en: 'To deliver', origin: 'derived' }),
  to_invoice: quantity({ zh: '待开票', en: 'To invoice', origin: 'derived' }),
  to_credit: quantity({ zh: '待红冲', en: 'To credit', origin: 'derived' }),
};
const splitFields = {
  user: reference('core.user', { zh: '业务员', en: 'Salesperson', required: true }),
  percent: rate({ zh: '比例', en: 'Share', required: true, min: 0, max: 1 }),
};
const fields = {
  number: serial('SO{yy}{mm}-{seq:5}'),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    confirmed: { zh: '已确认', en: 'Confirmed', posted: true, color: 'blue' },
    closed: { zh: '已关闭', en: 'Closed', posted: true, color: 'green' },
    cancelled: { zh: '已作废', en: 'Cancelled', final: true },
  }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer', required: true, choose: 'active' }),
  bill_to: reference('customers.customer', { zh: '开票客户', en: 'Bill to' }),
  contact: reference('customers.contact', { zh: '联系人', en: 'Contact' }),
  ship_to: text({ zh: '收货地址', en: 'Ship to', max: 300 }),
  region: reference('core.region', { zh: '地区', en: 'Region' }),
  order_date: date({ zh: '订单日期', en: 'Order date', required: true, default: 'today' }),
  customer_po_no: text({ zh: '客户订单号', en: 'Customer PO no.', max: 60 }),
  promised_date: date({ zh: '承诺交期', en: 'Promised date' }),
  salesperson: reference('core.user', { zh: '业务员', en: 'Salesperson', required: true, default: 'me' }),
  department: reference('core.department', { zh: '部门', en: 'Department' }),
  channel: choice({
    zh: '渠道',
    en: 'Channel',
    required: true,
    default: 'direct',
    options: { direct: { zh: '直销', en: 'Direct' }, store: { zh: '门店', en: 'Store' }, online: { zh: '线上', en: 'Online' }, distributor: { zh: '经销', en: 'Distributor' } },
  }),
  price_list: reference('sales.price_list', { zh: '价目表', en: 'Price list', choose: 'published' }),
  price_includes_tax: flag({ zh: '含税价', en: 'Prices include tax' }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency', required: true }),
  payment_term: reference('finance.payment_term', { zh: '收款条件', en: 'Payment term' }),
  delivery_policy: choice({
    zh: '交货方式',
    en: 'Delivery policy',
    required: true,
    default: 'partial_ok',
    options: { partial_ok: { zh: '可分批', en: 'Partial allowed' }, complete: { zh: '一次交齐', en: 'Complete only' } },
  }),
  billing_policy: choice({
    zh: '开票口径',
    en: 'Billing policy',
    options: { delivered: { zh: '按已发货', en: 'What is delivered' }, ordered: { zh: '按订单', en: 'What is ordered' } },
  }),
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse' }),
  header_discount: money({ zh: '整单优惠', en: 'Header discount', min: 0 }),
  quotation: reference('sales.quotation', { zh: '来源报价', en: 'Quotation' }),
  remark: text({ zh: '备注', en: 'Remark', long: true, max: 4000 }),
  on_hold: flag({ zh: '挂起', en: 'On hold', origin: 'derived' }),
  hold_reason: text({ zh: '挂起原因', en: 'Reason of the hold', origin: 'derived', required: false, max: 500 }),
  revision: integer({ zh: '版本', en: 'Revision', origin: 'derived', required: false, default: 1 }),
  lines: lines(lineFields, { zh: '明细', en: 'Lines', splittable: true }),
  split: lines(splitFields, { zh: '业绩分成', en: 'Commission split' }),
  ...totalFields,
  progress: choice({
    zh: '执行进度',
    en: 'Progress',
    origin: 'derived',
    required: false,
    options: {
      needs_red: { zh: '待红冲', en: 'Red invoice due', color: 'red' },
      to_deliver: { zh: '待发货', en: 'To deliver', color: 'blue' },
      partly_delivered: { zh: '部分发货', en: 'Partly delivered', color: 'blue' },
      to_invoice: { zh: '待开票', en: 'To invoice', color: 'amber' },
      to_collect: { zh: '待收款', en: 'To collect', color: 'amber' },
      completed: { zh: '已完成', en: 'Completed', color: 'green' },
    },
  }),
  delivered_share: rate({ zh: '发货进度', en: 'Delivered', origin: 'derived', required: false }),
  invoiced_share: rate({ zh: '开票进度', en: 'Invoiced', origin: 'derived', required: false }),
  collected_share: rate({ zh: '收款进度', en: 'Collected', origin: 'derived', required: false }),
};
export interface Order extends Row<typeof fields> {}
export type OrderLine = Order['lines'][number];
declare module '#declare' {
  interface Rows {
    'sales.order': Order;
  }
}

/** Codes that delivery and invoice share with the order. */
export const orderStateRefusals = {
  'order.on_hold': refusal({ zh: '订单已挂起', en: 'The order is on hold', fix: { zh: '先恢复订单', en: 'Release it first' } }),
  'order.not_confirmed': refusal({ zh: '订单未确认', en: 'The order is not confirmed', fix: { zh: '先确认订单', en: 'Confirm the order first' } }),
} satisfies Refusals;
export const orderRefusals = {
  ...orderStateRefusals,
  'order.no_lines': refusal({ zh: '订单没有商品明细', en: 'The order has no lines', fix: { zh: '至少录入一行商品或服务', en: 'Add at least one line of goods or service' } }),
  'order.split_not_100': refusal({
    zh: '业绩分成合计为 {total}，应为 1',
    en: 'The commission split adds up to {total} instead of 1',
    fix: { zh: '调整至 100%', en: 'Make it 100 %' },
    with: { total: 'amount' },
  }),
  'order.duplicate_po': refusal({ zh: '该客户订单号已录入', en: 'This customer PO is already entered', fix: { zh: '核对原订单', en: 'Check the existing order' }, status: 409 }),
  'order.customer_blocked': refusal({ zh: '客户不是启用状态', en: 'The customer is not active', fix: { zh: '联系客户负责人', en: 'Ask the customer’s owner' } }),
  'order.qty_below_done': refusal({
    zh: '第 {line_no} 行已执行 {min}，数量不能更少',
    en: 'Line {line_no}: {min} have been delivered or invoiced',
    fix: { zh: '先退货，或填写不少于 {min} 的数量', en: 'Return goods first or enter {min} or more' },
    with: { line_no: 'count', min: 'amount' },
  }),
  'order.line_frozen': refusal({
    zh: '第 {line_no} 行已有发货或开票，不能改{field}',
    en: 'Line {line_no} has been delivered or invoiced, its {field} stands',
    fix: { zh: '另加一行', en: 'Add another line' },
    status: 409,
    with: { line_no: 'count', field: 'text' },
  }),
  'order.stale_revision': refusal({
    zh: '订单已有新的变更',
    en: 'The order was amended meanwhile',
    fix: { zh: '在最新版本上重新变更', en: 'Amend the latest revision' },
    status: 409,
  }),
  'order.has_followups': refusal({
    zh: '订单已有后续单据',
    en: 'Other documents follow this order',
    fix: { zh: '请做退货或关闭余量', en: 'Return goods or close the rest' },
    status: 409,
    with: { documents: 'list' },
  }),
} satisfies Refusals;

const reason = text({ zh: '原因', en: 'Reason', required: true, max: 500 });
/** 销售订单 (2.1): its stored state is what people decided, its progress what ledgers say (2.0.3 Q4). */
export const OrderRecord = define('sales.order', fields).document({
  zh: '销售订单',
  en: 'Sales order',
  tags: true,
  lock: '2c',
  date: 'order_date',
  owner: 'salesperson',
  department: 'department',
  editable: ['promised_date', 'remark', 'contact', 'ship_to'],
  fill: {
    bill_to: 'customer',
    price_list: 'customer.price_list',
    payment_term: 'customer.payment_term',
    currency: 'customer.currency',
    region: 'customer.region',
    lines: { promised_date: '^promised_date' },
  },
  flows: [{ zh: '报价转订单', en: 'Orders from quotations', from: 'sales.quotation', lines: 'lines', source: 'quotation_line', quantity: 'qty' }],
  compute: (order) => documentAmounts(order.lines, order.header_discount, order.price_includes_tax),
  refusals: { ...amountRefusals, ...priceRefusals, ...orderRefusals, 'quotation.qty_exceeded': quotationRefusals['quotation.qty_exceeded'] },
  validate: {
    'order.qty_not_positive': ({ lines: rows }) => notPositive(rows),
    'order.product_missing': ({ lines: rows }) => unnamed(rows),
    'order.split_not_100': ({ split }) => {
      const total = sum(split, (share) => share.percent);
      return split.length > 0 && !isZero(total.minus(one)) && { total, at: '/split' };
    },
    'amount.discount_exceeds': (order) => discountExceeds(order),
  },
  actions: {
    confirm: {
      zh: '确认',
      en: 'Confirm',
      from: 'draft',
      to: 'confirmed',
      approval: true,
      guard: { 'order.no_lines': (order) => !order.lines.some((line) => line.kind !== 'charge') },
    },
    amend: {
      zh: '变更',
      en: 'Amend',
      from: 'confirmed',
      approval: true,
      amends: ['lines', 'header_discount', 'promised_date', 'warehouse', 'payment_term', 'delivery_policy', 'price_includes_tax', 'customer_po_no', 'ship_to', 'contact', 'remark'],
      stale: 'order.stale_revision',
      asks: { reason: text({ zh: '变更原因', en: 'Reason', max: 500 }) },
    },
    hold: { zh: '挂起', en: 'Hold', from: 'confirmed', sets: { on_hold: true }, asks: { reason } },
    release: { zh: '恢复', en: 'Release', from: 'confirmed', sets: { on_hold: false } },
    close: { zh: '关闭余量', en: 'Close remaining', from: 'confirmed', to: 'closed', asks: { reason } },
    reopen: { zh: '重新打开', en: 'Reopen', from: 'closed', to: 'confirmed', reverses: 'close' },
    cancel: { zh: '作废', en: 'Cancel', from: ['draft', 'confirmed'], to: 'cancelled', reverses: 'confirm', danger: true },
  },
  unique: [{ fields: ['customer', 'customer_po_no'], where: { state: { not: 'cancelled' } }, refusal: 'order.duplicate_po' }],
  search: ['number', 'customer.name', 'customer_po_no', 'lines.description'],
  prints: { order: { zh: '销售订单', en: 'Sales order', template: 'order.typ' } },
  grants: {
    sales: { scope: 'own', actions: ['create', 'update', 'delete', 'confirm', 'amend', 'close', 'cancel'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'delete', 'confirm', 'amend', 'hold', 'release', 'close', 'reopen', 'cancel'] },
    service: { scope: 'all' },
    keeper: { scope: 'all' },
    warehouse_supervisor: { scope: 'all' },
    billing_clerk: { scope: 'all' },
    credit_controller: { scope: 'all', actions: ['hold', 'release'] },
    accountant: { scope: 'all' },
    chief_accountant: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'customer', 'order_date', 'promised_date', 'net', 'gross', 'state', 'progress', 'delivered_share', 'invoiced_share', 'salesperson'],
    sort: ['-order_date', '-number'],
    saved: {
      to_deliver: { zh: '待发货', en: 'To deliver', where: { progress: ['to_deliver', 'partly_delivered'] } },
      late: { zh: '逾期未发', en: 'Late', where: { progress: ['to_deliver', 'partly_delivered'], promised_date: { lt: 'today' } }, sort: ['promised_date'] },
      to_invoice: { zh: '待开票', en: 'To invoice', where: { progress: 'to_invoice' } },
      red: { zh: '待红冲', en: 'Red invoice due', where: { progress: 'needs_red' } },
    },
    form: [
      { zh: '基本', en: 'Basics', fields: ['customer', 'contact', 'order_date', 'customer_po_no', 'promised_date', 'salesperson', 'warehouse', 'ship_to'] },
      'lines',
      { zh: '合计', en: 'Totals', fields: ['header_discount', 'net', 'tax', 'gross', 'margin_amount', 'margin'] },
      {
        zh: '条款',
        en: 'Terms',
        fields: [
          'price_list',
          'price_includes_tax',
          'currency',
          'payment_term',
          'delivery_policy',
          'billing_policy',
          'bill_to',
          'department',
          'channel',
          'region',
          'quotation',
          'remark',
        ],
        collapsed: true,
      },
      'split',
    ],
    kanban: { by: 'progress', card: ['number', 'customer', 'gross'] },
    calendar: { from: 'promised_date', text: 'customer' },
    colors: [{ color: 'red', where: { on_hold: true } }],
  },
});
