import type { PrintContext, PrintHead, PrintRecord, PrintSchema } from './generic.ts';
import type { ReportAnswer } from './report.ts';

/** Documents of the first sale as the API answers them, for the tests of this folder. */
export const head: PrintHead = {
  lang: 'zh',
  organisation: { name: '苏州前台贸易有限公司', address: '江苏省苏州市工业园区星湖街 328 号', phone: '0512-6288 0000', uscc: '91320594MA1P9X2R6Q' },
  printed: { by: '管理员', at: '2026-01-05T02:12:00.000Z' },
  link: 'https://qiantai.example/sales/quotation/0197b2a4-7c00-7000-8000-000000000187',
};

const line = (
  line_no: number,
  product: readonly [string, string, string],
  qty: string,
  unit: string,
  price: string,
  discount: string | null,
  rate: string,
  net: string,
  tax: string,
  gross: string,
) => ({
  id: `0197b2a4-0000-7000-8000-00000000000${line_no}`,
  line_no,
  product: { id: '0197', code: product[0], label: product[1], spec: product[2] },
  qty,
  unit: { id: '0198', code: 'U', label: unit },
  unit_price: price,
  discount_rate: discount,
  tax_rate: rate,
  net,
  tax,
  gross,
});

export const quotation: PrintRecord = {
  id: '0197b2a4-7c00-7000-8000-000000000187',
  version: 2,
  number: 'QT2601-00001',
  state: 'sent',
  customer: {
    id: '0196',
    code: 'C000001',
    label: '昆山同创',
    name: '昆山同创电子有限公司',
    contact: '李明',
    phone: '13800138000',
    uscc: '91320583MA1TC26047',
    address: '江苏省昆山市前进东路 88 号',
  },
  quotation_date: '2026-01-05',
  valid_until: '2027-12-31',
  currency: { id: '1', code: 'CNY', label: '人民币' },
  payment_term: { id: '2', code: 'I30', label: '开票后 30 天' },
  salesperson: { id: '3', label: '管理员' },
  price_includes_tax: true,
  header_discount: '77.60',
  intro: null,
  lines: [
    line(1, ['P001', 'A4复印纸', '70g 500张'], '40', '箱', '124.5', null, '0.13', '4362.53', '567.13', '4929.66'),
    line(2, ['P002', '桌面计算器', '12位'], '12', '台', '79', '0.05', '0.13', '788.94', '102.56', '891.50'),
    line(3, ['P003', '东北大米', '10kg'], '30', '袋', '59.9', null, '0.09', '1631.96', '146.88', '1778.84'),
  ],
  net: '6783.43',
  tax: '816.57',
  gross: '7600.00',
  _access: { hidden: ['margin'], masked: [], readonly: [] },
};

