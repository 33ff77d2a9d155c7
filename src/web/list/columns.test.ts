import { describe, expect, it } from 'vitest';
import { columnsIn, moved, pinnedFirst, repinned, resized, toggled, written } from './columns.ts';

describe('columns of a view (P.11: order, width, pins)', () => {
  it('stand in the address and come back as they were', () => {
    const columns = [{ path: 'number', pinned: true }, { path: 'customer.category', width: 220 }, { path: 'gross' }];
    expect(written(columns)).toBe('number!,customer.category~220,gross');
    expect(columnsIn(written(columns))).toEqual(columns);
  });
  it('leave out what is no column and keep widths within reason', () => {
    expect(columnsIn('a,<b>,c~9999,d~1')).toEqual([{ path: 'a' }, { path: 'c', width: 640 }, { path: 'd', width: 56 }]);
  });
  it('move within the pinned or the others, never across', () => {
    const columns = [{ path: 'a', pinned: true }, { path: 'b' }, { path: 'c' }];
    expect(moved(columns, 'c', -1).map((one) => one.path)).toEqual(['a', 'c', 'b']);
    expect(moved(columns, 'b', -1)).toBe(columns);
    expect(moved(columns, 'c', 1)).toBe(columns);
  });
  it('pinning moves to the front, unpinning behind the pinned', () => {
    const columns = [{ path: 'a' }, { path: 'b' }, { path: 'c' }];
    const pinned = repinned(columns, 'c');
    expect(pinned).toEqual([{ path: 'c', pinned: true }, { path: 'a' }, { path: 'b' }]);
    expect(repinned(pinned, 'c')).toEqual([{ path: 'c' }, { path: 'a' }, { path: 'b' }]);
    expect(pinnedFirst(pinned)).toEqual(pinned);
  });
  it('are added at the end, removed, made wider', () => {
    expect(toggled([{ path: 'a' }], 'b')).toEqual([{ path: 'a' }, { path: 'b' }]);
    expect(toggled([{ path: 'a' }], 'a')).toEqual([]);
    expect(resized([{ path: 'a' }, { path: 'b' }], 'b', 180.4)).toEqual([{ path: 'a' }, { path: 'b', width: 180 }]);
  });
});
