import type { SchemaField } from '../api/types.ts';
import { plainNumber, typedValue } from '../record/typed.ts';
import { toFraction } from '../text/format.ts';

/** Cells of a copied range: tab separated, quoted where a cell holds a line feed. */
export function parseRange(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const end = (): void => {
    rows.at(-1)?.push(cell.trim());
    cell = '';
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    if (quoted) {
      if (char === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === '\t') end();
    else if (char === '\n') {
      end();
      rows.push([]);
    } else if (char !== '\r') cell += char;
  }
  end();
  return rows.filter((row) => row.some((value) => value !== ''));
}
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s*]|[(（[].*$/g, '');

/** Which column fills which field: by header where the first row is one, else the editable columns in their order. */
export function mapColumns(rows: readonly (readonly string[])[], fields: readonly SchemaField[]): { readonly header: boolean; readonly fields: readonly (string | undefined)[] } {
  const names = new Map(fields.flatMap((field) => [field.name, field.label.zh, field.label.en].map((text) => [folded(text), field.name] as const)));
  const [first = []] = rows;
  const found = first.map((text) => names.get(folded(text)));
  const header = found.filter((name) => name !== undefined).length >= Math.min(2, first.length);
  const width = Math.max(0, ...rows.map((row) => row.length));
  return { header, fields: header ? found : Array.from({ length: width }, (_, index) => fields[index]?.name) };
}
/** One pasted cell as a value of the form; a reference is the code that stands before the first blank. */
export function pastedValue(field: SchemaField, text: string): unknown {
  if (text === '') return undefined;
  if (field.kind === 'reference') return { id: '', code: text.split(/\s/)[0] ?? text, label: text };
  if (field.kind === 'rate') return /%/.test(text) || Number(text) > 1 ? toFraction(plainNumber(text)) : plainNumber(text);
  if (field.kind === 'choice') return field.options?.find((option) => [option.key, option.label.zh, option.label.en].some((one) => folded(one) === folded(text)))?.key ?? text;
  if (field.kind === 'date')
    return text
      .replace(/[/.年月]/g, '-')
      .replace('日', '')
      .replace(/-(\d)(?=-|$)/g, '-0$1');
  if (field.kind === 'flag') return /^(是|有|真|√|y|yes|true|1)$/i.test(text);
  return typedValue(field, text);
}
export function pastedRows(
  rows: readonly (readonly string[])[],
  mapping: readonly (string | undefined)[],
  fields: readonly SchemaField[],
  header: boolean,
): readonly Readonly<Record<string, unknown>>[] {
  return rows.slice(header ? 1 : 0).map((row) =>
    Object.fromEntries(
      row.flatMap((text, index) => {
        const field = fields.find((one) => one.name === mapping[index]);
        const value = field ? pastedValue(field, text) : undefined;
        return field && value !== undefined ? [[field.name, value]] : [];
      }),
    ),
  );
}