const lineFields: PrintSchema['fields'] = [
  { name: 'product', kind: 'reference', label: { zh: '商品', en: 'Product' } },
  { name: 'qty', kind: 'quantity', label: { zh: '数量', en: 'Quantity' } },
  { name: 'unit', kind: 'reference', target: 'core.unit', label: { zh: '单位', en: 'Unit' } },
  { name: 'unit_price', kind: 'unit_price', label: { zh: '单价', en: 'Unit price' } },
  { name: 'discount_rate', kind: 'rate', label: { zh: '折扣', en: 'Discount' } },
  { name: 'tax_rate', kind: 'rate', label: { zh: '税率', en: 'Tax rate' } },
  { name: 'net', kind: 'money', label: { zh: '不含税金额', en: 'Net' }, origin: 'computed' },
  { name: 'tax', kind: 'money', label: { zh: '税额', en: 'Tax' }, origin: 'computed' },
  { name: 'gross', kind: 'money', label: { zh: '价税合计', en: 'Gross' }, origin: 'computed' },
];
export const quotationSchema: PrintSchema = {
  name: 'sales.quotation',
  label: { zh: '报价单', en: 'Quotation' },
  fields: [
    { name: 'number', kind: 'serial', label: { zh: '编号', en: 'Number' } },
    { name: 'state', kind: 'state', label: { zh: '状态', en: 'Status' } },
    { name: 'customer', kind: 'reference', label: { zh: '客户', en: 'Customer' } },
    { name: 'quotation_date', kind: 'date', label: { zh: '报价日期', en: 'Quotation date' } },
    { name: 'valid_until', kind: 'date', label: { zh: '有效期至', en: 'Valid until' } },
    { name: 'currency', kind: 'reference', label: { zh: '币种', en: 'Currency' } },
    { name: 'payment_term', kind: 'reference', label: { zh: '收款条件', en: 'Payment term' } },
    { name: 'salesperson', kind: 'reference', label: { zh: '业务员', en: 'Salesperson' } },
    { name: 'price_includes_tax', kind: 'flag', label: { zh: '含税价', en: 'Prices include tax' } },
    { name: 'header_discount', kind: 'money', label: { zh: '整单优惠', en: 'Header discount' } },
    { name: 'margin', kind: 'money', label: { zh: '毛利', en: 'Margin' }, origin: 'derived' },
    { name: 'intro', kind: 'text', label: { zh: '引言', en: 'Introduction' }, long: true },
    { name: 'lines', kind: 'lines', label: { zh: '明细', en: 'Lines' }, lines: lineFields },
    { name: 'net', kind: 'money', label: { zh: '不含税合计', en: 'Net' }, origin: 'computed' },
    { name: 'tax', kind: 'money', label: { zh: '税额合计', en: 'Tax' }, origin: 'computed' },
    { name: 'gross', kind: 'money', label: { zh: '价税合计', en: 'Gross' }, origin: 'computed' },
  ],
  states: [
    { key: 'draft', label: { zh: '草稿', en: 'Draft' } },
    { key: 'sent', label: { zh: '已发送', en: 'Sent' } },
  ],
};
export const quotationContext: PrintContext = { ...head, words: '柒仟陆佰元整' };

export const invoice: PrintRecord = {
  number: 'FP2601-00001',
  state: 'issued',
  customer: { id: '0196', code: 'C000001', label: '昆山同创' },
  title: '昆山同创电子有限公司',
  tax_no: '91320583MA1TC26047',
  fapiao_no: '26311000000000000001',
  issue_date: '2026-01-22',
  drawer: '管理员',
  remark: '订单 SO2601-00001',
  net: '4059.51',
  tax: '505.98',
  gross: '4565.49',
};
export const invoiceSchema: PrintSchema = {
  name: 'sales.invoice',
  label: { zh: '销项发票', en: 'Sales invoice' },
  fields: [
    ...['number', 'title', 'tax_no', 'fapiao_no', 'drawer', 'remark'].map((name) => ({ name, kind: 'text', label: name })),
    { name: 'issue_date', kind: 'date', label: { zh: '开票日期', en: 'Issue date' } },
    { name: 'customer', kind: 'reference', label: { zh: '客户', en: 'Customer' } },
    ...['net', 'tax', 'gross'].map((name) => ({ name, kind: 'money', label: name, origin: 'computed' })),
  ],
};
const pair = (
  item_name: string,
  spec: string,
  unit: string,
  qty: string,
  price: string,
  tax_rate: string,
  full: readonly [string, string],
  discount: readonly [string, string],
) => [
  { item_name, spec, unit, qty, unit_price_net: price, tax_rate, net: full[0], tax: full[1] },
  { item_name, tax_rate, net: discount[0], tax: discount[1] },
];
/** First sale, step 10: discount pairs as they stand on the face. */
export const invoiceFace = [
  ...pair('*纸制品*A4复印纸', '70g 500张', '箱', '25', '110.1768', '13%', ['2,754.42', '358.08'], ['−27.84', '−3.62']),
  ...pair('*计算器及货币专用设备*桌面计算器', '12位', '台', '12', '69.9116666666667', '13%', ['838.94', '109.06'], ['−50.00', '−6.50']),
  ...pair('*谷物加工品*东北大米', '10kg', '袋', '10', '54.954', '9%', ['549.54', '49.46'], ['−5.55', '−0.50']),
];
export const invoiceContext: PrintContext = { ...head, title: '电子发票（增值税专用发票）', words: '肆仟伍佰陆拾伍圆肆角玖分', extra: { face: invoiceFace } };

