import { choice, define, reference, type Row, text } from '#declare';
import { productRefusals, treeRefusals } from './refusals.ts';

const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  parent: reference('inventory.product_category', { zh: '上级分类', en: 'Parent category' }),
  base_unit: reference('core.unit', { zh: '库存单位', en: 'Base unit' }),
  tracking: choice({ zh: '跟踪', en: 'Tracking', options: { none: { zh: '无', en: 'None' }, lot: { zh: '批次', en: 'Lot' }, serial: { zh: '序列号', en: 'Serial' } } }),
  tax_class_code: text({ zh: '税收分类编码', en: 'Tax class code', max: 19 }),
  purchase_tax_code: reference('finance.tax_code', { zh: '采购税码', en: 'Purchase tax code' }),
  sales_tax_code: reference('finance.tax_code', { zh: '销售税码', en: 'Sales tax code' }),
};
export interface ProductCategory extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'inventory.product_category': ProductCategory;
  }
}
/** 商品分类 (5.4): a tree whose values products inherit when they are created without their own. */
export const ProductCategoryRecord = define('inventory.product_category', fields).catalog({
  zh: '商品分类',
  en: 'Product category',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name'],
  refusals: {
    ...treeRefusals,
    'product.tax_class': productRefusals['product.tax_class'],
  },
  validate: {
    'product.tax_class': ({ tax_class_code }) => tax_class_code !== null && !/^\d{19}$/.test(tax_class_code),
  },
  grants: {
    product_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update'] },
    employee: { scope: 'all' },
  },
  views: { list: ['code', 'name', 'parent.name', 'tracking', 'sales_tax_code'], sort: ['code'], tree: { parent: 'parent', depth: 8 }, quick: ['code', 'name', 'parent'] },
});
