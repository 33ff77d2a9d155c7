import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Browser, testServer, type TestServer } from '../../test/support/server.ts';

let server: TestServer;
let admin: Browser;
beforeAll(async () => {
  server = await testServer();
  admin = server.browser();
  await admin.signIn();
});
afterAll(() => server.stop());

describe('first sale: step 1', () => {
  test('health answers 200 without sign-in, ready too', async () => {
    const stranger = server.browser();
    const answer = await stranger.send('GET', '/api/health');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: 'ok', database: 'ok', migrations: 'current', version: '0.1.0' });
    expect((await stranger.send('GET', '/api/health?ready=1')).status).toBe(200);
  });
  test('the founder signs in and is reminded of the second factor', async () => {
    const founder = server.browser();
    const answer = await founder.signIn();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ user: { name: '管理员' }, organisation: { code: 'MAIN', name: '我的公司' }, must: ['enrol_factor'] });
    expect(founder.cookies.get('qt')).toMatch(/^[\w-]{43}$/);
    const me = await founder.send('GET', '/api/me');
    expect(me.body).toMatchObject({ user: { login: 'admin' }, roles: ['administrator', 'general_manager'], organisations: ['MAIN'], second_factor: false });
  });
});
test('first sale: step 2 the company gets its name', async () => {
  const list = await admin.send('GET', '/api/core/organisation');
  const [own] = (list.body as { data: { id: string; version: number }[] }).data;
  const values = { name: '上海启泰贸易有限公司', uscc: '91310115MA1QT00196', address: '上海市浦东新区张杨路500号', phone: '021-58880000' };
  const changed = await admin.send('PATCH', `/api/core/organisation/${own?.id}`, values, { 'if-match': `"${own?.version}"` });
  expect(changed.body).toMatchObject(values);
  expect(changed.status).toBe(200);
  expect(changed.headers.etag).toBe('"2"');
});
test('index §7 the first start fills units, currency, regions, calendar and head office', async () => {
  const units = await admin.send('GET', '/api/core/unit?limit=200&count=exact');
  expect(units.body).toMatchObject({ count: { value: 27 } });
  expect((await admin.send('GET', '/api/core/unit/by/CTN')).body).toMatchObject({ name: '箱', decimals: 0 });
  expect((await admin.send('GET', '/api/core/currency/by/CNY')).body).toMatchObject({ decimals: 2 });
  expect((await admin.send('GET', '/api/core/region/by/330106')).body).toMatchObject({ full_name: '浙江省杭州市西湖区', parent: { code: '330100' } });
  expect((await admin.send('GET', '/api/core/department/by/HQ')).body).toMatchObject({ name: '总部', head: { label: '管理员' } });
  expect((await admin.send('GET', '/api/core/holiday?f.date=2026-10-01')).body).toMatchObject({ data: [{ kind: 'statutory' }] });
});

describe('P.2.9 refusals', () => {
  test('before sign-in every address answers the same, known or not', async () => {
    const stranger = server.browser();
    for (const url of ['/api/core/unit', '/api/core/nothing']) {
      const answer = await stranger.send('GET', url);
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: 'auth.required', status: 401, title: '需要登录' });
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
  });
  test('an unknown address is 404, a wrong method 405 with Allow', async () => {
    expect((await admin.send('GET', '/api/core/nothing')).body).toMatchObject({ code: 'route.not_found', status: 404 });
    const wrong = await admin.send('DELETE', '/api/core/unit');
    expect(wrong.body).toMatchObject({ code: 'route.method', status: 405 });
    expect(String(wrong.headers.allow).split(', ').sort()).toEqual(['GET', 'HEAD', 'POST']);
  });
  test('a foreign origin, and none, are refused on writes', async () => {
    expect((await admin.send('POST', '/api/core/unit', { code: 'X' }, { origin: 'https://evil.test' })).body).toMatchObject({ code: 'auth.csrf', status: 403 });
    expect((await admin.send('POST', '/api/core/unit', { code: 'X' }, { origin: '' })).body).toMatchObject({ code: 'auth.csrf' });
  });
  test('size, type and JSON come before everything', async () => {
    const stranger = server.browser();
    expect((await stranger.send('POST', '/api/core/unit', `{"name":"${'x'.repeat(1024 * 1024)}"}`)).body).toMatchObject({ code: 'request.too_large', status: 413 });
    expect((await stranger.send('POST', '/api/core/unit', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' })).body).toMatchObject({
      code: 'request.media_type',
      status: 415,
    });
    expect((await stranger.send('POST', '/api/core/unit', '{')).body).toMatchObject({ code: 'request.malformed', status: 400 });
  });
  test('an unknown parameter of a write is refused with the nearest', async () => {
    expect((await admin.send('POST', '/api/core/unit?dryrun=1', { code: 'X' })).body).toMatchObject({
      code: 'request.unknown_parameter',
      params: { name: 'dryrun', nearest: 'dry_run' },
    });
  });
  test('several field errors come together, each with its path', async () => {
    const answer = await admin.send('POST', '/api/core/unit', { code: 5, decimals: 'many' });
    expect(answer.status).toBe(422);
    expect((answer.body as { errors: { path: string }[] }).errors.map((error) => error.path).sort()).toEqual(expect.arrayContaining(['/code', '/decimals']));
  });
  test('P19-1 the same refusal in English: other words, the same parameters', async () => {
    const zh = await admin.send('GET', '/api/core/unit?limit=500');
    const en = await admin.send('GET', '/api/core/unit?limit=500', undefined, { 'accept-language': 'en' });
    expect(zh.body).toMatchObject({ code: 'request.limit', title: '每页最多 200 条' });
    expect(en.body).toMatchObject({ code: 'request.limit', title: 'At most 200 rows a page' });
  });
});

