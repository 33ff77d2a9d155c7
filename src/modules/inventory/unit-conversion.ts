import { define, integer, reference, type Row } from '#declare';

const fields = {
  product: reference('inventory.product', {
    zh: '商品',
    en: 'Product',
    help: { zh: '留空：适用于所有商品，相对于该量纲的基准单位', en: 'Empty: for all products, to the reference unit of the dimension' },
  }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', required: true }),
  factor_num: integer({ zh: '分子', en: 'Numerator', required: true, min: 1 }),
  factor_den: integer({ zh: '分母', en: 'Denominator', required: true, default: 1, min: 1 }),
};
export interface UnitConversion extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'inventory.unit_conversion': UnitConversion;
  }
}
/** 单位换算 (5.0.1): 1 unit = numerator ÷ denominator base units, an exact rational. Documents keep the factor they were entered with. */
export const UnitConversionRecord = define('inventory.unit_conversion', fields).catalog({
  zh: '单位换算',
  en: 'Unit conversion',
  title: 'unit',
  unique: [{ fields: ['product', 'unit'] }],
  grants: {
    product_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update'] },
    employee: { scope: 'all' },
  },
  views: { list: ['product.code', 'product.name', 'unit', 'factor_num', 'factor_den'] },
});
