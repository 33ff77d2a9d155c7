import { refusal } from '#declare';

/*
 * Codes that several declarations of finance share (index §5). Each is declared once here and spread where it can occur.
 */
const lineFix = { zh: '更正该分录', en: 'Correct the line' };
export const voucherRefusals = {
  'voucher.too_few_lines': refusal({ zh: '凭证至少要有两行分录', en: 'A voucher needs at least two lines', fix: { zh: '补充分录', en: 'Add the missing lines' } }),
  'voucher.unbalanced': refusal({
    zh: '借贷不平：借方 {debit}，贷方 {credit}，差额 {difference}',
    en: 'Debit {debit} and credit {credit} differ by {difference}',
    fix: { zh: '更正金额，使借贷相等', en: 'Correct the amounts until both sides agree' },
    with: { debit: 'amount', credit: 'amount', difference: 'amount' },
  }),
  'voucher.line_amount': refusal({ zh: '每行只填借方或贷方，且不为零', en: 'Each line has either a debit or a credit, not zero', fix: lineFix }),
  'voucher.summary_missing': refusal({ zh: '缺少摘要', en: 'The summary is missing', fix: { zh: '填写摘要', en: 'Write a summary' } }),
  'voucher.type_mismatch': refusal({
    zh: '凭证字与分录不符，应为“{expected}”',
    en: 'The voucher type does not fit the lines, {expected} is expected',
    fix: { zh: '改用相符的凭证字', en: 'Choose that type' },
    with: { expected: 'text' },
  }),
  'voucher.date_outside_period': refusal({
    zh: '凭证日期不在期间 {period} 内',
    en: 'The date lies outside the period {period}',
    fix: { zh: '更正日期', en: 'Correct the date' },
    with: { period: 'text' },
  }),
  'voucher.fx_mismatch': refusal({
    zh: '本位币金额与原币乘汇率相差超过 1%',
    en: 'The base amount differs from amount × rate by more than 1 %',
    fix: { zh: '更正汇率或金额', en: 'Correct rate or amount' },
  }),
  'voucher.number_gap': refusal({ zh: '凭证号不连续', en: 'Voucher numbers have a gap', fix: { zh: '重新整理凭证号', en: 'Run the numbering again' }, status: 409 }),
  'amount.scale': refusal({
    zh: '金额最多 {decimals} 位小数',
    en: 'An amount has at most {decimals} decimals',
    fix: { zh: '更正金额', en: 'Correct the amount' },
    with: { decimals: 'count' },
  }),
  'amount.range': refusal({ zh: '金额超出范围', en: 'The amount is out of range', fix: { zh: '更正金额', en: 'Correct the amount' } }),
  'amount.nothing_to_allocate': refusal({ zh: '没有可分摊的基数', en: 'There is nothing to allocate by', fix: { zh: '检查分摊基数', en: 'Check the weights' } }),
};
export const reversalRefusals = {
  'voucher.already_reversed': refusal({ zh: '凭证已冲销', en: 'The voucher is already reversed', fix: { zh: '查看冲销凭证', en: 'See the reversal' }, status: 409 }),
  'voucher.source_owned': refusal({ zh: '该凭证由业务单据生成', en: 'The voucher belongs to a document', fix: { zh: '请冲销来源单据', en: 'Reverse the document instead' } }),
};
export const accountUseRefusals = {
  'account.not_leaf': refusal({
    zh: '科目 {account} 有下级，不能记账',
    en: 'Account {account} has sub-accounts',
    fix: { zh: '选用末级科目', en: 'Choose one of its leaves' },
    with: { account: 'text' },
  }),
  'account.inactive': refusal({
    zh: '科目 {account} 未启用',
    en: 'Account {account} is inactive',
    fix: { zh: '选用其他科目或先启用', en: 'Choose another or activate it' },
    with: { account: 'text' },
  }),
  'account.controlled': refusal({
    zh: '科目 {account} 由业务单据记账',
    en: 'Account {account} is posted by documents only',
    fix: { zh: '在对应的业务单据中处理', en: 'Use the document it belongs to' },
    status: 403,
    with: { account: 'text' },
  }),
  'account.negative_balance': refusal({
    zh: '科目 {account} 余额不足',
    en: 'Account {account} would be overdrawn',
    fix: { zh: '先收款或调拨资金', en: 'Receive or transfer money first' },
    with: { account: 'text' },
  }),
  'aux.missing': refusal({
    zh: '科目 {account} 缺少辅助核算 {dimension}',
    en: 'Account {account} needs the dimension {dimension}',
    fix: { zh: '补充该项', en: 'Fill it in' },
    with: { account: 'text', dimension: 'text' },
  }),
  'aux.not_allowed': refusal({
    zh: '科目 {account} 不核算 {dimension}',
    en: 'Account {account} does not take the dimension {dimension}',
    fix: { zh: '去掉该项', en: 'Leave it out' },
    with: { account: 'text', dimension: 'text' },
  }),
};
export const openItemRefusals = {
  'open_item.over_settled': refusal({ zh: '核销金额超过未核销余额', en: 'More is settled than remains', fix: { zh: '减少核销金额', en: 'Settle less' } }),
};
/** Codes that belong to no single record: postings, cash-flow tags, layouts and statements. */
export const financeRefusals = {
  'posting.no_account': refusal({
    zh: '业务 {event} 的科目角色 {role} 没有对应科目（{key}）',
    en: 'No account for the role {role} of {event} ({key})',
    fix: { zh: '在会计科目中指定该角色', en: 'Give an account this role' },
    with: { event: 'text', role: 'text', key: 'text' },
  }),
  'cash_flow.untagged': refusal({
    zh: '现金流量项目未指定',
    en: 'The cash-flow item is missing',
    fix: { zh: '为非现金分录选择现金流量项目', en: 'Choose an item for the non-cash lines' },
  }),
  'layout.account_unmapped': refusal({
    zh: '科目 {account} 没有报表行次',
    en: 'Account {account} has no line in the statements',
    fix: { zh: '为科目指定借方和贷方行次', en: 'Give the account its two lines' },
    with: { account: 'text' },
  }),
  'statement.unbalanced': refusal({
    zh: '资产负债表不平，差额 {difference}',
    en: 'The balance sheet differs by {difference}',
    fix: { zh: '查看所列科目', en: 'See the accounts named' },
    with: { difference: 'amount' },
  }),
  'statement.period_not_open': refusal({
    zh: '期间 {period} 尚未启用',
    en: 'The period {period} is not in use',
    fix: { zh: '选择启用后的日期', en: 'Choose a later date' },
    with: { period: 'text' },
  }),
  'tax.rate_not_valid': refusal({
    zh: '税码 {code} 在 {date} 无效',
    en: 'Tax code {code} is not valid on {date}',
    fix: { zh: '选用当日有效的税码', en: 'Choose a code valid that day' },
    with: { code: 'text', date: 'date' },
  }),
  'subledger.mismatch': refusal({
    zh: '往来明细与总账不符：{account}',
    en: 'Open items and ledger differ: {account}',
    fix: { zh: '运行核对', en: 'Run the verification' },
    with: { account: 'text' },
  }),
};
