import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Refused } from '../../src/kernel/problem.ts';
import { pin, type Lookup } from '../../src/kernel/webhook/address.ts';
import { send } from '../../src/kernel/webhook/send.ts';

/* A webhook makes the server send requests on its behalf: it must not reach what only the server can reach (P.11). */
let inner: Server;
let port: number;
const heard: string[] = [];
beforeAll(async () => {
  inner = createServer((request, response) => {
    heard.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers.host ?? ''}`);
    if (request.url === '/redirect') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    else if (request.url === '/endless') {
      response.writeHead(200);
      const more = (): void => void (response.destroyed || response.write('x'.repeat(65_536), () => setImmediate(more)));
      more();
    } else response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  port = (inner.address() as AddressInfo).port;
});
afterAll(async () => {
  inner.closeAllConnections();
  await new Promise((resolve) => inner.close(resolve));
});
afterEach(() => void (heard.length = 0));

const answers =
  (...addresses: readonly string[]): Lookup =>
  () =>
    Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
const outcome = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'accepted';
  } catch (error) {
    return error instanceof Refused ? error.code : String(error);
  }
};

describe('addresses that only the server can reach', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    loopback: ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::1', '::'],
    private: ['10.0.0.1', '172.16.0.1', '172.31.255.254', '192.168.0.1', '100.64.0.1', 'fc00::1', 'fd12:3456::1'],
    'link-local, and where clouds keep their secrets': ['169.254.0.1', '169.254.169.254', 'fe80::1', 'fe80::a9fe:a9fe', 'fd00:ec2::254'],
    'an IPv4 address inside an IPv6 one': [
      '::ffff:127.0.0.1',
      '::ffff:7f00:1',
      '::ffff:a9fe:a9fe',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b::a9fe:a9fe',
      '2002:7f00:1::',
      '2001:0:7f00:1::',
    ],
    'groups, documentation and reserved': ['224.0.0.1', '239.255.255.255', '255.255.255.255', '240.0.0.1', '192.0.2.1', '198.51.100.1', '203.0.113.1', 'ff02::1', '2001:db8::1'],
  };
  test.each(Object.keys(kinds))('%s: written in the address and behind a name', async (kind) => {
    for (const address of kinds[kind] ?? []) {
      const literal = address.includes(':') ? `[${address}]` : address;
      expect(await outcome(() => pin(`https://${literal}/hook`, null)), `https://${literal}/`).toBe('webhook.address_refused');
      expect(await outcome(() => pin('https://hook.example/', null, answers(address))), `a name for ${address}`).toBe('webhook.address_refused');
      expect(await outcome(() => pin('https://hook.example/', null, answers('93.184.215.14', address))), `a name for ${address} and a public one`).toBe('webhook.address_refused');
    }
  });
  test('however the address is spelt', async () => {
    for (const host of ['2130706433', '0x7f000001', '0177.0.0.1', '127.1', '0x7f.1', '127.0.0.1.', '①②⑦.0.0.1', '[0:0:0:0:0:ffff:127.0.0.1]', '[::FFFF:7F00:1]'])
      expect(await outcome(() => pin(`https://${host}/`, null, answers('127.0.0.1'))), host).toBe('webhook.address_refused');
    for (const url of ['file:///etc/passwd', 'gopher://127.0.0.1/', 'javascript:alert(1)', 'https://public.example@127.0.0.1/', 'https://', '//127.0.0.1/', 'https:///127.0.0.1'])
      expect(await outcome(() => pin(url, null, answers('127.0.0.1'))), url).toBe('webhook.address_refused');
  });
  test('a host on the company’s list may be private, but never link-local', async () => {
    expect(await outcome(() => pin('http://erp.internal/', 'erp.internal', answers('10.0.0.5')))).toBe('accepted');
    for (const address of ['169.254.169.254', 'fe80::1', '::ffff:169.254.169.254', 'fd00:ec2::254'])
      expect(await outcome(() => pin('http://erp.internal/', 'erp.internal', answers(address))), address).toBe('webhook.address_refused');
  });
});

describe('sending', () => {
  test('goes to the address that was judged: a name that turns to an inner address afterwards is not asked again', async () => {
    const changing = { asked: 0 };
    const lookup: Lookup = () => {
      changing.asked += 1;
      return Promise.resolve([{ address: changing.asked === 1 ? '93.184.215.14' : '127.0.0.1', family: 4 }]);
    };
    const judged = await pin('https://rebind.example/hook', null, lookup);
    expect([judged.address, changing.asked]).toEqual(['93.184.215.14', 1]);
    // The name does not exist: if it were looked up once more, nothing would arrive.
    const status = await send({ url: new URL(`http://rebind.invalid:${port}/hook`), address: '127.0.0.1', family: 4 }, {}, '{}');
    expect(status).toBe(204);
    expect(heard).toEqual([`POST /hook rebind.invalid:${port}`]);
  });
  test('follows no redirect', async () => {
    expect(await send({ url: new URL(`http://hook.example:${port}/redirect`), address: '127.0.0.1', family: 4 }, {}, '{}')).toBe(302);
    expect(heard).toEqual([`POST /redirect hook.example:${port}`]);
  });
  test('reads no more of an answer than a little', async () => {
    expect(await send({ url: new URL(`http://hook.example:${port}/endless`), address: '127.0.0.1', family: 4 }, {}, '{}')).toBe(200);
  });
});
