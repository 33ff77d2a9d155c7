import {
  attachments,
  choice,
  date,
  define,
  flag,
  instant,
  lineReference,
  lines,
  money,
  quantity,
  rate,
  reference,
  references,
  refusal,
  type Refusals,
  type Row,
  serial,
  states,
  text,
} from '#declare';
import { notPositive, priceRefusals } from './priced-line.ts';
import { orderStateRefusals } from './order.ts';

const derived = { origin: 'derived', required: false } as const;
const lineFields = {
  order_line: lineReference('sales.order', { zh: '订单行', en: 'Order line', required: true }),
  delivery_line: lineReference('sales.delivery', { zh: '出库行', en: 'Delivery line' }),
  product: reference('inventory.product', { zh: '商品', en: 'Product', ...derived }),
  tax_class_code: text({ zh: '税收分类编码', en: 'Tax class', format: 'tax_class', max: 19, help: { zh: '默认取自商品', en: 'That of the product unless given' } }),
  item_name: text({ zh: '项目名称', en: 'Item', max: 200 }),
  spec: text({ zh: '规格型号', en: 'Model', max: 80 }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', ...derived }),
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, signed: true }),
  /** net ÷ quantity to 13 places, as the portal wants it; a text, because no price of ours has so many. */
  unit_price_net: text({ zh: '不含税单价', en: 'Net unit price', ...derived, max: 40 }),
  tax_code: reference('finance.tax_code', { zh: '税码', en: 'Tax code', ...derived }),
  tax_rate: rate({ zh: '税率', en: 'Tax rate', ...derived }),
  /** Before discounts: the first of the pair on the face (2.4). */
  full_net: money({ zh: '折前金额', en: 'Net before discount', ...derived, signed: true }),
  full_tax: money({ zh: '折前税额', en: 'Tax before discount', ...derived, signed: true }),
  net: money({ zh: '金额', en: 'Net', ...derived, signed: true }),
  tax: money({ zh: '税额', en: 'Tax', ...derived, signed: true }),
  gross: money({ zh: '价税合计', en: 'Gross', ...derived, signed: true }),
};
const fields = {
  number: serial('FP{yy}{mm}-{seq:5}'),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    ready: { zh: '待开', en: 'Ready', color: 'amber' },
    issued: { zh: '已开具', en: 'Issued', posted: true, color: 'green' },
    cancelled: { zh: '已作废', en: 'Cancelled', final: true },
  }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer', required: true }),
  order: reference('sales.order', { zh: '来源订单', en: 'From the order', choose: 'to_invoice' }),
  delivery: reference('sales.delivery', { zh: '来源出库单', en: 'From the delivery' }),
  orders: references('sales.order', { zh: '所含订单', en: 'Orders', origin: 'derived' }),
  kind: choice({
    zh: '发票种类',
    en: 'Kind',
    options: { special: { zh: '增值税专用发票', en: 'Special VAT invoice' }, general: { zh: '普通发票', en: 'General invoice' } },
    help: { zh: '购方有税号默认专票', en: 'Special when the buyer has a taxpayer no.' },
  }),
  medium: choice({ zh: '介质', en: 'Medium', required: true, default: 'digital', options: { digital: { zh: '数电', en: 'Digital' }, paper: { zh: '数电纸质', en: 'Paper' } } }),
  direction: choice({ zh: '蓝红', en: 'Direction', required: true, default: 'blue', options: { blue: { zh: '蓝字', en: 'Blue' }, red: { zh: '红字', en: 'Red', color: 'red' } } }),
  title: text({ zh: '购方名称', en: 'Buyer', max: 200 }),
  tax_no: text({ zh: '购方税号', en: 'Buyer’s taxpayer no.', format: 'tax_no', max: 20 }),
  is_natural_person: flag({ zh: '自然人', en: 'Natural person' }),
  address: text({ zh: '购方地址', en: 'Buyer’s address' }),
  phone: text({ zh: '购方电话', en: 'Buyer’s phone', format: 'phone' }),
  bank: text({ zh: '购方开户行', en: 'Buyer’s bank', max: 120 }),
  account: text({ zh: '购方账号', en: 'Buyer’s account', format: 'bank_account' }),
  show_bank_remark: flag({ zh: '备注显示银行信息', en: 'Bank in the remark' }),
  seller_name: text({ zh: '销方名称', en: 'Seller', ...derived }),
  seller_tax_no: text({ zh: '销方税号', en: 'Seller’s taxpayer no.', ...derived, max: 20 }),
  seller_address: text({ zh: '销方地址', en: 'Seller’s address', ...derived }),
  seller_phone: text({ zh: '销方电话', en: 'Seller’s phone', ...derived }),
  seller_bank: text({ zh: '销方开户行', en: 'Seller’s bank', ...derived, max: 200 }),
  seller_account: text({ zh: '销方账号', en: 'Seller’s account', ...derived, max: 40 }),
  drawer: text({ zh: '开票人', en: 'Drawer', max: 80 }),
  remark: text({ zh: '备注', en: 'Remark', long: true, max: 2000 }),
  specific_business: text({ zh: '特定业务', en: 'Specific business', max: 40 }),
  issue_date: date({ zh: '开票日期', en: 'Issue date', required: true, default: 'today' }),
  lines: lines(lineFields, { zh: '明细', en: 'Lines', min: 1 }),
  net: money({ zh: '金额合计', en: 'Net', ...derived, signed: true }),
  tax: money({ zh: '税额合计', en: 'Tax', ...derived, signed: true }),
  gross: money({ zh: '价税合计', en: 'Gross', ...derived, signed: true }),
  fapiao_no: text({ zh: '发票号码', en: 'Invoice no.', ...derived, max: 20 }),
  request_id: text({ zh: '请求号', en: 'Request id', ...derived, hidden: true, max: 40 }),
  issued_at: instant({ zh: '开具时间', en: 'Issued at', ...derived }),
  files: attachments({ zh: '发票文件', en: 'Files', max: 6, types: ['application/pdf', 'application/ofd', 'application/xml', 'text/xml'] }),
};
export interface Invoice extends Row<typeof fields> {}
export type InvoiceLine = Invoice['lines'][number];
declare module '#declare' {
  interface Rows {
    'sales.invoice': Invoice;
  }
}

