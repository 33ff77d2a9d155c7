import { choice, date, define, flag, instant, integer, lineReference, lines, money, quantity, reference, refusal, type Refusals, type Row, serial, states, text } from '#declare';
import { amountRefusals, discountExceeds, documentAmounts } from './amounts.ts';
import { notPositive, pricedLineFields, priceRefusals, totalFields, unnamed } from './priced-line.ts';

const lineFields = {
  ...pricedLineFields,
  optional: flag({ zh: '可选', en: 'Optional' }),
  lead_days: integer({ zh: '交期（天）', en: 'Lead time (days)', min: 0, max: 3650 }),
  ordered_qty: quantity({ zh: '已下单', en: 'Ordered', origin: 'derived' }),
};
const fields = {
  number: serial('QT{yy}{mm}-{seq:5}'),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    sent: { zh: '已发送', en: 'Sent', posted: true, color: 'blue' },
    accepted: { zh: '已接受', en: 'Accepted', posted: true, color: 'green' },
    rejected: { zh: '已拒绝', en: 'Rejected', color: 'red' },
    expired: { zh: '已过期', en: 'Expired', color: 'amber' },
    cancelled: { zh: '已作废', en: 'Cancelled', final: true },
  }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer', required: true, choose: 'active' }),
  contact: reference('customers.contact', { zh: '联系人', en: 'Contact' }),
  quotation_date: date({ zh: '报价日期', en: 'Quotation date', required: true, default: 'today' }),
  valid_until: date({ zh: '有效期至', en: 'Valid until', required: true }),
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
  warehouse: reference('inventory.warehouse', { zh: '仓库', en: 'Warehouse' }),
  header_discount: money({ zh: '整单优惠', en: 'Header discount', min: 0 }),
  intro: text({ zh: '引言', en: 'Introduction', long: true, max: 4000 }),
  remark: text({ zh: '备注', en: 'Remark', long: true, max: 4000 }),
  revision: integer({ zh: '版本', en: 'Revision', origin: 'derived', required: false, default: 1 }),
  lines: lines(lineFields, { zh: '明细', en: 'Lines', min: 1 }),
  ...totalFields,
  converted: choice({
    zh: '转订单',
    en: 'Converted',
    origin: 'derived',
    options: { none: { zh: '未转', en: 'No' }, part: { zh: '部分', en: 'Partly', color: 'amber' }, full: { zh: '全部', en: 'Fully', color: 'green' } },
  }),
  accepted_by: text({ zh: '接受人', en: 'Accepted by', origin: 'derived', required: false }),
  accepted_at: instant({ zh: '接受时间', en: 'Accepted at', origin: 'derived', required: false }),
  closed_reason: text({ zh: '拒绝或作废原因', en: 'Reason', origin: 'derived', required: false, max: 500 }),
};
export interface Quotation extends Row<typeof fields> {}
export type QuotationLine = Quotation['lines'][number];
declare module '#declare' {
  interface Rows {
    'sales.quotation': Quotation;
  }
}

export const quotationRefusals = {
  'quotation.expired': refusal({
    zh: '报价已于 {valid_until} 过期',
    en: 'The quotation expired on {valid_until}',
    fix: { zh: '修订报价后再发送', en: 'Revise and send it again' },
    with: { valid_until: 'date' },
  }),
  'quotation.qty_exceeded': refusal({
    zh: '第 {line_no} 行最多还可下单 {open}',
    en: 'Line {line_no} has {open} left to order',
    fix: { zh: '减少数量', en: 'Order less' },
    with: { line_no: 'count', open: 'amount' },
  }),
  'quotation.superseded': refusal({ zh: '报价已有新版本', en: 'There is a newer revision', fix: { zh: '打开最新版本', en: 'Open the latest' }, status: 409 }),
  'quotation.already_accepted': refusal({ zh: '报价已被接受', en: 'The quotation is already accepted', fix: { zh: '直接转为订单', en: 'Make the order' }, status: 409 }),
} satisfies Refusals;

