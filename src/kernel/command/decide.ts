import type { AnyRef, EffectSpec, LinkKind, Read, Write } from '#declare';
import { Refused, refuseAll } from '../problem.ts';
import { fieldOf, recordOf } from '../registry/build.ts';
import type { RecordMeta } from '../registry/meta.ts';
import { loadRecords, type Loaded } from '../store/rows.ts';
import type { Tx } from '../store/session.ts';
import type { Call, Principal } from './call.ts';
import { compute, problemsOf } from './draft.ts';
import type { Environment } from './environment.ts';
import { acquire } from './locks.ts';
import { takeNumbers } from './numbers.ts';
import type { Opening } from './opening.ts';
import { lockedKey, type Locked } from './read.ts';
import { noteChange, type Unit } from './unit.ts';

/** Everything a deciding step needs; made once a command. */
export interface Command {
  readonly environment: Environment;
  readonly tx: Tx;
  readonly call: Call;
  readonly opening: Opening;
  readonly read: Read;
  readonly locked: Locked;
  readonly unit: Unit;
}
type AnySpec = EffectSpec<never, Record<string, never>, never, unknown>;
interface LooseSpec {
  readonly locks?: (row: object, read: Read, input: object) => Parameters<typeof acquire>[3] | Promise<Parameters<typeof acquire>[3]>;
  readonly facts?: (row: object, read: Read, input: object) => Promise<unknown>;
  readonly guard?: Readonly<Record<string, (row: object, facts: unknown, input: object) => unknown>>;
  readonly warnings?: (row: object, facts: unknown, input: object) => readonly { readonly code: string; readonly params?: object }[];
  readonly entries?: (row: object, facts: unknown, input: object) => readonly Write[];
}

/**
 * Locks, facts, guard, entries of one effect; what is to be written joins the unit. Answers the warnings that were accepted. `agreed` runs
 * once nothing refuses any more: the number is taken then, so that entries can name it and a refusal costs none.
 */
export async function decide(command: Command, spec: AnySpec | object, row: object, input: object, agreed: () => Promise<void> = () => Promise.resolve()): Promise<readonly { readonly code: string; readonly params?: object }[]> {
  const effect = spec as LooseSpec;
  const { environment, tx, call, read, locked } = command;
  if (effect.locks) await acquire(environment, tx, call.principal, await effect.locks(row, read, input), locked);
  const facts = effect.facts ? await effect.facts(row, read, input) : {};
  for (const [code, check] of Object.entries(effect.guard ?? {})) {
    const problems = problemsOf(code, check(row, facts, input));
    if (problems.length > 0) refuseAll(problems);
  }
  const warnings = effect.warnings?.(row, facts, input) ?? [];
  const unaccepted = warnings.filter((warning) => !call.ack.has(warning.code));
  if (unaccepted.length > 0) throw new Refused('warning.unacknowledged', { warnings: unaccepted });
  await agreed();
  await collect(command, effect.entries?.(row, facts, input) ?? []);
  return warnings;
}

/** Sorts what an effect wants written into the unit; rows that change are read first, those that are made get their computed fields and numbers. */
export async function collect(command: Command, writes: readonly Write[]): Promise<void> {
  const { environment, unit } = command;
  await loadForChange(command, writes);
  for (const write of writes) {
    if (write.does === 'post') unit.posted.push(write);
    else if (write.does === 'insert') unit.inserted.push(write);
    else if (write.does === 'link') unit.linked.push(write);
    else if (write.does === 'emit') unit.emitted.push(write);
    else if (write.does === 'change') applyChange(command, recordOf(environment.registry, write.name), write.id, write.values as Record<string, unknown>);
    else await applyCreate(command, write);
  }
}
async function loadForChange({ environment, tx, call, locked }: Command, writes: readonly Write[]): Promise<void> {
  const wanted = new Map<string, string[]>();
  for (const write of writes) if (write.does === 'change' && !locked.records.has(lockedKey(write.name, write.id))) wanted.set(write.name, [...(wanted.get(write.name) ?? []), write.id]);
  for (const [name, ids] of wanted) {
    const meta = recordOf(environment.registry, name);
    for (const [id, row] of await loadRecords(tx, call.principal.org.id, meta, ids, { lock: true })) locked.records.set(lockedKey(name, id), row);
  }
}
function applyChange({ locked, unit }: Command, meta: RecordMeta, id: string, values: Record<string, unknown>): void {
  const before: Loaded | undefined = locked.records.get(lockedKey(meta.name, id));
  if (!before) throw new TypeError(`${meta.name} ${id} does not exist`);
  const unknown = Object.keys(values).find((name) => !fieldOf(meta, name) && !meta.lines.some((lines) => lines.name === name) && name !== 'archived_at' && name !== 'custom');
  if (unknown) throw new TypeError(`${meta.name} has no field ${unknown}`);
  noteChange(unit, meta, before, values);
}
async function applyCreate(command: Command, write: Extract<Write, { does: 'create' }>): Promise<void> {
  const meta = recordOf(command.environment.registry, write.name);
  const values: Record<string, unknown> = { ...emptyRow(meta), ...write.values };
  compute(meta, values);
  for (const field of meta.fields) if (field.kind === 'state' && !values[field.name]) values[field.name] = write.options.state ?? meta.initial;
  if (write.options.state) values['state'] = write.options.state;
  await takeNumbers(command, meta, values, write.options.numbered === true || meta.type === 'catalog' ? 'all' : 'create');
  command.unit.created.push({ meta, id: write.id, values, told: write.options.told === true });
}
export function emptyRow(meta: RecordMeta): Record<string, unknown> {
  return {
    ...Object.fromEntries(meta.fields.map((field) => [field.name, field.kind === 'flag' ? field.default === true : field.kind === 'choices' || field.kind === 'references' || field.kind === 'attachments' ? [] : null])),
    ...Object.fromEntries(meta.lines.map((lines) => [lines.name, []])),
  };
}

/** Which document stands behind another: for the chain of documents (P.4). */
export const linkOf = (from: AnyRef, to: AnyRef, kind: LinkKind): Write => ({ does: 'link', from, to, kind });
export type { Principal };