const entry = (
  line_no: number,
  account: readonly [string, string],
  debit: string | null,
  credit: string | null,
  dimension: Readonly<Record<string, { readonly label: string }>> = {},
) => ({
  line_no,
  summary: '销售出库单 CK2601-00001 昆山同创电子有限公司',
  account: { id: account[0], code: account[0], label: account[1] },
  debit,
  credit,
  ...dimension,
});
export const voucher: PrintRecord = {
  number: '记-1',
  state: 'posted',
  voucher_date: '2026-01-12',
  attachment_count: 1,
  prepared_by: { id: '3', label: '管理员' },
  posted_by: { id: '3', label: '管理员' },
  lines: [
    entry(1, ['1122', '应收账款'], '4565.49', null, { customer: { label: '昆山同创电子有限公司' } }),
    entry(2, ['6001', '主营业务收入'], null, '4059.51', { department: { label: '总部' } }),
    entry(3, ['222106', '应交税费—待转销项税额'], null, '505.98'),
    entry(4, ['640101', '主营业务成本—商品成本'], '3222.79', null, { department: { label: '总部' } }),
    entry(5, ['1405', '库存商品'], null, '3222.79'),
  ],
  debit: '7788.28',
  credit: '7788.28',
};
export const redVoucher: PrintRecord = {
  ...voucher,
  number: '记-5',
  voucher_date: '2026-01-20',
  lines: [
    entry(1, ['1122', '应收账款'], '-3034.51', null, { customer: { label: '昆山同创电子有限公司' } }),
    entry(2, ['6001', '主营业务收入'], null, '-2723.92'),
    entry(3, ['222106', '应交税费—待转销项税额'], null, '-310.59'),
  ],
  debit: '-3034.51',
  credit: '-3034.51',
};
export const voucherSchema: PrintSchema = {
  name: 'finance.voucher',
  label: { zh: '记账凭证', en: 'Voucher' },
  fields: [
    { name: 'number', kind: 'serial', label: { zh: '编号', en: 'Number' } },
    { name: 'state', kind: 'state', label: { zh: '状态', en: 'Status' } },
    { name: 'voucher_date', kind: 'date', label: { zh: '日期', en: 'Date' } },
    { name: 'attachment_count', kind: 'integer', label: { zh: '附单据数', en: 'Attachments' } },
    ...['prepared_by', 'posted_by', 'reviewed_by'].map((name) => ({ name, kind: 'reference', label: name })),
    {
      name: 'lines',
      kind: 'lines',
      label: { zh: '分录', en: 'Lines' },
      lines: [
        { name: 'summary', kind: 'text', label: { zh: '摘要', en: 'Summary' } },
        { name: 'account', kind: 'reference', label: { zh: '科目', en: 'Account' } },
        { name: 'customer', kind: 'reference', label: { zh: '客户', en: 'Customer' } },
        { name: 'department', kind: 'reference', label: { zh: '部门', en: 'Department' } },
        { name: 'debit', kind: 'money', label: { zh: '借方', en: 'Debit' } },
        { name: 'credit', kind: 'money', label: { zh: '贷方', en: 'Credit' } },
      ],
    },
    { name: 'debit', kind: 'money', label: { zh: '借方合计', en: 'Total debit' }, origin: 'computed' },
    { name: 'credit', kind: 'money', label: { zh: '贷方合计', en: 'Total credit' }, origin: 'computed' },
  ],
  states: [{ key: 'posted', label: { zh: '已过账', en: 'Posted' } }],
};

