import { expect, test } from 'vitest';
import { nameCore, nameNorm, regionCandidates, regionSpellings, similarity } from './name-keys.ts';

const regions = regionSpellings([
  { name: '上海市', level: 1 },
  { name: '江苏省', level: 1 },
  { name: '内蒙古自治区', level: 1 },
  { name: '苏州市', level: 2 },
  { name: '昆山市', level: 3 },
  { name: '浦东新区', level: 3 },
]);

test('1.1 name_norm folds width, case and everything that is no letter, digit or Han', () => {
  expect(nameNorm(' 启泰贸易（上海）有限公司 ')).toBe('启泰贸易上海有限公司');
  expect(nameNorm('ＡＢＣ-Trading Co., Ltd.')).toBe('ABCTRADINGCOLTD');
});
test('1.1 name_core drops leading and bracketed regions and one legal form', () => {
  expect(nameCore('上海启泰贸易有限公司', regions)).toBe('启泰贸易');
  expect(nameCore('启泰贸易（上海）有限公司', regions)).toBe('启泰贸易');
  expect(nameCore('江苏省苏州市昆山市同创电子有限责任公司', regions)).toBe('同创电子');
  expect(nameCore('内蒙古草原乳业股份有限公司', regions)).toBe('草原乳业');
});
test('1.1 a county is only a region with its ending, brackets of other words stay', () => {
  expect(nameCore('昆山同创电子有限公司', regions)).toBe('昆山同创电子');
  expect(nameCore('明德（精密）机械厂', regions)).toBe('明德精密机械');
});
test('1.1 a region is dropped only while two characters remain', () => {
  expect(nameCore('上海厂', regions)).toBe('上海');
  expect(nameCore('上海江苏', regions)).toBe('江苏');
});
test('1.1 similarity is Dice on bigrams to two decimals', () => {
  expect(similarity('启泰贸易', '启泰商贸')).toBe(0.33);
  expect(similarity('明德精密机械', '明德精密机械制造')).toBe(0.83);
  expect(similarity('启泰贸易', '启泰贸易')).toBe(1);
  expect(similarity('', '启泰')).toBe(0);
});
test('1.1 only pieces of the name are looked up as regions', () => {
  const pieces = regionCandidates('启泰贸易（上海）有限公司');
  expect(pieces).toContain('上海');
  expect(pieces).not.toContain('江苏');
});
