import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answered, type Browser, founderPassword, testServer, type TestServer } from '../../../test/support/server.ts';
import { newKey } from './key.ts';

let server: TestServer;
let admin: Browser;
beforeAll(async () => {
  server = await testServer();
  admin = server.browser();
  await admin.signIn();
});
afterAll(() => server.stop());

interface Made {
  readonly id: string;
  readonly version: number;
  readonly key: string;
}
async function make(more: object = {}): Promise<Made> {
  const me = (await admin.send('GET', '/api/me')).body as { user: { id: string } };
  const answer = await admin.send('POST', '/api/core/api_key', { name: '接口', acts_as: me.user.id, ...more });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as Made;
}
const program = (key: string, address?: string) => {
  const browser = server.browser(address);
  return (method: 'GET' | 'POST' | 'DELETE', url: string, body?: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answered> =>
    browser.send(method, url, body, { authorization: `Bearer ${key}`, origin: 'https://elsewhere.test', ...headers });
};

test('P.1 a key has a public part and 32 more letters, and stands in the database as a hash', async () => {
  expect(newKey().text).toMatch(/^qt_[0-9A-Za-z]{8}_[0-9A-Za-z]{32}$/);
  const { key } = await make();
  const { rows } = await server.pools.plain.query<{ hash: string }>('select hash from auth.api_key where id = $1', [key.split('_')[1]]);
  expect(rows[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect((await admin.send('GET', '/api/core/api_key')).text).not.toContain(key);
});
test('P.1 a program reads and writes with its key, whatever origin it has', async () => {
  const send = program((await make()).key);
  expect((await send('GET', '/api/core/unit/by/CTN')).body).toMatchObject({ name: '箱' });
  expect((await send('POST', '/api/core/unit', { code: 'KEYED', name: '钥' })).status).toBe(201);
  expect((await send('GET', '/api/me')).headers['ratelimit-policy']).toBe('"key";q=1200;w=60');
  expect((await send('DELETE', '/api/session')).body).toMatchObject({ code: 'auth.key_scope', status: 403 });
});
test('P.1 outside its list auth.key_scope, outside its addresses auth.ip_not_allowed', async () => {
  const narrow = program((await make({ allowed: { 'core.unit': ['read'] } })).key);
  expect((await narrow('GET', '/api/core/unit')).status).toBe(200);
  expect((await narrow('POST', '/api/core/unit', { code: 'NOPE', name: '不' })).body).toMatchObject({ code: 'auth.key_scope', status: 403 });
  expect((await narrow('GET', '/api/core/currency')).body).toMatchObject({ code: 'auth.key_scope' });
  const { key } = await make({ ip_list: '203.0.113.5, 203.0.113.6' });
  expect((await program(key, '203.0.113.6')('GET', '/api/core/unit')).status).toBe(200);
  expect((await program(key, '203.0.113.7')('GET', '/api/core/unit')).body).toMatchObject({ code: 'auth.ip_not_allowed', status: 403 });
});
test('P.1 wrong, ended and expired keys are all auth.key_invalid', async () => {
  const { key, id, version } = await make({ expires_at: '2027-01-01T00:00:00.000Z' });
  const send = program(key);
  expect((await program(`${key.slice(0, -1)}${key.endsWith('a') ? 'b' : 'a'}`)('GET', '/api/core/unit')).body).toMatchObject({ code: 'auth.key_invalid', status: 401 });
  expect((await program('something')('GET', '/api/core/unit')).body).toMatchObject({ code: 'auth.key_invalid' });
  server.at('2027-01-01T00:00:00.000Z');
  expect((await send('GET', '/api/core/unit')).body).toMatchObject({ code: 'auth.key_invalid' });
  server.at('2026-11-24T02:00:00.000Z');
  expect((await send('GET', '/api/core/unit')).status).toBe(200);
  expect((await admin.send('POST', `/api/core/api_key/${id}/actions/end`, { version })).status).toBe(200);
  expect((await send('GET', '/api/core/unit')).body).toMatchObject({ code: 'auth.key_invalid' });
});
test('P.1 a key lasts two years at most, and who makes one must be there in person', async () => {
  const me = (await admin.send('GET', '/api/me')).body as { user: { id: string } };
  expect((await admin.send('POST', '/api/core/api_key', { name: 'x', acts_as: me.user.id, expires_at: '2029-01-01T00:00:00.000Z' })).body).toMatchObject({
    code: 'field.range',
    path: '/expires_at',
  });
  server.at('2026-11-24T02:20:00.000Z');
  expect((await admin.send('POST', '/api/core/api_key', { name: 'x', acts_as: me.user.id })).body).toMatchObject({ code: 'auth.step_up', status: 403 });
  await admin.send('POST', '/api/session/actions/step_up', { password: founderPassword });
  expect((await make()).key).toMatch(/^qt_/);
});
test('P.2.4 a program sends an idempotency key with what posts', async () => {
  const send = program((await make()).key);
  const posting = '/api/finance/opening/0197b2a4-7c00-7000-8000-000000000187/actions/post';
  expect((await send('POST', posting, { version: 1 })).body).toMatchObject({ code: 'idempotency.key_required', status: 400 });
  expect((await send('POST', posting, { version: 1 }, { 'idempotency-key': 'k1' })).body).toMatchObject({ code: 'not_found' });
});
