import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findEmbedded } from '../src/database/embedded.ts';
import { place } from '../src/database/placement.ts';
import { signIn } from './client.ts';
import { closedLoop, goal, median, memory, type Outcome, rounded, timed } from './measure.ts';
import type { Options } from './options.ts';
import { dataFolder, password, root } from './world.ts';

/** `start`: `qiantai start` on an empty folder and on one that is there, until a request is answered; memory at rest and under reading. The floor of a start is Node saying nothing. */
export async function start(options: Options): Promise<Outcome> {
  const rounds = options.rounds ?? 3;
  const first: number[] = [];
  const second: number[] = [];
  const nothing: number[] = [];
  let rest = { server: 0, database: 0 };
  let load = rest;
  for (let round = 0; round < rounds; round += 1) {
    const folder = dataFolder(undefined);
    nothing.push((await timed(() => once(spawn(process.execPath, ['-e', '0']), 'exit'))).ms);
    first.push(await untilAnswered(folder, () => Promise.resolve()));
    second.push(
      await untilAnswered(folder, async (url, pid, postgres) => {
        const figures = (): typeof rest => ({ server: memory(pid, false), database: memory(postgres(), true) });
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        rest = figures();
        const client = await signIn(url, 'admin', password);
        await closedLoop(8, 5, () =>
          client.get('/api/inventory/warehouse').then(
            () => undefined,
            () => undefined,
          ),
        );
        load = figures();
        client.close();
      }),
    );
    for (const one of [place(folder).cluster, folder]) rmSync(one, { recursive: true, force: true });
  }
  const whole = rest.server + rest.database;
  return {
    name: 'start',
    rows: [
      { what: 'first start', 'seconds (median)': rounded(median(first) / 1000, 2), best: rounded(Math.min(...first) / 1000, 2) },
      { what: 'second start', 'seconds (median)': rounded(median(second) / 1000, 2), best: rounded(Math.min(...second) / 1000, 2) },
      { what: 'Node alone', 'seconds (median)': rounded(median(nothing) / 1000, 2), best: rounded(Math.min(...nothing) / 1000, 2) },
    ],
    goals: [
      goal('first start until a request is answered', '≤ 10 s', rounded(median(first) / 1000), median(first) <= 10_000),
      goal('second start', '≤ 2 s', rounded(median(second) / 1000), median(second) <= 2_000),
      goal('memory at rest, server and PostgreSQL', '≤ 250 MB', `${rounded(whole, 0)} (${rounded(rest.server, 0)} + ${rounded(rest.database, 0)})`, whole <= 250),
    ],
    notes: [`under reading: server ${rounded(load.server, 0)} MB, PostgreSQL ${rounded(load.database, 0)} MB; without building the web application`],
  };
}
/** Milliseconds from the command to the first answer; then the work, then the stop. */
async function untilAnswered(folder: string, work: (url: string, pid: number, postgres: () => number) => Promise<void>): Promise<number> {
  const began = performance.now();
  const args = [join(root, 'src/cli/main.ts'), 'start', '--data', folder, '--port', '0', '--host', '127.0.0.1', '--no-web', '--json', '--quiet'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, QIANTAI_ADMIN_PASSWORD: password, QIANTAI_LOG: 'silent', DATABASE_URL: '' },
  });
  const ended = once(child, 'exit');
  const line = await Promise.race([once(createInterface({ input: child.stdout }), 'line').then(([text]) => String(text)), ended.then(() => '{}')]);
  const { url } = JSON.parse(line) as { readonly url?: string };
  if (url === undefined) throw new Error('the server did not start');
  await fetch(`${url}/api/health?ready=1`);
  const took = performance.now() - began;
  try {
    await work(url, child.pid ?? 0, () => findEmbedded(folder)?.pid ?? 0);
  } finally {
    child.kill('SIGINT');
    await ended;
  }
  return took;
}
