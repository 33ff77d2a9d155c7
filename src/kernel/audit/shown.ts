import type { AuditField } from '../command/audit.ts';
import type { Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { reaches } from '../command/reach.ts';
import { sourceOf } from '../condition/source.ts';
import { type AccessPlan, accessPlan, fullAccess, mask, partialGroups, type RowAccess, rowAccess } from '../permission/access.ts';
import { grantsFor } from '../permission/grants.ts';
import type { FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { loadRecords } from '../store/rows.ts';
import type { Row, Tx } from '../store/session.ts';

/** One changed field as its reader may see it: a value he may not read is named, never told (P.4, P.8). */
export type ShownChange = { readonly path: string; readonly old: unknown; readonly new: unknown } | { readonly path: string; readonly hidden: true } | { readonly path: string; readonly redacted: true };

/** `qty`, or `lines[<id>].qty` as the audit trail writes it (P.9). */
export function pathOf(path: string): { readonly lines: string | undefined; readonly line: string; readonly field: string } {
  const [, lines, line = '', field = ''] = /^(\w+)\[([^\]]*)\]\.(\w+)$/.exec(path) ?? [];
  return lines === undefined ? { lines: undefined, line: '', field: path } : { lines, line, field };
}
function fieldAt(meta: Pick<RecordMeta, 'fields' | 'lines'>, path: string): { readonly field: FieldMeta | undefined; readonly lines: LinesMeta | undefined } {
  const at = pathOf(path);
  const lines = meta.lines.find((one) => one.name === at.lines);
  return { lines, field: (lines?.fields ?? meta.fields).find((one) => one.name === at.field) };
}

/** Without access to the record its changes are named only. */
export function shownChanges(meta: Pick<RecordMeta, 'fields' | 'lines'> | undefined, access: RowAccess | undefined, fields: readonly AuditField[]): readonly ShownChange[] {
  return fields.map(({ path, old, new: next, digests }): ShownChange => {
    if (!meta || !access) return { path, hidden: true };
    if (digests) return { path, redacted: true };
    const { field, lines } = fieldAt(meta, path);
    const level = lines && access.level(lines) === 'hidden' ? 'hidden' : field ? access.level(field) : 'full';
    if (level === 'hidden') return { path, hidden: true };
    if (level !== 'masked' && field?.sensitive === undefined) return { path, old, new: next };
    const masked = (value: unknown): unknown => (value === null || value === undefined ? null : mask(typeof value === 'string' ? value : '', field?.sensitive?.show));
    return { path, old: masked(old), new: masked(next) };
  });
}

/** Answers for each audit row how its reader sees the record behind it: one statement a declaration, none where he sees all of it. */
export async function accessToRows(environment: Environment, tx: Tx, call: Call, rows: readonly Row[]): Promise<(row: Row) => RowAccess | undefined> {
  const { principal } = call;
  if (principal.unlimited) return () => fullAccess;
  const known = new Map<string, RowAccess | undefined>();
  const plans = new Map<string, AccessPlan>();
  const open = new Set<string>();
  for (const [name, list] of Map.groupBy(rows, (row) => String(row['declaration']))) {
    const meta = environment.registry.records.get(name);
    const grants = meta ? grantsFor(principal, name, 'read') : [];
    if (!meta || grants.length === 0) continue;
    const plan = accessPlan(environment.registry, principal, sourceOf(meta));
    plans.set(name, plan);
    if (grants.some((grant) => grant.scope === 'all') && partialGroups(plan).length === 0) {
      open.add(name);
      continue;
    }
    const ids = [...new Set(list.map((row) => String(row['record'])))];
    for (const [id, row] of await loadRecords(tx, principal.org.id, meta, ids))
      known.set(id, (await reaches(environment, tx, principal, meta, 'read', row)) ? rowAccess(plan, row) : undefined);
  }
  return (row) => {
    // Settings are read by everybody of the company.
    if (environment.registry.settings.has(String(row['declaration']))) return fullAccess;
    const plan = plans.get(String(row['declaration']));
    return plan && open.has(plan.record) ? rowAccess(plan, {}) : known.get(String(row['record']));
  };
}