const toNumber = { zh: '核对发票票面', en: 'Check the face of the invoice' };
export const invoiceRefusals = {
  'invoice.not_delivered': refusal({
    zh: '第 {line_no} 行尚未发货，不能开票',
    en: 'Line {line_no} is not delivered yet',
    fix: { zh: '先发货，或改为按订单开票', en: 'Deliver it, or bill by the order' },
    with: { line_no: 'count' },
  }),
  'invoice.over_billable': refusal({
    zh: '第 {line_no} 行可开票数量仅剩 {open}',
    en: 'Line {line_no} has {open} left to invoice',
    fix: { zh: '减少数量', en: 'Invoice less' },
    with: { line_no: 'count', open: 'amount' },
  }),
  'invoice.buyer_tax_no_required': refusal({
    zh: '专用发票和企业购方须有税号',
    en: 'A special invoice and a company need the buyer’s taxpayer no.',
    fix: { zh: '补充购方税号', en: 'Enter it' },
  }),
  'invoice.tax_class_missing': refusal({
    zh: '第 {line_no} 行缺少税收分类编码',
    en: 'Line {line_no} has no tax class',
    fix: { zh: '在商品或本行填写', en: 'Enter it on the product or here' },
    with: { line_no: 'count' },
  }),
  'invoice.mixed_price_mode': refusal({
    zh: '含税价和不含税价的订单不能合并开票',
    en: 'Orders of both price modes do not go on one invoice',
    fix: { zh: '分开开票', en: 'Make two invoices' },
  }),
  'invoice.mixed_customer': refusal({
    zh: '第 {line_no} 行属于其他开票客户',
    en: 'Line {line_no} belongs to another customer',
    fix: { zh: '分开开票', en: 'Make two invoices' },
    with: { line_no: 'count' },
  }),
  'invoice.total_mismatch': refusal({
    zh: '第 {line_no} 行金额与税率不符',
    en: 'Tax of line {line_no} does not fit its rate',
    fix: { zh: '核对该行', en: 'Check the line' },
    with: { line_no: 'count' },
  }),
  'invoice.zero_line': refusal({ zh: '第 {line_no} 行金额为零', en: 'Line {line_no} is worth nothing', fix: { zh: '去掉该行', en: 'Leave it out' }, with: { line_no: 'count' } }),
  'invoice.remark_too_long': refusal({ zh: '备注超过 {max} 字', en: 'The remark exceeds {max} characters', fix: { zh: '缩短备注', en: 'Shorten it' }, with: { max: 'count' } }),
  'invoice.number_invalid': refusal({ zh: '数电发票号码应为 20 位数字', en: 'The number of a digital invoice has 20 digits', fix: toNumber }),
  'invoice.number_year_mismatch': refusal({ zh: '号码前两位与开票年份 {year} 不符', en: 'The first two digits are not the year {year}', fix: toNumber, with: { year: 'text' } }),
  'invoice.number_duplicate': refusal({ zh: '该发票号码已登记', en: 'This number is already recorded', fix: toNumber, status: 409 }),
} satisfies Refusals;

