import { isZero, sum, zero } from '#decimal';
import { isReference } from '../record/fields.ts';
import { decimalOf } from '../workbench/values.ts';

export interface OpeningSums {
  readonly debit: string;
  readonly credit: string;
  /** Debit less credit. */
  readonly difference: string;
  readonly balanced: boolean;
}
type Row = Readonly<Record<string, unknown>>;
/** Both sides of the opening as they will be posted (3.1 R7): each balance on its account's side, those of either side as debits. Undefined while a side is not known. */
export function openingSums(rows: readonly Row[], directionOf: (account: unknown) => string | undefined): OpeningSums | undefined {
  const filled = rows
    .filter((row) => isReference(row['account']) && !isZero(decimalOf(row['opening'])))
    .map((row) => ({ direction: directionOf(row['account']), opening: decimalOf(row['opening']) }));
  if (filled.some(({ direction }) => direction === undefined)) return undefined;
  const debit = sum(filled, ({ direction, opening }) => (direction === 'C' ? zero : opening));
  const credit = sum(filled, ({ direction, opening }) => (direction === 'C' ? opening : zero));
  const difference = debit.minus(credit);
  return { debit: debit.toFixed(2), credit: credit.toFixed(2), difference: difference.toFixed(2), balanced: isZero(difference) };
}
