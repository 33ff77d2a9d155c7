import { Refused } from '../problem.ts';
import { may } from '../permission/rights.ts';
import { kindOf } from '../kinds/index.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import type { Call } from './call.ts';
import { problemsOf } from './draft.ts';
import type { Environment } from './environment.ts';
import { loadLabels, type Label } from './references.ts';

/** One record in the form of P.2.2, as this caller may read it: references with labels, allowed actions with reasons. */
export async function readAnswer(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string): Promise<object> {
  const row = (await loadRecords(tx, call.principal.org.id, meta, [id], { from: 'view' })).get(id);
  if (!row) throw new Refused('not_found');
  const labels = await loadLabels(tx, call.principal.org.id, environment.registry, referencedIds(meta, [row]));
  return { ...recordJson(meta, row, labels), _actions: allowedActions(meta, row, call) };
}

/** Ids of everything these rows refer to, by target. */
export function referencedIds(meta: RecordMeta, rows: readonly Loaded[]): Map<string, Set<string>> {
  const wanted = new Map<string, Set<string>>();
  const note = (target: string, id: unknown): void => {
    if (typeof id === 'string') wanted.set(target, (wanted.get(target) ?? new Set()).add(id));
  };
  const scan = (fields: readonly FieldMeta[], values: Readonly<Record<string, unknown>>): void => {
    for (const field of fields) {
      const value = values[field.name];
      if (field.kind === 'reference') note(field.target ?? '', value);
      if (field.kind === 'references' && Array.isArray(value)) for (const one of value) note(field.target ?? '', one);
      if (field.kind === 'any_reference' && value) note((value as { readonly name: string }).name, (value as { readonly id: string }).id);
    }
  };
  for (const row of rows) {
    scan(meta.fields, row);
    note('core.user', row['created_by']);
    for (const lines of meta.lines) for (const line of (row[lines.name] ?? []) as Readonly<Record<string, unknown>>[]) scan(lines.fields, line);
  }
  return wanted;
}

export function recordJson(meta: RecordMeta, row: Loaded, labels: ReadonlyMap<string, Label>): Record<string, unknown> {
  return {
    id: row.id,
    version: row.version,
    ...fieldsJson(meta.fields, row, labels),
    ...Object.fromEntries(meta.lines.map((lines) => [lines.name, ((row[lines.name] ?? []) as Readonly<Record<string, unknown>>[]).map((line) => ({ id: line['line_uid'], line_no: line['line_no'], ...fieldsJson(lines.fields, line, labels) }))])),
    created_at: row['created_at'],
    created_by: shownReference('core.user', row['created_by'], labels),
    updated_at: row['updated_at'],
    ...(row['archived_at'] ? { archived_at: row['archived_at'] } : {}),
  };
}
function fieldsJson(fields: readonly FieldMeta[], values: Readonly<Record<string, unknown>>, labels: ReadonlyMap<string, Label>): Record<string, unknown> {
  return Object.fromEntries(
    fields.map((field) => {
      const value = values[field.name];
      if (field.kind === 'reference') return [field.name, shownReference(field.target ?? '', value, labels)];
      if (field.kind === 'references') return [field.name, Array.isArray(value) ? value.map((one) => shownReference(field.target ?? '', one, labels)) : []];
      if (field.kind === 'any_reference') {
        const reference = value as { readonly name: string; readonly id: string } | null;
        return [field.name, reference ? { declaration: reference.name, ...shownReference(reference.name, reference.id, labels) } : null];
      }
      return [field.name, kindOf(field).toJson(value, field)];
    }),
  );
}
function shownReference(target: string, id: unknown, labels: ReadonlyMap<string, Label>): { readonly id: string; readonly code?: string | null; readonly label?: string | null } | null {
  if (typeof id !== 'string') return null;
  return labels.get(`${target}:${id}`) ?? { id };
}

/** What may be done now, and why not what may not (P.4): state and rights are judged here, guards that need facts by a dry run. */
export function allowedActions(meta: RecordMeta, row: Loaded, call: Call): object[] {
  const own = meta.actions.filter((action) => action.by !== 'job' && may(call.principal, meta, action.name));
  return own.map((action) => {
    const base = { name: action.name, approval: action.approval ? true : false };
    if (action.from.length > 0 && !action.from.includes(String(row['state']))) return { ...base, allowed: false, code: 'document.transition_refused', params: { from: row['state'], allowed: action.from } };
    for (const [code, check] of Object.entries(action.guard)) {
      const [problem] = problemsOf(code, check(row as never));
      if (problem) return { ...base, allowed: false, code, params: problem.params };
    }
    return { ...base, allowed: 'check' };
  });
}
