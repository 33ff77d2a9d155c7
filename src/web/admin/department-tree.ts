import type { ApiRecord } from '../api/types.ts';
import { isReference } from '../record/fields.ts';

export interface Branch {
  readonly record: ApiRecord;
  readonly parent: string | undefined;
  readonly depth: number;
}
/** Departments in reading order: each directly under the one it belongs to; one whose parent is not seen stands at the top. */
export function branchesOf(records: readonly ApiRecord[]): readonly Branch[] {
  const known = new Set(records.map((record) => record.id));
  const parentOf = (record: ApiRecord): string | undefined => (isReference(record['parent']) && known.has(record['parent'].id) ? record['parent'].id : undefined);
  const under = Map.groupBy(records, (record) => parentOf(record) ?? '');
  const walk = (parent: string | undefined, depth: number): Branch[] =>
    (under.get(parent ?? '') ?? []).flatMap((record) => [{ record, parent, depth }, ...(depth < 8 ? walk(record.id, depth + 1) : [])]);
  return walk(undefined, 0);
}
/** Whether one department stands somewhere below another: it cannot be moved there (P.1). */
export function inside(branches: readonly Branch[], ancestor: string, id: string): boolean {
  const parent = branches.find((branch) => branch.record.id === id)?.parent;
  return parent !== undefined && (parent === ancestor || inside(branches, ancestor, parent));
}
