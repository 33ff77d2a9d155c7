import type { FieldMeta } from '../registry/meta.ts';

/** A value in the program's form, or the coded refusal that says why there is none (P.2.9). */
export type Parsed = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: string; readonly params: Record<string, unknown> };

/** What every field kind knows of itself without a database (P.3); the browser uses the same object. */
export interface Kind {
  /** From a member of a request body. Written forms (`1,234.50`, `2026年3月5日`) are read as in a file: every border accepts the same text. */
  readonly fromJson: (value: unknown, field: FieldMeta) => Parsed;
  /** From a cell of a file or an input box. */
  readonly fromText: (text: string, field: FieldMeta) => Parsed;
  readonly toJson: (value: unknown, field: FieldMeta) => unknown;
  /** The export form; `fromText` gives the same value again. */
  readonly toText: (value: unknown, field: FieldMeta, locale: 'zh' | 'en') => string;
  /** JSON Schema 2020-12 of the JSON form. */
  readonly schema: (field: FieldMeta) => object;
  /** Operators of the condition tree (P.7). */
  readonly operators: readonly string[];
  readonly sortable: boolean;
  /** Can be summed over a list. */
  readonly measure: boolean;
}

export const found = (value: unknown): Parsed => ({ ok: true, value });
export const refused = (code: string, params: Record<string, unknown> = {}): Parsed => ({ ok: false, code, params });
export const absent: Parsed = { ok: true, value: null };
export const wrongType = (expected: string): Parsed => refused('field.type', { expected });

const textOperators = ['eq', 'ne', 'in', 'not_in', 'contains', 'not_contains', 'starts', 'is_empty', 'not_empty'] as const;
const numberOperators = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'between', 'in', 'not_in', 'is_empty', 'not_empty'] as const;
/** The operator sets T, N, D and R of P.3 and those of single kinds. */
export const operators = {
  text: textOperators,
  number: numberOperators,
  date: [...numberOperators, 'before', 'after', 'within_days', 'month_day_in'],
  reference: ['eq', 'ne', 'in', 'not_in', 'is_empty', 'not_empty', 'under'],
  choice: ['eq', 'ne', 'not_in', 'in', 'is_empty', 'not_empty'],
  set: ['contains', 'not_contains', 'is_empty', 'not_empty'],
  emptiness: ['is_empty', 'not_empty'],
} as const;

/** Adds null to a schema unless the field must be given. */
export const optional = (field: FieldMeta, schema: { readonly type: string; readonly [key: string]: unknown }): object =>
  field.required ? schema : { ...schema, type: [schema.type, 'null'], ...(Array.isArray(schema.enum) ? { enum: [...(schema.enum as unknown[]), null] } : {}) };
