import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { dataFolder, type Inside, openInside } from '../bench/world.ts';
import { employ, openShop } from '../bench/shop.ts';
import { place } from '../src/database/placement.ts';
import { verify } from '../src/kernel/ledger/verify.ts';
import { type Seller, sellers } from './faults/sellers.ts';
import { examine, type Finding } from './faults/examine.ts';
import { connectionsOf, killDatabase, startServer } from './faults/server.ts';

/*
 * `npm run faults`: clients post sales while the server and PostgreSQL are killed by turns, at moments nobody chose. After each kill every
 * write that was acknowledged must be there, none may be there by half, `verify` finds no difference, and a request that is repeated under
 * its key does nothing twice.
 */
export interface FaultOptions {
  readonly kills: number;
  readonly clients: number;
  /** Answers that the clients get between two kills. */
  readonly between: number;
  readonly data?: string | undefined;
  /** A number below one, to choose moments by. */
  readonly chance?: () => number;
  readonly told?: (line: string) => void;
}
export interface FaultReport {
  readonly kills: { readonly server: number; readonly database: number };
  /** Requests that were answered, and those of them that had to be sent again because a kill took the answer. */
  readonly acknowledged: number;
  readonly repeated: number;
  readonly findings: readonly Finding[];
}

export async function runFaults({ kills, clients, between, data, chance = Math.random, told = () => undefined }: FaultOptions): Promise<FaultReport> {
  const folder = dataFolder(data);
  let server = await startServer(folder);
  const inside = await openInside(connectionsOf(folder));
  const findings: Finding[] = [];
  const done = { server: 0, database: 0 };
  try {
    const shop = await openShop(inside, 12, 4);
    for (let at = 0; at < clients; at += 1) await employ(inside, `fault${at}`, ['sales_manager', 'warehouse_supervisor', 'billing_clerk'], 'HQ');
    const loop = await sellers({ shop, clients, url: () => server.url, chance });
    for (let kill = 0; kill < kills; kill += 1) {
      await loop.answers(between);
      await pause(chance() * 60);
      const what = kill % 2 === 0 ? 'server' : 'database';
      if (what === 'server') {
        server.child.kill('SIGKILL');
        await server.ended;
        server = await startServer(folder);
      } else await killDatabase(folder, server);
      done[what] += 1;
      await loop.rest();
      const found = await afterKill(inside, loop, `kill ${kill + 1}, ${what}`);
      findings.push(...found);
      told(`${kill + 1}/${kills} ${what}: ${loop.acknowledged().length} acknowledged, ${loop.repeated()} repeated, ${findings.length} findings`);
      loop.resume();
    }
    await loop.end();
    findings.push(...(await afterKill(inside, loop, 'end')), ...loop.refusals());
    return { kills: done, acknowledged: loop.acknowledged().length, repeated: loop.repeated(), findings };
  } finally {
    await inside.close();
    server.child.kill('SIGINT');
    await server.ended;
    if (data === undefined) for (const one of [place(folder).cluster, folder]) rmSync(one, { recursive: true, force: true });
  }
}

/** What stands in the database after a kill, against what was acknowledged; connections of before are gone and made anew. */
async function afterKill(inside: Inside, loop: Seller, when: string): Promise<readonly Finding[]> {
  const found = await again(() => examine(inside, loop.acknowledged()));
  const { checks } = await again(() => verify(inside.kernel.environment, inside.org));
  const differences = checks.filter((check) => check.differences > 0).map((check) => ({ what: 'difference', detail: `${check.name}: ${check.first ?? ''}` }));
  return [...found, ...differences].map((finding) => ({ ...finding, detail: `${when}: ${finding.detail}` }));
}
/** The first statement on a connection that a kill ended fails; the next one finds a new connection. */
async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let left = 30; ; left -= 1) {
    try {
      return await work();
    } catch (error) {
      if (left === 0) throw error;
      await pause(200);
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: { kills: { type: 'string', default: '200' }, clients: { type: 'string', default: '6' }, between: { type: 'string', default: '40' }, data: { type: 'string' } },
  });
  const began = Date.now();
  const report = await runFaults({
    kills: Number(values.kills),
    clients: Number(values.clients),
    between: Number(values.between),
    data: values.data,
    told: (line) => void process.stdout.write(`${line}\n`),
  });
  for (const { what, detail } of report.findings.slice(0, 30)) process.stdout.write(`✗ ${what}: ${detail}\n`);
  const { kills, acknowledged, repeated, findings } = report;
  process.stdout.write(
    `${kills.server} kills of the server, ${kills.database} of PostgreSQL in ${Math.round((Date.now() - began) / 1000)} s: ${acknowledged} requests acknowledged, ${repeated} sent again, ${findings.length} findings\n`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
  // Pools of connections that a kill ended may still wait for an answer that never comes.
  process.stdout.write('', () => process.exit());
}
