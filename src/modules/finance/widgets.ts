import { defineWidget } from '#declare';

/** 工作台 (P.14): what is owed, what is late, what is there. */
export const financeWidgets = [
  defineWidget('finance.receivable', {
    zh: '应收余额',
    en: 'Receivables',
    kind: 'figure',
    of: 'finance.open_item',
    measure: { sum: 'remaining' },
    where: { side: 'receivable', status: ['open', 'partly'] },
    roles: ['accountant', 'chief_accountant', 'cashier', 'credit_controller', 'treasurer', 'controller'],
  }),
  defineWidget('finance.overdue', {
    zh: '逾期应收',
    en: 'Overdue',
    kind: 'alert',
    of: 'finance.open_item',
    measure: { sum: 'remaining' },
    where: { side: 'receivable', status: ['open', 'partly'], due_date: { lt: 'today' } },
    roles: ['accountant', 'chief_accountant', 'credit_controller', 'treasurer', 'controller'],
  }),
  defineWidget('finance.cash', {
    zh: '货币资金',
    en: 'Cash',
    kind: 'figure',
    of: 'finance.bank_account',
    measure: { sum: 'balance' },
    where: {},
    roles: ['accountant', 'chief_accountant', 'cashier', 'treasurer', 'controller'],
  }),
  defineWidget('finance.vouchers_to_review', {
    zh: '待审核凭证',
    en: 'Vouchers to review',
    kind: 'figure',
    of: 'finance.voucher',
    measure: 'count',
    where: { state: ['submitted', 'signed'] },
    roles: ['chief_accountant'],
  }),
] as const;
