/** The condition tree of P.7 as the interface takes it. */
export interface Leaf {
  readonly field: string;
  readonly op: string;
  readonly value?: unknown;
}
export type Tree = Leaf | { readonly all: readonly Tree[] } | { readonly any: readonly Tree[] } | { readonly not: Tree };

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The short form of declarations (`{ state: ['draft'], due: { lt: 'today' } }`) as a tree. */
export function treeOf(where: object): Tree {
  if ('all' in where && Array.isArray(where.all)) return { all: (where.all as object[]).map(treeOf) };
  if ('any' in where && Array.isArray(where.any)) return { any: (where.any as object[]).map(treeOf) };
  if ('not' in where && isPlain(where.not)) return { not: treeOf(where.not) };
  const leaves = Object.entries(where).flatMap(([field, test]) => leavesOf(field, test));
  return leaves.length === 1 && leaves[0] ? leaves[0] : { all: leaves };
}
function leavesOf(field: string, test: unknown): Leaf[] {
  if (Array.isArray(test)) return [{ field, op: 'in', value: test }];
  if (!isPlain(test)) return [{ field, op: 'eq', value: test }];
  return Object.entries(test).map(([op, value]): Leaf => {
    if (op === 'not') return Array.isArray(value) ? { field, op: 'not_in', value } : { field, op: 'ne', value };
    if (op === 'is_empty') return { field, op: value === false ? 'not_empty' : 'is_empty' };
    return { field, op, value };
  });
}
/** All of them; nothing when there is nothing to ask. */
export function joined(trees: readonly Tree[]): string | undefined {
  if (trees.length === 0) return undefined;
  return JSON.stringify(trees.length === 1 ? trees[0] : { all: trees });
}

/** A saved tree as chips, and what no chip can say (`any`, `not`) left whole. */
export function partsOf(tree: Tree | null): { readonly base: readonly Tree[]; readonly chips: readonly Leaf[] } {
  const parts = tree === null ? [] : 'all' in tree ? tree.all : [tree];
  return { base: parts.filter((part) => !('field' in part)), chips: parts.filter((part): part is Leaf => 'field' in part) };
}
export const treeOfParts = (parts: readonly Tree[]): Tree | null =>
  parts.length === 0 ? null : parts.length === 1 ? (parts[0] ?? null) : { all: parts.flatMap((part) => ('all' in part ? part.all : [part])) };
