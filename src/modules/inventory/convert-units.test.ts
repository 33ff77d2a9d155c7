import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, toPlain } from '#decimal';
import { between, toBaseQuantity } from './convert-units.ts';

const pieces = { decimals: 0, measured: false };
const shown = (entered: string, num: bigint, den: bigint, base = pieces): string | undefined => {
  const qty = toBaseQuantity(decimal(entered), { num, den }, base);
  return qty && toPlain(qty);
};

describe('units (5.0.1)', () => {
  it('EX-5.0-4: 2.5 箱 of 24 瓶 are 60 瓶, half a set of three is no number of pieces', () => {
    expect(shown('2.5', 24n, 1n)).toBe('60');
    expect(shown('0.5', 3n, 1n)).toBeUndefined();
  });
  it('converts by an exact rational: three thirds are one', () => {
    expect(shown('3', 1n, 3n)).toBe('1');
    expect(shown('1', 1n, 3n)).toBeUndefined();
  });
  it('rounds a measured base unit half-up, away from zero', () => {
    const kilograms = { decimals: 3, measured: true };
    expect(shown('1', 1n, 3n, kilograms)).toBe('0.333');
    expect(shown('0.0005', 1n, 1n, kilograms)).toBe('0.001');
    expect(shown('-0.0005', 1n, 1n, kilograms)).toBe('-0.001');
  });
  it('joins two factors to the same reference unit: a tonne in grams', () => {
    const { num, den } = between({ num: 1000n, den: 1n }, { num: 1n, den: 1000n });
    expect(shown('1', num, den, { decimals: 0, measured: true })).toBe('1000000');
  });
  it('never changes an amount that the base unit holds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.integer({ min: 1, max: 999 }), (count, num) => shown(String(count), BigInt(num), 1n) === String(count * num)),
    );
  });
});
