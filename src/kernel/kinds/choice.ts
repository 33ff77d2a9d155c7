import type { FieldMeta } from '../registry/meta.ts';
import { absent, found, operators, optional, refused, wrongType, type Kind, type Parsed } from './kind.ts';
import { codeText, fold, nearest } from './normal.ts';

const words: Readonly<Record<string, boolean>> = {
  是: true,
  否: false,
  有: true,
  无: false,
  真: true,
  假: false,
  '√': true,
  '×': false,
  y: true,
  n: false,
  yes: true,
  no: false,
  true: true,
  false: false,
  '1': true,
  '0': false,
};
function parseFlag(text: string): Parsed {
  const word = fold(codeText(text));
  if (word === '') return absent;
  const value = Object.hasOwn(words, word) ? words[word] : undefined;
  return value === undefined ? wrongType('boolean') : found(value);
}
export const flag: Kind = {
  fromJson: (value) => {
    if (value === null || value === undefined) return absent;
    if (typeof value === 'boolean') return found(value);
    return typeof value === 'string' ? parseFlag(value) : wrongType('boolean');
  },
  fromText: parseFlag,
  toJson: (value) => value ?? null,
  toText: (value, _field, locale) => (value === null || value === undefined ? '' : locale === 'zh' ? (value ? '是' : '否') : value ? 'Yes' : 'No'),
  schema: (field) => optional(field, { type: 'boolean' }),
  operators: ['eq', 'ne', 'is_empty', 'not_empty'],
  sortable: true,
  measure: false,
};

const optionsOf = (field: FieldMeta): NonNullable<FieldMeta['options']> => field.options ?? {};
/** The key of a written choice: the key itself, or its label in either language, folded. */
export function choiceKey(text: string, field: FieldMeta): string | undefined {
  const options = optionsOf(field);
  if (Object.hasOwn(options, text)) return text;
  const wanted = fold(text);
  const matches = Object.entries(options).filter(([key, label]) => [key, label.zh, label.en].some((name) => fold(name) === wanted));
  return matches.length === 1 ? matches[0]?.[0] : undefined;
}
/** `nearest` answers in the language the person wrote. */
function unknownChoice(text: string, field: FieldMeta): Parsed {
  const options = Object.entries(optionsOf(field));
  const near = nearest(text, [...new Set(options.flatMap(([key, label]) => [label.zh, label.en, key]))]);
  return refused('field.choice', { allowed: options.slice(0, 50).map(([key]) => key), nearest: near ?? null, value: text });
}
function parseChoice(text: string, field: FieldMeta): Parsed {
  const written = codeText(text);
  if (written === '') return absent;
  const key = choiceKey(written, field);
  return key === undefined ? unknownChoice(written, field) : found(key);
}
const label = (value: unknown, field: FieldMeta, locale: 'zh' | 'en'): string => optionsOf(field)[String(value)]?.[locale] ?? String(value);

export const choice: Kind = {
  fromJson: (value, field) => {
    if (value === null || value === undefined) return absent;
    return typeof value === 'string' ? parseChoice(value, field) : wrongType('choice');
  },
  fromText: parseChoice,
  toJson: (value) => value ?? null,
  toText: (value, field, locale) => {
    if (value === null || value === undefined) return '';
    const shown = label(value, field, locale);
    // Two choices may carry one label; then only the key says which is meant.
    return choiceKey(shown, field) === value ? shown : String(value);
  },
  schema: (field) => optional(field, { type: 'string', enum: Object.keys(optionsOf(field)) }),
  operators: operators.choice,
  sortable: true,
  measure: false,
};

function parseSet(parts: readonly unknown[], field: FieldMeta): Parsed {
  const keys = new Set<string>();
  for (const part of parts) {
    if (typeof part !== 'string') return wrongType('choices');
    const parsed = parseChoice(part, field);
    if (!parsed.ok) return parsed;
    if (typeof parsed.value === 'string') keys.add(parsed.value);
  }
  return keys.size > 50 ? refused('field.length', { min: 0, max: 50 }) : found([...keys]);
}
/** `重点、VIP;重点`: written sets are divided by `、` `,` `;`, their full-width forms or a line feed. */
export const dividedText = (text: string): readonly string[] => text.split(/[、,;，；\n]/).filter((part) => codeText(part) !== '');

export const choices: Kind = {
  fromJson: (value, field) => {
    if (value === null || value === undefined) return found([]);
    if (typeof value === 'string') return parseSet(dividedText(value), field);
    return Array.isArray(value) ? parseSet(value, field) : wrongType('choices');
  },
  fromText: (text, field) => parseSet(dividedText(text), field),
  toJson: (value) => value ?? [],
  toText: (value, field, locale) => (Array.isArray(value) ? value.map((key) => choice.toText(key, field, locale)).join('、') : ''),
  schema: (field) => ({ type: 'array', items: { type: 'string', enum: Object.keys(optionsOf(field)) }, uniqueItems: true, maxItems: 50 }),
  operators: operators.set,
  sortable: false,
  measure: false,
};
