import { type Decimal, isZero, sum, zero } from '#decimal';
import type { Problem } from '../../kernel/problem.ts';
import type { Direction } from './chart.ts';
import type { Dimensions } from './posting.ts';

export interface OpeningBalance {
  readonly account: string;
  readonly direction: Direction;
  readonly dimensions: Dimensions;
  /** In the account's direction, negative on the other side. */
  readonly opening: Decimal;
  readonly year_open: Decimal | null;
  readonly debit_ytd: Decimal | null;
  readonly credit_ytd: Decimal | null;
}
export interface OpeningItem {
  readonly account: string;
  /** The party as the balance line names it: `customer=…`. */
  readonly dimension: string;
  readonly amount: Decimal;
}
/** Accounts of ± stand as debits: their opening may be negative. */
const signed = (balance: OpeningBalance): Decimal => (balance.direction === 'C' ? zero.minus(balance.opening) : balance.opening);
const partyOf = (dimensions: Dimensions): string =>
  Object.entries(dimensions)
    .filter(([name]) => name === 'customer' || name === 'supplier' || name === 'employee')
    .map(([name, value]) => `${name}=${value}`)
    .join(';');

/** R7: both sides agree, turnovers lead from the year's opening to this one, and the items of a party are its balance. */
export function openingProblems(balances: readonly OpeningBalance[], items: readonly OpeningItem[]): readonly Problem[] {
  const turnovers = balances.flatMap((balance, index): readonly Problem[] => {
    if (balance.year_open === null && balance.debit_ytd === null && balance.credit_ytd === null) return [];
    const [debit, credit] = [balance.debit_ytd ?? zero, balance.credit_ytd ?? zero];
    const moved = balance.direction === 'C' ? credit.minus(debit) : debit.minus(credit);
    return (balance.year_open ?? zero).plus(moved).eq(balance.opening)
      ? []
      : [{ code: 'opening.turnover_mismatch', params: { account: balance.account }, path: `/lines/${index}/opening` }];
  });
  const difference = sum(balances, signed);
  const unbalanced: readonly Problem[] = isZero(difference) ? [] : [{ code: 'opening.unbalanced', params: { difference }, path: '/lines' }];
  return [...unbalanced, ...turnovers, ...itemProblems(balances, items)];
}
/** Accounts with parties whose items are entered must match party by party; a balance without any item is a mismatch too when its account has some. */
function itemProblems(balances: readonly OpeningBalance[], items: readonly OpeningItem[]): readonly Problem[] {
  const accounts = new Set([...items.map((item) => item.account), ...balances.filter((balance) => partyOf(balance.dimensions) !== '').map((balance) => balance.account)]);
  return [...accounts].flatMap((account) => {
    const parties = new Set([
      ...items.filter((item) => item.account === account).map((item) => item.dimension),
      ...balances.filter((balance) => balance.account === account).map((balance) => partyOf(balance.dimensions)),
    ]);
    return [...parties].flatMap((party): readonly Problem[] => {
      const listed = sum(
        items.filter((item) => item.account === account && item.dimension === party),
        (item) => item.amount,
      );
      const opening = sum(
        balances.filter((balance) => balance.account === account && partyOf(balance.dimensions) === party),
        (balance) => balance.opening,
      );
      return listed.eq(opening) ? [] : [{ code: 'opening.items_mismatch', params: { account, items: listed, opening, party }, path: '/items' }];
    });
  });
}

/** The entries of the opening voucher: each line on its account's side (R7); an opening against it is negative there. */
export const openingEntries = <B extends OpeningBalance>(balances: readonly B[]): readonly { readonly balance: B; readonly debit: Decimal; readonly credit: Decimal }[] =>
  balances
    .filter((balance) => !isZero(balance.opening))
    .map((balance) => (balance.direction === 'C' ? { balance, debit: zero, credit: balance.opening } : { balance, debit: balance.opening, credit: zero }));
