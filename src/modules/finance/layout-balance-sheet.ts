import type { Standard } from './chart.ts';
import { flipped, keys, section, type StatementForm, total } from './statement-form.ts';

const currentAssets = section(1, [
  ['cash', '货币资金', 'Cash and bank'],
  ['trading_assets', '交易性金融资产', 'Trading financial assets'],
  ['derivative_assets', '衍生金融资产', 'Derivative assets'],
  ['notes_receivable', '应收票据', 'Notes receivable'],
  ['accounts_receivable', '应收账款', 'Accounts receivable'],
  ['receivables_financing', '应收款项融资', 'Receivables financing'],
  ['prepayments', '预付款项', 'Prepayments'],
  ['other_receivables', '其他应收款', 'Other receivables'],
  ['inventories', '存货', 'Inventories'],
  ['contract_assets', '合同资产', 'Contract assets'],
  ['held_for_sale_assets', '持有待售资产', 'Assets held for sale'],
  ['current_portion_assets', '一年内到期的非流动资产', 'Current portion of non-current assets'],
  ['other_current_assets', '其他流动资产', 'Other current assets'],
]);
const noncurrentAssets = section(1, [
  ['debt_investments', '债权投资', 'Debt investments'],
  ['other_debt_investments', '其他债权投资', 'Other debt investments'],
  ['long_term_receivables', '长期应收款', 'Long-term receivables'],
  ['long_term_equity', '长期股权投资', 'Long-term equity investments'],
  ['other_equity_investments', '其他权益工具投资', 'Other equity investments'],
  ['other_noncurrent_financial_assets', '其他非流动金融资产', 'Other non-current financial assets'],
  ['investment_property', '投资性房地产', 'Investment property'],
  ['fixed_assets', '固定资产', 'Fixed assets'],
  ['construction', '在建工程', 'Construction in progress'],
  ['biological_assets', '生产性生物资产', 'Productive biological assets'],
  ['oil_gas_assets', '油气资产', 'Oil and gas assets'],
  ['right_of_use_assets', '使用权资产', 'Right-of-use assets'],
  ['intangible_assets', '无形资产', 'Intangible assets'],
  ['development', '开发支出', 'Development expenditure'],
  ['goodwill', '商誉', 'Goodwill'],
  ['deferred_cost', '长期待摊费用', 'Long-term deferred expenses'],
  ['deferred_tax_assets', '递延所得税资产', 'Deferred tax assets'],
  ['other_noncurrent_assets', '其他非流动资产', 'Other non-current assets'],
]);
const currentLiabilities = section(-1, [
  ['short_term_loans', '短期借款', 'Short-term loans'],
  ['trading_liabilities', '交易性金融负债', 'Trading financial liabilities'],
  ['derivative_liabilities', '衍生金融负债', 'Derivative liabilities'],
  ['notes_payable', '应付票据', 'Notes payable'],
  ['accounts_payable', '应付账款', 'Accounts payable'],
  ['advances_received', '预收款项', 'Advances received'],
  ['contract_liabilities', '合同负债', 'Contract liabilities'],
  ['payroll_payable', '应付职工薪酬', 'Payroll payable'],
  ['taxes_payable', '应交税费', 'Taxes payable'],
  ['other_payables', '其他应付款', 'Other payables'],
  ['held_for_sale_liabilities', '持有待售负债', 'Liabilities held for sale'],
  ['current_portion_liabilities', '一年内到期的非流动负债', 'Current portion of non-current liabilities'],
  ['other_current_liabilities', '其他流动负债', 'Other current liabilities'],
]);
const noncurrentLiabilities = section(-1, [
  ['long_term_loans', '长期借款', 'Long-term loans'],
  ['bonds_payable', '应付债券', 'Bonds payable'],
  ['preferred_shares', '其中：优先股', 'of which preferred shares', 'bonds_payable'],
  ['perpetual_bonds', '永续债', 'of which perpetual bonds', 'bonds_payable'],
  ['lease_liabilities', '租赁负债', 'Lease liabilities'],
  ['long_term_payables', '长期应付款', 'Long-term payables'],
  ['provisions', '预计负债', 'Provisions'],
  ['deferred_income', '递延收益', 'Deferred income'],
  ['deferred_tax_liabilities', '递延所得税负债', 'Deferred tax liabilities'],
  ['other_noncurrent_liabilities', '其他非流动负债', 'Other non-current liabilities'],
]);
const equity = section(-1, [
  ['paid_in_capital', '实收资本（或股本）', 'Paid-in capital'],
  ['other_equity_instruments', '其他权益工具', 'Other equity instruments'],
  ['capital_reserve', '资本公积', 'Capital reserve'],
  ['treasury_stock', '减：库存股', 'Less: treasury stock'],
  ['other_comprehensive_income', '其他综合收益', 'Other comprehensive income'],
  ['special_reserve', '专项储备', 'Special reserve'],
  ['surplus_reserve', '盈余公积', 'Surplus reserve'],
  ['undistributed_profit', '未分配利润', 'Undistributed profit'],
]).map((line) => (line.key === 'treasury_stock' ? flipped(line) : line));

