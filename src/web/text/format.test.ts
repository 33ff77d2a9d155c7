import { describe, expect, it } from 'vitest';
import { abbreviated, grouped, isNegative, money, percent, price, quantity, shiftPoint, toFraction } from './format.ts';

describe('figures as people read them (web §6)', () => {
  it('groups thousands and writes U+2212 for minus', () => {
    expect(money('190804')).toBe('190,804.00');
    expect(money('-60000.00')).toBe('−60,000.00');
    expect(money(null)).toBe('—');
    expect(grouped('12345678901234567.89')).toBe('12,345,678,901,234,567.89');
  });
  it('cuts trailing zeros of quantities and keeps two decimals of prices', () => {
    expect(quantity('40.000000')).toBe('40');
    expect(quantity('1200.500000')).toBe('1,200.5');
    expect(quantity('100')).toBe('100');
    expect(price('25.9')).toBe('25.90');
    expect(price('124.500000')).toBe('124.50');
    expect(price('0.123400')).toBe('0.1234');
  });
  it('moves the point for percents without binary floats', () => {
    expect(percent('0.13')).toBe('13%');
    expect(percent('0.598')).toBe('59.8%');
    expect(percent('0.5977', 1)).toBe('59.8%');
    expect(percent('0.06', 1)).toBe('6.0%');
    expect(percent('-0.06', 1)).toBe('−6.0%');
    expect(percent('0.6549', 0)).toBe('65%');
    expect(percent('-0.05')).toBe('−5%');
    expect(percent('1')).toBe('100%');
    expect(shiftPoint('0.00125', 2)).toBe('0.125');
  });
  it('reads a typed percent as a fraction', () => {
    expect(toFraction('13%')).toBe('0.13');
    expect(toFraction('5')).toBe('0.05');
    expect(toFraction('12.5')).toBe('0.125');
    expect(toFraction('100')).toBe('1');
  });
  it('knows red figures', () => {
    expect(isNegative('-0.00')).toBe(false);
    expect(isNegative('-0.01')).toBe(true);
  });
  it('abbreviates on axes only, by language', () => {
    expect(abbreviated(4117824.6, 'zh')).toBe('411.8 万');
    expect(abbreviated(4117824.6, 'en')).toBe('4.12M');
  });
});
