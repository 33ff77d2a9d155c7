import type pg from 'pg';
import type { FieldMeta, Registry } from '../../src/kernel/registry/meta.ts';

export type RowOf = (name: string, org?: string) => Promise<string>;
/** Where values come from: other rows of one company. */
export interface Ground {
  readonly sql: pg.Client;
  readonly whole: Registry;
  readonly org: string;
  readonly rowOf: RowOf;
  readonly laid: Set<string>;
  /** The day of values that a person gives; rows that are laid have days of their own. */
  readonly today?: string;
}
export async function onlyText(sql: pg.Client, text: string): Promise<string> {
  const { rows } = await sql.query<{ text: string }>(text);
  return rows[0]?.text ?? '';
}

/** One valid value of each named format (P.3); texts that must be unique carry the key. */
const formats: Readonly<Record<string, (key: string) => string>> = {
  code: (key) => `C${key.toUpperCase()}`,
  email: (key) => `m${key}@example.com`,
  mobile: (key) => `138${digits(key, 8)}`,
  phone: (key) => `0512-5${digits(key, 7)}`,
  uscc: () => '91320583MA1MXXXX4B',
  id_no: () => '11010519491231002X',
  bank_account: (key) => `6222${digits(key, 12)}`,
  url: (key) => `https://example.com/${key}`,
  barcode: (key) => `B${key}`,
  tax_class: () => '1090418010000000000',
  tax_no: (key) => `320583${digits(key, 9)}`,
};
const digits = (key: string, length: number): string =>
  [...key]
    .map((char) => String(char.charCodeAt(0) % 10))
    .join('')
    .padStart(length, '0')
    .slice(-length);
/** A day of its own, long before any business, so that keys by day or month do not meet. */
const place = (key: string): number => Number.parseInt(key.replaceAll('-', '').slice(-8), 16);
/** A line of that record; lines carry their parent's id. */
async function lineOf(ground: Ground, name: string): Promise<string | null> {
  const [lines] = ground.whole.records.get(name)?.lines ?? [];
  const parent = await ground.rowOf(name, ground.org);
  return lines ? await onlyText(ground.sql, `select id as text from ${lines.table} where parent = '${parent}' limit 1`) : null;
}
function numberFor(field: FieldMeta, standard: number): number {
  const step = field.kind === 'rate' ? 0.01 : 1;
  const least = field.min === undefined ? standard : field.exclusive ? field.min + step : field.min;
  return Math.min(Math.max(least, Math.min(standard, field.max ?? standard)), field.max === undefined ? Number.POSITIVE_INFINITY : field.exclusive ? field.max - step : field.max);
}
/** A value in the form of P.2.2 that a field of this kind takes. */
export async function valueOf(field: FieldMeta, ground: Ground, key: string): Promise<unknown> {
  const short = key.replaceAll('-', '').slice(-10);
  switch (field.kind) {
    case 'text':
      return field.format && formats[field.format] ? formats[field.format]?.(short) : `甲${short}`.slice(0, field.max ?? 200);
    case 'integer':
      return numberFor(field, 1);
    case 'money':
      return numberFor(field, 100).toFixed(2);
    case 'quantity':
    case 'unit_price':
      return String(numberFor(field, 1));
    case 'rate':
      return String(numberFor(field, 0.1));
    case 'date':
      return ground.today ?? new Date(Date.UTC(1910, 0, place(key) % 36_000)).toISOString().slice(0, 10);
    case 'instant':
      return new Date().toISOString();
    case 'month':
      return ground.today?.slice(0, 7) ?? new Date(Date.UTC(1910, place(key) % 1_180, 1)).toISOString().slice(0, 7);
    case 'flag':
      return field.default === true;
    case 'choice':
    case 'state':
      return Object.keys(field.options ?? {})[0] ?? null;
    case 'choices':
      return Object.keys(field.options ?? {}).slice(0, 1);
    case 'reference':
      return { id: await ground.rowOf(field.target ?? '', ground.org) };
    case 'line_reference':
      return lineOf(ground, field.target ?? '');
    case 'any_reference': {
      const declaration = field.among?.[0] ?? 'core.user';
      return { declaration, id: await ground.rowOf(declaration, ground.org) };
    }
    case 'references':
    case 'attachments':
      return [];
    case 'condition':
    case 'trace':
      return {};
    case 'serial':
      return null;
  }
}
