import { newId } from '../src/kernel/ids.ts';
import type { Sale } from './sale.ts';
import type { World } from './world.ts';

/* From rows that were written to statements that write such rows again. */
type Row = Readonly<Record<string, unknown>>;
export interface Table {
  readonly name: string;
  readonly key: readonly string[];
  readonly types: Readonly<Record<string, string>>;
  readonly rows: ReadonlyMap<string, Row>;
}
/** Every row of every table of the organisation, but for what the sequencer writes after the commit. */
export type Snapshot = ReadonlyMap<string, Table>;

const sequenced = /^(core\.(audit_chain|gate|counter|region)|finance\.gl_(number|chain|day|month|year|month_dim|year_dim|party))$/;
export async function snapshot({ superuser }: World): Promise<Snapshot> {
  const { rows } = await superuser.query<{ name: string; key: string[]; types: Record<string, string> }>(`
    select format('%I.%I', n.nspname, c.relname) as name,
      (select json_agg(a.attname order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey) where i.indrelid = c.oid and i.indisprimary and a.attname <> 'org_id') as key,
      (select json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as types
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and exists (select 1 from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id') and n.nspname <> 'auth' order by 1`);
  const tables = new Map<string, Table>();
  for (const { name, key, types } of rows) {
    if (sequenced.test(name)) continue;
    const found = await superuser.query<{ row: Record<string, unknown> }>(
      `select (select jsonb_object_agg(k, case when jsonb_typeof(v) = 'number' then to_jsonb(v::text) else v end) from jsonb_each(to_jsonb(t)) x(k, v)) as row from ${name} t`,
    );
    const keys = key ?? [];
    tables.set(name, { name, key: keys, types, rows: new Map(found.rows.map(({ row }) => [keys.map((column) => String(row[column])).join('|'), row])) });
  }
  return tables;
}

interface Written {
  readonly table: Table;
  readonly inserted: readonly Row[];
  readonly changed: readonly { readonly before: Row; readonly after: Row }[];
}
function difference(before: Snapshot, after: Snapshot): readonly Written[] {
  return [...after.values()].flatMap((table): Written[] => {
    const old = before.get(table.name)?.rows ?? new Map<string, Row>();
    const inserted = [...table.rows].flatMap(([key, row]) => (old.has(key) ? [] : [row]));
    const changed = [...table.rows].flatMap(([key, row]) => {
      const was = old.get(key);
      return was && JSON.stringify(was) !== JSON.stringify(row) ? [{ before: was, after: row }] : [];
    });
    return inserted.length + changed.length === 0 ? [] : [{ table, inserted, changed }];
  });
}

