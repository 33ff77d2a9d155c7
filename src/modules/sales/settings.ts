import { choice, defineSettings, flag, integer, rate, type Values } from '#declare';

const fields = {
  revenue_basis: choice({
    zh: '收入确认时点',
    en: 'Revenue basis',
    required: true,
    default: 'delivery',
    help: { zh: '开票确认待后续版本', en: 'Invoice basis comes later' },
    options: { delivery: { zh: '发货', en: 'Delivery' }, invoice: { zh: '开票', en: 'Invoice' } },
  }),
  recognise_at: choice({
    zh: '控制权转移',
    en: 'Recognised at',
    required: true,
    default: 'shipped',
    options: { shipped: { zh: '出库', en: 'Shipped' }, signed: { zh: '客户签收', en: 'Signed for' } },
  }),
  billing_policy: choice({
    zh: '开票口径',
    en: 'Billing policy',
    required: true,
    default: 'delivered',
    options: { delivered: { zh: '按已发货', en: 'What is delivered' }, ordered: { zh: '按订单', en: 'What is ordered' } },
  }),
  over_delivery_pct: rate({ zh: '超发容差', en: 'Over-delivery', required: true, default: 0, min: 0, max: 1 }),
  price_includes_tax: flag({ zh: '默认含税价', en: 'Prices include tax', default: true }),
  price_decimals: integer({ zh: '单价小数位', en: 'Price decimals', required: true, default: 2, min: 0, max: 6 }),
  min_margin_pct: rate({ zh: '最低毛利率', en: 'Lowest margin', max: 1 }),
  floor_mode: choice({
    zh: '低于底价',
    en: 'Below the floor',
    required: true,
    default: 'approve',
    options: { approve: { zh: '须审批', en: 'Approval' }, block: { zh: '禁止', en: 'Block' }, warn: { zh: '提醒', en: 'Warn' } },
  }),
  gift_mode: choice({
    zh: '赠品计价',
    en: 'Free goods',
    required: true,
    default: 'allocate',
    options: { allocate: { zh: '分摊价款', en: 'Share the price' }, zero_line: { zh: '零价行', en: 'Line of zero' } },
  }),
  red_entries: flag({ zh: '红字冲销', en: 'Red entries', default: true }),
  quotation_valid_days: integer({ zh: '报价有效天数', en: 'Days a quotation holds', required: true, default: 15, min: 0, max: 3650 }),
  invoice_tax_tolerance: rate({ zh: '发票税额容差', en: 'Tolerance of invoice tax', required: true, default: 0.06, min: 0 }),
  invoice_remark_max: integer({ zh: '发票备注字数上限', en: 'Longest invoice remark', required: true, default: 230, min: 0, max: 2000 }),
};
export interface SalesSettings extends Values<typeof fields> {}
/** One row per organisation (2.0.1). */
export const salesSettings = defineSettings('sales.settings', { zh: '销售参数', en: 'Sales settings', fields });
declare module '#declare' {
  interface Settings {
    'sales.settings': SalesSettings;
  }
}
