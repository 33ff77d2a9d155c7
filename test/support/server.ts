import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { openPools, type Pools } from '../../src/database/pool.ts';
import { openKernel, type Kernel } from '../../src/kernel/open.ts';
import { registryOf } from '../../src/kernel/kernel.ts';
import { wholeSchema } from '../../src/kernel/store/schema.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { buildApp } from '../../src/server/app.ts';
import { people } from '../../src/server/people.ts';
import { authSchema } from '../../src/server/auth-schema.ts';
import { firstStart, foundOrganisation } from '../../src/server/first-start.ts';
import { grantsOf } from '../../src/server/grants-of.ts';
import { openMetrics } from '../../src/server/metrics.ts';
import type { ServerOptions } from '../../src/server/options.ts';
import { authDatabase } from '../../src/server/sign-in/database.ts';
import { templateDatabase, testDatabase, type TestDatabase } from './database.ts';

/** A whole server on a database of its own, spoken to without a socket. */
export interface TestServer {
  readonly app: FastifyInstance;
  readonly kernel: Kernel;
  readonly pools: Pools;
  readonly database: TestDatabase;
  /** Moves the server's clock. */
  readonly at: (instant: string) => void;
  /** A browser that keeps its cookies and sends its origin. */
  browser(address?: string): Browser;
  stop(): Promise<void>;
}
export interface Browser {
  readonly cookies: Map<string, string>;
  send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answered>;
  signIn(login?: string, password?: string, more?: object): Promise<Answered>;
}
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly headers: LightMyRequestResponse['headers'];
  readonly text: string;
}
export const founderPassword = 'Start-12345!';

/** The template is built once a run: the schema, and an organisation as the first start leaves it. */
export async function testServer(more: Partial<ServerOptions> = {}, start = '2026-11-24T02:00:00.000Z'): Promise<TestServer> {
  const template = await templateDatabase('server', async (owner) => {
    for (const statement of wholeSchema(registryOf(modules, servers), servers, authSchema)) await owner.query(statement);
  });
  const database = await testDatabase(template);
  const pools = openPools(database.app);
  let now = new Date(start);
  const clock = (): Date => now;
  const kernel = openKernel({ modules, servers, pools, people, clock });
  const founding = { pool: pools.commands, registry: kernel.registry, servers, clock };
  await firstStart({ ...founding, code: 'MAIN', password: founderPassword });
  const app = await buildApp({
    kernel,
    signIn: { database: authDatabase(pools.commands), pool: pools.commands, registry: kernel.registry, grantsOf, clock },
    found: (company, founder) => foundOrganisation(founding, company, founder),
    version: '0.1.0',
    health: () => Promise.resolve({ database: 'ok', migrations: 'current', outbox_lag_s: 0, sequencer_backlog: 0 }),
    ready: () => true,
    metrics: openMetrics(),
    ...more,
  });
  return {
    app,
    kernel,
    pools,
    database,
    at: (instant) => void (now = new Date(instant)),
    browser: (address = '127.0.0.1') => browser(app, address),
    stop: async () => {
      await app.close();
      await kernel.environment.operations.stop();
      await pools.end();
      await database.drop();
    },
  };
}

function browser(app: FastifyInstance, address: string): Browser {
  const cookies = new Map<string, string>();
  const send: Browser['send'] = async (method, url, body, headers = {}) => {
    const answer = await app.inject({
      method,
      url,
      remoteAddress: address,
      headers: {
        host: 'erp.test',
        origin: 'http://erp.test',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
    });
    for (const cookie of answer.cookies) {
      if (cookie.value === '') cookies.delete(cookie.name);
      else cookies.set(cookie.name, cookie.value);
    }
    const json = /json/.test(String(answer.headers['content-type'] ?? ''));
    return { status: answer.statusCode, body: json ? answer.json() : {}, headers: answer.headers, text: answer.body };
  };
  return { cookies, send, signIn: (login = 'admin', password = founderPassword, more = {}) => send('POST', '/api/session', { login, password, ...more }) };
}