const reason = text({ zh: '原因', en: 'Reason', max: 500 });
/** 报价单 (2.2): prices and a date that a customer accepts; orders take its prices in whole or in part. */
export const QuotationRecord = define('sales.quotation', fields).document({
  zh: '报价单',
  en: 'Quotation',
  tags: true,
  lock: '2c',
  date: 'quotation_date',
  owner: 'salesperson',
  department: 'department',
  fill: { price_list: 'customer.price_list', payment_term: 'customer.payment_term', currency: 'customer.currency' },
  compute: (quotation) => documentAmounts(quotation.lines, quotation.header_discount, quotation.price_includes_tax),
  refusals: { ...amountRefusals, ...priceRefusals, ...quotationRefusals },
  validate: {
    'order.qty_not_positive': ({ lines: rows }) => notPositive(rows),
    'order.product_missing': ({ lines: rows }) => unnamed(rows),
    'amount.discount_exceeds': (quotation) => discountExceeds(quotation),
  },
  actions: {
    send: { zh: '发送', en: 'Send', from: 'draft', to: 'sent', approval: true },
    accept: { zh: '接受', en: 'Accept', from: 'sent', to: 'accepted', by: 'public', asks: { name: text({ zh: '接受人', en: 'Accepted by', required: true, max: 80 }) } },
    reject: { zh: '拒绝', en: 'Reject', from: 'sent', to: 'rejected', by: 'public', asks: { reason } },
    expire: { zh: '过期', en: 'Expire', from: 'sent', to: 'expired', by: 'job' },
    revise: { zh: '修订', en: 'Revise', from: ['sent', 'rejected', 'expired'], to: 'draft' },
    to_order: {
      zh: '转订单',
      en: 'Make the order',
      from: ['sent', 'accepted'],
      asks: {
        order_date: date({ zh: '订单日期', en: 'Order date' }),
        lines: lines(
          {
            quotation_line: lineReference('sales.quotation', { zh: '报价行', en: 'Quotation line', required: true }),
            qty: quantity({ zh: '数量', en: 'Quantity', required: true, min: 0, exclusive: true }),
          },
          { zh: '部分转单', en: 'In part' },
        ),
      },
    },
    cancel: { zh: '作废', en: 'Cancel', from: ['draft', 'sent', 'rejected', 'expired'], to: 'cancelled', asks: { reason }, danger: true },
  },
  search: ['number', 'customer.name', 'lines.description'],
  prints: { quotation: { zh: '报价单', en: 'Quotation', template: 'quotation.typ' } },
  grants: {
    sales: { scope: 'own', actions: ['create', 'update', 'delete', 'send', 'accept', 'reject', 'revise', 'to_order', 'cancel'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'delete', 'send', 'accept', 'reject', 'revise', 'to_order', 'cancel'] },
    service: { scope: 'all' },
  },
  views: {
    list: ['number', 'customer', 'quotation_date', 'valid_until', 'net', 'gross', 'state', 'converted', 'salesperson'],
    sort: ['-quotation_date', '-number'],
    saved: {
      open: { zh: '待回复', en: 'Open', where: { state: 'sent' } },
      expiring: { zh: '即将到期', en: 'Expiring', where: { state: 'sent', valid_until: { between: ['today', 'today+3d'] } }, sort: ['valid_until'] },
    },
    form: [
      { zh: '基本', en: 'Basics', fields: ['customer', 'contact', 'quotation_date', 'valid_until', 'salesperson', 'warehouse'] },
      'lines',
      { zh: '合计', en: 'Totals', fields: ['header_discount', 'net', 'tax', 'gross', 'margin_amount', 'margin'] },
      { zh: '条款', en: 'Terms', fields: ['price_list', 'price_includes_tax', 'currency', 'payment_term', 'channel', 'department', 'intro', 'remark'], collapsed: true },
    ],
    kanban: { by: 'state', card: ['number', 'customer', 'gross'], columns: ['draft', 'sent', 'accepted', 'rejected'] },
    calendar: { from: 'valid_until', text: 'customer' },
    colors: [{ color: 'amber', where: { state: 'sent', valid_until: { lt: 'today' } } }],
  },
});
