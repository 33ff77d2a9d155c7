import { expect, test } from 'vitest';
import { holidaysOf, statutoryDays } from './holidays.ts';
import { regions } from './regions.ts';
import { units } from './units.ts';

test('P.15 units have distinct codes and names', () => {
  expect(new Set(units.map((unit) => unit.code)).size).toBe(27);
  expect(new Set(units.map((unit) => unit.name)).size).toBe(27);
  expect(units.find((unit) => unit.code === 'T')).toMatchObject({ name: '吨', decimals: 6, measured: true });
  expect(units.find((unit) => unit.code === 'HOUR')).toMatchObject({ decimals: 2, measured: false });
});
test('P.15 regions: parents come first, codes are those of GB/T 2260', () => {
  const all = regions();
  const seen = new Set<string>();
  for (const region of all) {
    if (region.parent !== null) expect(seen.has(region.parent), region.code).toBe(true);
    expect(region.code).toMatch(/^\d{6}$/);
    seen.add(region.code);
  }
  expect(seen.size).toBe(all.length);
  expect(all.find((region) => region.code === '330106')?.full_name).toBe('浙江省杭州市西湖区');
  expect(all.find((region) => region.code === '310115')?.full_name).toBe('上海市浦东新区');
  expect(all.length).toBeGreaterThan(3_300);
});
test('4.0.2 the year 2026: 13 days by law and 248 workdays, by month as in the notice', () => {
  expect(statutoryDays(2026).size).toBe(13);
  const kinds = new Map(holidaysOf(2026).map((day) => [day.date, day.kind]));
  const months = Array.from({ length: 12 }, () => 0);
  let workdays = 0;
  for (let at = Date.UTC(2026, 0, 1); at < Date.UTC(2027, 0, 1); at += 86_400_000) {
    const day = new Date(at);
    const kind = kinds.get(day.toISOString().slice(0, 10));
    const working = kind === 'adjusted_workday' || (kind === undefined && ![0, 6].includes(day.getUTCDay()));
    if (working) workdays += 1;
    if (working || kind === 'statutory') months[day.getUTCMonth()] = (months[day.getUTCMonth()] ?? 0) + 1;
  }
  expect(workdays).toBe(248);
  expect(months).toEqual([22, 20, 22, 22, 21, 22, 23, 21, 23, 21, 21, 23]);
});
test('4.0.2 two holidays on one day make twelve days', () => expect(statutoryDays(2028).size).toBe(12));
