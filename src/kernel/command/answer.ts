import { sourceOf } from '../condition/source.ts';
import { recordJson, type JsonOptions } from '../list/record-json.ts';
import { collectReferences, fetchReferences, nothingWanted, type References } from '../list/references.ts';
import { accessPlan, fullAccess, rowAccess } from '../permission/access.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import type { Call } from './call.ts';
import { problemsOf } from './draft.ts';
import type { Environment } from './environment.ts';

/** One record in the form of P.2.2, as this caller may read it: references with labels, allowed actions with reasons. */
export async function readAnswer(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, id: string, options: JsonOptions = {}): Promise<object> {
  const record = (await readAnswers(environment, tx, call, meta, [id], options)).get(id);
  if (!record) throw new Refused('not_found');
  return record;
}
/** Several records read together, by id: rows, lines and labels cost no more statements than those of one. */
export async function readAnswers(environment: Environment, tx: Tx, call: Call, meta: RecordMeta, ids: readonly string[], options: JsonOptions = {}): Promise<ReadonlyMap<string, object>> {
  const { registry } = environment;
  const rows = await loadRecords(tx, call.principal.org.id, meta, ids, { from: 'view' });
  const source = sourceOf(meta);
  const references = await referencesOf(registry, tx, call.principal.org.id, meta, [...rows.values()]);
  const plan = call.principal.unlimited ? undefined : accessPlan(registry, call.principal, source);
  const answerOf = (row: Loaded): object => {
    const json = recordJson(source, row, references, plan ? rowAccess(plan, row) : fullAccess, { ...options, readonly: frozen(meta, row) });
    return options.selection ? json : { ...json, _actions: allowedActions(meta, row, call) };
  };
  return new Map([...rows].map(([id, row]) => [id, answerOf(row)]));
}
/** Labels of everything these rows refer to. */
export async function referencesOf(registry: Registry, tx: Tx, org: string, meta: RecordMeta, rows: readonly Loaded[]): Promise<References> {
  const wanted = nothingWanted();
  collectReferences(sourceOf(meta).fields, rows, wanted);
  for (const lines of meta.lines) for (const row of rows) collectReferences(lines.fields, (row[lines.name] ?? []) as readonly Readonly<Record<string, unknown>>[], wanted);
  return fetchReferences(registry, tx, org, wanted);
}
export async function labelsOfFields(registry: Registry, tx: Tx, org: string, fields: readonly FieldMeta[], values: Readonly<Record<string, unknown>>): Promise<References> {
  const wanted = nothingWanted();
  collectReferences(fields, [values], wanted);
  return fetchReferences(registry, tx, org, wanted);
}
/** Fields that the state has closed: a posted document is not edited. */
function frozen(meta: RecordMeta, row: Loaded): string[] {
  if (meta.type !== 'document' || meta.states.length === 0 || row['state'] === meta.initial) return [];
  return [...meta.fields, ...meta.lines].map((one) => one.name).filter((name) => !meta.editable.includes(name));
}

/** What may be done now, and why not what may not (P.4): state and rights are judged here, guards that need facts by a dry run. */
export function allowedActions(meta: RecordMeta, row: Loaded, call: Call): object[] {
  const own = meta.actions.filter((action) => action.by !== 'job' && may(call.principal, meta.name, action.name));
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
