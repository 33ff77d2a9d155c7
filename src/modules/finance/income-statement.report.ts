import { type LocalDate, type Read, report, type ReportAnswer } from '#declare';
import { isZero, negated, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { addDays, addMonths, dayOfMonth, lastDay, monthOf } from './calendar-day.ts';
import { incomeStatementForms } from './layout-income-statement.ts';
import { incomeStatementReport } from './reports.ts';
import { type BroughtForward, broughtForward, closedNotes, refuseBeforeUse, type StatementBasis, statementBasis, turnoversIn } from './statement.facts.ts';
import { accountsAnswer, cellsOf, entriesAnswer } from './statement-drill.ts';
import { type AccountNet, check, drill as contributionsOf, figure, incomeContributions, incomeStatement, netted, type StatementCheck } from './statements.ts';
import { refuseBackwards } from './trial-balance.report.ts';
import { accountTurnovers, yearBegin } from './turnovers.ts';

interface Range {
  readonly from: LocalDate;
  readonly to: LocalDate;
}
/** 上期: the same range a year before; the end of a month stays the end of its month. */
function yearBefore({ from, to }: Range): Range {
  const back = (day: LocalDate): LocalDate => dayOfMonth(addMonths(monthOf(day), -12), Number(day.slice(8)));
  return { from: back(from), to: to === lastDay(monthOf(to)) ? lastDay(addMonths(monthOf(to), -12)) : back(to) };
}
/** Turnovers of both columns; a range from the beginning of the go-live year takes what the opening brought of that year (3.1 R7). */
async function columnsOf(read: Read, basis: StatementBasis, range: Range): Promise<{ readonly amount: readonly AccountNet[]; readonly prior: readonly AccountNet[] }> {
  const prior = yearBefore(range);
  const [turnovers, brought] = await Promise.all([
    accountTurnovers(read, [addDays(range.from, -1), range.to, addDays(prior.from, -1), prior.to]),
    broughtInto(read, basis, [range, prior]),
  ]);
  const column = ({ from, to }: Range, more: readonly BroughtForward[]): readonly AccountNet[] =>
    netted([...turnoversIn(basis.chart, turnovers, addDays(from, -1), to).map(({ account, net }) => ({ account, debit: net, credit: zero })), ...more]);
  return { amount: column(range, brought[0] ?? []), prior: column(prior, brought[1] ?? []) };
}
async function broughtInto(read: Read, basis: StatementBasis, ranges: readonly Range[]): Promise<readonly (readonly BroughtForward[])[]> {
  const { openingDay } = basis;
  const takes = ({ from, to }: Range): boolean => openingDay !== null && from === yearBegin(openingDay) && to >= openingDay && !openingDay.endsWith('-12-31');
  if (!ranges.some(takes)) return [];
  const lines = await broughtForward(read, basis.chart);
  return ranges.map((range) => (takes(range) ? lines : []));
}
/** Every profit-and-loss account came into the form: its profit is what they made together. */
function completeCheck(basis: StatementBasis, turnovers: readonly AccountNet[], netProfit: ReturnType<typeof figure>): StatementCheck {
  const counted = turnovers.filter(({ account }) => {
    const entry = basis.chart.byCode.get(account);
    return entry !== undefined && (entry.is_line !== null || (entry.class === 'profit' && !entry.roles.includes('prior_year_adjustment') && !isPriorYear(basis, account)));
  });
  return check('complete', negated(sum(counted, (turnover) => turnover.net)).minus(netProfit));
}
const isPriorYear = (basis: StatementBasis, code: string): boolean =>
  basis.chart.all.some((account) => account.roles.includes('prior_year_adjustment') && code.startsWith(account.code));
const profitLine = (basis: StatementBasis): string => incomeStatementForms[basis.options.standard].proves[0];

async function run(range: Range, read: Read): Promise<ReportAnswer> {
  refuseBackwards(range.from, range.to);
  const basis = await statementBasis(read);
  refuseBeforeUse(range.to, basis);
  const [columns, notes] = await Promise.all([columnsOf(read, basis, range), closedNotes(read, range.to)]);
  const statement = incomeStatement(columns, basis.options);
  return {
    rows: statement.rows.map(({ key, label, level, cells }) => ({ key, label, level, cells })),
    checks: [completeCheck(basis, columns.amount, figure(statement, profitLine(basis), 'amount'))],
    notes,
  };
}
/** A line goes to its accounts, an account to its entries; each level adds up to the figure above it. */
async function drill(range: Range, path: string, read: Read): Promise<ReportAnswer> {
  const basis = await statementBasis(read);
  const [cell, below] = cellsOf(path);
  if (cell.column !== 'amount' && cell.column !== 'prior') throw new Refused('not_found');
  const columns = await columnsOf(read, basis, range);
  const form = incomeStatementForms[basis.options.standard];
  const contributions = contributionsOf(form, cell.key, incomeContributions(columns[cell.column], basis.options));
  if (!below) return accountsAnswer(read, basis.chart, contributions);
  const account = basis.chart.byCode.get(below.key);
  const shown = contributions.filter((part) => part.account === below.key);
  if (!account || shown.length === 0) throw new Refused('not_found');
  const inRange = columns[cell.column].filter((turnover) => turnover.account === below.key);
  const debits = sum(inRange, (turnover) => turnover.net);
  const sign = isZero(debits) || sum(shown, (part) => part.net).eq(debits) ? 1 : -1;
  return entriesAnswer(read, account.id, cell.column === 'amount' ? range : yearBefore(range), sign);
}
export const incomeStatementServer = report(incomeStatementReport, run, drill);

/** Net profit of the year so far, for the balance sheet's check. */
export async function netProfitOfYear(read: Read, basis: StatementBasis, at: LocalDate): Promise<ReturnType<typeof figure>> {
  const columns = await columnsOf(read, basis, { from: yearBegin(at), to: at });
  return figure(incomeStatement({ amount: columns.amount }, basis.options), profitLine(basis), 'amount');
}