const account = (key: string, label: string, ...[od, oc, debit, credit, cd, cc]: readonly (string | null)[]) => ({
  key,
  label,
  level: 0,
  cells: { opening_debit: od, opening_credit: oc, debit, credit, closing_debit: cd, closing_credit: cc },
});
/** First sale, step 12. */
export const trialBalance: ReportAnswer = {
  columns: [
    { key: 'opening_debit', label: '期初借方', kind: 'money' },
    { key: 'opening_credit', label: '期初贷方', kind: 'money' },
    { key: 'debit', label: '本期借方', kind: 'money' },
    { key: 'credit', label: '本期贷方', kind: 'money' },
    { key: 'closing_debit', label: '期末借方', kind: 'money' },
    { key: 'closing_credit', label: '期末贷方', kind: 'money' },
  ],
  rows: [
    account('1001', '库存现金', '2000.00', null, null, null, '2000.00', null),
    account('100201', '银行存款—工商银行', '150000.00', null, '15000.00', null, '165000.00', null),
    account('1122', '应收账款', '11300.00', null, '7600.00', '14300.00', '4600.00', null),
    account('1405', '库存商品', '12630.50', null, null, '5427.79', '7202.71', null),
    account('1601', '固定资产', '36000.00', null, null, null, '36000.00', null),
    account('1602', '累计折旧', null, '6000.00', null, null, null, '6000.00'),
    account('200101', '短期借款—本金', null, '50000.00', null, null, null, '50000.00'),
    account('2203', '预收账款', null, null, null, '700.00', null, '700.00'),
    account('222102', '应交税费—未交增值税', null, '3380.00', null, null, null, '3380.00'),
    account('22210107', '应交增值税—销项税额', null, null, null, '505.98', null, '505.98'),
    account('222106', '应交税费—待转销项税额', null, null, '505.98', '816.57', null, '310.59'),
    account('4001', '实收资本', null, '100000.00', null, null, null, '100000.00'),
    account('410415', '未分配利润', null, '52550.50', null, null, null, '52550.50'),
    account('6001', '主营业务收入', null, null, null, '6783.43', null, '6783.43'),
    account('640101', '主营业务成本—商品成本', null, null, '5427.79', null, '5427.79', null),
  ],
  totals: { opening_debit: '211930.50', opening_credit: '211930.50', debit: '28533.77', credit: '28533.77', closing_debit: '220230.50', closing_credit: '220230.50' },
};

const item = (key: string, label: string, level: number, closing: string | null, opening: string | null) => ({ key, label, level, cells: { closing, opening } });
export const balanceSheet: ReportAnswer = {
  columns: [
    { key: 'closing', label: '期末余额', kind: 'money' },
    { key: 'opening', label: '上年年末余额', kind: 'money' },
  ],
  rows: [
    item('current_assets', '流动资产：', 0, null, null),
    item('cash', '货币资金', 1, '167000.00', '152000.00'),
    item('receivables', '应收账款', 1, '4600.00', '11300.00'),
    item('inventories', '存货', 1, '7202.71', '12630.50'),
    item('fixed_assets', '固定资产', 1, '30000.00', '30000.00'),
    item('assets', '资产总计', 0, '208802.71', '205930.50'),
    item('current_liabilities', '流动负债：', 0, null, null),
    item('loans', '短期借款', 1, '50000.00', '50000.00'),
    item('advances', '预收款项', 1, '700.00', '0.00'),
    item('taxes', '应交税费', 1, '3885.98', '3380.00'),
    item('other', '其他流动负债', 1, '310.59', '0.00'),
    item('liabilities', '负债合计', 0, '54896.57', '53380.00'),
    item('capital', '实收资本', 1, '100000.00', '100000.00'),
    item('retained', '未分配利润', 1, '53906.14', '52550.50'),
    item('equity_and_liabilities', '负债和所有者权益总计', 0, '208802.71', '205930.50'),
  ],
  notes: ['未结账'],
};
