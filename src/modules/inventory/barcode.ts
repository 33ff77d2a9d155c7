import { choice, define, flag, reference, refusal, type Row, text } from '#declare';
import { codeFault } from './check-digit.ts';

const fields = {
  code: text({ zh: '条码', en: 'Code', required: true, max: 80 }),
  symbology: choice({
    zh: '码制',
    en: 'Symbology',
    required: true,
    default: 'ean13',
    options: {
      ean13: { zh: 'EAN-13', en: 'EAN-13' },
      ean8: { zh: 'EAN-8', en: 'EAN-8' },
      upca: { zh: 'UPC-A', en: 'UPC-A' },
      itf14: { zh: 'ITF-14', en: 'ITF-14' },
      code128: { zh: 'Code 128', en: 'Code 128' },
      internal: { zh: '内部码', en: 'Internal' },
      qr: { zh: '二维码', en: 'QR' },
    },
  }),
  product: reference('inventory.product', { zh: '商品', en: 'Product', required: true }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', required: true }),
  is_primary: flag({ zh: '主条码', en: 'Primary' }),
};
export interface Barcode extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'inventory.barcode': Barcode;
  }
}
/** 条码 (5.0.6): a case code carries the case unit. */
export const BarcodeRecord = define('inventory.barcode', fields).catalog({
  zh: '条码',
  en: 'Bar code',
  title: 'code',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code'],
  refusals: {
    'barcode.check_digit': refusal({
      zh: '条码校验位或位数不对，应为 {expected}',
      en: 'Wrong check digit or length, {expected} expected',
      fix: { zh: '更正条码', en: 'Correct the code' },
      with: { expected: 'text' },
    }),
  },
  validate: {
    'barcode.check_digit': ({ code, symbology }) => {
      const fault = codeFault(code, symbology);
      return fault && { expected: fault.expected, at: '/code' };
    },
  },
  fill: { unit: 'product.base_unit' },
  grants: {
    product_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
    warehouse_supervisor: { scope: 'all', actions: ['create', 'update'] },
    keeper: { scope: 'all', actions: ['create'] },
    employee: { scope: 'all' },
  },
  views: { list: ['code', 'symbology', 'product.code', 'product.name', 'unit', 'is_primary'] },
});
