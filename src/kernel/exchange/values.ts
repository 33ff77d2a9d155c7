import type { FieldMeta } from '../registry/meta.ts';
import { excelDate, kindOf } from '../kinds/index.ts';
import { freeText, hasControlCharacter } from '../kinds/normal.ts';
import { splitQuantity } from '../kinds/number.ts';
import { cellText, isBlank, numberText, type Cell } from './cell.ts';
import type { Target } from './columns.ts';

/** A cell's value in the form a request body has it: decimals as text, references as codes, choices as keys. */
export type Read = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly code: string; readonly params: Record<string, unknown> };

const clearing = new Set(['<清空>', '<clear>', '＜清空＞']);
const isClearing = (cell: Cell): boolean => cell.kind === 'text' && clearing.has(cell.text.trim().toLowerCase());
const empty = (field: FieldMeta): unknown => (field.kind === 'choices' || field.kind === 'references' || field.kind === 'attachments' ? [] : null);
const refused = (code: string, params: Record<string, unknown> = {}): Read => ({ ok: false, code, params });

/** `unit` is what the row says about the unit; `12 箱` is taken where it agrees (P.3 quantity). */
export function readCell(cell: Cell, field: FieldMeta, epoch1904: boolean, unit?: string): Read {
  if (isClearing(cell)) return { ok: true, value: empty(field) };
  if (cell.kind === 'formula') return refused('import.formula');
  if (cell.kind === 'error') return refused('field.type', { expected: field.kind, value: cell.text });
  if (cell.kind === 'flag') return field.kind === 'flag' ? { ok: true, value: cell.flag } : asText(cell.flag ? '是' : '否', field);
  const text = written(cell, field, epoch1904);
  if (text === undefined) return refused('field.type', { expected: 'text cell' });
  if (field.kind === 'quantity' && unit !== undefined) {
    const parts = splitQuantity(text);
    if (parts && parts.unit === unit) return asText(parts.number, field);
  }
  return asText(text, field);
}
/** Typed cells as this field's own text. A spreadsheet keeps fifteen digits: a longer code typed as a number is already wrong. */
function written(cell: Cell, field: FieldMeta, epoch1904: boolean): string | undefined {
  if (cell.kind === 'date') {
    if (field.kind === 'month') return cell.text.slice(0, 7);
    if (field.kind === 'date') return cell.text.slice(0, 10);
    return field.kind === 'instant' && cell.text.length === 10 ? `${cell.text} 00:00` : cell.text;
  }
  if (cell.kind !== 'number') return cellText(cell);
  if (field.kind === 'date' && Number.isInteger(cell.number) && cell.number < 200_000) return excelDate(cell.number, epoch1904) ?? numberText(cell.number);
  if (field.kind === 'rate') return cellText(cell);
  const texts = field.kind === 'text' || field.kind === 'serial' || field.kind === 'reference' || field.kind === 'any_reference';
  return texts && Math.abs(cell.number) >= 1e15 ? undefined : numberText(cell.number);
}
function asText(text: string, field: FieldMeta): Read {
  const kind = kindOf(field);
  const parsed = kind.fromText(text, field);
  return parsed.ok ? { ok: true, value: inBody(parsed.value, field) } : parsed;
}
/** References travel as the text that names them; the pipeline looks them up. */
function inBody(value: unknown, field: FieldMeta): unknown {
  if (field.kind === 'reference') return named(value);
  if (field.kind === 'references') return Array.isArray(value) ? value.map(named) : [];
  return kindOf(field).toJson(value, field);
}
function named(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { id, code } = value as { readonly id?: unknown; readonly code?: unknown };
  return id ?? code ?? null;
}

/** A cell of a column that no field describes: the text as it stands. */
export function readText(cell: Cell): Read {
  if (isClearing(cell)) return { ok: true, value: null };
  if (cell.kind === 'formula') return refused('import.formula');
  if (cell.kind === 'error') return refused('field.type', { expected: 'text', value: cell.text });
  if (cell.kind === 'number' && Math.abs(cell.number) >= 1e15) return refused('field.type', { expected: 'text cell' });
  const text = freeText(cellText(cell));
  if (hasControlCharacter(text)) return refused('field.control_character');
  return { ok: true, value: text === '' ? null : text };
}
/** The text by which a row names its record; unreadable keys stay as written, so that their rows are still kept together. */
export function cellKey(cell: Cell | null | undefined, target: Target, epoch1904: boolean): string | null {
  if (!cell || isBlank(cell)) return null;
  const read = target.kind === 'field' ? readCell(cell, target.field, epoch1904) : readText(cell);
  return read.ok && typeof read.value === 'string' ? read.value : cellText(cell).trim();
}
