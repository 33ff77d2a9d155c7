import { isDecimal, toPlain } from '#decimal';

/*
 * The condition tree of P.7 as it is stored and sent: list filters, saved views, approval branches, segments and alerts are all this.
 */
export interface Leaf {
  readonly field: string;
  readonly op: string;
  readonly value?: unknown;
}
/** A figure over the lines of the row: how many, or sum, least, greatest, mean of one field. */
export interface RelatedLeaf {
  readonly related: string;
  readonly filter?: Tree;
  /** `count`, `sum:qty`, `max:qty`, `min:qty`, `avg:qty` */
  readonly measure: string;
  readonly op: string;
  readonly value?: unknown;
}
export type Tree = { readonly all: readonly Tree[] } | { readonly any: readonly Tree[] } | { readonly not: Tree } | Leaf | RelatedLeaf;

/** All of them; a single one stands for itself, none is true for every row. */
export const allOf = (trees: readonly Tree[]): Tree => (trees.length === 1 && trees[0] ? trees[0] : { all: trees });

/** The form written in code (`Where`) as the stored tree. */
export function fromWhere(where: object): Tree {
  if ('all' in where && Array.isArray(where.all)) return { all: (where.all as object[]).map(fromWhere) };
  if ('any' in where && Array.isArray(where.any)) return { any: (where.any as object[]).map(fromWhere) };
  if ('not' in where && isPlain(where.not)) return { not: fromWhere(where.not) };
  return allOf(Object.entries(where).flatMap(([field, test]) => tests(field, test)));
}

/** In code `not` and `contains` bear other names than the operators they stand for. */
function tests(field: string, test: unknown): Leaf[] {
  if (test === undefined) return [];
  if (Array.isArray(test)) return [{ field, op: 'in', value: test.map(plain) }];
  if (!isPlain(test) || ('name' in test && 'id' in test)) return [{ field, op: 'eq', value: plain(test) }];
  return Object.entries(test).flatMap(([op, value]): Leaf[] => {
    if (value === undefined) return [];
    if (op === 'not') return [Array.isArray(value) ? { field, op: 'not_in', value: value.map(plain) } : { field, op: 'ne', value: plain(value) }];
    if (op === 'is_empty') return [{ field, op: value === false ? 'not_empty' : 'is_empty' }];
    return [{ field, op, value: Array.isArray(value) ? value.map(plain) : plain(value) }];
  });
}
/** Decimals are written as text, so that a stored tree is plain JSON. */
const plain = (value: unknown): unknown => (isDecimal(value) ? toPlain(value) : value);
const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value) && !isDecimal(value);
