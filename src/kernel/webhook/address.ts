import { lookup as dnsLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { Refused } from '../problem.ts';

/*
 * Where the server may send to (P.11, P11-4): public addresses by https. A host on the list of the organisation's settings may be private and
 * plain; link-local addresses, where clouds keep their secrets, never.
 */
export interface Pinned {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
}
export type Lookup = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;
const systemLookup: Lookup = (host) => dnsLookup(host, { all: true });

const v4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Among them the forms that carry an IPv4 address inside: mapped, NAT64, 6to4, Teredo. */
const v6: readonly (readonly [string, number])[] = [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
];
/** Each family against its own list: to the other one an IPv4 address looks like a mapped one. */
function isWithin(address: string, four: readonly (readonly [string, number])[], six: readonly (readonly [string, number])[]): boolean {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const [net, prefix] of family === 'ipv6' ? six : four) list.addSubnet(net, prefix, family);
  return list.check(address, family);
}
export const isPrivate = (address: string): boolean => isWithin(address, v4, v6) || isLinkLocal(address);
/** Also written as an IPv6 address, and the one address clouds give out in that family. */
const isLinkLocal = (address: string): boolean =>
  isWithin(
    address,
    [['169.254.0.0', 16]],
    [
      ['fe80::', 10],
      ['::ffff:169.254.0.0', 112],
      ['64:ff9b::a9fe:0', 112],
      ['fd00:ec2::254', 128],
    ],
  );

/** `erp.internal, 192.168.1.5:8080` */
export function isAllowed(url: URL, allow: string | null | undefined): boolean {
  const hosts = (allow ?? '').split(/[\s,;，；、]+/).map((host) => host.toLowerCase());
  return [url.hostname, `${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`].some((host) => hosts.includes(host));
}
/** What the address itself says, before any name is resolved; an address in digits is judged at once. */
export function checkUrl(text: string, allow: string | null | undefined, path = '/url'): URL {
  const url = URL.parse(text);
  if (!url || url.username !== '' || url.password !== '') throw refusedAt(text, path);
  const allowed = isAllowed(url, allow);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowed)) throw refusedAt(url.host, path);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(literal) !== 0 && (isLinkLocal(literal) || (isPrivate(literal) && !allowed))) throw refusedAt(url.host, path);
  return url;
}
/** The name resolved once; what is sent goes to this very address, so that a name cannot change its mind in between. */
export async function pin(text: string, allow: string | null | undefined, lookup: Lookup = systemLookup): Promise<Pinned> {
  const url = checkUrl(text, allow);
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(literal) === 0 ? await lookup(url.hostname) : [{ address: literal, family: isIP(literal) }];
  const allowed = isAllowed(url, allow);
  if (found.some(({ address }) => isLinkLocal(address) || (isPrivate(address) && !allowed))) throw refusedAt(url.host);
  const [first] = found;
  if (!first) throw refusedAt(url.host);
  return { url, address: first.address, family: first.family === 6 ? 6 : 4 };
}
const refusedAt = (host: string, path = '/url'): Refused => new Refused('webhook.address_refused', { host }, path);
