import { type LocalDate, type Read, report, type ReportAnswer, type ReportRow } from '#declare';
import { type Decimal, negated, sum } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type ChartEntry, type ChartOfAccounts, chartOfAccounts, withBelow } from './accounts.facts.ts';
import { addDays } from './calendar-day.ts';
import { ledgerEntries, pageSize } from './ledger-page.ts';
import { accountLedger } from './reports.ts';
import { runningBalance } from './trial-balance.ts';
import { accountTurnovers, dimensionTurnovers, netOf, nothing, plus, type Turnover } from './turnovers.ts';

const words = {
  opening: { zh: '期初余额', en: 'Opening balance' },
  closing: { zh: '期末余额', en: 'Closing balance' },
  period: { zh: '本期合计', en: 'Total of the period' },
} as const;

export interface LedgerRequest {
  readonly account: ChartEntry;
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly customer: string | null;
  readonly department: string | null;
  readonly product: string | null;
}
const columns = accountLedger.spec.columns;
/** The ledger's own columns, for reports that drill into it. */
export const ledgerColumns = Object.entries(columns).map(([key, field]) => ({ key, zh: field.zh, en: field.en, kind: field.kind }));

/** What stood on the accounts at the end of each day, narrowed by dimensions where some are asked for. */
async function balancesAt(read: Read, request: LedgerRequest, accounts: readonly string[], days: readonly LocalDate[]): Promise<readonly Turnover[]> {
  const narrowed = request.customer !== null || request.department !== null || request.product !== null;
  const turnovers = narrowed ? await dimensionTurnovers(read, 'customer', { ...request, accounts }, days) : await accountTurnovers(read, days);
  const keys = narrowed ? turnovers.keys : accounts;
  return days.map((day) => keys.map((key) => turnovers.upTo(key, day).all).reduce(plus, nothing));
}

/** 明细账 of an account and everything below it; balances stand in the account's direction (3.1). */
export async function ledgerAnswer(read: Read, chart: ChartOfAccounts, request: LedgerRequest): Promise<ReportAnswer> {
  const accounts = withBelow(chart, request.account).map((account) => account.id);
  const [[before = nothing, after = nothing], found] = await Promise.all([
    balancesAt(read, request, accounts, [addDays(request.from, -1), request.to]),
    ledgerEntries(read, { ...request, accounts }),
  ]);
  const directed = (net: Decimal): Decimal => (request.account.direction === 'C' ? negated(net) : net);
  const entries = runningBalance(netOf(before), found.slice(0, pageSize));
  const rows = entries.map(
    ({ key, date, voucher, summary, document, debit, credit, balance, open }): ReportRow => ({
      key,
      label: voucher,
      level: 1,
      open,
      cells: { date, voucher, summary, document, debit, credit, balance: directed(balance) },
    }),
  );
  const [debit, credit, closing] = [after.debit.minus(before.debit), after.credit.minus(before.credit), netOf(after)];
  const complete = found.length <= pageSize;
  const listed = sum(entries, (entry) => entry.debit.minus(entry.credit));
  return {
    columns: ledgerColumns,
    rows: [
      { key: 'opening', label: words.opening, level: 0, cells: { date: request.from, summary: words.opening, balance: directed(netOf(before)) } },
      ...rows,
      { key: 'closing', label: words.closing, level: 0, cells: { date: request.to, summary: words.period, debit, credit, balance: directed(closing) } },
    ],
    totals: { debit, credit, balance: directed(closing) },
    checks: complete ? [{ key: 'entries', ok: netOf(before).plus(listed).eq(closing), difference: closing.minus(netOf(before)).minus(listed) }] : [],
    notes: complete ? [] : [{ zh: `只列出前 ${pageSize} 行，缩小日期范围看其余`, en: `The first ${pageSize} rows only; narrow the dates for the rest` }],
  };
}

export const accountLedgerServer = report(accountLedger, async (asked, read) => {
  const chart = await chartOfAccounts(read);
  const account = chart.byId.get(asked.account);
  if (!account) throw new Refused('not_found');
  if (asked.from > asked.to) throw new Refused('report.period', { from: asked.from, to: asked.to }, '/from');
  return ledgerAnswer(read, chart, { account, from: asked.from, to: asked.to, customer: asked.customer, department: asked.department, product: asked.product });
});
