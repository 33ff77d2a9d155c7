import { createHash } from 'node:crypto';
import { isUuid } from '../kinds/reference.ts';
import { Refused } from '../problem.ts';

/** Where a page ends: the sort values of its edge row, as text, and its id (P.2.5). */
export interface Edge {
  readonly values: readonly (string | null)[];
  readonly id: string;
}
/** Names the query a cursor belongs to; any other one answers `cursor.mismatch`. */
export const queryHash = (...parts: readonly unknown[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 12);

export function encodeCursor(edge: Edge, query: string): string {
  const body = Buffer.from(JSON.stringify([query, edge.id, ...edge.values]), 'utf8');
  return Buffer.concat([checksum(body), body]).toString('base64url');
}
export function decodeCursor(cursor: string, query: string, sorts: number): Edge {
  const bytes = Buffer.from(cursor, 'base64url');
  const body = bytes.subarray(sumBytes);
  if (bytes.toString('base64url') !== cursor || !bytes.subarray(0, sumBytes).equals(checksum(body))) throw new Refused('cursor.invalid');
  const parts = JSON.parse(body.toString('utf8')) as readonly unknown[];
  const [made, id, ...values] = parts;
  if (made !== query) throw new Refused('cursor.mismatch');
  if (typeof id !== 'string' || !isUuid(id) || values.length !== sorts) throw new Refused('cursor.invalid');
  return { id, values: values as (string | null)[] };
}
const sumBytes = 6;
const checksum = (body: Uint8Array): Buffer => createHash('sha256').update(body).digest().subarray(0, sumBytes);
