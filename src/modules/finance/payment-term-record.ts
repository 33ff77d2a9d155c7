import { choice, define, integer, lines, rate, refusal, type Row, text } from '#declare';
import { decimal, isZero, sum } from '#decimal';

const instalmentFields = {
  percent: rate({ zh: '比例', en: 'Share', required: true, min: 0, exclusive: true, max: 1 }),
  days: integer({ zh: '天数', en: 'Days', required: true, default: 0, min: 0, max: 3650 }),
};
const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  name_en: text({ zh: '英文名称', en: 'English name', max: 80 }),
  base: choice({
    zh: '起算',
    en: 'Counted from',
    required: true,
    default: 'delivery',
    options: {
      delivery: { zh: '货到', en: 'Delivery' },
      invoice: { zh: '票到', en: 'Invoice' },
      month: { zh: '月结', en: 'End of the month of delivery' },
      month_end: { zh: '到期月末', en: 'Due date moved to its month’s end' },
      fixed_day: { zh: '固定日', en: 'Fixed day of the month' },
    },
  }),
  days: integer({ zh: '天数', en: 'Days', required: true, default: 0, min: 0, max: 3650 }),
  fixed_day: integer({ zh: '固定日', en: 'Fixed day', min: 1, max: 31 }),
  instalments: lines(instalmentFields, { zh: '分期', en: 'Instalments' }),
  discount_percent: rate({ zh: '现金折扣', en: 'Cash discount', min: 0, max: 1 }),
  discount_days: integer({ zh: '折扣天数', en: 'Discount days', min: 0, max: 3650 }),
};
export interface PaymentTerm extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.payment_term': PaymentTerm;
  }
}
/** 收付款条件 (3.0.5): when what was delivered or billed is due. */
export const PaymentTermRecord = define('finance.payment_term', fields).catalog({
  zh: '收付款条件',
  en: 'Payment term',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }],
  search: ['code', 'name', 'name_en'],
  show: { fixed_day: { base: 'fixed_day' }, discount_days: { discount_percent: { is_empty: false } } },
  refusals: {
    'payment_term.instalments': refusal({
      zh: '分期比例合计应为 100%',
      en: 'The shares must add up to 100 %',
      fix: { zh: '更正比例', en: 'Correct the shares' },
      with: { total: 'amount' },
    }),
  },
  validate: {
    'payment_term.instalments': ({ instalments }) => {
      const total = sum(instalments, (line) => line.percent);
      return instalments.length > 0 && !isZero(total.minus(decimal(1))) && { total, at: '/instalments' };
    },
  },
  grants: {
    accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'base', 'days'],
    sort: ['code'],
    form: [
      { zh: '条件', en: 'Term', fields: ['code', 'name', 'name_en', 'base', 'days', 'fixed_day'] },
      'instalments',
      { zh: '现金折扣', en: 'Cash discount', fields: ['discount_percent', 'discount_days'], collapsed: true },
    ],
  },
});
