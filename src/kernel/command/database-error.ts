import { Refused } from '../problem.ts';
import type { Registry } from '../registry/meta.ts';
import { constraintName, uniqueName } from '../store/ddl.ts';
import { databaseError } from '../store/session.ts';

/** What the database itself refused, as the code that belongs to the constraint (P.2.9, step 19). Anything else goes on as it is. */
export function translateDatabaseError(registry: Registry, error: unknown): unknown {
  const fault = databaseError(error);
  if (!fault) return error;
  // Our own triggers raise the code as message and the parameters as detail (class QT).
  if (fault.code?.startsWith('QT')) return new Refused(fault.message, parameters(fault.detail));
  const name = fault.constraint?.replace(/_\d{5,}$/, '');
  if (!name) return error;
  const known = constraintCodes(registry).get(name);
  if (fault.code === '23505' && known) return new Refused(known.code, known.params);
  if (fault.code === '23514' && known) return new Refused(known.code, known.params);
  if (fault.code === '23P01' && known) return new Refused(known.code, known.params);
  if (fault.code === '23503') return new Refused('record.in_use', { by: [fault.table ?? ''] });
  if (fault.code === '23514') return new Refused('field.range', { min: null, max: null, constraint: name });
  return error;
}
function parameters(detail: string | undefined): Record<string, unknown> {
  if (!detail?.startsWith('{')) return {};
  try {
    return JSON.parse(detail) as Record<string, unknown>;
  } catch {
    return {};
  }
}
interface Known {
  readonly code: string;
  readonly params: Record<string, unknown>;
}
function constraintCodes(registry: Registry): Map<string, Known> {
  const codes = new Map<string, Known>();
  for (const balance of registry.balances.values()) for (const code of Object.keys(balance.declaration.spec.checks ?? {})) codes.set(constraintName(balance.table, code), { code, params: {} });
  for (const meta of registry.records.values()) {
    const spec = meta.declaration.spec as { readonly unique?: readonly { readonly fields: readonly string[]; readonly refusal?: string }[] };
    if (meta.code) codes.set(constraintName(meta.table, 'code_unique'), { code: meta.fields.some((field) => field.name === meta.code && field.kind === 'serial') ? 'number.taken' : 'record.duplicate', params: { field: meta.code } });
    for (const unique of spec.unique ?? []) codes.set(uniqueName(meta, unique.fields), { code: unique.refusal ?? 'record.duplicate', params: unique.refusal ? {} : { field: unique.fields.at(-1) } });
    codes.set(constraintName(meta.table, 'effective'), { code: 'record.duplicate', params: { field: meta.code } });
  }
  return codes;
}