export interface Template {
  readonly phases: readonly { readonly name: string; readonly statement: string; readonly rows: number }[];
  /** The parameter of each phase in pieces, and which text stands after each piece. */
  readonly pieces: readonly (readonly (string | number)[])[];
  /** Texts that are another for each sale. */
  readonly texts: readonly { readonly text: string; readonly kind: 'id' | 'number' | 'fapiao' | 'key' | 'customer' | 'product'; readonly at: number }[];
}
export async function templateOf(world: World, snapshots: readonly Snapshot[], sale: Sale): Promise<Template> {
  const written = snapshots.slice(1).map((after, at) => difference(snapshots[at] ?? new Map(), after));
  const texts = textsOf(written, sale);
  const balances = await balanceKeys(world);
  const shared = new Set(written.flat().flatMap(({ table, changed }) => (balances.has(table.name.replaceAll('"', '')) && changed.length > 0 ? [table.name] : [])));
  const phases = written.map((all, at) => phaseOf(at, all, balances, shared));
  return { phases: phases.map(({ name, statement, rows }) => ({ name, statement, rows })), pieces: phases.map(({ parameter }) => cut(parameter, texts)), texts };
}
/** Balance rows that sales share are found by what they are about, never by their id: another sale moves another product's. */
async function balanceKeys({ kernel }: World): Promise<ReadonlyMap<string, readonly string[]>> {
  return new Map(
    [...kernel.registry.balances.values()].map((balance) => [
      balance.table.replaceAll('"', ''),
      balance.keys.flatMap((field) => (field.kind === 'any_reference' ? [`${field.name}_type`, `${field.name}_id`] : [field.name])),
    ]),
  );
}
/** Ids of new rows, the numbers they got, and what this sale was about; longest first, so that none is cut in two. */
function textsOf(written: readonly (readonly Written[])[], sale: Sale): Template['texts'] {
  const found = new Map<string, Template['texts'][number]['kind']>();
  for (const { table, inserted } of written.flat())
    for (const row of inserted) {
      if (typeof row['id'] === 'string') found.set(row['id'], 'id');
      for (const column of ['number', 'request_id', 'request'])
        if (typeof row[column] === 'string' && table.types[column] !== 'integer') found.set(row[column], column === 'number' ? 'number' : 'id');
      if (table.name === 'core.idempotency') found.set(String(row['key']), 'key');
    }
  found.set(sale.fapiao, 'fapiao');
  const texts: Template['texts'][number][] = [...found].map(([text, kind], at) => ({ text, kind, at }));
  for (const text of [sale.customer.id, sale.customer.code, sale.customer.name]) texts.push({ text, kind: 'customer', at: [sale.customer.id, sale.customer.code].indexOf(text) });
  sale.products.forEach(({ id, code }, at) => texts.push({ text: id, kind: 'product', at: at * 2 }, { text: code, kind: 'product', at: at * 2 + 1 }));
  return texts.sort((a, b) => b.text.length - a.text.length);
}
function cut(parameter: string, texts: Template['texts']): readonly (string | number)[] {
  const index = new Map(texts.map(({ text }, at) => [text, at]));
  const pattern = new RegExp(`(${texts.map(({ text }) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`);
  return parameter.split(pattern).map((piece) => index.get(piece) ?? piece);
}
/** The parameters of one more sale: each text that must differ is made once and stands wherever the first one stood. */
export function copyOf({ pieces, texts }: Template, sale: Sale): (phase: number) => string {
  const goods = sale.products.flatMap(({ id, code }) => [id, code]);
  const fresh = texts.map(({ text, kind, at }) => {
    if (kind === 'id') return newId();
    if (kind === 'number') return `${text.slice(0, 7)}${sale.key}`;
    if (kind === 'fapiao') return sale.fapiao;
    if (kind === 'key') return `${sale.key}${text.slice(-2)}`;
    return kind === 'customer' ? ([sale.customer.id, sale.customer.code][at] ?? sale.customer.name) : (goods[at] ?? '');
  });
  return (phase) => (pieces[phase] ?? []).map((piece) => (typeof piece === 'number' ? fresh[piece] : piece)).join('');
}

const quoted = (name: string): string => `"${name}"`;
interface Phase {
  readonly name: string;
  readonly statement: string;
  readonly rows: number;
  readonly parameter: string;
}
/** One statement for everything a phase writes: a branch a table, all rows in one jsonb parameter. */
function phaseOf(at: number, written: readonly Written[], balances: ReadonlyMap<string, readonly string[]>, shared: ReadonlySet<string>): Phase {
  const branches: string[] = [];
  const parameter: Record<string, readonly Row[]> = {};
  for (const { table, inserted, changed } of written) {
    const keys = balances.get(table.name.replaceAll('"', ''));
    if (inserted.length > 0) {
      parameter[`i${branches.length}`] = inserted.map(bare);
      branches.push(insertBranch(`i${branches.length}`, table, inserted));
    }
    if (changed.length === 0) continue;
    parameter[`u${branches.length}`] = changed.map(({ before, after }) =>
      bare(keys && shared.has(table.name) ? moved(table, keys, before, after) : { ...onlyChanged(before, after), ...pick(after, table.key) }),
    );
    branches.push(...(keys && shared.has(table.name) ? moveBranches(`u${branches.length}`, table, keys, changed) : [updateBranch(`u${branches.length}`, table, changed)]));
  }
  const rows = written.reduce((sum, { inserted, changed }) => sum + inserted.length + changed.length, 0);
  return { name: `floor_${at}`, statement: `with ${branches.join(',\n')}\nselect 1`, rows, parameter: JSON.stringify(parameter) };
}
const bare = (row: Row): Row =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name, value]) => name !== 'org_id' && value !== null)
      .map(([name, value]) => [name, value]),
  );
