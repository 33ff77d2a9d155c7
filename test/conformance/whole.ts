import type { Label } from '#declare';
import { expect } from 'vitest';
import { registryOf } from '../../src/kernel/kernel.ts';
import type { FieldMeta, LinesMeta, RecordMeta, Registry } from '../../src/kernel/registry/meta.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';

/** All that is declared, and a walk over it under readable names: `sales.order/lines/qty`. The conformance tests see a new module the day it is registered. */
export const registry: Registry = registryOf(modules, servers);
export const records: readonly RecordMeta[] = [...registry.records.values()];

export interface Placed<T> {
  readonly at: string;
  readonly value: T;
}
interface FieldHolder {
  readonly at: string;
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
}
/** Everything that has fields: records and what their actions ask for, ledgers, balances, settings, reports. */
export function holders(whole: Registry = registry): FieldHolder[] {
  return [
    ...[...whole.records.values()].flatMap((meta) => [
      { at: meta.name, fields: meta.fields, lines: meta.lines },
      ...meta.actions.map((action) => ({ at: `${meta.name}/${action.name}`, fields: action.asks, lines: action.asksLines })),
    ]),
    ...[...whole.ledgers.values()].map((meta) => ({ at: meta.name, fields: meta.fields, lines: [] })),
    ...[...whole.balances.values()].map((meta) => ({ at: meta.name, fields: [...meta.keys, ...meta.measures], lines: [] })),
    ...[...whole.settings.values()].map((meta) => ({ at: meta.name, fields: meta.fields, lines: [] })),
    ...[...whole.reports.values()].flatMap((meta) => [
      { at: `${meta.name}/parameters`, fields: meta.parameters, lines: [] },
      { at: `${meta.name}/columns`, fields: meta.columns, lines: [] },
    ]),
  ];
}
export function allFields(whole: Registry = registry): Placed<FieldMeta>[] {
  return holders(whole).flatMap(({ at, fields, lines }) => [
    ...fields.map((field) => ({ at: `${at}/${field.name}`, value: field })),
    ...lines.flatMap((child) => child.fields.map((field) => ({ at: `${at}/${child.name}/${field.name}`, value: field }))),
  ]);
}

/** Columns that every row has beside its own fields. */
const kept: Readonly<Record<string, FieldMeta['kind']>> = { id: 'text', version: 'integer', created_at: 'instant', created_by: 'reference', updated_at: 'instant' };
interface Holder {
  readonly fields: readonly FieldMeta[];
  readonly lines: readonly LinesMeta[];
}
export type Found = { readonly kind: string; readonly target?: string | undefined; readonly options?: readonly string[] | undefined };

/** What a path of P.2.5 means in a record: an own field, lines, a field of lines, or one hop along a reference; `undefined` where there is no such thing. */
export function pathIn(whole: Registry, meta: Holder, path: string): Found | undefined {
  const [head = '', tail, ...deeper] = path.split('.');
  if (deeper.length > 0) return undefined;
  const lines = meta.lines.find((one) => one.name === head);
  if (lines)
    return tail === undefined ? { kind: 'lines' } : tail === 'line_uid' || tail === 'line_no' ? { kind: 'integer' } : found(lines.fields.find((field) => field.name === tail));
  const own = meta.fields.find((field) => field.name === head);
  if (tail === undefined) return found(own) ?? (head in kept ? { kind: kept[head] ?? 'text', target: head === 'created_by' ? 'core.user' : undefined } : undefined);
  const target = whole.records.get(own?.target ?? (head === 'created_by' ? 'core.user' : ''));
  return target && own?.kind !== 'condition' ? pathIn(whole, { fields: target.fields, lines: [] }, tail) : undefined;
}
const found = (field: FieldMeta | undefined): Found | undefined => field && { kind: field.kind, target: field.target, options: field.options && Object.keys(field.options) };

