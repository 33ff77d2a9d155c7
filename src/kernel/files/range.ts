import { Refused } from '../problem.ts';

export interface Part {
  readonly from: number;
  readonly to: number;
}
/** One range of bytes (RFC 9110 §14); several, or other units, are answered with the whole file, one outside it is refused. */
export function rangeOf(header: string | undefined, size: number): Part | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (from >= size || (first !== '' && last !== '' && Number(last) < from) || (first === '' && Number(last) === 0)) throw new Refused('file.range', { size });
  return { from, to };
}
