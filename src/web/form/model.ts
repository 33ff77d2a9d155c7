import { decimal, isDecimal, toMoney, toPlain } from '#decimal';
import type { ApiRecord, Line, Schema, SchemaField } from '../api/types.ts';
import type { DeclaredField, DeclaredRecord } from '../record/declarations.ts';
import { isReference } from '../record/fields.ts';

type Values = Readonly<Record<string, unknown>>;
/** One row of the line editor. `values` are what was read or typed; only touched ones are sent, so that the server fills the rest (P.2.2). */
export interface FormLine {
  readonly key: string;
  readonly id?: string;
  readonly values: Values;
  readonly touched: ReadonlySet<string>;
  /** Comes from a source document by the server's own answer; sent only when something about it is changed. */
  readonly adopted?: boolean;
}
export interface FormState {
  readonly values: Values;
  readonly touched: ReadonlySet<string>;
  readonly lines: Readonly<Record<string, readonly FormLine[]>>;
  /** Saved lines that were removed, and whether adopted ones were. */
  readonly removed: Readonly<Record<string, readonly string[]>>;
  readonly next: number;
}
export type Change =
  | { readonly type: 'set'; readonly name: string; readonly value: unknown }
  | { readonly type: 'cell'; readonly lines: string; readonly key: string; readonly name: string; readonly value: unknown }
  | { readonly type: 'add'; readonly lines: string; readonly rows: readonly Values[]; readonly at?: number }
  | { readonly type: 'remove'; readonly lines: string; readonly key: string }
  | { readonly type: 'adopt'; readonly lines: string; readonly rows: readonly Values[] }
  | { readonly type: 'reset'; readonly state: FormState };

const none: ReadonlySet<string> = new Set();
export const linesFields = (schema: Schema): readonly SchemaField[] => schema.fields.filter((field) => field.kind === 'lines');

export function stateOf(schema: Schema, record: ApiRecord | undefined, given: Values = {}): FormState {
  const { given: head, rows: begun } = apart(schema, given);
  const lines = Object.fromEntries(
    linesFields(schema).map(({ name }) => [
      name,
      begun[name] ??
        ((record?.[name] ?? []) as readonly Line[]).map(
          (line, index): FormLine => ({ key: line.id ?? `l${index}`, ...(line.id === undefined ? {} : { id: line.id }), values: line, touched: none }),
        ),
    ]),
  );
  return { values: { ...record, ...head }, touched: new Set(Object.keys(head)), lines, removed: {}, next: 1 };
}

/** Values a new record begins with: of the head, and whole rows of its tables. */
function apart(schema: Schema, given: Values): { readonly given: Values; readonly rows: Readonly<Record<string, readonly FormLine[]>> } {
  const names = new Set(linesFields(schema).map(({ name }) => name));
  const rows = [...names].flatMap((name): [string, readonly FormLine[]][] => {
    const lines = given[name];
    return Array.isArray(lines)
      ? [[name, (lines as readonly Values[]).map((values, index): FormLine => ({ key: `c${index}`, values, touched: new Set(Object.keys(values)) }))]]
      : [];
  });
  return { given: Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name))), rows: Object.fromEntries(rows) };
}

export function reduce(state: FormState, change: Change): FormState {
  const of = (name: string): readonly FormLine[] => state.lines[name] ?? [];
  const withLines = (name: string, rows: readonly FormLine[]): FormState => ({ ...state, lines: { ...state.lines, [name]: rows } });
  switch (change.type) {
    case 'reset':
      return change.state;
    case 'set':
      return { ...state, values: { ...state.values, [change.name]: change.value }, touched: new Set([...state.touched, change.name]) };
    case 'cell':
      return withLines(
        change.lines,
        of(change.lines).map((row) =>
          row.key === change.key ? { ...row, values: { ...row.values, [change.name]: change.value }, touched: new Set([...row.touched, change.name]) } : row,
        ),
      );
    case 'add': {
      const rows = change.rows.map((values, index): FormLine => ({ key: `n${state.next + index}`, values, touched: new Set(Object.keys(values)) }));
      const at = change.at ?? of(change.lines).length;
      return { ...withLines(change.lines, [...of(change.lines).slice(0, at), ...rows, ...of(change.lines).slice(at)]), next: state.next + rows.length };
    }
    case 'adopt': {
      const rows = change.rows.map((values, index): FormLine => ({ key: `a${state.next + index}`, values, touched: none, adopted: true }));
      return { ...withLines(change.lines, rows), next: state.next + rows.length };
    }
    case 'remove': {
      const gone = of(change.lines).find((row) => row.key === change.key);
      const left = withLines(
        change.lines,
        of(change.lines).filter((row) => row.key !== change.key),
      );
      const mark = gone?.id ?? (gone?.adopted ? '' : undefined);
      return mark === undefined ? left : { ...left, removed: { ...state.removed, [change.lines]: [...(state.removed[change.lines] ?? []), mark] } };
    }
  }
}
export const isChanged = (state: FormState): boolean =>
  state.touched.size > 0 || Object.values(state.removed).some((ids) => ids.length > 0) || Object.values(state.lines).some((rows) => rows.some((row) => row.touched.size > 0));

