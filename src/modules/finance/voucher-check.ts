import { type Decimal, isZero, round, sum } from '#decimal';
import type { LocalDate } from '#declare';
import type { Problem } from '../../kernel/problem.ts';
import type { Dimensions } from './posting.ts';

/** A line as it is about to be posted. */
export interface CheckedLine {
  readonly summary: string;
  readonly account: string;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly dimensions: Dimensions;
}
export interface CheckedAccount {
  readonly code: string;
  readonly active: boolean;
  readonly is_leaf: boolean;
  readonly control: boolean;
  readonly aux_required: readonly string[];
  readonly aux_optional: readonly string[];
}
export interface CheckedVoucher {
  readonly voucher_date: LocalDate;
  readonly lines: readonly CheckedLine[];
}
export interface CheckOptions {
  readonly account: (code: string) => CheckedAccount | undefined;
  /** Vouchers of documents, and people with `finance.post_controlled`, may write on controlled accounts (I6). */
  readonly mayPostControlled: boolean;
}

const problem = (code: string, params: Problem['params'], path: string | undefined): Problem => ({ code, params, path });

/** I1: exactly one side, at most two decimals. */
function amountProblems(line: CheckedLine, path: string): readonly Problem[] {
  const amount = isZero(line.debit) ? line.credit : line.debit;
  if (isZero(line.debit) === isZero(line.credit)) return [problem('voucher.line_amount', {}, path)];
  if (!round(amount, 2).eq(amount)) return [problem('amount.scale', { decimals: 2 }, `${path}/${isZero(line.debit) ? 'credit' : 'debit'}`)];
  if (amount.abs().gte('1000000000000000000')) return [problem('amount.range', { max: '999999999999999999.99' }, path)];
  return [];
}
/** I6: an active leaf with exactly the 辅助核算 it takes, and not a controlled one unless allowed. */
export function accountProblems(line: Pick<CheckedLine, 'account' | 'dimensions'>, path: string, options: CheckOptions): readonly Problem[] {
  const account = options.account(line.account);
  const at = `${path}/account`;
  if (!account) return [problem('reference.not_found', { code: line.account }, at)];
  if (!account.active) return [problem('account.inactive', { account: account.code }, at)];
  if (!account.is_leaf) return [problem('account.not_leaf', { account: account.code }, at)];
  if (account.control && !options.mayPostControlled) return [problem('account.controlled', { account: account.code }, at)];
  const missing = account.aux_required.filter((name) => line.dimensions[name] === undefined);
  const taken = [...account.aux_required, ...account.aux_optional];
  const surplus = Object.keys(line.dimensions).filter((name) => !taken.includes(name));
  return [
    ...missing.map((dimension) => problem('aux.missing', { dimension, account: account.code }, `${path}/${dimension}`)),
    ...surplus.map((dimension) => problem('aux.not_allowed', { dimension, account: account.code }, `${path}/${dimension}`)),
  ];
}

/** I2: ΣDr = ΣCr to the fen over at least two lines; no tolerance, no rounding line. */
export function balanceProblems(lines: readonly Pick<CheckedLine, 'debit' | 'credit'>[]): readonly Problem[] {
  if (lines.length < 2) return [problem('voucher.too_few_lines', { count: lines.length }, '/lines')];
  const debit = sum(lines, (line) => line.debit);
  const credit = sum(lines, (line) => line.credit);
  return debit.eq(credit) ? [] : [problem('voucher.unbalanced', { debit, credit, difference: debit.minus(credit) }, undefined)];
}

/** Everything that is wrong with the content of a voucher, all at once (3.1 bad input; I1, I2, I6). The database refuses the same again. */
export function voucherProblems(voucher: CheckedVoucher, options: CheckOptions): readonly Problem[] {
  const byLine = voucher.lines.flatMap((line, index) => {
    const path = `/lines/${index}`;
    const summary = line.summary.trim() === '' ? [problem('voucher.summary_missing', {}, `${path}/summary`)] : [];
    return [...summary, ...amountProblems(line, path), ...accountProblems(line, path, options)];
  });
  return [...byLine, ...balanceProblems(voucher.lines)];
}

export type VoucherWord = 'ji' | 'shou' | 'fu' | 'zhuan' | 'cash_in' | 'cash_out' | 'bank_in' | 'bank_out';
export type VoucherScheme = 'ji' | 'sfz' | 'five';
type TypedLine = Pick<CheckedLine, 'debit' | 'credit'> & { readonly code: string; readonly is_cash: boolean };

/**
 * R1: the 凭证字 a voucher must carry. A receipt debits a cash account; a payment credits one and debits none; withdrawing cash, with cash on
 * both sides, is a payment. `five` tells the till (1001) from the bank by the account that the money leaves, or that it comes to.
 */
export function voucherWord(scheme: VoucherScheme, lines: readonly TypedLine[]): VoucherWord {
  if (scheme === 'ji') return 'ji';
  // A red amount moves money the other way, but the voucher keeps the side it is written on.
  const debited = lines.filter((line) => line.is_cash && !isZero(line.debit));
  const credited = lines.filter((line) => line.is_cash && !isZero(line.credit));
  const till = (touched: readonly TypedLine[]): boolean => touched.some((line) => line.code.startsWith('1001'));
  if (credited.length > 0) return scheme === 'sfz' ? 'fu' : till(credited) ? 'cash_out' : 'bank_out';
  if (debited.length > 0) return scheme === 'sfz' ? 'shou' : till(debited) ? 'cash_in' : 'bank_in';
  return 'zhuan';
}
