import { expect, it } from 'vitest';
import type { ApiRecord, Schema } from '../api/types.ts';
import { reduce, stateOf } from './model.ts';
import { placeOf } from './refusals.tsx';
import { placed } from './use-editor.ts';

const schema = { fields: [{ name: 'lines', kind: 'lines', lines: [{ name: 'qty', label: { zh: '数量', en: 'Quantity' } }] }] } as unknown as Schema;
const record = {
  id: 'r',
  version: 3,
  lines: [
    { id: 'l1', qty: '2' },
    { id: 'l2', qty: '5' },
    { id: 'l3', qty: '9' },
  ],
} as unknown as ApiRecord;

it('a refusal of an amended order lands on the row it speaks of, though only the last of three was typed in (P.2.9)', () => {
  const typed = reduce(stateOf(schema, record), { type: 'cell', lines: 'lines', key: 'l3', name: 'qty', value: '1' });
  const state = reduce(typed, { type: 'remove', lines: 'lines', key: 'l1' });
  const problem = { code: 'order.qty_below_done', path: '/input/lines/1/qty', params: {} } as const;
  expect([...placed([problem], state).at]).toEqual([['lines/l3/qty', problem]]);
  const words = Object.assign((key: string, { n }: { readonly n: number }) => `${key} ${n}`, { of: ({ zh }: { readonly zh: string }) => zh });
  expect(placeOf(problem, schema, words as never)).toBe('form.line_at 2 数量');
});
