import type { FieldKind, FieldMeta, OptionMeta, RecordMeta, Registry } from '../registry/meta.ts';

/** A field that a company added to a declaration (P.11), as `core.custom_field` holds it. */
export interface CustomField {
  readonly declaration: string;
  readonly key: string;
  readonly kind: CustomKind;
  readonly label_zh: string;
  readonly label_en: string;
  readonly help: string | null;
  readonly required: boolean;
  readonly default_value: string | null;
  readonly min: string | null;
  readonly max: string | null;
  readonly max_length: number | null;
  readonly field_group: string | null;
  readonly options: readonly { readonly key: string; readonly label_zh: string; readonly label_en: string }[];
}
export type CustomKind = 'text' | 'long_text' | 'integer' | 'money' | 'quantity' | 'date' | 'flag' | 'choice';
export const isCustomKey = (key: string): boolean => /^x_[a-z0-9_]{1,38}$/.test(key);

/** The same shape as a declared field, so that everything that reads fields reads it too: validation, lists, conditions, audit, files. */
export function customFieldMeta(field: CustomField): FieldMeta {
  const kind: FieldKind = field.kind === 'long_text' ? 'text' : field.kind;
  return {
    name: field.key,
    kind,
    zh: field.label_zh,
    en: field.label_en,
    origin: 'input',
    required: field.required,
    custom: true,
    ...(field.help ? { help: { zh: field.help, en: field.help } } : {}),
    ...(field.kind === 'long_text' ? { long: true as const } : {}),
    ...(kind === 'text' && field.max_length ? { max: field.max_length } : {}),
    ...(isNumber(kind) && field.min !== null ? { min: Number(field.min) } : {}),
    ...(isNumber(kind) && field.max !== null ? { max: Number(field.max) } : {}),
    ...(field.field_group ? { group: field.field_group } : {}),
    ...(kind === 'choice' ? { options: optionsOf(field) } : {}),
    ...defaultOf(field, kind),
  };
}
const isNumber = (kind: FieldKind): boolean => kind === 'integer' || kind === 'money' || kind === 'quantity';
const optionsOf = ({ options }: CustomField): Readonly<Record<string, OptionMeta>> =>
  Object.fromEntries(options.map(({ key, label_zh, label_en }) => [key, { zh: label_zh, en: label_en }]));
function defaultOf({ default_value: text }: CustomField, kind: FieldKind): { readonly default?: unknown } {
  if (text === null) return {};
  if (kind === 'flag') return { default: text === 'true' };
  return { default: kind === 'integer' ? Number(text) : text };
}

/** The registry of one company: declared fields and its own behind them. */
export function withCustomFields(registry: Registry, fields: readonly CustomField[]): Registry {
  if (fields.length === 0) return registry;
  const records = new Map<string, RecordMeta>(registry.records);
  for (const [name, own] of Map.groupBy(fields, (field) => field.declaration)) {
    const meta = records.get(name);
    if (meta) records.set(name, { ...meta, fields: [...meta.fields, ...own.map(customFieldMeta)] });
  }
  return { ...registry, records };
}
