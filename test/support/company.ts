import type { AddressInfo } from 'node:net';
import pino from 'pino';
import { openPools, type Pools } from '../../src/database/pool.ts';
import type { Scan } from '../../src/kernel/files/scan.ts';
import { registryOf } from '../../src/kernel/kernel.ts';
import { openKernel, type Kernel } from '../../src/kernel/open.ts';
import { sequence } from '../../src/kernel/sequencer.ts';
import { wholeSchema } from '../../src/kernel/store/schema.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { buildApp } from '../../src/server/app.ts';
import { authSchema } from '../../src/server/auth-schema.ts';
import { firstStart } from '../../src/server/first-start.ts';
import { people } from '../../src/server/people.ts';
import { grantsOf } from '../../src/server/grants-of.ts';
import { authDatabase } from '../../src/server/sign-in/database.ts';
import { templateDatabase, testDatabase, type TestDatabase } from './database.ts';

export const adminPassword = 'Start-12345!';
/** An answer of the API; a body that is no JSON is bytes. */
export interface Reply<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
  readonly bytes: Buffer;
}
/** A person at the other end of the API: session cookie, origin and organisation are kept. */
export interface Client {
  get<T = Record<string, unknown>>(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply<T>>;
  post<T = Record<string, unknown>>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply<T>>;
  put<T = Record<string, unknown>>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply<T>>;
  patch<T = Record<string, unknown>>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply<T>>;
  delete(path: string, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  upload<T = Record<string, unknown>>(path: string, file: { readonly name: string; readonly bytes: Uint8Array | string }, fields?: Readonly<Record<string, string>>, headers?: Readonly<Record<string, string>>): Promise<Reply<T>>;
}
/** A company just founded, on a database of its own, served over real HTTP. */
export interface Company {
  readonly url: string;
  readonly org: { readonly id: string; readonly code: string };
  readonly database: TestDatabase;
  readonly pools: Pools;
  readonly kernel: Kernel;
  /** Signed in as the founder. */
  readonly admin: Client;
  signIn(login: string, password: string): Promise<Client>;
  /** Somebody who has not signed in. */
  stranger(): Client;
  /** Ends when every voucher posted so far has its number. */
  settled(): Promise<void>;
  close(): Promise<void>;
}
export interface CompanyOptions {
  readonly clock?: () => Date;
  readonly scan?: Scan;
}

/** Founds a company as the first start does. Call it in `beforeAll`, `close` in `afterAll`. */
export async function foundCompany(options: CompanyOptions = {}): Promise<Company> {
  const clock = options.clock ?? (() => new Date());
  const database = await testDatabase(options.clock ? await emptyTemplate() : await foundedTemplate());
  const pools = openPools(database.app);
  const kernel = openKernel({ modules, servers, pools, people, clock, scan: options.scan });
  if (options.clock) await found(pools, clock);
  const [member] = (await pools.plain.query<{ org_id: string }>('select org_id from auth.member limit 1')).rows;
  const founded = { org: member?.org_id ?? '' };
  const app = await buildApp({
    kernel: kernel as never,
    signIn: { database: authDatabase(pools.plain), pool: pools.commands, registry: kernel.registry, grantsOf, clock },
    version: 'test',
    health: () => Promise.resolve({ database: 'ok', migrations: 'current', outbox_lag_s: 0, sequencer_backlog: 0 }),
    ready: () => true,
    ...(process.env['QIANTAI_TEST_LOG'] ? { log: pino({ level: 'error' }) } : {}),
    rates: { user: { most: 1_000_000, seconds: 60 }, sign_in: { most: 1_000_000, seconds: 60 }, exchange: { most: 1_000_000, seconds: 60 } },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const org = { id: founded.org, code: 'MAIN' };
  return {
    url,
    org,
    database,
    pools,
    kernel,
    admin: await signedIn(url, 'admin', adminPassword),
    signIn: (login, password) => signedIn(url, login, password),
    stranger: () => client(url, undefined),
    settled: () => sequence(pools.commands, servers, org),
    close: async () => {
      await app.close();
      await kernel.environment.operations.stop();
      await pools.end();
      await database.drop();
    },
  };
}

const makeSchema = async (owner: { query(text: string): Promise<unknown> }): Promise<void> => {
  for (const statement of wholeSchema(registryOf(modules, servers), servers, authSchema)) await owner.query(statement);
};
const emptyTemplate = (): ReturnType<typeof templateDatabase> => templateDatabase('company-schema', makeSchema);
/** A first start takes a second or two; most test files begin from a copy of one made today. */
const foundedTemplate = (): ReturnType<typeof templateDatabase> =>
  templateDatabase('company-founded', async (owner, app) => {
    await makeSchema(owner);
    const pools = openPools(app);
    await found(pools, () => new Date());
    await pools.end();
  });
const found = (pools: Pools, clock: () => Date): Promise<unknown> => firstStart({ pool: pools.commands, registry: registryOf(modules, servers), servers, clock, code: 'MAIN', password: adminPassword });

async function signedIn(url: string, login: string, password: string): Promise<Client> {
  const reply = await fetch(`${url}/api/session`, { method: 'POST', headers: { 'content-type': 'application/json', origin: url }, body: JSON.stringify({ login, password }) });
  if (reply.status !== 200) throw new Error(`sign-in of ${login}: ${reply.status} ${await reply.text()}`);
  return client(
    url,
    reply.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  );
}
function client(url: string, cookie: string | undefined): Client {
  const send = async <T>(method: string, path: string, body: string | FormData | undefined, headers: Readonly<Record<string, string>>): Promise<Reply<T>> => {
    const answer = await fetch(url + path, { method, headers: { origin: url, ...(cookie ? { cookie } : {}), ...headers }, ...(body === undefined ? {} : { body }) });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const json = answer.headers.get('content-type')?.includes('json') === true;
    return { status: answer.status, headers: answer.headers, bytes, body: (json && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined) as T };
  };
  const json = { 'content-type': 'application/json' };
  return {
    get: (path, headers = {}) => send('GET', path, undefined, headers),
    post: (path, body = {}, headers = {}) => send('POST', path, JSON.stringify(body), { ...json, ...headers }),
    put: (path, body, headers = {}) => send('PUT', path, JSON.stringify(body), { ...json, ...headers }),
    patch: (path, body, headers = {}) => send('PATCH', path, JSON.stringify(body), { ...json, ...headers }),
    delete: (path, headers = {}) => send('DELETE', path, undefined, headers),
    upload: (path, file, fields = {}, headers = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([file.bytes as Uint8Array<ArrayBuffer>]), file.name);
      return send('POST', path, form, headers);
    },
  };
}
