import { describe, expect, it } from 'vitest';
import type { Schema } from '../api/types.ts';
import { bodyOf, type Change, computed, type FormState, isChanged, merged, reduce, sentRows, stateOf } from './model.ts';

const label = { zh: '', en: '' };
const schema = {
  fields: [
    { name: 'customer', kind: 'reference', label },
    { name: 'note', kind: 'text', label },
    {
      name: 'lines',
      kind: 'lines',
      label,
      lines: [
        { name: 'order_line', kind: 'line_reference', origin: 'input', label },
        { name: 'product', kind: 'reference', origin: 'input', label },
        { name: 'qty', kind: 'quantity', origin: 'input', label },
      ],
    },
  ],
} as unknown as Schema;
const after = (state: FormState, ...changes: readonly Change[]): FormState => changes.reduce(reduce, state);
const record = {
  id: 'd',
  version: 3,
  note: 'old',
  lines: [
    { id: 'l1', line_no: 1, qty: '2' },
    { id: 'l2', line_no: 2, qty: '5' },
  ],
};

describe('what a form sends (P.2.2)', () => {
  it('sends only what was touched, references by id or by code', () => {
    const state = after(
      stateOf(schema, undefined),
      { type: 'set', name: 'customer', value: { id: 'c1', code: 'C1' } },
      { type: 'add', lines: 'lines', rows: [{ product: { id: '', code: 'P001' }, qty: '3' }] },
    );
    expect(bodyOf(schema, state, true)).toEqual({ customer: 'c1', lines: [{ product: 'P001', qty: '3' }] });
  });
  it('changes lines by id, adds without, removes with _delete', () => {
    const state = after(
      stateOf(schema, record),
      { type: 'cell', lines: 'lines', key: 'l1', name: 'qty', value: '4' },
      { type: 'remove', lines: 'lines', key: 'l2' },
      { type: 'add', lines: 'lines', rows: [{ qty: '1' }] },
    );
    expect(bodyOf(schema, state, false)).toEqual({ lines: [{ id: 'l1', qty: '4' }, { qty: '1' }, { id: 'l2', _delete: true }] });
  });
  it('sends no lines for a row that is still empty', () => {
    const state = after(stateOf(schema, undefined), { type: 'add', lines: 'lines', rows: [{}] });
    expect(bodyOf(schema, state, true)).toEqual({});
  });
  it('takes all lines of the source until one of them is changed, then names each with its quantity', () => {
    const adopted = after(stateOf(schema, undefined), {
      type: 'adopt',
      lines: 'lines',
      rows: [
        { order_line: 'u1', qty: '25' },
        { order_line: 'u2', qty: '12' },
      ],
    });
    expect(bodyOf(schema, adopted, true)).toEqual({});
    const key = adopted.lines['lines']?.[0]?.key ?? '';
    expect(bodyOf(schema, after(adopted, { type: 'cell', lines: 'lines', key, name: 'qty', value: '20' }), true)).toEqual({
      lines: [
        { order_line: 'u1', qty: '20' },
        { order_line: 'u2', qty: '12' },
      ],
    });
    expect(bodyOf(schema, after(adopted, { type: 'remove', lines: 'lines', key }), true)).toEqual({ lines: [{ order_line: 'u2', qty: '12' }] });
  });
  it('finds the row a refusal speaks of among those that were sent', () => {
    const state = after(stateOf(schema, undefined), { type: 'add', lines: 'lines', rows: [{}, { qty: '1' }] });
    expect(sentRows(state, 'lines').map((row) => row.values)).toEqual([{ qty: '1' }]);
  });
  it('sends and counts the lines of a saved record as the server keeps them: saved ones first, whether changed or not', () => {
    const state = after(
      stateOf(schema, record),
      { type: 'add', lines: 'lines', rows: [{ qty: '7' }, {}], at: 0 },
      { type: 'cell', lines: 'lines', key: 'l2', name: 'qty', value: '0' },
      { type: 'add', lines: 'lines', rows: [{ qty: '8' }] },
    );
    expect(bodyOf(schema, state, false)).toEqual({ lines: [{ id: 'l1' }, { id: 'l2', qty: '0' }, { qty: '7' }, { qty: '8' }] });
    expect(sentRows(state, 'lines').map((row) => row.id ?? row.values['qty'])).toEqual(['l1', 'l2', '7', '8']);
  });
  it('sends no lines where only an empty row was added', () => {
    expect(bodyOf(schema, after(stateOf(schema, record), { type: 'add', lines: 'lines', rows: [{}] }), false)).toEqual({});
  });
  it('knows whether anything changed', () => {
    expect(isChanged(stateOf(schema, record))).toBe(false);
    expect(isChanged(after(stateOf(schema, record), { type: 'set', name: 'note', value: 'new' }))).toBe(true);
    expect(isChanged(after(stateOf(schema, record), { type: 'remove', lines: 'lines', key: 'l1' }))).toBe(true);
  });
  it('shows what the server fills in only where the person typed nothing', () => {
    expect(merged({ a: '1', b: null }, new Set(['a']), { a: '9', b: '2' })).toEqual({ a: '1', b: '2' });
  });
  it('computes over complete lines only and answers by row', () => {
    const declared = {
      name: 'x.y',
      type: 'document',
      readonly: false,
      ...label,
      states: {},
      fields: {
        lines: {
          ...label,
          kind: 'lines',
          fields: {
            qty: { ...label, kind: 'quantity', required: true },
            price: { ...label, kind: 'unit_price', required: true },
            net: { ...label, kind: 'money', origin: 'computed' },
          },
        },
        net: { ...label, kind: 'money', origin: 'computed' },
      },
      compute: ((row: { readonly lines: readonly { readonly qty: { times: (other: unknown) => unknown }; readonly price: unknown }[] }) => ({
        net: row.lines[0]?.qty.times(row.lines[0].price),
        lines: row.lines.map((line) => ({ net: line.qty.times(line.price) })),
      })) as never,
    } as const;
    const result = computed(declared, schema, {}, { lines: [{ qty: '2' }, { qty: '3', price: '1.10' }] });
    expect(result.values['net']).toBe('3.30');
    expect(result.lines['lines']).toEqual([undefined, { net: '3.30' }]);
  });
});
