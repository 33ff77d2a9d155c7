import { describe, expect, it } from 'vitest';
import { joined, partsOf, treeOf, treeOfParts } from './where.ts';

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
  it('shows a saved tree as chips and keeps whole what no chip can say', () => {
    const leaf = { field: 'a', op: 'eq', value: 1 };
    const either = { any: [leaf, { field: 'b', op: 'is_empty' }] };
    expect(partsOf(null)).toEqual({ base: [], chips: [] });
    expect(partsOf(leaf)).toEqual({ base: [], chips: [leaf] });
    expect(partsOf({ all: [leaf, either] })).toEqual({ base: [either], chips: [leaf] });
    expect(treeOfParts([])).toBeNull();
    expect(treeOfParts([{ all: [leaf, leaf] }, either])).toEqual({ all: [leaf, leaf, either] });
  });
  it('joins several by all and asks nothing for none', () => {
    expect(joined([])).toBeUndefined();
    expect(joined([{ field: 'a', op: 'eq', value: 1 }])).toBe('{"field":"a","op":"eq","value":1}');
  });
});
