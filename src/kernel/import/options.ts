import type { Corrections, ImportMode } from '../exchange/index.ts';
import { Refused } from '../problem.ts';
import type { ImportDocument } from './document.ts';

/** How a file is to be read and saved, as a request says it: fields of a form, where everything is text, or members of JSON. */
export type Given = Readonly<Record<string, unknown>>;
export type Chosen = Pick<ImportDocument, 'sheet' | 'encoding' | 'mode' | 'unit' | 'match' | 'mapping'>;
const usual: Chosen = { sheet: null, encoding: null, mode: 'upsert', unit: null, match: null, mapping: {} };

export function chosen(given: Given, before: Chosen = usual): Chosen {
  return {
    sheet: text(given, 'sheet', before.sheet),
    encoding: text(given, 'encoding', before.encoding),
    match: text(given, 'match', before.match),
    mode: one(given, 'mode', ['insert', 'update', 'upsert'] as const, before.mode) as ImportMode,
    unit: one(given, 'unit', ['whole', 'row'] as const, before.unit),
    mapping: given['mapping'] === undefined ? before.mapping : mappingOf(given['mapping']),
  };
}
function text(given: Given, name: string, before: string | null): string | null {
  const value = given[name];
  if (value === undefined) return before;
  if (value === null || value === '') return null;
  if (typeof value !== 'string') throw new Refused('field.type', { expected: 'text' }, `/${name}`);
  return value;
}
function one<T extends string>(given: Given, name: string, allowed: readonly T[], before: T | null): T | null {
  const value = given[name];
  if (value === undefined || value === null || value === '') return before;
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new Refused('field.choice', { allowed, nearest: allowed.at(-1) }, `/${name}`);
  return found;
}
/** Title of the file → title that the record knows, or null to drop the column. */
export function mappingOf(given: unknown): Readonly<Record<string, string | null>> {
  const parsed = typeof given === 'string' ? parsedJson(given) : given;
  if (parsed === null || parsed === '') return {};
  const members = objectOf(parsed, '/mapping');
  for (const [title, target] of Object.entries(members))
    if (target !== null && typeof target !== 'string') throw new Refused('field.type', { expected: 'text' }, `/mapping/${title}`);
  return members as Readonly<Record<string, string | null>>;
}
/** Row of the file → title of the column → text. */
export function correctionsOf(given: unknown): Corrections {
  const rows = objectOf(given, '/corrections');
  for (const [row, cells] of Object.entries(rows)) {
    if (!/^\d{1,7}$/.test(row)) throw new Refused('field.format', {}, `/corrections/${row}`);
    for (const [title, value] of Object.entries(objectOf(cells, `/corrections/${row}`)))
      if (value !== null && typeof value !== 'string') throw new Refused('field.type', { expected: 'text' }, `/corrections/${row}/${title}`);
  }
  return rows as Corrections;
}
function objectOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Refused('field.type', { expected: 'object' }, path);
  return value as Readonly<Record<string, unknown>>;
}
function parsedJson(given: string): unknown {
  if (given === '') return {};
  try {
    return JSON.parse(given) as unknown;
  } catch {
    throw new Refused('field.format', {}, '/mapping');
  }
}
