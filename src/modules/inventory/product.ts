import { attachments, choice, define, flag, integer, money, quantity, rate, reference, refusal, type Row, states, text, unitPrice } from '#declare';
import { productRefusals } from './refusals.ts';

const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 120, pinyin: true }),
  name_en: text({ zh: '英文名称', en: 'English name', max: 120 }),
  spec: text({ zh: '规格', en: 'Specification', max: 120 }),
  category: reference('inventory.product_category', { zh: '商品分类', en: 'Category', required: true }),
  kind: choice({
    zh: '类别',
    en: 'Kind',
    required: true,
    default: 'goods',
    options: {
      goods: { zh: '商品', en: 'Goods' },
      material: { zh: '原材料', en: 'Material' },
      packaging: { zh: '周转材料', en: 'Packaging' },
      service: { zh: '服务', en: 'Service' },
      kit: { zh: '套装', en: 'Kit' },
    },
  }),
  base_unit: reference('core.unit', { zh: '库存单位', en: 'Base unit', required: true }),
  purchase_unit: reference('core.unit', { zh: '采购单位', en: 'Purchase unit' }),
  sales_unit: reference('core.unit', { zh: '销售单位', en: 'Sales unit' }),
  tracking: choice({
    zh: '跟踪',
    en: 'Tracking',
    required: true,
    options: { none: { zh: '无', en: 'None' }, lot: { zh: '批次', en: 'Lot' }, serial: { zh: '序列号', en: 'Serial' } },
  }),
  list_price: unitPrice({ zh: '标价', en: 'List price', min: 0 }),
  list_price_includes_tax: flag({ zh: '标价含税', en: 'List price includes tax', default: true }),
  standard_cost: unitPrice({ zh: '计划成本', en: 'Standard cost', min: 0, group: 'cost' }),
  tax_class_code: text({ zh: '税收分类编码', en: 'Tax class code', max: 19, help: { zh: '19 位数字', en: '19 digits' } }),
  purchase_tax_code: reference('finance.tax_code', { zh: '采购税码', en: 'Purchase tax code' }),
  sales_tax_code: reference('finance.tax_code', { zh: '销售税码', en: 'Sales tax code' }),
  shelf_life_value: integer({ zh: '保质期', en: 'Shelf life', min: 1 }),
  shelf_life_unit: choice({
    zh: '保质期单位',
    en: 'Unit of shelf life',
    options: { day: { zh: '天', en: 'Days' }, month: { zh: '月', en: 'Months' }, year: { zh: '年', en: 'Years' } },
  }),
  min_receipt_ratio: rate({ zh: '允收期比例', en: 'Least shelf life at receipt', min: 0, max: 1 }),
  weight_kg: quantity({ zh: '重量（千克）', en: 'Weight (kg)', min: 0 }),
  volume_m3: quantity({ zh: '体积（立方米）', en: 'Volume (m³)', min: 0 }),
  brand: text({ zh: '品牌', en: 'Brand', max: 80 }),
  origin: text({ zh: '产地', en: 'Origin', max: 80 }),
  image: attachments({ zh: '图片', en: 'Image', max: 1, types: ['image/png', 'image/jpeg', 'image/webp'] }),
  default_location: reference('inventory.location', { zh: '默认库位', en: 'Default location' }),
  state: states({
    active: { zh: '启用', en: 'Active', color: 'green' },
    discontinued: { zh: '停用', en: 'Discontinued', color: 'amber' },
  }),
  on_hand: quantity({ zh: '在库', en: 'On hand', origin: 'derived' }),
  sellable: quantity({ zh: '可售', en: 'Sellable', origin: 'derived' }),
  reserved: quantity({ zh: '预留', en: 'Reserved', origin: 'derived' }),
  available: quantity({ zh: '可用', en: 'Available', origin: 'derived' }),
  unit_cost: unitPrice({ zh: '单位成本', en: 'Unit cost', origin: 'derived', required: false, group: 'cost' }),
  stock_value: money({ zh: '存货金额', en: 'Stock value', origin: 'derived', group: 'cost' }),
};
export interface Product extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'inventory.product': Product;
  }
}
/** 商品 (5.0.1). A product saved complete is active at once; a discontinued one may only leave. */
export const ProductRecord = define('inventory.product', fields).catalog({
  zh: '商品',
  en: 'Product',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  tags: true,
  search: ['code', 'name', 'name_en', 'spec'],
  refusals: {
    'product.tax_class': productRefusals['product.tax_class'],
    'product.locked_field': refusal({
      zh: '已有库存流水，不能更改 {field}',
      en: '{field} cannot change after the first movement',
      fix: { zh: '新建商品', en: 'Create another product' },
      status: 409,
      with: { field: 'text' },
    }),
  },
  validate: {
    'product.tax_class': ({ tax_class_code }) => tax_class_code !== null && !/^\d{19}$/.test(tax_class_code),
  },
  actions: {
    discontinue: { zh: '停用', en: 'Discontinue', from: 'active', to: 'discontinued' },
    resume: { zh: '恢复使用', en: 'Take into use again', from: 'discontinued', to: 'active' },
  },
  indexes: [['category']],
  grants: {
    product_admin: { scope: 'all', actions: ['create', 'update', 'delete', 'discontinue', 'resume'] },
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update'] },
    employee: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'spec', 'category.name', 'base_unit', 'list_price', 'on_hand', 'reserved', 'available', 'unit_cost', 'state'],
    sort: ['code'],
    quick: ['code', 'name', 'spec', 'category', 'base_unit', 'list_price'],
    saved: {
      active: { zh: '启用', en: 'Active', where: { state: 'active' } },
      out_of_stock: { zh: '无可用库存', en: 'Nothing available', where: { state: 'active', available: { lte: 0 } } },
    },
    form: [
      { zh: '商品', en: 'Product', fields: ['code', 'name', 'name_en', 'spec', 'category', 'kind', 'state', 'image'] },
      { zh: '单位', en: 'Units', fields: ['base_unit', 'purchase_unit', 'sales_unit', 'weight_kg', 'volume_m3'] },
      { zh: '销售', en: 'Selling', fields: ['list_price', 'list_price_includes_tax', 'sales_tax_code', 'purchase_tax_code', 'tax_class_code'] },
      { zh: '库存', en: 'Stock', fields: ['tracking', 'on_hand', 'sellable', 'reserved', 'available', 'unit_cost', 'stock_value', 'default_location'] },
      { zh: '更多', en: 'More', fields: ['shelf_life_value', 'shelf_life_unit', 'min_receipt_ratio', 'brand', 'origin', 'standard_cost'], collapsed: true },
    ],
  },
});
