import { type Decimal, isZero, negated, sum, zero } from '#decimal';
import type { Label } from '#declare';
import { Refused } from '../../kernel/problem.ts';
import { parentCode, type Standard } from './chart.ts';
import { balanceSheetForms } from './layout-balance-sheet.ts';
import { incomeStatementForms } from './layout-income-statement.ts';
import type { StatementForm, StatementLine } from './statement-form.ts';

/** What stands on one account (and party): debits less credits, up to a day or within a range. */
export interface AccountNet {
  readonly account: string;
  readonly party?: string | null;
  readonly net: Decimal;
}
/** The lines an account belongs to; a new sub-account has its parent's until it is given its own. */
export interface AccountLines {
  readonly code: string;
  readonly bs_dr_line: string | null;
  readonly bs_cr_line: string | null;
  readonly is_line: string | null;
  readonly net: string | null;
}
export interface StatementRow {
  readonly key: string;
  readonly label: Label;
  readonly level: number;
  readonly cells: { readonly [column: string]: Decimal };
}
export interface StatementCheck {
  readonly key: string;
  readonly ok: boolean;
  readonly difference: Decimal;
}
export interface Statement {
  readonly form: StatementForm;
  readonly rows: readonly StatementRow[];
  readonly checks: readonly StatementCheck[];
}
/** An amount that a schedule moves between two lines of one side, the part of a loan due within a year for one (3.3); `net` is debit less credit. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly net: Decimal;
}
export interface StatementOptions {
  readonly standard: Standard;
  readonly accounts: readonly AccountLines[];
  /** 往来重分类口径 (3.0.1): whether a customer in credit is shown among the liabilities, or only an account. */
  readonly reclassLevel?: 'party' | 'account';
  readonly moves?: { readonly [column: string]: readonly Move[] };
}
/** One account's (and party's) share of one line: what a figure drills down to. */
export interface Contribution {
  readonly line: string;
  readonly account: string;
  readonly party: string | null;
  readonly net: Decimal;
}

type Lookup = (code: string) => AccountLines | undefined;
function lookupOf(accounts: readonly AccountLines[]): Lookup {
  const byCode = new Map(accounts.map((account) => [account.code, account]));
  return (code) => {
    for (let at: string | null = code; at !== null; at = parentCode(at)) {
      const found = byCode.get(at);
      if (found) return found;
    }
    return undefined;
  };
}

/** Accounts whose balances are netted before the sign decides the line: `222101`, 5401 with 5402, a leaf per party, a single leaf. */
function groupKey(balance: AccountNet, rule: string | null, level: 'party' | 'account'): string {
  if (rule === null) return `account:${balance.account}`;
  const party = level === 'party' ? (balance.party ?? '') : '';
  if (rule === 'party') return `account:${balance.account}:${party}`;
  return rule.endsWith('/party') ? `group:${rule}:${party}` : `group:${rule}`;
}

/**
 * Splits balances over the lines of the balance sheet. The sign of a group's net picks the line for the whole group, and each balance goes
 * there with its own amount; so whatever the signs, everything lands in exactly one line, and A = L + E follows from ΣDr = ΣCr.
 */
export function balanceSheetContributions(balances: readonly AccountNet[], options: StatementOptions): readonly Contribution[] {
  const lookup = lookupOf(options.accounts);
  const level = options.reclassLevel ?? 'party';
  const known = balances
    .filter((balance) => !isZero(balance.net))
    .map((balance) => ({ balance, lines: lookup(balance.account) }))
    .map(({ balance, lines }) => ({ balance, lines, group: groupKey(balance, lines?.net ?? null, level) }));
  const nets = new Map<string, Decimal>();
  for (const { balance, group } of known) nets.set(group, (nets.get(group) ?? zero).plus(balance.net));
  return known.map(({ balance, lines, group }) => {
    const debit = (nets.get(group) ?? zero).gte(zero);
    const line = debit ? lines?.bs_dr_line : lines?.bs_cr_line;
    if (!line) throw new Refused('layout.account_unmapped', { account: balance.account });
    return { line, account: balance.account, party: balance.party ?? null, net: balance.net };
  });
}

/** Turnovers of profit-and-loss accounts by the line of the income statement; what has no line (6901) stays out of it. */
export function incomeContributions(turnovers: readonly AccountNet[], options: StatementOptions): readonly Contribution[] {
  const lookup = lookupOf(options.accounts);
  return turnovers.flatMap(({ account, party, net }) => {
    const line = lookup(account)?.is_line;
    return line && !isZero(net) ? [{ line, account, party: party ?? null, net }] : [];
  });
}

/** The figures of one column: what comes to a line comes to the line it is an "of which" of, and totals add what stands above. */
function column(form: StatementForm, contributions: readonly Pick<Contribution, 'line' | 'net'>[]): ReadonlyMap<string, Decimal> {
  const lines = new Map(form.lines.map((line) => [line.key, line]));
  const nets = new Map<string, Decimal>();
  for (const { line, net } of contributions) {
    for (let at = lines.get(line); at; at = at.within === undefined ? undefined : lines.get(at.within)) nets.set(at.key, (nets.get(at.key) ?? zero).plus(net));
  }
  const figures = new Map<string, Decimal>();
  for (const line of form.lines) figures.set(line.key, line.of ? totalled(line.of, figures) : shown(line, nets));
  return figures;
}
const shown = (line: StatementLine, nets: ReadonlyMap<string, Decimal>): Decimal => {
  const net = nets.get(line.key) ?? zero;
  return line.sign === 1 || isZero(net) ? net : negated(net);
};
const totalled = (of: readonly string[], figures: ReadonlyMap<string, Decimal>): Decimal =>
  of.reduce((total, key) => (key.startsWith('-') ? total.minus(figures.get(key.slice(1)) ?? zero) : total.plus(figures.get(key) ?? zero)), zero);

