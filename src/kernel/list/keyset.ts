import type { Parameters } from '../condition/parameters.ts';
import type { Edge } from './cursor.ts';
import type { SortSql } from './sort.ts';

/*
 * Pages by the values of their edge row, never by OFFSET (kernel-storage §9). Empty values stand last in both directions (P.2.5),
 * an order that no plain index has. So the first sort column splits a list in two: rows that have a value, read along the index,
 * and behind them rows that have none.
 */
export interface PagePart {
  /** Compiled only for the statement it stands in, so that no value is sent that the text does not name. */
  readonly where: (params: Parameters) => string;
  readonly order: string;
}
/** The parts of a list in reading order; a following part is needed only if those before do not fill the page. */
export function pageParts(keys: readonly SortSql[], edge: Edge | undefined, backward: boolean): readonly PagePart[] {
  const [first] = keys;
  const order = orderBy(keys, backward, first?.nullable ? 'valued' : 'whole');
  const rest = (from: number) => (params: Parameters) => (edge ? beyond(keys, edge, backward, params, from) : 'true');
  if (!first?.nullable) return [{ where: rest(0), order }];
  const onlyIf = (test: string, then?: (params: Parameters) => string) => (params: Parameters) => (then ? `${test} and ${then(params)}` : test);
  const valued = `${first.expression} is not null`;
  const empty = `${first.expression} is null`;
  const atEmpty = edge?.values[0] === null;
  const valuedPart: PagePart = { where: onlyIf(valued, edge && !atEmpty ? rest(0) : undefined), order };
  const emptyPart: PagePart = { where: onlyIf(empty, atEmpty ? rest(1) : undefined), order: orderBy(keys, backward, 'empty') };
  if (!edge) return backward ? [emptyPart, valuedPart] : [valuedPart, emptyPart];
  if (atEmpty) return backward ? [emptyPart, valuedPart] : [emptyPart];
  return backward ? [valuedPart] : [valuedPart, emptyPart];
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
