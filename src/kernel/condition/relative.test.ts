import { describe, expect, test } from 'vitest';
import { daySpan, isRelative, relativeDay } from './relative.ts';

describe('P2-2 relative days', () => {
  test.each([
    ['2026-03-31', 'today', '2026-03-31'],
    ['2026-03-31', 'today-1m', '2026-02-28'],
    ['2026-03-31', 'month_end-1m', '2026-02-28'],
    ['2026-03-31', 'month_start-1q', '2025-12-01'],
    ['2026-03-31', 'year_end', '2026-12-31'],
    ['2026-03-31', 'week_start', '2026-03-30'],
    ['2026-03-31', 'week_end', '2026-04-05'],
    ['2026-03-31', 'week_start-1w', '2026-03-23'],
    ['2026-03-31', 'quarter_start', '2026-01-01'],
    ['2026-03-31', 'quarter_end+1q', '2026-06-30'],
    ['2026-03-31', 'year_start-1y', '2025-01-01'],
    ['2026-03-31', 'month_start+5d', '2026-03-06'],
    ['2026-02-15', 'month_end+1m', '2026-03-31'],
    ['2026-02-15', 'today+1m', '2026-03-15'],
    ['2028-02-29', 'today+1y', '2029-02-28'],
  ])('on %s %s is %s', (today, value, expected) => {
    expect(relativeDay(value, today)).toBe(expected);
  });
  test('working days go by the calendar: 02-14 works, 02-15 to 02-23 are off', () => {
    const calendar = (day: string): boolean => day === '2026-02-14' || (day > '2026-02-23' && Temporal.PlainDate.from(day).dayOfWeek <= 5);
    expect(relativeDay('today+3wd', '2026-02-13', calendar)).toBe('2026-02-25');
    expect(relativeDay('today-1wd', '2026-02-24', calendar)).toBe('2026-02-14');
  });
  test('a calendar without working days ends the walk', () => {
    expect(relativeDay('today+1wd', '2026-02-13', () => false)).toBeDefined();
  });
  test.each(['tomorrow', 'today+1', 'today+1h', 'month', '2026-03-01', ''])('%s is no relative day', (value) => {
    expect(isRelative(value)).toBe(false);
    expect(relativeDay(value, '2026-03-31')).toBeUndefined();
  });
});
test('a date given for an instant is the whole local day', () => {
  expect(daySpan('2026-03-31', 'Asia/Shanghai')).toEqual({ from: '2026-03-30T16:00:00.000Z', to: '2026-03-31T16:00:00.000Z' });
  // The day on which clocks go forward has 23 hours.
  expect(daySpan('2026-03-29', 'Europe/Berlin')).toEqual({ from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' });
});
