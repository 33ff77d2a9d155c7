import { choice, date, define, rate, type Row, text } from '#declare';
import { financeRefusals } from './refusals.ts';

const fields = {
  code: text({ zh: '税码', en: 'Code', required: true, max: 40, format: 'code', immutable: true }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 80, pinyin: true }),
  name_en: text({ zh: '英文名称', en: 'English name', max: 80 }),
  rate: rate({ zh: '税率', en: 'Rate', required: true, min: 0, max: 1 }),
  method: choice({
    zh: '计税方法',
    en: 'Method',
    required: true,
    default: 'general',
    options: {
      general: { zh: '一般计税', en: 'General' },
      zero: { zh: '零税率', en: 'Zero-rated' },
      exempt: { zh: '免税', en: 'Exempt' },
      none: { zh: '不征税', en: 'Outside the tax' },
      simplified: { zh: '简易计税', en: 'Simplified' },
      small_scale: { zh: '小规模', en: 'Small-scale' },
    },
  }),
  deductible: rate({ zh: '可抵扣比例', en: 'Deductible part', required: true, default: 1, min: 0, max: 1 }),
  return_column: text({ zh: '申报表栏次', en: 'Column of the return', max: 40 }),
  source: text({ zh: '依据', en: 'Source', required: true, help: { zh: '法规名称与文号', en: 'Regulation and number' } }),
  valid_from: date({ zh: '生效日', en: 'Valid from', required: true }),
  valid_to: date({ zh: '失效日', en: 'Valid to' }),
};
export interface TaxCode extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.tax_code': TaxCode;
  }
}
/** 税码 (3.7): a rate with its source and its time; documents before and after a change each find theirs. */
export const TaxCodeRecord = define('finance.tax_code', fields).catalog({
  zh: '税码',
  en: 'Tax code',
  title: 'name',
  code: 'code',
  effective: { key: ['code'], from: 'valid_from', to: 'valid_to' },
  search: ['code', 'name', 'name_en'],
  refusals: { 'tax.rate_not_valid': financeRefusals['tax.rate_not_valid'] },
  grants: {
    tax_officer: { scope: 'all', actions: ['create', 'update', 'delete'] },
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'rate', 'method', 'valid_from', 'valid_to', 'source'],
    sort: ['code'],
    saved: { general: { zh: '一般计税', en: 'General method', where: { method: 'general' } } },
    form: [
      { zh: '税码', en: 'Tax code', fields: ['code', 'name', 'name_en', 'rate', 'method', 'deductible'] },
      { zh: '依据', en: 'Source', fields: ['source', 'valid_from', 'valid_to', 'return_column'] },
    ],
  },
});
