import type { Label } from '#declare';

/**
 * One line of a statutory form (3.3). `sign` says which net is shown positive: a debit (1) or a credit (−1). `within` is the line
 * it is an "of which" of: what comes to it also comes to that line. `of` makes it a total; `-key` is subtracted.
 */
export interface StatementLine extends Label {
  readonly key: string;
  readonly level: 0 | 1 | 2;
  readonly sign: 1 | -1;
  readonly within?: string;
  readonly of?: readonly string[];
}
export interface StatementForm extends Label {
  readonly code: '会企01' | '会企02' | '会小企01' | '会小企02';
  readonly source: string;
  readonly lines: readonly StatementLine[];
  /** The two totals that must agree (balance sheet), or the line that is the profit (income statement). */
  readonly proves: readonly [string, string] | readonly [string];
}

export type LineRow = readonly [key: string, zh: string, en: string, within?: string];
export const section = (sign: 1 | -1, rows: readonly LineRow[]): readonly StatementLine[] =>
  rows.map(([key, zh, en, within]) => ({ key, zh, en, sign, level: within === undefined ? 1 : 2, ...(within === undefined ? {} : { within }) }));
export const total = (key: string, zh: string, en: string, of: readonly string[], sign: 1 | -1 = 1): StatementLine => ({ key, zh, en, sign, level: 0, of });
/** A line such as 库存股 that the form subtracts: shown positive with its own sign. */
export const flipped = (line: StatementLine): StatementLine => ({ ...line, sign: line.sign === 1 ? -1 : 1 });
export const keys = (lines: readonly StatementLine[], ...subtracted: readonly string[]): readonly string[] =>
  lines.filter((line) => line.within === undefined).map((line) => (subtracted.includes(line.key) ? `-${line.key}` : line.key));
