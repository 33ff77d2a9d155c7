import { decimal, isDecimal, toPlain } from '../decimal.ts';
import type { FieldKind, FieldMeta } from '../registry/meta.ts';

/** The store part of a field kind (P.3): its column type, and the value on its way in and out. */
export interface Column {
  readonly name: string;
  readonly type: string;
}
interface StorePart {
  readonly type: string;
  /** From the driver's value (text for numerics and dates) to the program's. */
  readonly read: (value: unknown) => unknown;
  /** To a member of the jsonb parameter that carries the rows. */
  readonly write: (value: unknown) => unknown;
}
const same = (value: unknown): unknown => value ?? null;
const decimalOf = (value: unknown): unknown => (value === null || value === undefined ? null : decimal(value as string));
const plain = (value: unknown): unknown => (isDecimal(value) ? toPlain(value) : (value ?? null));
const list = (value: unknown): unknown => value ?? [];

const text: StorePart = { type: 'text', read: same, write: same };
const number = (type: string): StorePart => ({ type, read: decimalOf, write: plain });
const reference: StorePart = { type: 'uuid', read: same, write: same };
const json: StorePart = { type: 'jsonb', read: same, write: same };

const parts: Readonly<Record<FieldKind, StorePart>> = {
  text,
  integer: { type: 'integer', read: same, write: same },
  money: number('numeric(20,2)'),
  quantity: number('numeric(20,6)'),
  unit_price: number('numeric(20,6)'),
  rate: number('numeric(12,8)'),
  date: { type: 'date', read: same, write: same },
  instant: { type: 'timestamptz', read: same, write: same },
  month: text,
  flag: { type: 'boolean', read: (value) => value === true, write: (value) => value === true },
  choice: text,
  choices: { type: 'text[]', read: list, write: list },
  state: text,
  serial: text,
  reference,
  references: { type: 'uuid[]', read: list, write: list },
  line_reference: reference,
  any_reference: text,
  attachments: { type: 'jsonb', read: list, write: list },
  condition: json,
  trace: json,
};

/** Columns of one field; a polymorphic reference has two. */
export function columnsOf(field: FieldMeta): readonly Column[] {
  if (field.kind === 'any_reference')
    return [
      { name: `${field.name}_type`, type: 'text' },
      { name: `${field.name}_id`, type: 'uuid' },
    ];
  return [{ name: field.name, type: parts[field.kind].type }];
}

type Raw = Readonly<Record<string, unknown>>;
export function readField(field: FieldMeta, raw: Raw): unknown {
  if (field.custom) return parts[field.kind].read((raw['custom'] as Raw | null | undefined)?.[field.name]);
  if (field.kind === 'any_reference') {
    const id = raw[`${field.name}_id`];
    return id ? { name: raw[`${field.name}_type`], id } : null;
  }
  return parts[field.kind].read(raw[field.name]);
}
export function writeField(field: FieldMeta, value: unknown, into: Record<string, unknown>): void {
  if (field.kind === 'any_reference') {
    const reference = value as { readonly name: string; readonly id: string } | null | undefined;
    into[`${field.name}_type`] = reference?.name ?? null;
    into[`${field.name}_id`] = reference?.id ?? null;
    return;
  }
  into[field.name] = parts[field.kind].write(value);
}
/** What stands for the field in a statement over the view: its columns, for a company's own field its member of the jsonb column. */
export function fieldSql(alias: string, field: FieldMeta): readonly string[] {
  if (!field.custom) return columnsOf(field).map(({ name }) => `${alias}.${quoted(name)}`);
  const member = `(${alias}.custom->>'${field.name.replace(/'/g, "''")}')`;
  const typed = `${member}::${parts[field.kind].type}`;
  return [field.kind === 'flag' ? `coalesce(${typed}, false)` : field.kind === 'text' || field.kind === 'choice' ? member : `(${typed})`];
}
/** The same as columns of a result, under the names of the fields. */
export const selectedSql = (alias: string, field: FieldMeta): readonly string[] => (field.custom ? fieldSql(alias, field).map((sql) => `${sql} as ${quoted(field.name)}`) : fieldSql(alias, field));
/** The jsonb column with the company's own values; what belongs to a definition that is archived stays. */
export function customValues(fields: readonly FieldMeta[], values: Raw, before: unknown): object | null {
  const kept: Record<string, unknown> = { ...(before as Raw | null | undefined) };
  for (const field of fields) if (field.custom) kept[field.name] = parts[field.kind].write(values[field.name]);
  const given = Object.entries(kept).filter(([, value]) => value !== null && value !== undefined);
  return given.length === 0 ? null : Object.fromEntries(given);
}
/** `numeric(20,2)` is cast by PostgreSQL exactly; a jsonb number would pass through a float, so decimals travel as text. */
export const quoted = (name: string): string => `"${name}"`;
