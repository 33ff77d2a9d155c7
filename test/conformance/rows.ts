import type pg from 'pg';
import { newId } from '../../src/kernel/ids.ts';
import type { FieldMeta, LinesMeta, RecordMeta, Registry } from '../../src/kernel/registry/meta.ts';
import { columnsOf, quoted } from '../../src/kernel/store/columns.ts';
import { onlyText, valueOf, type Ground, type RowOf } from './values.ts';

export interface RowsOfWorld {
  /** Any row of this record; made where there is none. */
  rowOf(name: string, org?: string): Promise<string>;
  /** A row of its own in that state, past every rule: what a test wants to look at, not how it came about. */
  lay(meta: RecordMeta, state?: string, org?: string): Promise<string>;
  /** Natural keys of the rows that came about by the rules: shipped, or made through the interface. */
  keysOf(meta: RecordMeta): Promise<readonly string[]>;
  versionOf(meta: RecordMeta, id: string): Promise<number>;
  /** Values that a person could give, one for each named field. */
  valuesFor(fields: readonly FieldMeta[]): Promise<Record<string, unknown>>;
}
/** The rows of a world: found, or laid straight into the tables. */
export function rowsOf(sql: pg.Client, whole: Registry, main: string): RowsOfWorld {
  const some = new Map<string, string>();
  const laid = new Set<string>();
  const rowOf: RowOf = async (name, org = main) => {
    const key = `${org} ${name}`;
    const known = some.get(key);
    if (known) return known;
    const meta = whole.records.get(name);
    if (!meta) throw new TypeError(`no declaration ${name}`);
    const live = meta.type === 'catalog' ? ' and archived_at is null' : '';
    const { rows } = await sql.query<{ id: string }>(`select id from ${meta.table} where org_id = $1${live} order by id limit 1`, [org]);
    // Named before it is laid: records refer to each other in circles.
    const id = rows[0]?.id ?? newId();
    some.set(key, id);
    if (!rows[0]) await layRow({ sql, whole, org, rowOf, laid }, meta, id, undefined);
    return id;
  };
  return {
    rowOf,
    lay: async (meta, state, org = main) => {
      const id = newId();
      await layRow({ sql, whole, org, rowOf, laid }, meta, id, state);
      return id;
    },
    keysOf: async (meta) => {
      if (!meta.code) return [];
      const { rows } = await sql.query<{ id: string; key: string }>(
        `select id, ${quoted(meta.code)} as key from ${meta.table} where org_id = $1 and ${quoted(meta.code)} is not null order by id`,
        [main],
      );
      return rows.filter((row) => !laid.has(row.id)).map((row) => row.key);
    },
    versionOf: async (meta, id) => (await sql.query<{ version: number }>(`select version from ${meta.table} where id = $1`, [id])).rows[0]?.version ?? 0,
    valuesFor: async (fields) => {
      const values: Record<string, unknown> = {};
      for (const field of fields) values[field.name] = await valueOf(field, { sql, whole, org: main, rowOf, laid, today: '2026-11-24' }, newId());
      return values;
    },
  };
}

/**
 * A row past every rule. Where a unique key is taken its references get rows of their own; where a hand-written check wants one amount only
 * (debit or credit), the other amounts are nothing.
 */
async function layRow(ground: Ground, meta: RecordMeta, id: string, state: string | undefined): Promise<void> {
  ground.laid.add(id);
  const now = new Date().toISOString();
  const created_by = await onlyText(ground.sql, `select id as text from core."user" where org_id = '${ground.org}' order by id limit 1`);
  await lay(ground, meta.table, meta.fields, id, state ?? meta.initial, { version: 1, created_at: now, created_by, updated_at: now });
  for (const lines of meta.lines) await layLine(ground, lines, id);
}
const layLine = (ground: Ground, lines: LinesMeta, parent: string): Promise<void> => lay(ground, lines.table, lines.fields, newId(), undefined, { parent, line_no: 1 });
async function lay(ground: Ground, table: string, fields: readonly FieldMeta[], id: string, state: string | undefined, kept: object): Promise<void> {
  const tries: readonly Forms[] = [{}, { again: true }, { fresh: true, again: true }, { single: true, again: true }];
  for (const [index, forms] of tries.entries()) {
    const row = { org_id: ground.org, id, ...kept, ...(await storedValues(ground, fields, id, state, forms)) };
    const names = Object.keys(row).map(quoted).join(', ');
    try {
      await ground.sql.query(`insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1)`, [JSON.stringify(row)]);
      return;
    } catch (error) {
      if (index === tries.length - 1) throw error;
    }
  }
}
interface Forms {
  /** Values of their own once more: the first ones had met others. */
  readonly again?: true;
  readonly fresh?: true;
  readonly single?: true;
}
const amounts = ['money', 'quantity', 'unit_price', 'rate'];
const filled = ['flag', 'choices', 'references', 'attachments'];
/** Required columns and figures that the system works out are filled, the rest stays empty as in a row that nobody completed. */
async function storedValues(
  ground: Ground,
  fields: readonly FieldMeta[],
  id: string,
  state: string | undefined,
  { fresh, single, again }: Forms,
): Promise<Record<string, unknown>> {
  const key = again ? newId() : id;
  const values: Record<string, unknown> = {};
  let amount = false;
  for (const field of fields) {
    if (field.sql !== undefined) continue;
    let value: unknown = null;
    if (field.kind === 'state') value = state;
    else if (field.kind === 'serial') value = `N${id}`;
    else if (single && amounts.includes(field.kind)) {
      value = amount ? '0' : await valueOf(field, ground, key);
      amount = true;
    } else if (fresh && field.kind === 'reference' && field.required) value = { id: await freshRow(ground, field.target ?? '') };
    else if (field.required || filled.includes(field.kind) || (field.origin !== 'input' && amounts.includes(field.kind))) value = await valueOf(field, ground, key);
    Object.assign(values, columnValues(field, value));
  }
  return values;
}
async function freshRow(ground: Ground, name: string): Promise<string> {
  const meta = ground.whole.records.get(name);
  if (!meta) throw new TypeError(`no declaration ${name}`);
  const id = newId();
  await layRow(ground, meta, id, undefined);
  return id;
}
function columnValues(field: FieldMeta, value: unknown): Record<string, unknown> {
  if (field.kind === 'any_reference') {
    const reference = value as { readonly declaration: string; readonly id: string } | null;
    return { [`${field.name}_type`]: reference?.declaration ?? null, [`${field.name}_id`]: reference?.id ?? null };
  }
  const bare = (one: unknown): unknown => (typeof one === 'object' && one !== null && 'id' in one ? one.id : one);
  return Object.fromEntries(columnsOf(field).map((column) => [column.name, Array.isArray(value) ? value.map(bare) : (bare(value) ?? null)]));
}
