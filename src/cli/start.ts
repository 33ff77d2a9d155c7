import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Database } from '../database/connect.ts';
import { servers } from '../modules/server.ts';
import { buildApp } from '../server/app.ts';
import { type Founded, firstStart, foundOrganisation, isEmpty } from '../server/first-start.ts';
import { grantsOf } from '../server/grants-of.ts';
import { openMetrics } from '../server/metrics.ts';
import { type Jobs, startJobs } from '../kernel/jobs/run.ts';
import { Refused } from '../kernel/problem.ts';
import type { Command, Context } from './command.ts';
import { demoAtFirstStart, tellUnfinished } from './demo.ts';
import { healthCheck } from './health.ts';
import { type Installation, migrateDatabase, migrationsOf, openInstallation, organisations, withDatabase } from './installation.ts';
import { failureOf } from './speech.ts';
import { numberOf, WrongUse } from './usage.ts';
import { buildWeb } from './web-build.ts';

export const start: Command = {
  name: 'start',
  words: '',
  summary: { zh: '启动数据库与服务，首次运行时建立组织', en: 'Start database and server; the first time, found the organisation' },
  options: {
    port: { type: 'string', value: 'NUMBER', help: { zh: '端口（默认 4800）', en: 'Port (4800)' } },
    host: { type: 'string', value: 'NAME', help: { zh: '监听地址（默认 localhost；0.0.0.0 为全部）', en: 'Address to listen on (localhost; 0.0.0.0 is all)' } },
    'no-migrate': { type: 'boolean', help: { zh: '不执行迁移', en: 'Do not migrate' } },
    demo: { type: 'boolean', help: { zh: '首次启动时建立演示公司（同 QIANTAI_DEMO=1）', en: 'Make the demo company at the first start (as QIANTAI_DEMO=1)' } },
    'no-web': { type: 'boolean', help: { zh: '不构建网页', en: 'Do not build the web application' } },
  },
  more: {
    zh: '首次启动的管理员密码取自 QIANTAI_ADMIN_PASSWORD，未设置时随机生成并只显示一次。QIANTAI_DEMO=1 时首次启动即建立演示公司。',
    en: 'The first administrator’s password comes from QIANTAI_ADMIN_PASSWORD; without it a random one is shown once. With QIANTAI_DEMO=1 the first start makes the demo company.',
  },
  run: async (context) => {
    const { given, environment, speech } = context;
    const port = numberOf('--port', given.text('port') ?? environment['PORT'], 4800);
    const host = given.text('host') ?? environment['HOST'] ?? 'localhost';
    const code = given.text('org') ?? 'MAIN';
    if (!/^[A-Z0-9]{1,12}$/.test(code)) throw new WrongUse({ zh: '--org 应为 1–12 位大写字母或数字', en: '--org must be 1 to 12 capital letters or digits' });
    const webFolder = given.flag('no-web') ? undefined : await buildWeb(context);
    speech.note({ zh: '正在启动数据库…', en: 'Starting the database …' });
    return withDatabase(context, 'start', async (database) => {
      if (!given.flag('no-migrate')) await migrateDatabase(context, database);
      return serve(context, database, { port, host, code, webFolder });
    });
  },
};

