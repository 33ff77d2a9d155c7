import { choice, date, define, integer, lines, money, month, quantity, reference, refusal, type Row, serial, states, text, unitPrice } from '#declare';
import { decimal, isZero, sum, zero } from '#decimal';
import { cashFlowItems } from './cash-flow-items.ts';
import { accountUseRefusals, financeRefusals, reversalRefusals, voucherRefusals } from './refusals.ts';
import { voucherKinds, voucherWords } from './voucher-words.ts';

const lineFields = {
  summary: text({ zh: '摘要', en: 'Summary', required: true, max: 200 }),
  account: reference('finance.account', { zh: '科目', en: 'Account', required: true, choose: 'leaf' }),
  debit: money({ zh: '借方', en: 'Debit', signed: true }),
  credit: money({ zh: '贷方', en: 'Credit', signed: true }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer' }),
  department: reference('core.department', { zh: '部门', en: 'Department' }),
  product: reference('inventory.product', { zh: '商品', en: 'Product' }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency' }),
  fc_amount: money({ zh: '原币金额', en: 'Foreign amount', signed: true }),
  fx_rate: unitPrice({ zh: '汇率', en: 'Rate', min: 0, exclusive: true }),
  quantity: quantity({ zh: '数量', en: 'Quantity', signed: true }),
  unit_price: unitPrice({ zh: '单价', en: 'Unit price', min: 0 }),
  due_date: date({ zh: '到期日', en: 'Due' }),
  doc_ref: text({ zh: '票据号', en: 'Reference', max: 80 }),
  cf_item: choice({ zh: '现金流量项目', en: 'Cash-flow item', options: Object.fromEntries(cashFlowItems.map(({ code, zh, en }) => [code, { zh, en }])) }),
};
const fields = {
  draft_no: serial('D{yyyy}{mm}-{seq:4}', { at: 'create', zh: '草稿号', en: 'Draft number' }),
  state: states({
    draft: { zh: '草稿', en: 'Draft', color: 'grey' },
    submitted: { zh: '已提交', en: 'Submitted', color: 'blue' },
    signed: { zh: '出纳已签', en: 'Signed by cashier', color: 'blue' },
    reviewed: { zh: '已审核', en: 'Reviewed', color: 'amber' },
    posted: { zh: '已过账', en: 'Posted', posted: true, color: 'green' },
    void: { zh: '作废', en: 'Void', final: true, color: 'red' },
  }),
  vtype: choice({ zh: '凭证字', en: 'Type', required: true, default: 'ji', options: voucherWords }),
  voucher_date: date({ zh: '日期', en: 'Date', required: true, default: 'today' }),
  period: month({ zh: '期间', en: 'Period', origin: 'computed' }),
  kind: choice({ zh: '类别', en: 'Kind', required: true, default: 'normal', options: voucherKinds }),
  attachment_count: integer({ zh: '附单据数', en: 'Attachments', required: true, default: 0, min: 0 }),
  lines: lines(lineFields, { zh: '分录', en: 'Lines', min: 2 }),
  debit: money({ zh: '借方合计', en: 'Total debit', origin: 'computed' }),
  credit: money({ zh: '贷方合计', en: 'Total credit', origin: 'computed' }),
  note: text({ zh: '备注', en: 'Note', long: true, max: 2000 }),
  cashier_by: reference('core.user', { zh: '出纳', en: 'Cashier', origin: 'derived', required: false }),
  reviewed_by: reference('core.user', { zh: '审核', en: 'Reviewed by', origin: 'derived', required: false }),
  posted_as: reference('finance.gl_voucher', { zh: '总账凭证', en: 'Ledger voucher', origin: 'derived', required: false }),
  reverses: reference('finance.voucher', { zh: '冲销', en: 'Reverses', origin: 'derived', required: false }),
};
export interface Voucher extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.voucher': Voucher;
  }
}

