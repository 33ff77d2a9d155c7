import { describe, expect, test } from 'vitest';
import { Refused } from '../problem.ts';
import { checkUrl, isPrivate, type Lookup, pin } from './address.ts';
import { signature } from './signature.ts';
import { wants } from './wanted.ts';

const body = '{"id":"01J0","type":"sales.order.confirmed"}';
test('P11-1 the signature, and both of them while the secret is being changed', () => {
  const fresh = '65f0ba7fd37ba91b35d9c0c9765028cd3d7491aad507dacbd458dc0655be4852';
  expect(signature(['s3cret'], 1795399200, body)).toBe(fresh);
  expect(signature(['s3cret', 'old-secret'], 1795399200, body)).toBe(`${fresh},b20161860d48e63c1dd7f796e1ca1196438b7db9b29578daa772db469542a805`);
});

const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};
describe('P11-4 addresses', () => {
  test.each([
    'http://example.com/hook',
    'https://10.0.0.5/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://169.254.169.254/latest',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://[::ffff:10.0.0.5]/',
    'https://user:pw@example.com/',
    'ftp://example.com/',
    'nothing',
  ])('%s is refused', async (url) => {
    expect(await codeOf(() => checkUrl(url, null))).toBe('webhook.address_refused');
  });
  test('a public https address is taken; a private host only where it is allowed, with its port', async () => {
    expect(checkUrl('https://example.com:8443/hook', null).host).toBe('example.com:8443');
    expect(checkUrl('http://127.0.0.1:8080/hook', 'erp.internal, 127.0.0.1:8080').port).toBe('8080');
    expect(await codeOf(() => checkUrl('http://127.0.0.1:8081/hook', 'erp.internal, 127.0.0.1:8080'))).toBe('webhook.address_refused');
    expect(await codeOf(() => checkUrl('https://169.254.169.254/', '169.254.169.254'))).toBe('webhook.address_refused');
  });
  const answers =
    (...addresses: readonly string[]): Lookup =>
    () =>
      Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  test('a name is judged by every address it stands for, and pinned to the first', async () => {
    expect(await pin('https://hook.example/', null, answers('93.184.215.14', '2606:2800:21f:cb07::1'))).toMatchObject({ address: '93.184.215.14', family: 4 });
    for (const inside of ['169.254.169.254', '10.0.0.5', '192.168.1.1', '::1', 'fd00::1', 'fe80::1', '::ffff:127.0.0.1', '64:ff9b::a00:5'])
      expect(await codeOf(() => pin('https://hook.example/', null, answers('93.184.215.14', inside))), inside).toBe('webhook.address_refused');
    expect(await codeOf(() => pin('https://hook.example/', null, answers()))).toBe('webhook.address_refused');
    expect(await pin('http://erp.internal/', 'erp.internal', answers('10.0.0.5'))).toMatchObject({ address: '10.0.0.5' });
    expect(await codeOf(() => pin('http://erp.internal/', 'erp.internal', answers('169.254.169.254')))).toBe('webhook.address_refused');
  });
  test('public and private ranges are told apart at their edges', () => {
    for (const address of ['172.16.0.1', '172.31.255.255', '100.64.0.1', '224.0.0.1', '255.255.255.255', '0.0.0.0', '198.19.0.1']) expect(isPrivate(address), address).toBe(true);
    for (const address of ['172.15.0.1', '172.32.0.1', '100.128.0.1', '8.8.8.8', '2606:4700::1111', '198.20.0.1']) expect(isPrivate(address), address).toBe(false);
  });
});
test('P.11 events by name, by declaration and all', () => {
  expect(wants('sales.order.confirmed', 'sales.order.confirmed')).toBe(true);
  expect(wants('sales.order.*', 'sales.order.confirmed')).toBe(true);
  expect(wants('sales.order.*', 'sales.order_extra.confirmed')).toBe(false);
  expect(wants('finance.voucher.posted，sales.*', 'sales.delivery.posted')).toBe(true);
  expect(wants('*', 'anything.at.all')).toBe(true);
  expect(wants('', 'sales.order.confirmed')).toBe(false);
});
