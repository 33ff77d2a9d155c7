import { choices, date, define, instant, month, periodClosed, periodNotOpen, refusal, type Row, states, text } from '#declare';

const fields = {
  code: month({ zh: '期间', en: 'Period', required: true, immutable: true }),
  first_day: date({ zh: '第一天', en: 'First day', required: true, immutable: true }),
  last_day: date({ zh: '最后一天', en: 'Last day', required: true, immutable: true }),
  state: states({
    future: { zh: '未开始', en: 'Future', color: 'grey' },
    open: { zh: '打开', en: 'Open', color: 'green' },
    soft_closed: { zh: '待结账', en: 'Soft-closed', color: 'amber' },
    closed: { zh: '已结账', en: 'Closed', color: 'blue' },
  }),
  scopes: choices({
    zh: '先行锁定',
    en: 'Locked earlier',
    options: {
      sales: { zh: '销售', en: 'Sales' },
      purchase: { zh: '采购', en: 'Purchase' },
      stock: { zh: '库存', en: 'Stock' },
      assets: { zh: '资产', en: 'Assets' },
      payroll: { zh: '薪资', en: 'Payroll' },
    },
  }),
  closed_at: instant({ zh: '结账时间', en: 'Closed at', origin: 'derived', required: false }),
  seal: text({ zh: '封印', en: 'Seal', origin: 'derived', required: false, max: 64 }),
};
export interface Period extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.period': Period;
  }
}
/** 会计期间 (3.1): rows from go-live to the end of next year, opened in order; only actions change them. */
export const PeriodRecord = define('finance.period', fields).catalog({
  zh: '会计期间',
  en: 'Accounting period',
  title: 'code',
  code: 'code',
  unique: [{ fields: ['code'] }],
  readonly: true,
  refusals: {
    ...periodClosed,
    ...periodNotOpen,
    'period.scope_closed': refusal({
      zh: '{period} 的 {scope} 已锁定',
      en: '{scope} is locked for {period}',
      fix: { zh: '改用打开的期间', en: 'Use an open period' },
      status: 409,
      with: { period: 'text', scope: 'text' },
    }),
    'close.blocked': refusal({ zh: '结账检查未通过', en: 'The close is blocked', fix: { zh: '处理所列事项', en: 'Deal with the items listed' }, with: { items: 'list' } }),
    'close.pl_not_zero': refusal({
      zh: '损益科目尚有余额',
      en: 'Profit and loss accounts have balances',
      fix: { zh: '先结转损益', en: 'Carry them forward first' },
      with: { accounts: 'list' },
    }),
  },
  actions: {
    open: { zh: '打开', en: 'Open', from: 'future', to: 'open' },
    soft_close: { zh: '开始结账', en: 'Begin the close', from: 'open', to: 'soft_closed' },
    carry_forward: { zh: '结转损益', en: 'Carry profit forward', from: ['open', 'soft_closed'] },
    close: { zh: '结账', en: 'Close', from: 'soft_closed', to: 'closed', danger: true },
    resume: { zh: '取消结账准备', en: 'Back to open', from: 'soft_closed', to: 'open' },
    reopen: {
      zh: '反结账',
      en: 'Reopen',
      from: 'closed',
      to: 'open',
      danger: true,
      approval: true,
      asks: { reason: text({ zh: '原因', en: 'Reason', required: true, max: 500 }) },
    },
  },
  grants: {
    chief_accountant: { scope: 'all', actions: ['open', 'soft_close', 'carry_forward', 'close', 'resume', 'reopen'] },
    accountant: { scope: 'all' },
    cashier: { scope: 'all' },
    controller: { scope: 'all' },
    employee: { scope: 'all' },
  },
  views: { list: ['code', 'first_day', 'last_day', 'state', 'scopes', 'closed_at'], sort: ['code'] },
});
