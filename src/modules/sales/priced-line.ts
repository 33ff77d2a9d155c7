import { choice, lineReference, money, quantity, rate, reference, refusal, type Refusals, text, trace, unitPrice } from '#declare';
import type { Decimal } from '#decimal';
import { zero } from '#decimal';

/** What a line of a quotation and of an order have in common (2.1, 2.2). */
export const pricedLineFields = {
  kind: choice({
    zh: '类型',
    en: 'Kind',
    required: true,
    default: 'goods',
    options: { goods: { zh: '商品', en: 'Goods' }, service: { zh: '服务', en: 'Service' }, charge: { zh: '费用', en: 'Charge' }, gift: { zh: '赠品', en: 'Gift' } },
  }),
  product: reference('inventory.product', { zh: '商品', en: 'Product' }),
  description: text({ zh: '描述', en: 'Description' }),
  qty: quantity({ zh: '数量', en: 'Quantity', required: true, signed: true }),
  unit: reference('core.unit', { zh: '单位', en: 'Unit', help: { zh: '默认销售单位', en: 'The sales unit unless given' } }),
  unit_price: unitPrice({ zh: '单价', en: 'Unit price', required: true, min: 0, help: { zh: '留空按价目表', en: 'Left empty, the price list decides' } }),
  price_source: choice({ zh: '价格来源', en: 'Price source', options: { auto: { zh: '自动', en: 'Automatic' }, manual: { zh: '手工', en: 'Manual' } } }),
  price_trace: trace({ zh: '取价过程', en: 'Price trace', origin: 'derived' }),
  discount_rate: rate({ zh: '折扣', en: 'Discount', min: 0, max: 1 }),
  tax_code: reference('finance.tax_code', { zh: '税码', en: 'Tax code', required: true }),
  tax_rate: rate({ zh: '税率', en: 'Tax rate', required: true, min: 0, max: 1 }),
  note: text({ zh: '行备注', en: 'Note' }),
  base: money({ zh: '折后金额', en: 'After discounts', origin: 'computed' }),
  net: money({ zh: '不含税金额', en: 'Net', origin: 'computed' }),
  tax: money({ zh: '税额', en: 'Tax', origin: 'computed' }),
  gross: money({ zh: '价税合计', en: 'Gross', origin: 'computed' }),
  margin_amount: money({ zh: '毛利', en: 'Margin', origin: 'derived', required: false, signed: true, group: 'margin' }),
  margin: rate({ zh: '毛利率', en: 'Margin rate', origin: 'derived', required: false, signed: true, group: 'margin' }),
  base_qty: quantity({ zh: '库存单位数量', en: 'Quantity in the stock unit', origin: 'derived', required: false }),
};
export const totalFields = {
  net: money({ zh: '不含税合计', en: 'Net', origin: 'computed' }),
  tax: money({ zh: '税额合计', en: 'Tax', origin: 'computed' }),
  gross: money({ zh: '价税合计', en: 'Gross', origin: 'computed' }),
  margin_amount: money({ zh: '毛利', en: 'Margin', origin: 'derived', required: false, signed: true, group: 'margin' }),
  margin: rate({ zh: '毛利率', en: 'Margin rate', origin: 'derived', required: false, signed: true, group: 'margin' }),
};
export const quotationLine = lineReference('sales.quotation', { zh: '报价行', en: 'Quotation line' });

/** Codes of pricing, the same in quotation and order. */
export const priceRefusals = {
  'price.not_found': refusal({
    zh: '第 {line_no} 行没有价格',
    en: 'No price for line {line_no}',
    fix: { zh: '在价目表中定价，或直接填写单价', en: 'Put it on a price list, or type the price' },
    with: { line_no: 'count' },
  }),
  'price.unit_unknown': refusal({
    zh: '第 {line_no} 行的单位不能换算为库存单位',
    en: 'The unit of line {line_no} has no conversion',
    fix: { zh: '改用其他单位或维护单位换算', en: 'Use another unit or add its conversion' },
    with: { line_no: 'count' },
  }),
  'order.qty_not_positive': refusal({
    zh: '第 {line_no} 行数量必须大于 0',
    en: 'The quantity of line {line_no} must be above 0',
    fix: { zh: '更正数量', en: 'Correct the quantity' },
    with: { line_no: 'count' },
  }),
  'order.product_missing': refusal({
    zh: '第 {line_no} 行没有商品或描述',
    en: 'Line {line_no} has neither product nor description',
    fix: { zh: '选择商品或填写描述', en: 'Choose a product or describe it' },
    with: { line_no: 'count' },
  }),
} satisfies Refusals;

export interface Counted {
  readonly qty: Decimal;
}
/** The check behind `order.qty_not_positive`. */
export const notPositive = (lines: readonly Counted[]): readonly { readonly line_no: number; readonly at: string }[] =>
  lines.flatMap((line, index) => (line.qty.lte(zero) ? [{ line_no: index + 1, at: `/lines/${index}/qty` }] : []));
/** The check behind `order.product_missing`. */
export const unnamed = (lines: readonly { readonly product: string | null; readonly description: string | null }[]): readonly { readonly line_no: number; readonly at: string }[] =>
  lines.flatMap((line, index) => (line.product === null && line.description === null ? [{ line_no: index + 1, at: `/lines/${index}/product` }] : []));
