import { sourceOf } from '../condition/source.ts';
import { accessPlan, mask, type RowAccess, rowAccess } from '../permission/access.ts';
import type { Problem } from '../problem.ts';
import type { FieldMeta, RecordMeta, Registry } from '../registry/meta.ts';
import type { Call } from './call.ts';
import type { Given } from './draft.ts';

type Row = Readonly<Record<string, unknown>>;
/** Fields one may only look at, or not even that: another value is refused, the same one is accepted (P.8). `before` is empty where the row is new. */
export function unwritable(registry: Registry, call: Call, meta: RecordMeta, before: Row | undefined, values: Row, given: Given): readonly Problem[] {
  if (call.principal.unlimited) return [];
  const plan = accessPlan(registry, call.principal, sourceOf(meta));
  if (plan.groups.size === 0) return [];
  const access = rowAccess(plan, { ...(before ?? values), created_by: before?.['created_by'] ?? call.principal.user });
  const own = meta.fields.filter((field) => given.header.has(field.name)).flatMap((field) => problem(access, field, before?.[field.name], values[field.name], `/${field.name}`));
  const lines = meta.lines.flatMap((child) => {
    const known = new Map(((before?.[child.name] ?? []) as readonly Row[]).map((line) => [line['line_uid'], line]));
    return ((values[child.name] ?? []) as readonly Row[]).flatMap((line, index) =>
      child.fields
        .filter((field) => given.lines[child.name]?.[index]?.has(field.name))
        .flatMap((field) => problem(access, field, known.get(line['line_uid'])?.[field.name], line[field.name], `/${child.name}/${index}/${field.name}`)),
    );
  });
  return [...own, ...lines];
}
function problem(access: RowAccess, field: FieldMeta, before: unknown, after: unknown, path: string): readonly Problem[] {
  const level = access.level(field);
  if (level === 'full' || level === 'masked') return [];
  if (JSON.stringify(before ?? null) === JSON.stringify(after ?? null)) return [];
  return [{ code: 'field.readonly', params: { field: field.name }, path }];
}
/** A mask that comes back is what was shown, not a new value: such members are left out of the request. */
export function withoutMasks(meta: RecordMeta, before: Row, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const isMask = (name: string, value: unknown): boolean => {
    const field = meta.fields.find((one) => one.name === name);
    const old = before[name];
    return field !== undefined && (field.sensitive !== undefined || field.group !== undefined) && typeof old === 'string' && value !== old && value === mask(old, field.sensitive?.show);
  };
  return Object.fromEntries(Object.entries(patch).filter(([name, value]) => !isMask(name, value)));
}
