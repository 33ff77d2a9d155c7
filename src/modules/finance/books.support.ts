import type { Company, Reply } from '../../../test/support/company.ts';

/*
 * For tests: the books of a company through its public API.
 */
export interface Made {
  readonly id: string;
  readonly version: number;
  readonly state: string;
  readonly number: string | null;
  readonly [field: string]: unknown;
}
export interface Acted {
  readonly record: Made;
  readonly created?: readonly { readonly id: string; readonly declaration: string; readonly number: string | null }[];
  readonly code?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
export interface Table {
  readonly rows: readonly {
    readonly key: string;
    readonly label: string;
    readonly level: number;
    readonly cells: Readonly<Record<string, string | null>>;
    readonly open?: { readonly declaration: string; readonly id: string };
  }[];
  readonly totals: Readonly<Record<string, string | null>>;
  readonly checks: readonly { readonly key: string; readonly ok: boolean; readonly difference?: string }[];
  readonly notes: readonly string[];
}
type Line = Readonly<Record<string, string | undefined>>;
export interface Desk {
  read(name: string, key: string): Promise<Made>;
  create(name: string, body: object): Promise<Made>;
  /** One action with the version just read. */
  act(name: string, id: string, action: string, input?: object, ack?: readonly string[]): Promise<Reply<Acted>>;
  /** The same, and it must succeed. */
  done(name: string, id: string, action: string, input?: object, ack?: readonly string[]): Promise<Made>;
  report(address: string): Promise<Table>;
  /** A typed voucher from draft to posted. */
  voucher(date: string, lines: readonly Line[], more?: object): Promise<Made>;
}
export const firstDay = '2026-02-10T02:00:00Z';

export function deskOf({ admin }: Pick<Company, 'admin'>): Desk {
  const checked = <T>(reply: Reply<T>, status: number, what: string): T => {
    if (reply.status !== status) throw new Error(`${what}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body;
  };
  const read = async (name: string, key: string): Promise<Made> => checked(await admin.get<Made>(`/api/${name}/${key}`), 200, `${name} ${key}`);
  const act = async (name: string, id: string, action: string, input: object = {}, ack: readonly string[] = []) =>
    admin.post<Acted>(`/api/${name}/${id}/actions/${action}`, { version: (await read(name, id)).version, input, ack });
  const create = async (name: string, body: object): Promise<Made> => checked(await admin.post<Made>(`/api/${name}`, body), 201, name);
  const done = async (name: string, id: string, action: string, input: object = {}, ack: readonly string[] = []): Promise<Made> =>
    checked(await act(name, id, action, input, ack), 200, `${name} ${action}`).record;
  return {
    read,
    create,
    act,
    done,
    report: async (address) => checked(await admin.get<Table>(`/api/finance/report/${address}`), 200, address),
    voucher: async (date, lines, more = {}) => {
      const draft = await create('finance/voucher', { voucher_date: date, lines: lines.map((line) => ({ summary: '凭证', ...line })), ...more });
      await done('finance/voucher', draft.id, 'submit');
      return done('finance/voucher', draft.id, 'review', {}, ['voucher.self_review']);
    },
  };
}
/** What a column says, rows without a figure left out. */
export const cells = (table: Table, column: string): Record<string, string> =>
  Object.fromEntries(table.rows.flatMap((row) => (row.cells[column] && row.cells[column] !== '0.00' ? [[row.key, row.cells[column]]] : [])));
export const allOk = (table: Table): boolean => table.checks.length > 0 && table.checks.every((check) => check.ok);