describe('P.2.3 and P.2.4', () => {
  test('P2-5 a write needs a version; a stale one is 409; a read is conditional', async () => {
    const made = await admin.send('POST', '/api/core/unit', { code: 'TRAY', name: '托' });
    expect(made.status).toBe(201);
    expect(made.headers.location).toBe(`/api/core/unit/${(made.body as { id: string }).id}`);
    const url = String(made.headers.location);
    expect((await admin.send('PATCH', url, { name: '托盘' })).body).toMatchObject({ code: 'request.version_required', status: 428 });
    expect((await admin.send('PATCH', url, { name: '托盘' }, { 'if-match': '*' })).body).toMatchObject({ code: 'request.version_required' });
    expect((await admin.send('PATCH', url, { name: '托盘', version: 1 })).status).toBe(200);
    expect((await admin.send('PATCH', url, { name: '盘' }, { 'if-match': '"1"' })).body).toMatchObject({
      code: 'conflict.stale',
      status: 409,
      params: { your_version: 1, version: 2 },
    });
    expect((await admin.send('GET', url, undefined, { 'if-none-match': '"2"' })).status).toBe(304);
    expect((await admin.send('GET', url, undefined, { 'if-none-match': '"1"' })).status).toBe(200);
    expect((await admin.send('DELETE', url, undefined, { 'if-match': '"2"' })).status).toBe(204);
    expect((await admin.send('GET', url)).body).toMatchObject({ code: 'not_found', status: 404 });
  });
  test('P2-4 the same key and request is done once and replayed; another body is refused', async () => {
    const body = { code: 'BARREL', name: '桶' };
    const key = { 'idempotency-key': 'k1' };
    const first = await admin.send('POST', '/api/core/unit', body, key);
    const again = await admin.send('POST', '/api/core/unit', body, key);
    expect(again.status).toBe(201);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(again.body).toMatchObject({ id: (first.body as { id: string }).id });
    expect((await admin.send('POST', '/api/core/unit', { ...body, name: '木桶' }, key)).body).toMatchObject({ code: 'idempotency.key_reused', status: 422 });
    expect((await admin.send('POST', '/api/core/unit', body, { 'idempotency-key': 'a b' })).body).toMatchObject({ code: 'idempotency.key_invalid', status: 400 });
  });
  test('P2-4 two at once: one is made, the other told to come again or answered with the same', async () => {
    const send = (): ReturnType<Browser['send']> => admin.send('POST', '/api/core/unit', { code: 'REEL', name: '盘' }, { 'idempotency-key': 'k2' });
    const answers = await Promise.all([send(), send()]);
    const made = answers.filter((answer) => answer.status === 201);
    expect(made.filter((answer) => answer.headers['idempotency-replayed'] === undefined).length).toBe(1);
    expect(new Set(made.map((answer) => (answer.body as { id: string }).id)).size).toBe(1);
    for (const other of answers.filter((answer) => answer.status !== 201)) expect(other.body).toMatchObject({ code: 'idempotency.in_flight', status: 409 });
  });
  test('P.2.6 a dry run answers as the real call would and leaves nothing', async () => {
    const answer = await admin.send('POST', '/api/core/unit?dry_run=1', { code: 'GHOST', name: '影' });
    expect(answer.body).toMatchObject({ dry_run: true });
    expect((await admin.send('GET', '/api/core/unit/by/GHOST')).status).toBe(404);
  });
});

