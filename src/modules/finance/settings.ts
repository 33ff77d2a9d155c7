import { choice, defineSettings, flag, integer, month, rate, text, type Values } from '#declare';

const fields = {
  accounting_standard: choice({
    zh: '会计准则',
    en: 'Accounting standard',
    required: true,
    default: 'cas',
    help: { zh: '首张凭证过账后不能更改', en: 'Fixed after the first posted voucher' },
    options: { cas: { zh: '企业会计准则', en: 'Accounting Standards for Business Enterprises' }, sbe: { zh: '小企业会计准则', en: 'Standards for Small Enterprises' } },
  }),
  base_currency: text({ zh: '记账本位币', en: 'Base currency', required: true, default: 'CNY', max: 3 }),
  go_live_period: month({ zh: '启用期间', en: 'First period', help: { zh: '首次过账前可以移动', en: 'Movable until the first posting' } }),
  max_open_periods: integer({ zh: '同时打开期间数', en: 'Periods open at once', required: true, default: 2, min: 1, max: 12 }),
  default_tax_code: text({ zh: '默认税码', en: 'Default tax code', required: true, default: 'VAT13', max: 40 }),
  default_payment_term: text({ zh: '默认收款条件', en: 'Default payment term', required: true, default: 'COD', max: 40 }),
  voucher_scheme: choice({
    zh: '凭证字方案',
    en: 'Voucher types',
    required: true,
    default: 'ji',
    options: { ji: { zh: '记', en: 'One type' }, sfz: { zh: '收·付·转', en: 'Receipt, payment, transfer' }, five: { zh: '现收·现付·银收·银付·转', en: 'Five types' } },
  }),
  require_review: flag({ zh: '凭证须审核', en: 'Vouchers need a review', default: true }),
  allow_self_review: flag({ zh: '允许制单人自审', en: 'The preparer may review' }),
  require_cashier_sign: flag({ zh: '出纳签字', en: 'The cashier signs cash vouchers' }),
  post_on_review: flag({ zh: '审核即过账', en: 'Post when reviewed', default: true }),
  number_when: choice({
    zh: '编号时点',
    en: 'Numbers are given',
    required: true,
    default: 'immediate',
    options: { immediate: { zh: '过账时', en: 'When posted' }, at_close: { zh: '结账时', en: 'At the close' } },
  }),
  advance_role: choice({
    zh: '预收入账科目',
    en: 'Account of advances',
    required: true,
    default: '2203',
    options: { '2203': { zh: '2203 预收账款', en: '2203 Advances received' }, '2204': { zh: '2204 合同负债', en: '2204 Contract liabilities' } },
  }),
  negative_cash: choice({ zh: '现金赤字', en: 'Negative cash', required: true, default: 'stop', options: { stop: { zh: '禁止', en: 'Stop' }, warn: { zh: '提醒', en: 'Warn' } } }),
  negative_bank: choice({ zh: '银行赤字', en: 'Negative bank', required: true, default: 'warn', options: { stop: { zh: '禁止', en: 'Stop' }, warn: { zh: '提醒', en: 'Warn' } } }),
  reclass_level: choice({
    zh: '往来重分类口径',
    en: 'Reclassification by',
    required: true,
    default: 'party',
    options: { party: { zh: '单位', en: 'Party' }, account: { zh: '科目', en: 'Account' } },
  }),
  advance_as_contract_liability: flag({ zh: '预收列为合同负债', en: 'Advances shown as contract liabilities' }),
  capital_rate: rate({ zh: '资金成本率', en: 'Cost of capital a year', required: true, default: 0.06, min: 0, max: 1 }),
};
export interface FinanceSettings extends Values<typeof fields> {}
/** One row per organisation (3.0.1). What a first posting fixes is refused with `settings.locked` by the server. */
export const financeSettings = defineSettings('finance.settings', { zh: '财务参数', en: 'Finance settings', fields });
/** Frozen after the first posted voucher (3.0.1). */
export const lockedSettings = ['accounting_standard', 'base_currency', 'go_live_period'] as const;

declare module '#declare' {
  interface Settings {
    'finance.settings': FinanceSettings;
  }
}
