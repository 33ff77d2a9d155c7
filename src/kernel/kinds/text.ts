import type { FieldMeta } from '../registry/meta.ts';
import { formatOf, type Format } from './formats.ts';
import { absent, found, operators, optional, refused, wrongType, type Kind, type Parsed } from './kind.ts';
import { codeText, freeText, hasControlCharacter } from './normal.ts';

const longest = { line: 200, long: 20_000 } as const;
const limit = (field: FieldMeta): number => field.max ?? (field.long ? longest.long : longest.line);

function parse(text: string, field: FieldMeta, format: Format | undefined): Parsed {
  const lines = text.replaceAll('\r\n', '\n');
  const value = format ? codeText(lines) : freeText(lines);
  if (value === '') return absent;
  if (hasControlCharacter(value) || (!field.long && value.includes('\n'))) return refused('field.control_character');
  const checked = format ? format.check(value) : found(value);
  if (!checked.ok) return checked;
  const length = [...String(checked.value)].length;
  const min = field.min ?? 1;
  return length < min || length > limit(field) ? refused('field.length', { min, max: limit(field) }) : checked;
}

/** Text, a long text, or text of a named format; what is encrypted can only be matched whole (P.3). */
export function textKind(field: FieldMeta): Kind {
  const format = formatOf(field.format);
  const comparisons = field.sensitive
    ? ['eq', 'is_empty', 'not_empty']
    : field.long
      ? ['contains', 'not_contains', 'is_empty', 'not_empty']
      : (format?.operators ?? operators.text);
  return {
    fromJson: (value, of) => {
      if (value === null || value === undefined) return absent;
      return typeof value === 'string' ? parse(value, of, format) : wrongType('text');
    },
    fromText: (text, of) => parse(text, of, format),
    toJson: (value) => value ?? null,
    toText: (value) => (value === null || value === undefined ? '' : String(value)),
    schema: (of) => optional(of, { type: 'string', maxLength: limit(of), ...(format?.pattern ? { pattern: format.pattern } : {}) }),
    operators: comparisons,
    sortable: !field.long && !field.sensitive,
    measure: false,
  };
}
