import { buildChart, type ChartAccount, type ChartForm, type ChartOptions, type ChartRow } from './chart.ts';
import { subAccounts, toSbe } from './chart-sub.ts';

const inventory = { bs: '9', cf: 'CF111' } as const;
const stock = { ...inventory, control: true } as const;
const longTerm = ['CF203', 'CF211'] as const;
const receivable = { bs: ['4', '34'], net: 'party', cf: 'CF101', control: true, aux: 'customer' } as const;
const payable = { bs: ['5', '33'], net: 'party', cf: 'CF111', control: true, aux: 'supplier' } as const;

/** The 66 level-1 accounts of 财会〔2011〕17号 (3.0.3); lines are the line numbers of 会小企01 and 会小企02 (3.3). */
export const sbeLevelOne: readonly ChartRow[] = [
  ['1001', '库存现金', 'Cash on hand', 'D', { bs: '1', cash: true, forbid_negative: true }],
  ['1002', '银行存款', 'Bank deposits', 'D', { bs: '1', cash: true, forbid_negative: true }],
  ['1012', '其他货币资金', 'Other monetary funds', 'D', { bs: '1', cash: true }],
  ['1101', '短期投资', 'Short-term investments', 'D', { bs: '2', cf: ['CF201', 'CF212'] }],
  ['1121', '应收票据', 'Notes receivable', 'D', { bs: '3', net: 'party', cf: 'CF101' }],
  ['1122', '应收账款', 'Accounts receivable', 'D', receivable],
  ['1123', '预付账款', 'Prepayments', 'D', payable],
  ['1131', '应收股利', 'Dividends receivable', 'D', { bs: '6', net: 'party', cf: 'CF202' }],
  ['1132', '应收利息', 'Interest receivable', 'D', { bs: '7', net: 'party', cf: 'CF202' }],
  ['1221', '其他应收款', 'Other receivables', 'D', { bs: ['8', '39'], net: 'party', cf: ['CF103', 'CF114'] }],
  ['1401', '材料采购', 'Material purchases', 'D', inventory],
  ['1402', '在途物资', 'Goods in transit', 'D', stock],
  ['1403', '原材料', 'Raw materials', 'D', { ...stock, bs: '10' }],
  ['1404', '材料成本差异', 'Material cost variance', '±', inventory],
  ['1405', '库存商品', 'Merchandise', 'D', { ...stock, bs: '12' }],
  ['1407', '商品进销差价', 'Retail margin', 'C', inventory],
  ['1408', '委托加工物资', 'Consigned for processing', 'D', inventory],
  ['1411', '周转材料', 'Turnover materials', 'D', { ...stock, bs: '13' }],
  ['1421', '消耗性生物资产', 'Consumable biological assets', 'D', inventory],
  ['1501', '长期债券投资', 'Long-term bonds', 'D', { bs: '16', cf: ['CF201', 'CF212'] }],
  ['1511', '长期股权投资', 'Long-term equity investments', 'D', { bs: '17', cf: ['CF201', 'CF212'] }],
  ['1601', '固定资产', 'Fixed assets', 'D', { bs: '18', cf: longTerm, control: true }],
  ['1602', '累计折旧', 'Accumulated depreciation', 'C', { bs: '19', control: true }],
  ['1604', '在建工程', 'Construction in progress', 'D', { bs: '21', cf: longTerm }],
  ['1605', '工程物资', 'Construction materials', 'D', { bs: '22', cf: longTerm }],
  ['1606', '固定资产清理', 'Disposal of fixed assets', '±', { bs: '23', cf: 'CF203' }],
  ['1621', '生产性生物资产', 'Productive biological assets', 'D', { bs: '24', cf: longTerm }],
  ['1622', '生产性生物资产累计折旧', 'Depreciation of biological assets', 'C', { bs: '24' }],
  ['1701', '无形资产', 'Intangible assets', 'D', { bs: '25', cf: longTerm }],
  ['1702', '累计摊销', 'Accumulated amortisation', 'C', { bs: '25' }],
  ['1801', '长期待摊费用', 'Long-term deferred expenses', 'D', { bs: '27', cf: 'CF211' }],
  ['1901', '待处理财产损溢', 'Pending property gains and losses', '±', { bs: '14', cf: ['CF103', 'CF114'] }],
  ['2001', '短期借款', 'Short-term loans', 'C', { bs: '31', cf: ['CF302', 'CF311'] }],
  ['2201', '应付票据', 'Notes payable', 'C', { bs: '32', cf: 'CF111' }],
  ['2202', '应付账款', 'Accounts payable', 'C', payable],
  ['2203', '预收账款', 'Advances received', 'C', receivable],
  ['2211', '应付职工薪酬', 'Payroll payable', 'C', { bs: '35', cf: 'CF112' }],
  ['2221', '应交税费', 'Taxes payable', 'C', { bs: '36', cf: ['CF102', 'CF113'], control: true }],
  ['2231', '应付利息', 'Interest payable', 'C', { bs: '37', cf: 'CF3122' }],
  ['2232', '应付利润', 'Profit payable', 'C', { bs: '38', cf: 'CF3121' }],
  ['2241', '其他应付款', 'Other payables', 'C', { bs: ['8', '39'], net: 'party', cf: ['CF103', 'CF114'] }],
  ['2401', '递延收益', 'Deferred income', 'C', { bs: '44', cf: 'CF103' }],
  ['2501', '长期借款', 'Long-term loans', 'C', { bs: '42', cf: ['CF302', 'CF311'] }],
  ['2701', '长期应付款', 'Long-term payables', 'C', { bs: '43', cf: ['CF303', 'CF313'] }],
  ['3001', '实收资本', 'Paid-in capital', 'C', { bs: '48', cf: ['CF301', 'CF313'] }],
  ['3002', '资本公积', 'Capital reserve', 'C', { bs: '49', cf: ['CF301', 'CF313'] }],
  ['3101', '盈余公积', 'Surplus reserve', 'C', { bs: '50' }],
  ['3103', '本年利润', 'Profit of the year', 'C', { bs: '51' }],
  ['3104', '利润分配', 'Profit distribution', 'C', { bs: '51', cf: 'CF3121' }],
  ['4001', '生产成本', 'Production cost', 'D', { ...inventory, bs: '11' }],
  ['4101', '制造费用', 'Manufacturing overhead', 'D', inventory],
  ['4301', '研发支出', 'R&D expenditure', 'D', { bs: '26', cf: 'CF114' }],
  ['4401', '工程施工', 'Construction cost', 'D', inventory],
  ['4403', '机械作业', 'Machinery operations', 'D', inventory],
  ['5001', '主营业务收入', 'Main revenue', 'C', { is: '1', cf: 'CF101' }],
  ['5051', '其他业务收入', 'Other operating revenue', 'C', { is: '1', cf: 'CF101' }],
  ['5111', '投资收益', 'Investment income', 'C', { is: '20', cf: 'CF202' }],
  ['5301', '营业外收入', 'Non-operating income', 'C', { is: '22', cf: 'CF103' }],
  ['5401', '主营业务成本', 'Main cost of sales', 'D', { is: '2', cf: 'CF111' }],
  ['5402', '其他业务成本', 'Other operating cost', 'D', { is: '2', cf: 'CF111' }],
  ['5403', '税金及附加', 'Taxes and surcharges', 'D', { is: '3', cf: 'CF113' }],
  ['5601', '销售费用', 'Selling expenses', 'D', { is: '11', cf: 'CF114' }],
  ['5602', '管理费用', 'Administrative expenses', 'D', { is: '14', cf: 'CF114' }],
  ['5603', '财务费用', 'Finance costs', 'D', { is: '18', cf: 'CF114' }],
  ['5711', '营业外支出', 'Non-operating expenses', 'D', { is: '24', cf: 'CF114' }],
  ['5801', '所得税费用', 'Income tax expense', 'D', { is: '31', cf: 'CF113' }],
];

