import { describe, expect, it } from 'vitest';
import { openRows, treeRows } from './tree-rows.ts';

const of = (id: string, parent?: string) => ({ id, parent });
const flat = (rows: ReturnType<typeof treeRows<{ id: string; parent: string | undefined }>>) => rows.map((row) => `${'-'.repeat(row.level)}${row.record.id}${row.children}`);
const parentOf = (record: { readonly parent: string | undefined }) => record.parent;

describe('a catalog as a tree', () => {
  const records = [of('b', 'a'), of('a'), of('c', 'b'), of('d', 'a'), of('e', 'gone')];
  it('puts each under its parent and orphans at the top', () => {
    expect(flat(treeRows(records, parentOf))).toEqual(['a2', '-b1', '--c0', '-d0', 'e0']);
  });
  it('shows every record of a circle once', () => {
    expect(flat(treeRows([of('x', 'y'), of('y', 'x')], parentOf))).toEqual(['x1', '-y1']);
  });
  it('hides everything beneath what is closed and nothing beside it', () => {
    const rows = treeRows(records, parentOf);
    expect(flat(openRows(rows, new Set(['b'])))).toEqual(['a2', '-b1', '-d0', 'e0']);
    expect(flat(openRows(rows, new Set(['a'])))).toEqual(['a2', 'e0']);
  });
});
