import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { searchText } from '../src/kernel/search/text.ts';
import { newId } from '../src/kernel/ids.ts';
import { nameCore, nameNorm } from '../src/modules/customers/name-keys.ts';
import { firm } from './firms.ts';
import { snapshot, type Table } from './post-rows.ts';
import type { World } from './world.ts';

/*
 * A million of something: one is made by the product itself, with everything that belongs to it, and copied as often as asked for under
 * new ids, so that views and balances find rows as consistent as its own.
 */
type Row = Readonly<Record<string, unknown>>;
const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (letter) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[letter] ?? letter);
const element = (value: unknown): string => `"${String(value).replace(/["\\]/g, '\\$&')}"`;
function cell(value: unknown, type: string): string {
  if (value === null || value === undefined) return '\\N';
  if (type.endsWith('[]')) return escaped(`{${(value as readonly unknown[]).map(element).join(',')}}`);
  return escaped(typeof value === 'object' ? JSON.stringify(value) : String(value));
}
/** Copies rows into a table without its triggers, in the order of its own columns. */
export async function copyRows({ superuser }: World, table: Table, rows: Iterable<Row>): Promise<void> {
  const columns = Object.keys(table.types);
  function* lines(): Generator<string> {
    let text = '';
    for (const row of rows) {
      text += `${columns.map((name) => cell(row[name], table.types[name] ?? 'text')).join('\t')}\n`;
      if (text.length < 262_144) continue;
      yield text;
      text = '';
    }
    if (text !== '') yield text;
  }
  await superuser.query('set session_replication_role = replica');
  await pipeline(Readable.from(lines()), superuser.query(copyFrom(`copy ${table.name} (${columns.map((name) => `"${name}"`).join(', ')}) from stdin`)));
  await superuser.query('set session_replication_role = origin');
}

/** One record made by the product, with all rows that came of it, by table. */
export async function sample<T>(world: World, make: () => Promise<T>): Promise<{ readonly made: T; readonly tables: ReadonlyMap<string, Table> }> {
  const before = await snapshot(world);
  const made = await make();
  const after = await snapshot(world);
  const tables = new Map<string, Table>();
  for (const table of after.values()) {
    const known = before.get(table.name)?.rows;
    const rows = new Map([...table.rows].filter(([key]) => !known?.has(key)));
    if (rows.size > 0) tables.set(table.name, { ...table, rows });
  }
  return { made, tables };
}

export interface Bulk {
  readonly seller: string;
  readonly department: string;
}
const sellersOfAll = 50;
const days = 730;
const dateOf = (at: number): string => new Date(Date.UTC(2024, 10, 1) + ((at * 7) % days) * 86_400_000).toISOString().slice(0, 10);

/** Customers and orders up to this many; what is there already stays. One in fifty belongs to the seller. */
export async function fill(world: World, count: number, { seller, department }: Bulk, withOrders = true): Promise<void> {
  const others = Array.from({ length: sellersOfAll - 1 }, () => newId());
  const ownerOf = (at: number): string => (at % sellersOfAll === 0 ? seller : (others[at % (sellersOfAll - 1)] ?? seller));
  const ids = await customers(world, count, ownerOf, department);
  if (withOrders) await orders(world, count, ids, ownerOf, department);
  await world.superuser.query('vacuum analyze');
}
const countOf = async ({ superuser }: World, table: string): Promise<number> => (await superuser.query<{ n: number }>(`select count(*)::int as n from ${table}`)).rows[0]?.n ?? 0;

async function customers(world: World, count: number, ownerOf: (at: number) => string, department: string): Promise<readonly string[]> {
  const first = await countOf(world, 'customers.customer');
  if (first < count) {
    const { tables } = await sample(world, () =>
      world.kernel.create(world.call, 'customers.customer', { name: `样板${newId().slice(-12)}有限公司`, kind: 'company', duplicate_reason: 'bench' }),
    );
    const table = tables.get('customers.customer');
    const [template] = [...(table?.rows.values() ?? [])];
    if (!table || !template) throw new Error('no customer to copy');
    function* rows(): Generator<Row> {
      for (let at = first + 1; at < count; at += 1) {
        const { name, uscc, address } = firm(at);
        const code = `K${String(at).padStart(7, '0')}`;
        const { text, grams } = searchText([code, name, uscc]);
        yield {
          ...template,
          id: newId(),
          code,
          name,
          uscc,
          address,
          owner: ownerOf(at),
          department,
          name_norm: nameNorm(name),
          name_core: nameCore(name, new Set()),
          search: text,
          search_grams: grams,
        };
      }
    }
    await copyRows(world, table, rows());
  }
  return (await world.superuser.query<{ id: string }>(`select id from customers.customer order by code limit ${count}`)).rows.map((row) => row.id);
}

async function orders(world: World, count: number, ids: readonly string[], ownerOf: (at: number) => string, department: string): Promise<void> {
  const first = await countOf(world, 'sales."order"');
  if (first >= count) return;
  const { made, tables } = await sample(world, async () => {
    const lines = [{ kind: 'service', description: '上门维修服务', qty: '1', unit_price: '113', tax_code: 'VAT13' }];
    const draft = (await world.kernel.create(world.call, 'sales.order', { customer: ids[0], price_includes_tax: true, lines })).body as {
      readonly id: string;
      readonly version: number;
    };
    await world.kernel.act(world.call, 'sales.order', draft.id, 'confirm', { version: draft.version, input: {} });
    return draft.id;
  });
  const batch = 100_000;
  for (let from = first + 1; from < count; from += batch) {
    const to = Math.min(count, from + batch);
    // The same ids in each of the tables: which row of the template an id stood in decides which it is for the copy.
    const fresh = Array.from({ length: to - from }, () => ({ order: newId(), line: newId() }));
    for (const name of ['sales."order"', 'sales.order_line', 'sales.order_progress', 'sales.order_line_progress']) {
      const table = tables.get(name);
      if (!table) throw new Error(`an order has no row in ${name}; it has ${[...tables.keys()].join(', ')}`);
      const line = [...(tables.get('sales.order_line')?.rows.values() ?? [])][0]?.['id'];
      function* rows(from: number): Generator<Row> {
        for (const [offset, { order, line: lineId }] of fresh.entries())
          for (const row of table?.rows.values() ?? [])
            yield copied(row, from + offset, {
              made,
              line: String(line),
              order,
              lineId,
              customer: ids[(from + offset) % ids.length] ?? '',
              owner: ownerOf(from + offset),
              department,
            });
      }
      await copyRows(world, table, rows(from));
    }
  }
}
interface Copy {
  readonly made: string;
  readonly line: string;
  readonly order: string;
  readonly lineId: string;
  readonly customer: string;
  readonly owner: string;
  readonly department: string;
}
const scaled = new Set(['net', 'tax', 'gross', 'qty', 'base_qty', 'base', 'ordered', 'allowed']);
function copied(row: Row, at: number, copy: Copy): Row {
  const times = 1 + (at % 40);
  const next: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row))
    next[name] = value === copy.made ? copy.order : value === copy.line ? copy.lineId : scaled.has(name) && value !== null ? String(Number(value) * times) : value;
  if (row['id'] !== copy.made && row['id'] !== copy.line) next['id'] = newId();
  if ('order_date' in row) {
    const number = `XS${String(at).padStart(8, '0')}`;
    const { text, grams } = searchText([number, '上门维修服务']);
    Object.assign(next, {
      number,
      customer: copy.customer,
      bill_to: copy.customer,
      salesperson: copy.owner,
      department: copy.department,
      order_date: dateOf(at),
      search: text,
      search_grams: grams,
    });
  }
  return next;
}
