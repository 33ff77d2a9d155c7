import { expect, it } from 'vitest';
import { isReference } from '../record/fields.ts';
import { openingSums } from './opening-sums.ts';

const directions = new Map([
  ['cash', 'D'],
  ['capital', 'C'],
  ['profit', '±'],
]);
const directionOf = (account: unknown) => (isReference(account) ? directions.get(account.id) : undefined);
const row = (account: string, opening: string) => ({ account: { id: account, code: account }, opening });
it('R7 adds each opening on the side of its account, those of either side as debits', () => {
  expect(openingSums([row('cash', '100.10'), row('capital', '80.05'), row('profit', '-20.00')], directionOf)).toEqual({
    debit: '80.10',
    credit: '80.05',
    difference: '0.05',
    balanced: false,
  });
  expect(openingSums([row('cash', '-0.10'), row('capital', '-0.10')], directionOf)).toMatchObject({ debit: '-0.10', credit: '-0.10', balanced: true });
});
it('leaves out rows without an account or an amount and does not guess a side', () => {
  expect(openingSums([{ opening: '5.00' }, row('unknown', ''), row('cash', '1.00')], directionOf)).toMatchObject({ debit: '1.00', credit: '0.00' });
  expect(openingSums([row('unknown', '1.00')], directionOf)).toBeUndefined();
});
