import { anyReference, date, define, lines, money, quantity, reference, refusal, type Row, serial, states, text } from '#declare';
import { accountUseRefusals } from './refusals.ts';

const balanceFields = {
  account: reference('finance.account', { zh: '科目', en: 'Account', required: true, choose: 'leaf' }),
  customer: reference('customers.customer', { zh: '客户', en: 'Customer' }),
  department: reference('core.department', { zh: '部门', en: 'Department' }),
  product: reference('inventory.product', { zh: '商品', en: 'Product' }),
  opening: money({
    zh: '期初余额',
    en: 'Opening',
    required: true,
    default: 0,
    signed: true,
    help: { zh: '按科目余额方向，反方向为负数', en: 'In the account’s direction, negative on the other side' },
  }),
  year_open: money({ zh: '年初余额', en: 'Opening of the year', signed: true }),
  debit_ytd: money({ zh: '本年借方', en: 'Debit this year', signed: true }),
  credit_ytd: money({ zh: '本年贷方', en: 'Credit this year', signed: true }),
  quantity: quantity({ zh: '数量', en: 'Quantity', signed: true }),
  fc_amount: money({ zh: '原币金额', en: 'Foreign amount', signed: true }),
};
const itemFields = {
  account: reference('finance.account', { zh: '科目', en: 'Account', required: true, choose: 'leaf' }),
  party: anyReference({ zh: '往来单位', en: 'Party', required: true, among: ['customers.customer'] }),
  document_no: text({ zh: '单据号', en: 'Document no.', required: true, max: 80 }),
  doc_date: date({ zh: '单据日期', en: 'Document date', required: true }),
  due_date: date({ zh: '到期日', en: 'Due' }),
  amount: money({ zh: '金额', en: 'Amount', required: true, signed: true }),
};
const fields = {
  number: serial('QC{yy}{mm}-{seq:5}'),
  state: states({ draft: { zh: '草稿', en: 'Draft', color: 'grey' }, posted: { zh: '已过账', en: 'Posted', posted: true, color: 'green' } }),
  date: date({ zh: '期初日', en: 'Opening day', required: true, help: { zh: '启用期间第一天的前一天', en: 'The day before the first period begins' } }),
  lines: lines(balanceFields, { zh: '科目余额', en: 'Balances', min: 1 }),
  items: lines(itemFields, { zh: '往来明细', en: 'Open items' }),
  note: text({ zh: '备注', en: 'Note', long: true, max: 2000 }),
};
export interface Opening extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.opening': Opening;
  }
}
/** 期初 (3.1 R7): the balances a company brings along, posted once as kind opening in period 00 on the opening day. */
export const OpeningRecord = define('finance.opening', fields).document({
  zh: '期初余额',
  en: 'Opening balances',
  date: 'date',
  refusals: {
    ...accountUseRefusals,
    'opening.unbalanced': refusal({
      zh: '期初借贷不平，差额 {difference}',
      en: 'The opening is out of balance by {difference}',
      fix: { zh: '更正余额，使借贷相等', en: 'Correct the balances until both sides agree' },
      with: { difference: 'amount' },
    }),
    'opening.items_mismatch': refusal({
      zh: '{account} 的往来明细合计 {items}，与期初余额 {opening} 不等',
      en: 'The items of {account} add up to {items}, its opening is {opening}',
      fix: { zh: '更正明细或余额', en: 'Correct the items or the balance' },
      with: { account: 'text', items: 'amount', opening: 'amount' },
    }),
    'opening.turnover_mismatch': refusal({
      zh: '{account} 的年初余额与本年发生额算不出期初余额',
      en: 'Opening of the year and turnovers of {account} do not give its opening',
      fix: { zh: '更正年初余额或发生额', en: 'Correct them' },
      with: { account: 'text' },
    }),
    'opening.locked': refusal({ zh: '期初已过账，不能再改', en: 'The opening is posted and fixed', fix: { zh: '用凭证调整', en: 'Adjust by a voucher' }, status: 409 }),
  },
  actions: { post: { zh: '过账', en: 'Post', from: 'draft', to: 'posted' } },
  grants: {
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete', 'post'] },
    accountant: { scope: 'all', actions: ['create', 'update', 'delete', 'post'] },
    controller: { scope: 'all' },
    auditor: { scope: 'all' },
  },
  views: {
    list: ['number', 'date', 'state', 'note'],
    sort: ['-date'],
    form: [{ zh: '期初', en: 'Opening', fields: ['date', 'note'] }, 'lines', 'items'],
  },
});
