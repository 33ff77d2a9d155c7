import type { Write } from '#declare';
import { Refused, refuseAll } from '../problem.ts';
import type { ActionMeta, RecordMeta } from '../registry/meta.ts';
import { may } from '../permission/grants.ts';
import type { Loaded } from '../store/rows.ts';
import { inputShape, isAmendment, nextRevision, refuseStale } from './amend.ts';
import { readAnswer } from './answer.ts';
import type { Answer, Call } from './call.ts';
import { metaOf, runCommand } from './command.ts';
import { collect, decide, type Command } from './decide.ts';
import { checkComplete, problemsOf } from './draft.ts';
import { effectKey, type Environment } from './environment.ts';
import { takeNumbers } from './numbers.ts';
import { emptyLine, emptyValue, mergeLines, parseBody } from './parse.ts';
import { resolveReferences } from './references.ts';
import { changedOnly, isDraft, loadForWriting } from './save.ts';
import { checkSeparation } from './separation.ts';
import { noteChange } from './unit.ts';

export interface ActionRequest {
  readonly version: number | undefined;
  readonly input: unknown;
}
/** `POST …/{id}/actions/{action}`: state, guard, number, effect and postings in one transaction (P.4). */
export async function actOn(environment: Environment, call: Call, name: string, id: string, actionName: string, request: ActionRequest): Promise<Answer> {
  const meta = metaOf(environment, name);
  const action = actionOf(meta, actionName);
  if (!may(call.principal, name, actionName) || (action.by === 'job' && call.principal.kind === 'user')) throw new Refused('forbidden', { declaration: name, action: actionName });
  const note = { action: actionName, reason: reasonOf(request.input) };
  return runCommand(environment, call, { name, id }, note, async (command) => {
    const shape = (): ReturnType<typeof parseBody> => parseBody(inputShape(meta, action), request.input ?? {});
    const before = await loadForWriting(command, meta, id, actionName, request.version, shape).catch((refusal: unknown) =>
      refuseStale(command, meta, action, id, request.version, refusal),
    );
    checkState(meta, action, before);
    await checkSeparation(environment, command.tx, call, meta, action, id);
    const parsed = shape();
    const asked = await readInput(command, action, parsed);
    const row: Loaded & Record<string, unknown> = { ...before };
    const leaves = isDraft(meta, before) && action.to !== undefined && action.to !== meta.initial && !isFinal(meta, action.to);
    if (leaves) checkComplete(meta, row);
    checkGuard(action, row);
    const next = isAmendment(action) ? await nextRevision(command, meta, action, before, parsed) : undefined;
    const input = next ? { ...asked, next } : asked;
    const warnings = await decide(command, environment.effects.get(effectKey(name, actionName))?.spec ?? {}, row, input, async () => {
      if (leaves) await takeNumbers(command, meta, row, 'all');
      // Before the effect's own changes of the same record, which go on from the new revision.
      if (next) noteChange(command.unit, meta, before, changedOnly(meta, before, next));
    });
    const values: Record<string, unknown> = { ...action.sets, ...(action.to === undefined ? {} : { state: action.to }) };
    for (const field of meta.fields) if (field.kind === 'serial' && row[field.name] !== before[field.name]) values[field.name] = row[field.name];
    // Even an action that only posts counts the version up: whoever read before must read again.
    noteChange(command.unit, meta, before, values);
    await collect(command, [event(meta, id, action, before)]);
    return (tx) => answer(command, tx, meta, id, warnings);
  });
}

function actionOf(meta: RecordMeta, name: string): ActionMeta {
  const declared = meta.actions.find((action) => action.name === name);
  if (declared) return declared;
  if (meta.type === 'catalog' && !meta.readonly && (name === 'archive' || name === 'restore')) return archiving(name);
  throw new Refused('route.not_found');
}
/** Catalogs know two actions without declaring them (P.18). */
const archiving = (name: 'archive' | 'restore'): ActionMeta => ({
  name,
  zh: name === 'archive' ? '归档' : '恢复',
  en: name === 'archive' ? 'Archive' : 'Restore',
  from: [],
  to: undefined,
  asks: [],
  asksLines: [],
  approval: undefined,
  sets: { archived_at: name === 'archive' ? new Date().toISOString() : null },
  by: 'person',
  danger: false,
  apart: [],
  reverses: undefined,
  amends: [],
  stale: undefined,
  guard: {},
});

