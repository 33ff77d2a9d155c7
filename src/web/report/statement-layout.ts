import type { Word } from '../words/index.ts';

/*
 * Statutory forms keep their layout (3.3): two halves side by side for the balance sheet, section heads that carry no figure, numbered lines.
 * Keys are those of the layouts of both standards: words for 会企, line numbers for 会小企.
 */
export interface StatementLayout {
  /** First row of the right half. */
  readonly rightFrom?: ReadonlySet<string>;
  readonly heads: Readonly<Record<string, Word>>;
}
const balanceSheet: StatementLayout = {
  rightFrom: new Set(['short_term_loans', '31']),
  heads: {
    cash: 'report.current_assets',
    debt_investments: 'report.noncurrent_assets',
    short_term_loans: 'report.current_liabilities',
    long_term_loans: 'report.noncurrent_liabilities',
    paid_in_capital: 'report.equity',
    '1': 'report.current_assets',
    '16': 'report.noncurrent_assets',
    '31': 'report.current_liabilities',
    '42': 'report.noncurrent_liabilities',
    '48': 'report.equity',
  },
};
const layouts: Readonly<Record<string, StatementLayout>> = {
  'finance.report.balance_sheet': balanceSheet,
  'finance.report.income_statement': { heads: {} },
};
export const layoutOf = (report: string): StatementLayout | undefined => layouts[report];
/** 会企01 and 会企02, or of the small-business standard, whose lines are numbers. */
export function formCode(report: string, firstKey: string | undefined): string | undefined {
  const small = firstKey !== undefined && /^\d+$/.test(firstKey);
  if (report === 'finance.report.balance_sheet') return small ? '会小企 01' : '会企 01';
  return report === 'finance.report.income_statement' ? (small ? '会小企 02' : '会企 02') : undefined;
}
