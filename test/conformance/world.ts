import { pino } from 'pino';
import type pg from 'pg';
import { connect } from '../../src/database/connect.ts';
import { newId } from '../../src/kernel/ids.ts';
import type { FieldMeta, LinesMeta, RecordMeta, Registry } from '../../src/kernel/registry/meta.ts';
import { columnsOf, quoted } from '../../src/kernel/store/columns.ts';
import { servers } from '../../src/modules/server.ts';
import { foundOrganisation } from '../../src/server/first-start.ts';
import { founderPassword, testServer, type Browser, type TestServer } from '../support/server.ts';
import { registry } from './whole.ts';

/** A JSON answer as a test reads it: members that are not there are `undefined`, whatever the type says. */
export interface Said {
  readonly id: string;
  readonly version: number;
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly errors: readonly { readonly code: string; readonly path?: string }[];
  readonly data: readonly { readonly id: string }[];
  readonly fields: readonly { readonly name: string }[];
  readonly actions: readonly { readonly name: string }[];
  readonly _actions: readonly { readonly name: string; readonly allowed: unknown; readonly code?: string }[];
  readonly stack?: string;
  readonly [name: string]: unknown;
}
export interface Reply {
  readonly status: number;
  readonly body: Said;
  readonly headers: Readonly<Record<string, unknown>>;
}
/** Somebody at the other end; a fault of the program comes with its stack. */
export interface Asker {
  get(path: string): Promise<Reply>;
  post(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  patch(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  delete(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  upload(path: string, name: string, bytes: Uint8Array, fields?: Readonly<Record<string, string>>): Promise<Reply>;
}
/** Two companies on one server, with a row of every record in any state one may ask for. */
export interface World {
  readonly server: TestServer;
  readonly admin: Asker;
  readonly stranger: Asker;
  /** A member of the company whom nobody has given a role. */
  readonly nobody: Asker;
  readonly main: string;
  readonly other: string;
  readonly sql: pg.Client;
  /** Any row of this record; made where there is none. */
  rowOf(name: string, org?: string): Promise<string>;
  /** A row of its own in that state, past every rule: what a test wants to look at, not how it came about. */
  lay(meta: RecordMeta, state?: string, org?: string): Promise<string>;
  versionOf(meta: RecordMeta, id: string): Promise<number>;
  /** Values that a person could give, one for each named field. */
  valuesFor(fields: readonly FieldMeta[]): Promise<Record<string, unknown>>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const stacks = new Map<string, string>();
  const log = pino({ level: 'error' }, { write: (line: string) => remember(stacks, line) });
  const plenty = { most: 1_000_000, seconds: 60 };
  const server = await testServer({ log, rates: { user: plenty, sign_in: plenty, exchange: plenty, address: plenty } });
  const { pools, kernel, database } = server;
  const { environment } = kernel;
  const sql = await connect(database.admin);
  const account = await onlyText(sql, `select id as text from auth.account where login = 'admin'`);
  const founding = { pool: pools.commands, registry: kernel.registry, servers, clock: () => new Date('2026-11-24T02:00:00Z') };
  const founded = await foundOrganisation(founding, { code: 'OTHER', name: '别家公司' }, { account, login: 'admin', name: '管理员' });
  const main = await onlyText(sql, `select org_id as text from auth.member where org_code = 'MAIN'`);
  await environment.settled(main);
  // Triggers and foreign keys stand aside for rows that a test lays; CHECK and NOT NULL do not.
  await sql.query('set session_replication_role = replica');
  const rows = rowsOf(sql, registry, main);
  const browser = server.browser();
  await browser.signIn('admin', founderPassword, { org: 'MAIN' });
  const admin = asker(browser, stacks);
  return {
    server,
    admin,
    stranger: asker(server.browser('127.0.0.2'), stacks),
    nobody: await withoutRoles(server, admin, await rows.rowOf('core.department'), stacks),
    main,
    other: founded.id,
    sql,
    ...rows,
    settled: () => environment.settled(main),
    close: async () => {
      await sql.end();
      await server.stop();
    },
  };
}
async function onlyText(sql: pg.Client, text: string): Promise<string> {
  const { rows } = await sql.query<{ text: string }>(text);
  return rows[0]?.text ?? '';
}
function remember(stacks: Map<string, string>, line: string): void {
  const { trace, error } = JSON.parse(line) as { readonly trace?: string; readonly error?: string };
  if (trace && error) stacks.set(trace, error);
}
function asker(browser: Browser, stacks: ReadonlyMap<string, string>): Asker {
  const send = async (...args: Parameters<Browser['send']>): Promise<Reply> => {
    const { status, body, headers } = await browser.send(...args);
    const stack = status >= 500 ? stacks.get(String((body as { readonly trace?: string }).trace)) : undefined;
    return { status, headers, body: { ...(body as Said), ...(stack === undefined ? {} : { stack }) } };
  };
  return {
    get: (path) => send('GET', path),
    post: (path, body = {}, headers) => send('POST', path, body, headers),
    patch: (path, body, headers) => send('PATCH', path, body, headers),
    delete: (path, headers) => send('DELETE', path, undefined, headers),
    upload: (path, name, bytes, fields = {}) => {
      const boundary = 'conformance-boundary';
      const part = (head: string, body: string | Uint8Array): Uint8Array[] => [
        Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n\r\n`),
        Buffer.from(body as string),
        Buffer.from('\r\n'),
      ];
      const body = Buffer.concat([
        ...Object.entries(fields).flatMap(([key, value]) => part(`name="${key}"`, value)),
        ...part(`name="file"; filename="${name}"\r\ncontent-type: application/octet-stream`, bytes),
        Buffer.from(`--${boundary}--\r\n`),
      ]);
      return send('POST', path, body, { 'content-type': `multipart/form-data; boundary=${boundary}` });
    },
  };
}
async function withoutRoles(server: TestServer, admin: Asker, department: string, stacks: ReadonlyMap<string, string>): Promise<Asker> {
  const made = await admin.post('/api/core/user', { login: 'nobody@example.com', name: '张三', department: { id: department }, invite: 'link' });
  const token = String(made.body['invitation_url']).split('/').at(-1);
  const browser = server.browser('127.0.0.3');
  const accepted = await browser.send('POST', '/api/session/actions/accept_invitation', { token, password: 'hat-river-lamp-stone' });
  if (accepted.status !== 200) throw new Error(`the invitation was answered with ${accepted.text}`);
  return asker(browser, stacks);
}

type RowOf = (name: string, org?: string) => Promise<string>;
/** The rows of a world: found, or laid straight into the tables. */
function rowsOf(sql: pg.Client, whole: Registry, main: string): Pick<World, 'rowOf' | 'lay' | 'versionOf' | 'valuesFor'> {
  const some = new Map<string, string>();
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
    if (!rows[0]) await layRow({ sql, whole, org, rowOf }, meta, id, undefined);
    return id;
  };
  return {
    rowOf,
    lay: async (meta, state, org = main) => {
      const id = newId();
      await layRow({ sql, whole, org, rowOf }, meta, id, state);
      return id;
    },
    versionOf: async (meta, id) => (await sql.query<{ version: number }>(`select version from ${meta.table} where id = $1`, [id])).rows[0]?.version ?? 0,
    valuesFor: async (fields) => {
      const values: Record<string, unknown> = {};
      for (const field of fields) values[field.name] = await valueOf(field, { sql, whole, org: main, rowOf }, newId());
      return values;
    },
  };
}

interface Ground {
  readonly sql: pg.Client;
  readonly whole: Registry;
  readonly org: string;
  readonly rowOf: RowOf;
}
/**
 * A row past every rule. Where a unique key is taken its references get rows of their own; where a hand-written check wants one amount only
 * (debit or credit), the other amounts are nothing.
 */
async function layRow(ground: Ground, meta: RecordMeta, id: string, state: string | undefined): Promise<void> {
  const now = new Date().toISOString();
  const created_by = await onlyText(ground.sql, `select id as text from core."user" where org_id = '${ground.org}' order by id limit 1`);
  await lay(ground, meta.table, meta.fields, id, state ?? meta.initial, { version: 1, created_at: now, created_by, updated_at: now });
  for (const lines of meta.lines) await layLine(ground, lines, id);
}
const layLine = (ground: Ground, lines: LinesMeta, parent: string): Promise<void> => lay(ground, lines.table, lines.fields, newId(), undefined, { parent, line_no: 1 });
async function lay(ground: Ground, table: string, fields: readonly FieldMeta[], id: string, state: string | undefined, kept: object): Promise<void> {
  const tries: readonly Forms[] = [{}, { fresh: true }, { single: true }];
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
  readonly fresh?: true;
  readonly single?: true;
}
const amounts = ['money', 'quantity', 'unit_price', 'rate'];
const filled = ['flag', 'choices', 'references', 'attachments'];
/** Required columns and figures that the system works out are filled, the rest stays empty as in a row that nobody completed. */
async function storedValues(ground: Ground, fields: readonly FieldMeta[], id: string, state: string | undefined, { fresh, single }: Forms): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  let amount = false;
  for (const field of fields) {
    if (field.sql !== undefined) continue;
    let value: unknown = null;
    if (field.kind === 'state') value = state;
    else if (field.kind === 'serial') value = `N${id}`;
    else if (single && amounts.includes(field.kind)) {
      value = amount ? '0' : await valueOf(field, ground, id);
      amount = true;
    } else if (fresh && field.kind === 'reference' && field.required) value = { id: await freshRow(ground, field.target ?? '') };
    else if (field.required || filled.includes(field.kind) || (field.origin !== 'input' && amounts.includes(field.kind))) value = await valueOf(field, ground, id);
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

/** One valid value of each named format (P.3); texts that must be unique carry the key. */
const formats: Readonly<Record<string, (key: string) => string>> = {
  code: (key) => `C${key.toUpperCase()}`,
  email: (key) => `m${key}@example.com`,
  mobile: (key) => `138${digits(key, 8)}`,
  phone: (key) => `0512-5${digits(key, 7)}`,
  uscc: () => '91320583MA1MXXXX4B',
  id_no: () => '11010519491231002X',
  bank_account: (key) => `6222${digits(key, 12)}`,
  url: (key) => `https://example.com/${key}`,
  barcode: (key) => `B${key}`,
  tax_class: () => '1090418010000000000',
  tax_no: (key) => `320583${digits(key, 9)}`,
};
const digits = (key: string, length: number): string =>
  [...key]
    .map((char) => String(char.charCodeAt(0) % 10))
    .join('')
    .padStart(length, '0')
    .slice(-length);
/** A day of its own, long before any business, so that keys by day or month do not meet. */
const day = (key: string): number => Date.UTC(1910, Number.parseInt(key.replaceAll('-', '').slice(-8), 16) % 960, 1);
/** A line of that record; lines carry their parent's id. */
async function lineOf(ground: Ground, name: string): Promise<string | null> {
  const [lines] = ground.whole.records.get(name)?.lines ?? [];
  const parent = await ground.rowOf(name, ground.org);
  return lines ? await onlyText(ground.sql, `select id as text from ${lines.table} where parent = '${parent}' limit 1`) : null;
}
function numberFor(field: FieldMeta, standard: number): number {
  const step = field.kind === 'rate' ? 0.01 : 1;
  const least = field.min === undefined ? standard : field.exclusive ? field.min + step : field.min;
  return Math.min(Math.max(least, Math.min(standard, field.max ?? standard)), field.max === undefined ? Number.POSITIVE_INFINITY : field.exclusive ? field.max - step : field.max);
}
/** A value in the form of P.2.2 that a field of this kind takes. */
async function valueOf(field: FieldMeta, ground: Ground, key: string): Promise<unknown> {
  const short = key.replaceAll('-', '').slice(-10);
  switch (field.kind) {
    case 'text':
      return field.format && formats[field.format] ? formats[field.format]?.(short) : `甲${short}`.slice(0, field.max ?? 200);
    case 'integer':
      return numberFor(field, 1);
    case 'money':
      return numberFor(field, 100).toFixed(2);
    case 'quantity':
    case 'unit_price':
      return String(numberFor(field, 1));
    case 'rate':
      return String(numberFor(field, 0.1));
    case 'date':
      return new Date(day(key)).toISOString().slice(0, 10);
    case 'instant':
      return new Date().toISOString();
    case 'month':
      return new Date(day(key)).toISOString().slice(0, 7);
    case 'flag':
      return field.default === true;
    case 'choice':
    case 'state':
      return Object.keys(field.options ?? {})[0] ?? null;
    case 'choices':
      return Object.keys(field.options ?? {}).slice(0, 1);
    case 'reference':
      return { id: await ground.rowOf(field.target ?? '', ground.org) };
    case 'line_reference':
      return lineOf(ground, field.target ?? '');
    case 'any_reference': {
      const declaration = field.among?.[0] ?? 'core.user';
      return { declaration, id: await ground.rowOf(declaration, ground.org) };
    }
    case 'references':
    case 'attachments':
      return [];
    case 'condition':
    case 'trace':
      return {};
    case 'serial':
      return null;
  }
}

/** Row count and checksum of every table; two that are equal prove that nothing was left behind. */
export async function fingerprint(sql: pg.Client, schemas = "not in ('pg_catalog', 'information_schema', 'pg_toast', 'auth')"): Promise<Readonly<Record<string, string>>> {
  const { rows: tables } = await sql.query<{ tab: string }>(
    `select format('%I.%I', n.nspname, c.relname) as tab from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname ${schemas} and n.nspname !~ '^pg_' order by 1`,
  );
  const parts = tables.map(({ tab }) => `select '${tab}' as tab, count(*) || ' ' || coalesce(md5(string_agg(md5(x::text), '' order by md5(x::text))), '') as sum from ${tab} x`);
  const { rows } = await sql.query<{ tab: string; sum: string }>(parts.join(' union all '));
  return Object.fromEntries(rows.map(({ tab, sum }) => [tab, sum]));
}
/** The tables in which they differ. */
export const changedTables = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>): string[] =>
  Object.keys({ ...before, ...after }).filter((table) => before[table] !== after[table]);