function rowsOf(form: StatementForm, columns: readonly (readonly [string, ReadonlyMap<string, Decimal>])[]): readonly StatementRow[] {
  return form.lines.map((line) => ({
    key: line.key,
    label: { zh: line.zh, en: line.en },
    level: line.level,
    cells: Object.fromEntries(columns.map(([name, figures]) => [name, figures.get(line.key) ?? zero])),
  }));
}

export type Columns = { readonly [column: string]: readonly AccountNet[] };

/** 资产负债表: balances of all accounts at the end of each column's day (`closing`, `opening`), in the form of the standard. */
export function balanceSheet(columns: Columns, options: StatementOptions): Statement {
  const form = balanceSheetForms[options.standard];
  const figures = Object.entries(columns).map(([name, balances]) => {
    const moved = (options.moves?.[name] ?? []).flatMap(({ from, to, net }) => [
      { line: from, net: negated(net) },
      { line: to, net },
    ]);
    return [name, column(form, [...balanceSheetContributions(balances, options), ...moved])] as const;
  });
  const [assets = '', claims = ''] = form.proves;
  const checks = figures.map(([name, values]) => check(`balance.${name}`, (values.get(assets) ?? zero).minus(values.get(claims) ?? zero)));
  return { form, rows: rowsOf(form, figures), checks };
}

/** 利润表: turnovers of each column's range (`amount`, `prior`) without the kinds pl_close and year_close, in the form of the standard. */
export function incomeStatement(columns: Columns, options: StatementOptions): Statement {
  const form = incomeStatementForms[options.standard];
  const figures = Object.entries(columns).map(([name, turnovers]) => [name, column(form, incomeContributions(turnovers, options))] as const);
  return { form, rows: rowsOf(form, figures), checks: [] };
}

/** Where a cell comes from (drill): the accounts and parties whose amounts add up to it, signs as the cell shows them. Totals open line by line. */
export function drill(form: StatementForm, key: string, contributions: readonly Contribution[]): readonly Contribution[] {
  const lines = new Map(form.lines.map((line) => [line.key, line]));
  const line = lines.get(key);
  if (!line) return [];
  const inside = (from: string): boolean => {
    for (let at = lines.get(from); at; at = at.within === undefined ? undefined : lines.get(at.within)) if (at.key === key) return true;
    return false;
  };
  if (line.of) {
    return line.of.flatMap((term) => {
      const parts = drill(form, term.replace('-', ''), contributions);
      return term.startsWith('-') ? parts.map((part) => ({ ...part, net: negated(part.net) })) : parts;
    });
  }
  return contributions.filter((part) => inside(part.line)).map((part) => ({ ...part, net: line.sign === 1 ? part.net : negated(part.net) }));
}

export const check = (key: string, difference: Decimal): StatementCheck => ({ key, ok: isZero(difference), difference });

/** 勾稽: net profit of the year so far = change of undistributed profit + appropriations + dividends ± 6901 (3.3). */
export function profitCheck(facts: {
  readonly netProfitToDate: Decimal;
  readonly undistributed: { readonly closing: Decimal; readonly opening: Decimal };
  readonly appropriated: Decimal;
  readonly dividends: Decimal;
  /** Credit less debit of 6901. */
  readonly priorYears: Decimal;
}): StatementCheck {
  const change = facts.undistributed.closing.minus(facts.undistributed.opening);
  return check('profit', change.plus(facts.appropriated).plus(facts.dividends).minus(facts.priorYears).minus(facts.netProfitToDate));
}

/** The figure of one cell; a line that the form does not have is a slip of the caller. */
export function figure(statement: Pick<Statement, 'rows'>, key: string, name: string): Decimal {
  const value = statement.rows.find((row) => row.key === key)?.cells[name];
  if (value === undefined) throw new TypeError(`no cell ${key}.${name}`);
  return value;
}

/** Adds what stands on the same account and party; entries become the balances a statement reads. */
export function netted(entries: readonly { readonly account: string; readonly party?: string | null; readonly debit: Decimal; readonly credit: Decimal }[]): readonly AccountNet[] {
  const nets = new Map<string, AccountNet>();
  for (const { account, party, debit, credit } of entries) {
    const key = `${account}|${party ?? ''}`;
    nets.set(key, { account, party: party ?? null, net: (nets.get(key)?.net ?? zero).plus(debit).minus(credit) });
  }
  return [...nets.values()];
}

/** ΣDr − ΣCr of balances; anything but zero makes a statement that does not balance, and it says so (`statement.unbalanced`). */
export const imbalance = (balances: readonly AccountNet[]): Decimal => sum(balances, (balance) => balance.net);
