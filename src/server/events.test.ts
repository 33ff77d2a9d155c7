import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { tell } from '../kernel/notify/notify.ts';
import { inTransaction } from '../kernel/store/session.ts';
import { type Browser, founderPassword, testServer, type TestServer } from '../../test/support/server.ts';

let server: TestServer;
let url: string;
let admin: Browser;
beforeAll(async () => {
  server = await testServer({}, new Date().toISOString());
  await server.app.listen({ port: 0, host: '127.0.0.1' });
  url = `http://127.0.0.1:${(server.app.server.address() as AddressInfo).port}`;
  admin = server.browser();
  await admin.signIn('admin', founderPassword);
});
afterAll(() => server.stop());

interface Listener {
  /** The next whole event. */
  next(): Promise<string>;
  close(): void;
}
async function listen(topics: string, headers: Readonly<Record<string, string>> = {}): Promise<Listener> {
  const stop = new AbortController();
  const answer = await fetch(`${url}/api/events?topics=${topics}`, { headers: { cookie: `qt=${admin.cookies.get('qt')}`, ...headers }, signal: stop.signal });
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/event-stream');
  const reader = (answer.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  const next = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event !== ':') return event;
        continue;
      }
      const { value, done } = await reader.read();
      if (done) throw new Error('the stream ended');
      text += decoder.decode(value, { stream: true });
    }
  };
  return { next, close: () => stop.abort() };
}

test('P.2.8 a change is told by name and version, never by its values; a broken stream goes on where it was', async () => {
  const listener = await listen('record:core.unit');
  server.at(new Date(Date.now() + 1_000).toISOString());
  const made = (await admin.send('POST', '/api/core/unit', { code: 'SPOOL', name: '线轴' })).body as { id: string };
  const event = await listener.next();
  listener.close();
  expect(event).toMatch(/^id: [0-9a-f-]{36}\nevent: record\ndata: /);
  expect(event).not.toContain('SPOOL');
  expect(JSON.parse(/data: (.*)/.exec(event)?.[1] ?? '')).toEqual({ declaration: 'core.unit', id: made.id, version: 1, what: 'create' });
  server.at(new Date(Date.now() + 2_000).toISOString());
  await admin.send('PATCH', `/api/core/unit/${made.id}`, { name: '线轴2', version: 1 });
  const again = await listen('record:core.unit', { 'last-event-id': /id: (\S+)/.exec(event)?.[1] ?? '' });
  const events = [await again.next()];
  if (events[0]?.includes('"what":"create"')) events.push(await again.next());
  again.close();
  expect(events.at(-1)).toContain(`"id":"${made.id}","version":2`);
});
test('P.2.8 an unknown topic is refused, an old id is answered with reset', async () => {
  expect((await admin.send('GET', '/api/events?topics=record:core.nothing')).body).toMatchObject({ code: 'request.unknown_parameter', status: 422 });
  const listener = await listen('record:core.unit', { 'last-event-id': '0197b2a4-7c00-7000-8000-000000000187' });
  expect(await listener.next()).toContain('event: reset');
  listener.close();
});

test('P.2.8 a notification is told to its reader and nobody else, by kind and never by its text', async () => {
  const listener = await listen('notification');
  server.at(new Date(Date.now() + 5_000).toISOString());
  const unit = (await admin.send('POST', '/api/core/unit', { code: 'REEL', name: '盘' })).body as { id: string };
  const { environment } = server.kernel;
  const [member] = await server.kernel.environment.pools.plain
    .query('select org_id, user_id from auth.member limit 1')
    .then(({ rows }) => rows as { org_id: string; user_id: string }[]);
  const { org_id: org = '', user_id: user = '' } = member ?? {};
  const news = { kind: 'comment', record: { declaration: 'core.unit', id: unit.id }, by: null } as const;
  await inTransaction(environment.pools.commands, org, (tx) => tell(environment, tx, org, news, [newId(), user]));
  const event = await listener.next();
  listener.close();
  expect(event).toMatch(/^id: [0-9a-f-]{36}\nevent: notification\ndata: /);
  expect(JSON.parse(/data: (.*)/.exec(event)?.[1] ?? '')).toMatchObject({ declaration: 'core.notification', what: 'comment' });
});

test('P.2.8 how far an operation is, told to its starter', async () => {
  server.at(new Date(Date.now() + 8_000).toISOString());
  const answer = await admin.send('POST', '/api/core/unit/export', { format: 'csv' }, { prefer: 'respond-async' });
  const { id } = answer.body as { id: string };
  expect(answer.status).toBe(202);
  const listener = await listen(`operation:${id}`, { 'last-event-id': id });
  const event = await listener.next();
  listener.close();
  expect(event).toMatch(/^id: [0-9a-f-]{36}\nevent: operation\ndata: /);
  expect(JSON.parse(/data: (.*)/.exec(event)?.[1] ?? '')).toMatchObject({ declaration: 'core.operation', id });
});
