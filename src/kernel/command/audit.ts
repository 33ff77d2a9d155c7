import { hash, randomBytes } from 'node:crypto';
import { isDecimal, toPlain } from '../decimal.ts';
import { newId } from '../ids.ts';
import type { RecordMeta } from '../registry/meta.ts';
import type { Call } from './call.ts';
import type { Environment } from './environment.ts';
import type { Unit } from './unit.ts';

/** One changed field of an audit row; the chain covers digests, so a redacted value leaves the chain valid (P.9). */
export interface AuditField {
  readonly path: string;
  /** Null once the values were erased; their digests stand in their place. */
  readonly salt: string | null;
  readonly old: unknown;
  readonly new: unknown;
  readonly digests?: { readonly old: string; readonly new: string };
}
type Values = Readonly<Record<string, unknown>>;

/** One row per changed record and command, in the transaction of the change. */
export function auditRows(environment: Environment, call: Call, unit: Unit, now: string): Record<string, unknown>[] {
  void environment;
  const base = { at: now, actor: actorOf(call), actor_id: call.principal.user, via: call.via, ip: call.ip ?? null, request: call.request, reason: unit.note.reason ?? null };
  const label = (meta: RecordMeta, values: Values): string => text(values[meta.code ?? meta.title]) ?? text(values[meta.title]) ?? '-';
  return [
    ...unit.created.map(({ meta, id, values }) => ({ ...base, id: newId(), declaration: meta.name, record: id, label: label(meta, values), action: 'create', version: 1, fields: differences(meta, undefined, values) })),
    ...[...unit.changed.values()].map(({ meta, before, values }) => ({
      ...base,
      id: newId(),
      declaration: meta.name,
      record: before.id,
      label: label(meta, { ...before, ...values }),
      action: unit.acting?.id === before.id ? unit.note.action : 'update',
      version: before.version + 1,
      fields: differences(meta, before, { ...before, ...values }),
    })),
    ...unit.noted
      .map(({ declaration, record, label: called, action, before, after, fields }) => ({ ...base, id: newId(), declaration, record, label: called, action, version: null, fields: differences({ fields, lines: [] }, before, after) }))
      .filter((row) => row.fields.length > 0),
    ...unit.removed.map(({ meta, before }) => ({ ...base, id: newId(), declaration: meta.name, record: before.id, label: label(meta, before), action: 'delete', version: before.version, fields: differences(meta, before, {}) })),
  ];
}
const actorOf = (call: Call): string => (call.principal.kind === 'user' ? call.principal.name : `${call.principal.kind}:${call.principal.name}`);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

const saltBytes = 16;
export function differences(meta: Pick<RecordMeta, 'fields' | 'lines'>, before: Values | undefined, after: Values): AuditField[] {
  const fields: Omit<AuditField, 'salt'>[] = [];
  const note = (path: string, old: unknown, next: unknown): void => {
    if (old === next) return;
    const [a, b] = [plain(old), plain(next)];
    if (canonical(a) !== canonical(b)) fields.push({ path, old: a, new: b });
  };
  for (const field of meta.fields) if (field.sql === undefined) note(field.name, before?.[field.name], after[field.name]);
  for (const lines of meta.lines) {
    const old = new Map(linesOf(before?.[lines.name]).map((line) => [String(line['line_uid']), line]));
    const next = new Map(linesOf(after[lines.name]).map((line, index) => [typeof line['line_uid'] === 'string' ? line['line_uid'] : `new${index}`, line]));
    for (const id of new Set([...old.keys(), ...next.keys()])) for (const field of lines.fields) if (field.sql === undefined) note(`${lines.name}[${id}].${field.name}`, old.get(id)?.[field.name], next.get(id)?.[field.name]);
  }
  // All salts in one draw: each draw of its own costs more than what it draws.
  const salts = randomBytes(saltBytes * fields.length).toString('hex');
  return fields.map((field, at) => ({ path: field.path, salt: salts.slice(at * saltBytes * 2, (at + 1) * saltBytes * 2), old: field.old, new: field.new }));
}
const linesOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly Values[]) : []);

/** JSON with sorted keys and no blanks: the same value gives the same digest everywhere. */
export function canonical(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value as Readonly<Record<string, unknown>>).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
  }
  return JSON.stringify(value);
}
const plain = (value: unknown): unknown => (value === undefined ? null : isDecimal(value) ? toPlain(value) : Array.isArray(value) && value.length === 0 ? null : value);

/** d(v) of P.9: `-` for nothing, else the salted digest. */
export const digest = (salt: string, value: unknown): string => (value === null || value === undefined ? '-' : hash('sha256', `${salt}\n${canonical(value)}`, 'hex'));
