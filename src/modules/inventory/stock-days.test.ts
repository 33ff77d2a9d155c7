import { describe, expect, it } from 'vitest';
import type { Instant, LocalDate } from '#declare';
import { decimal, toPlain } from '#decimal';
import { effectiveAt } from './effective.ts';
import { expiryDate, isUsable, remainingDays, remainingRatio } from './expiry.ts';
import { firstShortfall } from './running-stock.ts';

const day = (text: string): LocalDate => text as LocalDate;

describe('expiry (5.0.1)', () => {
  it.each([
    [{ value: 180, unit: 'day' as const }, '2026-01-31', '2026-07-30'],
    [{ value: 1, unit: 'month' as const }, '2026-01-31', '2026-02-28'],
    [{ value: 1, unit: 'year' as const }, '2024-02-29', '2025-02-28'],
  ])('%o after %s ends on %s', (life, made, last) => {
    expect(expiryDate(day(made), life)).toBe(last);
  });
  it('counts the last day as usable', () => {
    expect([isUsable(day('2026-03-31'), day('2026-03-31')), isUsable(day('2026-03-31'), day('2026-04-01')), isUsable(null, day('2099-01-01'))]).toEqual([true, false, true]);
    expect(remainingDays(day('2026-03-31'), day('2026-03-01'))).toBe(30);
    expect(toPlain(remainingRatio(day('2026-01-01'), day('2026-04-11'), day('2026-03-12')))).toBe('0.3');
  });
});

describe('historical check (5.0.5)', () => {
  // +10 on 01-01, −8 on 01-10, +20 on 01-12: 22 on hand.
  const later = [
    { date: day('2026-01-10'), qty: decimal(-8) },
    { date: day('2026-01-12'), qty: decimal(20) },
  ];
  it('EX-5.0-3: 5 on 01-05 would be 3 short on 01-10, 2 are possible', () => {
    const short = firstShortfall(decimal(22), later, { date: day('2026-01-05'), qty: decimal(5) });
    expect([short?.date, toPlain(short?.shortage ?? decimal(0))]).toEqual(['2026-01-10', '3']);
    expect(firstShortfall(decimal(22), later, { date: day('2026-01-05'), qty: decimal(2) })).toBeUndefined();
  });
  it('names the day itself when even then there was too little', () => {
    expect(firstShortfall(decimal(22), later, { date: day('2026-01-05'), qty: decimal(11) })?.date).toBe('2026-01-05');
  });
});

describe('effective time (5.0.5)', () => {
  const clock = { today: day('2026-03-05'), now: '2026-03-05T02:30:00.000Z' as Instant, org: { time_zone: 'Asia/Shanghai' } };
  it('is now today, the start of an earlier day inbound, its end outbound', () => {
    expect(effectiveAt(day('2026-03-05'), 'out', clock)).toBe('2026-03-05T02:30:00.000Z');
    expect(effectiveAt(day('2026-03-01'), 'in', clock)).toBe('2026-02-28T16:00:00.000Z');
    expect(effectiveAt(day('2026-03-01'), 'out', clock)).toBe('2026-03-01T15:59:59.999Z');
  });
});