/** The sections of a declaration that the registry keeps as they were written. */
export interface WrittenSpec {
  readonly refusals?: Readonly<Record<string, WrittenRefusal>>;
  readonly fill?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly show?: Readonly<Record<string, object>>;
  readonly inherits?: Readonly<Record<string, string>>;
  readonly editable?: readonly string[];
  readonly owner?: string;
  readonly department?: string;
  readonly date?: string;
  readonly title?: string;
  readonly code?: string;
  readonly search?: readonly string[];
  readonly personal?: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
  readonly unique?: readonly { readonly fields: readonly string[]; readonly where?: object; readonly refusal?: string }[];
  readonly effective?: { readonly key: readonly string[]; readonly from: string; readonly to: string };
  readonly flows?: readonly { readonly zh: string; readonly en: string; readonly from: string; readonly lines: string; readonly source: string; readonly quantity: string }[];
  readonly grants?: Readonly<Record<string, { readonly scope: string; readonly actions?: readonly string[] }>>;
  readonly duplicates?: { readonly by: readonly string[] };
  readonly merge?: { readonly canonical: string; readonly state: string };
  readonly prints?: Readonly<Record<string, { readonly zh: string; readonly en: string; readonly template: string; readonly where?: object }>>;
  readonly validate?: Readonly<Record<string, unknown>>;
  readonly actions?: Readonly<
    Record<
      string,
      { readonly amends?: readonly string[]; readonly guard?: Readonly<Record<string, unknown>>; readonly sets?: Readonly<Record<string, unknown>>; readonly approval?: unknown }
    >
  >;
  readonly views?: WrittenViews;
}
export interface WrittenRefusal {
  readonly zh: string;
  readonly en: string;
  readonly fix: { readonly zh: string; readonly en: string };
  readonly status?: number;
  readonly with?: Readonly<Record<string, string>>;
}
interface WrittenViews {
  readonly list?: readonly string[];
  readonly sort?: readonly string[];
  readonly saved?: Readonly<
    Record<string, { readonly zh: string; readonly en: string; readonly where: object; readonly columns?: readonly string[]; readonly sort?: readonly string[] }>
  >;
  readonly form?: readonly (string | { readonly zh: string; readonly en: string; readonly fields: readonly string[] })[];
  readonly quick?: readonly string[];
  readonly kanban?: { readonly by: string; readonly card: readonly string[]; readonly columns?: readonly string[] };
  readonly calendar?: { readonly from: string; readonly to?: string; readonly text: string };
  readonly tree?: { readonly parent: string };
  readonly colors?: readonly { readonly where: object }[];
}
export const written = (meta: RecordMeta): WrittenSpec => meta.declaration.spec as WrittenSpec;

/** Paths that a condition written in code speaks of, with the literal values it compares choices with. */
export function conditionPaths(where: unknown): Placed<unknown>[] {
  if (typeof where !== 'object' || where === null) return [];
  return Object.entries(where).flatMap(([name, test]) => {
    if ((name === 'all' || name === 'any') && Array.isArray(test)) return test.flatMap(conditionPaths);
    return name === 'not' && typeof test === 'object' && !Array.isArray(test) ? conditionPaths(test) : [{ at: name, value: test }];
  });
}

const han = /\p{Script=Han}/u;
/** A Chinese text may be a bare abbreviation (`ID`, `SKU`) only where it is the same in English. */
export function bilingualFault({ zh, en }: Label): string | undefined {
  if (typeof zh !== 'string' || typeof en !== 'string' || zh.trim() === '' || en.trim() === '') return 'a language is missing';
  if (zh !== zh.trim() || en !== en.trim()) return 'blank at an end';
  if (han.test(en)) return `Chinese in English: ${en}`;
  return han.test(zh) || zh === en ? undefined : `no Chinese in ${zh}`;
}

/** All that is wrong, told in full. */
export const expectNone = (wrong: readonly string[]): void => expect(wrong, wrong.join('\n')).toEqual([]);
