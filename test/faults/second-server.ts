import type { AddressInfo } from 'node:net';
import { openPools, type Pools } from '../../src/database/pool.ts';
import type { Connection } from '../../src/database/url.ts';
import { openKernel, type Kernel } from '../../src/kernel/open.ts';
import { modules } from '../../src/modules/index.ts';
import { servers } from '../../src/modules/server.ts';
import { buildApp } from '../../src/server/app.ts';
import { grantsOf } from '../../src/server/grants-of.ts';
import { authDatabase } from '../../src/server/sign-in/database.ts';

/** One more server on a database that is there, as a second process behind a balancer would be. */
export interface SecondServer {
  readonly url: string;
  readonly kernel: Kernel;
  readonly pools: Pools;
  readonly close: () => Promise<void>;
}
export async function openSecond(connection: Connection): Promise<SecondServer> {
  const pools = openPools(connection);
  const kernel = openKernel({ modules, servers, pools });
  const plenty = { most: 1_000_000, seconds: 60 };
  const app = await buildApp({
    kernel,
    signIn: { database: authDatabase(pools.plain), pool: pools.commands, registry: kernel.registry, grantsOf, clock: () => new Date() },
    version: 'test',
    health: () => Promise.resolve({ database: 'ok', migrations: 'current', outbox_lag_s: 0, sequencer_backlog: 0 }),
    ready: () => true,
    rates: { user: plenty, sign_in: plenty, address: plenty },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    kernel,
    pools,
    close: async () => {
      await app.close();
      await pools.end();
    },
  };
}

/** A request that was answered, or none at all. */
export type Sent = { readonly status: number; readonly body: Readonly<Record<string, unknown>> } | undefined;
export interface Sender {
  readonly post: (path: string, body: unknown, key: string) => Promise<Sent>;
}
export async function sender(url: string, login: string, password: string): Promise<Sender> {
  const json = { 'content-type': 'application/json', origin: url };
  const signed = await fetch(`${url}/api/session`, { method: 'POST', headers: json, body: JSON.stringify({ login, password }) });
  if (signed.status !== 200) throw new Error(`sign-in: ${signed.status} ${await signed.text()}`);
  const cookie = signed.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    post: async (path, body, key) => {
      try {
        const answer = await fetch(url + path, { method: 'POST', headers: { ...json, cookie, 'idempotency-key': key }, body: JSON.stringify(body) });
        const text = await answer.text();
        return { status: answer.status, body: text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>) };
      } catch {
        return undefined;
      }
    },
  };
}