const pick = (row: Row, names: readonly string[]): Row => Object.fromEntries(names.map((name) => [name, row[name]]));
const onlyChanged = (before: Row, after: Row): Row => Object.fromEntries(Object.entries(after).filter(([name, value]) => JSON.stringify(before[name]) !== JSON.stringify(value)));
const shape = (table: Table, names: readonly string[]): string => names.map((name) => `${quoted(name)} ${table.types[name] ?? 'text'}`).join(', ');
/** Rows of the parameter, told to be few: PostgreSQL would read whole tables for the hundred it takes them for. */
const recordset = (branch: string, table: Table, names: readonly string[]): string =>
  `(select * from jsonb_to_recordset($2::jsonb -> '${branch}') as r(${shape(table, names)}) limit $3) x`;
const namesOf = (table: Table, rows: readonly Row[]): readonly string[] => [...new Set(rows.flatMap((row) => Object.keys(bare(row))))].filter((name) => name in table.types);

function insertBranch(branch: string, table: Table, rows: readonly Row[]): string {
  const names = namesOf(table, rows);
  const list = names.map(quoted).join(', ');
  return `${branch} as (insert into ${table.name} (org_id, ${list}) select $1::uuid, ${list} from ${recordset(branch, table, names)} returning 1)`;
}
function updateBranch(branch: string, table: Table, changed: readonly { readonly before: Row; readonly after: Row }[]): string {
  const names = [...new Set(changed.flatMap(({ before, after }) => Object.keys(onlyChanged(before, after))))];
  const on = table.key.map((name) => `t.${quoted(name)} = x.${quoted(name)}`).join(' and ');
  return `${branch} as (update ${table.name} t set ${names.map((name) => `${quoted(name)} = x.${quoted(name)}`).join(', ')} from ${recordset(branch, table, [...table.key, ...names])} where t.org_id = $1 and ${on} returning 1)`;
}
const measuresOf = (table: Table, keys: readonly string[]): readonly string[] =>
  Object.keys(table.types).filter((name) => table.types[name]?.startsWith('numeric') && !keys.includes(name));
function moved(table: Table, keys: readonly string[], before: Row, after: Row): Row {
  const deltas = measuresOf(table, keys).map((name) => [name, String(Number((Number(after[name]) - Number(before[name])).toFixed(6)))]);
  return { ...pick(after, keys), ...Object.fromEntries(deltas) };
}
/** Rows that sales share: locked in the order of their keys, then moved, or two sales would wait for each other for ever. */
function moveBranches(branch: string, table: Table, keys: readonly string[], changed: readonly { readonly after: Row }[]): readonly string[] {
  const measures = measuresOf(table, keys);
  const given = namesOf(
    table,
    changed.map(({ after }) => pick(after, keys)),
  );
  const on = (alias: string): string => given.map((name) => `b.${quoted(name)} = ${alias}.${quoted(name)}`).join(' and ');
  const from = recordset(branch, table, [...given, ...measures]);
  return [
    `${branch}l as materialized (select b.id, ${measures.map((name) => `x.${quoted(name)}`).join(', ')} from ${table.name} b, ${from} where b.org_id = $1 and ${on('x')} order by ${given.map((name) => `b.${quoted(name)}`).join(', ')} for no key update of b)`,
    `${branch} as (update ${table.name} b set ${measures.map((name) => `${quoted(name)} = b.${quoted(name)} + l.${quoted(name)}`).join(', ')} from ${branch}l l where b.org_id = $1 and b.id = l.id returning 1)`,
  ];
}
