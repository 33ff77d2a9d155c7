import { describe, expect, it } from 'vitest';
import type { Schema, SchemaField } from '../api/types.ts';
import { differenceOf, isEmpty } from './diff.ts';

const field = (name: string, kind: SchemaField['kind'], more: object = {}): SchemaField => ({ name, kind, label: { zh: name, en: name }, ...more });
const schema = {
  fields: [
    field('remark', 'text'),
    field('gross', 'money'),
    field('customer', 'reference'),
    field('key', 'text', { hidden: true }),
    field('lines', 'lines', { lines: [field('product', 'reference'), field('qty', 'quantity')] }),
  ],
} as unknown as Schema;
const product = (id: string) => ({ id, label: id.toUpperCase() });

describe('what differs between two revisions (P.4)', () => {
  it('names fields with both values and leaves out what only looks different', () => {
    const found = differenceOf(
      schema,
      { remark: 'a', gross: '2.00', customer: product('k'), key: 'x' },
      { remark: 'b', gross: '2', customer: { ...product('k'), label: 'renamed' }, key: 'y' },
    );
    expect(found.fields.map(({ field: { name }, old, new: now }) => [name, old, now])).toEqual([['remark', 'a', 'b']]);
    expect(isEmpty(found)).toBe(false);
    expect(isEmpty(differenceOf(schema, { remark: null }, { remark: '' }))).toBe(true);
    expect(differenceOf(schema, { gross: '100' }, { gross: '10' }).fields).toHaveLength(1);
  });
  it('knows lines by their id: changed, added, removed', () => {
    const before = {
      lines: [
        { id: '1', product: product('p'), qty: '20' },
        { id: '2', product: product('q'), qty: '3' },
      ],
    };
    const after = {
      lines: [
        { id: '1', product: product('p'), qty: '24' },
        { id: '3', product: product('r'), qty: '12' },
      ],
    };
    const [{ rows } = { rows: [] }] = differenceOf(schema, before, after).lines;
    expect(rows.map((row) => [row.kind, row.no, (row.name as { id: string }).id, row.cells.map((cell) => [cell.field.name, cell.old, cell.new])])).toEqual([
      ['changed', 1, 'p', [['qty', '20', '24']]],
      ['added', 2, 'r', [['qty', undefined, '12']]],
      ['removed', 2, 'q', [['qty', '3', undefined]]],
    ]);
  });
});
