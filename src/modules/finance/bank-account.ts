import { choice, date, define, flag, money, reference, refusal, type Row, text } from '#declare';

const fields = {
  code: text({ zh: '编号', en: 'Code', required: true, max: 40, format: 'code' }),
  name: text({ zh: '账户名称', en: 'Name', required: true, max: 80, pinyin: true }),
  kind: choice({
    zh: '账户类型',
    en: 'Kind',
    required: true,
    default: 'basic',
    options: {
      basic: { zh: '基本户', en: 'Basic' },
      general: { zh: '一般户', en: 'General' },
      special: { zh: '专用户', en: 'Special' },
      temporary: { zh: '临时户', en: 'Temporary' },
      alipay: { zh: '支付宝', en: 'Alipay' },
      wechat: { zh: '微信', en: 'WeChat Pay' },
      cash: { zh: '现金', en: 'Cash' },
    },
  }),
  bank: text({ zh: '开户银行', en: 'Bank', max: 80 }),
  branch: text({ zh: '开户网点', en: 'Branch', max: 120 }),
  account_no: text({ zh: '账号', en: 'Account number', format: 'bank_account', group: 'bank', sensitive: { show: 'last4' } }),
  currency: reference('core.currency', { zh: '币种', en: 'Currency' }),
  account: reference('finance.account', { zh: '会计科目', en: 'Account', help: { zh: '留空时自动建立 1002 的下一个明细科目', en: 'Left empty, the next leaf of 1002 is made' } }),
  is_default: flag({ zh: '默认账户', en: 'Default' }),
  balance: money({ zh: '账面余额', en: 'Book balance', origin: 'derived' }),
  opening_statement_balance: money({ zh: '对账单期初余额', en: 'Opening statement balance', signed: true }),
  opening_statement_date: date({ zh: '对账单期初日', en: 'Opening statement date' }),
  overdraft_limit: money({ zh: '透支额度', en: 'Overdraft limit', min: 0 }),
  min_balance: money({ zh: '最低余额', en: 'Lowest balance', min: 0 }),
  max_balance: money({ zh: '最高余额', en: 'Highest balance', min: 0 }),
};
export interface BankAccount extends Row<typeof fields> {}
declare module '#declare' {
  interface Rows {
    'finance.bank_account': BankAccount;
  }
}
/** 银行账户 (3.2): one to one with a leaf of 1002 or 1012; the till (现金) with 1001. */
export const BankAccountRecord = define('finance.bank_account', fields).catalog({
  zh: '银行账户',
  en: 'Bank account',
  title: 'name',
  code: 'code',
  unique: [{ fields: ['code'] }, { fields: ['account_no'] }, { fields: ['account'], refusal: 'bank_account.account_taken' }],
  search: ['code', 'name', 'bank'],
  show: { bank: { kind: { not: 'cash' } }, branch: { kind: { not: 'cash' } }, overdraft_limit: { kind: { not: 'cash' } } },
  refusals: {
    'bank_account.number_missing': refusal({ zh: '缺少账号', en: 'The account number is missing', fix: { zh: '填写账号', en: 'Enter the number' } }),
    'bank_account.account_taken': refusal({
      zh: '该科目已属于另一账户',
      en: 'Another bank account has this ledger account',
      fix: { zh: '另选科目或留空', en: 'Choose another or leave it empty' },
      status: 409,
    }),
    'bank_account.wrong_account': refusal({
      zh: '科目须为 {expected} 的末级科目',
      en: 'The ledger account must be a leaf of {expected}',
      fix: { zh: '另选科目', en: 'Choose another' },
      with: { expected: 'text' },
    }),
  },
  validate: { 'bank_account.number_missing': ({ kind, account_no }) => kind !== 'cash' && account_no === null },
  stepUp: ['create', 'update', 'delete'],
  grants: {
    chief_accountant: { scope: 'all', actions: ['create', 'update', 'delete'] },
    treasurer: { scope: 'all', actions: ['create', 'update'] },
    accountant: { scope: 'all' },
    cashier: { scope: 'all' },
    controller: { scope: 'all' },
  },
  views: {
    list: ['code', 'name', 'kind', 'bank', 'account', 'balance', 'is_default'],
    sort: ['code'],
    form: [
      { zh: '账户', en: 'Account', fields: ['code', 'name', 'kind', 'bank', 'branch', 'account_no', 'currency', 'account', 'is_default'] },
      {
        zh: '期初与额度',
        en: 'Opening and limits',
        fields: ['opening_statement_balance', 'opening_statement_date', 'overdraft_limit', 'min_balance', 'max_balance'],
        collapsed: true,
      },
    ],
    quick: ['code', 'name', 'kind', 'bank', 'account_no'],
  },
});
