import { anyReference, choice, date, define, instant, integer, lines, money, month, periodClosed, quantity, reference, refusal, type Row, text, unitPrice } from '#declare';
import { cashFlowItems } from './cash-flow-items.ts';
import { accountUseRefusals, reversalRefusals, voucherRefusals } from './refusals.ts';
import { voucherKinds, voucherWords } from './voucher-words.ts';

const kind = { zh: '类别', en: 'Kind', required: true, options: voucherKinds } as const;

/** `gl_entry`: a line of the general ledger. Date, period and kind repeat the voucher's, so that a balance or a ledger page reads one table (kernel-storage §4). */
const entryFields = {
  summary: text({ zh: '摘要', en: 'Summary', required: true, max: 200 }),
  account: reference('finance.account', { zh: '科目', en: 'Account', required: true }),
  debit: money({ zh: '借方', en: 'Debit', required: true, signed: true, default: 0 }),
  credit: money({ zh: '贷方', en: 'Credit', required: true, signed: true, default: 0 }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer' }),
  department: reference('core.department', { zh: '部门', en: 'Department' }),
  product: reference('inventory.product', { zh: '商品', en: 'Product' }),
  currency: text({ zh: '币种', en: 'Currency', required: true, default: 'CNY', max: 3 }),
  fc_amount: money({ zh: '原币金额', en: 'Foreign amount', signed: true }),
  fx_rate: unitPrice({ zh: '汇率', en: 'Rate' }),
  quantity: quantity({ zh: '数量', en: 'Quantity', signed: true }),
  unit_price: unitPrice({ zh: '单价', en: 'Unit price' }),
  due_date: date({ zh: '到期日', en: 'Due' }),
  doc_ref: text({ zh: '票据号', en: 'Reference', max: 80 }),
  date: date({ zh: '日期', en: 'Date', required: true, hidden: true }),
  period: month({ zh: '期间', en: 'Period', required: true, hidden: true }),
  kind: choice({ ...kind, hidden: true }),
};
/** `gl_cash_flow`: what a non-cash line says of the cash flow (3.1 R5). */
const cashFlowFields = {
  entry_no: integer({ zh: '分录行', en: 'Line', required: true }),
  cf_item: choice({ zh: '现金流量项目', en: 'Cash-flow item', required: true, options: Object.fromEntries(cashFlowItems.map(({ code, zh, en }) => [code, { zh, en }])) }),
  amount: money({ zh: '金额', en: 'Amount', required: true, signed: true }),
};
const fields = {
  /** 记-1: the type and the number that the sequencer gives after the commit; empty until then (3.0.2). */
  number: text({ zh: '凭证号', en: 'Number', origin: 'derived', required: false }),
  period: month({ zh: '期间', en: 'Period', required: true }),
  vtype: choice({ zh: '凭证字', en: 'Type', required: true, options: voucherWords }),
  voucher_date: date({ zh: '日期', en: 'Date', required: true }),
  kind: choice(kind),
  source: anyReference({ zh: '来源单据', en: 'Source' }),
  source_rev: integer({ zh: '来源版本', en: 'Source revision', required: true, default: 1, hidden: true }),
  rule_code: text({ zh: '凭证规则', en: 'Rule', max: 40 }),
  reverses: reference('finance.gl_voucher', { zh: '冲销凭证', en: 'Reverses' }),
  attachment_count: integer({ zh: '附单据数', en: 'Attachments', required: true, default: 0, min: 0 }),
  prepared_by: reference('core.user', { zh: '制单', en: 'Prepared by', required: true }),
  cashier_by: reference('core.user', { zh: '出纳', en: 'Cashier' }),
  reviewed_by: reference('core.user', { zh: '审核', en: 'Reviewed by' }),
  posted_by: reference('core.user', { zh: '过账', en: 'Posted by', required: true }),
  posted_at: instant({ zh: '过账时间', en: 'Posted at', required: true }),
  lines: lines(entryFields, { zh: '分录', en: 'Lines', min: 2 }),
  cash_flow: lines(cashFlowFields, { zh: '现金流量', en: 'Cash flow', generated: true }),
  debit: money({ zh: '借方合计', en: 'Total debit', required: true, signed: true }),
};
export interface GlVoucher extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.gl_voucher': GlVoucher;
  }
}
/** 总账凭证 (3.0.2): what stands in the general ledger. Append-only; the database itself refuses change, removal and imbalance. */
export const GlVoucherRecord = define('finance.gl_voucher', fields).document({
  zh: '总账凭证',
  en: 'Ledger voucher',
  appendOnly: true,
  date: 'voucher_date',
  refusals: {
    ...voucherRefusals,
    ...reversalRefusals,
    ...accountUseRefusals,
    ...periodClosed,
    'ledger.immutable': refusal({ zh: '账簿记录不能修改', en: 'Ledger entries cannot be changed', fix: { zh: '用冲销更正', en: 'Correct by reversal' }, status: 409 }),
  },
  unique: [{ fields: ['reverses'], refusal: 'voucher.already_reversed' }],
  indexes: [['period', 'vtype']],
  prints: { voucher: { zh: '记账凭证', en: 'Voucher', template: 'voucher.typ' } },
  grants: {
    accountant: { scope: 'all' },
    chief_accountant: { scope: 'all' },
    cashier: { scope: 'all' },
    cost_accountant: { scope: 'all' },
    tax_officer: { scope: 'all' },
    controller: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'voucher_date', 'kind', 'source', 'debit', 'prepared_by', 'reviewed_by', 'posted_by'],
    sort: ['-voucher_date'],
    saved: {
      red: { zh: '红字凭证', en: 'Red vouchers', where: { kind: 'red' } },
      typed: { zh: '手工凭证', en: 'Typed vouchers', where: { rule_code: { is_empty: true } } },
    },
    form: [
      { zh: '凭证', en: 'Voucher', fields: ['number', 'voucher_date', 'period', 'vtype', 'kind', 'attachment_count', 'source', 'reverses'] },
      'lines',
      'cash_flow',
      { zh: '签字', en: 'Signatures', fields: ['prepared_by', 'cashier_by', 'reviewed_by', 'posted_by', 'posted_at'] },
    ],
    colors: [{ color: 'red', where: { kind: 'red' } }],
  },
});
