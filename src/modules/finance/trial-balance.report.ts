import { type LocalDate, type Read, report, type ReportAnswer, type ReportRow } from '#declare';
import { zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { type ChartEntry, type ChartOfAccounts, chartOfAccounts, dimensionNames, pathOf, takes } from './accounts.facts.ts';
import { ledgerAnswer } from './account-ledger.report.ts';
import { addDays } from './calendar-day.ts';
import { trialBalance } from './reports.ts';
import { type AccountTurnover, trialBalanceOf } from './trial-balance.ts';
import {
  accountTurnovers,
  type Dimension,
  dimensionTurnovers,
  lastYearEnd,
  less,
  netOf,
  nothing,
  openingEntries,
  type OpeningEntry,
  plus,
  type Turnover,
  type Turnovers,
  yearBegin,
} from './turnovers.ts';

interface Asked {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly level: string | null;
  readonly aux: string | null;
}
export function refuseBackwards(from: LocalDate, to: LocalDate): void {
  if (from > to) throw new Refused('report.period', { from, to }, '/from');
}

interface Keyed {
  readonly key: string;
  readonly label: string;
  readonly level: number;
  readonly account: string;
  readonly turnover: Omit<AccountTurnover, 'key'>;
}
/** Opening, turnover and year to date of one key; what the openings of period 00 brought counts as opening on whatever day it stands (3.1 R7). */
function turnoverOf(turnovers: Turnovers, key: string, { from, to }: Asked, brought: Brought): Keyed['turnover'] {
  const upTo = (day: LocalDate): Turnover => turnovers.upTo(key, day).all;
  const before = plus(upTo(addDays(from, -1)), brought.inRange);
  const inside = less(upTo(to), before);
  const year = less(less(upTo(to), upTo(lastYearEnd(to))), brought.inYear);
  return { opening: netOf(before), debit: inside.debit, credit: inside.credit, ytd_debit: year.debit, ytd_credit: year.credit };
}
interface Brought {
  readonly inRange: Turnover;
  readonly inYear: Turnover;
}
function broughtBy(openings: readonly OpeningEntry[], { from, to }: Asked): Brought {
  const since = (day: LocalDate): Turnover => openings.filter((entry) => entry.date >= day).reduce<Turnover>(plus, nothing);
  return { inRange: since(from), inYear: since(yearBegin(to)) };
}
const daysOf = ({ from, to }: Asked): readonly LocalDate[] => [addDays(from, -1), to, lastYearEnd(to)];

async function byAccount(read: Read, chart: ChartOfAccounts, asked: Asked): Promise<readonly Keyed[]> {
  const [turnovers, openings] = await Promise.all([accountTurnovers(read, daysOf(asked)), openingEntries(read, asked.to)]);
  return turnovers.keys.flatMap((id): readonly Keyed[] => {
    const account = chart.byId.get(id);
    if (!account) return [];
    const brought = broughtBy(
      openings.filter((entry) => entry.account === id),
      asked,
    );
    return [{ key: account.code, label: account.name, level: pathOf(chart, account).length, account: id, turnover: turnoverOf(turnovers, id, asked, brought) }];
  });
}
async function byDimension(read: Read, chart: ChartOfAccounts, asked: Asked, dimension: Dimension, accounts: readonly ChartEntry[]): Promise<readonly Keyed[]> {
  const [turnovers, openings] = await Promise.all([
    dimensionTurnovers(read, dimension, { accounts: accounts.map((account) => account.id) }, daysOf(asked)),
    openingEntries(read, asked.to),
  ]);
  const parts = turnovers.keys.map((key) => ({ key, account: chart.byId.get(key.slice(0, 36)), dimension: key.slice(37) }));
  const names = await dimensionNames(
    read,
    dimension,
    parts.flatMap((part) => (part.dimension === '' ? [] : [part.dimension])),
  );
  return parts.flatMap(({ key, account, dimension: id }): readonly Keyed[] => {
    if (!account) return [];
    const named = names.get(id);
    const brought = broughtBy(
      openings.filter((entry) => entry.account === account.id && (entry[dimension] ?? '') === id),
      asked,
    );
    return [
      {
        key: `${account.code}|${named?.code ?? ''}`,
        label: named ? `${account.name} · ${named.name}` : account.name,
        level: pathOf(chart, account).length,
        account: account.id,
        turnover: turnoverOf(turnovers, key, asked, brought),
      },
    ];
  });
}
/** Accounts added up to the level asked for; a parent's figure is the net of everything below it. */
function atLevel(chart: ChartOfAccounts, rows: readonly Keyed[], level: number): readonly Keyed[] {
  const summed = new Map<string, Keyed>();
  for (const row of rows) {
    const account = chart.byId.get(row.account);
    const path = account ? pathOf(chart, account) : [];
    const shown = path[level - 1] ?? account;
    if (!shown) continue;
    const before = summed.get(shown.code)?.turnover ?? { opening: zero, debit: zero, credit: zero, ytd_debit: zero, ytd_credit: zero };
    const { turnover } = row;
    summed.set(shown.code, {
      key: shown.code,
      label: shown.name,
      level: Math.min(level, path.length),
      account: shown.id,
      turnover: {
        opening: before.opening.plus(turnover.opening),
        debit: before.debit.plus(turnover.debit),
        credit: before.credit.plus(turnover.credit),
        ytd_debit: before.ytd_debit.plus(turnover.ytd_debit),
        ytd_credit: before.ytd_credit.plus(turnover.ytd_credit),
      },
    });
  }
  return [...summed.values()];
}

async function run(asked: Asked, read: Read): Promise<ReportAnswer> {
  refuseBackwards(asked.from, asked.to);
  const chart = await chartOfAccounts(read);
  const dimension = asked.aux === null || asked.aux === 'none' ? null : (asked.aux as Dimension);
  const analysed = dimension === null ? [] : chart.all.filter((account) => takes(account, dimension));
  const [plain, divided] = await Promise.all([byAccount(read, chart, asked), dimension === null ? [] : byDimension(read, chart, asked, dimension, analysed)]);
  const own = plain.filter((row) => !analysed.some((account) => account.id === row.account));
  const leaves = [...own, ...divided];
  const rows = asked.level === null || asked.level === 'leaf' || dimension !== null ? leaves : atLevel(chart, leaves, Number(asked.level));
  const named = new Map(rows.map((row) => [row.key, row]));
  const answer = trialBalanceOf(rows.map(({ key, turnover }) => ({ key, ...turnover })));
  const whole = trialBalanceOf(plain.map(({ key, turnover }) => ({ key, ...turnover })));
  return {
    rows: answer.rows.map(({ key, cells }): ReportRow => ({ key, label: named.get(key)?.label ?? '', level: named.get(key)?.level ?? 1, cells })),
    totals: answer.totals,
    checks: [{ key: 'balanced', ok: whole.balanced, difference: (whole.totals.closing_debit ?? zero).minus(whole.totals.closing_credit ?? zero) }],
  };
}
/** Any figure of an account goes to its ledger in the same range (3.1). */
async function drill(asked: Asked, cell: string, read: Read): Promise<ReportAnswer> {
  const key = cell.slice(0, cell.lastIndexOf('.'));
  const [code = '', dimensionCode] = key.split('|');
  const chart = await chartOfAccounts(read);
  const account = chart.byCode.get(code);
  if (!account) throw new Refused('not_found');
  const aux = asked.aux === null || asked.aux === 'none' ? null : asked.aux;
  const dimension = aux === null || !dimensionCode ? {} : { [aux]: await dimensionId(read, aux as Dimension, dimensionCode) };
  return ledgerAnswer(read, chart, { account, from: asked.from, to: asked.to, customer: null, department: null, product: null, ...dimension });
}
async function dimensionId(read: Read, dimension: Dimension, code: string): Promise<string> {
  const name = ({ customer: 'customers.customer', department: 'core.department', product: 'inventory.product' } as const)[dimension];
  const [found] = await read.find(name, { code } as never);
  if (!found) throw new Refused('not_found');
  return found.id;
}
export const trialBalanceServer = report(
  trialBalance,
  (asked, read) => run(asked as Asked, read),
  (asked, cell, read) => drill(asked as Asked, cell, read),
);
