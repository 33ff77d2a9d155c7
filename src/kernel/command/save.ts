import type { Write } from '#declare';
import { checkCondition } from '../condition/check.ts';
import { evaluate, rowFacts } from '../condition/evaluate.ts';
import { sourceOf } from '../condition/source.ts';
import { fromWhere } from '../condition/tree.ts';
import { newId } from '../ids.ts';
import { Refused, refuseAll, type Problem } from '../problem.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import { may } from '../permission/grants.ts';
import type { Answer, Call } from './call.ts';
import { metaOf, runCommand } from './command.ts';
import { collect, decide, emptyRow, type Command } from './decide.ts';
import { checkComplete, completeDraft, type Given } from './draft.ts';
import type { Environment } from './environment.ts';
import { unwritable, withoutMasks } from './field-access.ts';
import { takeNumbers } from './numbers.ts';
import { mergeLines, parseBody, type ParsedBody } from './parse.ts';
import { lockedKey } from './read.ts';
import { readAnswer } from './answer.ts';
import { reaches } from './reach.ts';
import { resolveReferences } from './references.ts';
import { noteChange } from './unit.ts';

/** `POST /api/{module}/{name}`: catalogs are complete at once, documents begin as drafts that may lack anything. */
export async function createRecord(environment: Environment, call: Call, name: string, body: unknown): Promise<Answer> {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'create')) throw new Refused('forbidden', { declaration: name, action: 'create' });
  const extra = extraNames(environment, name);
  const parsed = parseBody(meta, body, extra);
  const id = newId();
  return runCommand(environment, call, { name, id }, { action: 'create', reason: undefined }, async (command) => {
    await decideCreate(command, meta, id, parsed, extra);
    return async (tx) => {
      const record = await readAnswer(environment, tx, call, meta, id);
      return call.dryRun ? { status: 201, body: { dry_run: true, outcome: 'applied', record } } : { status: 201, body: record, etag: '"1"', location: `/api/${meta.module}/${meta.key}/${id}` };
    };
  });
}

/** Everything about a new record but its writing: completed, judged, numbered, with what saving makes beside it. Answers its values. */
export async function decideCreate(command: Command, meta: RecordMeta, id: string, parsed: ParsedBody, extra: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { environment, call, tx } = command;
  const values: Record<string, unknown> = { ...emptyRow(meta), ...parsed.values };
  const given = mergeAll(meta, values, {}, parsed, 'creating');
  await resolve(command, meta, values);
  refuseIfAny(unwritable(environment.registry, call, meta, undefined, values, given));
  await completeDraft(environment, command.read, call.principal, meta, values, given);
  if (meta.type === 'catalog') checkComplete(meta, values);
  if (!(await reaches(environment, tx, call.principal, meta, 'create', { ...values, created_by: call.principal.user }))) throw new Refused('forbidden', { declaration: meta.name, action: 'create', after: true });
  await takeNumbers(command, meta, values, meta.type === 'catalog' ? 'all' : 'create', true);
  // Before what saving makes beside it: rows that refer to this one are written after it.
  command.unit.created.push({ meta, id, values: withoutExtra(values, extra), told: false });
  await runSaved(command, meta, { ...values, id }, true, extra, parsed);
  await collect(command, sourceLinks(meta, id, values));
  return values;
}

/** `PATCH …/{id}`: absent = unchanged, `null` = cleared, lines not mentioned stay (P.2.2). */
export async function changeRecord(environment: Environment, call: Call, name: string, id: string, version: number | undefined, patch: unknown): Promise<Answer> {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'update')) throw new Refused('forbidden', { declaration: name, action: 'update' });
  const extra = extraNames(environment, name);
  return runCommand(environment, call, { name, id }, { action: 'update', reason: undefined }, async (command) => {
    const before = await loadForWriting(command, meta, id, 'update', version, (row) => parseBody(meta, withoutMasks(meta, row, patch), extra));
    const parsed = parseBody(meta, withoutMasks(meta, before, patch), extra);
    checkFrozen(meta, before, parsed);
    const values: Record<string, unknown> = { ...before, ...parsed.values };
    const given = mergeAll(meta, values, before, parsed, 'changing');
    await resolve(command, meta, values, before);
    refuseIfAny(unwritable(environment.registry, call, meta, before, values, given));
    checkImmutable(meta, before, parsed, values);
    await completeDraft(environment, command.read, call.principal, meta, values, given);
    if (meta.type === 'catalog' || !isDraft(meta, before)) checkComplete(meta, values);
    if (!(await reaches(environment, command.tx, call.principal, meta, 'read', values))) throw new Refused('forbidden', { declaration: name, action: 'update', after: true });
    await runSaved(command, meta, values, false, extra, parsed);
    const changed = changedOnly(meta, before, values);
    if (Object.keys(changed).length > 0) noteChange(command.unit, meta, before, changed);
    return async (tx) => {
      const record = await readAnswer(environment, tx, call, meta, id);
      return call.dryRun ? { status: 200, body: { dry_run: true, outcome: 'applied', record } } : { status: 200, body: record, etag: `"${(record as { readonly version: number }).version}"` };
    };
  });
}

