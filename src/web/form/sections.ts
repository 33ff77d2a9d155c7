import type { Label } from '#declare';
import type { ApiRecord, Schema, SchemaField } from '../api/types.ts';
import { showable } from '../record/fields.ts';
import { isTags } from '../tags/tags.ts';

export interface FormSection {
  readonly key: string;
  readonly label: Label | undefined;
  readonly fields: readonly SchemaField[];
  readonly lines: SchemaField | undefined;
  readonly collapsed: boolean;
  /** Declared with the sums of the document: its other fields stand in the totals strip. */
  readonly totals?: boolean;
}
/** Fields the head of the page or the totals strip already shows. */
const elsewhere: ReadonlySet<string> = new Set(['state', 'serial', 'trace', 'condition']);
const isFiles = (field: SchemaField): boolean => field.kind === 'attachments' && field.hidden !== true && field.access !== 'hidden';

const ownLabel: Label = { zh: '自定义字段', en: 'Own fields' };
/** Sections as declared; what a declaration leaves unsaid follows the order of its fields (declaration: views.form). */
export function sectionsOf(schema: Schema): readonly FormSection[] {
  const usable = (field: SchemaField): boolean => (showable(field) || isFiles(field)) && !isTags(field) && field.kind !== 'lines' && !elsewhere.has(field.kind);
  const named = (name: string): SchemaField | undefined => schema.fields.find((field) => field.name === name);
  const declared = schema.views.form;
  if (declared && declared.length > 0) {
    const totals = new Set(totalsOf(schema).map((field) => field.name));
    const sections = declared.map((section, index): FormSection => {
      if (typeof section === 'string') return { key: section, label: named(section)?.label, fields: [], lines: named(section), collapsed: false };
      return {
        key: `s${index}`,
        label: { zh: section.zh, en: section.en },
        fields: section.fields.flatMap((name) => named(name) ?? []).filter((field) => usable(field) && !isTotal(schema, field)),
        lines: undefined,
        collapsed: section.collapsed === true,
        totals: section.fields.some((name) => totals.has(name)),
      };
    });
    const shown = new Set(sections.flatMap((section) => [section.key, ...section.fields.map((field) => field.name)]));
    const rest = schema.fields.filter((field) => field.kind === 'lines' && !shown.has(field.name));
    // What the company added of its own (P.11) is named by no declaration; it stands under what is.
    const added = schema.fields.filter((field) => field.name.startsWith('x_') && usable(field) && !shown.has(field.name));
    const own: readonly FormSection[] = added.length > 0 ? [{ key: 'own', label: ownLabel, fields: added, lines: undefined, collapsed: false }] : [];
    return [...sections, ...own, ...rest.map((field): FormSection => ({ key: field.name, label: field.label, fields: [], lines: field, collapsed: false }))];
  }
  const facts = schema.fields.filter((field) => usable(field) && !isTotal(schema, field));
  return [
    { key: 'facts', label: undefined, fields: facts, lines: undefined, collapsed: false },
    ...schema.fields.filter((field) => field.kind === 'lines').map((field): FormSection => ({ key: field.name, label: field.label, fields: [], lines: field, collapsed: false })),
  ];
}
/** Computed sums of a document with lines stand in the strip under them, not among the facts. */
export const isTotal = (schema: Schema, field: SchemaField): boolean =>
  field.kind === 'money' &&
  (field.origin === 'computed' || (field.origin === 'derived' && /^(net|tax|gross)$/.test(field.name))) &&
  schema.fields.some((one) => one.kind === 'lines');
export function totalsOf(schema: Schema): readonly SchemaField[] {
  return schema.fields.filter((field) => isTotal(schema, field) && field.access !== 'hidden');
}
/** Derived figures of the header that no section names: shown read-only in the detail. */
export function derivedFacts(schema: Schema, shown: ReadonlySet<string>): readonly SchemaField[] {
  return schema.fields.filter(
    (field) =>
      field.origin === 'derived' &&
      showable(field) &&
      !shown.has(field.name) &&
      !elsewhere.has(field.kind) &&
      !isTags(field) &&
      field.kind !== 'lines' &&
      field.kind !== 'flag' &&
      !/_share$|^revision$|^updated_|^created_/.test(field.name) &&
      !isTotal(schema, field),
  );
}

/** May this field be changed now? The server names what the state has closed (`_access.readonly`). */
export function isEditable(schema: Schema, field: SchemaField, record: ApiRecord | undefined): boolean {
  if ((field.origin ?? 'input') !== 'input' || field.access === 'readonly' || field.access === 'masked') return false;
  if (elsewhere.has(field.kind) || schema.readonly) return false;
  if (!record) return schema.may['create'] === true;
  if (field.immutable || schema.may['update'] !== true) return false;
  return !(record._access?.readonly ?? []).includes(field.name);
}
/** A condition of `show` over the values of the form; what is not known does not hide a field (declaration: show). */
export function isShown(schema: Schema, field: SchemaField, values: Readonly<Record<string, unknown>>): boolean {
  const where = schema.show[field.name];
  if (!where) return true;
  return Object.entries(where as Readonly<Record<string, unknown>>).every(([name, test]) => {
    const value = values[name];
    if (Array.isArray(test)) return test.includes(value);
    if (typeof test === 'object' && test !== null) return true;
    return value === test;
  });
}

/** Line columns shown before a person asks for more: what is required, the figures of the trade, and the usual references. They do not change while typing. */
const usualLines: ReadonlySet<string> = new Set([
  'product',
  'unit',
  'account',
  'customer',
  'party',
  'tax_code',
  'location',
  'user',
  'role',
  'qty',
  'lot',
  'discount_rate',
  'net',
  'tax',
  'gross',
  'amount',
]);
export function lineColumns(lines: SchemaField, saved: readonly Readonly<Record<string, unknown>>[], editing: boolean): readonly SchemaField[] {
  const fields = (lines.lines ?? []).filter((field) => showable(field) && field.kind !== 'line_reference' && !/^(line_no|line_uid|root_line)$/.test(field.name));
  const has = (name: string): boolean => fields.some((field) => field.name === name);
  const filled = (field: SchemaField): boolean => saved.some((row) => !isBlank(row[field.name]));
  const wanted = fields.filter((field) => {
    if (field.name === 'tax_rate' && has('tax_code')) return false;
    if (field.name === 'base' && has('net')) return false;
    if (usualLines.has(field.name)) return true;
    const origin = field.origin ?? 'input';
    if (field.kind === 'flag') return filled(field);
    if (field.kind === 'choice')
      return origin === 'input' && (field.default === undefined || field.required !== true)
        ? field.required === true
        : saved.some((row) => !isBlank(row[field.name]) && row[field.name] !== field.default);
    if (origin === 'derived') return !editing && filled(field) && field.kind !== 'reference' && /^(delivered|invoiced|returned|margin|balance|open|to_deliver)$/.test(field.name);
    if (origin === 'computed') return field.kind === 'money' && !has('gross');
    return field.required === true || filled(field) || ['money', 'unit_price', 'rate'].includes(field.kind);
  });
  return wanted.length > 0 ? wanted : fields;
}
const isBlank = (value: unknown): boolean => value === null || value === undefined || value === '' || value === false || value === '0' || value === '0.00';
