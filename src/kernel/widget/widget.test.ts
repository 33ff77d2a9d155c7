import { expect, test } from 'vitest';
import { decimal, toMoney, toPlain } from '../decimal.ts';
import { comparison } from './widget.ts';

test('P14-1 change and ratio; a rate differs in points; nothing before has no ratio', () => {
  expect(comparison(decimal('1234567.00'), decimal('1000000.00'), toMoney, false)).toEqual({ previous: '1000000.00', change: '234567.00', ratio: '0.2346' });
  expect(comparison(decimal('0.267'), decimal('0.281'), toPlain, true)).toEqual({ previous: '0.281', change: '-0.014', ratio: null });
  expect(comparison(decimal('5.00'), decimal('0.00'), toMoney, false)).toEqual({ previous: '0.00', change: '5.00', ratio: null });
  expect(comparison(decimal('5.00'), undefined, toMoney, false)).toEqual({ previous: null, change: null, ratio: null });
});
