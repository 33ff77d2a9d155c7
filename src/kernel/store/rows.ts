import type { BalanceMeta, FieldMeta, LinesMeta, RecordMeta } from '../registry/meta.ts';
import { columnsOf, quoted, readField } from './columns.ts';
import type { Row, Tx } from './session.ts';
import { fewRows } from './write.ts';

/** A whole record as effects and computations see it: decimals are decimals, lines stand in the row under their name. */
export interface Loaded {
  readonly id: string;
  readonly version: number;
  readonly [field: string]: unknown;
}
export interface LoadedLine {
  readonly line_uid: string;
  readonly line_no: number;
  readonly [field: string]: unknown;
}
type From = 'table' | 'view';

export function hydrate(meta: { readonly fields: readonly FieldMeta[] }, raw: Row, derived: boolean): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const field of meta.fields) if (derived || field.sql === undefined) row[field.name] = readField(field, raw);
  return row;
}
function hydrateHeader(meta: RecordMeta, raw: Row, from: From): Record<string, unknown> {
  return {
    ...hydrate(meta, raw, from === 'view'),
    id: raw['id'],
    version: raw['version'],
    created_at: raw['created_at'],
    created_by: raw['created_by'],
    updated_at: raw['updated_at'],
    ...('archived_at' in raw ? { archived_at: raw['archived_at'] } : {}),
    ...('custom' in raw ? { custom: raw['custom'] } : {}),
  };
}
export const hydrateLine = (lines: LinesMeta, raw: Row, from: From): LoadedLine => ({ ...hydrate(lines, raw, from === 'view'), line_uid: raw['id'] as string, line_no: raw['line_no'] as number });

/**
 * Records with their lines, in two statements that travel together. `lock` takes the header rows sorted by id; FOR NO KEY UPDATE, so
 * that foreign-key checks of unrelated inserts do not wait (index §3). A header that had to wait comes as it is afterwards, and its lines
 * are read by a statement that begins only then.
 */
export async function loadRecords(tx: Tx, org: string, meta: RecordMeta, ids: readonly string[], options: { readonly from?: From; readonly lock?: boolean } = {}): Promise<Map<string, Loaded>> {
  const from = options.from ?? 'table';
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const header = tx.query(`select * from ${from === 'view' ? meta.view : meta.table} where org_id = $1 and id = any($2) order by id${options.lock ? ' for no key update' : ''}`, [org, wanted]);
  const [headers = [], ...children] = await Promise.all([header, ...linesOf(tx, org, meta, wanted, from)]);
  return assemble(meta, headers, children, from);
}

/** Records with these very values, at most 1,000, oldest first. */
export async function findRecords(tx: Tx, org: string, meta: RecordMeta, where: Readonly<Record<string, unknown>>): Promise<Loaded[]> {
  const values: unknown[] = [org];
  const tests = Object.entries(where).map(([name, value]) => {
    const field = meta.fields.find((one) => one.name === name);
    if (!field || field.sql !== undefined || field.custom) throw new TypeError(`${meta.name} has no column ${name}`);
    if (value === null) return `${quoted(name)} is null`;
    values.push(value);
    const [column] = columnsOf(field);
    // A list stands for any of its values, unless the column holds lists itself.
    if (!Array.isArray(value) || column?.type.endsWith('[]')) return `${quoted(name)} = $${values.length}`;
    return `${quoted(name)} = any($${values.length}::${column?.type}[])`;
  });
  const found = await tx.query(`select * from ${meta.table} where org_id = $1${tests.map((test) => ` and ${test}`).join('')} order by id limit 1000`, values);
  return [...(await withLines(tx, org, meta, found, 'table')).values()];
}
/** Of an effective-dated record the row of this key that is in force on the day; first and last day count, and the exclusion constraint leaves no second. */
export async function recordInForce(tx: Tx, org: string, meta: RecordMeta, key: Readonly<Record<string, unknown>>, day: string): Promise<Loaded | undefined> {
  const { effective } = meta.declaration.spec as { readonly effective?: { readonly key: readonly string[]; readonly from: string; readonly to: string } };
  const values = effective?.key.map((name) => key[name]) ?? [];
  if (!effective || values.some((value) => value === undefined || value === null)) throw new TypeError(`${meta.name} is not effective-dated by ${Object.keys(key).join(', ')}`);
  const tests = effective.key.map((name, index) => `${quoted(name)} = $${index + 3}`).join(' and ');
  const period = `daterange(${quoted(effective.from)}, ${quoted(effective.to)}, '[]')`;
  const found = await tx.query(`select * from ${meta.table} where org_id = $1 and ${tests} and ${period} @> $2::date`, [org, day, ...values]);
  const [row] = (await withLines(tx, org, meta, found, 'table')).values();
  return row;
}
/** Header rows made whole: their lines follow in one flight. */
async function withLines(tx: Tx, org: string, meta: RecordMeta, headers: readonly Row[], from: From): Promise<Map<string, Loaded>> {
  const ids = headers.map((raw) => raw['id'] as string);
  return assemble(meta, headers, ids.length === 0 ? [] : await Promise.all(linesOf(tx, org, meta, ids, from)), from);
}
const linesOf = (tx: Tx, org: string, meta: RecordMeta, ids: readonly string[], from: From): Promise<readonly Row[]>[] =>
  meta.lines.map((lines) => tx.query(`select * from ${from === 'view' ? lines.view : lines.table} where org_id = $1 and parent = any($2) order by parent, line_no`, [org, ids]));
function assemble(meta: RecordMeta, headers: readonly Row[], children: readonly (readonly Row[])[], from: From): Map<string, Loaded> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const raw of headers) rows.set(raw['id'] as string, { ...hydrateHeader(meta, raw, from), ...Object.fromEntries(meta.lines.map((lines) => [lines.name, []])) });
  meta.lines.forEach((lines, index) => {
    for (const raw of children[index] ?? []) (rows.get(raw['parent'] as string)?.[lines.name] as LoadedLine[] | undefined)?.push(hydrateLine(lines, raw, from));
  });
  return rows as unknown as Map<string, Loaded>;
}

/** Key of a balance row as text, the same for what was asked and what was found. */
export const balanceKey = (balance: BalanceMeta, key: Readonly<Record<string, unknown>>): string => balance.keys.map((field) => String(key[field.name] ?? '-')).join('|');

/** Balance rows of these keys; keys of which no row exists yet are answered with zeros by the caller. */
export async function loadBalances(tx: Tx, org: string, balance: BalanceMeta, keys: readonly Readonly<Record<string, unknown>>[], lock: boolean): Promise<Record<string, unknown>[]> {
  if (keys.length === 0) return [];
  const columns = balance.keys.flatMap(columnsOf);
  const shape = columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ');
  const partial = keys.every((key) => columns.every((column) => column.name in key)) ? columns : columns.filter((column) => keys.every((key) => column.name in key));
  const join = partial.map((column) => (balance.keys.find((field) => field.name === column.name)?.required ? `b.${quoted(column.name)} = k.${quoted(column.name)}` : `b.${quoted(column.name)} is not distinct from k.${quoted(column.name)}`)).join(' and ');
  const order = columns.map((column) => `b.${quoted(column.name)}`).join(', ');
  const found = await tx.query(`select b.* from ${balance.table} b join ${fewRows(shape)} k on ${join} where b.org_id = $1 order by ${order}${lock ? ' for no key update of b' : ''}`, [org, JSON.stringify(keys), keys.length]);
  return found.map((raw) => hydrate({ fields: [...balance.keys, ...balance.measures] }, raw, true));
}
