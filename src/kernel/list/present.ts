import type { Query } from '../condition/codes.ts';
import { lineFields, type Source } from '../condition/source.ts';
import { rowAccess } from '../permission/access.ts';
import type { FieldMeta, LinesMeta } from '../registry/meta.ts';
import { columnsOf, quoted } from '../store/columns.ts';
import { accessBook, type ListContext } from './context.ts';
import { recordJson } from './record-json.ts';
import { collectReferences, fetchReferences, nothingWanted, type References, type Row } from './references.ts';
import type { Choice, Expansion, Selection } from './selection.ts';
import { targetStatement } from './statement.ts';

export interface Presented extends Choice {
  readonly labels: 'zh' | 'en' | undefined;
  /** Which tables inside the record are read: those chosen, or all for a single record. */
  readonly lines: readonly LinesMeta[];
}
/** Fields a statement has to read for this choice. */
export function columnsFor(source: Source, selection: Selection | undefined): readonly FieldMeta[] {
  return selection === undefined ? source.fields : source.fields.filter((field) => field.name === 'version' || selection.own.has(field.name));
}
export function linesFor(source: Source, choice: Choice, whole: boolean): readonly LinesMeta[] {
  const expanded = new Set(choice.expansions.flatMap((one) => (one.lines === undefined ? [] : [one.lines])));
  return source.lines.filter((lines) => (choice.selection ? choice.selection.lines.has(lines.name) : whole) || expanded.has(lines.name));
}

/** Rows as JSON: their lines, the records they refer to and the labels of those, each in one statement for all rows. */
export async function presentRows(context: ListContext, tx: Query, rows: readonly Row[], wanted: Presented): Promise<Record<string, unknown>[]> {
  if (rows.length === 0) return [];
  const org = context.principal.org.id;
  const whole = await withLines(tx, org, rows, wanted.lines);
  const columns = columnsFor(context.source, wanted.selection);
  const references = nothingWanted();
  collectReferences(columns, whole, references);
  for (const lines of wanted.lines) collectReferences(chosenLineFields(lines, wanted.selection), linesOf(whole, lines.name), references);
  const [labels, expanded] = await Promise.all([fetchReferences(context.registry, tx, org, references), expandAll(context, tx, whole, wanted.expansions)]);
  const plan = context.access(context.source.name);
  return whole.map((row) => recordJson(context.source, row, labels, rowAccess(plan, row), { selection: wanted.selection, expanded, labels: wanted.labels }));
}
const linesOf = (rows: readonly Row[], name: string): Row[] => rows.flatMap((row) => (Array.isArray(row[name]) ? (row[name] as Row[]) : []));
function chosenLineFields(lines: LinesMeta, selection: Selection | undefined): readonly FieldMeta[] {
  const chosen = selection?.lines.get(lines.name);
  return chosen === undefined || chosen === 'all' ? lineFields(lines) : lineFields(lines).filter((field) => chosen.has(field.name));
}

async function withLines(tx: Query, org: string, rows: readonly Row[], wanted: readonly LinesMeta[]): Promise<readonly Row[]> {
  if (wanted.length === 0) return rows;
  const ids = rows.map((row) => row['id']);
  const tables = await Promise.all(
    wanted.map(async (lines) => {
      const columns = ['id', 'parent', ...lineFields(lines).flatMap((field) => columnsOf(field).map(({ name }) => name))].map((name) => `l.${quoted(name)}`);
      const found = await tx.query(`select ${columns.join(', ')} from ${lines.view} l where l.org_id = $1 and l.parent = any($2::uuid[]) order by l.parent, l.line_no`, [org, ids]);
      return { name: lines.name, byParent: Map.groupBy(found, (line) => line['parent']) };
    }),
  );
  return rows.map((row) => ({ ...row, ...Object.fromEntries(tables.map(({ name, byParent }) => [name, byParent.get(row['id']) ?? []])) }));
}

type Expanded = ReadonlyMap<string, ReadonlyMap<string, object>>;
async function expandAll(context: ListContext, tx: Query, rows: readonly Row[], expansions: readonly Expansion[]): Promise<Expanded> {
  const found = await Promise.all(
    expansions.map(async (expansion) => {
      const from = expansion.lines === undefined ? rows : linesOf(rows, expansion.lines);
      const ids = [...new Set(from.map((row) => row[expansion.field.name]).filter((id): id is string => typeof id === 'string'))];
      return [expansion.path, ids.length === 0 ? new Map<string, object>() : await expandTarget(context, tx, expansion, ids)] as const;
    }),
  );
  return new Map(found);
}
/** Readable fields of the target in the reader's own scope; outside it code and label are all there is. */
async function expandTarget(context: ListContext, tx: Query, expansion: Expansion, ids: readonly string[]): Promise<ReadonlyMap<string, object>> {
  const { target, members } = expansion;
  const inner: ListContext = { ...context, source: target, access: accessBook(context.registry, context.principal, target) };
  const selection: Selection | undefined = members === 'all' ? undefined : { own: members, lines: new Map(), actions: false };
  const columns = columnsFor(target, selection);
  const statement = targetStatement(inner, columns, ids);
  const rows = await tx.query(statement.text, statement.values);
  const wanted = nothingWanted();
  collectReferences(columns, rows, wanted);
  const labels: References = await fetchReferences(context.registry, tx, context.principal.org.id, wanted);
  const plan = inner.access(target.name);
  return new Map(
    rows.map((row) => {
      const { id: _id, version, ...json } = recordJson(target, row, labels, rowAccess(plan, row), { selection });
      return [String(row['id']), members === 'all' ? { version, ...json } : json];
    }),
  );
}
