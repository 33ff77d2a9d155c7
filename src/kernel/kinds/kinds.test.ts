import { describe, expect, test } from 'vitest';
import { decimal, isDecimal, toPlain } from '#decimal';
import type { FieldKind, FieldMeta } from '../registry/meta.ts';
import { checkFormat, excelDate, kindOf, readingsOf, usccOrganisationCheck } from './index.ts';

const field = (kind: FieldKind, more: Partial<FieldMeta> = {}): FieldMeta => ({ name: 'f', kind, origin: 'input', required: false, zh: '字段', en: 'Field', ...more });
const seen = (value: unknown): unknown => (isDecimal(value) ? toPlain(value) : value);
/** The value in plain form, or the refusal's code. */
function text(written: string, of: FieldMeta): unknown {
  const parsed = kindOf(of).fromText(written, of);
  return parsed.ok ? seen(parsed.value) : parsed.code;
}
function json(given: unknown, of: FieldMeta): unknown {
  const parsed = kindOf(of).fromJson(given, of);
  return parsed.ok ? seen(parsed.value) : { code: parsed.code, ...parsed.params };
}
const problem = (written: string, of: FieldMeta): unknown => {
  const parsed = kindOf(of).fromText(written, of);
  return parsed.ok ? parsed.value : { code: parsed.code, ...parsed.params };
};

