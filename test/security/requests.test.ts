import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/kernel/ids.ts';
import { changedTables, fingerprint } from '../conformance/fingerprint.ts';
import { expectNone } from '../conformance/whole.ts';
import { openWorld, type World } from '../conformance/world.ts';
import { founderPassword, testServer, type Answered, type TestServer } from '../support/server.ts';
import { routesOf, type Route } from './operations.ts';

/* What a page of somebody else can make a browser send, at every address; what every answer carries; sessions that somebody else prepared. */
let world: World;
let routes: readonly Route[];
/** Each address with the id of a row that exists. */
const urls = new Map<Route, string>();
beforeAll(async () => {
  world = await openWorld();
  routes = await routesOf(world);
  for (const route of routes) urls.set(route, route.path.replace('{id}', route.meta ? await world.rowOf(route.meta.name) : newId()).replace(/\{\w+\}/g, newId()));
}, 120_000);
afterAll(() => world.close());

const urlOf = (route: Route): string => urls.get(route) ?? '';
const codeOf = ({ status, body }: Answered): string => `${status} ${(body as { readonly code?: string }).code ?? ''}`;
const unsafe = (): readonly Route[] => routes.filter((route) => route.method !== 'GET');

describe('cross-site requests', () => {
  const foreign: readonly Readonly<Record<string, string>>[] = [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: '' },
    { origin: 'http://erp.test.evil.example' },
    { origin: 'http://erp.test:8080' },
    { origin: 'http://evil.example', host: 'erp.test' },
  ];
  test('every address that changes something refuses a foreign origin, and none', { timeout: 120_000 }, async () => {
    const before = await fingerprint(world.sql);
    const wrong: string[] = [];
    for (const [index, route] of unsafe().entries()) {
      const url = urlOf(route);
      const headers: Readonly<Record<string, string>> = { 'if-match': '"1"', ...foreign[index % foreign.length] };
      // Signing in needs no session; without an origin it comes from a program, with one it must be ours.
      if (route.open && headers['origin'] === '') continue;
      // What comes from outside by an address of its own has no session that a page could misuse.
      if (route.id === 'hook.receive') continue;
      const body = route.multipart ? '--edge\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\nx\r\n--edge--\r\n' : {};
      const answer = await world.browser.send(route.method as 'POST', url, body, {
        ...headers,
        ...(route.multipart ? { 'content-type': 'multipart/form-data; boundary=edge' } : {}),
      });
      if (codeOf(answer) !== '403 auth.csrf') wrong.push(`${route.id} ${JSON.stringify(headers)}: ${codeOf(answer)}`);
    }
    expectNone(wrong);
    expect(changedTables(before, await fingerprint(world.sql))).toEqual([]);
  });
  test('a form of another page cannot even be read: only JSON, and files where files are taken', { timeout: 120_000 }, async () => {
    const wrong: string[] = [];
    for (const route of unsafe()) {
      const url = urlOf(route);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const answer = await world.browser.send(route.method as 'POST', url, '{"name":"x"}', { 'content-type': type, 'if-match': '"1"' });
        if (codeOf(answer) !== '415 request.media_type') wrong.push(`${route.id} ${type}: ${codeOf(answer)}`);
      }
    }
    expectNone(wrong);
  });
  test('reading changes nothing but the record of who looked, so that a link of somebody else cannot', { timeout: 120_000 }, async () => {
    const readAll = async (): Promise<void> => {
      for (const route of routes.filter((one) => one.method === 'GET')) await world.browser.send('GET', urlOf(route));
    };
    // The first look at the jobs gives each its row.
    await readAll();
    const before = await fingerprint(world.sql);
    await readAll();
    // What was printed and who looked is recorded (P.9); the session's last use stands in `auth`, which is not looked at here.
    expect(changedTables(before, await fingerprint(world.sql))).toEqual(['core.access_log']);
  });
});

