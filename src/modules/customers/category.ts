import { choice, define, flag, integer, rate, reference, type Row, text } from '#declare';
import { treeRefusals } from '../inventory/index.ts';

const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  parent: reference('customers.customer_category', { zh: '上级分类', en: 'Parent' }),
  rank: integer({ zh: '等级', en: 'Rank', min: 1, max: 999, help: { zh: '1 为最高', en: '1 is the best' } }),
  color: choice({
    zh: '颜色',
    en: 'Colour',
    options: { grey: { zh: '灰', en: 'Grey' }, blue: { zh: '蓝', en: 'Blue' }, green: { zh: '绿', en: 'Green' }, amber: { zh: '橙', en: 'Amber' }, red: { zh: '红', en: 'Red' } },
  }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency' }),
  price_list: reference('sales.price_list', { zh: '价目表', en: 'Price list' }),
  payment_term: reference('finance.payment_term', { zh: '收款条件', en: 'Payment term' }),
  discount_percent: rate({ zh: '默认折扣', en: 'Default discount', min: 0, max: 1 }),
  active: flag({ zh: '启用', en: 'Active', default: true }),
};
export interface CustomerCategory extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'customers.customer_category': CustomerCategory;
  }
}
/** 客户分类 (1.3): exclusive, and the bearer of terms that a customer has not of its own. */
export const CustomerCategoryRecord = define('customers.customer_category', fields).catalog({
  zh: '客户分类',
  en: 'Customer category',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name'],
  refusals: treeRefusals,
  grants: {
    customer_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
    sales_manager: { scope: 'all', actions: ['create', 'update'] },
    employee: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'rank', 'payment_term', 'price_list', 'discount_percent', 'active'],
    sort: ['rank'],
    form: [
      { zh: '分类', en: 'Category', fields: ['code', 'name', 'parent', 'rank', 'color', 'active'] },
      { zh: '条款', en: 'Terms', fields: ['payment_term', 'price_list', 'currency', 'discount_percent'] },
    ],
    tree: { parent: 'parent', depth: 5 },
  },
});

/** Categories of the first start (1.3). */
export const shippedCategories = [
  { code: 'VIP', name: 'VIP', rank: 1 },
  { code: 'KEY', name: '重点', rank: 2 },
  { code: 'REGULAR', name: '普通', rank: 3 },
  { code: 'PROSPECT', name: '潜在', rank: 4 },
] as const;
