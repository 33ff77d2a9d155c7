import { anyReference, choice, date, defineReport, flag, money, reference, type RoleName, text } from '#declare';

const day = (zh: string, en: string) => date({ zh, en, required: true });
const ledgerRoles: readonly RoleName[] = ['accountant', 'chief_accountant', 'controller', 'auditor', 'tax_officer', 'cost_accountant'];
const statementRoles: readonly RoleName[] = ['accountant', 'chief_accountant', 'controller', 'auditor', 'tax_officer', 'treasurer'];

/** 科目余额表 (3.1): opening, turnover, year to date and closing of every account that has any; drill → account_ledger. */
export const trialBalance = defineReport('finance.report.trial_balance', {
  zh: '科目余额表',
  en: 'Trial balance',
  parameters: {
    from: day('起', 'From'),
    to: day('止', 'To'),
    level: choice({
      zh: '级次',
      en: 'Level',
      default: 'leaf',
      options: { leaf: { zh: '末级', en: 'Leaves' }, '1': { zh: '一级', en: 'Level 1' }, '2': { zh: '二级', en: 'Level 2' }, '3': { zh: '三级', en: 'Level 3' } },
    }),
    aux: choice({
      zh: '辅助核算',
      en: 'Dimension',
      default: 'none',
      options: { none: { zh: '不分', en: 'None' }, customer: { zh: '客户', en: 'Customer' }, department: { zh: '部门', en: 'Department' }, product: { zh: '商品', en: 'Product' } },
    }),
  },
  columns: {
    opening_debit: money({ zh: '期初借方', en: 'Opening debit' }),
    opening_credit: money({ zh: '期初贷方', en: 'Opening credit' }),
    debit: money({ zh: '本期借方', en: 'Debit' }),
    credit: money({ zh: '本期贷方', en: 'Credit' }),
    ytd_debit: money({ zh: '本年累计借方', en: 'Debit this year' }),
    ytd_credit: money({ zh: '本年累计贷方', en: 'Credit this year' }),
    closing_debit: money({ zh: '期末借方', en: 'Closing debit' }),
    closing_credit: money({ zh: '期末贷方', en: 'Closing credit' }),
  },
  roles: ledgerRoles,
});

/** 明细账 (3.1): opening, every entry with its running balance, closing; each row opens the document behind it. */
export const accountLedger = defineReport('finance.report.account_ledger', {
  zh: '明细账',
  en: 'Account ledger',
  parameters: {
    account: reference('finance.account', { zh: '科目', en: 'Account', required: true }),
    customer: reference('customers.customer', { zh: '客户', en: 'Customer' }),
    department: reference('core.department', { zh: '部门', en: 'Department' }),
    product: reference('inventory.product', { zh: '商品', en: 'Product' }),
    from: day('起', 'From'),
    to: day('止', 'To'),
  },
  columns: {
    date: date({ zh: '日期', en: 'Date' }),
    voucher: text({ zh: '凭证', en: 'Voucher' }),
    summary: text({ zh: '摘要', en: 'Summary' }),
    document: text({ zh: '来源单据', en: 'Document' }),
    debit: money({ zh: '借方', en: 'Debit' }),
    credit: money({ zh: '贷方', en: 'Credit' }),
    balance: money({ zh: '余额', en: 'Balance' }),
  },
  roles: ledgerRoles,
});

/** 资产负债表 (3.3), in the form of the standard: closing of the day, opening = last December. */
export const balanceSheetReport = defineReport('finance.report.balance_sheet', {
  zh: '资产负债表',
  en: 'Balance sheet',
  parameters: { at: day('截至', 'At') },
  columns: { closing: money({ zh: '期末余额', en: 'Closing' }), opening: money({ zh: '上年年末余额', en: 'Last year-end' }) },
  roles: statementRoles,
});
/** 利润表 (3.3): the range, and the same range a year before. */
export const incomeStatementReport = defineReport('finance.report.income_statement', {
  zh: '利润表',
  en: 'Income statement',
  parameters: { from: day('起', 'From'), to: day('止', 'To') },
  columns: { amount: money({ zh: '本期金额', en: 'This period' }), prior: money({ zh: '上期金额', en: 'Same period last year' }) },
  roles: statementRoles,
});

/** 未核销明细 (3.0.5) as of any date: what happened later is not seen. */
export const openItemsReport = defineReport('finance.report.open_items', {
  zh: '往来未核销',
  en: 'Open items',
  parameters: {
    party: anyReference({ zh: '往来单位', en: 'Party', among: ['customers.customer'] }),
    account: reference('finance.account', { zh: '科目', en: 'Account' }),
    at: day('截至', 'At'),
  },
  columns: {
    item: text({ zh: '未核销项', en: 'Item', hidden: true }),
    document: text({ zh: '单据', en: 'Document' }),
    doc_date: date({ zh: '单据日期', en: 'Document date' }),
    due_date: date({ zh: '到期日', en: 'Due' }),
    amount: money({ zh: '金额', en: 'Amount' }),
    remaining: money({ zh: '未核销', en: 'Remaining' }),
  },
  roles: ['accountant', 'chief_accountant', 'cashier', 'credit_controller', 'controller', 'auditor', 'treasurer', 'sales_manager'],
});
/** 账龄 (3.0.5) by due or document date, as of any date. */
export const agingReport = defineReport('finance.report.aging', {
  zh: '账龄分析',
  en: 'Ageing',
  parameters: {
    at: day('截至', 'At'),
    basis: choice({ zh: '口径', en: 'By', default: 'due', options: { due: { zh: '到期日', en: 'Due date' }, document: { zh: '单据日期', en: 'Document date' } } }),
    side: choice({ zh: '方向', en: 'Side', default: 'receivable', options: { receivable: { zh: '应收', en: 'Receivable' }, payable: { zh: '应付', en: 'Payable' } } }),
    with_advances: flag({ zh: '含预收预付', en: 'With advances', default: false }),
  },
  columns: {
    remaining: money({ zh: '合计', en: 'Total' }),
    not_due: money({ zh: '未到期', en: 'Not due' }),
    d1_30: money({ zh: '1–30天', en: '1–30 days' }),
    d31_60: money({ zh: '31–60天', en: '31–60 days' }),
    d61_90: money({ zh: '61–90天', en: '61–90 days' }),
    d91_180: money({ zh: '91–180天', en: '91–180 days' }),
    d181_365: money({ zh: '181–365天', en: '181–365 days' }),
    y1_2: money({ zh: '1–2年', en: '1–2 years' }),
    y2_3: money({ zh: '2–3年', en: '2–3 years' }),
    y3: money({ zh: '3年以上', en: 'Over 3 years' }),
  },
  roles: ['accountant', 'chief_accountant', 'cashier', 'credit_controller', 'controller', 'auditor', 'treasurer', 'sales_manager'],
  chart: { type: 'stack', x: 'remaining', y: ['not_due', 'd1_30', 'd31_60', 'd61_90', 'd91_180', 'd181_365', 'y1_2', 'y2_3', 'y3'] },
});
