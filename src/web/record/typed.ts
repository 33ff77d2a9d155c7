import type { SchemaField } from '../api/types.ts';

/** Text of an input as the interface takes it: decimals as text, whole numbers as numbers, nothing as null. */
export function typedValue(field: SchemaField, text: string): unknown {
  if (text === '') return null;
  if (field.kind === 'integer') return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
  if (field.kind === 'money' || field.kind === 'quantity' || field.kind === 'unit_price') return plainNumber(text);
  return text;
}
/** Full-width digits, thousands commas and the currency sign are taken off, so that a pasted amount is one (P.3). */
export const plainNumber = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[,\s¥]/g, '')
    .replace('−', '-');
