import { expect } from 'vitest';
import type { Client, Company, Reply } from '../support/company.ts';

/*
 * What the story of the first sale asks of the public API, and how its answers are read. Amounts stand in the tests as the chapter writes
 * them, so everything here gives texts.
 */
export type Json = Readonly<Record<string, unknown>>;
export interface Line extends Json {
  readonly id: string;
}
export interface Doc extends Json {
  readonly id: string;
  readonly version: number;
  readonly number: string | null;
  readonly state: string;
  readonly lines: readonly Line[];
}
export interface Created {
  readonly declaration: string;
  readonly id: string;
  readonly number: string | null;
  readonly state: string;
}
export interface Acted {
  readonly outcome: string;
  readonly record: Doc;
  readonly created: readonly Created[];
}
/** One telling of the story: its company, its documents by the number they got, and the standard its accounts follow. */
export interface Story {
  readonly company: Company;
  readonly standard: 'cas' | 'sbe';
  readonly ids: Map<string, string>;
}
export const tell = (company: Company, standard: Story['standard'] = 'cas'): Story => ({ company, standard, ids: new Map() });
export const idOf = (story: Story, number: string): string => story.ids.get(number) ?? number;
/** The order of the story as it is now. */
export const theOrder = (story: Story): Promise<Doc> => read(story.company.admin, 'sales.order', idOf(story, 'SO2601-00001'));
const underSbe: Readonly<Record<string, string>> = { '4001': '3001', '410415': '310415', '6001': '5001', '640101': '540101' };
/** Account codes of the chapter, which tells the story under CAS (step 17). */
export const account = (story: Story, code: string): string => (story.standard === 'sbe' ? (underSbe[code] ?? code) : code);
export const accounts = (story: Story, lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/\b(4001|410415|6001|640101)\b/, (code) => account(story, code)));

const path = (name: string): string => `/api/${name.replace('.', '/')}`;

/** The body of an answer of that status; what came instead is in the message. */
export function answered<T = Json>(reply: Reply<unknown>, status: number): T {
  expect(reply.status, JSON.stringify(reply.body)).toBe(status);
  return reply.body as T;
}
/** A refusal with its code and, where given, parameters. */
export function refused(reply: Reply<unknown>, status: number, code: string, params?: Json): void {
  const body = reply.body as { readonly code?: string; readonly params?: Json };
  expect([reply.status, body.code], JSON.stringify(reply.body)).toEqual([status, code]);
  if (params) expect(body.params).toMatchObject(params);
}

export const create = async (client: Client, name: string, body: Json): Promise<Doc> => answered<Doc>(await client.post(path(name), body), 201);
export const read = async (client: Client, name: string, key: string): Promise<Doc> =>
  answered<Doc>(await client.get(`${path(name)}/${/^[0-9a-f-]{36}$/.test(key) ? '' : 'by/'}${key}`), 200);
/** An action on the version last read. */
export async function attempt(client: Client, name: string, key: string, action: string, input: Json = {}, dry = false): Promise<Reply<unknown>> {
  const { id, version } = await read(client, name, key);
  return client.post(`${path(name)}/${id}/actions/${action}${dry ? '?dry_run=1' : ''}`, { version, input });
}
export const act = async (client: Client, name: string, key: string, action: string, input: Json = {}): Promise<Acted> =>
  answered<Acted>(await attempt(client, name, key, action, input), 200);
export async function remove(client: Client, name: string, id: string): Promise<void> {
  const { version } = await read(client, name, id);
  expect((await client.delete(`${path(name)}/${id}`, { 'if-match': `"${version}"` })).status).toBe(204);
}

export const csv = (client: Client, name: string, text: string, query = ''): Promise<Reply<unknown>> =>
  client.upload(`${path(name)}/import${query}`, { name: `${name}.csv`, bytes: text }, { mode: 'upsert' });
export async function imported(client: Client, name: string, text: string): Promise<Json> {
  const { counts } = answered<{ readonly counts: Json }>(await csv(client, name, text), 200);
  return counts;
}
export const setting = async (client: Client, module: string, values: Json): Promise<Json> => {
  const { version } = answered<{ readonly version: number }>(await client.get(`/api/${module}/settings`), 200);
  return answered(await client.patch(`/api/${module}/settings`, { ...values, version }), 200);
};

export interface ReportRow {
  readonly key: string;
  readonly label: string;
  readonly level: number;
  readonly cells: Readonly<Record<string, string | null>>;
  readonly open?: { readonly declaration: string; readonly id: string };
}
export interface Report {
  readonly rows: readonly ReportRow[];
  readonly totals: Readonly<Record<string, string | null>>;
  readonly checks: readonly { readonly key: string; readonly ok: boolean }[];
  readonly notes: readonly string[];
}
export const report = async (client: Client, name: string, query: string): Promise<Report> =>
  answered<Report>(await client.get(`/api/${name.replace('.', '/report/')}?${query}`), 200);

