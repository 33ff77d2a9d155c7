import { expect, test } from 'vitest';
import { type ShowContext, shown } from './shown.ts';

const zh: ShowContext = { lang: 'zh', zone: 'Asia/Shanghai' };
const en: ShowContext = { lang: 'en', zone: 'Asia/Shanghai' };

test.each([
  ['money', '1234567.5', '1,234,567.50'],
  ['money', '-60000', '−60,000.00'],
  ['money', '0.00', '0.00'],
  ['money', '9007199254740993.01', '9,007,199,254,740,993.01'],
  ['quantity', '1200.5', '1,200.5'],
  ['quantity', '0.000001', '0.000001'],
  ['unit_price', '24.9', '24.90'],
  ['unit_price', '1024.123456', '1,024.123456'],
  ['rate', '0.13', '13%'],
  ['rate', '0.005', '0.5%'],
  ['percent', '13', '13%'],
  ['date', '2026-01-05', '2026-01-05'],
  ['month', '2026-01', '2026-01'],
  ['instant', '2026-01-05T18:12:59.999Z', '2026-01-06 02:12'],
  ['integer', 2026, '2026'],
  ['integer', -3, '−3'],
  ['flag', true, '是'],
  ['flag', false, '否'],
  ['duration', 90, '1 小时 30 分'],
  ['text', '<b>&', '<b>&'],
  ['phone', '138****8000', '138****8000'],
  ['money', '***', '***'],
  ['reference', { id: '1', code: 'C000001', label: '昆山同创' }, 'C000001 昆山同创'],
  ['reference', { id: '1', code: 'SO2601-00001', label: 'SO2601-00001' }, 'SO2601-00001'],
  ['reference', { id: '1', label: '管理员' }, '管理员'],
  ['references', [{ label: '甲' }, { label: '乙' }], '甲、乙'],
  ['inheritable', { value: '30', origin: { label: '分类' } }, '30'],
  ['address', { region: { code: '320583', label: '江苏省昆山市' }, detail: '前进东路 88 号', receiver: '李明', mobile: null }, '江苏省昆山市 前进东路 88 号 李明'],
])('web §6, P.3: %s %j stands as %s', (kind, value, text) => {
  expect(shown(value, { kind }, zh)).toBe(text);
});

test('nothing is printed for what is absent', () => {
  for (const value of [null, undefined, '', []]) expect(shown(value, { kind: 'text' }, zh)).toBeNull();
  expect(shown([], { kind: 'choices', options: [] }, zh)).toBeNull();
});
test('a choice is printed by its label in the language, an unknown key as it is', () => {
  const options = [
    { key: 'partial', label: { zh: '可分批', en: 'Partial allowed' } },
    { key: 'complete', label: '一次交齐' },
  ];
  expect(shown('partial', { kind: 'choice', options }, zh)).toBe('可分批');
  expect(shown('partial', { kind: 'choice', options }, en)).toBe('Partial allowed');
  expect(shown(['partial', 'complete'], { kind: 'choices', options }, zh)).toBe('可分批、一次交齐');
  expect(shown('other', { kind: 'choice', options }, zh)).toBe('other');
});
test('units and people are known by name', () => {
  expect(shown({ code: 'CTN', label: '箱' }, { kind: 'reference', target: 'core.unit' }, zh)).toBe('箱');
  expect(shown({ code: 'P001', label: 'A4复印纸' }, { kind: 'reference', target: 'inventory.product' }, zh)).toBe('P001 A4复印纸');
});
