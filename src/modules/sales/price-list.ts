import { choice, choices, date, define, flag, integer, lines, quantity, reference, references, refusal, type Row, states, text, unitPrice } from '#declare';

const itemFields = {
  target: choice({
    zh: '对象',
    en: 'Applies to',
    required: true,
    default: 'product',
    options: { product: { zh: '商品', en: 'Product' }, category: { zh: '商品分类', en: 'Category' }, all: { zh: '全部', en: 'Everything' } },
  }),
  product: reference('inventory.product', { zh: '商品', en: 'Product' }),
  category: reference('inventory.product_category', { zh: '商品分类', en: 'Category' }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', help: { zh: '默认销售单位', en: 'The sales unit unless given' } }),
  min_qty: quantity({ zh: '起订量', en: 'From quantity', required: true, default: 0, min: 0, help: { zh: '按库存单位', en: 'In the stock unit' } }),
  price: unitPrice({ zh: '价格', en: 'Price', required: true, min: 0 }),
  item_from: date({ zh: '价格生效日', en: 'Price valid from' }),
  item_to: date({ zh: '价格失效日', en: 'Price valid to' }),
};
const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    published: { zh: '已发布', en: 'Published', color: 'green' },
    withdrawn: { zh: '已撤下', en: 'Withdrawn' },
  }),
  kind: choice({
    zh: '类型',
    en: 'Kind',
    required: true,
    default: 'base',
    options: { base: { zh: '基准', en: 'Base' }, customer: { zh: '客户', en: 'Customer' }, channel: { zh: '渠道', en: 'Channel' } },
  }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency' }),
  price_includes_tax: flag({ zh: '含税', en: 'Includes tax' }),
  valid_from: date({ zh: '生效日', en: 'Valid from' }),
  valid_to: date({ zh: '失效日', en: 'Valid to' }),
  priority: integer({ zh: '优先级', en: 'Priority', required: true, default: 0, min: -999, max: 999 }),
  scope_customers: references('customers.customer', { zh: '适用客户', en: 'For customers' }),
  scope_categories: references('customers.customer_category', { zh: '适用客户分类', en: 'For customer categories' }),
  scope_regions: references('core.region', { zh: '适用地区', en: 'For regions' }),
  scope_channels: choices({
    zh: '适用渠道',
    en: 'For channels',
    options: { direct: { zh: '直销', en: 'Direct' }, store: { zh: '门店', en: 'Store' }, online: { zh: '线上', en: 'Online' }, distributor: { zh: '经销', en: 'Distributor' } },
  }),
  items: lines(itemFields, { zh: '价格明细', en: 'Items' }),
};
export interface PriceList extends Row<typeof fields> {}
export type PriceItemRow = PriceList['items'][number];
declare module '#declare' {
  interface Rows {
    'sales.price_list': PriceList;
  }
}

const endOfTime = '9999-12-31';
const meet = (a: PriceItemRow, b: PriceItemRow): boolean =>
  a.target === b.target &&
  a.product === b.product &&
  a.category === b.category &&
  a.min_qty.eq(b.min_qty) &&
  (a.item_from ?? '') <= (b.item_to ?? endOfTime) &&
  (b.item_from ?? '') <= (a.item_to ?? endOfTime);
/** Items that say two prices for one product, quantity and day; the later of each pair is named. */
export function overlaps(items: readonly PriceItemRow[]): readonly { readonly line_no: number; readonly at: string }[] {
  return items.flatMap((item, index) => (items.slice(0, index).some((earlier) => meet(earlier, item)) ? [{ line_no: index + 1, at: `/items/${index}/min_qty` }] : []));
}

/** 价目表 (2.2): an empty scope makes it a default list. What is published never changes; its end may be set. */
export const PriceListRecord = define('sales.price_list', fields).catalog({
  zh: '价目表',
  en: 'Price list',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name'],
  show: { scope_customers: { kind: 'customer' }, scope_channels: { kind: 'channel' } },
  refusals: {
    'price.overlap': refusal({
      zh: '第 {line_no} 行与前面的价格重复',
      en: 'Item {line_no} repeats an earlier price',
      fix: { zh: '更改起订量或有效期', en: 'Change quantity or dates' },
      with: { line_no: 'count' },
    }),
    'price.item_incomplete': refusal({
      zh: '第 {line_no} 行缺少商品或分类',
      en: 'Item {line_no} names no product or category',
      fix: { zh: '填写商品或分类', en: 'Fill it in' },
      with: { line_no: 'count' },
    }),
    'price_list.published': refusal({
      zh: '已发布的价目表不能修改',
      en: 'A published price list does not change',
      fix: { zh: '新建一份价目表并设生效日', en: 'Make a new list with its own first day' },
      status: 409,
    }),
    'price_list.dates': refusal({ zh: '失效日早于生效日', en: 'It ends before it begins', fix: { zh: '更正日期', en: 'Correct the dates' } }),
  },
  validate: {
    'price.item_incomplete': ({ items }) =>
      items.flatMap((item, index) =>
        (item.target === 'product' && item.product === null) || (item.target === 'category' && item.category === null)
          ? [{ line_no: index + 1, at: `/items/${index}/${item.target}` }]
          : [],
      ),
    'price.overlap': ({ items }) => overlaps(items),
    'price_list.dates': ({ valid_from, valid_to }) => valid_from !== null && valid_to !== null && valid_to < valid_from,
  },
  actions: {
    publish: { zh: '发布', en: 'Publish', from: 'draft', to: 'published' },
    withdraw: { zh: '撤下', en: 'Withdraw', from: 'published', to: 'withdrawn', danger: true },
  },
  grants: {
    sales_manager: { scope: 'all', actions: ['create', 'update', 'delete', 'publish', 'withdraw'] },
    sales: { scope: 'all' },
    service: { scope: 'all' },
    billing_clerk: { scope: 'all' },
    accountant: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'kind', 'price_includes_tax', 'valid_from', 'valid_to', 'state'],
    sort: ['code'],
    saved: { published: { zh: '已发布', en: 'Published', where: { state: 'published' } } },
    form: [
      { zh: '价目表', en: 'Price list', fields: ['code', 'name', 'kind', 'price_includes_tax', 'currency', 'valid_from', 'valid_to', 'priority'] },
      'items',
      { zh: '适用范围', en: 'Scope', fields: ['scope_customers', 'scope_categories', 'scope_regions', 'scope_channels'], collapsed: true },
    ],
  },
});
