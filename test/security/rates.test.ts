import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type Answered, type TestServer } from '../support/server.ts';

/* Each limit is reached, refuses with the time to wait, and opens again; one caller's limit is not another's (P.2.10). */
let server: TestServer;
const few = (most: number, seconds = 60) => ({ most, seconds });
beforeAll(async () => {
  server = await testServer({ rates: { user: few(40), address: few(5), sign_in: few(3), exchange: few(2, 3_600), key: few(4) } });
});
afterAll(() => server.stop());
const statuses = (answers: readonly Answered[]): number[] => answers.map(({ status }) => status);
async function times(count: number, send: () => Promise<Answered>): Promise<Answered[]> {
  const answers: Answered[] = [];
  for (let at = 0; at < count; at += 1) answers.push(await send());
  return answers;
}

test('signing in: the fourth attempt of an address in a minute is refused before the password is looked at', async () => {
  server.at('2026-11-24T02:00:00.000Z');
  const answers = await times(4, () => server.browser('198.51.100.1').signIn());
  expect(statuses(answers)).toEqual([200, 200, 200, 429]);
  expect(answers[3]?.body).toMatchObject({ code: 'rate.limited', params: { retry_after: 60 } });
  expect(answers[3]?.headers['retry-after']).toBe('60');
  expect((await server.browser('198.51.100.2').signIn()).status).toBe(200);
  server.at('2026-11-24T02:01:00.000Z');
  expect((await server.browser('198.51.100.1').signIn()).status).toBe(200);
});
test('an address without a session, with a wrong one and with a wrong key counts alike', async () => {
  server.at('2026-11-24T02:10:00.000Z');
  const stranger = server.browser('198.51.100.3');
  const wrong = server.browser('198.51.100.3');
  wrong.cookies.set('qt', 'x'.repeat(43));
  const answers = [
    ...(await times(2, () => stranger.send('GET', '/api/core/unit'))),
    ...(await times(2, () => wrong.send('GET', '/api/core/unit'))),
    ...(await times(2, () => stranger.send('GET', '/api/core/unit', undefined, { authorization: 'Bearer qt_abc_def' }))),
  ];
  expect(statuses(answers)).toEqual([401, 401, 401, 401, 401, 429]);
});
test('a person: the forty-first request of a minute is refused, whatever the address; exports have a limit of their own', async () => {
  server.at('2026-11-24T02:20:00.000Z');
  const browser = server.browser('198.51.100.4');
  await browser.signIn();
  const exported = await times(3, () => browser.send('POST', '/api/core/unit/export', { format: 'csv' }));
  expect(statuses(exported)).toEqual([200, 200, 429]);
  const read = await times(38, () => browser.send('GET', '/api/core/unit?limit=1'));
  expect(statuses(read).filter((status) => status === 200)).toHaveLength(37);
  expect(statuses(read).at(-1)).toBe(429);
  const elsewhere = server.browser('198.51.100.5');
  await elsewhere.signIn();
  expect((await elsewhere.send('GET', '/api/core/unit?limit=1')).status).toBe(429);
});
test('a clock that jumps back shuts nobody out until it has caught up', async () => {
  server.at('2026-11-24T03:00:00.000Z');
  const send = (): Promise<Answered> => server.browser('198.51.100.6').send('GET', '/api/core/unit');
  expect(statuses(await times(6, send))).toEqual([401, 401, 401, 401, 401, 429]);
  server.at('2026-11-24T02:00:00.000Z');
  expect((await send()).status).toBe(401);
});
