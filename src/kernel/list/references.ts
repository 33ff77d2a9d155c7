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

/** One statement a target, all in one flight; never one per row. */
export async function fetchReferences(registry: Registry, tx: Query, org: string, wanted: Wanted): Promise<References> {
  const [records, lines] = await Promise.all([
    Promise.all([...wanted.records].map(async ([target, ids]) => [target, await labelsOf(registry, tx, org, target, [...ids])] as const)),
    Promise.all([...wanted.lines].map(async ([target, ids]) => [target, await lineLabels(registry, tx, org, target, [...ids])] as const)),
  ]);
  const [byRecord, byLine] = [new Map(records), new Map(lines)];
  return { record: (target, id) => byRecord.get(target)?.get(id), line: (target, id) => byLine.get(target)?.get(id) };
}
const labelMap = (rows: readonly Row[]): ReadonlyMap<string, ReferenceLabel> =>
  new Map(rows.map((row) => [String(row['id']), { code: textOf(row['code']), label: textOf(row['label']) ?? textOf(row['code']) }]));
const textOf = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));

async function labelsOf(registry: Registry, tx: Query, org: string, target: string, ids: readonly string[]): Promise<ReadonlyMap<string, ReferenceLabel>> {
  const meta = registry.records.get(target);
  if (!meta || ids.length === 0) return new Map();
  const code = meta.code ? `o.${quoted(meta.code)}::text` : 'null::text';
  return labelMap(
    await tx.query(`select o.id, ${code} as code, ${titleSql(registry, meta)} as label from ${meta.view} o where o.org_id = $1 and o.id = any($2::uuid[])`, [org, ids]),
  );
}
/** A title that is a reference itself is shown by the title of its target. Drafts have no number yet (P.4). */
function titleSql(registry: Registry, meta: RecordMeta): string {
  const source: Source = sourceOf(meta);
  const title = fieldNamed(source, meta.title);
  const own = `o.${quoted(meta.title)}::text`;
  if (title?.kind === 'serial') return `coalesce(${own}, '草稿')`;
  const target = title?.kind === 'reference' ? registry.records.get(title.target ?? '') : undefined;
  if (!target || !title) return own;
  return `(select t.${quoted(target.title)}::text from ${target.view} t where t.org_id = $1 and t.id = o.${quoted(title.name)})`;
}
async function lineLabels(registry: Registry, tx: Query, org: string, target: string, ids: readonly string[]): Promise<ReadonlyMap<string, ReferenceLabel>> {
  const meta = registry.records.get(target);
  if (!meta || meta.lines.length === 0 || ids.length === 0) return new Map();
  const code = `o.${quoted(meta.code ?? meta.title)}::text`;
  const parts = meta.lines.map(
    (lines) =>
      `select l.id, ${code} as code, concat(${code}, ' #', l.line_no) as label from ${lines.view} l join ${meta.view} o on o.org_id = $1 and o.id = l.parent where l.org_id = $1 and l.id = any($2::uuid[])`,
  );
  return labelMap(await tx.query(parts.join(' union all '), [org, ids]));
}
