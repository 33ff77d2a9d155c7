import type { Standard } from './chart.ts';
import { section, type StatementForm, total } from './statement-form.ts';

const casIncomeStatement: StatementForm = {
  code: '会企02',
  zh: '利润表',
  en: 'Income statement',
  source: '财会〔2019〕6号',
  proves: ['net_profit'],
  lines: [
    ...section(-1, [['revenue', '一、营业收入', 'Revenue']]),
    ...section(1, [
      ['operating_cost', '减：营业成本', 'Less: operating cost'],
      ['taxes_and_surcharges', '税金及附加', 'Taxes and surcharges'],
      ['selling_expense', '销售费用', 'Selling expenses'],
      ['admin_expense', '管理费用', 'Administrative expenses'],
      ['rd_expense', '研发费用', 'R&D expenses'],
      ['finance_cost', '财务费用', 'Finance costs'],
      ['interest_expense', '其中：利息费用', 'of which interest expense', 'finance_cost'],
    ]),
    ...section(-1, [
      ['interest_income', '利息收入', 'of which interest income', 'finance_cost'],
      ['other_income', '加：其他收益', 'Add: other income'],
      ['investment_income', '投资收益', 'Investment income'],
      ['hedging_gain', '净敞口套期收益', 'Net exposure hedging gain'],
      ['fair_value_gain', '公允价值变动收益', 'Fair-value gains'],
      ['credit_impairment', '信用减值损失', 'Credit impairment losses'],
      ['asset_impairment', '资产减值损失', 'Asset impairment losses'],
      ['disposal_gain', '资产处置收益', 'Gains on disposals'],
    ]),
    total('operating_profit', '二、营业利润', 'Operating profit', [
      ...['revenue', '-operating_cost', '-taxes_and_surcharges', '-selling_expense', '-admin_expense', '-rd_expense', '-finance_cost', 'other_income'],
      ...['investment_income', 'hedging_gain', 'fair_value_gain', 'credit_impairment', 'asset_impairment', 'disposal_gain'],
    ]),
    ...section(-1, [['non_operating_income', '加：营业外收入', 'Add: non-operating income']]),
    ...section(1, [['non_operating_expense', '减：营业外支出', 'Less: non-operating expenses']]),
    total('profit_before_tax', '三、利润总额', 'Profit before tax', ['operating_profit', 'non_operating_income', '-non_operating_expense']),
    ...section(1, [['income_tax', '减：所得税费用', 'Less: income tax']]),
    total('net_profit', '四、净利润', 'Net profit', ['profit_before_tax', '-income_tax']),
    ...section(-1, [['other_comprehensive_income', '五、其他综合收益的税后净额', 'Other comprehensive income after tax']]),
    total('total_comprehensive_income', '六、综合收益总额', 'Total comprehensive income', ['net_profit', 'other_comprehensive_income']),
  ],
};

const sbeIncomeStatement: StatementForm = {
  code: '会小企02',
  zh: '利润表',
  en: 'Income statement',
  source: '财会〔2011〕17号',
  proves: ['32'],
  lines: [
    ...section(-1, [['1', '一、营业收入', 'Revenue']]),
    ...section(1, [
      ['2', '减：营业成本', 'Less: operating cost'],
      ['3', '税金及附加', 'Taxes and surcharges'],
      ['4', '其中：消费税', 'of which consumption tax', '3'],
      ['5', '营业税', 'of which business tax', '3'],
      ['6', '城市维护建设税', 'of which urban maintenance tax', '3'],
      ['7', '资源税', 'of which resource tax', '3'],
      ['8', '土地增值税', 'of which land appreciation tax', '3'],
      ['9', '城镇土地使用税、房产税、车船税、印花税', 'of which land use, property, vehicle, stamp taxes', '3'],
      ['10', '教育费附加、矿产资源补偿费、排污费', 'of which education, mineral, pollution charges', '3'],
      ['11', '销售费用', 'Selling expenses'],
      ['12', '其中：商品维修费', 'of which repairs of goods', '11'],
      ['13', '广告费和业务宣传费', 'of which advertising and promotion', '11'],
      ['14', '管理费用', 'Administrative expenses'],
      ['15', '其中：开办费', 'of which start-up costs', '14'],
      ['16', '业务招待费', 'of which entertainment', '14'],
      ['17', '研究费用', 'of which research', '14'],
      ['18', '财务费用', 'Finance costs'],
      ['19', '其中：利息费用（收入以“-”号填列）', 'of which interest expense (income negative)', '18'],
    ]),
    ...section(-1, [['20', '加：投资收益', 'Add: investment income']]),
    total('21', '二、营业利润', 'Operating profit', ['1', '-2', '-3', '-11', '-14', '-18', '20']),
    ...section(-1, [
      ['22', '加：营业外收入', 'Add: non-operating income'],
      ['23', '其中：政府补助', 'of which government grants', '22'],
    ]),
    ...section(1, [
      ['24', '减：营业外支出', 'Less: non-operating expenses'],
      ['25', '其中：坏账损失', 'of which bad debts', '24'],
      ['26', '无法收回的长期债券投资损失', 'of which long-term bond losses', '24'],
      ['27', '无法收回的长期股权投资损失', 'of which long-term equity losses', '24'],
      ['28', '自然灾害等不可抗力因素造成的损失', 'of which losses by force majeure', '24'],
      ['29', '税收滞纳金', 'of which late fees on tax', '24'],
    ]),
    total('30', '三、利润总额', 'Profit before tax', ['21', '22', '-24']),
    ...section(1, [['31', '减：所得税费用', 'Less: income tax']]),
    total('32', '四、净利润', 'Net profit', ['30', '-31']),
  ],
};

/** 会企02 and 会小企02, lines in the order of the forms (3.3). */
export const incomeStatementForms: { readonly [S in Standard]: StatementForm } = { cas: casIncomeStatement, sbe: sbeIncomeStatement };
