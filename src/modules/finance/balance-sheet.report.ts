import { type LocalDate, type Read, report, type ReportAnswer } from '#declare';
import { negated, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { ledgerAnswer } from './account-ledger.report.ts';
import { netProfitOfYear } from './income-statement.report.ts';
import { balanceSheetForms } from './layout-balance-sheet.ts';
import { balanceSheetReport } from './reports.ts';
import { balancesOn, broughtForward, closedNotes, isParty, refuseBeforeUse, type StatementBasis, statementBasis, turnoversIn } from './statement.facts.ts';
import { accountsAnswer, cellsOf } from './statement-drill.ts';
import {
  type AccountNet,
  balanceSheet,
  balanceSheetContributions,
  check,
  drill as contributionsOf,
  figure,
  imbalance,
  netted,
  profitCheck,
  type Statement,
  type StatementCheck,
} from './statements.ts';
import { accountTurnovers, lastYearEnd, yearBegin } from './turnovers.ts';

interface Columns {
  readonly closing: readonly AccountNet[];
  readonly opening: readonly AccountNet[];
}
/** Balances of the day and of last December; in a go-live year that begins later, what the opening says of its beginning (3.1 R7). */
async function columnsAt(read: Read, basis: StatementBasis, at: LocalDate, parties: 'sides' | 'each' = 'sides'): Promise<Columns> {
  const before = lastYearEnd(at);
  const [[closing = [], opening = []], brought] = await Promise.all([
    balancesOn(read, basis.chart, [at, before], parties),
    startsWithin(basis, at) ? broughtForward(read, basis.chart) : undefined,
  ]);
  return {
    closing,
    opening: brought
      ? netted(
          brought.map(({ account, party, yearOpen }) => ({ account, party: isParty(basis.chart.byCode.get(account)?.net ?? null) ? party : null, debit: yearOpen, credit: zero })),
        )
      : opening,
  };
}
const startsWithin = ({ openingDay }: StatementBasis, at: LocalDate): boolean => openingDay !== null && openingDay >= yearBegin(at) && !openingDay.endsWith('-12-31');

/** The line of 未分配利润 in either form. */
const undistributedLine = { cas: 'undistributed_profit', sbe: '51' } as const;
/** 净利润（本年）= Δ未分配利润 + appropriations + dividends ± 6901 (3.3). */
async function undistributedCheck(read: Read, basis: StatementBasis, at: LocalDate, statement: Statement): Promise<StatementCheck> {
  const [netProfitToDate, turnovers] = await Promise.all([netProfitOfYear(read, basis, at), accountTurnovers(read, [lastYearEnd(at), at])]);
  const moved = turnoversIn(basis.chart, turnovers, lastYearEnd(at), at);
  const distribution = basis.chart.all.find((account) => account.roles.includes('undistributed_profit'))?.code.slice(0, 4) ?? '';
  const of = (...codes: readonly string[]) =>
    sum(
      moved.filter(({ account }) => codes.some((code) => code !== '' && account.startsWith(code))),
      ({ net }) => net,
    );
  const prior = basis.chart.all.find((account) => account.roles.includes('prior_year_adjustment'))?.code ?? '';
  const line = undistributedLine[basis.options.standard];
  return profitCheck({
    netProfitToDate,
    undistributed: { closing: figure(statement, line, 'closing'), opening: figure(statement, line, 'opening') },
    appropriated: of(`${distribution}01`, `${distribution}02`, `${distribution}04`),
    dividends: of(`${distribution}03`),
    priorYears: negated(of(prior)),
  });
}

async function run({ at }: { readonly at: LocalDate }, read: Read): Promise<ReportAnswer> {
  const basis = await statementBasis(read);
  refuseBeforeUse(at, basis);
  const [columns, notes] = await Promise.all([columnsAt(read, basis, at), closedNotes(read, at)]);
  const statement = balanceSheet({ closing: columns.closing, opening: columns.opening }, basis.options);
  return {
    rows: statement.rows.map(({ key, label, level, cells }) => ({ key, label, level, cells })),
    checks: [...statement.checks, check('entries', imbalance(columns.closing)), await undistributedCheck(read, basis, at, statement)],
    notes,
  };
}
/** A line goes to its accounts and parties, those to their ledger of the year, whose closing (or last year's) is the figure. */
async function drill({ at }: { readonly at: LocalDate }, path: string, read: Read): Promise<ReportAnswer> {
  const basis = await statementBasis(read);
  const [cell, below] = cellsOf(path);
  if (cell.column !== 'closing' && cell.column !== 'opening') throw new Refused('not_found');
  if (below) {
    const [code = '', party] = below.key.split('|');
    const account = basis.chart.byCode.get(code);
    const customer = party === undefined ? undefined : (await read.find('customers.customer', { code: party }))[0];
    if (!account || (party !== undefined && !customer)) throw new Refused('not_found');
    const to = cell.column === 'closing' ? at : lastYearEnd(at);
    return ledgerAnswer(read, basis.chart, { account, from: yearBegin(to), to, customer: customer?.id ?? null, department: null, product: null });
  }
  const columns = await columnsAt(read, basis, at, 'each');
  return accountsAnswer(read, basis.chart, contributionsOf(balanceSheetForms[basis.options.standard], cell.key, balanceSheetContributions(columns[cell.column], basis.options)));
}
export const balanceSheetServer = report(balanceSheetReport, run, drill);
