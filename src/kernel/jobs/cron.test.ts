import { expect, test } from 'vitest';
import { cronOf, nextByCron } from './cron.ts';

const next = (text: string, zone: string, now: string): string | undefined => {
  const cron = cronOf(text);
  return cron && nextByCron(cron, zone, new Date(now)).toISOString();
};
const shanghai = 'Asia/Shanghai';
test('P.13 a time of day, of weekdays, of a day of the month, with steps', () => {
  expect(next('0 2 * * *', shanghai, '2026-03-31T02:00:00Z')).toBe('2026-03-31T18:00:00.000Z');
  expect(next('30 8 * * 1-5', shanghai, '2026-04-03T01:00:00Z')).toBe('2026-04-06T00:30:00.000Z');
  expect(next('*/15 9-10 * * *', shanghai, '2026-04-03T01:16:00Z')).toBe('2026-04-03T01:30:00.000Z');
  expect(next('0 0 1 * *', shanghai, '2026-04-03T01:00:00Z')).toBe('2026-04-30T16:00:00.000Z');
  expect(next('0 12 29 2 *', shanghai, '2026-03-01T00:00:00Z')).toBe('2028-02-29T04:00:00.000Z');
  expect(next('5/20 0 * * *', shanghai, '2026-04-02T16:05:00Z')).toBe('2026-04-02T16:25:00.000Z');
});
test('P.13 Sunday is 0 and 7; of two days either is enough', () => {
  expect(next('0 8 * * 7', shanghai, '2026-04-03T01:00:00Z')).toBe(next('0 8 * * 0', shanghai, '2026-04-03T01:00:00Z'));
  expect(next('0 8 15 * 1', shanghai, '2026-04-07T01:00:00Z')).toBe('2026-04-13T00:00:00.000Z');
  expect(next('0 8 15 * 1', shanghai, '2026-04-13T01:00:00Z')).toBe('2026-04-15T00:00:00.000Z');
});
test('P.13 a wall time that does not exist or exists twice counts once', () => {
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z')).toBe('2026-03-29T01:30:00.000Z');
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-03-29T01:30:00Z')).toBe('2026-03-30T00:30:00.000Z');
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
  expect(next('30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
});
test.each(['', '* * * *', '60 * * * *', '* 24 * * *', '0 0 31 2 *', '0 0 0 * *', '5-1 * * * *', '*/0 * * * *', 'a b c d e', '* * * * 8', '@daily'])(
  'P.13 %j is no schedule',
  (text) => {
    expect(cronOf(text)).toBeUndefined();
  },
);
