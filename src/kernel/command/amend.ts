import { Refused } from '../problem.ts';
import { fieldOf } from '../registry/build.ts';
import type { ActionMeta, LinesMeta, FieldMeta, RecordMeta } from '../registry/meta.ts';
import type { Loaded } from '../store/rows.ts';
import type { Command } from './decide.ts';
import { checkComplete, completeDraft } from './draft.ts';
import type { ParsedBody } from './parse.ts';
import { reaches } from './reach.ts';
import { mergeAll, resolve } from './save.ts';

type Values = Readonly<Record<string, unknown>>;
/*
 * Amendments (P.4): the request of an action that `amends` carries, beside what the action asks for, a patch of the record. Record and patch
 * make the next revision, completed like a saved one; the action's effect judges the step from one to the other and posts the difference. Until
 * the command commits the revision in force stays what everybody else works with.
 */
export const isAmendment = (action: ActionMeta): boolean => action.amends.length > 0;

/** Everything the input of an action may hold: what it asks for, and what of the record it amends. */
export function inputShape(
  meta: Pick<RecordMeta, 'fields' | 'lines'>,
  action: Pick<ActionMeta, 'asks' | 'asksLines' | 'amends'>,
): { readonly fields: readonly FieldMeta[]; readonly lines: readonly LinesMeta[] } {
  const amended = (one: { readonly name: string }): boolean => action.amends.includes(one.name);
  return { fields: [...action.asks, ...meta.fields.filter(amended)], lines: [...action.asksLines, ...meta.lines.filter(amended)] };
}

/** The record as it will be. Its revision counts up by one. */
export async function nextRevision(command: Command, meta: RecordMeta, action: ActionMeta, before: Loaded, parsed: ParsedBody): Promise<Values> {
  const { environment, read, call } = command;
  const amends = (name: string): boolean => action.amends.includes(name);
  const patch: ParsedBody = {
    values: Object.fromEntries(Object.entries(parsed.values).filter(([name]) => amends(name))),
    given: new Set([...parsed.given].filter(amends)),
    lines: parsed.lines,
  };
  const values: Record<string, unknown> = { ...before, ...patch.values };
  const given = mergeAll(meta, values, before, patch, 'amending');
  await resolve(command, meta, values, before);
  await completeDraft(environment, read, call.principal, meta, values, given);
  checkComplete(meta, values);
  if (!(await reaches(environment, command.tx, call.principal, meta, 'read', values))) throw new Refused('forbidden', { declaration: meta.name, action: action.name, after: true });
  return fieldOf(meta, 'revision') ? { ...values, revision: revisionOf(before) + 1 } : values;
}
const revisionOf = (row: Values): number => Number(row['revision'] ?? 1);

/** Whoever amends a revision that another amendment has replaced is told so by the code of the chapter; any other change is a conflict like all. */
export async function refuseStale(command: Command, meta: RecordMeta, action: ActionMeta, id: string, version: number | undefined, refusal: unknown): Promise<never> {
  if (!(refusal instanceof Refused) || refusal.code !== 'conflict.stale' || action.stale === undefined) throw refusal;
  const amending = meta.actions.filter(isAmendment).map(({ name }) => name);
  const [since] = await command.tx.query('select count(*)::int as n from core.audit where org_id = $1 and record = $2 and declaration = $3 and version > $4 and action = any($5)', [
    command.call.principal.org.id,
    id,
    meta.name,
    version,
    amending,
  ]);
  throw Number(since?.['n']) > 0 ? new Refused(action.stale, refusal.params) : refusal;
}
