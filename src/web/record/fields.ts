import type { Label } from '#declare';
import type { ApiRecord, Reference, Schema, SchemaField } from '../api/types.ts';
import type { Declarations, DeclaredField } from './declarations.ts';

/** One column or fact: a field of the record, or one hop along a reference (`customer.category`). */
export interface FieldAt {
  readonly path: string;
  readonly field: SchemaField;
  /** `客户·客户分类` for a hop. */
  readonly label: Label;
  readonly hop: boolean;
}
const decimals: ReadonlySet<string> = new Set(['money', 'quantity', 'unit_price', 'rate', 'integer']);
export const isNumeric = (kind: string): boolean => decimals.has(kind);
export const isReference = (value: unknown): value is Reference => typeof value === 'object' && value !== null && 'id' in value;

export function fieldAt(schema: Schema, declarations: Declarations | undefined, path: string): FieldAt | undefined {
  const [own = '', further] = path.split('.');
  const field = schema.fields.find((one) => one.name === own);
  if (!field || field.access === 'hidden') return undefined;
  if (further === undefined) return { path, field, label: field.label, hop: false };
  const referred = field.target === undefined ? undefined : declarations?.records.get(field.target);
  const target = referred?.fields[further];
  if (!referred || !target || field.kind === 'lines') return undefined;
  // The title of what is referred to is what the reference shows anyway: `商品分类`, not `商品分类·名称`.
  const label = further === referred.title ? field.label : { zh: `${field.label.zh}·${target.zh}`, en: `${field.label.en} · ${target.en}` };
  return { path, field: fromDeclared(further, target), label, hop: true };
}
/** A declared field in the form of the schema answer. */
export function fromDeclared(name: string, field: DeclaredField): SchemaField {
  const { zh, en, kind, target, options, fields, ...rest } = field;
  return {
    ...rest,
    name,
    kind: kind as SchemaField['kind'],
    label: { zh, en },
    ...(target === undefined ? {} : { target }),
    ...(options ? { options: Object.entries(options).map(([key, option]) => ({ key, label: { zh: option.zh, en: option.en }, color: option.color ?? null })) } : {}),
    ...(fields ? { lines: Object.entries(fields).map(([line, inner]) => fromDeclared(line, inner)) } : {}),
  } as SchemaField;
}
export function valueAt(record: ApiRecord, path: string): unknown {
  return path.split('.').reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[part] : undefined), record);
}
const never: ReadonlySet<string> = new Set(['lines', 'trace', 'condition', 'attachments']);
export const showable = (field: SchemaField): boolean => field.hidden !== true && field.access !== 'hidden' && !never.has(field.kind);

/** The columns a list starts with: those declared, else the first few fields of their order. */
export function usualColumns(schema: Schema): readonly string[] {
  const declared = schema.views.list;
  if (declared && declared.length > 0) {
    const state = schema.fields.find((field) => field.kind === 'state');
    return state && !declared.includes(state.name) ? [...declared, state.name] : declared;
  }
  return schema.fields
    .filter(showable)
    .filter((field) => field.long !== true)
    .slice(0, 8)
    .map((field) => field.name);
}
/** How a record is called where it is spoken of: number or title. */
export function nameOf(schema: Schema, record: ApiRecord): string {
  const value = record[schema.title] ?? (schema.code === null ? undefined : record[schema.code]);
  return typeof value === 'string' ? value : isReference(value) ? (value.label ?? value.code ?? '') : '';
}
/** The code people type and links show: the number of a document, the code of a catalog. */
export const codeOf = (schema: Schema, record: ApiRecord): string =>
  schema.code !== null && typeof record[schema.code] === 'string' ? (record[schema.code] as string) : nameOf(schema, record);