describe('P.3 field kinds', () => {
  test('P3-1 money', () => {
    const signed = field('money', { signed: true });
    expect(text('￥１，２３４．５０', signed)).toBe('1234.5');
    expect(text('(1,234.50)', signed)).toBe('-1234.5');
    expect(text('1.5万', signed)).toBe('15000');
    expect(problem('12.345', signed)).toEqual({ code: 'field.scale', decimals: 2 });
    expect(text('1,23,4', signed)).toBe('field.format');
    expect(json(12.5, signed)).toEqual({ code: 'field.type', expected: 'decimal string' });
    expect(json('12.5', signed)).toBe('12.5');
    for (const [written, value] of [
      ['¥ 1 234.50', '1234.5'],
      ['3亿', '300000000'],
      ['-5', '-5'],
      ['−5', '-5'],
      ['-¥5', '-5'],
      ['￥-5', '-5'],
      ['1,234,567.89', '1234567.89'],
      ['.5', '0.5'],
      ['0.00', '0'],
    ])
      expect(text(written ?? '', signed)).toBe(value);
    for (const blank of ['', ' ', '-', '—', '　']) expect(text(blank, signed)).toBe(null);
    for (const wrong of ['1,2345', '12 34', '1.2.3', '--5', '(-5)', '1e3', '5-', '十', 'NaN', '1,234 567']) expect(text(wrong, signed)).toBe('field.format');
    expect(problem('-5', field('money'))).toMatchObject({ code: 'field.range', min: 0 });
    expect(text('-5', field('money', { origin: 'computed' }))).toBe('-5');
    expect(text('999999999999999999.99', signed)).toBe('999999999999999999.99');
    expect(text('1000000000000000000', signed)).toBe('field.range');
  });
  test('P3-1 money goes out with two decimals, prices without trailing zeros', () => {
    expect(kindOf(field('money')).toJson(decimal('1234.5'), field('money'))).toBe('1234.50');
    expect(kindOf(field('unit_price')).toJson(decimal('45.500000'), field('unit_price'))).toBe('45.5');
    expect(kindOf(field('rate')).toText(decimal('0.13'), field('rate'), 'zh')).toBe('13%');
  });
  test('P3-2 date', () => {
    for (const written of ['2026年3月5日', '2026/3/5', '20260305', '２０２６－３－５', '2026.3.5', '2026-03-05', ' 2026-3-5　'])
      expect(text(written, field('date'))).toBe('2026-03-05');
    expect(excelDate(46086)).toBe('2026-03-05');
    expect(excelDate(44624, true)).toBe('2026-03-05');
    expect(excelDate(59)).toBe('1900-02-28');
    expect(excelDate(60)).toBeUndefined();
    expect(excelDate(61)).toBe('1900-03-01');
    for (const wrong of ['2026-02-29', '3月5日', '3/5/2026', '26-3-5', '1899-12-31', '2201-01-01', '2026-3/5', '2026-13-01']) expect(text(wrong, field('date'))).toBe('field.date');
    expect(text('2028-02-29', field('date'))).toBe('2028-02-29');
    expect(json(46086, field('date'))).toEqual({ code: 'field.type', expected: 'date' });
  });
  test('P3-2 month and instant', () => {
    for (const written of ['2026-03', '2026年3月', '202603', '2026/3', '２０２６－０３']) expect(text(written, field('month'))).toBe('2026-03');
    for (const wrong of ['2026-13', '2026-03-05', '3月']) expect(text(wrong, field('month'))).toBe('field.date');
    expect(text('2026-03-18 10:11:09', field('instant'))).toBe('2026-03-18T02:11:09.000Z');
    expect(text('2026年3月18日 1:05', field('instant'))).toBe('2026-03-17T17:05:00.000Z');
    expect(text('2026-03-18T02:11:09.120Z', field('instant'))).toBe('2026-03-18T02:11:09.120Z');
    expect(text('2026-03-18T02:11:09+02:00', field('instant'))).toBe('2026-03-18T00:11:09.000Z');
    for (const wrong of ['2026-03-18', '2026-02-30 10:00', '2026-03-18 24:00', '2026-03-18 10:60']) expect(text(wrong, field('instant'))).toBe('field.date');
  });
  test('P3-3 rate', () => {
    const share = field('rate', { min: 0, max: 1 });
    for (const written of ['13%', '0.13', '１３％', '13 %']) expect(text(written, share)).toBe('0.13');
    expect(problem('13', share)).toEqual({ code: 'field.range', min: 0, max: 1, hint: '13%' });
    expect(text('1300%', share)).toBe('field.range');
    expect(text('100%', share)).toBe('1');
    expect(text('%', share)).toBe('field.format');
    expect(text('0', field('rate', { min: 0, exclusive: true }))).toBe('field.range');
    expect(json(0.13, share)).toEqual({ code: 'field.type', expected: 'decimal string' });
  });
  test('P3-4 text', () => {
    expect(text('　上海　启泰 ', field('text'))).toBe('上海　启泰');
    expect(text('60㎡', field('text'))).toBe('60㎡');
    expect(text('a\u0007b', field('text'))).toBe('field.control_character');
    expect(text('a\u0000b', field('text'))).toBe('field.control_character');
    expect(text('a\ud800', field('text'))).toBe('field.control_character');
    expect(text('e\u0301', field('text'))).toBe('\u00e9');
    expect(text('  ', field('text'))).toBe(null);
    expect(json(5, field('text'))).toEqual({ code: 'field.type', expected: 'text' });
    expect(text('一\n二', field('text'))).toBe('field.control_character');
    expect(text('一\r\n二\t三', field('text', { long: true }))).toBe('一\n二\t三');
    expect(problem('一二三四', field('text', { max: 3 }))).toEqual({ code: 'field.length', min: 1, max: 3 });
    expect(text('😀😀😀', field('text', { max: 3 }))).toBe('😀😀😀');
  });
  test('P3-5 code', () => {
    const code = field('text', { format: 'code' });
    expect(text('ａ-０１ ', code)).toBe('A-01');
    expect(text('A 01', code)).toBe('field.format');
    expect(text('甲01', code)).toBe('field.format');
  });
  test('P3-6 boolean', () => {
    for (const yes of ['是', '√', 'Y', '1', '有', '真', 'yes', 'TRUE', 'ｙ']) expect(text(yes, field('flag'))).toBe(true);
    for (const no of ['无', '×', 'n', '0', '否', '假', 'No', 'false']) expect(text(no, field('flag'))).toBe(false);
    expect(problem('好', field('flag'))).toEqual({ code: 'field.type', expected: 'boolean' });
    expect(text('constructor', field('flag'))).toBe('field.type');
    expect(json(1, field('flag'))).toEqual({ code: 'field.type', expected: 'boolean' });
  });
  const options = { key: { zh: '重点', en: 'Key account' }, vip: { zh: 'VIP', en: 'VIP' }, other: { zh: '其他', en: 'Other' } };
  test('P3-7 multi-choice', () => {
    expect(text('重点、VIP;重点', field('choices', { options }))).toEqual(['key', 'vip']);
    expect(text('Key Account， other\nvip', field('choices', { options }))).toEqual(['key', 'other', 'vip']);
    expect(problem('重点、VPI', field('choices', { options }))).toMatchObject({ code: 'field.choice', nearest: 'VIP' });
    expect(json(null, field('choices', { options }))).toEqual([]);
  });
  test('P3-7 choice by key or label, folded', () => {
    for (const written of ['key', '重点', 'KEY ACCOUNT', 'ｋｅｙ']) expect(text(written, field('choice', { options }))).toBe('key');
    expect(problem('其它', field('choice', { options }))).toEqual({ code: 'field.choice', allowed: ['key', 'vip', 'other'], nearest: '其他', value: '其它' });
    expect(json('toString', field('choice', { options }))).toMatchObject({ code: 'field.choice' });
  });
  test('P3-8 reference', () => {
    const id = '0197b2a4-7c00-7000-8000-000000000187';
    const to = field('reference', { target: 'customers.customer' });
    expect(json('C000001', to)).toEqual({ code: 'C000001' });
    expect(json(id, to)).toEqual({ id });
    expect(json({ id, code: 'C000001', label: '昆山同创' }, to)).toEqual({ id });
    expect(json({ code: 'C000001' }, to)).toEqual({ code: 'C000001' });
    expect(json('', to)).toBe(null);
    expect(json(7, to)).toEqual({ code: 'field.type', expected: 'reference' });
    expect(readingsOf('C000001 昆山同创')).toEqual([
      { by: 'code', text: 'C000001 昆山同创' },
      { by: 'code', text: 'C000001' },
      { by: 'name', text: 'C000001 昆山同创' },
    ]);
    expect(readingsOf('昆山同创')).toEqual([
      { by: 'code', text: '昆山同创' },
      { by: 'name', text: '昆山同创' },
    ]);
    const any = field('any_reference', { among: ['customers.customer'] });
    expect(json('customers.customer:C000001', any)).toEqual({ name: 'customers.customer', code: 'C000001' });
    expect(json({ declaration: 'customers.customer', id }, any)).toEqual({ name: 'customers.customer', id });
    expect(json('supply.supplier:S1', any)).toMatchObject({ code: 'field.choice' });
    expect(json('C000001', any)).toMatchObject({ code: 'field.format' });
    expect(kindOf(any).toJson({ name: 'customers.customer', id }, any)).toEqual({ declaration: 'customers.customer', id });
  });
  test('P3-9 duration', () => {
    const minutes = field('integer', { format: 'duration', min: 0 });
    for (const written of ['1.5小时', '1:30', '90', '1小时30分', '１小时３０分', '90分钟']) expect(text(written, minutes)).toBe(90);
    for (const wrong of ['1:75', '一小时', '1.01小时', '-5']) expect(text(wrong, minutes)).toBe('field.format');
  });
  test('P3 integer', () => {
    expect(text('1,234', field('integer'))).toBe(1234);
    expect(text('１２', field('integer'))).toBe(12);
    expect(json(1.5, field('integer'))).toEqual({ code: 'field.type', expected: 'integer' });
    expect(json(3_000_000_000, field('integer'))).toMatchObject({ code: 'field.range' });
    expect(json(0, field('integer', { min: 1, max: 9 }))).toEqual({ code: 'field.range', min: 1, max: 9 });
  });
});