/** `Dr 1122 C000001 4565.49`: the lines of a voucher as the chapter writes them. */
export interface Voucher {
  readonly id: string;
  readonly number: string;
  readonly date: string;
  readonly kind: string;
  readonly lines: readonly string[];
  readonly summaries: readonly string[];
  readonly cashFlow: readonly string[];
}
const code = (value: unknown): string | null => (typeof value === 'object' && value !== null && 'code' in value ? ((value.code as string | null) ?? null) : null);
const zero = (amount: unknown): boolean => amount === null || Number(amount) === 0;
/** 记-10 comes after 记-9. */
const order = (number: string): string => number.replace(/\d+$/, (digits) => digits.padStart(6, '0'));
export async function vouchers(company: Company): Promise<readonly Voucher[]> {
  await company.settled();
  const list = answered<{ readonly data: readonly Doc[] }>(await company.admin.get('/api/finance/gl_voucher?limit=200'), 200);
  const docs = await Promise.all(list.data.map((row) => read(company.admin, 'finance.gl_voucher', row.id)));
  return docs
    .map((doc) => ({
      id: doc.id,
      number: `${String(doc['period'])} ${doc.number ?? ''}`,
      date: String(doc['voucher_date']),
      kind: String(doc['kind']),
      lines: doc.lines.map((line) =>
        [zero(line['credit']) ? 'Dr' : 'Cr', code(line['account']), code(line['customer']) ?? code(line['department']), zero(line['credit']) ? line['debit'] : line['credit']]
          .filter((part) => part !== null)
          .join(' '),
      ),
      summaries: [...new Set(doc.lines.map((line) => String(line['summary'])))],
      cashFlow: ((doc['cash_flow'] ?? []) as readonly Json[]).map((tag) => `${String(tag['cf_item'])} ${String(tag['amount'])}`),
    }))
    .sort((a, b) => order(a.number).localeCompare(order(b.number)));
}
export const voucher = async (company: Company, number: string): Promise<Voucher> => {
  const found = (await vouchers(company)).find((one) => one.number === number);
  if (!found) throw new Error(`no voucher ${number}`);
  return found;
};

/** `XS-1210 11300.00 2026-01-09`: open items of the customer as of a day. */
export async function openItems(company: Company, at: string, party = 'customers.customer:C000001'): Promise<readonly string[]> {
  const { rows } = await report(company.admin, 'finance.open_items', `party=${party}&at=${at}`);
  return rows.map((row) => [row.cells['document'], row.cells['remaining'], row.cells['due_date']].filter((part) => part !== null && part !== undefined).join(' '));
}
/** `1122 opening debit credit closing` without what is nought: the trial balance of January. */
export async function trialBalance(company: Company, to: string): Promise<{ readonly rows: readonly string[]; readonly totals: Report['totals'] }> {
  const { rows, totals } = await report(company.admin, 'finance.trial_balance', `from=2026-01-01&to=${to}`);
  const side = (cells: ReportRow['cells'], when: string): string | null =>
    zero(cells[`${when}_debit`] ?? null) ? (zero(cells[`${when}_credit`] ?? null) ? null : `Cr ${cells[`${when}_credit`]}`) : `Dr ${cells[`${when}_debit`]}`;
  return {
    rows: rows.map(({ key, cells }) =>
      [
        key,
        side(cells, 'opening') ?? '–',
        zero(cells['debit'] ?? null) ? '–' : cells['debit'],
        zero(cells['credit'] ?? null) ? '–' : cells['credit'],
        side(cells, 'closing') ?? '–',
      ].join(' '),
    ),
    totals,
  };
}
/** Figures of a statement by their label or key. */
export async function statement(company: Company, name: 'balance_sheet' | 'income_statement', query: string, column: string): Promise<(line: string) => string | null> {
  const { rows } = await report(company.admin, `finance.${name}`, query);
  return (line) => rows.find((row) => row.key === line || row.label.replace(/^[一二三四、减加：\s]+/, '') === line || row.label === line)?.cells[column] ?? null;
}
/** `300 / 5500.00`: quantity and value of a product as of a day. */
export async function stock(company: Company, product: string, at: string): Promise<string> {
  const { rows } = await report(company.admin, 'inventory.stock_value', `at=${at}&product=${product}`);
  const cells = rows[0]?.cells;
  return `${cells?.['qty']} / ${cells?.['value']}`;
}
/** `75 / 0 / 20`: what is reserved of the three products. */
export async function reserved(company: Company): Promise<string> {
  const products = await Promise.all(['P001', 'P002', 'P003'].map((product) => read(company.admin, 'inventory.product', product)));
  return products.map((product) => product['reserved']).join(' / ');
}
export const perLine = (doc: Doc, ...fields: readonly string[]): readonly string[] => doc.lines.map((line) => fields.map((field) => String(line[field])).join(' / '));
