import type { Locale } from '../kernel/command/call.ts';
import { nearest } from '../kernel/kinds/index.ts';
import { Refused } from '../kernel/problem.ts';

const deepest = 20;

/** A JSON body: nothing, or a value not nested beyond twenty levels; `__proto__` is no name of a member. */
export function parseJson(raw: Uint8Array): unknown {
  if (raw.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    throw new Refused('request.malformed');
  }
  checkDepth(value, 1);
  return value;
}
function checkDepth(value: unknown, depth: number): void {
  if (typeof value !== 'object' || value === null) return;
  if (depth > deepest || Object.hasOwn(value, '__proto__')) throw new Refused('request.malformed');
  for (const member of Object.values(value)) checkDepth(member, depth + 1);
}
export function objectBody(body: unknown): Readonly<Record<string, unknown>> {
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new Refused('field.type', { expected: 'object' }, '');
  return body as Readonly<Record<string, unknown>>;
}

/** The version a change was made from (P.2.3): `If-Match: "7"` or a member of the body; neither is left for the kernel to refuse in its turn. */
export function versionOf(ifMatch: string | undefined, body: Readonly<Record<string, unknown>>): number | undefined {
  if (ifMatch !== undefined) {
    const quoted = /^"(\d{1,9})"$/.exec(ifMatch.trim());
    if (!quoted) throw new Refused('request.version_required');
    return Number(quoted[1]);
  }
  const given = body['version'];
  if (given === undefined || given === null) return undefined;
  if (typeof given !== 'number' || !Number.isInteger(given)) throw new Refused('field.type', { expected: 'integer' }, '/version');
  return given;
}

/** Unknown members and parameters are refused, so that a typo never becomes an unfiltered list (P.2.1). */
export function refuseUnknown(given: Iterable<string>, known: readonly string[], where: 'query' | 'body' = 'body'): void {
  for (const name of given)
    if (!known.includes(name)) throw new Refused('request.unknown_parameter', { name, nearest: nearest(name, known) ?? null }, where === 'body' ? `/${name}` : undefined);
}
export function textMember(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw new Refused('field.type', { expected: 'string' }, `/${name}`);
  return value;
}
export function requiredText(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = textMember(body, name);
  if (value === undefined || value === '') throw new Refused('field.required', {}, `/${name}`);
  return value;
}
export const isDryRun = (query: URLSearchParams): boolean => ['1', 'true'].includes(query.get('dry_run') ?? '');

/** zh unless English is liked better (P.19). */
export function localeOf(preference: string | null | undefined, acceptLanguage: string | undefined): Locale {
  if (preference) return preference.startsWith('en') ? 'en' : 'zh';
  const liked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((found) => found !== undefined);
      return { tag, weight: quality === undefined ? 1 : Number(quality) };
    })
    .filter(({ tag, weight }) => weight > 0 && /^(zh|en)\b/.test(tag))
    .sort((a, b) => b.weight - a.weight);
  return liked[0]?.tag.startsWith('en') ? 'en' : 'zh';
}
