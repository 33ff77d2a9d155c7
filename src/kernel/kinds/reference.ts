import type { FieldMeta } from '../registry/meta.ts';
import { dividedText } from './choice.ts';
import { absent, found, operators, optional, refused, wrongType, type Kind, type Parsed } from './kind.ts';
import { freeText, hasControlCharacter } from './normal.ts';

/** A reference as a person gives it; whoever has the database turns the code into the id (P.2.2). */
export type ReferenceInput = { readonly id: string } | { readonly code: string };
export type AnyReferenceInput = { readonly name: string } & ReferenceInput;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const isUuid = (text: string): boolean => uuid.test(text);

/**
 * What a written reference may mean, in the order to be tried: the whole text as a code, the part before the first blank as a
 * code (`C000001 昆山同创`), the whole text as the exact unique name (P3-8).
 */
export function readingsOf(code: string): readonly { readonly by: 'code' | 'name'; readonly text: string }[] {
  const [head = code] = code.split(/[\s\u3000]/u, 1);
  return [{ by: 'code', text: code }, ...(head === code ? [] : [{ by: 'code', text: head } as const]), { by: 'name', text: code }];
}

function parseReference(text: string): Parsed {
  const written = freeText(text);
  if (written === '') return absent;
  if (hasControlCharacter(written)) return refused('field.control_character');
  return found(isUuid(written) ? { id: written.toLowerCase() } : { code: written });
}
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);
function fromObject(value: Readonly<Record<string, unknown>>): Parsed {
  if (typeof value.id === 'string') return isUuid(value.id) ? found({ id: value.id.toLowerCase() }) : refused('reference.not_found', { code: value.id });
  return typeof value.code === 'string' ? parseReference(value.code) : wrongType('reference');
}
function referenceJson(value: unknown): Parsed {
  if (value === null || value === undefined) return absent;
  if (typeof value === 'string') return parseReference(value);
  return isObject(value) ? fromObject(value) : wrongType('reference');
}
/** `{id, code, label}` as the API shows it becomes `code label`; a bare id stays an id. */
function referenceText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (!isObject(value)) return String(value);
  const { id, code, label } = value;
  if (typeof code === 'string') return typeof label === 'string' && label !== code ? `${code} ${label}` : code;
  return typeof id === 'string' ? id : '';
}
const shownReference = (value: unknown): unknown => (typeof value === 'string' ? { id: value } : (value ?? null));

export const reference: Kind = {
  fromJson: referenceJson,
  fromText: parseReference,
  toJson: shownReference,
  toText: referenceText,
  schema: (field) => ({
    anyOf: [
      optional(field, { type: 'string', maxLength: 200 }),
      { type: 'object', properties: { id: { type: 'string', format: 'uuid' }, code: { type: 'string' }, label: { type: 'string' } }, minProperties: 1 },
    ],
  }),
  operators: operators.reference,
  sortable: true,
  measure: false,
};

function parseReferences(parts: readonly unknown[]): Parsed {
  const values: unknown[] = [];
  for (const part of parts) {
    const parsed = referenceJson(part);
    if (!parsed.ok) return parsed;
    if (parsed.value !== null) values.push(parsed.value);
  }
  return found(values);
}
export const references: Kind = {
  fromJson: (value) => {
    if (value === null || value === undefined) return found([]);
    if (typeof value === 'string') return parseReferences(dividedText(value));
    return Array.isArray(value) ? parseReferences(value) : wrongType('references');
  },
  fromText: (text) => parseReferences(dividedText(text)),
  toJson: (value) => (Array.isArray(value) ? value.map(shownReference) : []),
  toText: (value) => (Array.isArray(value) ? value.map(referenceText).join('、') : ''),
  schema: (field) => ({ type: 'array', items: reference.schema({ ...field, required: true }), maxItems: 1000 }),
  operators: operators.set,
  sortable: false,
  measure: false,
};

/** A line is named by its lasting id; it has no code. */
function parseLine(text: string): Parsed {
  const written = freeText(text);
  if (written === '') return absent;
  return isUuid(written) ? found(written.toLowerCase()) : refused('reference.not_found', { code: written });
}
export const lineReference: Kind = {
  fromJson: (value) => {
    if (value === null || value === undefined) return absent;
    if (typeof value === 'string') return parseLine(value);
    return isObject(value) && typeof value.id === 'string' ? parseLine(value.id) : wrongType('line reference');
  },
  fromText: parseLine,
  toJson: (value) => value ?? null,
  toText: (value) => (isObject(value) && typeof value.id === 'string' ? value.id : typeof value === 'string' ? value : ''),
  schema: (field) => optional(field, { type: 'string', format: 'uuid' }),
  operators: ['eq', 'ne', 'in', 'not_in', 'is_empty', 'not_empty'],
  sortable: false,
  measure: false,
};

function withName(name: string, parsed: Parsed, field: FieldMeta): Parsed {
  if (!parsed.ok || parsed.value === null) return parsed;
  if (field.among && !field.among.includes(name)) return refused('field.choice', { allowed: field.among.slice(0, 50), nearest: null, value: name });
  return found({ name, ...(parsed.value as ReferenceInput) });
}
/** `customers.customer:C000001` */
function parseAny(text: string, field: FieldMeta): Parsed {
  const written = freeText(text);
  if (written === '') return absent;
  const parts = /^([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)[:：](.+)$/su.exec(written);
  return parts ? withName(parts[1] ?? '', parseReference(parts[2] ?? ''), field) : refused('field.format', { expected: 'declaration:code' });
}
const nameOf = (value: Readonly<Record<string, unknown>>): string | undefined => [value.declaration, value.name].find((name): name is string => typeof name === 'string');

export const anyReference: Kind = {
  fromJson: (value, field) => {
    if (value === null || value === undefined) return absent;
    if (typeof value === 'string') return parseAny(value, field);
    const name = isObject(value) ? nameOf(value) : undefined;
    return isObject(value) && name !== undefined ? withName(name, fromObject(value), field) : wrongType('declaration and id or code');
  },
  fromText: parseAny,
  toJson: (value) => {
    if (!isObject(value)) return null;
    const { name: _name, declaration: _declaration, ...rest } = value;
    return { declaration: nameOf(value) ?? null, ...rest };
  },
  toText: (value) => {
    if (!isObject(value)) return '';
    const { id, code } = value;
    return `${nameOf(value) ?? ''}:${typeof code === 'string' ? code : typeof id === 'string' ? id : ''}`;
  },
  schema: (field) => ({
    anyOf: [
      optional(field, { type: 'string' }),
      {
        type: 'object',
        properties: { declaration: field.among ? { type: 'string', enum: field.among } : { type: 'string' }, id: { type: 'string', format: 'uuid' }, code: { type: 'string' } },
        required: ['declaration'],
      },
    ],
  }),
  operators: ['eq', 'ne', 'in', 'is_empty', 'not_empty', 'is_a'],
  sortable: false,
  measure: false,
};
