import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Refused } from '../kernel/problem.ts';
import type { Principal } from '../kernel/command/call.ts';
import { once } from './endpoint-routes.ts';
import { fingerprint, idempotencyKey } from './fingerprint.ts';
import { localeOf, parseJson, refuseUnknown, versionOf } from './request-values.ts';

const body = Buffer.from('{"customer":"C000001"}');
const refusal = (work: () => unknown): Refused | undefined => {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Refused ? error : undefined;
  }
};

test('P2-4 the fingerprint of a request', () => {
  expect(createHash('sha256').update(body).digest('hex')).toBe('60433e890f4b918a56b0b766ea57339620a57fab10cb19f11ceff372d5a930e8');
  expect(fingerprint('POST', '/api/sales/order', new URLSearchParams(), body)).toBe('15bfb3f4cb5e0addb7ad422e80e0ef4893e49965e8eb5a2e7fe08c7fdec2f962');
});
test('P2-4 another body, path, method or query is another request; the order of names is not', () => {
  const one = fingerprint('POST', '/a', new URLSearchParams('b=1&a=2'), body);
  expect(fingerprint('POST', '/a', new URLSearchParams('a=2&b=1'), body)).toBe(one);
  for (const other of [
    fingerprint('PATCH', '/a', new URLSearchParams('b=1&a=2'), body),
    fingerprint('POST', '/b', new URLSearchParams('b=1&a=2'), body),
    fingerprint('POST', '/a', new URLSearchParams('b=1&a=3'), body),
    fingerprint('POST', '/a', new URLSearchParams('b=1&a=2'), Buffer.from('{}')),
  ])
    expect(other).not.toBe(one);
});
test('P.2.4 a key is 1–255 of letters, digits and _ . : -', () => {
  expect(idempotencyKey(undefined)).toBeUndefined();
  expect(idempotencyKey('import:1:2')).toBe('import:1:2');
  for (const key of ['', 'a b', 'ä', 'x'.repeat(256)]) expect(refusal(() => idempotencyKey(key))?.code).toBe('idempotency.key_invalid');
});
test('P.2.3 the version comes from If-Match or the body; * and other tags are refused', () => {
  expect(versionOf('"7"', {})).toBe(7);
  expect(versionOf(undefined, { version: 7 })).toBe(7);
  expect(versionOf(undefined, {})).toBeUndefined();
  for (const tag of ['*', '7', 'W/"7"', '"x"']) expect(refusal(() => versionOf(tag, {}))?.code).toBe('request.version_required');
  expect(refusal(() => versionOf(undefined, { version: '7' }))?.code).toBe('field.type');
});
test('P.2.1 an unknown member is refused with the nearest known one', () => {
  expect(refusal(() => refuseUnknown(['vesion'], ['version', 'input']))?.params).toEqual({ name: 'vesion', nearest: 'version' });
  expect(refusal(() => refuseUnknown(['input'], ['version', 'input']))).toBeUndefined();
});
test('P.2.10 JSON: twenty levels, valid UTF-8, no __proto__', () => {
  expect(parseJson(Buffer.from(''))).toBeUndefined();
  expect(parseJson(Buffer.from(`${'['.repeat(20)}${']'.repeat(20)}`))).toBeDefined();
  for (const text of [`${'['.repeat(21)}1${']'.repeat(21)}`, '{', '{"__proto__":{}}']) expect(refusal(() => parseJson(Buffer.from(text)))?.code).toBe('request.malformed');
  expect(refusal(() => parseJson(Buffer.from([0x22, 0xff, 0x22])))?.code).toBe('request.malformed');
});
test('P.19 the language: the person’s own, else what the browser likes better, else Chinese', () => {
  expect(localeOf(null, undefined)).toBe('zh');
  expect(localeOf(null, 'en-GB,en;q=0.9,zh;q=0.5')).toBe('en');
  expect(localeOf(null, 'de,zh-CN;q=0.8,en;q=0.2')).toBe('zh');
  expect(localeOf('zh-CN', 'en')).toBe('zh');
  expect(localeOf('en', 'zh')).toBe('en');
});

test('P2-4 while the first one runs the second is told to come again; afterwards the key is free', async () => {
  const inFlight = new Set<string>();
  const call = { principal: { user: 'u', org: { id: 'o' } } as Principal, idempotency: { key: 'k1', fingerprint: 'f' }, dryRun: false };
  const { promise, resolve } = Promise.withResolvers<{ readonly status: number; readonly body: unknown }>();
  const first = once(inFlight, call, () => promise);
  await expect(once(inFlight, call, () => promise)).rejects.toMatchObject({ code: 'idempotency.in_flight' });
  const other = { ...call, idempotency: { key: 'k2', fingerprint: 'f' } };
  await expect(once(inFlight, other, () => Promise.resolve({ status: 201, body: null }))).resolves.toMatchObject({ status: 201 });
  resolve({ status: 201, body: null });
  await first;
  await expect(once(inFlight, call, () => Promise.reject(new Refused('not_found')))).rejects.toMatchObject({ code: 'not_found' });
  expect(inFlight.size).toBe(0);
});
