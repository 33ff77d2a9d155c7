import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { connect as dial } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { dataFolder, password } from '../../bench/world.ts';
import { startServer } from '../../scripts/faults/server.ts';
import { place } from '../../src/database/placement.ts';
import { sender } from './second-server.ts';

/* An orderly stop while people work (P.17): what is under way is finished, what was acknowledged is kept, and the program says that all is well. */
test('SIGTERM under load: requests under way are answered, nothing acknowledged is lost, the exit is 0', async () => {
  const folder = dataFolder(undefined);
  let server = await startServer(folder);
  try {
    const admin = await sender(server.url, 'admin', password);
    const told = new Map<string, string>();
    const wrong: unknown[] = [];
    const state = { stopping: false };
    const work = async (client: number): Promise<void> => {
      for (let at = 0; ; at += 1) {
        const code = `T${client}X${at}`;
        const answer = await admin.post('/api/core/unit', { code, name: code }, `key-${code}`);
        if (answer?.status === 201) told.set(code, String(answer.body['id']));
        else if (answer) wrong.push(answer);
        else if (state.stopping) return;
        else wrong.push('no answer before the stop');
        if (answer?.status === 429) await pause(200);
        await pause(30);
      }
    };
    const working = [0, 1, 2].map(work);
    await pause(300);
    // A request that has been begun: its body comes only after the signal.
    const half = dial(Number(new URL(server.url).port), '127.0.0.1');
    await once(half, 'connect');
    const body = JSON.stringify({ login: 'admin', password });
    half.write(
      `POST /api/session HTTP/1.1\r\nhost: ${new URL(server.url).host}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body.slice(0, 10)}`,
    );
    await pause(100);
    state.stopping = true;
    server.child.kill('SIGTERM');
    await pause(2_500);
    half.write(body.slice(10));
    const [answer] = (await once(half, 'data')) as [Buffer];
    expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 200 /);
    half.destroy();
    const [code] = (await server.ended) as [number | null];
    expect(code).toBe(0);
    await Promise.all(working);
    expect(wrong).toEqual([]);
    expect(told.size).toBeGreaterThan(3);

    server = await startServer(folder);
    const again = await sender(server.url, 'admin', password);
    for (const [unit, id] of told) {
      const repeated = await again.post('/api/core/unit', { code: unit, name: unit }, `key-${unit}`);
      expect([repeated?.status, repeated?.body['id']], unit).toEqual([201, id]);
    }
  } finally {
    server.child.kill('SIGINT');
    await server.ended;
    for (const one of [place(folder).cluster, folder]) rmSync(one, { recursive: true, force: true });
  }
}, 90_000);
