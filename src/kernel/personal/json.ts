import { Refused } from '../problem.ts';

/** JSON that the database can keep: no zero characters, no half of a pair, not longer than that (P.3). */
export function keptJson(value: unknown, mostBytes: number, path: string): string {
  const text = JSON.stringify(value ?? null);
  if (Buffer.byteLength(text, 'utf8') > mostBytes) throw new Refused('request.too_large', { max_bytes: mostBytes }, path);
  // `stringify` writes half pairs as escapes, and a zero character always.
  if (/\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(text.replace(/\\\\/g, ''))) throw new Refused('field.control_character', {}, path);
  return text;
}
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