const reason = { reason: text({ zh: '原因', en: 'Reason', required: true, max: 500 }) };
/** 记账凭证 (3.1): typed by accountants; vouchers of documents are posted at once and never stand here. */
export const VoucherRecord = define('finance.voucher', fields).document({
  zh: '记账凭证',
  en: 'Voucher',
  date: 'voucher_date',
  compute: ({ voucher_date, lines: rows }) => ({
    period: voucher_date.slice(0, 7),
    debit: sum(rows, (line) => line.debit ?? zero),
    credit: sum(rows, (line) => line.credit ?? zero),
  }),
  refusals: {
    ...voucherRefusals,
    ...reversalRefusals,
    ...accountUseRefusals,
    'cash_flow.untagged': financeRefusals['cash_flow.untagged'],
    'voucher.self_review': refusal({ zh: '制单人不能审核自己的凭证', en: 'The preparer cannot review', fix: { zh: '请他人审核', en: 'Ask somebody else' }, status: 403 }),
  },
  validate: {
    'voucher.too_few_lines': ({ lines: rows }) => rows.length < 2,
    'voucher.line_amount': ({ lines: rows }) => rows.some((line) => isZero(line.debit ?? zero) === isZero(line.credit ?? zero)),
    'voucher.unbalanced': ({ debit, credit }) => !debit.eq(credit) && { debit, credit, difference: debit.minus(credit) },
    'voucher.fx_mismatch': ({ lines: rows }) =>
      rows.some(({ debit, credit, fc_amount, fx_rate }) => {
        if (fc_amount === null || fx_rate === null) return false;
        const expected = fc_amount.times(fx_rate).abs();
        const typed = (debit ?? zero).plus(credit ?? zero).abs();
        return typed
          .minus(expected)
          .abs()
          .gt(expected.times(decimal('0.01')));
      }),
  },
  actions: {
    submit: { zh: '提交', en: 'Submit', from: 'draft', to: 'submitted' },
    cashier_sign: { zh: '出纳签字', en: 'Cashier signs', from: 'submitted', to: 'signed' },
    unsign: { zh: '取消签字', en: 'Undo signature', from: 'signed', to: 'submitted' },
    /** Ends in `reviewed`, or in `posted` where 审核即过账 says so (3.0.1); the effect writes the state. */
    review: { zh: '审核', en: 'Review', from: ['submitted', 'signed'] },
    unreview: { zh: '反审核', en: 'Undo review', from: 'reviewed', to: 'submitted' },
    return: { zh: '标错退回', en: 'Return', from: ['submitted', 'signed'], to: 'draft', asks: { comment: text({ zh: '意见', en: 'Comment', required: true, max: 500 }) } },
    post: { zh: '过账', en: 'Post', from: ['submitted', 'signed', 'reviewed'], to: 'posted' },
    void: { zh: '作废', en: 'Void', from: ['draft', 'submitted', 'signed', 'reviewed'], to: 'void', danger: true },
    reverse: { zh: '红字冲销', en: 'Reverse', from: 'posted', danger: true, reverses: 'post', asks: reason },
    correct: { zh: '更正', en: 'Correct', from: 'posted', asks: reason },
  },
  prints: { voucher: { zh: '记账凭证', en: 'Voucher', template: 'voucher.typ' } },
  grants: {
    accountant: { scope: 'all', actions: ['create', 'update', 'delete', 'submit', 'void', 'reverse', 'correct'] },
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'submit', 'review', 'unreview', 'return', 'post', 'void', 'reverse', 'correct'] },
    cashier: { scope: 'all', actions: ['cashier_sign', 'unsign'] },
    controller: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['draft_no', 'voucher_date', 'vtype', 'kind', 'debit', 'state', 'posted_as', 'created_by'],
    sort: ['-voucher_date'],
    saved: {
      mine: { zh: '待提交', en: 'To submit', where: { state: 'draft' } },
      review: { zh: '待审核', en: 'To review', where: { state: ['submitted', 'signed'] } },
      post: { zh: '待过账', en: 'To post', where: { state: 'reviewed' } },
    },
    form: [
      { zh: '凭证', en: 'Voucher', fields: ['vtype', 'voucher_date', 'attachment_count', 'kind'] },
      'lines',
      { zh: '合计', en: 'Totals', fields: ['debit', 'credit', 'note'] },
    ],
  },
});
