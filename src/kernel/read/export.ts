import type { Answer, Call } from '../command/call.ts';
import { todayIn, type Environment } from '../command/environment.ts';
import { importableTable, writeTable, type ExportColumn } from '../exchange/index.ts';
import { refuseUnknown } from '../command/parse.ts';
import { kindOf } from '../kinds/index.ts';
import { parseListBody, type ListQuery } from '../list/query-string.ts';
import { type ListDeps, listRecords, sourceFor } from '../list/run.ts';
import { startOperation } from '../operation/requests.ts';
import type { OperationRun } from '../operation/work.ts';
import type { Tx } from '../store/session.ts';
import { may } from '../permission/grants.ts';
import { Refused } from '../problem.ts';
import type { FieldMeta, RecordMeta } from '../registry/meta.ts';
import { logPrint, type FileAnswer } from './print.ts';
import { readable, reading } from './record.ts';

interface ExportBody {
  readonly format?: 'xlsx' | 'csv' | 'json';
  readonly fields?: unknown;
  readonly encoding?: 'utf-8' | 'utf-8-bom' | 'gb18030';
  readonly variant?: 'list' | 'importable';
  readonly totals?: unknown;
  readonly [name: string]: unknown;
}
type Row = Readonly<Record<string, unknown>>;
const most = { csv: 1_000_000, json: 1_000_000, xlsx: 200_000 } as const;
const page = 200;

/** More rows than these are an operation; the file is fetched from it (P.10). */
const atOnce = 10_000;
/** `POST …/export`: the file, or 202 where it is long or the caller does not wait. */
export async function exportRequested(environment: Environment, call: Call, name: string, body: unknown): Promise<FileAnswer | Answer> {
  if (!call.respondAsync && !(await isLong(environment, call, name, body))) return exportRecords(environment, call, name, body);
  checked(environment, call, name, body);
  return startOperation(environment, call, { kind: 'export', declaration: name, request: { declaration: name, body: body ?? {} }, unit: 'row', total: 0 });
}
export const runExport: OperationRun = async ({ environment, call, request, at }) => {
  const name = String(request['declaration']);
  let stopped = false;
  const exported = await exportRecords(environment, call, name, request['body'], async (done, total) => {
    stopped = !(await at(done, total));
    return !stopped;
  });
  if (stopped) return { result: {}, stopped: true };
  return { result: { name: exported.file.name }, file: { name: exported.file.name, type: exported.file.type, bytes: exported.body as Uint8Array } };
};
/** Counted as the list counts, so that what is short is not put off. */
async function isLong(environment: Environment, call: Call, name: string, body: unknown): Promise<boolean> {
  const { meta, rest } = checked(environment, call, name, body);
  const query = parseListBody({ ...rest, fields: ['id'], limit: 1, count: 'bounded' }, sourceFor(meta));
  const found = await reading(environment, call, (tx) => listRecords(depsOf(environment, call, tx), call.principal, meta, query));
  return found.count?.at_least === true || (found.count?.value ?? 0) > atOnce;
}

/** `POST …/export` (P.10): exactly the rows, columns and order of the list, all pages of one snapshot, with the reader's own field access. */
export async function exportRecords(environment: Environment, call: Call, name: string, body: unknown, at: Onward = () => Promise.resolve(true)): Promise<FileAnswer> {
  const { meta, format, encoding, variant, fields, totals, rest } = checked(environment, call, name, body);
  const names = namesOf(fields);
  const importable = variant === 'importable';
  const columns = importable ? undefined : columnsOf(environment, meta, names ?? listFields(meta), call);
  const query = parseListBody({ ...rest, ...(columns ? { fields: columns.map((column) => column.name) } : {}), totals: [...(namesOf(totals) ?? [])] }, sourceFor(meta));
  const { rows, sums } = await allRows(environment, call, meta, query, most[format], at);
  await logPrint(environment, call, name, rows.length, 'export');
  const fileName = `${meta[call.locale]}-${todayIn(call.principal.org.time_zone, environment.clock())}`;
  if (format === 'json') return file('application/json', `${fileName}.json`, new TextEncoder().encode(JSON.stringify({ data: rows })));
  const table = columns
    ? { title: meta, columns, rows: rows.map((row) => typed(row, columns)), ...(Object.keys(sums).length > 0 ? { totals: sums } : {}), conditions: conditions(environment, call, body) }
    : importableTable(meta, rows, call.locale, environment.servers.flatMap((server) => (server.imports?.[name] ?? []).map(({ label, path }) => ({ ...label, path }))));
  const written = await writeTable(table, { format, locale: call.locale, ...(encoding ? { encoding } : {}) });
  return file(written.type, `${fileName}.${format}`, written.bytes);
}
type Onward = (done: number, total: number) => Promise<boolean>;
const depsOf = (environment: Environment, call: Call, tx: Tx): ListDeps => {
  const now = environment.clock();
  return { registry: environment.registry, tx, today: todayIn(call.principal.org.time_zone, now), now: now.toISOString() };
};
/** Rights and shape of the request, before anything is read. */
function checked(environment: Environment, call: Call, name: string, body: unknown) {
  const meta = readable(environment, call, name);
  if (!may(call.principal, name, 'export')) throw new Refused('forbidden', { declaration: name, action: 'export' });
  const { format = 'xlsx', encoding, variant = 'list', fields, totals = [], ...rest } = (body ?? {}) as ExportBody;
  refuseUnknown(Object.keys(rest), ['filter', 'sort', 'q', 'archived', 'labels']);
  if (!Object.hasOwn(most, format)) throw new Refused('field.choice', { allowed: Object.keys(most), nearest: 'xlsx' }, '/format');
  if (encoding !== undefined && !encodings.includes(encoding)) throw new Refused('field.choice', { allowed: encodings, nearest: 'utf-8' }, '/encoding');
  if (variant !== 'list' && variant !== 'importable') throw new Refused('field.choice', { allowed: ['list', 'importable'], nearest: 'list' }, '/variant');
  return { meta, format, encoding, variant, fields, totals, rest };
}
const encodings: readonly string[] = ['utf-8', 'utf-8-bom', 'gb18030'];
const file = (type: string, name: string, bytes: Uint8Array): FileAnswer => ({ status: 200, body: Buffer.from(bytes), file: { type, name } });