const casBalanceSheet: StatementForm = {
  code: '会企01',
  zh: '资产负债表',
  en: 'Balance sheet',
  source: '财会〔2019〕6号',
  proves: ['total_assets', 'total_liabilities_and_equity'],
  lines: [
    ...currentAssets,
    total('total_current_assets', '流动资产合计', 'Total current assets', keys(currentAssets)),
    ...noncurrentAssets,
    total('total_noncurrent_assets', '非流动资产合计', 'Total non-current assets', keys(noncurrentAssets)),
    total('total_assets', '资产总计', 'Total assets', ['total_current_assets', 'total_noncurrent_assets']),
    ...currentLiabilities,
    total('total_current_liabilities', '流动负债合计', 'Total current liabilities', keys(currentLiabilities)),
    ...noncurrentLiabilities,
    total('total_noncurrent_liabilities', '非流动负债合计', 'Total non-current liabilities', keys(noncurrentLiabilities)),
    total('total_liabilities', '负债合计', 'Total liabilities', ['total_current_liabilities', 'total_noncurrent_liabilities']),
    ...equity,
    total('total_equity', '所有者权益（或股东权益）合计', 'Total equity', keys(equity, 'treasury_stock')),
    total('total_liabilities_and_equity', '负债和所有者权益（或股东权益）总计', 'Total liabilities and equity', ['total_liabilities', 'total_equity']),
  ],
};

const sbeCurrent = section(1, [
  ['1', '货币资金', 'Cash and bank'],
  ['2', '短期投资', 'Short-term investments'],
  ['3', '应收票据', 'Notes receivable'],
  ['4', '应收账款', 'Accounts receivable'],
  ['5', '预付账款', 'Prepayments'],
  ['6', '应收股利', 'Dividends receivable'],
  ['7', '应收利息', 'Interest receivable'],
  ['8', '其他应收款', 'Other receivables'],
  ['9', '存货', 'Inventories'],
  ['10', '其中：原材料', 'of which raw materials', '9'],
  ['11', '在产品', 'of which work in progress', '9'],
  ['12', '库存商品', 'of which merchandise', '9'],
  ['13', '周转材料', 'of which turnover materials', '9'],
  ['14', '其他流动资产', 'Other current assets'],
]);
const sbeInvestments = section(1, [
  ['16', '长期债券投资', 'Long-term bonds'],
  ['17', '长期股权投资', 'Long-term equity investments'],
  ['18', '固定资产原价', 'Fixed assets at cost'],
]);
const sbeDepreciation = section(-1, [['19', '减：累计折旧', 'Less: accumulated depreciation']]);
const sbeLongTerm = section(1, [
  ['21', '在建工程', 'Construction in progress'],
  ['22', '工程物资', 'Construction materials'],
  ['23', '固定资产清理', 'Disposal of fixed assets'],
  ['24', '生产性生物资产', 'Productive biological assets'],
  ['25', '无形资产', 'Intangible assets'],
  ['26', '开发支出', 'Development expenditure'],
  ['27', '长期待摊费用', 'Long-term deferred expenses'],
  ['28', '其他非流动资产', 'Other non-current assets'],
]);
const sbeCurrentLiabilities = section(-1, [
  ['31', '短期借款', 'Short-term loans'],
  ['32', '应付票据', 'Notes payable'],
  ['33', '应付账款', 'Accounts payable'],
  ['34', '预收账款', 'Advances received'],
  ['35', '应付职工薪酬', 'Payroll payable'],
  ['36', '应交税费', 'Taxes payable'],
  ['37', '应付利息', 'Interest payable'],
  ['38', '应付利润', 'Profit payable'],
  ['39', '其他应付款', 'Other payables'],
  ['40', '其他流动负债', 'Other current liabilities'],
]);
const sbeNoncurrentLiabilities = section(-1, [
  ['42', '长期借款', 'Long-term loans'],
  ['43', '长期应付款', 'Long-term payables'],
  ['44', '递延收益', 'Deferred income'],
  ['45', '其他非流动负债', 'Other non-current liabilities'],
]);
const sbeEquity = section(-1, [
  ['48', '实收资本（或股本）', 'Paid-in capital'],
  ['49', '资本公积', 'Capital reserve'],
  ['50', '盈余公积', 'Surplus reserve'],
  ['51', '未分配利润', 'Undistributed profit'],
]);
const sbeBalanceSheet: StatementForm = {
  code: '会小企01',
  zh: '资产负债表',
  en: 'Balance sheet',
  source: '财会〔2011〕17号',
  proves: ['30', '53'],
  lines: [
    ...sbeCurrent,
    total('15', '流动资产合计', 'Total current assets', keys(sbeCurrent)),
    ...sbeInvestments,
    ...sbeDepreciation,
    total('20', '固定资产账面价值', 'Fixed assets, carrying amount', ['18', '-19']),
    ...sbeLongTerm,
    total('29', '非流动资产合计', 'Total non-current assets', ['16', '17', '20', ...keys(sbeLongTerm)]),
    total('30', '资产总计', 'Total assets', ['15', '29']),
    ...sbeCurrentLiabilities,
    total('41', '流动负债合计', 'Total current liabilities', keys(sbeCurrentLiabilities)),
    ...sbeNoncurrentLiabilities,
    total('46', '非流动负债合计', 'Total non-current liabilities', keys(sbeNoncurrentLiabilities)),
    total('47', '负债合计', 'Total liabilities', ['41', '46']),
    ...sbeEquity,
    total('52', '所有者权益（或股东权益）合计', 'Total equity', keys(sbeEquity)),
    total('53', '负债和所有者权益（或股东权益）总计', 'Total liabilities and equity', ['47', '52']),
  ],
};

/** 会企01 and 会小企01, lines in the order of the forms (3.3). */
export const balanceSheetForms: { readonly [S in Standard]: StatementForm } = { cas: casBalanceSheet, sbe: sbeBalanceSheet };
