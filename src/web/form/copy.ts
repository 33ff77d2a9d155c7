import type { ApiRecord, Line, Schema, SchemaField } from '../api/types.ts';
import type { Declarations } from '../record/declarations.ts';

type Values = Readonly<Record<string, unknown>>;
const apart: ReadonlySet<string> = new Set(['state', 'serial', 'trace', 'attachments', 'line_reference', 'lines', 'condition']);

/**
 * A new record like an old one ("复制为新"): what a person would type again. Left out is what belongs to the old one alone — numbers, days, files,
 * the documents it was made from — and a price that was found, because it is found again for the day of the new one.
 */
export function copyOf(schema: Schema, declarations: Declarations, record: ApiRecord): Values {
  const isDocument = (field: SchemaField): boolean => field.kind === 'reference' && declarations.records.get(field.target ?? '')?.type === 'document';
  const again = (field: SchemaField): boolean =>
    (field.origin ?? 'input') === 'input' &&
    !apart.has(field.kind) &&
    field.hidden !== true &&
    (field.access ?? 'full') === 'full' &&
    !isDocument(field) &&
    !(schema.kind === 'document' && field.kind === 'date');
  const picked = (fields: readonly SchemaField[], values: Values): Values =>
    Object.fromEntries(fields.filter((field) => again(field) && field.name !== schema.code && !isNothing(values[field.name])).map((field) => [field.name, values[field.name]]));
  const lines = schema.fields
    .filter((field) => field.kind === 'lines' && field.generated !== true)
    .map((field) => [field.name, ((record[field.name] ?? []) as readonly Line[]).map((line) => withoutFound(picked(field.lines ?? [], line)))]);
  return { ...picked(schema.fields, record), ...Object.fromEntries(lines) };
}
const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '' || value === false;
function withoutFound(line: Values): Values {
  if (line['price_source'] !== 'auto') return line;
  const { unit_price: _found, price_source: _how, ...typed } = line;
  return typed;
}
