import { balanceSheetForms } from '../../src/modules/finance/layout-balance-sheet.ts';
import { incomeStatementForms } from '../../src/modules/finance/layout-income-statement.ts';
import type { StatementForm } from '../../src/modules/finance/statement-form.ts';

/*
 * Answers of the first sale (steps 12 and 13) in the form of P.2.2, for tests of the screens that must not depend on the books being kept.
 */
interface Row {
  readonly key: string;
  readonly label: string;
  readonly level: number;
  readonly cells: Readonly<Record<string, unknown>>;
  readonly open?: { readonly declaration: string; readonly id: string };
}
const answer = (report: string, columns: readonly (readonly [string, string, string])[], rows: readonly Row[], more: object = {}): object => ({
  report,
  params: {},
  columns: columns.map(([key, label, kind]) => ({ key, label, kind })),
  rows,
  totals: {},
  checks: [],
  notes: [],
  as_of: '2026-02-01T02:00:00.000Z',
  ...more,
});
const form = ({ lines }: StatementForm, columns: readonly [string, string], figures: Readonly<Record<string, readonly [string, string]>>): Row[] =>
  lines.map(({ key, zh, level }) => ({ key, label: zh, level, cells: { [columns[0]]: figures[key]?.[0] ?? '0.00', [columns[1]]: figures[key]?.[1] ?? '0.00' } }));

const sheet = {
  cash: ['167000.00', '152000.00'],
  accounts_receivable: ['4600.00', '11300.00'],
  inventories: ['7202.71', '12630.50'],
  total_current_assets: ['178802.71', '175930.50'],
  fixed_assets: ['30000.00', '30000.00'],
  total_noncurrent_assets: ['30000.00', '30000.00'],
  total_assets: ['208802.71', '205930.50'],
  short_term_loans: ['50000.00', '50000.00'],
  advances_received: ['700.00', '0.00'],
  taxes_payable: ['3885.98', '3380.00'],
  other_current_liabilities: ['310.59', '0.00'],
  total_current_liabilities: ['54896.57', '53380.00'],
  total_liabilities: ['54896.57', '53380.00'],
  paid_in_capital: ['100000.00', '100000.00'],
  undistributed_profit: ['53906.14', '52550.50'],
  total_equity: ['153906.14', '152550.50'],
  total_liabilities_and_equity: ['208802.71', '205930.50'],
} as const;
const income = {
  revenue: ['6783.43', '0.00'],
  operating_cost: ['5427.79', '0.00'],
  operating_profit: ['1355.64', '0.00'],
  profit_before_tax: ['1355.64', '0.00'],
  net_profit: ['1355.64', '0.00'],
  total_comprehensive_income: ['1355.64', '0.00'],
} as const;
const ok = (key: string): object => ({ key, ok: true, difference: '0.00' });

export const documentIds = { CK1: '0197b2a4-7c00-7000-8000-000000000001', CK2: '0197b2a4-7c00-7000-8000-000000000002', XS: '0197b2a4-7c00-7000-8000-000000000003' } as const;
const entry = (key: string, date: string, document: string, id: string, amount: string): Row => ({
  key,
  label: key,
  level: 1,
  cells: { date, document, amount },
  open: { declaration: 'sales.delivery', id },
});
const entries = [
  ['date', '日期', 'date'],
  ['document', '来源单据', 'text'],
  ['amount', '金额', 'money'],
] as const;

const trial: readonly (readonly [string, string, string, string, string, string])[] = [
  ['1001', '库存现金', '2000.00', '', '', '2000.00'],
  ['100201', '银行存款 — 工行基本户', '150000.00', '15000.00', '', '165000.00'],
  ['1122', '应收账款', '11300.00', '7600.00', '14300.00', '4600.00'],
  ['1405', '库存商品', '12630.50', '', '5427.79', '7202.71'],
  ['2203', '预收账款', '', '', '700.00', '-700.00'],
  ['222106', '应交税费 — 待转销项税额', '', '505.98', '816.57', '-310.59'],
  ['6001', '主营业务收入', '', '', '6783.43', '-6783.43'],
  ['640101', '主营业务成本', '', '5427.79', '', '5427.79'],
];
const none = (text: string): string | null => (text === '' ? null : text);

