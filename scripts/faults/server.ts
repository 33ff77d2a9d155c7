import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { type openInside, password, root } from '../../bench/world.ts';
import { findEmbedded } from '../../src/database/embedded.ts';

export interface Running {
  readonly child: ChildProcess;
  readonly url: string;
  readonly ended: Promise<unknown>;
}
/** The product as `npm start` runs it, without its web application. */
export async function startServer(folder: string): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'src/cli/main.ts'), 'start', '--data', folder, '--port', '0', '--host', '127.0.0.1', '--no-web', '--json', '--quiet'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, QIANTAI_ADMIN_PASSWORD: password, QIANTAI_LOG: process.env['QIANTAI_LOG'] ?? 'silent', DATABASE_URL: '' },
  });
  const ended = once(child, 'exit');
  const told = createInterface({ input: child.stdout });
  const line = await Promise.race([once(told, 'line').then(([text]) => String(text)), ended.then(() => undefined)]);
  const { url } = JSON.parse(line ?? '{}') as { readonly url?: string };
  if (url === undefined) throw new Error(`the server did not start: ${line ?? ''}`);
  return { child, url, ended };
}
/** Kills PostgreSQL and waits until the server, which watches over it, has another one. */
export async function killDatabase(folder: string, server: Running): Promise<void> {
  const running = findEmbedded(folder);
  if (!running) throw new Error('no PostgreSQL to kill');
  process.kill(running.pid, 'SIGKILL');
  for (;;) {
    const next = findEmbedded(folder);
    if (next && next.pid !== running.pid && (await healthy(server.url))) return;
    await pause(50);
  }
}
export async function healthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`)).ok;
  } catch {
    return false;
  }
}
export function connectionsOf(folder: string): Parameters<typeof openInside>[0] {
  const running = findEmbedded(folder);
  if (!running) throw new Error('no PostgreSQL');
  const owner = { host: running.host, port: running.port, user: 'qiantai_owner', database: 'qiantai' };
  return { owner, app: { ...owner, user: 'qiantai_app' } };
}
