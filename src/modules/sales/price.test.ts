import { expect, test } from 'vitest';
import { decimal, one, toPlain } from '#decimal';
import { inOrder, type PriceItem, type PriceListFacts, type PriceRequest, resolvePrice } from './price.ts';

const d = decimal;
const piece = { num: one, den: one };
const box = { num: d('5'), den: one };
const item = (item_no: number, more: Partial<PriceItem>): PriceItem => ({
  item_no,
  target: 'product',
  product: 'P001',
  category: null,
  unit: 'PACK',
  factor: piece,
  min_qty: d('0'),
  price: d('1'),
  valid_from: null,
  valid_to: null,
  ...more,
});
const list = (code: string, items: readonly PriceItem[], more: Partial<PriceListFacts> = {}): PriceListFacts => ({
  id: code,
  code,
  step: 'default',
  priority: 0,
  includes_tax: true,
  valid_from: null,
  valid_to: null,
  items,
  ...more,
});
const request: PriceRequest = {
  product: 'P001',
  categories: ['PAPER', 'OFFICE'],
  qty: d('40'),
  unit: 'BOX',
  factor: box,
  date: '2026-01-05',
  includes_tax: true,
  tax_rate: d('0.13'),
  decimals: 2,
  list_price: null,
};
const standard = list('STD', [item(1, { price: d('25.9') }), item(2, { min_qty: d('100'), price: d('24.9') })], { valid_from: '2026-01-01' });
const priceOf = (of: Partial<PriceRequest>, lists: readonly PriceListFacts[]): string | undefined => {
  const found = resolvePrice({ ...request, ...of }, lists);
  return found ? toPlain(found.price) : undefined;
};

test('first sale: step 6, 40 boxes of 5 reach the tier of 100 packs', () => {
  expect(priceOf({}, [standard])).toBe('124.5');
  expect(priceOf({ qty: d('19') }, [standard])).toBe('129.5');
  expect(priceOf({ qty: d('200'), unit: 'PACK', factor: piece }, [standard])).toBe('24.9');
});
test('2.2 the first list that has a matching item wins, not the lowest price', () => {
  const dear = list('VIP', [item(1, { price: d('30') })], { step: 'customer' });
  const other = list('OTHER', [item(1, { product: 'P002', price: d('1') })], { step: 'document' });
  const found = resolvePrice({ ...request, factor: piece, unit: 'PACK' }, [standard, dear, other]);
  expect(found && toPlain(found.price)).toBe('30');
  expect(found?.trace.steps).toEqual([
    { step: 'document', list: 'OTHER', result: 'no_item' },
    { step: 'customer', list: 'VIP', result: 'taken', item: 1, min_qty: '0' },
  ]);
});
test('2.2 inside a step the higher priority comes first, and a list is tried once', () => {
  const lists = [list('A', [], { priority: 1 }), list('B', [], { priority: 2 }), list('A', [], { step: 'document' })];
  expect(inOrder(lists).map(({ code, step }) => [code, step])).toEqual([
    ['A', 'document'],
    ['B', 'default'],
  ]);
});
test('2.2 product before the deepest category before all, then the larger quantity, the younger, the first item', () => {
  const items = [
    item(1, { target: 'all', product: null, price: d('9') }),
    item(2, { target: 'category', product: null, category: 'OFFICE', price: d('8') }),
    item(3, { target: 'category', product: null, category: 'PAPER', price: d('7') }),
    item(4, { target: 'category', product: null, category: 'PAPER', price: d('6'), valid_from: '2026-01-02' }),
    item(5, { target: 'category', product: null, category: 'PAPER', price: d('5'), valid_from: '2026-01-02' }),
  ];
  const of = { factor: piece, unit: 'PACK' };
  expect(priceOf(of, [list('STD', items)])).toBe('6');
  expect(priceOf({ ...of, categories: ['OFFICE'] }, [list('STD', items)])).toBe('8');
  expect(priceOf({ ...of, categories: [] }, [list('STD', items)])).toBe('9');
  expect(priceOf(of, [list('STD', [...items, item(6, { price: d('10') })])])).toBe('10');
});
test('2.2 lists and items count within their days', () => {
  expect(priceOf({ date: '2025-12-31' }, [standard])).toBeUndefined();
  const ended = list('STD', [item(1, { price: d('3'), valid_to: '2026-01-04' }), item(2, { price: d('4'), valid_from: '2026-01-05' })]);
  expect(priceOf({ factor: piece }, [ended])).toBe('4');
});
test('2.2 a price found in the other mode is converted with the rate and rounded', () => {
  expect(priceOf({ includes_tax: false, factor: piece }, [standard])).toBe('22.92');
  expect(priceOf({ factor: piece }, [list('NET', [item(1, { price: d('22.035398') })], { includes_tax: false })])).toBe('24.9');
});
test('2.2 without a list the product’s own price, without that none', () => {
  const found = resolvePrice({ ...request, list_price: { price: d('26'), includes_tax: true } }, []);
  expect(found && toPlain(found.price)).toBe('130');
  expect(found?.list).toBeNull();
  expect(resolvePrice(request, [])).toBeNull();
});
