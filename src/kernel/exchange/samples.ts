import type { ActionMeta, FieldKind, FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';

/*
 * Small records for the tests of this folder, with the columns of the worked examples (P.10, first sale: step 3). They stand in for
 * declarations, so that exchange is tested without any module.
 */
export const field = (name: string, kind: FieldKind, zh: string, en: string, more: Partial<FieldMeta> = {}): FieldMeta => ({
  name,
  kind,
  origin: 'input',
  required: false,
  zh,
  en,
  ...more,
});
const action = (name: string, zh: string, en: string): ActionMeta => ({ name, zh, en }) as ActionMeta;
export const lines = (name: string, zh: string, en: string, fields: readonly FieldMeta[]): LinesMeta => ({ name, zh, en, table: '', view: '', min: 0, generated: false, fields });
const record = (name: string, type: RecordMeta['type'], zh: string, en: string, more: Partial<RecordMeta>): RecordMeta =>
  ({ name, type, zh, en, key: name.split('.')[1] ?? '', module: name.split('.')[0] ?? '', fields: [], lines: [], actions: [], title: 'name', code: 'code', ...more }) as RecordMeta;

export const customer = record('customers.customer', 'catalog', '客户', 'Customer', {
  fields: [
    field('code', 'text', '客户编号', 'Customer code', { format: 'code' }),
    field('name', 'text', '名称', 'Name', { required: true }),
    field('kind', 'choice', '客户性质', 'Kind', {
      required: true,
      default: 'company',
      options: { company: { zh: '企业', en: 'Company' }, individual: { zh: '个人', en: 'Individual' } },
    }),
    field('uscc', 'text', '统一社会信用代码', 'Social credit code', { format: 'uscc' }),
    field('mobile', 'text', '手机', 'Mobile', { format: 'mobile' }),
    field('phone', 'text', '电话', 'Phone', { format: 'phone' }),
    field('payment_term', 'reference', '收款条件', 'Payment term', { target: 'finance.payment_term' }),
    field('credit_limit', 'money', '信用额度', 'Credit limit'),
    field('tags', 'choices', '标签', 'Tags', { options: { vip: { zh: 'VIP', en: 'VIP' }, key: { zh: '重点', en: 'Key' } } }),
    field('since', 'date', '建档日', 'Since'),
    field('discount', 'rate', '折扣', 'Discount', { min: 0, max: 1 }),
    field('active', 'flag', '启用', 'Active'),
    field('remark', 'text', '备注', 'Remark', { long: true }),
    field('stage', 'choice', '阶段', 'Stage', { origin: 'derived', options: { lead: { zh: '线索', en: 'Lead' } } }),
  ],
});
export const customerExtras = [
  { zh: '联系人', en: 'Contact', path: 'contact_name' },
  { zh: '联系人手机', en: 'Contact mobile', path: 'contact_mobile' },
];
export const order = record('sales.order', 'document', '销售订单', 'Sales order', {
  title: 'number',
  code: 'number',
  fields: [
    field('number', 'serial', '编号', 'Number'),
    field('state', 'state', '状态', 'Status', { options: { draft: { zh: '草稿', en: 'Draft' } } }),
    field('customer', 'reference', '客户', 'Customer', { required: true, target: 'customers.customer' }),
    field('order_date', 'date', '订单日期', 'Order date', { required: true }),
    field('net', 'money', '金额', 'Net', { origin: 'computed' }),
  ],
  lines: [
    lines('lines', '明细', 'Lines', [
      field('product', 'reference', '商品', 'Product', { required: true, target: 'inventory.product' }),
      field('unit', 'reference', '单位', 'Unit', { target: 'core.unit' }),
      field('qty', 'quantity', '数量', 'Quantity', { required: true }),
      field('net', 'money', '金额', 'Net', { origin: 'computed' }),
    ]),
  ],
  actions: [action('confirm', '确认', 'Confirm'), action('cancel', '取消', 'Cancel')],
});
export const priceList = record('sales.price_list', 'catalog', '价格表', 'Price list', {
  fields: [
    field('code', 'text', '编号', 'Code', { format: 'code' }),
    field('name', 'text', '名称', 'Name', { required: true }),
    field('includes_tax', 'flag', '含税', 'Includes tax', { required: true }),
    field('valid_from', 'date', '生效日', 'Valid from', { required: true }),
  ],
  lines: [
    lines('lines', '价格', 'Prices', [
      field('product', 'reference', '商品', 'Product', { target: 'inventory.product' }),
      field('unit', 'reference', '单位', 'Unit', { target: 'core.unit' }),
      field('min_qty', 'quantity', '起订量', 'From quantity'),
      field('price', 'unit_price', '价格', 'Price'),
    ]),
  ],
  actions: [action('publish', '发布', 'Publish')],
});
export const opening = record('finance.opening', 'document', '期初余额', 'Opening balances', {
  title: 'number',
  code: 'number',
  fields: [field('number', 'serial', '编号', 'Number')],
  lines: [
    lines('lines', '科目余额', 'Balances', [
      field('account', 'reference', '科目', 'Account', { target: 'finance.account' }),
      field('opening', 'money', '期初', 'Opening', { signed: true }),
    ]),
    lines('items', '未清项', 'Open items', [
      field('account', 'reference', '科目', 'Account'),
      field('party', 'any_reference', '往来单位', 'Party'),
      field('amount', 'money', '金额', 'Amount', { signed: true }),
    ]),
  ],
  actions: [action('post', '过账', 'Post')],
});
