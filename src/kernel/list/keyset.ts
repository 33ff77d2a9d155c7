import type { Parameters } from '../condition/parameters.ts';
import type { Edge } from './cursor.ts';
import type { SortSql } from './sort.ts';

/*
 * Pages by the values of their edge row, never by OFFSET (kernel-storage §9). Empty values stand last in both directions (P.2.5),
 * an order that no plain index has. So the first sort column splits a list in two: rows that have a value, read along the index,
 * and behind them rows that have none.
 */
export interface PagePart {
  readonly where: string;
  readonly order: string;
}
/** The parts of a list in reading order; a following part is needed only if those before do not fill the page. */
export function pageParts(keys: readonly SortSql[], edge: Edge | undefined, backward: boolean, params: Parameters): readonly PagePart[] {
  const [first] = keys;
  const order = orderBy(keys, backward, first?.nullable ? 'valued' : 'whole');
  if (!first?.nullable) return [{ where: edge ? beyond(keys, edge, backward, params, 0) : 'true', order }];
  const valued = `${first.expression} is not null`;
  const empty = `${first.expression} is null`;
  const emptyOrder = orderBy(keys, backward, 'empty');
  if (!edge) {
    const parts = [
      { where: valued, order },
      { where: empty, order: emptyOrder },
    ];
    return backward ? parts.reverse() : parts;
  }
  if (edge.values[0] === null) {
    const rest = { where: `${empty} and ${beyond(keys, edge, backward, params, 1)}`, order: emptyOrder };
    return backward ? [rest, { where: valued, order }] : [rest];
  }
  const rest = { where: `${valued} and ${beyond(keys, edge, backward, params, 0)}`, order };
  return backward ? [rest] : [rest, { where: empty, order: emptyOrder }];
}

/** Rows after the edge (before it, when reading backward). The leading bound lets the index start where the page does. */
function beyond(keys: readonly SortSql[], edge: Edge, backward: boolean, params: Parameters, from: number): string {
  const key = keys[from];
  const idSign = (keys[0]?.descending ?? false) !== backward ? '<' : '>';
  if (!key) return `o.id ${idSign} ${params.add(edge.id)}::uuid`;
  const text = edge.values[from] ?? null;
  const x = key.expression;
  const rest = beyond(keys, edge, backward, params, from + 1);
  if (text === null) return backward ? `(${x} is not null or (${x} is null and ${rest}))` : `(${x} is null and ${rest})`;
  const value = `${params.add(text)}::${key.cast}`;
  const sign = key.descending !== backward ? '<' : '>';
  const sameSign = sign === idSign;
  if (from === 0 && keys.length === 1 && sameSign) return `(${x}, o.id) ${sign} (${value}, ${params.add(edge.id)}::uuid)`;
  if (from === 0) return `${x} ${sign}= ${value} and (${x} ${sign} ${value} or ${rest})`;
  const emptyFollows = key.nullable && !backward ? ` or ${x} is null` : '';
  return `(${x} ${sign} ${value}${emptyFollows} or (${x} = ${value} and ${rest}))`;
}

function orderBy(keys: readonly SortSql[], backward: boolean, part: 'whole' | 'valued' | 'empty'): string {
  const terms = keys.slice(part === 'empty' ? 1 : 0).map((key, at) => {
    const descending = key.descending !== backward;
    const plain = part !== 'empty' && at === 0;
    // PostgreSQL takes empty as the largest; whatever differs from that has to be said.
    const nulls = plain || !key.nullable || descending === backward ? '' : backward ? ' nulls first' : ' nulls last';
    return `${key.expression}${descending ? ' desc' : ''}${nulls}`;
  });
  return [...terms, `o.id${(keys[0]?.descending ?? false) !== backward ? ' desc' : ''}`].join(', ');
}
