import { describe, expect, test } from 'vitest';
import { matchLines } from './match-lines.ts';

const product = (code: string) => ({ id: `id-${code}`, code, label: `商品${code}` });
const stored = [
  { id: 'a', line_no: 1, product: product('P001'), min_qty: '0', price: '25.9' },
  { id: 'b', line_no: 2, product: product('P001'), min_qty: '100', price: '24.9' },
];

describe('P.10 lines of an update', () => {
  test('by line number', () => {
    expect(
      matchLines(
        [
          { line_no: 2, price: '23' },
          { line_no: 1, _delete: true },
          { line_no: 9, _delete: true },
        ],
        stored,
      ),
    ).toEqual({
      lines: [
        { id: 'b', price: '23' },
        { id: 'a', _delete: true },
      ],
      missing: [2],
    });
  });
  test('by the declared natural key', () => {
    const given = [
      { product: 'P001', min_qty: '100', price: '23' },
      { product: 'P001 商品P001', min_qty: '200', price: '22' },
    ];
    expect(matchLines(given, stored, ['product', 'min_qty']).lines).toEqual([{ ...given[0], id: 'b' }, given[1]]);
  });
  test('a line that says the same is the same, one that differs is a new one', () => {
    const same = { product: '商品P001', min_qty: '0', price: '25.9' };
    const other = { product: 'P001', min_qty: '100', price: '23' };
    expect(matchLines([same, same, other], stored).lines).toEqual([{ ...same, id: 'a' }, same, other]);
  });
});
