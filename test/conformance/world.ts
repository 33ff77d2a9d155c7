import { pino } from 'pino';
import type pg from 'pg';
import { connect } from '../../src/database/connect.ts';
import { servers } from '../../src/modules/server.ts';
import { foundOrganisation } from '../../src/server/first-start.ts';
import { founderPassword, testServer, type Browser, type TestServer } from '../support/server.ts';
import { rowsOf, type RowsOfWorld } from './rows.ts';
import { onlyText } from './values.ts';
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
  /** The bytes of a file, and its text where it was refused. */
  download(path: string, body: unknown): Promise<{ readonly status: number; readonly bytes: Uint8Array; readonly text: string }>;
  upload(path: string, name: string, bytes: Uint8Array, fields?: Readonly<Record<string, string>>): Promise<Reply>;
}
/** Two companies on one server, with a row of every record in any state one may ask for. */
export interface World extends RowsOfWorld {
  readonly server: TestServer;
  readonly admin: Asker;
  /** The administrator's and the nobody's browsers, for requests as they come. */
  readonly browser: Browser;
  readonly nobodyBrowser: Browser;
  readonly stranger: Asker;
  /** A member of the company whom nobody has given a role. */
  readonly nobody: Asker;
  readonly main: string;
  readonly other: string;
  readonly sql: pg.Client;
  /** A member by invitation, who has set his password and signed in. */
  invite(person: Invitation): Promise<{ readonly user: string; readonly asker: Asker }>;
  /** Where a fault of the program happened. */
  stackOf(trace: string): string | undefined;
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
  const admin = asker(server, browser, stacks);
  await makeCatalogs(admin, rows.valuesFor);
  const { browser: nobodyBrowser } = await invite(server, admin, { login: 'nobody@example.com', name: '张三', department: { id: await rows.rowOf('core.department') } });
  return {
    server,
    admin,
    browser,
    nobodyBrowser,
    stranger: asker(server, server.browser('127.0.0.2'), stacks),
    nobody: asker(server, nobodyBrowser, stacks),
    invite: async (person) => {
      const { user, browser: own } = await invite(server, admin, person);
      return { user, asker: asker(server, own, stacks) };
    },
    stackOf: (trace) => stacks.get(trace),
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
function remember(stacks: Map<string, string>, line: string): void {
  const { trace, error } = JSON.parse(line) as { readonly trace?: string; readonly error?: string };
  if (trace && error) stacks.set(trace, error);
}
function asker({ app }: TestServer, browser: Browser, stacks: ReadonlyMap<string, string>): Asker {
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
    download: async (path, body) => {
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await app.inject({
        method: 'POST',
        url: path,
        headers: { host: 'erp.test', origin: 'http://erp.test', cookie, 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      });
      return { status: answer.statusCode, bytes: answer.rawPayload, text: answer.statusCode < 300 ? '' : answer.body };
    },
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
/** Master data made by hand, as far as general values go, so that documents can speak of rows that are in use. */
async function makeCatalogs(admin: Asker, valuesFor: World['valuesFor']): Promise<void> {
  for (const meta of registry.records.values()) {
    if (meta.type !== 'catalog' || meta.readonly || meta.module === 'core') continue;
    const values = await valuesFor(meta.fields.filter((field) => field.origin === 'input' && field.required && field.kind !== 'state' && field.default === undefined));
    const made = await admin.post(`/api/${meta.module}/${meta.key}`, values);
    const enter = meta.actions.find((action) => action.to === 'active' && action.from.includes(meta.initial ?? ''));
    if (made.status === 201 && enter) await admin.post(`/api/${meta.module}/${meta.key}/${made.body.id}/actions/${enter.name}`, { version: made.body.version });
  }
}
interface Invitation {
  readonly login: string;
  readonly name: string;
  readonly department: { readonly id: string };
  readonly roles?: readonly string[];
}
async function invite(server: TestServer, admin: Asker, person: Invitation): Promise<{ readonly user: string; readonly browser: Browser }> {
  const made = await admin.post('/api/core/user', { ...person, invite: 'link' });
  if (made.status !== 201) throw new Error(`the invitation was answered with ${JSON.stringify(made.body)}`);
  const token = String(made.body['invitation_url']).split('/').at(-1);
  const browser = server.browser('127.0.0.3');
  const accepted = await browser.send('POST', '/api/session/actions/accept_invitation', { token, password: 'hat-river-lamp-stone' });
  if (accepted.status !== 200) throw new Error(`accepting was answered with ${accepted.text}`);
  return { user: made.body.id, browser };
}
