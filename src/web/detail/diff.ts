import type { Schema, SchemaField } from '../api/types.ts';
import { isReference } from '../record/fields.ts';

type Values = Readonly<Record<string, unknown>>;
export interface FieldChange {
  readonly field: SchemaField;
  readonly old: unknown;
  readonly new: unknown;
}
export interface LineChange {
  /** Its place now, or where it stood. */
  readonly no: number;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What the line is called: its product, account or whatever leads it. */
  readonly name: unknown;
  readonly nameField: SchemaField | undefined;
  readonly cells: readonly FieldChange[];
}
export interface Difference {
  readonly fields: readonly FieldChange[];
  readonly lines: readonly { readonly lines: SchemaField; readonly rows: readonly LineChange[] }[];
}
const untold: ReadonlySet<string> = new Set(['trace', 'line_reference', 'attachments', 'condition']);
const told = (field: SchemaField): boolean => field.hidden !== true && !untold.has(field.kind);
const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0);
const plain = (value: unknown): unknown => (isReference(value) ? value.id : Array.isArray(value) ? value.map(plain) : value);
/** Decimals may come with more or fewer zeros; `2` and `2.00` are one value. */
const settled = (value: unknown): string => {
  if (isNothing(value)) return '';
  if (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value)) return value.includes('.') ? value.replace(/\.?0+$/, '') : value;
  return JSON.stringify(plain(value));
};
const changesOf = (fields: readonly SchemaField[], before: Values, after: Values): readonly FieldChange[] =>
  fields.filter((field) => told(field) && settled(before[field.name]) !== settled(after[field.name])).map((field) => ({ field, old: before[field.name], new: after[field.name] }));

/** What differs between two states of a record, header and lines; lines are the same by their id (P.4). */
export function differenceOf(schema: Schema, before: Values, after: Values): Difference {
  const header = schema.fields.filter((field) => field.kind !== 'lines');
  return {
    fields: changesOf(header, before, after),
    lines: schema.fields
      .filter((field) => field.kind === 'lines')
      .map((lines) => ({ lines, rows: lineChanges(lines, rowsOf(before[lines.name]), rowsOf(after[lines.name])) }))
      .filter(({ rows }) => rows.length > 0),
  };
}
const rowsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly Values[]) : []);
function lineChanges(lines: SchemaField, before: readonly Values[], after: readonly Values[]): readonly LineChange[] {
  const fields = (lines.lines ?? []).filter((field) => field.name !== 'line_no');
  const nameField = fields.find((field) => field.kind === 'reference' && told(field)) ?? fields.find((field) => field.kind === 'text' && told(field));
  const old = new Map(before.map((row) => [row['id'], row]));
  const now = new Set(after.map((row) => row['id']));
  const named = (row: Values, no: number, kind: LineChange['kind'], cells: readonly FieldChange[]): LineChange => ({
    no,
    kind,
    nameField,
    name: nameField && row[nameField.name],
    cells,
  });
  const kept = after.flatMap((row, index): LineChange[] => {
    const was = old.get(row['id']);
    const cells = changesOf(fields, was ?? {}, row).filter(({ field }) => was !== undefined || field.name !== nameField?.name);
    return was && cells.length === 0 ? [] : [named(row, index + 1, was ? 'changed' : 'added', cells)];
  });
  const gone = before.flatMap((row, index): LineChange[] =>
    now.has(row['id'])
      ? []
      : [
          named(
            row,
            index + 1,
            'removed',
            changesOf(fields, row, {}).filter(({ field }) => field.name !== nameField?.name),
          ),
        ],
  );
  return [...kept, ...gone];
}
export const isEmpty = ({ fields, lines }: Difference): boolean => fields.length === 0 && lines.length === 0;
