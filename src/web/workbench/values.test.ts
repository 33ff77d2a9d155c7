import { describe, expect, it } from 'vitest';
import { cumulated, moneyOf, ratio } from './values.ts';

const sum = (value: string) => ({ net: [{ currency: 'CNY', value, rows: 1 }] });

describe('values of the workbench (P.14)', () => {
  it('P14-1 compares by ratio, and not at all with nothing', () => {
    expect(ratio('1234567.00', '1000000.00')).toEqual({ up: true, text: '23.5%' });
    expect(ratio('900.00', '1000.00')).toEqual({ up: false, text: '10.0%' });
    expect(ratio('5.00', '0.00')).toBeUndefined();
    expect(ratio('5.00', undefined)).toBeUndefined();
  });
  it('tells nothing sold from nothing to be seen', () => {
    expect(moneyOf([])).toBe('0.00');
    expect(moneyOf(null)).toBeNull();
  });
  it('adds up day by day and leaves the days to come open', () => {
    const groups = [
      { key: '2026-01-02', count: 1, totals: sum('0.10') },
      { key: '2026-01-03', count: 1, totals: sum('0.20') },
    ];
    expect(cumulated(groups, 'net', 5, 4)).toEqual(['0.00', '0.10', '0.30', '0.30', null]);
  });
});
