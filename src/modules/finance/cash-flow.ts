import { type Decimal, isZero, negated, sum, zero } from '#decimal';
import { Refused } from '../../kernel/problem.ts';
import { allocate } from './allocate.ts';

/** A voucher line with what its account says of cash flow (3.0.3). */
export interface CashLine {
  readonly line_no: number;
  readonly account: string;
  readonly is_cash: boolean;
  readonly debit: Decimal;
  readonly credit: Decimal;
  readonly cf_in: string | null;
  readonly cf_out: string | null;
  /** What the accountant chose for this line; goes before everything else. */
  readonly cf_item?: string | null;
}
export interface CashTag {
  readonly line_no: number;
  readonly account: string;
  readonly cf_item: string;
  /** Positive is money in. */
  readonly amount: Decimal;
}

const contribution = (line: CashLine): Decimal => line.credit.minus(line.debit);
/** Buying and selling long-term assets; their VAT goes with them (3.3: CF203, CF211 "with its VAT"). */
const longTerm = ['CF203', 'CF211'];
const isVat = (code: string): boolean => code.startsWith('222101') || code.startsWith('222105') || code.startsWith('222108');

function itemOf(line: CashLine, moneyIn: boolean, documentItem: string | null, assetItem: string | undefined): string | null {
  const own = moneyIn ? line.cf_in : line.cf_out;
  return line.cf_item ?? documentItem ?? (assetItem !== undefined && isVat(line.account) ? assetItem : own);
}

/**
 * R5 (3.1): the net cash movement of a voucher, spread over its non-cash lines. Lines that pull the other way are netted against the rest in
 * proportion, by largest remainders, so that the tags always add up to the movement (I7). A voucher without cash accounts, or within cash, needs none.
 */
export function cashFlowTags(lines: readonly CashLine[], documentItem: string | null = null): readonly CashTag[] {
  const movement = sum(
    lines.filter((line) => line.is_cash),
    (line) => line.debit.minus(line.credit),
  );
  if (isZero(movement)) return [];
  const moneyIn = movement.gt(zero);
  const parts = lines.filter((line) => !line.is_cash && !isZero(contribution(line))).map((line) => ({ line, amount: contribution(line) }));
  const along = parts.filter((part) => part.amount.gt(zero) === moneyIn);
  const against = sum(
    parts.filter((part) => part.amount.gt(zero) !== moneyIn),
    (part) => part.amount,
  );
  if (along.length === 0) throw new Refused('cash_flow.untagged', { amount: movement });
  const netting = isZero(against)
    ? along.map(() => zero)
    : allocate(
        against,
        along.map((part) => part.amount.abs()),
      );
  const assetItem = along.flatMap(({ line }) => itemOf(line, moneyIn, documentItem, undefined) ?? []).find((item) => longTerm.includes(item));
  return along.flatMap(({ line, amount }, index) => {
    const tagged = amount.plus(netting[index] ?? zero);
    if (isZero(tagged)) return [];
    const cf_item = itemOf(line, moneyIn, documentItem, assetItem);
    if (cf_item === null) throw new Refused('cash_flow.untagged', { amount: tagged, account: line.account });
    return [{ line_no: line.line_no, account: line.account, cf_item, amount: tagged }];
  });
}

/** Tags of a reversal are those of the original with the sign turned: the money did not move again, the row only takes it back. */
export const reversedTags = (tags: readonly CashTag[]): readonly CashTag[] => tags.map((tag) => ({ ...tag, amount: negated(tag.amount) }));