/** `DELETE …/{id}`: only what nothing refers to and never was posted (P.18). */
export async function removeRecord(environment: Environment, call: Call, name: string, id: string, version: number | undefined): Promise<Answer> {
  const meta = metaOf(environment, name);
  if (meta.readonly || !may(call.principal, name, 'delete')) throw new Refused('forbidden', { declaration: name, action: 'delete' });
  return runCommand(environment, call, { name, id }, { action: 'delete', reason: undefined }, async (command) => {
    const before = await loadForWriting(command, meta, id, 'delete', version);
    if (meta.type === 'document' && !isDraft(meta, before)) throw new Refused('document.immutable');
    if (isPermanent(command, meta, before)) throw new Refused('record.permanent');
    const by = await references(command, meta, id);
    if (by.length > 0) throw new Refused('record.in_use', { by });
    command.unit.removed.push({ meta, before });
    return () => Promise.resolve({ status: 204, body: undefined });
  });
}

function isPermanent({ environment, read }: Command, meta: RecordMeta, row: Loaded): boolean {
  const { permanent } = meta.declaration.spec as { readonly permanent?: object };
  if (!permanent) return false;
  const moment = { today: read.today, zone: read.org.time_zone, user: read.user, department: null };
  return evaluate(checkCondition(fromWhere(permanent), { registry: environment.registry, source: sourceOf(meta), moment }).tree, rowFacts(row, moment));
}
/** The row to be changed, locked; absent or out of scope is the same answer, then version, as P.2.9 orders them. */
export async function loadForWriting(command: Command, meta: RecordMeta, id: string, action: string, version: number | undefined, shape?: (row: Loaded) => unknown): Promise<Loaded> {
  const { tx, call, locked, environment } = command;
  const org = call.principal.org.id;
  const row = (await loadRecords(tx, org, meta, [id], { lock: true })).get(id);
  if (!row || !(await reaches(environment, tx, call.principal, meta, 'read', row))) throw new Refused('not_found');
  shape?.(row);
  if (!(await reaches(environment, tx, call.principal, meta, action, row))) throw new Refused('forbidden', { declaration: meta.name, action });
  if (version === undefined) throw new Refused('request.version_required');
  if (version !== row.version) throw new Refused('conflict.stale', { your_version: version, version: row.version, current: await readAnswer(environment, tx, call, meta, id) });
  locked.records.set(lockedKey(meta.name, id), row);
  return row;
}
export const isDraft = (meta: RecordMeta, row: Readonly<Record<string, unknown>>): boolean => meta.states.length === 0 || row['state'] === meta.initial;

