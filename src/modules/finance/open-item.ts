import { anyReference, type BalanceRow, choice, date, define, defineBalance, defineLedger, type Entry, integer, money, reference, type Row, text, unitPrice } from '#declare';
import { openItemRefusals } from './refusals.ts';

const fields = {
  document_no: text({ zh: '单据号', en: 'Document no.', required: true, max: 80 }),
  side: choice({
    zh: '方向',
    en: 'Side',
    required: true,
    options: {
      receivable: { zh: '应收', en: 'Receivable' },
      payable: { zh: '应付', en: 'Payable' },
      advance_in: { zh: '预收', en: 'Advance received' },
      advance_out: { zh: '预付', en: 'Advance paid' },
    },
  }),
  account: reference('finance.account', { zh: '科目', en: 'Account', required: true }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer' }),
  document: anyReference({ zh: '来源单据', en: 'Document', required: true }),
  instalment: integer({ zh: '期次', en: 'Instalment', required: true, default: 1, min: 1 }),
  doc_date: date({ zh: '单据日期', en: 'Document date', required: true }),
  due_date: date({ zh: '到期日', en: 'Due', help: { zh: '票到付款的在开票前为空', en: 'Empty before the invoice when the term counts from it' } }),
  currency: text({ zh: '币种', en: 'Currency', required: true, default: 'CNY', max: 3 }),
  fx_rate: unitPrice({ zh: '汇率', en: 'Rate' }),
  amount: money({ zh: '金额', en: 'Amount', required: true, signed: true }),
  remaining: money({ zh: '未核销', en: 'Remaining', origin: 'derived' }),
  status: choice({
    zh: '核销状态',
    en: 'Settlement',
    origin: 'derived',
    options: {
      open: { zh: '未核销', en: 'Open', color: 'blue' },
      partly: { zh: '部分核销', en: 'Partly settled', color: 'amber' },
      settled: { zh: '已核销', en: 'Settled', color: 'green' },
    },
  }),
};
export interface OpenItem extends Row<typeof fields> {}
/** 往来未核销项 (3.0.5): one per document and instalment. The item never changes; what happens to it are entries. */
export const OpenItemRecord = define('finance.open_item', fields).document({
  zh: '往来未核销项',
  en: 'Open item',
  appendOnly: true,
  date: 'doc_date',
  refusals: openItemRefusals,
  indexes: [['customer', 'account'], ['due_date']],
  search: ['document_no'],
  grants: {
    accountant: { scope: 'all' },
    chief_accountant: { scope: 'all' },
    cashier: { scope: 'all' },
    credit_controller: { scope: 'all' },
    treasurer: { scope: 'all' },
    controller: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['document_no', 'side', 'customer', 'account', 'doc_date', 'due_date', 'amount', 'remaining', 'status'],
    sort: ['due_date'],
    saved: {
      receivable: { zh: '应收未核销', en: 'Open receivables', where: { side: 'receivable', status: ['open', 'partly'] } },
      overdue: { zh: '已逾期', en: 'Overdue', where: { side: 'receivable', status: ['open', 'partly'], due_date: { lt: 'today' } } },
      advances: { zh: '预收未用', en: 'Unused advances', where: { side: 'advance_in', status: ['open', 'partly'] } },
    },
    colors: [{ color: 'red', where: { status: ['open', 'partly'], due_date: { lt: 'today' } } }],
  },
});

const key = { item: reference('finance.open_item', { zh: '未核销项', en: 'Item', required: true }) };
const measures = {
  amount: money({ zh: '金额', en: 'Amount', required: true, signed: true }),
  remaining: money({ zh: '未核销', en: 'Remaining', required: true, signed: true }),
};
export interface OpenItemBalance extends BalanceRow<typeof key, typeof measures> {}
/** Guards 0 ≤ |remaining| ≤ |amount| on the amount's own side; the second of two settlements of the same money is refused. */
export const OpenItemBalanceRow = defineBalance('finance.open_item_balance', {
  zh: '未核销余额',
  en: 'Remaining of items',
  lock: '6.2',
  key,
  measures,
  refusals: openItemRefusals,
  checks: { 'open_item.over_settled': 'abs(remaining) <= abs(amount) and remaining * amount >= 0' },
});

const entryFields = {
  item: reference('finance.open_item', { zh: '未核销项', en: 'Item', required: true }),
  date: date({ zh: '日期', en: 'Date', required: true }),
  kind: choice({
    zh: '类别',
    en: 'Kind',
    required: true,
    options: {
      open: { zh: '产生', en: 'Opened' },
      settle: { zh: '核销', en: 'Settled' },
      unsettle: { zh: '取消核销', en: 'Unsettled' },
      relabel: { zh: '转为开票', en: 'Moved to the invoice' },
      reverse: { zh: '冲销', en: 'Reversed' },
    },
  }),
  /** Set by the entry that opens the item, zero in all others. */
  amount: money({ zh: '发生金额', en: 'Amount', required: true, signed: true }),
  /** What the remaining changes by. */
  change: money({ zh: '变动', en: 'Change', required: true, signed: true }),
  counter_item: reference('finance.open_item', { zh: '对方项', en: 'Counter item' }),
  fx_difference: money({ zh: '汇兑差额', en: 'Exchange difference', signed: true }),
  reason: text({ zh: '原因', en: 'Reason', max: 200 }),
};
export interface OpenItemEntry extends Entry<typeof entryFields> {}
/** 核销 entries: Σ change up to a day is what remained that day, so any past date answers (3.0.5). */
export const OpenItemLedger = defineLedger('finance.open_item_entry', {
  zh: '往来账',
  en: 'Open item entries',
  fields: entryFields,
  feeds: [{ balance: 'finance.open_item_balance', add: { amount: 'amount', remaining: 'change' } }],
  indexes: [['item', 'date'], ['date']],
});
declare module '#declare' {
  interface Rows {
    'finance.open_item': OpenItem;
  }
  interface Balances {
    'finance.open_item_balance': OpenItemBalance;
  }
  interface Ledgers {
    'finance.open_item_entry': OpenItemEntry;
  }
}
