import { describe, expect, it } from 'vitest';
import { daysBetween, interval, total } from './facts.ts';

describe('facts of a customer', () => {
  it('measures days across months and years', () => {
    expect(daysBetween('2025-12-31', '2026-01-01')).toBe(1);
    expect(daysBetween('2026-02-21', '2026-05-28')).toBe(96);
  });
  it('takes the mean distance between order days', () => {
    expect(interval(['2026-01-11', '2026-01-01', '2026-01-31', '2026-01-11'])).toBe(15);
    expect(interval(['2026-01-01'])).toBeUndefined();
  });
  it('adds what remains to the cent', () => {
    expect(total(['1565.49', '3034.51', '-700.00', null])).toBe('3900.00');
  });
});
