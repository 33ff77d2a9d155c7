import { Refused } from '../problem.ts';

/** What a pattern may speak of (P.5). */
export interface NumberingFacts {
  /** The business date, `2026-03-18`. */
  readonly date: string;
  readonly org: string;
  readonly department?: string | undefined;
  readonly field: (path: string) => string | undefined;
}
type Part = { readonly literal: string } | { readonly token: string } | { readonly seq: number };

/** Reads `SO{yy}{mm}-{seq:5}`. Exactly one counter, last or followed by a literal, else `numbering.pattern_invalid` {at}. */
export function parsePattern(pattern: string): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  let literal = '';
  const flush = (): void => {
    if (literal) parts.push({ literal });
    literal = '';
  };
  while (at < pattern.length) {
    const two = pattern.slice(at, at + 2);
    if (two === '{{' || two === '}}') {
      literal += two[0];
      at += 2;
    } else if (pattern[at] === '{') {
      const end = pattern.indexOf('}', at);
      const name = end < 0 ? '' : pattern.slice(at + 1, end);
      const seq = /^seq:([1-9])$/.exec(name);
      if (!seq && !/^(yyyy|yy|mm|dd|q|period|org|dept|field:[a-z_.]+)$/.test(name)) throw invalid(at);
      flush();
      parts.push(seq ? { seq: Number(seq[1]) } : { token: name });
      at = end + 1;
    } else if (pattern[at] === '}' || /\s/.test(pattern[at] ?? '')) {
      throw invalid(at);
    } else {
      literal += pattern[at];
      at += 1;
    }
  }
  flush();
  const counters = parts.filter((part) => 'seq' in part).length;
  const position = parts.findIndex((part) => 'seq' in part);
  const next = parts[position + 1];
  if (counters !== 1 || (next && !('literal' in next))) throw invalid(pattern.lastIndexOf('{seq'));
  return parts;
}
/** Names of the tokens besides the counter: `yy`, `dept`, `field:warehouse`. */
export const tokensOf = (pattern: string): readonly string[] => parsePattern(pattern).flatMap((part) => ('token' in part ? [part.token] : []));
const invalid = (at: number): Refused => new Refused('numbering.pattern_invalid', { at });

function rendered(token: string, facts: NumberingFacts): string {
  const [year = '', month = '', day = ''] = facts.date.split('-');
  if (token === 'yyyy') return year;
  if (token === 'yy') return year.slice(2);
  if (token === 'mm') return month;
  if (token === 'dd') return day;
  if (token === 'q') return String(Math.ceil(Number(month) / 3));
  if (token === 'period') return year + month;
  if (token === 'org') return facts.org;
  const value = token === 'dept' ? facts.department : facts.field(token.slice('field:'.length));
  if (value === undefined || value === '') throw new Refused('field.required', {}, `/${token === 'dept' ? 'department' : token.slice('field:'.length)}`);
  return value;
}
/** Everything but the counter: the counter restarts whenever one of these changes, so no reset can ever repeat a number. */
export function counterKey(pattern: string, facts: NumberingFacts): string {
  return parsePattern(pattern)
    .flatMap((part) => ('token' in part ? [rendered(part.token, facts)] : []))
    .join('|');
}
export function renderNumber(pattern: string, facts: NumberingFacts, counter: number): string {
  return parsePattern(pattern)
    .map((part) => ('literal' in part ? part.literal : 'seq' in part ? String(counter).padStart(part.seq, '0') : rendered(part.token, facts)))
    .join('');
}
/** The counter in a number typed by hand; `number.format` when it does not fit the record (P.5). */
export function readNumber(pattern: string, facts: NumberingFacts, number: string): number {
  const source = parsePattern(pattern)
    .map((part) => ('literal' in part ? escaped(part.literal) : 'seq' in part ? `(\\d{${part.seq},})` : escaped(rendered(part.token, facts))))
    .join('');
  const match = new RegExp(`^${source}$`).exec(number);
  if (!match) throw new Refused('number.format', { pattern });
  return Number(match[1]);
}
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `reset` may only widen what the tokens already separate: `PR{seq:6}` reset every year would repeat itself. */
export function checkReset(pattern: string, reset: 'year' | 'month' | 'day' | undefined): void {
  const tokens = new Set(parsePattern(pattern).flatMap((part) => ('token' in part ? [part.token] : [])));
  const year = tokens.has('yyyy') || tokens.has('yy') || tokens.has('period');
  const month = tokens.has('mm') || tokens.has('period');
  if (reset && !year) throw new Refused('numbering.ambiguous', { missing: '{yy}' });
  if ((reset === 'month' || reset === 'day') && !month) throw new Refused('numbering.ambiguous', { missing: '{mm}' });
  if (reset === 'day' && !tokens.has('dd')) throw new Refused('numbering.ambiguous', { missing: '{dd}' });
}
