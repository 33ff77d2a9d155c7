import type { ApiRecord, Schema, SchemaAction } from '../api/types.ts';

/** A document in force as the form shows it while it is amended (P.4): open is what the action amends, everything else is text. */
export function opened(schema: Schema, record: ApiRecord, action: SchemaAction): { readonly schema: Schema; readonly record: ApiRecord } {
  const names = action.amends ?? [];
  const closed = schema.fields.map((field) => field.name).filter((name) => !names.includes(name));
  return { schema: { ...schema, may: { ...schema.may, update: true } }, record: { ...record, _access: { ...record._access, readonly: closed } } };
}
export const isAmendment = (action: SchemaAction): boolean => (action.amends ?? []).length > 0;
