import { describe, expect, it } from 'vitest';
import { digitsOf, filling, ghost, isTypedAmount, totalsOf, typedAmount } from './amounts.ts';

const lines = [{ debit: '184200.00' }, { debit: '5796.79' }, { debit: '521.71' }, { debit: '30.00' }, {}];

describe('arithmetic of the voucher form (3.1 Screens)', () => {
  it('adds each side and tells which is short', () => {
    expect(totalsOf(lines)).toEqual({ debit: '190548.50', credit: '0.00', difference: '190548.50' });
    expect(totalsOf([{ debit: '-0.10' }, { credit: '-0.10' }])).toEqual({ debit: '-0.10', credit: '-0.10', difference: '0.00' });
  });
  it('= fills the difference whatever stood in the cell', () => {
    expect(filling(lines, 4, 'credit')).toBe('190548.50');
    expect(filling(lines, 4, 'debit')).toBe('-190548.50');
    expect(filling([{ debit: '1.00' }, { credit: '7.00' }], 1, 'credit')).toBe('1.00');
    expect(filling([{ debit: '1.00' }, { credit: '1.00' }], 5, 'credit')).toBeUndefined();
  });
  it('shows the figure an empty line would take, on the side that is short', () => {
    expect(ghost(lines, 4)).toEqual({ side: 'credit', amount: '190548.50' });
    expect(ghost([{ credit: '7.00' }, {}], 1)).toEqual({ side: 'debit', amount: '7.00' });
    expect(ghost(lines, 0)).toBeUndefined();
    expect(ghost([{ debit: '1.00' }, { credit: '1.00' }, {}], 2)).toBeUndefined();
  });
  it('spreads an amount over eleven columns', () => {
    expect(digitsOf('184200.00')).toEqual(['', '', '', '1', '8', '4', '2', '0', '0', '0', '0']);
    expect(digitsOf('0.05')?.join('|')).toBe('||||||||0|0|5');
    expect(digitsOf('-3034.51')?.slice(-6)).toEqual(['3', '0', '3', '4', '5', '1']);
    expect(digitsOf('999999999.99')?.join('')).toBe('99999999999');
    expect(digitsOf('1000000000.00')).toBeUndefined();
    expect(digitsOf('0.00')).toBeUndefined();
  });
  it('takes amounts as people type and paste them', () => {
    expect(typedAmount('１８４,200.00')).toBe('184200.00');
    expect(typedAmount('')).toBeNull();
    expect(isTypedAmount('12.345')).toBe(false);
    expect(isTypedAmount('-12.3')).toBe(true);
  });
});
