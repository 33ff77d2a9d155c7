import { isUuid } from './reference.ts';
import { dividedText } from './choice.ts';
import { absent, found, operators, optional, refused, wrongType, type Kind, type Parsed } from './kind.ts';
import { freeText } from './normal.ts';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function parseFiles(parts: readonly unknown[]): Parsed {
  const files: Record<string, unknown>[] = [];
  for (const part of parts) {
    const file = typeof part === 'string' ? { id: freeText(part) } : part;
    if (!isObject(file) || typeof file.id !== 'string' || !isUuid(file.id)) return wrongType('file id');
    files.push({ ...file, id: file.id.toLowerCase() });
  }
  return found(files);
}
export const attachments: Kind = {
  fromJson: (value) => {
    if (value === null || value === undefined) return found([]);
    return Array.isArray(value) ? parseFiles(value) : wrongType('files');
  },
  fromText: (text) => parseFiles(dividedText(text)),
  toJson: (value) => value ?? [],
  toText: (value) => (Array.isArray(value) ? value.map((file: unknown) => (isObject(file) ? String(file.id) : String(file))).join('、') : ''),
  schema: () => ({
    type: 'array',
    items: {
      anyOf: [
        { type: 'string', format: 'uuid' },
        { type: 'object', properties: { id: { type: 'string', format: 'uuid' } }, required: ['id'] },
      ],
    },
  }),
  operators: operators.emptiness,
  sortable: false,
  measure: false,
};

/** Structured data is kept small, because it travels with every row it belongs to (P.3). */
const largest = 64 * 1024;
function parseObject(value: unknown): Parsed {
  if (!isObject(value)) return wrongType('object');
  return JSON.stringify(value).length > largest ? refused('field.length', { min: 0, max: largest }) : found(value);
}
function parseJson(text: string): Parsed {
  if (freeText(text) === '') return absent;
  try {
    return parseObject(JSON.parse(text));
  } catch {
    return wrongType('JSON');
  }
}
/** Condition trees and traces; what a tree may say is checked where its fields are known (P.7). */
export const structured: Kind = {
  fromJson: (value) => (value === null || value === undefined ? absent : parseObject(value)),
  fromText: parseJson,
  toJson: (value) => value ?? null,
  toText: (value) => (value === null || value === undefined ? '' : JSON.stringify(value)),
  schema: (field) => optional(field, { type: 'object' }),
  operators: operators.emptiness,
  sortable: false,
  measure: false,
};
