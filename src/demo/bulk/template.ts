import type pg from 'pg';
import { counterName, numberingFacts } from '../../kernel/command/numbers.ts';
import { counterKey } from '../../kernel/numbering/pattern.ts';
import type { RecordMeta, Registry } from '../../kernel/registry/meta.ts';
import type { Circles } from './customers.ts';
import { copiedRecords, type Source, sources } from './members.ts';
import { copiedId, countedOn, nothing, type Piece, type Program, type Replacement, rowProgram, textProgram } from './rows.ts';
import { columnsOf } from './schema.ts';
import { searchCells } from './search.ts';

/* The year as it stands in the tables, made into programs of rows. */
export type Row = Readonly<Record<string, string | null>>;
export interface Stored {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}
export interface Series {
  readonly declaration: string;
  readonly key: string;
  /** Numbers that the copies take. */
  readonly taken: number;
}
export interface Template {
  readonly tables: readonly { readonly table: string; readonly columns: readonly string[]; readonly programs: readonly Program[] }[];
  readonly series: readonly Series[];
  /** Rows of the ledgers, entries of vouchers among them, that one copy has. */
  readonly entries: number;
}
export interface Making {
  readonly client: pg.Client;
  readonly registry: Registry;
  readonly org: { readonly id: string; readonly code: string };
  readonly circles: Circles;
  readonly copies: number;
}

export async function makeTemplate(making: Making): Promise<Template> {
  const { registry } = making;
  const stored: Stored[] = [];
  for (const source of sources(registry)) stored.push(await readSource(making, source));
  const records = new Map(copiedRecords(registry).map((meta) => [meta, rowsOf(stored, meta.table)]));
  const { slots: numbers, series } = await countOn(making, records);
  const slots = new Map<string, Piece>([...idSlots(stored), ...numbers, ...making.circles.slots]);
  const names = [...making.circles.slots.keys()].filter((text) => !/^[0-9a-f]{8}-/.test(text));
  const known: Replacement = { pattern: new RegExp(`${uuid}|[A-Z]{1,3}\\d{4,6}-\\d{4,}|${names.join('|')}`, 'g'), slot: (found) => slots.get(found) };
  const tables = stored.map(({ table, columns, rows }) => {
    const meta = [...records.keys()].find((one) => one.table === table);
    const searched = meta && columns.includes('search') ? searchCells({ meta, stored, nameSearch: making.circles.nameSearch }) : undefined;
    return { table, columns, programs: rows.map((row, index) => rowProgram(cells({ columns, row, index, known, searched, copies: making.copies }))) };
  });
  const ledgers = new Set([...[...registry.ledgers.values()].map((ledger) => ledger.table), linesOf(registry, 'finance.gl_voucher')]);
  const entries = stored.filter(({ table }) => ledgers.has(table)).reduce((total, { rows }) => total + rows.length, 0);
  return { tables: [...tables, ...queues(making, records, known)], series, entries };
}
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const rowsOf = (stored: readonly Stored[], table: string): readonly Row[] => stored.find((one) => one.table === table)?.rows ?? [];
const linesOf = (registry: Registry, name: string): string => registry.records.get(name)?.lines[0]?.table ?? '';

async function readSource({ client, org }: Making, { table, where, order }: Source): Promise<Stored> {
  const columns = await columnsOf(client, table);
  const { rows } = await client.query<Record<string, string | null>>(
    `select ${columns.map((name) => `r."${name}"::text as "${name}"`).join(', ')} from ${table} r where ${where} order by ${order}`,
    [org.id],
  );
  return { table, columns, rows };
}
/** Ids of rows, and the two values that are made like them. */
function idSlots(stored: readonly Stored[]): Map<string, Piece> {
  const slots = new Map<string, Piece>();
  for (const { rows } of stored)
    for (const row of rows) for (const name of ['id', 'move', 'request_id']) if (row[name] && !slots.has(row[name])) slots.set(row[name], copiedId(row[name]));
  return slots;
}