const numbered = (rows: readonly InvoiceLine[], wrong: (line: InvoiceLine) => boolean, field: string) =>
  rows.flatMap((line, index) => (wrong(line) ? [{ line_no: index + 1, at: `/lines/${index}/${field}` }] : []));

/** 销项发票 (2.4): the data of a 数电票; issuing it posts P2. One line is one order line, the face shows its discount as a pair. */
export const InvoiceRecord = define('sales.invoice', fields).document({
  zh: '销项发票',
  en: 'Sales invoice',
  lock: '2b',
  date: 'issue_date',
  editable: ['files'],
  fill: { customer: 'delivery.customer' },
  flows: [
    { zh: '出库单开票', en: 'Invoice of a delivery', from: 'sales.delivery', lines: 'lines', source: 'delivery_line', quantity: 'qty' },
    { zh: '订单开票', en: 'Invoice of an order', from: 'sales.order', lines: 'lines', source: 'order_line', quantity: 'qty' },
  ],
  refusals: { ...invoiceRefusals, ...orderStateRefusals, 'order.qty_not_positive': priceRefusals['order.qty_not_positive'] },
  validate: {
    'order.qty_not_positive': ({ lines: rows, direction }) => direction === 'blue' && notPositive(rows),
    'invoice.buyer_tax_no_required': ({ kind, tax_no, is_natural_person }) => tax_no === null && (kind === 'special' || !is_natural_person),
    'invoice.tax_class_missing': ({ lines: rows }) => numbered(rows, (line) => line.tax_class_code === null, 'tax_class_code'),
  },
  actions: {
    ready: { zh: '提交开票', en: 'Ready', from: 'draft', to: 'ready', approval: true },
    issue: {
      zh: '登记开具',
      en: 'Issue',
      from: 'ready',
      to: 'issued',
      asks: { fapiao_no: text({ zh: '发票号码', en: 'Invoice no.', required: true, max: 40 }), issue_date: date({ zh: '开票日期', en: 'Issue date' }) },
    },
    cancel: { zh: '作废', en: 'Cancel', from: ['draft', 'ready'], to: 'cancelled', danger: true },
  },
  unique: [{ fields: ['fapiao_no'], refusal: 'invoice.number_duplicate' }, { fields: ['request_id'] }],
  search: ['number', 'fapiao_no', 'title', 'customer.name'],
  prints: { invoice: { zh: '发票', en: 'Invoice', template: 'invoice.typ' } },
  grants: {
    billing_clerk: { scope: 'all', actions: ['create', 'update', 'delete', 'ready', 'issue', 'cancel'] },
    accountant: { scope: 'all', actions: ['create', 'update', 'delete', 'ready', 'issue', 'cancel'] },
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete', 'ready', 'issue', 'cancel'] },
    sales: { scope: 'own', actions: ['create', 'update', 'delete'] },
    sales_manager: { scope: 'department_tree', actions: ['create', 'update', 'delete'] },
    tax_officer: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'customer', 'kind', 'title', 'net', 'tax', 'gross', 'issue_date', 'fapiao_no', 'state'],
    sort: ['-issue_date', '-number'],
    saved: {
      to_issue: { zh: '待开', en: 'To issue', where: { state: 'ready' } },
      issued: { zh: '已开具', en: 'Issued', where: { state: 'issued' } },
    },
    form: [
      { zh: '来源', en: 'Source', fields: ['delivery', 'order', 'customer', 'kind', 'medium', 'issue_date', 'fapiao_no'] },
      { zh: '购买方', en: 'Buyer', fields: ['title', 'tax_no', 'is_natural_person', 'address', 'phone', 'bank', 'account', 'show_bank_remark'] },
      'lines',
      { zh: '合计', en: 'Totals', fields: ['net', 'tax', 'gross', 'drawer', 'remark'] },
      { zh: '销售方', en: 'Seller', fields: ['seller_name', 'seller_tax_no', 'seller_address', 'seller_phone', 'seller_bank', 'seller_account'], collapsed: true },
    ],
    colors: [{ color: 'red', where: { direction: 'red' } }],
  },
});
