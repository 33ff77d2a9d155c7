import { expect, test } from 'vitest';
import { likeness, masked, type Likeness } from './duplicate.ts';
import { nameCore, nameNorm, regionSpellings } from './name-keys.ts';

const regions = regionSpellings([
  { name: '上海市', level: 1 },
  { name: '苏州市', level: 2 },
]);
const customer = (name: string, more: Partial<Likeness> = {}): Likeness => ({
  kind: 'company',
  name_norm: nameNorm(name),
  name_core: nameCore(name, regions),
  uscc: null,
  tax_no: null,
  id_no: null,
  mobiles: [],
  own_mobile: null,
  emails: [],
  phone: null,
  address: null,
  ...more,
});
const existing = customer('上海启泰贸易有限公司', { mobiles: ['13800138000'], phone: '021-58880000' });

test('1.1 E3 the same core name alone is 70, with the mobile 82, with mobile and landline 92', () => {
  const name = '启泰贸易（上海）有限公司';
  expect(likeness(customer(name), existing).score).toBe(70);
  expect(likeness(customer(name, { mobiles: ['13800138000'] }), existing).score).toBe(82);
  expect(likeness(customer(name, { mobiles: ['13800138000'], phone: '021-58880000' }), existing).score).toBe(92);
});
test('1.1 E3 a likeness under 0.60 is no signal', () => {
  expect(likeness(customer('上海启泰商贸有限公司'), existing)).toEqual({ score: 0, signals: [] });
});
test('1.1 E3 a longer name is 58 for the report, 66 with the company’s mail domain', () => {
  const one = customer('苏州明德精密机械有限公司', { emails: ['a@mingde.cn'] });
  const name = '苏州明德精密机械制造有限公司';
  expect(likeness(customer(name), one).score).toBe(58);
  expect(likeness(customer(name, { emails: ['b@mingde.cn'] }), one).score).toBe(66);
  expect(likeness(customer(name, { emails: ['b@qq.com'] }), { ...one, emails: ['a@qq.com'] }).score).toBe(58);
});
test('1.1 an equal credit code is certain, two individuals with one mobile nearly so', () => {
  expect(likeness(customer('甲公司', { uscc: '91310115MA1QT00196' }), customer('乙公司', { uscc: '91310115MA1QT00196' })).score).toBe(100);
  const person = (name: string): Likeness => customer(name, { kind: 'individual', own_mobile: '13800138000', mobiles: ['13800138000'] });
  expect(likeness(person('李明'), person('李小明')).score).toBe(90);
});
test('1.1 the same folded name is 90, and never more than 99 without certainty', () => {
  const all = { mobiles: ['13800138000'], phone: '021-58880000', address: '张杨路500号', emails: ['a@qt.cn'] };
  expect(likeness(customer('上海启泰贸易有限公司'), customer('上海启泰贸易 有限公司')).score).toBe(90);
  expect(likeness(customer('上海启泰贸易有限公司', all), customer('上海启泰贸易有限公司', all)).score).toBe(99);
});
test('1.1 a match outside the scope is shown masked', () => {
  expect(masked('昆山同创电子有限公司')).toBe('昆********司');
  expect(masked('李明')).toBe('李*');
});
