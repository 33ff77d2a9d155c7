import { decimal, isDecimal, toMoney, toPlain } from '#decimal';
import type { Source } from '../condition/source.ts';
import { lineFields } from '../condition/source.ts';
import { mask, type RowAccess } from '../permission/access.ts';
import type { FieldMeta, LinesMeta } from '../registry/meta.ts';
import { anyReference, type References, type Row } from './references.ts';
import type { Selection } from './selection.ts';

export interface JsonOptions {
  /** Members the caller chose; `id` and `version` always come. */
  readonly selection?: Selection | undefined;
  /** Readable fields of referred records, by path (`customer`, `lines.product`) and id (P.2.2 *expand*). */
  readonly expanded?: ReadonlyMap<string, ReadonlyMap<string, object>> | undefined;
  readonly labels?: 'zh' | 'en' | undefined;
  /** Fields that the record's state has closed; named in `_access.readonly`. */
  readonly readonly?: readonly string[];
  /** Plain text of encrypted fields, for a reader who was asked why. */
  readonly reveal?: boolean;
}

/**
 * One record as the API answers it (P.2.2). `row` is the database's or the program's form, lines stand in it under their name.
 * Hidden members are absent and named in `_access`, masked ones carry their mask.
 */
export function recordJson(source: Source, row: Row, references: References, access: RowAccess, options: JsonOptions = {}): Record<string, unknown> {
  const { selection } = options;
  const seen = { hidden: [] as string[], masked: [] as string[] };
  const json: Record<string, unknown> = { id: row['id'] };
  const labels: Record<string, string> = {};
  const chosen = (name: string): boolean => selection === undefined || selection.own.has(name);
  for (const field of source.fields) {
    if (field.name === 'id' || (field.name !== 'version' && !chosen(field.name))) continue;
    const value = member(field, field.name, row, references, access, options, seen);
    if (value === absent) continue;
    json[field.name] = value;
    const label = options.labels && typeof value === 'string' ? field.options?.[value]?.[options.labels] : undefined;
    if (label !== undefined) labels[field.name] = label;
  }
  for (const lines of source.lines) {
    if (!(lines.name in row) || (selection !== undefined && !selection.lines.has(lines.name))) continue;
    if (access.level(lines) === 'hidden') seen.hidden.push(lines.name);
    else json[lines.name] = (row[lines.name] as readonly Row[]).map((line) => lineJson(lines, line, references, access, options, seen));
  }
  if (options.labels) json['_labels'] = labels;
  const told = accessMember(seen, options.readonly ?? []);
  return told ? { ...json, _access: told } : json;
}
const absent = Symbol('absent');

function lineJson(
  lines: LinesMeta,
  line: Row,
  references: References,
  access: RowAccess,
  options: JsonOptions,
  seen: { hidden: string[]; masked: string[] },
): Record<string, unknown> {
  const chosen = options.selection?.lines.get(lines.name);
  const json: Record<string, unknown> = { id: line['id'] ?? line['line_uid'] };
  for (const field of lineFields(lines)) {
    if (chosen !== undefined && chosen !== 'all' && field.name !== 'line_no' && !chosen.has(field.name)) continue;
    const value = member(field, `${lines.name}.${field.name}`, line, references, access, options, seen);
    if (value !== absent) json[field.name] = value;
  }
  return json;
}

function member(field: FieldMeta, path: string, row: Row, references: References, access: RowAccess, options: JsonOptions, seen: { hidden: string[]; masked: string[] }): unknown {
  const level = access.level(field);
  if (level === 'hidden') {
    if (!seen.hidden.includes(path)) seen.hidden.push(path);
    return absent;
  }
  const value = fieldJson(field, path, row, references, options);
  // What is encrypted stays a mask for everybody until it is revealed, one by one and with a purpose (P.9).
  if (level !== 'masked' && (field.sensitive === undefined || options.reveal === true)) return value;
  if (!seen.masked.includes(path)) seen.masked.push(path);
  return value === null ? null : mask(typeof value === 'string' ? value : '', field.sensitive?.show);
}
function accessMember(seen: { readonly hidden: readonly string[]; readonly masked: readonly string[] }, readonly: readonly string[]): object | undefined {
  const members = Object.entries({ hidden: seen.hidden, masked: seen.masked, readonly }).filter(([, names]) => names.length > 0);
  return members.length === 0 ? undefined : Object.fromEntries(members);
}

/** The value of one field: money with two decimals, other decimals plain, absent as null, references as `{id, code, label}`. */
function fieldJson(field: FieldMeta, path: string, row: Row, references: References, options: JsonOptions): unknown {
  const value = row[field.name];
  const shown = (target: string, id: string): object => {
    const label = references.record(target, id);
    const more = options.expanded?.get(path)?.get(id);
    // Whoever made a row is named, not numbered.
    if (field.name === 'created_by') return { id, label: label?.label ?? null };
    return { id, code: label?.code ?? null, label: label?.label ?? null, ...more };
  };
  switch (field.kind) {
    case 'reference':
      return typeof value === 'string' ? shown(field.target ?? '', value) : null;
    case 'references':
      return (Array.isArray(value) ? value : []).map((id) => shown(field.target ?? '', String(id)));
    case 'line_reference': {
      const label = typeof value === 'string' ? references.line(field.target ?? '', value) : undefined;
      return typeof value === 'string' ? { id: value, code: label?.code ?? null, label: label?.label ?? null } : null;
    }
    case 'any_reference': {
      const any = anyReference(field, row);
      const label = any && references.record(any.name, any.id);
      return any ? { declaration: any.name, id: any.id, code: label?.code ?? null, label: label?.label ?? null } : null;
    }
    default:
      return scalarJson(field, value);
  }
}
export function scalarJson(field: FieldMeta, value: unknown): unknown {
  if (field.kind === 'choices' || field.kind === 'attachments') return Array.isArray(value) ? value : [];
  if (value === null || value === undefined || value === '') return null;
  switch (field.kind) {
    case 'money':
      return isDecimal(value) ? toMoney(value) : /^-?\d+\.\d\d$/.test(String(value)) ? value : toMoney(decimal(value as string));
    case 'quantity':
    case 'unit_price':
    case 'rate':
      return isDecimal(value) ? toPlain(value) : toPlain(decimal(value as string));
    default:
      return value;
  }
}
