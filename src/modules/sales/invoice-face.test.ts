import { expect, test } from 'vitest';
import { type Decimal, decimal, toMoney } from '#decimal';
import { amountInWords } from '../../kernel/amount-words.ts';
import { splitTax } from './amounts.ts';
import { faceOf, type FaceSource, netPrice, undiscounted, validFapiaoNo, yearOfFapiao } from './invoice-face.ts';

const d = decimal;
const source = (net: string, tax: string, full: { readonly full_net: Decimal; readonly full_tax: Decimal }, qty: string, rate: string): FaceSource => ({
  item_name: 'x',
  spec: null,
  unit: '箱',
  qty: d(qty),
  tax_class_code: null,
  tax_rate: d(rate),
  net: d(net),
  tax: d(tax),
  ...full,
});
const shown = (rows: ReturnType<typeof faceOf>): string[] => rows.map((row) => `${row.nature}: ${toMoney(row.net)} / ${toMoney(row.tax)}`);
const orderLine = (qty: string, unit_price: string, tax_rate: string, base: string, discount_rate: string | null = null) => ({
  qty: d(qty),
  unit_price: d(unit_price),
  tax_rate: d(tax_rate),
  base: d(base),
  discount_rate: discount_rate === null ? null : d(discount_rate),
});

test('first sale: step 10, the discount pairs on the face', () => {
  const lines = [
    source('2726.58', '354.46', undiscounted(orderLine('40', '124.50', '0.13', '4929.66'), d('25'), true, { net: d('2726.58'), tax: d('354.46') }), '25', '0.13'),
    source('788.94', '102.56', undiscounted(orderLine('12', '79', '0.13', '891.50', '0.05'), d('12'), true, { net: d('788.94'), tax: d('102.56') }), '12', '0.13'),
    source('543.99', '48.96', undiscounted(orderLine('30', '59.90', '0.09', '1778.84'), d('10'), true, { net: d('543.99'), tax: d('48.96') }), '10', '0.09'),
  ];
  expect(shown(faceOf(lines))).toEqual(['2: 2754.42 / 358.08', '1: -27.84 / -3.62', '2: 838.94 / 109.06', '1: -50.00 / -6.50', '2: 549.54 / 49.46', '1: -5.55 / -0.50']);
  expect(faceOf(lines)[0]?.unit_price_net).toBe('110.1768');
  expect(amountInWords(d('4565.49'), { yuan: '圆' })).toBe('肆仟伍佰陆拾伍圆肆角玖分');
});
test('E2.4-1 the second line as a discount pair', () => {
  const own = splitTax(d('36.58'), d('0.09'), true);
  const full = undiscounted(orderLine('7', '5.50', '0.09', '36.58', '0.05'), d('7'), true, own);
  expect(shown(faceOf([source('33.56', '3.02', full, '7', '0.09')]))).toEqual(['2: 35.32 / 3.18', '1: -1.76 / -0.16']);
});
test('2.4 a cent moved by splitting a line without discount makes no pair', () => {
  const own = { net: d('88.49'), tax: d('11.51') };
  const full = undiscounted(orderLine('3', '100', '0.13', '300'), d('1'), true, own);
  expect(shown(faceOf([source('88.49', '11.51', full, '1', '0.13')]))).toEqual(['0: 88.49 / 11.51']);
});
test('E2.4-3 amounts in words, on invoices with 圆', () => {
  expect(amountInWords(d('1409.50'))).toBe('壹仟肆佰零玖元伍角');
  expect(amountInWords(d('0.05'))).toBe('伍分');
  expect(amountInWords(d('-113'), { yuan: '圆', red: true })).toBe('（负数）壹佰壹拾叁圆整');
});
test('2.4 the net price has up to thirteen places', () => {
  expect(netPrice(d('838.94'), d('12'))).toBe('69.9116666666667');
});
test('2.4 a number has twenty digits and begins with the year', () => {
  expect(validFapiaoNo('26311000000000000001')).toBe(true);
  expect(validFapiaoNo('2631100000000000000')).toBe(false);
  expect(validFapiaoNo('2631100000000000000X')).toBe(false);
  expect(yearOfFapiao('25311000000000000001')).toBe('25');
});
