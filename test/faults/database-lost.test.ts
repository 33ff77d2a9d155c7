import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { verify } from '../../src/kernel/ledger/verify.ts';
import { adminPassword, foundCompany, type Company } from '../support/company.ts';
import { openSecond, type SecondServer, sender, type Sent } from './second-server.ts';

/* The line between server and database is cut while people work: what was acknowledged is there, nothing twice, and the server comes back by itself. */
let company: Company;
let second: SecondServer;
let folder: string;
let proxy: Server;
const lines = new Set<Socket>();
const state = { cut: false, cuts: 0 };
beforeAll(async () => {
  company = await foundCompany();
  const { app } = company.database;
  folder = mkdtempSync(join(tmpdir(), 'qt-line-'));
  proxy = createServer((near) => {
    if (state.cut) {
      near.destroy();
      return;
    }
    const far = createConnection(join(app.host, `.s.PGSQL.${app.port}`));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      lines.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        lines.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => proxy.listen(join(folder, `.s.PGSQL.${app.port}`), resolve));
  second = await openSecond({ ...app, host: folder });
});
afterAll(async () => {
  await second.close();
  for (const line of lines) line.destroy();
  await new Promise((resolve) => proxy.close(resolve));
  rmSync(folder, { recursive: true, force: true });
  await company.close();
});
/** Every connection breaks at once, in the middle of whatever is under way; for a moment none can be made. */
async function cut(): Promise<void> {
  state.cut = true;
  state.cuts += 1;
  for (const line of lines) line.destroy();
  await pause(30);
  state.cut = false;
}

test('a line that is cut again and again loses nothing that was acknowledged and does nothing twice', { timeout: 60_000 }, async () => {
  const admin = await sender(second.url, 'admin', adminPassword);
  const told = new Map<string, string>();
  const refusals: Sent[] = [];
  const work = async (client: number): Promise<void> => {
    for (let at = 0; at < 12; at += 1) {
      const code = `U${client}X${at}`;
      for (;;) {
        const answer = await admin.post('/api/core/unit', { code, name: `单位${code}` }, `key-${code}`);
        if (answer?.status === 201) {
          told.set(code, String(answer.body['id']));
          // Counted by what is done, not by the clock: the others are in the middle of theirs.
          if (told.size % 8 === 0 && told.size < 48) await cut();
          break;
        }
        // What a cut leaves behind: a fault, a server that is busy, the first attempt still at work.
        if (answer && answer.status < 500 && answer.body['code'] !== 'idempotency.in_flight') refusals.push(answer);
        if (refusals.length > 0) return;
        await pause(10);
      }
    }
  };
  await Promise.all([0, 1, 2, 3].map(work));
  expect(refusals).toEqual([]);
  expect(state.cuts).toBe(5);
  expect(told.size).toBe(48);
  const { data } = (await company.admin.get<{ data: { id: string; code: string }[] }>('/api/core/unit?limit=200&sort=-created_at')).body;
  const there = data.filter(({ code }) => /^U\dX/.test(code));
  expect(new Map(there.map(({ code, id }) => [code, id]))).toEqual(told);
  expect(there).toHaveLength(48);
  const { checks } = await verify(company.kernel.environment, company.org);
  expect(checks.filter((check) => check.differences > 0)).toEqual([]);
});