interface Place {
  readonly port: number;
  readonly host: string;
  readonly code: string;
  readonly webFolder: string | undefined;
}
async function serve(context: Context, database: Database, place: Place): Promise<number> {
  const { environment, root, speech } = context;
  const log = pino(
    {
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
      level: environment['QIANTAI_LOG'] ?? (process.stderr.isTTY ? 'warn' : 'info'),
    },
    pino.destination(2),
  );
  const installation = openInstallation(context, database, (error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, 'background'));
  const state = { ready: false };
  const background: Jobs[] = [];
  try {
    const founded = await found(context, installation, place.code);
    if (founded) await demoAtFirstStart(context, installation, database);
    const app = await buildApp({
      kernel: installation.kernel,
      signIn: { database: installation.auth, pool: installation.pools.commands, registry: installation.kernel.registry, grantsOf, clock: () => new Date() },
      found: (company, founder) =>
        foundOrganisation({ pool: installation.pools.commands, registry: installation.kernel.registry, servers, clock: () => new Date() }, company, founder),
      version: versionOf(root),
      health: healthCheck(installation, migrationsOf(context).at(-1)?.number ?? 0, Date.now),
      ready: () => state.ready,
      webFolder: place.webFolder,
      log,
      metrics: openMetrics(() => poolFigures(installation), true),
      metricsToken: environment['QIANTAI_METRICS_TOKEN'],
      trustProxy: environment['QIANTAI_TRUST_PROXY'] ?? false,
    });
    const address = await listen(app, place);
    state.ready = true;
    background.push(
      startJobs(
        installation.environment,
        () => organisations(installation),
        (error) => log.error({ error: error instanceof Error ? error.stack : String(error) }, 'job'),
      ),
    );
    announce(context, address, founded);
    await tellUnfinished(context, installation, await organisations(installation));
    const signal = await stopAsked();
    state.ready = false;
    speech.note({ zh: '正在停止…', en: 'Stopping …' });
    // A balancer needs a moment to see that this process takes no more (P.17); who presses Ctrl C does not wait for one.
    if (signal === 'SIGTERM') await pause(2_000);
    await Promise.race([app.close(), pause(25_000, undefined, { ref: false })]);
    return 0;
  } finally {
    for (const jobs of background) await jobs.stop();
    // Each gives up its lease at the next row; another process goes on there (P.17).
    await installation.environment.operations.stop();
    await installation.pools.end();
  }
}
async function found(context: Context, { pools, kernel }: Installation, code: string): Promise<Founded | undefined> {
  if (!(await isEmpty(pools.commands))) return undefined;
  context.speech.note({ zh: '首次启动：正在建立组织和基础资料…', en: 'First start: founding the organisation …' });
  try {
    return await firstStart({ pool: pools.commands, registry: kernel.registry, servers, clock: () => new Date(), code, password: context.environment['QIANTAI_ADMIN_PASSWORD'] });
  } catch (error) {
    // A password that the rules refuse was typed wrong, it is no refusal of business.
    if (error instanceof Refused && error.code.startsWith('password.')) throw new WrongUse(failureOf(error, kernel.registry, '').text);
    throw error;
  }
}
async function listen(app: FastifyInstance, { port, host }: Place): Promise<string> {
  try {
    await app.listen({ port, host });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new WrongUse({ zh: `端口 ${port} 已被占用，请用 --port 另选一个。`, en: `Port ${port} is taken; choose another with --port.` });
    throw error;
  }
  const bound = app.addresses().find((one) => typeof one !== 'string');
  const shown = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' ? 'localhost' : host;
  return `http://${shown.includes(':') ? `[${shown}]` : shown}:${typeof bound === 'object' ? bound.port : port}`;
}
function announce({ speech }: Context, url: string, founded: Founded | undefined): void {
  speech.document({ url, ...(founded ? { login: founded.login, ...(founded.password === undefined ? {} : { password: founded.password }) } : {}) });
  speech.say({ zh: `\n前台已启动：${url}`, en: `\nQiantai runs: ${url}` });
  if (!founded) return;
  if (founded.password === undefined) {
    speech.say({
      zh: `用账号 ${founded.login} 和您设置的密码（QIANTAI_ADMIN_PASSWORD）登录。`,
      en: `Sign in as ${founded.login} with the password you set (QIANTAI_ADMIN_PASSWORD).`,
    });
    return;
  }
  speech.say({ zh: `账号 ${founded.login}，密码 ${founded.password}`, en: `Login ${founded.login}, password ${founded.password}` });
  speech.say({ zh: '此密码只显示这一次，首次登录须修改。', en: 'This password is shown once and must be changed at the first sign-in.' });
}
const stopAsked = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });

const poolFigures = ({ pools }: Installation): { name: string; total: number; idle: number; waiting: number }[] =>
  (['commands', 'reads', 'plain'] as const).map((name) => ({ name, total: pools[name].totalCount, idle: pools[name].idleCount, waiting: pools[name].waitingCount }));

export function versionOf(root: string): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string }).version;
}
