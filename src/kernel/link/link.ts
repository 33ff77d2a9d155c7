import { createHash, randomBytes } from 'node:crypto';
import type { Call, Principal } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';
import { newId } from '../ids.ts';
import { Refused } from '../problem.ts';
import { inTransaction, type Tx } from '../store/session.ts';

/* What is common to links that lead people outside to one record (P.11). */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 128 random bits in base62; only their hash is stored. */
export function newLinkToken(): string {
  let number = BigInt(`0x${randomBytes(16).toString('hex')}`);
  let token = '';
  for (let place = 0; place < 22; place += 1) {
    token = (digits[Number(number % 62n)] ?? '0') + token;
    number /= 62n;
  }
  return token;
}
export const isLinkToken = (text: string): boolean => /^[0-9A-Za-z]{22}$/.test(text);
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface Link {
  readonly org_id: string;
  readonly id: string;
  readonly declaration: string;
  readonly record: string;
  readonly template: string | null;
  readonly actions: readonly string[];
  readonly uses: number | null;
  readonly used: number;
  readonly expires_at: string;
  readonly address: string | null;
  readonly code_needed: boolean;
  readonly locale: 'zh' | 'en';
  readonly created_by: string;
  readonly revoked_at: string | null;
  readonly last_key: string | null;
}
export async function linkRow(tx: Tx, org: string, id: string, lock = false): Promise<Link> {
  const [row] = await tx.query(`select * from core.public_link where org_id = $1 and id = $2${lock ? ' for update' : ''}`, [org, id]);
  if (!row) throw new Refused('not_found');
  return row as unknown as Link;
}
/** Only a token that once was right learns why it is not any more. */
export function refuseEnded(environment: Environment, link: Link): void {
  if (link.revoked_at !== null) throw new Refused('link.revoked');
  if (Date.parse(link.expires_at) <= environment.clock().getTime()) throw new Refused('link.expired');
}
/** Who opens it: seen with the rights its sender has now; nobody else stands behind the link. */
export async function callOf(environment: Environment, tx: Tx, link: Link, visitor: Visitor): Promise<Call> {
  const sender = await environment.person(tx, link.org_id, link.created_by);
  if (!sender) throw new Refused('link.revoked');
  const principal: Principal = { ...sender, kind: 'link', name: link.id };
  return { principal, via: 'link', request: visitor.request, locale: link.locale, ...(visitor.ip === undefined ? {} : { ip: visitor.ip }), dryRun: false, ack: new Set() };
}
export interface Visitor {
  readonly request: string;
  readonly ip: string | undefined;
  readonly agent: string | undefined;
  /** What a right code gave him. */
  readonly session: string | undefined;
}
/** Every step is written down; looking changes nothing of the link itself. */
export async function noteAccess(environment: Environment, tx: Tx, link: Link, what: string, { ip, agent }: Visitor): Promise<void> {
  await tx.query('insert into core.public_link_access (org_id, id, link, at, what, ip, agent) values ($1, $2, $3, $4, $5, $6, $7)', [
    link.org_id,
    newId(),
    link.id,
    environment.clock().toISOString(),
    what,
    ip ?? null,
    agent?.slice(0, 300) ?? null,
  ]);
}
export const writing = <T>(environment: Environment, org: string, work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(environment.pools.commands, org, work);
