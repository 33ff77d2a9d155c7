import { describe, expect, it } from 'vitest';
import type { ApiRecord, ReportRow } from '../api/types.ts';
import { agedItems } from './aged.ts';
import { type DocumentKind, kinds } from './facts.ts';
import { underWay } from './running.ts';
import { lastSold } from './sold.ts';

const item = (remaining: string, due: string | null): ReportRow => ({ key: remaining, label: '', level: 1, cells: { remaining, due_date: due, doc_date: '2026-01-01' } });
describe('overview of a customer', () => {
  it('ages open items by the rule of the ageing report and keeps credits apart', () => {
    const { parts, credits } = agedItems(
      { rows: [item('100.10', '2026-03-31'), item('0.20', '2026-03-30'), item('50.00', '2026-03-01'), item('7.00', null), item('-30.00', '2026-01-01')] },
      '2026-03-31',
    );
    expect(Object.fromEntries(parts.filter((part) => part.value !== '0.00').map((part) => [part.key, part.value]))).toEqual({ not_due: '107.10', d1_30: '50.20' });
    expect(credits).toBe('-30.00');
    expect(agedItems({ rows: [item('1.00', null)] }, '2026-03-31').credits).toBeUndefined();
  });
  it('takes the newest line with a price of each product, never a gift', () => {
    const line = (product: string, unit_price: string) => ({ product: { id: product, label: product }, unit_price, qty: '1', unit: null, discount_rate: '0' });
    const order = (id: string, day: string, lines: readonly object[]): ApiRecord => ({ id, order_date: day, price_includes_tax: true, lines }) as unknown as ApiRecord;
    const sold = lastSold([order('o2', '2026-02-01', [line('a', '0.00'), line('b', '9.50')]), order('o1', '2026-01-01', [line('a', '12.00'), line('b', '8.00')])]);
    expect(sold.map(({ product, unitPrice, day }) => [product.id, unitPrice, day])).toEqual([
      ['b', '9.50', '2026-02-01'],
      ['a', '12.00', '2026-01-01'],
    ]);
    expect(sold.every((one) => one.withTax && one.discount === undefined)).toBe(true);
  });
  it('calls under way what somebody still has to do', () => {
    const records: Readonly<Record<DocumentKind['name'], readonly object[]>> = {
      'sales.order': [
        { id: 'o1', state: 'confirmed', progress: 'to_deliver' },
        { id: 'o2', state: 'confirmed', progress: 'completed' },
      ],
      'sales.quotation': [
        { id: 'q1', state: 'sent' },
        { id: 'q2', state: 'sent', converted: 'full' },
      ],
      'sales.delivery': [
        { id: 'd1', state: 'draft' },
        { id: 'd2', state: 'signed' },
        { id: 'd3', state: 'reversed' },
      ],
      'sales.invoice': [
        { id: 'i1', state: 'ready' },
        { id: 'i2', state: 'issued' },
      ],
      'finance.receipt': [
        { id: 'r1', state: 'approved' },
        { id: 'r2', state: 'posted' },
      ],
    };
    const of = (name: DocumentKind['name']) =>
      kinds.filter((kind) => kind.name === name).flatMap((kind) => records[name].map((record) => ({ kind, record: record as ApiRecord, day: '' })));
    expect(underWay({ of }).map(({ record }) => record.id)).toEqual(['o1', 'q1', 'd1', 'i1', 'r1']);
  });
});
