import type { Query } from '../condition/codes.ts';
import { fieldNamed, type Source, sourceOf } from '../condition/source.ts';
import type { FieldMeta, RecordMeta, Registry } from '../registry/meta.ts';
import { quoted } from '../store/columns.ts';

/** What is shown of a record elsewhere (P.2.2): code and label. */
export interface ReferenceLabel {
  readonly code: string | null;
  readonly label: string | null;
}
export interface References {
  readonly record: (target: string, id: string) => ReferenceLabel | undefined;
  readonly line: (target: string, id: string) => ReferenceLabel | undefined;
}
export type Row = Readonly<Record<string, unknown>>;

/** Ids that rows refer to, by target. */
export interface Wanted {
  readonly records: Map<string, Set<string>>;
  readonly lines: Map<string, Set<string>>;
}
export const nothingWanted = (): Wanted => ({ records: new Map(), lines: new Map() });

export function collectReferences(fields: readonly FieldMeta[], rows: readonly Row[], into: Wanted): void {
  const want = (map: Map<string, Set<string>>, target: string | undefined, id: unknown): void => {
    if (typeof id !== 'string' || target === undefined) return;
    const ids = map.get(target) ?? new Set<string>();
    map.set(target, ids.add(id));
  };
  for (const field of fields) {
    if (field.name === 'id') continue;
    for (const row of rows) {
      const value = row[field.name];
      if (field.kind === 'reference') want(into.records, field.target, value);
      else if (field.kind === 'line_reference') want(into.lines, field.target, value);
      else if (field.kind === 'references') for (const id of Array.isArray(value) ? value : []) want(into.records, field.target, id);
      else if (field.kind === 'any_reference') {
        const any = anyReference(field, row);
        if (any) want(into.records, any.name, any.id);
      }
    }
  }
}
/** The two columns of a polymorphic reference, or the program's form of it. */
export function anyReference(field: FieldMeta, row: Row): { readonly name: string; readonly id: string } | undefined {
  const value = row[field.name];
  if (typeof value === 'object' && value !== null && 'id' in value && 'name' in value) return { name: String(value.name), id: String(value.id) };
  const [name, id] = [row[`${field.name}_type`], row[`${field.name}_id`]];
  return typeof name === 'string' && typeof id === 'string' ? { name, id } : undefined;
}

/** Labels of everything in one statement, a branch a target; never one per row. */
export async function fetchReferences(registry: Registry, tx: Query, org: string, wanted: Wanted): Promise<References> {
  // In the order of their names: the same targets give the same text, which is prepared once a connection.
  const records = branches(wanted.records, (target, at) => recordBranch(registry, target, at));
  const lines = branches(wanted.lines, (target, at) => lineBranches(registry, target, at), records.length);
  const all = [...records, ...lines];
  const rows = all.length === 0 ? [] : await tx.query(all.map(({ sql }) => sql).join(' union all '), [org, ...all.map(({ ids }) => ids)]);
  const labels = new Map(rows.map((row) => [`${String(row['at'])} ${String(row['id'])}`, { code: textOf(row['code']), label: textOf(row['label']) ?? textOf(row['code']) }]));
  const finder = (found: readonly Branch[], from: number): References['record'] => {
    const places = new Map(found.map(({ target }, index) => [target, from + index]));
    return (target, id) => labels.get(`${places.get(target)} ${id}`);
  };
  return { record: finder(records, 0), line: finder(lines, records.length) };
}
interface Branch {
  readonly target: string;
  readonly ids: readonly string[];
  readonly sql: string;
}
function branches(wanted: ReadonlyMap<string, ReadonlySet<string>>, sqlOf: (target: string, at: number) => string | undefined, from = 0): readonly Branch[] {
  const found: Branch[] = [];
  for (const [target, ids] of [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const sql = ids.size === 0 ? undefined : sqlOf(target, from + found.length);
    if (sql !== undefined) found.push({ target, ids: [...ids], sql });
  }
  return found;
}
const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

/** The branch at this place takes its ids from the parameter after the organisation and those of the branches before it. */
function recordBranch(registry: Registry, target: string, at: number): string | undefined {
  const meta = registry.records.get(target);
  if (!meta) return undefined;
  const code = meta.code ? `o.${quoted(meta.code)}::text` : 'null::text';
  return `select ${at} as at, o.id, ${code} as code, ${titleSql(registry, meta)} as label from ${rowsOf(meta)} o where o.org_id = $1 and o.id = any($${at + 2}::uuid[])`;
}
/** Code and title are mostly columns of the table itself: the view would bring up all that is worked out beside them. */
const rowsOf = (meta: RecordMeta): string => (meta.fields.some((field) => field.sql !== undefined && (field.name === meta.code || field.name === meta.title)) ? meta.view : meta.table);
/** A title that is a reference itself is shown by the title of its target. Drafts have no number yet (P.4). */
function titleSql(registry: Registry, meta: RecordMeta): string {
  const source: Source = sourceOf(meta);
  const title = fieldNamed(source, meta.title);
  const own = `o.${quoted(meta.title)}::text`;
  if (title?.kind === 'serial') return `coalesce(${own}, '草稿')`;
  const target = title?.kind === 'reference' ? registry.records.get(title.target ?? '') : undefined;
  if (!target || !title) return own;
  return `(select t.${quoted(target.title)}::text from ${rowsOf(target)} t where t.org_id = $1 and t.id = o.${quoted(title.name)})`;
}
function lineBranches(registry: Registry, target: string, at: number): string | undefined {
  const meta = registry.records.get(target);
  if (!meta || meta.lines.length === 0) return undefined;
  const code = `o.${quoted(meta.code ?? meta.title)}::text`;
  const parts = meta.lines.map(
    (lines) =>
      `select ${at} as at, l.id, ${code} as code, concat(${code}, ' #', l.line_no) as label from ${lines.table} l join ${rowsOf(meta)} o on o.org_id = $1 and o.id = l.parent where l.org_id = $1 and l.id = any($${at + 2}::uuid[])`,
  );
  return parts.join(' union all ');
}
