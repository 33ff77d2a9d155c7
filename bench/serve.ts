import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pino from 'pino';
import { connect, openDatabase } from '../src/database/connect.ts';
import { findEmbedded, startEmbedded } from '../src/database/embedded.ts';
import { openPools } from '../src/database/pool.ts';
import { openKernel } from '../src/kernel/open.ts';
import { wholeSchema } from '../src/kernel/store/schema.ts';
import { modules } from '../src/modules/index.ts';
import { servers } from '../src/modules/server.ts';
import { buildApp } from '../src/server/app.ts';
import { authSchema } from '../src/server/auth-schema.ts';
import { firstStart, isEmpty } from '../src/server/first-start.ts';
import { grantsOf } from '../src/server/grants-of.ts';
import { authDatabase } from '../src/server/sign-in/database.ts';

/*
 * The server under test, a process of its own as in real life: the product's own parts, put together as `qiantai start` does, without the
 * limits that keep one caller from taking everything. Speaks with the benchmark over the channel it was forked with.
 */
export interface Ready {
  readonly url: string;
  readonly owner: Awaited<ReturnType<typeof openDatabase>>['owner'];
  readonly app: Awaited<ReturnType<typeof openDatabase>>['app'];
  readonly postgres: number;
  readonly socket: string;
}
const unlimited = { most: 1_000_000_000, seconds: 60 };

async function serve(dataDir: string, password: string, statements: boolean, webFolder: string | undefined): Promise<void> {
  // Counting statements needs a library from the start; the database is adopted as it runs.
  if (statements) await startEmbedded({ dataDir, settings: { shared_preload_libraries: 'pg_stat_statements', 'pg_stat_statements.track': 'top', track_io_timing: 'on' } });
  const database = await openDatabase({ dataDir, exclusive: 'bench' });
  const owner = await connect(database.owner);
  const made = await owner.query<{ made: boolean }>(`select to_regclass('core.organisation') is not null as made`);
  if (!made.rows[0]?.made) {
    const { registry } = openKernel({ modules, servers, pools: openPools(database.app) });
    for (const statement of wholeSchema(registry, servers, authSchema)) await owner.query(statement);
  }
  await owner.end();
  const log = pino({ level: 'warn' }, pino.destination(2));
  const pools = openPools(database.app);
  const kernel = openKernel({ modules, servers, pools, failed: (error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, 'background') });
  const clock = (): Date => new Date();
  if (await isEmpty(pools.commands)) await firstStart({ pool: pools.commands, registry: kernel.registry, servers, clock, code: 'MAIN', password });
  const app = await buildApp({
    kernel,
    signIn: { database: authDatabase(pools.commands), pool: pools.commands, registry: kernel.registry, grantsOf, clock },
    version: 'bench',
    health: () => Promise.resolve({ database: 'ok', migrations: 'current', outbox_lag_s: 0, sequencer_backlog: 0 }),
    ready: () => true,
    webFolder,
    log,
    rates: { user: unlimited, key: unlimited, address: unlimited, sign_in: unlimited, exchange: unlimited },
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const embedded = findEmbedded(dataDir);
  const bound = app.server.address();
  const ready: Ready = {
    url: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}`,
    owner: database.owner,
    app: database.app,
    postgres: embedded?.pid ?? 0,
    socket: embedded?.host ?? '',
  };
  process.send?.(ready);
  await new Promise<void>((resolve) => {
    process.once('message', () => resolve());
    process.once('disconnect', () => resolve());
  });
  await app.close();
  await pools.end();
  await database.stop();
  process.disconnect?.();
}

export const serveFile = join(dirname(fileURLToPath(import.meta.url)), 'serve.ts');
if (process.argv[1] === serveFile) {
  const [, , dataDir = '', password = '', statements = '', webFolder = ''] = process.argv;
  await serve(dataDir, password, statements === 'statements', webFolder === '' ? undefined : webFolder);
  process.exit();
}
