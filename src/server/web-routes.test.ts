import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterAll, expect, test } from 'vitest';
import { registerWeb, withNonce } from './web-routes.ts';

const folder = mkdtempSync(join(tmpdir(), 'qiantai-web-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(join(folder, 'assets'));
writeFileSync(join(folder, 'index.html'), '<html><head><meta name="csp-nonce" content="" /></head><body></body></html>');
writeFileSync(join(folder, 'assets', 'main-abc.js'), 'export {};');
writeFileSync(join(folder, 'assets', 'main-abc.js.br'), brotliCompressSync('export {};'));

test('P.17 each page carries a nonce of its own, and the policy allows styles with it and no foreign script', async () => {
  const app = Fastify();
  await registerWeb(app, folder);
  const [one, two] = await Promise.all([app.inject('/'), app.inject('/o/MAIN/sales/order')]);
  const nonces = [one, two].map((answer) => /<meta name="csp-nonce" content="([^"]+)">/.exec(answer.body)?.[1]);
  expect(nonces[0]).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  expect(nonces[1]).not.toBe(nonces[0]);
  expect(one.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[0]}'`);
  expect(one.headers['content-security-policy']).toContain("script-src 'self';");
  expect(one.headers['cache-control']).toBe('no-store');
  await app.close();
});
test('files by name are kept for a year and sent as they were compressed', async () => {
  const app = Fastify();
  await registerWeb(app, folder);
  const answer = await app.inject({ url: '/assets/main-abc.js', headers: { 'accept-encoding': 'br' } });
  expect(answer.headers['content-encoding']).toBe('br');
  expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(brotliDecompressSync(answer.rawPayload).toString()).toBe('export {};');
  await app.close();
});
test('without a built web application the address says so', async () => {
  const app = Fastify();
  await registerWeb(app, join(folder, 'nowhere'));
  expect((await app.inject('/')).body).toContain('not built');
  await app.close();
});
test('a page without the element gets it', () => expect(withNonce('<head></head>', 'n')).toBe('<head><meta name="csp-nonce" content="n"></head>'));