function checkState(meta: RecordMeta, action: ActionMeta, row: Loaded): void {
  if (row['archived_at'] && action.name !== 'restore') throw new Refused('record.archived');
  if (meta.states.length === 0 || action.from.length === 0) return;
  if (!action.from.includes(String(row['state']))) throw new Refused('document.transition_refused', { from: row['state'], action: action.name, allowed: action.from });
}
export const isFinal = (meta: RecordMeta, state: string): boolean => {
  const option = meta.fields.find((field) => field.kind === 'state')?.options?.[state];
  return option?.final === true && option.posted !== true;
};
function checkGuard(action: ActionMeta, row: Loaded): void {
  for (const [code, check] of Object.entries(action.guard)) {
    const problems = problemsOf(code, check(row as never));
    if (problems.length > 0) refuseAll(problems);
  }
}
/** What the action asks for: required members, references, lines with their defaults. */
async function readInput(command: Command, action: ActionMeta, parsed: ReturnType<typeof parseBody>): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {
    ...Object.fromEntries(action.asks.map((field) => [field.name, field.kind === 'flag' ? field.default === true : (field.default ?? emptyValue(field))])),
    ...Object.fromEntries(action.asks.flatMap(({ name }) => (name in parsed.values ? [[name, parsed.values[name]]] : []))),
  };
  for (const lines of action.asksLines) values[lines.name] = mergeLines(lines, [], parsed.lines[lines.name] ?? []).lines.map((line) => ({ ...emptyLine(lines), ...line }));
  const missing = action.asks.filter((field) => field.required && (values[field.name] === null || values[field.name] === undefined));
  if (missing.length > 0) refuseAll(missing.map((field) => ({ code: 'field.required', params: {}, path: `/input/${field.name}` })));
  const problems = await resolveReferences(command.tx, { principal: command.call.principal, registry: command.environment.registry }, { fields: action.asks, lines: action.asksLines }, values);
  if (problems.length > 0) refuseAll(problems);
  return values;
}
const reasonOf = (input: unknown): string | undefined => {
  const reason = typeof input === 'object' && input !== null && 'reason' in input ? input.reason : undefined;
  return typeof reason === 'string' ? reason : undefined;
};
/** The two actions of every catalog are told as what has happened (P.13). */
const happened: Readonly<Record<string, string>> = { archive: 'archived', restore: 'restored' };
const event = (meta: RecordMeta, id: string, action: ActionMeta, before: Loaded): Write => ({
  does: 'emit',
  event: `${meta.name}.${action.to ?? happened[action.name] ?? action.name}`,
  subject: { name: meta.name, id },
  data: { from: before['state'] ?? null, action: action.name },
});

async function answer(
  command: Command,
  tx: Parameters<typeof readAnswer>[1],
  meta: RecordMeta,
  id: string,
  warnings: readonly { readonly code: string; readonly params?: object }[],
): Promise<Answer> {
  const { environment, call, unit } = command;
  const record = (await readAnswer(environment, tx, call, meta, id)) as { readonly version: number };
  const created = unit.created
    .filter((row) => row.told)
    .map((row) => ({ declaration: row.meta.name, id: row.id, number: row.values[row.meta.code ?? ''] ?? null, state: row.values['state'] ?? null }));
  const told = warnings.map((warning) => ({ code: warning.code, params: warning.params ?? {} }));
  if (!call.dryRun) return { status: 200, body: { outcome: 'applied', record, created, warnings: told }, etag: `"${record.version}"` };
  const entries = unit.posted.map((write) => ({ ledger: write.ledger, entry: write.entry }));
  return { status: 200, body: { dry_run: true, outcome: 'applied', record, created, entries, warnings: told } };
}
