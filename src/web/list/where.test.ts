import { describe, expect, it } from 'vitest';
import { joined, treeOf } from './where.ts';

describe('saved views as condition trees (P.7)', () => {
  it('turns the short form into leaves', () => {
    expect(treeOf({ state: 'draft' })).toEqual({ field: 'state', op: 'eq', value: 'draft' });
    expect(treeOf({ progress: ['a', 'b'], promised_date: { lt: 'today' } })).toEqual({
      all: [
        { field: 'progress', op: 'in', value: ['a', 'b'] },
        { field: 'promised_date', op: 'lt', value: 'today' },
      ],
    });
    expect(treeOf({ state: { not: 'void' }, owner: { is_empty: true } })).toEqual({
      all: [
        { field: 'state', op: 'ne', value: 'void' },
        { field: 'owner', op: 'is_empty' },
      ],
    });
  });
  it('keeps any and not', () => {
    expect(treeOf({ any: [{ a: 1 }, { not: { b: [2] } }] })).toEqual({ any: [{ field: 'a', op: 'eq', value: 1 }, { not: { field: 'b', op: 'in', value: [2] } }] });
  });
  it('joins several by all and asks nothing for none', () => {
    expect(joined([])).toBeUndefined();
    expect(joined([{ field: 'a', op: 'eq', value: 1 }])).toBe('{"field":"a","op":"eq","value":1}');
  });
});
