import { expect, test } from 'vitest';
import { normalise, searchTerms, searchText } from './text.ts';

test('text is folded before it is kept or looked up', () => {
  expect(normalise(' ＳＯ2603-00187 ')).toBe('so260300187');
  expect(normalise('昆山（同创）')).toBe('昆山同创');
  expect(searchTerms('  昆山   KSTC ')).toEqual(['昆山', 'kstc']);
});
test('a name is found by itself, full pinyin and initials', () => {
  const { text, grams } = searchText(['昆山同创', 'C000001']);
  expect(text.split('\n')).toEqual(expect.arrayContaining(['昆山同创', 'kunshantongchuang', 'kstc', 'c000001']));
  expect(grams).toEqual(expect.arrayContaining(['昆', '昆山', '山同', 'ks', 'c0']));
});
test('7.1 every reading of a character is kept, the surname reading of the first one too', () => {
  const { text } = searchText(['单雄信']);
  for (const reading of ['danxiongxin', 'shanxiongxin', 'dxx', 'sxx']) expect(text.split('\n')).toContain(reading);
  expect(searchText(['长沙银行']).text.split('\n')).toContain('changshayinhang');
  expect(searchText(['吕布']).text.split('\n')).toContain('lvbu');
});
test('two values never make one hit', () => {
  expect(searchText(['同创', '明德']).text).not.toContain('创明');
  expect(searchText(['同创', '明德']).grams).not.toContain('创明');
});
test('nothing in, nothing out', () => {
  expect(searchText([null, undefined, '', ' '])).toEqual({ text: '', grams: [] });
});
test('readings of a long name stay bounded', () => {
  expect(searchText(['重庆长沙单曾解查乐行长重庆长沙单曾解查乐行长']).text.split('\n').length).toBeLessThan(40);
});