describe('P.10 files', () => {
  const upload = (rows: string, query = ''): ReturnType<Browser['send']> => {
    const body = [
      '--b',
      'Content-Disposition: form-data; name="mode"',
      '',
      'upsert',
      '--b',
      'Content-Disposition: form-data; name="file"; filename="units.csv"',
      'Content-Type: text/csv',
      '',
      rows,
      '--b--',
      '',
    ].join('\r\n');
    return admin.send('POST', `/api/core/unit/import${query}`, body, { 'content-type': 'multipart/form-data; boundary=b' });
  };
  test('an import makes and changes rows, a wrong one saves nothing, a dry run neither', async () => {
    expect((await upload('代码,名称\nCRATE,板条箱\n', '?dry_run=1')).body).toMatchObject({ counts: { created: 1 } });
    expect((await admin.send('GET', '/api/core/unit/by/CRATE')).status).toBe(404);
    const made = await upload('代码,名称\nCRATE,板条箱\nPCS,个\n');
    expect(made.status, made.text).toBe(200);
    expect(made.body).toMatchObject({ counts: { created: 1, failed: 0 } });
    const wrong = await upload('代码,名称,小数位\nSACK,麻袋,0\nDRUM,鼓,many\n');
    expect(wrong.status).toBe(422);
    expect((await admin.send('GET', '/api/core/unit/by/SACK')).status).toBe(404);
  });
  test('an import that is no file is refused by its type', async () => {
    expect((await admin.send('POST', '/api/core/unit/import', {})).body).toMatchObject({ code: 'request.media_type', status: 415 });
    const empty = ['--b', 'Content-Disposition: form-data; name="mode"', '', 'upsert', '--b--', ''].join('\r\n');
    expect((await admin.send('POST', '/api/core/unit/import', empty, { 'content-type': 'multipart/form-data; boundary=b' })).body).toMatchObject({
      code: 'field.required',
      path: '/file',
    });
  });
  test('an export is a file with a name', async () => {
    const answer = await admin.send('POST', '/api/core/unit/export', { format: 'csv', filter: { field: 'code', op: 'eq', value: 'CTN' } });
    expect(answer.status, answer.text).toBe(200);
    expect(answer.headers['content-type']).toContain('text/csv');
    expect(String(answer.headers['content-disposition'])).toMatch(/^attachment; filename\*=UTF-8''/);
    expect(answer.text).toContain('CTN');
  });
});

test('P.17 headers: nothing may frame, sniff or cache; HSTS only on https', async () => {
  const { headers } = await admin.send('GET', '/api/me');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cross-origin-opener-policy': 'same-origin', 'cache-control': 'no-store' });
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['strict-transport-security']).toBeUndefined();
});
test('P.2.10 the limits stand on every answer', async () => {
  const { headers } = await admin.send('GET', '/api/me');
  expect(headers['ratelimit-policy']).toBe('"user";q=600;w=60');
  expect(headers.ratelimit).toMatch(/^"user";r=\d+;t=\d+$/);
});
test('P.17 metrics are for the machine itself or who has the token', async () => {
  expect((await server.browser().send('GET', '/api/metrics')).text).toContain('qiantai_http_requests_total');
  expect((await server.browser('203.0.113.9').send('GET', '/api/metrics')).status).toBe(404);
});
test('P.2.12 every address of the interface stands in its description', async () => {
  const document = (await server.browser().send('GET', '/api/openapi.json')).body as { paths: Record<string, object> };
  const routes = server.app.printRoutes({ commonPrefix: false });
  expect(Object.keys(document.paths).length).toBeGreaterThan(50);
  for (const [path, methods] of Object.entries(document.paths))
    for (const method of Object.keys(methods))
      expect(server.app.hasRoute({ method: method.toUpperCase() as 'GET', url: path.replace(/\{(\w+)\}/g, ':$1') }), `${method} ${path}\n${routes.length}`).toBe(true);
});
