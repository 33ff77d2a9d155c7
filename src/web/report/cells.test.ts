import { describe, expect, it } from 'vitest';
import { cellOf, cellText, difference, isBlank, partsOf, shareOf, signed, slim, sumOf } from './cells.ts';

const row = (key: string, amount: string) => ({ key, label: key, level: 1, cells: { amount } });

describe('cells of reports (P.2.2)', () => {
  it('names a cell by row and column, deeper ones behind a slash', () => {
    const revenue = row('revenue', '6783.43');
    expect(cellOf(undefined, revenue, 'amount')).toBe('revenue.amount');
    expect(cellOf('revenue.amount', row('6001', '6783.43'), 'amount')).toBe('revenue.amount/6001.amount');
    expect(partsOf('revenue.amount/6001.amount')).toEqual([
      { cell: 'revenue.amount', row: 'revenue', column: 'amount' },
      { cell: 'revenue.amount/6001.amount', row: '6001', column: 'amount' },
    ]);
    expect(partsOf('a.b.amount')[0]).toMatchObject({ row: 'a.b', column: 'amount' });
  });
  it('adds and compares to the cent, without binary fractions', () => {
    expect(sumOf([row('a', '0.10'), row('b', '0.20')], 'amount')).toBe('0.30');
    expect(difference('4600.00', '11300.00')).toBe('-6700.00');
    expect(signed('621377.40')).toBe('+621,377.40');
    expect(signed('-6700.00')).toBe('−6,700.00');
  });
  it('writes each kind the way people read it', () => {
    expect(cellText('money', '-60000.00')).toBe('−60,000.00');
    expect(cellText('money', null)).toBe('');
    expect(cellText('quantity', '125.000000')).toBe('125');
    expect(cellText('any_reference', { declaration: 'sales.delivery', id: 'x', code: 'CK2601-00001', label: 'CK2601-00001' })).toBe('CK2601-00001');
    expect([isBlank('0.00'), isBlank(null), isBlank('0.01')]).toEqual([true, true, false]);
  });
  it('lets the document stand for the summary in the drawer', () => {
    const columns = [
      { key: 'summary', label: '摘要', kind: 'text' },
      { key: 'document', label: '单据', kind: 'text' },
    ];
    const rows = [
      { key: 'opening', label: '期初余额', level: 0, cells: { summary: '期初余额', document: null } },
      { key: '记-1', label: '记-1', level: 0, cells: { summary: '销售出库', document: 'CK2601-00001' } },
    ];
    const narrow = slim({ report: 'x', columns, rows, totals: {}, checks: [], notes: [], as_of: '' });
    expect(narrow.columns.map((column) => column.key)).toEqual(['document']);
    expect(narrow.rows.map((one) => one.cells['document'])).toEqual(['期初余额', 'CK2601-00001']);
  });
  it('measures bars against the largest figure', () => {
    const rows = [row('a', '200.00'), row('b', '-50.00')];
    expect(shareOf('-50.00', rows, 'amount')).toBe(0.25);
    expect(shareOf('0.00', [row('a', '0.00')], 'amount')).toBe(0);
  });
});