describe('1.1 numbers of customers', () => {
  const read = (format: string, written: string): unknown => {
    const parsed = checkFormat(format, written);
    return parsed.ok ? parsed.value : { code: parsed.code, ...parsed.params };
  };
  test('1.1 E1 unified social credit code', () => {
    for (const valid of ['91350100M000100Y43', '91110108551385082Q', '91310115MA1QT04490', 'N2350100MF0QT12371', '91310115MA1QT00183', '91310115MA1QT00196', '91320583MA1TC26047'])
      expect(read('uscc', valid)).toBe(valid);
    expect(read('uscc', '91350100M000100Y44')).toEqual({ code: 'uscc.check_digit', expected: '3' });
    expect(read('uscc', '91350100M000100Y4Z')).toEqual({ code: 'uscc.charset' });
    expect(read('uscc', '9131O115MA1QT00196')).toEqual({ code: 'uscc.charset', suggestion: '91310115MA1QT00196' });
    expect(read('uscc', '91320583MA1TC26048')).toEqual({ code: 'uscc.check_digit', expected: '7' });
    expect(read('uscc', ' 9131 0115-ma1q-t001 96')).toBe('91310115MA1QT00196');
    expect(read('uscc', '9131011')).toEqual({ code: 'uscc.length', length: 7 });
    expect(usccOrganisationCheck('91310115MA1QT00183')).toEqual({ expected: '9' });
    expect(usccOrganisationCheck('91310115MA1QT00196')).toBeUndefined();
  });
  test('1.1 E1 resident identity number', () => {
    expect(read('id_no', '11010519491231002x')).toBe('11010519491231002X');
    expect(read('id_no', '110105194912310021')).toEqual({ code: 'id_no.check_digit', expected: 'X' });
    expect(read('id_no', '110105194913310021')).toEqual({ code: 'id_no.birth_date' });
    expect(read('id_no', '1101051949')).toMatchObject({ code: 'field.format' });
  });
  test('1.1 E2 mobile', () => {
    expect(read('mobile', '138 0013 8000')).toBe('13800138000');
    for (const written of ['+86-139-1234-5678', '１３９１２３４５６７８', '0086 13912345678', '8613912345678']) expect(read('mobile', written)).toBe('13912345678');
    for (const wrong of ['12912345678', '1391234567', '861391234567', '021-58880000']) expect(read('mobile', wrong)).toEqual({ code: 'mobile.invalid' });
    expect(read('mobile', '+852 9123 4567')).toBe('+85291234567');
  });
  test('1.1 landline', () => {
    for (const [written, value] of [
      ['021-58880000', '021-58880000'],
      ['(021)58880000', '02158880000'],
      ['0512-57301234-808', '0512-57301234-808'],
      ['400-820-8820', '4008208820'],
      ['+86-21-58880000', '021-58880000'],
      ['138 0013 8000', '13800138000'],
      ['+1 (415) 555-2671', '+14155552671'],
    ])
      expect(read('phone', written ?? '')).toBe(value);
    for (const wrong of ['5888', '021-5888', '12345678901']) expect(read('phone', wrong)).toEqual({ code: 'phone.invalid' });
  });
  test('P.3 e-mail, url, bank account, bar code, tax class, tax number', () => {
    expect(read('email', 'Li.Ming@Example.COM')).toBe('Li.Ming@example.com');
    for (const wrong of ['a@b', 'a b@c.cn', '@c.cn', 'a..b@c.cn', 'a@-c.cn', `${'a'.repeat(65)}@c.cn`]) expect(read('email', wrong)).toEqual({ code: 'email.invalid' });
    expect(read('url', 'https://example.com/a')).toBe('https://example.com/a');
    for (const wrong of ['ftp://example.com', 'https://u:p@example.com', 'example.com', 'javascript:alert(1)']) expect(read('url', wrong)).toMatchObject({ code: 'field.format' });
    expect(read('bank_account', '1001 2345-0987 6543 210')).toBe('1001234509876543210');
    expect(read('bank_account', '12345')).toMatchObject({ code: 'field.format' });
    for (const valid of ['6901234567892', '4006381333931', '16901234567899', '96385074', '036000291452', 'AB-001'.replace('-', '')]) expect(read('barcode', valid)).toBe(valid);
    expect(read('barcode', '6901234567893')).toEqual({ code: 'barcode.check_digit', expected: '2' });
    expect(read('tax_class', '1060105010000000000')).toBe('1060105010000000000');
    expect(read('tax_class', '106010501')).toEqual({ code: 'product.tax_class' });
    expect(read('tax_no', '91310115ma1qt00196')).toBe('91310115MA1QT00196');
    expect(read('tax_no', '9131')).toMatchObject({ code: 'field.format' });
  });
});
