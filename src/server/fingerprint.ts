import { createHash } from 'node:crypto';
import { Refused } from '../kernel/problem.ts';

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/** sha256hex(METHOD ⏎ path ⏎ query sorted by name ⏎ sha256hex(raw body)) (P.2.4). */
export function fingerprint(method: string, path: string, query: URLSearchParams, body: Uint8Array): string {
  const sorted = new URLSearchParams([...query].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return sha256([method.toUpperCase(), path, sorted.toString(), sha256(body)].join('\n'));
}
/** The header as it may be; several values or other characters are `idempotency.key_invalid`. */
export function idempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  if (typeof header !== 'string' || !/^[A-Za-z0-9_.:-]{1,255}$/.test(header)) throw new Refused('idempotency.key_invalid');
  return header;
}
