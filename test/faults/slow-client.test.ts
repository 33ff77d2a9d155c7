import { once } from 'node:events';
import { connect as dial, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { adminPassword, foundCompany, type Company } from '../support/company.ts';

/* Somebody on a bad line, or somebody who means it: requests that never end and answers that nobody reads hold nobody else up. */
let company: Company;
let port: number;
const sockets: Socket[] = [];
const turn = { at: 0 };
beforeAll(async () => {
  company = await foundCompany();
  port = Number(new URL(company.url).port);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await company.close();
});
async function opened(text: string): Promise<Socket> {
  const socket = dial(port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}
const busy = (): number => [company.pools.commands, company.pools.reads, company.pools.plain].reduce((sum, pool) => sum + pool.totalCount - pool.idleCount + pool.waitingCount, 0);
async function othersWork(): Promise<void> {
  turn.at += 1;
  const code = `W${turn.at}`;
  expect((await company.admin.get('/api/core/unit?limit=50')).status).toBe(200);
  expect((await company.admin.post('/api/core/unit', { code, name: code })).status).toBe(201);
  await expect.poll(busy, { timeout: 10_000 }).toBe(0);
}
async function cookie(): Promise<string> {
  const reply = await fetch(`${company.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: company.url },
    body: JSON.stringify({ login: 'admin', password: adminPassword }),
  });
  return reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
}

test('sixty requests that send their body a byte at a time hold no connection of the database and keep nobody waiting', async () => {
  const head = `POST /api/core/unit HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\norigin: ${company.url}\r\ncookie: ${await cookie()}\r\ncontent-type: application/json\r\ncontent-length: 40\r\n\r\n`;
  const slow = await Promise.all(Array.from({ length: 60 }, () => opened(head)));
  for (const socket of slow) socket.write('{');
  await othersWork();
  for (const socket of slow) socket.write('"');
  await othersWork();
  // One of them comes to its end after all, and is answered like any other.
  const [last] = slow;
  last?.write('code":"SLOW","name":"slow"}'.padEnd(38));
  const [answer] = (await once(last as Socket, 'data')) as [Buffer];
  expect(answer.toString('latin1')).toMatch(/^HTTP\/1\.1 201 /);
});
test('a header that never ends, and forty answers that nobody reads, keep nobody waiting', async () => {
  await Promise.all(Array.from({ length: 40 }, () => opened('GET /api/health HTTP/1.1\r\nhost: x\r\nx-slow: ')));
  const session = await cookie();
  const reading = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = await opened(`GET /api/core/region?limit=200 HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncookie: ${session}\r\n\r\n`.repeat(8));
      socket.pause();
      return socket;
    }),
  );
  await expect.poll(busy, { timeout: 10_000 }).toBe(0);
  await othersWork();
  for (const socket of reading) socket.destroy();
  await othersWork();
});
