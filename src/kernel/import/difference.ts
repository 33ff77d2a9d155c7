import type { RecordMeta } from '../registry/meta.ts';

type Values = Readonly<Record<string, unknown>>;
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** The members a person may write that a change has moved, as they were and as they are; lines are compared and kept whole. */
export function changedMembers(meta: RecordMeta, before: Values, after: Values): { readonly before: Values; readonly after: Values } {
  const names = [...meta.fields.filter((field) => field.origin === 'input' && field.kind !== 'state').map((field) => field.name), ...meta.lines.map((lines) => lines.name)];
  const moved = names.filter((name) => !same(before[name], after[name]));
  return { before: chosen(before, moved), after: chosen(after, moved) };
}
const chosen = (values: Values, names: readonly string[]): Values => Object.fromEntries(names.map((name) => [name, values[name] ?? null]));

/**
 * What puts a record back to where it was before an import: each member that still says what the import wrote gets its old value; what
 * somebody changed since stays, and is named (P.10, *Undo*).
 */
export function restoring(meta: RecordMeta, now: Values, before: Values, after: Values): { readonly patch: Values; readonly kept: readonly string[] } {
  const patch: Record<string, unknown> = {};
  const kept: string[] = [];
  for (const name of Object.keys(after)) {
    const lines = meta.lines.find((one) => one.name === name);
    if (lines) {
      const back = restoredLines(
        lines.fields.filter((field) => field.origin === 'input').map((field) => field.name),
        rowsOf(now[name]),
        rowsOf(before[name]),
        rowsOf(after[name]),
      );
      if (back.lines.length > 0) patch[name] = back.lines;
      if (back.kept) kept.push(name);
    } else if (same(now[name], after[name])) patch[name] = before[name] ?? null;
    else kept.push(name);
  }
  return { patch, kept };
}
const rowsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly Values[]) : []);

/** Line by line: an added one goes, a changed one goes back field by field, a removed one comes again. */
function restoredLines(
  names: readonly string[],
  now: readonly Values[],
  before: readonly Values[],
  after: readonly Values[],
): { readonly lines: readonly Values[]; readonly kept: boolean } {
  const byId = (rows: readonly Values[]): ReadonlyMap<unknown, Values> => new Map(rows.map((row) => [row['id'], row]));
  const [nowById, beforeById, afterById] = [byId(now), byId(before), byId(after)];
  const lines: Values[] = [];
  let kept = false;
  for (const line of after) {
    const [current, old] = [nowById.get(line['id']), beforeById.get(line['id'])];
    if (!current) kept ||= old !== undefined;
    else if (!old) {
      if (names.every((name) => same(current[name], line[name]))) lines.push({ id: line['id'], _delete: true });
      else kept = true;
    } else {
      const moved = names.filter((name) => !same(old[name], line[name]));
      const back = moved.filter((name) => same(current[name], line[name]));
      kept ||= back.length < moved.length;
      if (back.length > 0) lines.push({ id: line['id'], ...chosen(old, back) });
    }
  }
  for (const old of before) if (!afterById.has(old['id'])) lines.push(chosen(old, names));
  return { lines, kept };
}