/** The numbers of the copies follow those of the year in each series (P.5), document by document. */
async function countOn(
  { client, org, copies }: Making,
  records: ReadonlyMap<RecordMeta, readonly Row[]>,
): Promise<{ readonly slots: ReadonlyMap<string, Piece>; readonly series: readonly Series[] }> {
  const slots = new Map<string, Piece>();
  const taken = new Map<string, { readonly declaration: string; readonly key: string; readonly first: number; count: number }>();
  for (const [meta, rows] of records) {
    for (const field of meta.fields.filter((one) => one.kind === 'serial' && one.sql === undefined && one.pattern !== undefined)) {
      for (const row of rows) {
        const number = row[field.name];
        if (!number) continue;
        const declaration = counterName(meta, field);
        const key = counterKey(field.pattern ?? '', numberingFacts(meta, {}, org.code, monthIn(number)));
        const found = taken.get(`${declaration} ${key}`) ?? { declaration, key, first: await nextOf(client, org.id, declaration, key), count: 0 };
        taken.set(`${declaration} ${key}`, found);
        const digits = /\d+$/.exec(number)?.[0] ?? '';
        slots.set(number, countedOn(number.slice(0, -digits.length), digits.length, found.first + found.count * copies - 1));
        found.count += 1;
      }
    }
  }
  return { slots, series: [...taken.values()].map(({ declaration, key, count }) => ({ declaration, key, taken: count * copies })) };
}
/** The month a number was given in; the document may have moved to another since. */
function monthIn(number: string): string {
  const digits = /^[A-Z]+(\d+)-/.exec(number)?.[1] ?? '';
  return `${digits.length === 4 ? '20' : ''}${digits.slice(0, -2)}-${digits.slice(-2)}-01`;
}
async function nextOf(client: pg.Client, org: string, declaration: string, key: string): Promise<number> {
  const { rows } = await client.query<{ next: string }>('select next from core.counter where org_id = $1 and declaration = $2 and key = $3', [org, declaration, key]);
  return Number(rows[0]?.next ?? 1);
}

interface Cells {
  readonly columns: readonly string[];
  readonly row: Row;
  readonly index: number;
  readonly known: Replacement;
  readonly searched: ReturnType<typeof searchCells> | undefined;
  readonly copies: number;
}
function cells({ columns, row, index, known, searched, copies }: Cells): readonly Program[] {
  const varied = (name: string): Program => {
    const value = row[name] ?? null;
    return value === null ? nothing : (variedCell(name, value, index, copies) ?? textProgram(value, known));
  };
  const found = searched?.(row, varied);
  return columns.map((name) => (name === 'search' && found ? found.text : name === 'search_grams' && found ? found.grams : varied(name)));
}
/** Numbers of others that must differ as well: the tax bureau's, and the customer's own on his order. */
function variedCell(name: string, value: string, index: number, copies: number): Program | undefined {
  if (name === 'fapiao_no') return [countedOn(value.slice(0, 8), 12, 1_000_000 + index * copies)];
  if (name === 'customer_po_no') return [value, (copy) => `-${copy}`];
  return undefined;
}

/** An open item has the id of its document (3.0.5); of their two lines in the audit trail one turns a bit. */
function auditId(meta: RecordMeta, row: Row): Program {
  const id = row['id'] ?? '';
  return [copiedId(meta.name === 'finance.open_item' ? `${id.slice(0, 27)}${(Number.parseInt(id.slice(27, 28), 16) ^ 8).toString(16)}${id.slice(28)}` : id)];
}
/** What the sequencer takes up after the commit: vouchers without number, and one line of the audit trail for each document. */
function queues({ org }: Making, records: ReadonlyMap<RecordMeta, readonly Row[]>, known: Replacement): Template['tables'] {
  const cell = (value: string | null | undefined): Program => (value === null || value === undefined ? nothing : textProgram(value, known));
  const all = [...records].flatMap(([meta, rows]) => rows.map((row) => ({ meta, row })));
  const audit = ['org_id', 'id', 'at', 'actor', 'actor_id', 'via', 'declaration', 'record', 'label', 'action', 'request', 'reason', 'version', 'fields'];
  return [
    {
      table: 'core.audit',
      columns: audit,
      programs: all.map(({ meta, row }) =>
        rowProgram([
          [org.id],
          auditId(meta, row),
          cell(row['created_at']),
          ['job:demo'],
          cell(row['created_by']),
          ['job'],
          [meta.name],
          cell(row['id']),
          cell(row[meta.code ?? ''] ?? '-'),
          ['create'],
          ['demo'],
          ['批量演示数据'],
          [row['version'] ?? '1'],
          ['[]'],
        ]),
      ),
    },
    { table: 'core.audit_pending', columns: ['org_id', 'id'], programs: all.map(({ meta, row }) => rowProgram([[org.id], auditId(meta, row)])) },
    {
      table: 'finance.gl_pending',
      columns: ['org_id', 'voucher'],
      programs: all.filter(({ meta }) => meta.name === 'finance.gl_voucher').map(({ row }) => rowProgram([[org.id], cell(row['id'])])),
    },
  ];
}