/** `fields` and `totals` come as a list, or as text with commas. */
function namesOf(given: unknown): readonly string[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (typeof given === 'string') return given.split(',');
  if (Array.isArray(given) && given.every((one) => typeof one === 'string')) return given as string[];
  throw new Refused('field.type', { expected: 'list of names' }, '/fields');
}
const listFields = (meta: RecordMeta): readonly string[] => {
  const { views } = meta.declaration.spec as { readonly views?: { readonly list?: readonly string[] } };
  return views?.list ?? meta.fields.filter((field) => !field.hidden).map((field) => field.name);
};
function columnsOf({ registry }: Environment, meta: RecordMeta, names: readonly string[], call: Call): ExportColumn[] {
  return names.map((name) => {
    const [head = '', tail] = name.split('.');
    const own = sourceFor(meta).fields.find((field) => field.name === head);
    const field: FieldMeta | undefined = tail === undefined ? own : registry.records.get(own?.target ?? '')?.fields.find((one) => one.name === tail);
    if (!field || !own) throw new Refused('field.unknown', { field: name }, '/fields');
    return { name, title: tail === undefined ? field[call.locale] : `${own[call.locale]}·${field[call.locale]}`, field };
  });
}
/** The list answers decimals as text; a workbook wants numbers, so they are read again. */
function typed(row: Row, columns: readonly ExportColumn[]): Row {
  return Object.fromEntries(
    columns.map(({ name, field }) => {
      const value = name.split('.').reduce<unknown>((at, step) => (typeof at === 'object' && at !== null ? (at as Row)[step] : undefined), row);
      if (typeof value !== 'string' || !['money', 'quantity', 'unit_price', 'rate'].includes(field.kind)) return [name, value ?? null];
      const parsed = kindOf(field).fromJson(value, { ...field, origin: 'derived', signed: true });
      return [name, parsed.ok ? parsed.value : value];
    }),
  );
}
async function allRows(environment: Environment, call: Call, meta: RecordMeta, query: ListQuery, limit: number, at: Onward): Promise<{ readonly rows: Row[]; readonly sums: Row }> {
  await environment.settled(call.principal.org.id);
  return reading(environment, call, async (tx) => {
    const deps = depsOf(environment, call, tx);
    let total = 0;
    const rows: Row[] = [];
    let sums: Row = {};
    let after: string | undefined;
    do {
      const part = await listRecords(deps, call.principal, meta, { ...query, limit: page, count: after === undefined ? 'exact' : 'none', totals: after === undefined ? query.totals : [], ...(after === undefined ? {} : { after }) } as ListQuery);
      if (after === undefined) sums = Object.fromEntries(Object.entries(part.totals ?? {}).map(([name, value]) => [name, Array.isArray(value) ? (value[0] as { readonly value: string } | undefined)?.value : value]));
      rows.push(...part.data);
      total = part.count?.value ?? total;
      if (Math.max(rows.length, total) > limit) throw new Refused('export.too_many_rows', { max: limit });
      after = (await at(rows.length, total)) ? (part.page.next ?? undefined) : undefined;
    } while (after !== undefined);
    return { rows, sums };
  });
}
function conditions(environment: Environment, call: Call, body: unknown): readonly (readonly [string, string])[] {
  const { filter, q } = (body ?? {}) as { readonly filter?: unknown; readonly q?: unknown };
  const zh = call.locale === 'zh';
  return [
    [zh ? '条件' : 'Filter', filter ? JSON.stringify(filter) : '—'],
    [zh ? '搜索' : 'Search', typeof q === 'string' ? q : '—'],
    [zh ? '数据时间' : 'As of', environment.clock().toISOString()],
    [zh ? '导出人' : 'By', call.principal.name],
  ];
}
