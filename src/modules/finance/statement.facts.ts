import { type LocalDate, type Read, sql } from '#declare';
import { type Decimal, decimal, negated, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type ChartOfAccounts, chartOfAccounts, mappedAccounts } from './accounts.facts.ts';
import { monthOf } from './calendar-day.ts';
import { openingDay } from './period.ts';
import type { AccountNet, StatementOptions } from './statements.ts';
import { accountTurnovers, dimensionTurnovers, netOf, partySides, type Turnovers } from './turnovers.ts';

/** What every statement starts from. */
export interface StatementBasis {
  readonly chart: ChartOfAccounts;
  readonly options: StatementOptions;
  /** 期初日: before it there is nothing to show. */
  readonly openingDay: LocalDate | null;
}
export async function statementBasis(read: Read): Promise<StatementBasis> {
  const [settings, chart] = await Promise.all([read.settings('finance.settings'), chartOfAccounts(read)]);
  const goLive = settings.go_live_period;
  return {
    chart,
    options: { standard: settings.accounting_standard, accounts: mappedAccounts(chart), reclassLevel: settings.reclass_level },
    openingDay: goLive === null ? null : openingDay(goLive),
  };
}
export function refuseBeforeUse(day: LocalDate, basis: StatementBasis): void {
  if (basis.openingDay !== null && day < basis.openingDay) throw new Refused('statement.period_not_open', { period: monthOf(day) });
}
/** 未结账 stands on a statement whose period is not closed yet (3.3). */
export async function closedNotes(read: Read, day: LocalDate): Promise<readonly string[]> {
  const [period] = await read.find('finance.period', { code: monthOf(day) });
  return period?.state === 'closed' ? [] : ['未结账'];
}

/** Whether an account is netted by its party: the leaf and party, or with accounts of the same name and party. */
export const isParty = (net: string | null): boolean => net === 'party' || net?.endsWith('/party') === true;
/**
 * Balances of all accounts on each day. Accounts netted by party alone need only what their parties have in debit and in credit; those that
 * are netted with others need each party, and a drill needs all of them.
 */
export async function balancesOn(read: Read, chart: ChartOfAccounts, days: readonly LocalDate[], parties: 'sides' | 'each' = 'sides'): Promise<readonly (readonly AccountNet[])[]> {
  const sided = parties === 'sides' ? chart.all.filter((account) => account.net === 'party') : [];
  const each = chart.all.filter((account) => isParty(account.net) && !sided.includes(account));
  const [whole, sides, divided] = await Promise.all([
    accountTurnovers(read, days),
    partySides(
      read,
      sided.map((account) => account.id),
      days,
    ),
    dimensionTurnovers(read, 'customer', { accounts: each.map((account) => account.id) }, days),
  ]);
  const code = (id: string): string => chart.byId.get(id)?.code ?? id;
  const skipped = new Set([...sided, ...each].map((account) => account.id));
  return days.map((day) => [
    ...whole.keys.filter((id) => !skipped.has(id)).map((id) => ({ account: code(id), net: netOf(whole.upTo(id, day).all) })),
    ...sides.filter((side) => side.day === day).map((side) => ({ account: code(side.account), party: side.side, net: side.net })),
    ...divided.keys.map((key) => ({ account: code(key.slice(0, 36)), party: key.slice(37) || null, net: netOf(divided.upTo(key, day).all) })),
  ]);
}
/** Turnovers of a range in accounts that have an income statement line, without the kinds that carry results forward. */
export function turnoversIn(chart: ChartOfAccounts, turnovers: Turnovers, before: LocalDate, to: LocalDate): readonly AccountNet[] {
  return turnovers.keys.map((id) => {
    const [start, end] = [turnovers.upTo(id, before), turnovers.upTo(id, to)];
    const all = netOf(end.all).minus(netOf(start.all));
    return { account: chart.byId.get(id)?.code ?? id, net: all.minus(netOf(end.closing).minus(netOf(start.closing))) };
  });
}

/** What the posted opening says of the part of the go-live year before it (3.1 R7): the year's opening and the turnovers so far. */
export interface BroughtForward {
  readonly account: string;
  readonly party: string | null;
  readonly yearOpen: Decimal;
  readonly debit: Decimal;
  readonly credit: Decimal;
}
/** Lines of the opening, debits positive; a line without figures of the year had its balance from its beginning. */
export async function broughtForward(read: Read, chart: ChartOfAccounts): Promise<readonly BroughtForward[]> {
  const rows = await read.query<{ account: string; customer: string | null; opening: string; year_open: string | null; debit_ytd: string | null; credit_ytd: string | null }>(
    sql`select l.account, l.customer, l.opening::text as opening, l.year_open::text as year_open, l.debit_ytd::text as debit_ytd, l.credit_ytd::text as credit_ytd
      from finance.opening o join finance.opening_line l on l.org_id = ${read.org.id} and l.parent = o.id where o.org_id = ${read.org.id} and o.state = 'posted'`,
  );
  return rows.map((row) => {
    const account = chart.byId.get(row.account);
    const given = row.year_open ?? (row.debit_ytd === null && row.credit_ytd === null ? row.opening : null);
    return {
      account: account?.code ?? row.account,
      party: row.customer,
      yearOpen: account?.direction === 'C' ? negated(decimal(given ?? '0')) : decimal(given ?? '0'),
      debit: row.debit_ytd === null ? zero : decimal(row.debit_ytd),
      credit: row.credit_ytd === null ? zero : decimal(row.credit_ytd),
    };
  });
}
