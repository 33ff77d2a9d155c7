import type { ApiRecord, Line, Schema } from '../api/types.ts';
import { type FormLine, type FormState, linesFields, stateOf } from './model.ts';

type Values = Readonly<Record<string, unknown>>;
/** What was typed and not saved, as the server keeps it for its author (P.4): only what a person touched, so that the rest is read fresh. */
export interface KeptForm {
  readonly values: Values;
  readonly lines: Readonly<Record<string, readonly KeptLine[]>>;
  readonly removed: Readonly<Record<string, readonly string[]>>;
}
interface KeptLine {
  readonly key: string;
  readonly id?: string;
  readonly adopted?: boolean;
  readonly touched: readonly string[];
  readonly values: Values;
}
const picked = (values: Values, names: Iterable<string>): Values => Object.fromEntries([...names].map((name) => [name, values[name] ?? null]));

export function keptForm({ values, touched, lines, removed }: FormState): KeptForm {
  return {
    values: picked(values, touched),
    lines: Object.fromEntries(
      Object.entries(lines).map(([name, rows]) => [
        name,
        rows.map(
          (row): KeptLine => ({
            key: row.key,
            ...(row.id === undefined ? {} : { id: row.id }),
            ...(row.adopted ? { adopted: true } : {}),
            touched: [...row.touched],
            // A saved line is read again; of one that came from a source document nothing else could bring it back.
            values: row.adopted ? row.values : picked(row.values, row.touched),
          }),
        ),
      ]),
    ),
    removed,
  };
}
/** The form as it was left, over the record as it is now; lines that somebody removed since are not brought back. */
export function restoredForm(schema: Schema, record: ApiRecord | undefined, kept: KeptForm): FormState {
  const base = stateOf(schema, record);
  let next = base.next;
  const lines = Object.fromEntries(
    linesFields(schema).map(({ name }) => {
      const now = new Map(((record?.[name] ?? []) as readonly Line[]).map((line) => [line.id, line]));
      const rows = kept.lines[name];
      if (!rows) return [name, base.lines[name] ?? []];
      const gone = new Set(kept.removed[name] ?? []);
      const known = new Set(rows.flatMap((row) => row.id ?? []));
      const restored = rows.flatMap((row): FormLine[] => {
        if (row.id !== undefined && !now.has(row.id)) return [];
        const key = row.id ?? `r${next++}`;
        return [
          {
            key,
            ...(row.id === undefined ? {} : { id: row.id }),
            ...(row.adopted ? { adopted: true } : {}),
            values: { ...now.get(row.id), ...row.values },
            touched: new Set(row.touched),
          },
        ];
      });
      const added = (base.lines[name] ?? []).filter((row) => row.id !== undefined && !known.has(row.id) && !gone.has(row.id));
      return [name, [...restored, ...added]];
    }),
  );
  return { values: { ...base.values, ...kept.values }, touched: new Set(Object.keys(kept.values)), lines, removed: kept.removed, next };
}
/** Where the form is kept: under its record, or under what a new one was begun with (`new`, `new:order:SO2611-00001`). */
export function draftKey(record: { readonly id: string } | undefined, given: Values): string {
  if (record) return record.id;
  const begun = Object.entries(given)
    .filter(([, value]) => typeof value !== 'object' || value === null || 'code' in value)
    .map(([name, value]) => `${name}:${typeof value === 'object' && value !== null && 'code' in value ? String(value.code) : String(value)}`);
  return ['new', ...begun]
    .join(':')
    .replace(/[^\w.:-]/g, '-')
    .slice(0, 80);
}