/** A posted document is not edited; a few fields its declaration names may still change (notes, promised dates). */
function checkFrozen(meta: RecordMeta, before: Loaded, parsed: ParsedBody): void {
  if (before['archived_at']) throw new Refused('record.archived');
  const frozen = meta.type === 'document' && !isDraft(meta, before);
  const problems = [...parsed.given].filter((name) => frozen && !meta.editable.includes(name)).map((name) => ({ code: 'document.immutable', params: { state: before['state'] }, path: `/${name}` }));
  if (problems.length > 0) refuseAll(problems);
}
/** The same value again is no change; references are compared once they are ids. */
function checkImmutable(meta: RecordMeta, before: Loaded, parsed: ParsedBody, values: Readonly<Record<string, unknown>>): void {
  const problems: Problem[] = meta.fields
    .filter((field) => field.immutable && parsed.given.has(field.name) && before[field.name] !== null && !same(before[field.name], values[field.name]))
    .map((field) => ({ code: 'field.readonly', params: { field: field.name }, path: `/${field.name}` }));
  if (problems.length > 0) refuseAll(problems);
}
export function mergeAll(meta: RecordMeta, values: Record<string, unknown>, before: Readonly<Record<string, unknown>>, parsed: ParsedBody, why: 'creating' | 'changing' | 'amending'): Given {
  const lines: Record<string, readonly ReadonlySet<string>[]> = {};
  for (const child of meta.lines) {
    const merged = mergeLines(child, (before[child.name] ?? []) as readonly Readonly<Record<string, unknown>>[], parsed.lines[child.name] ?? []);
    values[child.name] = merged.lines;
    lines[child.name] = merged.given;
  }
  return { creating: why === 'creating', amending: why === 'amending', header: parsed.given, lines };
}
export async function resolve({ tx, call, environment }: Command, meta: RecordMeta, values: Record<string, unknown>, before: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const kept = new Set(meta.lines.flatMap((child) => ((before[child.name] ?? []) as readonly object[]).flatMap(Object.values)).concat(Object.values(before)));
  const problems = await resolveReferences(tx, { principal: call.principal, registry: environment.registry, kept }, meta, values);
  if (problems.length > 0) refuseAll(problems);
}
async function runSaved(command: Command, meta: RecordMeta, row: Readonly<Record<string, unknown>>, creating: boolean, extra: readonly string[], parsed: ParsedBody): Promise<void> {
  const saved = command.environment.saves.get(meta.name);
  if (saved) await decide(command, saved.spec, row, { creating, extra: Object.fromEntries(extra.filter((name) => name in parsed.values).map((name) => [name, parsed.values[name]])) });
}
export const extraNames = (environment: Environment, name: string): string[] => environment.servers.flatMap((server) => (server.imports?.[name] ?? []).map((column) => column.path));
const withoutExtra = (values: Record<string, unknown>, extra: readonly string[]): Record<string, unknown> => Object.fromEntries(Object.entries(values).filter(([name]) => !extra.includes(name)));

/** Only what differs is written and audited; lines travel whole, the writer finds their difference. */
export function changedOnly(meta: RecordMeta, before: Loaded, values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const changed: Record<string, unknown> = {};
  for (const field of meta.fields) if (field.sql === undefined && !same(before[field.name], values[field.name])) changed[field.name] = values[field.name];
  for (const lines of meta.lines) if (!same(before[lines.name], values[lines.name])) changed[lines.name] = values[lines.name];
  return changed;
}
const refuseIfAny = (problems: readonly Problem[]): void => {
  if (problems.length > 0) refuseAll(problems);
};
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A document made from another one hangs below it in the chain: every header reference that a flow reads from. */
function sourceLinks(meta: RecordMeta, id: string, values: Readonly<Record<string, unknown>>): Write[] {
  const { flows = [] } = meta.declaration.spec as { readonly flows?: readonly { readonly from: string }[] };
  return flows.flatMap((flow) =>
    meta.fields
      .filter((field) => field.kind === 'reference' && field.target === flow.from && typeof values[field.name] === 'string')
      .map((field): Write => ({ does: 'link', from: { name: flow.from, id: values[field.name] as string }, to: { name: meta.name, id }, kind: 'source' })),
  );
}
async function references(command: Command, meta: RecordMeta, id: string): Promise<[string, number][]> {
  const { environment, tx, call } = command;
  const found: [string, number][] = [];
  for (const other of environment.registry.records.values()) {
    const places = [{ table: other.table, fields: other.fields }, ...other.lines.map((lines) => ({ table: lines.table, fields: lines.fields }))];
    for (const { table, fields } of places) {
      const columns = fields.filter((field) => field.sql === undefined && field.kind === 'reference' && field.target === meta.name);
      if (columns.length === 0) continue;
      const rows = await tx.query(`select count(*)::int as n from ${table} where org_id = $1 and (${columns.map((field) => `"${field.name}" = $2`).join(' or ')})`, [call.principal.org.id, id]);
      if (Number(rows[0]?.['n']) > 0) found.push([other.name, Number(rows[0]?.['n'])]);
    }
  }
  return found;
}
