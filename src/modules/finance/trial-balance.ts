import { type Decimal, isZero, negated, sum, zero } from '#decimal';

/** What one account (and dimension) did: its net before the range (debits less credits), the turnovers of the range and of the year so far. */
export interface AccountTurnover {
  /** Account code, with a dimension `code|dimension code`. */
  readonly key: string;
  readonly opening: Decimal;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly ytd_debit: Decimal;
  readonly ytd_credit: Decimal;
}
export const trialColumns = ['opening_debit', 'opening_credit', 'debit', 'credit', 'ytd_debit', 'ytd_credit', 'closing_debit', 'closing_credit'] as const;
/** Zero is shown empty (3.1). */
export type TrialCells = { readonly [C in (typeof trialColumns)[number]]: Decimal | null };
export interface TrialBalance {
  readonly rows: readonly { readonly key: string; readonly cells: TrialCells }[];
  readonly totals: TrialCells;
  /** Both sides of opening, turnover and closing agree. */
  readonly balanced: boolean;
}

const shown = (amount: Decimal): Decimal | null => (isZero(amount) ? null : amount);
const onDebit = (net: Decimal): Decimal | null => (net.gt(zero) ? net : null);
const onCredit = (net: Decimal): Decimal | null => (net.lt(zero) ? negated(net) : null);

function cellsOf(turnover: AccountTurnover): TrialCells {
  const closing = turnover.opening.plus(turnover.debit).minus(turnover.credit);
  return {
    opening_debit: onDebit(turnover.opening),
    opening_credit: onCredit(turnover.opening),
    debit: shown(turnover.debit),
    credit: shown(turnover.credit),
    ytd_debit: shown(turnover.ytd_debit),
    ytd_credit: shown(turnover.ytd_credit),
    closing_debit: onDebit(closing),
    closing_credit: onCredit(closing),
  };
}

/** 科目余额表 (3.1): a row for every account that has a figure, by code; a balance stands on the side of its sign. */
export function trialBalanceOf(turnovers: readonly AccountTurnover[]): TrialBalance {
  const rows = [...turnovers]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map((turnover) => ({ key: turnover.key, cells: cellsOf(turnover) }))
    .filter(({ cells }) => trialColumns.some((column) => cells[column] !== null));
  const total = (column: (typeof trialColumns)[number]): Decimal => sum(rows, ({ cells }) => cells[column] ?? zero);
  const totals = Object.fromEntries(trialColumns.map((column) => [column, total(column)])) as TrialCells;
  const same = (a: (typeof trialColumns)[number], b: (typeof trialColumns)[number]): boolean => total(a).eq(total(b));
  return { rows, totals, balanced: same('opening_debit', 'opening_credit') && same('debit', 'credit') && same('closing_debit', 'closing_credit') };
}

export interface LedgerEntry {
  readonly debit: Decimal;
  readonly credit: Decimal;
}
/** 明细账: each entry with the balance after it, in the account's direction (3.1). */
export function runningBalance<E extends LedgerEntry>(opening: Decimal, entries: readonly E[]): readonly (E & { readonly balance: Decimal })[] {
  let balance = opening;
  return entries.map((entry) => {
    balance = balance.plus(entry.debit).minus(entry.credit);
    return { ...entry, balance };
  });
}