/** Path below `/api` and the cell, if any, to the answer. */
export function recordedReport(path: string, cell: string | null): object | undefined {
  if (path === '/finance/report/balance_sheet' && cell === null)
    return answer(
      'finance.report.balance_sheet',
      [
        ['closing', '期末余额', 'money'],
        ['opening', '上年年末余额', 'money'],
      ],
      form(balanceSheetForms.cas, ['closing', 'opening'], sheet),
      { checks: [ok('balance.closing'), ok('balance.opening')], notes: ['未结账'] },
    );
  if (path === '/finance/report/income_statement' && cell === null)
    return answer(
      'finance.report.income_statement',
      [
        ['amount', '本期金额', 'money'],
        ['prior', '上期金额', 'money'],
      ],
      form(incomeStatementForms.cas, ['amount', 'prior'], income),
      { checks: [ok('profit')], notes: ['未结账'] },
    );
  if (path === '/finance/report/trial_balance' && cell === null)
    return answer(
      'finance.report.trial_balance',
      [
        ['opening_debit', '期初借方', 'money'],
        ['debit', '本期借方', 'money'],
        ['credit', '本期贷方', 'money'],
        ['closing_debit', '期末借方', 'money'],
        ['closing_credit', '期末贷方', 'money'],
      ],
      trial.map(([key, label, opening, debit, credit, closing]) => ({
        key,
        label,
        level: 0,
        cells: {
          opening_debit: none(opening),
          debit: none(debit),
          credit: none(credit),
          closing_debit: closing.startsWith('-') ? null : closing,
          closing_credit: closing.startsWith('-') ? closing.slice(1) : null,
        },
      })),
      { totals: { opening_debit: '211930.50', debit: '28533.77', credit: '28533.77', closing_debit: '220230.50', closing_credit: '220230.50' }, checks: [ok('turnover')] },
    );
  if (cell === 'taxes_payable.closing')
    return answer(
      'finance.report.balance_sheet',
      [['closing', '期末余额', 'money']],
      [
        { key: '222102', label: '未交增值税', level: 1, cells: { closing: '3380.00' } },
        { key: '222101', label: '应交增值税', level: 1, cells: { closing: '505.98' } },
      ],
    );
  if (cell === 'revenue.amount')
    return answer('finance.report.income_statement', [['amount', '本期金额', 'money']], [{ key: '6001', label: '主营业务收入', level: 1, cells: { amount: '6783.43' } }]);
  if (cell === 'revenue.amount/6001.amount')
    return answer('finance.report.income_statement', entries, [
      entry('记-1', '2026-01-12', '销售出库 CK2601-00001', documentIds.CK1, '4059.51'),
      entry('记-2', '2026-01-20', '销售出库 CK2601-00002', documentIds.CK2, '2723.92'),
    ]);
  if (path === '/finance/report/aging')
    return answer(
      'finance.report.aging',
      [
        ['remaining', '合计', 'money'],
        ['not_due', '未到期', 'money'],
        ['d1_30', '1–30天', 'money'],
        ['d31_60', '31–60天', 'money'],
        ['d61_90', '61–90天', 'money'],
        ['y3', '3年以上', 'money'],
      ],
      [
        {
          key: 'customers.customer:C000001',
          label: '昆山同创电子有限公司',
          level: 0,
          cells: { remaining: '18900.00', not_due: '7600.00', d1_30: '11300.00', d31_60: null, d61_90: null, y3: null },
        },
      ],
      { totals: { remaining: '18900.00', not_due: '7600.00', d1_30: '11300.00', d31_60: '0.00', d61_90: '0.00', y3: '0.00' } },
    );
  if (path === '/finance/report/open_items')
    return answer(
      'finance.report.open_items',
      [
        ['document', '单据', 'text'],
        ['doc_date', '单据日期', 'date'],
        ['due_date', '到期日', 'date'],
        ['amount', '金额', 'money'],
        ['remaining', '未核销', 'money'],
      ],
      [
        {
          key: 'XS-1210',
          label: 'XS-1210',
          level: 0,
          cells: { document: 'XS-1210', doc_date: '2025-12-10', due_date: '2026-01-09', amount: '11300.00', remaining: '11300.00' },
          open: { declaration: 'finance.opening', id: documentIds.XS },
        },
        {
          key: 'CK2601-00002',
          label: 'CK2601-00002',
          level: 0,
          cells: { document: 'CK2601-00002', doc_date: '2026-01-20', due_date: null, amount: '3034.51', remaining: '3034.51' },
          open: { declaration: 'sales.delivery', id: documentIds.CK2 },
        },
      ],
      { totals: { remaining: '14334.51' } },
    );
  return undefined;
}
