import { describe, expect, it } from 'vitest';
import type { SchemaField } from '../api/types.ts';
import { mapColumns, parseRange, pastedRows, pastedValue } from './paste.ts';

const field = (name: string, kind: string, zh: string, en: string): SchemaField => ({ name, kind, label: { zh, en } }) as SchemaField;
const fields = [
  field('product', 'reference', '商品', 'Product'),
  field('qty', 'quantity', '数量', 'Quantity'),
  field('discount_rate', 'rate', '折扣', 'Discount'),
  field('day', 'date', '日期', 'Date'),
];

describe('paste from a spreadsheet', () => {
  it('reads tabs, line ends and quoted cells', () => {
    expect(parseRange('P001\t40\r\n"a ""b""\nc"\t2\n')).toEqual([
      ['P001', '40'],
      ['a "b"\nc', '2'],
    ]);
  });
  it('maps by header, folded and without units, else by position', () => {
    expect(
      mapColumns(
        [
          ['数 量（箱）', '商品*'],
          ['40', 'P001'],
        ],
        fields,
      ),
    ).toEqual({ header: true, fields: ['qty', 'product'] });
    expect(mapColumns([['P001', '40']], fields)).toEqual({ header: false, fields: ['product', 'qty'] });
  });
  it('turns cells into values of their kinds', () => {
    const [product, qty, discount, day] = fields as [SchemaField, SchemaField, SchemaField, SchemaField];
    expect(pastedValue(product, 'P001 A4复印纸')).toEqual({ id: '', code: 'P001', label: 'P001 A4复印纸' });
    expect(pastedValue(qty, '１，２００.5')).toBe('1200.5');
    expect(pastedValue(discount, '5%')).toBe('0.05');
    expect(pastedValue(discount, '0.05')).toBe('0.05');
    expect(pastedValue(day, '2026年3月5日')).toBe('2026-03-05');
  });
  it('leaves out what is mapped to nothing', () => {
    expect(pastedRows([['P001', 'x', '3']], ['product', undefined, 'qty'], fields, false)).toEqual([{ product: { id: '', code: 'P001', label: 'P001' }, qty: '3' }]);
  });
});