/** Sub-accounts that stand in an "of which" line of the forms, and R&D expensed, which is profit and loss until it is carried over. */
const sbeLines: { readonly [code: string]: ChartOptions } = {
  '430101': { bs: '51', is: '17' },
  '530103': { is: '23' },
  '560107': { is: '13' },
  '560111': { is: '12' },
  '560206': { is: '16' },
  '560250': { is: '17' },
  '560301': { is: '19' },
  '560302': { is: '19' },
  '571103': { is: '29' },
};
/** 1406 does not exist here. Its place 140590 stands beside 1405, not below it: the role `inventory` posts to 1405, which must stay a leaf (3.0.3, first sale: step 17). */
const goods: readonly ChartRow[] = [['140590', '库存商品—发出商品', 'Goods shipped', 'D', { ...stock, bs: '12', alone: true }]];

const form: ChartForm = {
  standard: 'sbe',
  classes: { '1': 'asset', '2': 'liability', '3': 'equity', '4': 'cost', '5': 'profit' },
  unclosed: '51',
};
const translated: readonly ChartRow[] = subAccounts.flatMap(([code, zh, en, direction, options]): readonly ChartRow[] => {
  const sbe = toSbe(code);
  if (sbe === null) return [];
  return [options ? [sbe, zh, en, direction, options] : [sbe, zh, en, direction]];
});
const byCode = (a: ChartRow, b: ChartRow): number => (a[0] < b[0] ? -1 : 1);
export const sbeChart: readonly ChartAccount[] = buildChart(form, [...sbeLevelOne, ...goods, ...translated].sort(byCode), sbeLines);
