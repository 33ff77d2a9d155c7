import { expect, test } from 'vitest';
import { nextRun, retryAt } from './schedule.ts';

const shanghai = 'Asia/Shanghai';
const next = (times: Parameters<typeof nextRun>[0], zone: string, now: string): string => nextRun(times, zone, new Date(now)).toISOString();

test('P.13 a time of day is one of the organisation’s zone', () => {
  expect(next({ at: '02:00' }, shanghai, '2026-03-31T17:59:00.000Z')).toBe('2026-03-31T18:00:00.000Z');
  expect(next({ at: '02:00' }, shanghai, '2026-03-31T18:00:00.000Z')).toBe('2026-04-01T18:00:00.000Z');
});
test('P.13 every so many minutes or seconds after the run', () => {
  expect(next({ every: 15 }, shanghai, '2026-03-31T00:00:00.000Z')).toBe('2026-03-31T00:15:00.000Z');
  expect(next({ seconds: 10 }, shanghai, '2026-03-31T00:00:00.000Z')).toBe('2026-03-31T00:00:10.000Z');
});
test('P.13 a wall time that does not exist or exists twice counts once', () => {
  // In Berlin 02:30 of 2026-03-29 is skipped, 02:30 of 2026-10-25 comes twice.
  expect(next({ at: '02:30' }, 'Europe/Berlin', '2026-03-29T00:00:00.000Z')).toBe('2026-03-29T01:30:00.000Z');
  expect(next({ at: '02:30' }, 'Europe/Berlin', '2026-03-29T01:30:00.000Z')).toBe('2026-03-30T00:30:00.000Z');
  expect(next({ at: '02:30' }, 'Europe/Berlin', '2026-10-25T00:00:00.000Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(next({ at: '02:30' }, 'Europe/Berlin', '2026-10-25T00:30:00.000Z')).toBe('2026-10-26T01:30:00.000Z');
});
test('P.13 a failed run is tried after one, five and fifteen minutes, then at its ordinary time', () => {
  const now = new Date('2026-03-31T00:00:00.000Z');
  const ordinary = new Date('2026-04-01T00:00:00.000Z');
  expect([1, 2, 3, 4].map((failures) => (retryAt(failures, now, ordinary).getTime() - now.getTime()) / 60_000)).toEqual([1, 5, 15, 1440]);
  expect(retryAt(1, now, new Date(now.getTime() + 10_000)).getTime() - now.getTime()).toBe(10_000);
});
