import { choice, date, define, flag, integer, reference, type Row, text, unitPrice } from '#declare';

const unitFields = {
  code: text({ zh: '代码', en: 'Code', required: true, max: 12, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 40 }),
  name_en: text({ zh: '英文名称', en: 'English name', max: 40 }),
  dimension: choice({
    zh: '量纲',
    en: 'Dimension',
    required: true,
    default: 'count',
    options: {
      count: { zh: '件数', en: 'Count' },
      time: { zh: '时间', en: 'Time' },
      mass: { zh: '质量', en: 'Mass' },
      length: { zh: '长度', en: 'Length' },
      area: { zh: '面积', en: 'Area' },
      volume: { zh: '体积', en: 'Volume' },
    },
  }),
  decimals: integer({ zh: '小数位', en: 'Decimals', required: true, default: 0, min: 0, max: 6 }),
  measured: flag({ zh: '计量', en: 'Measured', help: { zh: '换算结果四舍五入', en: 'Conversions are rounded' } }),
};
export interface Unit extends Row<typeof unitFields> {}
export const UnitRecord = define('core.unit', unitFields).catalog({
  zh: '计量单位',
  en: 'Unit',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }, { fields: ['name'] }],
  search: ['code', 'name'],
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    product_admin: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
});

const currencyFields = {
  code: text({ zh: '代码', en: 'Code', required: true, max: 3, format: 'code' }),
  name: text({ zh: '名称', en: 'Name', required: true, max: 40 }),
  decimals: integer({ zh: '小数位', en: 'Decimals', required: true, default: 2, min: 0, max: 4 }),
  symbol: text({ zh: '符号', en: 'Symbol', max: 8 }),
};
export interface Currency extends Row<typeof currencyFields> {}
export const CurrencyRecord = define('core.currency', currencyFields).catalog({
  zh: '币种',
  en: 'Currency',
  title: 'code',
  code: 'code',
  unique: [{ fields: ['code'] }],
  grants: {
    administrator: { scope: 'all', actions: ['create', 'update', 'delete'] },
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    employee: { scope: 'all' },
  },
});

const exchangeRateFields = {
  currency: reference('core.currency', { zh: '币种', en: 'Currency', required: true }),
  date: date({ zh: '日期', en: 'Date', required: true }),
  kind: choice({
    zh: '类型',
    en: 'Kind',
    required: true,
    default: 'middle',
    options: { middle: { zh: '中间价', en: 'Middle' }, book: { zh: '记账', en: 'Book' }, buy: { zh: '买入价', en: 'Buying' }, sell: { zh: '卖出价', en: 'Selling' } },
  }),
  per: integer({ zh: '外币单位数', en: 'Per units', required: true, default: 1, min: 1, max: 100 }),
  rate: unitPrice({ zh: '汇率', en: 'Rate', required: true, min: 0, exclusive: true }),
  source: text({ zh: '来源', en: 'Source' }),
};
export interface ExchangeRate extends Row<typeof exchangeRateFields> {}
export const ExchangeRateRecord = define('core.exchange_rate', exchangeRateFields).catalog({
  zh: '汇率',
  en: 'Exchange rate',
  title: 'currency',
  unique: [{ fields: ['currency', 'date', 'kind'] }],
  grants: {
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    accountant: { scope: 'all', actions: ['create', 'update'] },
    employee: { scope: 'all' },
  },
  views: { list: ['currency', 'date', 'kind', 'per', 'rate', 'source'], sort: ['-date'] },
});

declare module '#declare' {
  interface Rows {
    'core.unit': Unit;
    'core.currency': Currency;
    'core.exchange_rate': ExchangeRate;
  }
}
