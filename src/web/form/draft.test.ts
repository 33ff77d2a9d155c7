import { describe, expect, it } from 'vitest';
import type { ApiRecord, Schema } from '../api/types.ts';
import { draftKey, keptForm, restoredForm } from './draft.ts';
import { bodyOf, isChanged, reduce, stateOf } from './model.ts';

const schema = {
  fields: [
    { name: 'remark', kind: 'text' },
    { name: 'lines', kind: 'lines', lines: [] },
  ],
} as unknown as Schema;
const record = {
  id: 'r',
  version: 3,
  remark: 'old',
  lines: [
    { id: '1', qty: '2' },
    { id: '2', qty: '3' },
  ],
} as unknown as ApiRecord;
const through = (value: unknown) => JSON.parse(JSON.stringify(value)) as ReturnType<typeof keptForm>;

describe('unsaved forms (P.4)', () => {
  it('come back as they were left, so that the same is sent', () => {
    let state = stateOf(schema, record);
    state = reduce(state, { type: 'set', name: 'remark', value: 'typed' });
    state = reduce(state, { type: 'cell', lines: 'lines', key: '1', name: 'qty', value: '9' });
    state = reduce(state, { type: 'remove', lines: 'lines', key: '2' });
    state = reduce(state, { type: 'add', lines: 'lines', rows: [{ product: { id: 'p', label: 'P' }, qty: '4' }] });
    const back = restoredForm(schema, record, through(keptForm(state)));
    expect(isChanged(back)).toBe(true);
    expect(bodyOf(schema, back, false)).toEqual(bodyOf(schema, state, false));
    // Rows typed afterwards get keys of their own.
    const more = reduce(back, { type: 'add', lines: 'lines', rows: [{ qty: '1' }] });
    expect(new Set(more.lines['lines']?.map((row) => row.key)).size).toBe(more.lines['lines']?.length);
  });
  it('stand over what others changed since: new lines appear, removed ones stay away', () => {
    const state = reduce(stateOf(schema, record), { type: 'cell', lines: 'lines', key: '1', name: 'qty', value: '9' });
    const now = {
      ...record,
      version: 4,
      remark: 'theirs',
      lines: [
        { id: '1', qty: '2', note: 'n' },
        { id: '3', qty: '5' },
      ],
    } as unknown as ApiRecord;
    const back = restoredForm(schema, now, through(keptForm(state)));
    expect(back.values['remark']).toBe('theirs');
    expect(back.lines['lines']?.map((row) => [row.id, row.values['qty'], row.values['note']])).toEqual([
      ['1', '9', 'n'],
      ['3', '5', undefined],
    ]);
  });
  it('of new records are kept by what they were begun with', () => {
    expect(draftKey({ id: 'abc' }, {})).toBe('abc');
    expect(draftKey(undefined, {})).toBe('new');
    expect(draftKey(undefined, { order: { id: '', code: 'SO2611-00001' } })).toBe('new:order:SO2611-00001');
    expect(draftKey(undefined, { a: '百'.repeat(200) })).toMatch(/^[\w.:-]{1,80}$/);
  });
});
