import { describe, expect, it } from 'vitest';
import type { ApiRecord, Schema } from '../api/types.ts';
import type { Declarations } from '../record/declarations.ts';
import { copyOf } from './copy.ts';

const declarations = {
  records: new Map([
    ['sales.quotation', { type: 'document' }],
    ['customers.customer', { type: 'catalog' }],
  ]),
} as unknown as Declarations;
const schema = {
  kind: 'document',
  code: 'number',
  fields: [
    { name: 'number', kind: 'serial' },
    { name: 'customer', kind: 'reference', target: 'customers.customer' },
    { name: 'quotation', kind: 'reference', target: 'sales.quotation' },
    { name: 'order_date', kind: 'date' },
    { name: 'gross', kind: 'money', origin: 'computed' },
    { name: 'remark', kind: 'text' },
    {
      name: 'lines',
      kind: 'lines',
      lines: ['product', 'qty', 'unit_price', 'price_source', 'quotation_line'].map((name) => ({ name, kind: name === 'quotation_line' ? 'line_reference' : 'text' })),
    },
  ],
} as unknown as Schema;

describe('copy as new (web §5)', () => {
  it('takes what would be typed again and leaves what is the old one’s own', () => {
    const record = {
      id: 'r',
      version: 4,
      number: 'SO-1',
      customer: { id: 'c' },
      quotation: { id: 'q' },
      order_date: '2026-03-01',
      gross: '10.00',
      remark: null,
      lines: [
        { id: '1', product: 'p', qty: '2', unit_price: '5', price_source: 'auto', quotation_line: 'x' },
        { id: '2', product: 'q', qty: '3', unit_price: '4', price_source: 'manual' },
      ],
    } as unknown as ApiRecord;
    expect(copyOf(schema, declarations, record)).toEqual({
      customer: { id: 'c' },
      lines: [
        { product: 'p', qty: '2' },
        { product: 'q', qty: '3', unit_price: '4', price_source: 'manual' },
      ],
    });
  });
});
