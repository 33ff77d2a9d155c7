import { type Decimal, decimal, isZero, sum, zero } from '#decimal';

/** What the arithmetic of a voucher needs of a line. */
export interface Sides {
  readonly debit?: unknown;
  readonly credit?: unknown;
}
export type Side = 'debit' | 'credit';
export const other = (side: Side): Side => (side === 'debit' ? 'credit' : 'debit');

export const amountOf = (value: unknown): Decimal => (typeof value === 'string' && /^-?\d+(\.\d{1,2})?$/.test(value) ? decimal(value) : zero);
export const hasAmount = (line: Sides): boolean => !isZero(amountOf(line.debit)) || !isZero(amountOf(line.credit));

export interface Totals {
  readonly debit: string;
  readonly credit: string;
  /** Debit less credit: above zero the credit side is short. */
  readonly difference: string;
}
export function totalsOf(lines: readonly Sides[]): Totals {
  const [debit, credit] = [sum(lines, (line) => amountOf(line.debit)), sum(lines, (line) => amountOf(line.credit))];
  return { debit: debit.toFixed(2), credit: credit.toFixed(2), difference: debit.minus(credit).toFixed(2) };
}
/** What `=` would write into this side of this line so that the voucher balances; nothing when it does already (web §8). */
export function filling(lines: readonly Sides[], at: number, side: Side): string | undefined {
  const rest = lines.filter((_, index) => index !== at);
  const { debit, credit } = totalsOf(rest);
  const missing = side === 'debit' ? decimal(credit).minus(decimal(debit)) : decimal(debit).minus(decimal(credit));
  return isZero(missing) ? undefined : missing.toFixed(2);
}
/** The side on which an empty line would balance the voucher with a positive amount. */
export function ghost(lines: readonly Sides[], at: number): { readonly side: Side; readonly amount: string } | undefined {
  const line = lines[at];
  if (!line || hasAmount(line)) return undefined;
  const credit = filling(lines, at, 'credit');
  if (credit === undefined) return undefined;
  return credit.startsWith('-') ? { side: 'debit', amount: credit.slice(1) } : { side: 'credit', amount: credit };
}

const columns = 11;
/** `184200.00` → eleven columns from 亿 to 分, blank before the first digit; nothing when it has more digits than the paper. */
export function digitsOf(amount: unknown): readonly string[] | undefined {
  const value = amountOf(amount);
  if (isZero(value)) return undefined;
  const digits = value
    .abs()
    .toFixed(2)
    .replace('.', '')
    .replace(/^0+(?=\d{3})/, '');
  if (digits.length > columns) return undefined;
  return [...Array.from({ length: columns - digits.length }, () => ''), ...digits];
}
/** What is typed in an amount cell: full-width digits, commas and the sign of the yuan come off (P.3). */
export function typedAmount(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[,\s¥￥]/g, '')
    .replace('−', '-');
  if (plain === '' || plain === '-') return plain === '' ? null : plain;
  return plain;
}
export const isTypedAmount = (text: string): boolean =>
  /^-?\d*\.?\d{0,2}$/.test(
    text
      .normalize('NFKC')
      .replace(/[,\s¥￥]/g, '')
      .replace('−', '-'),
  );