/** A value as the interface takes it: references by id, else by the code that was typed or pasted. */
export function sent(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sent);
  if (isReference(value)) {
    const declaration = value['declaration'];
    if (typeof declaration === 'string') return value.id === '' ? `${declaration}:${value.code ?? ''}` : { declaration, id: value.id };
    return value.id === '' ? (value.code ?? null) : value.id;
  }
  return value;
}
const given = (values: Values, names: ReadonlySet<string>): Values => Object.fromEntries([...names].map((name) => [name, sent(values[name])]));
/** What stands in an adopted row and ties it to its source: sent along once a person changes the rows. */
const ties = (fields: readonly SchemaField[], values: Values): Values =>
  Object.fromEntries(
    fields
      .filter((field) => field.kind === 'line_reference' || field.kind === 'quantity')
      .filter((field) => field.origin === 'input' && values[field.name] !== null && values[field.name] !== undefined)
      .map((field) => [field.name, sent(values[field.name])]),
  );

/**
 * The body of create or change: only what a person touched (RFC 7396; lines by id, P.2.2). Once lines are sent, every saved one is named, by its
 * id alone where nothing about it changed: a refusal counts either the lines of the request or those of the record as it would be, and so both
 * counts are the same.
 */
export function bodyOf(schema: Schema, state: FormState, isNew: boolean): Record<string, unknown> {
  const body: Record<string, unknown> = { ...given(state.values, state.touched) };
  for (const lines of linesFields(schema)) {
    const rows = sentRows(state, lines.name);
    const removed = state.removed[lines.name] ?? [];
    const changed = rows.some((row) => row.touched.size > 0) || removed.length > 0;
    if (!changed) continue;
    const list = rows.map((row): object => ({
      ...(row.id === undefined ? {} : { id: row.id }),
      ...(row.adopted ? ties(lines.lines ?? [], row.values) : {}),
      ...given(row.values, row.touched),
    }));
    const gone = isNew ? [] : removed.filter((id) => id !== '').map((id) => ({ id, _delete: true }));
    if (list.length + gone.length > 0 || isNew) body[lines.name] = [...list, ...gone];
  }
  return body;
}
/** Rows in the order in which the server counts them: the saved ones, then the new ones that are not empty. */
export function sentRows(state: FormState, name: string): readonly FormLine[] {
  const rows = state.lines[name] ?? [];
  const typed = (row: FormLine): boolean => row.adopted === true || [...row.touched].some((field) => row.values[field] !== null && row.values[field] !== '');
  return [...rows.filter((row) => row.id !== undefined), ...rows.filter((row) => row.id === undefined && typed(row))];
}

/** What stands in the form: the person's own value, else what the server would fill in. */
export function merged(values: Values, touched: ReadonlySet<string>, suggested: Values | undefined): Values {
  if (!suggested) return values;
  return { ...values, ...Object.fromEntries(Object.entries(suggested).filter(([name]) => !touched.has(name))) };
}

/** Totals while typing: the pure `compute` of the declaration over what stands in the form; incomplete lines are left out. */
export function computed(
  declared: DeclaredRecord | undefined,
  schema: Schema,
  values: Values,
  lines: Readonly<Record<string, readonly Values[]>>,
): { readonly values: Values; readonly lines: Readonly<Record<string, readonly (Values | undefined)[]>> } {
  const nothing = { values: {}, lines: {} };
  if (!declared?.compute) return nothing;
  try {
    const complete = Object.fromEntries(Object.entries(lines).map(([name, rows]) => [name, rows.map((row) => isComplete(declared.fields[name]?.fields ?? {}, row))]));
    const inputs = Object.fromEntries(
      Object.entries(declared.fields).map(([name, field]) => [
        name,
        field.kind === 'lines' ? (lines[name] ?? []).filter((_, index) => complete[name]?.[index]).map((row) => typedRow(field.fields ?? {}, row)) : typed(field, values[name]),
      ]),
    );
    const result = declared.compute(inputs as never);
    const back = (field: DeclaredField | undefined, value: unknown): unknown => (isDecimal(value) ? (field?.kind === 'money' ? toMoney(value) : toPlain(value)) : value);
    const head = Object.fromEntries(
      Object.entries(result)
        .filter(([name]) => declared.fields[name]?.kind !== 'lines')
        .map(([name, value]) => [name, back(declared.fields[name], value)]),
    );
    const tables = Object.fromEntries(
      linesFields(schema)
        .filter(({ name }) => Array.isArray(result[name]))
        .map(({ name }) => {
          const fields = declared.fields[name]?.fields ?? {};
          const answers = (result[name] as readonly Values[]).values();
          return [name, (complete[name] ?? []).map((whole) => (whole ? mapped(answers.next().value, fields, back) : undefined))];
        }),
    );
    return { values: head, lines: tables };
  } catch {
    // Half-typed figures are not an error; the server works it out again anyway.
    return nothing;
  }
}
const mapped = (row: Values | undefined, fields: Readonly<Record<string, DeclaredField>>, back: (field: DeclaredField | undefined, value: unknown) => unknown): Values =>
  Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, back(fields[name], value)]));
const isComplete = (fields: Readonly<Record<string, DeclaredField>>, row: Values): boolean =>
  Object.entries(fields).every(
    ([name, field]) =>
      !(field.required === true && (field.origin ?? 'input') === 'input' && ['quantity', 'unit_price', 'money', 'rate'].includes(field.kind)) ||
      (row[name] !== null && row[name] !== undefined && row[name] !== ''),
  );
const typedRow = (fields: Readonly<Record<string, DeclaredField>>, row: Values): Values => ({
  ...row,
  ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, typed(field, row[name])])),
});
function typed(field: DeclaredField, value: unknown): unknown {
  if (value === undefined || value === null || value === '') return field.kind === 'flag' ? false : null;
  switch (field.kind) {
    case 'money':
    case 'quantity':
    case 'unit_price':
    case 'rate':
      return decimal(String(value));
    case 'reference':
      return isReference(value) ? value.id : value;
    default:
      return value;
  }
}
