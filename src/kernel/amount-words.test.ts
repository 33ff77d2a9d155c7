import { describe, expect, test } from 'vitest';
import { amountInWords } from './amount-words.ts';
import { decimal } from './decimal.ts';

const words = (amount: string) => amountInWords(decimal(amount));

describe('E2.4-3 大写金额', () => {
  test.each([
    ['1409.50', '壹仟肆佰零玖元伍角'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['1680.32', '壹仟陆佰捌拾元零叁角贰分'],
    ['107000.53', '壹拾万柒仟元零伍角叁分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['0', '零元整'],
    ['0.05', '伍分'],
    ['300040005', '叁亿零肆万零伍元整'],
  ])('E2.4-3 %s → %s', (amount, expected) => {
    expect(words(amount)).toBe(expected);
  });
  test('E2.4-3 a red invoice of −113 → （负数）壹佰壹拾叁圆整', () => {
    expect(amountInWords(decimal('-113'), { yuan: '圆', red: true })).toBe('（负数）壹佰壹拾叁圆整');
  });
  test.each([
    ['10', '壹拾元整'],
    ['0.5', '伍角'],
    ['100000000', '壹亿元整'],
    ['1000000000000', '壹万亿元整'],
    ['1234500000000', '壹万贰仟叁佰肆拾伍亿元整'],
    ['1000000000001', '壹万亿零壹元整'],
    ['10000500', '壹仟万零伍佰元整'],
    ['100100000', '壹亿零壹拾万元整'],
    ['110050000', '壹亿壹仟零伍万元整'],
    ['9999999999999999.99', '玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['-7.01', '负柒元零壹分'],
    ['-0.30', '负叁角'],
  ])('A8 %s → %s', (amount, expected) => {
    expect(words(amount)).toBe(expected);
  });
  test('first sale: step 6 and step 10', () => {
    expect(words('7600.00')).toBe('柒仟陆佰元整');
    expect(amountInWords(decimal('4565.49'), { yuan: '圆' })).toBe('肆仟伍佰陆拾伍圆肆角玖分');
  });
  test('A8 the range ends below 10^16', () => {
    expect(() => words('10000000000000000')).toThrowError(expect.objectContaining({ code: 'amount.range' }));
    expect(() => words('-9999999999999999.995')).toThrowError(expect.objectContaining({ code: 'amount.range' }));
  });
});
