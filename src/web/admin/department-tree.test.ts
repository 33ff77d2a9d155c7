import { describe, expect, it } from 'vitest';
import type { ApiRecord } from '../api/types.ts';
import { branchesOf, inside } from './department-tree.ts';

const department = (id: string, parent?: string): ApiRecord => ({ id, version: 1, parent: parent === undefined ? null : { id: parent } });
const rows = [department('finance', 'hq'), department('hq'), department('sales', 'hq'), department('east', 'sales'), department('lost', 'elsewhere')];

describe('departments as a tree (P.1)', () => {
  it('puts each under its own, in the order they came', () => {
    expect(branchesOf(rows).map(({ record, depth }) => `${'·'.repeat(depth)}${record.id}`)).toEqual(['hq', '·finance', '·sales', '··east', 'lost']);
  });
  it('knows what cannot be moved below itself', () => {
    const branches = branchesOf(rows);
    expect(inside(branches, 'hq', 'east')).toBe(true);
    expect(inside(branches, 'finance', 'east')).toBe(false);
  });
});
