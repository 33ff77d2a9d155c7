import { anyReference, choice, date, define, lines, money, reference, refusal, type Row, serial, states, text } from '#declare';
import { sum, zero } from '#decimal';
import { financeRefusals, openItemRefusals } from './refusals.ts';

const allocationFields = {
  item: reference('finance.open_item', { zh: '未核销项', en: 'Item', required: true, choose: 'receivable' }),
  amount: money({ zh: '核销金额', en: 'Amount', required: true, min: 0, exclusive: true }),
};
const fields = {
  number: serial('SK{yy}{mm}-{seq:5}'),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    approved: { zh: '已批准', en: 'Approved', color: 'amber' },
    posted: { zh: '已过账', en: 'Posted', posted: true, color: 'green' },
    reversed: { zh: '已冲销', en: 'Reversed', final: true, posted: true, color: 'red' },
  }),
  date: date({ zh: '收款日期', en: 'Date', required: true, default: 'today' }),
  bank_account: reference('finance.bank_account', { zh: '收款账户', en: 'Bank account', required: true }),
  party: anyReference({ zh: '付款单位', en: 'Payer', required: true, among: ['customers.customer'] }),
  method: choice({
    zh: '结算方式',
    en: 'Method',
    required: true,
    default: 'transfer',
    options: {
      cash: { zh: '现金', en: 'Cash' },
      transfer: { zh: '转账', en: 'Transfer' },
      cheque: { zh: '支票', en: 'Cheque' },
      bill: { zh: '汇票', en: 'Bill' },
      alipay: { zh: '支付宝', en: 'Alipay' },
      wechat: { zh: '微信', en: 'WeChat Pay' },
    },
  }),
  currency: text({ zh: '币种', en: 'Currency', required: true, default: 'CNY', max: 3 }),
  amount: money({ zh: '收款金额', en: 'Amount', required: true, min: 0, exclusive: true, help: { zh: '对方支付的金额', en: 'What the party paid' } }),
  fee: money({ zh: '手续费', en: 'Fee', required: true, default: 0, min: 0, help: { zh: '渠道扣除，其余到账', en: 'Kept by the channel; the account gets the rest' } }),
  allocations: lines(allocationFields, { zh: '核销明细', en: 'Allocations' }),
  unapplied: money({ zh: '未核销（转预收）', en: 'Unapplied (advance)', origin: 'computed' }),
  doc_ref: text({ zh: '票据号', en: 'Reference', max: 80 }),
  note: text({ zh: '备注', en: 'Note', long: true, max: 2000 }),
  reverses: reference('finance.receipt', { zh: '冲销', en: 'Reverses', origin: 'derived', required: false }),
};
export interface Receipt extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.receipt': Receipt;
  }
}
/** 收款单 (3.0.5): F1 when posted; what is not allocated is an advance on 2203. */
export const ReceiptRecord = define('finance.receipt', fields).document({
  zh: '收款单',
  en: 'Receipt',
  date: 'date',
  compute: ({ amount, allocations }) => ({ unapplied: (amount ?? zero).minus(sum(allocations, (line) => line.amount)) }),
  refusals: {
    ...openItemRefusals,
    'posting.no_account': financeRefusals['posting.no_account'],
    'receipt.fee_range': refusal({ zh: '手续费不能超过收款金额', en: 'The fee cannot exceed the amount', fix: { zh: '更正手续费', en: 'Correct the fee' } }),
    'open_item.wrong_party': refusal({
      zh: '{document} 属于其他单位',
      en: '{document} belongs to another party',
      fix: { zh: '选择该单位的未核销项', en: 'Choose an item of this party' },
      with: { document: 'text' },
    }),
  },
  validate: {
    'open_item.over_settled': ({ unapplied }) => unapplied.lt(zero),
    'receipt.fee_range': ({ amount, fee }) => fee.gt(amount),
  },
  actions: {
    submit: { zh: '提交', en: 'Submit', from: 'draft', to: 'approved', approval: true },
    post: { zh: '过账', en: 'Post', from: 'approved', to: 'posted', apart: ['submit'] },
    reverse: {
      zh: '冲销',
      en: 'Reverse',
      from: 'posted',
      to: 'reversed',
      danger: true,
      reverses: 'post',
      asks: { reason: text({ zh: '原因', en: 'Reason', required: true, max: 500 }) },
    },
    allocate: {
      zh: '核销',
      en: 'Allocate',
      from: 'posted',
      asks: { allocations: lines(allocationFields, { zh: '核销明细', en: 'Allocations', min: 1 }), on: date({ zh: '核销日期', en: 'Date' }) },
    },
    unallocate: {
      zh: '取消核销',
      en: 'Undo allocation',
      from: 'posted',
      asks: { item: reference('finance.open_item', { zh: '未核销项', en: 'Item', required: true }), on: date({ zh: '日期', en: 'Date' }) },
    },
  },
  search: ['number', 'doc_ref'],
  prints: { receipt: { zh: '收款单', en: 'Receipt', template: 'receipt.typ' } },
  grants: {
    cashier: { scope: 'all', actions: ['create', 'update', 'delete', 'submit', 'post'] },
    accountant: { scope: 'all', actions: ['create', 'update', 'delete', 'submit', 'post', 'allocate', 'unallocate', 'reverse'] },
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'submit', 'post', 'allocate', 'unallocate', 'reverse'] },
    treasurer: { scope: 'all' },
    controller: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'date', 'party', 'bank_account', 'method', 'amount', 'unapplied', 'state'],
    sort: ['-date'],
    saved: {
      to_post: { zh: '待过账', en: 'To post', where: { state: ['draft', 'approved'] } },
      advances: { zh: '有未核销', en: 'With unapplied money', where: { state: 'posted', unapplied: { gt: 0 } } },
    },
    form: [
      { zh: '收款', en: 'Receipt', fields: ['date', 'party', 'bank_account', 'method', 'amount', 'fee', 'currency', 'doc_ref'] },
      'allocations',
      { zh: '合计', en: 'Totals', fields: ['unapplied', 'note'] },
    ],
    calendar: { from: 'date', text: 'number' },
  },
});
