import { useDeferredValue, useMemo, useRef } from 'react';
import type { ApiRecord, Line, Schema } from '../api/types.ts';
import { useDeclarations } from '../record/declarations.ts';
import { today } from '../text/format.ts';
import { computed, type FormLine, type FormState, linesFields, merged, sentRows } from './model.ts';
import type { Row } from './use-editor.ts';

type Values = Readonly<Record<string, unknown>>;
/** The record as a dry run of the very save would leave it (P.2.6). */
export interface Preview {
  readonly record: ApiRecord;
}
export interface Shown {
  readonly values: Values;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}
interface Merged {
  readonly head: Values;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}
/**
 * What stands in the form. What was typed is shown at once; the sums over all lines follow when the browser has time (200 lines answer a key
 * within 200 ms), and a row that did not change stays the very same object, so that it is not drawn again.
 */
export function useShown(schema: Schema, state: FormState, preview: Preview | undefined, base: ApiRecord | undefined, editing: boolean): Shown {
  const declarations = useDeclarations();
  const now = useMemo(() => mergedForm(schema, state, preview, base), [schema, state, preview, base]);
  const later = useDeferredValue(now);
  const live = useMemo(() => {
    if (!editing) return { values: {}, lines: {} as Readonly<Record<string, ReadonlyMap<string, Values | undefined>>> };
    const values = Object.fromEntries(Object.entries(later.tables).map(([name, rows]) => [name, rows.map((row) => row.values)]));
    const found = computed(declarations?.records.get(schema.name), schema, later.head, values);
    const lines = Object.fromEntries(Object.entries(later.tables).map(([name, rows]) => [name, new Map(rows.map((row, index) => [row.line.key, found.lines[name]?.[index]]))]));
    return { values: found.values, lines };
  }, [later, declarations, schema, editing]);
  const drawn = useRef(new Map<string, Row>());
  return useMemo(() => {
    const next = new Map<string, Row>();
    const rows = Object.fromEntries(
      Object.entries(now.tables).map(([name, table]) => [
        name,
        table.map((row): Row => {
          const values = { ...row.values, ...live.lines[name]?.get(row.line.key) };
          const place = `${name} ${row.line.key}`;
          const before = drawn.current.get(place);
          const kept = before && before.line === row.line && isSame(before.values, values) ? before : { line: row.line, values };
          next.set(place, kept);
          return kept;
        }),
      ]),
    );
    drawn.current = next;
    return { values: { ...now.head, ...live.values }, rows };
  }, [now, live]);
}
function isSame(left: Values, right: Values): boolean {
  const names = Object.keys(right);
  return names.length === Object.keys(left).length && names.every((name) => Object.is(left[name], right[name]));
}
function mergedForm(schema: Schema, state: FormState, preview: Preview | undefined, base: ApiRecord | undefined): Merged {
  const suggested = base === undefined ? { ...usualValues(schema), ...preview?.record } : preview?.record;
  return {
    head: merged(state.values, state.touched, suggested),
    tables: Object.fromEntries(
      linesFields(schema).map(({ name }) => {
        const lines = (suggested?.[name] ?? []) as readonly Line[];
        return [name, withSuggestions(state.lines[name] ?? [], lines, lines.length === 0 ? [] : sentRows(state, name))];
      }),
    ),
  };
}

/** Declared defaults, shown before the server has said its own. */
function usualValues(schema: Schema): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    schema.fields
      .filter((field) => field.default !== undefined && field.kind !== 'lines' && field.kind !== 'reference')
      .map((field) => [
        field.name,
        field.kind === 'date'
          ? field.default === 'today'
            ? today()
            : null
          : typeof field.default === 'number' && field.kind !== 'integer'
            ? String(field.default)
            : field.default,
      ]),
  );
}
function withSuggestions(rows: readonly FormLine[], suggested: readonly Line[], sentIn: readonly FormLine[]): readonly Row[] {
  const byId = new Map(suggested.filter((line) => line.id !== undefined).map((line) => [line.id, line]));
  const known = new Set(rows.flatMap((row) => row.id ?? []));
  const fresh = suggested.filter((line) => !known.has(line.id ?? '')).values();
  const answers = new Map(sentIn.filter((row) => row.id === undefined).map((row) => [row.key, fresh.next().value]));
  return rows.map((line) => ({ line, values: merged(line.values, line.touched, line.id === undefined ? answers.get(line.key) : byId.get(line.id)) }));
}