test('every answer forbids to frame, to sniff, to run and to keep', { timeout: 60_000 }, async () => {
  const wrong: string[] = [];
  for (const route of routes) {
    const { headers } = await world.browser.send(route.method as 'GET', urlOf(route), route.method === 'GET' ? undefined : '{', {});
    const policy = String(headers['content-security-policy']);
    const kept = {
      nosniff: headers['x-content-type-options'] === 'nosniff',
      frames: headers['x-frame-options'] === 'DENY' && policy.includes("frame-ancestors 'none'"),
      nothing: policy.includes("default-src 'none'") && !/script-src|unsafe/.test(policy),
      referrer: headers['referrer-policy'] === 'same-origin',
      opener: headers['cross-origin-opener-policy'] === 'same-origin' && headers['cross-origin-resource-policy'] === 'same-origin',
      // The description of the interface holds nothing of a company.
      cache: headers['cache-control'] === 'no-store' || route.id === 'system.openapi',
      foreign: headers['access-control-allow-origin'] === undefined,
    };
    const missing = Object.entries(kept).filter(([, held]) => !held);
    if (missing.length > 0) wrong.push(`${route.id}: ${missing.map(([name]) => name).join()}`);
  }
  expectNone(wrong);
});

describe('sessions', () => {
  let server: TestServer;
  const secure = { 'x-forwarded-proto': 'https', origin: 'https://erp.test' };
  beforeAll(async () => {
    server = await testServer({ trustProxy: '127.0.0.1' });
  });
  afterAll(() => server.stop());
  const cookieLines = (answer: Answered): string[] => [answer.headers['set-cookie'] ?? []].flat();

  test('a token that somebody planted before is never the one of the session', async () => {
    const planted = 'A'.repeat(43);
    const victim = server.browser();
    victim.cookies.set('qt', planted);
    expect((await victim.signIn()).status).toBe(200);
    expect(victim.cookies.get('qt')).toMatch(/^[\w-]{43}$/);
    expect(victim.cookies.get('qt')).not.toBe(planted);
    const attacker = server.browser();
    attacker.cookies.set('qt', planted);
    expect(codeOf(await attacker.send('GET', '/api/me'))).toBe('401 auth.session_expired');
  });
  test('signing in over a session that is open does not take that session over', async () => {
    const first = server.browser();
    await first.signIn();
    const before = first.cookies.get('qt') ?? '';
    await first.signIn();
    expect(first.cookies.get('qt')).not.toBe(before);
  });
  test('the cookie is kept from scripts and other sites; behind TLS it is bound to the host', async () => {
    const plain = cookieLines(await server.browser().signIn());
    expect(plain.find((line) => line.startsWith('qt='))).toMatch(/Path=\/; HttpOnly; SameSite=Lax$/);
    const answer = await server.browser().send('POST', '/api/session', { login: 'admin', password: founderPassword }, secure);
    const session = cookieLines(answer).find((line) => line.startsWith('__Host-qt='));
    expect(session).toMatch(/Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    expect(cookieLines(answer).join()).not.toMatch(/Domain=/i);
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
  });
  test('a cookie that plain http could have set counts for nothing behind TLS', async () => {
    const browser = server.browser();
    await browser.signIn();
    expect(browser.cookies.get('qt')).toBeTruthy();
    expect(codeOf(await browser.send('GET', '/api/me', undefined, secure))).toBe('401 auth.required');
  });
  test('nobody but the proxy says that a request came by https, or from where', async () => {
    const answer = await server
      .browser('203.0.113.5')
      .send('POST', '/api/session', { login: 'admin', password: founderPassword }, { 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.1' });
    expect(cookieLines(answer).some((line) => line.startsWith('__Host-'))).toBe(false);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });
  test('the account is not told apart by what is answered: unknown login, wrong password', async () => {
    const ask = async (login: string): Promise<string> => {
      const { status, body } = await server.browser('203.0.113.6').signIn(login, 'wrong-wrong-wrong');
      const { trace: _trace, ...said } = body as { readonly trace: string };
      return JSON.stringify({ status, said });
    };
    expect(await ask('admin')).toBe(await ask('nobody-at-all@example.com'));
  });
});
