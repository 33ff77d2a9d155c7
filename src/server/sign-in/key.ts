import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Grant, Principal } from '../../kernel/command/call.ts';
import { Refused } from '../../kernel/problem.ts';
import { inTransaction } from '../../kernel/store/session.ts';
import { memberOf } from './principal.ts';
import { sha256 } from './secret.ts';
import type { Identity, SignIn } from './sign-in.ts';

/*
 * API keys (P.1): `qt_<8 id>_<32 base62>`, shown once, stored as SHA-256, sent as `Authorization: Bearer`. A key narrows what its user
 * may, never widens it.
 */
export type AllowedActions = Readonly<Record<string, readonly string[]>>;
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A key that nobody has seen yet: its text, its public part and what is stored. */
export function newKey(): { readonly text: string; readonly id: string; readonly hash: string } {
  const id = base62(8);
  const text = `qt_${id}_${base62(32)}`;
  return { text, id, hash: sha256(text) };
}
function base62(length: number): string {
  let made = '';
  while (made.length < length) for (const byte of randomBytes(length)) if (byte < letters.length * 4 && made.length < length) made += letters[byte % letters.length];
  return made;
}
interface StoredKey {
  readonly id: string;
  readonly hash: string;
  readonly record: string;
  readonly org_id: string;
  readonly user_id: string;
  readonly account: string;
  readonly login: string;
}
const keyQuery = `select k.id, k.hash, k.record, k.org_id, k.user_id, m.account, a.login
from auth.api_key k join auth.member m on m.org_id = k.org_id and m.user_id = k.user_id join auth.account a on a.id = m.account
where k.id = $1`;

/** Who a key stands for; wrong, ended, expired or its user disabled is all `auth.key_invalid`. */
export async function identifyKey(deps: SignIn, authorization: string, orgCode: string | undefined, address: string): Promise<Identity> {
  const [, text = '', id = ''] = /^Bearer (qt_([0-9A-Za-z]{8})_[0-9A-Za-z]{32})$/.exec(authorization) ?? [];
  const [key] = id === '' ? [] : await deps.database.query<StoredKey>(keyQuery, [id]);
  if (!key || !timingSafeEqual(Buffer.from(sha256(text)), Buffer.from(key.hash))) throw new Refused('auth.key_invalid');
  const now = deps.clock();
  const { member, record } = await inTransaction(
    deps.pool,
    key.org_id,
    async (tx) => {
      const [found, [row]] = await Promise.all([
        memberOf(tx, deps.registry, deps.grantsOf, key.org_id, key.user_id, now),
        tx.query('select state, expires_at, allowed, ip_list from core.api_key where org_id = $1 and id = $2', [key.org_id, key.record]),
      ]);
      return { member: found, record: row };
    },
    { readOnly: true },
  );
  if (!member || record?.['state'] !== 'active' || Date.parse(String(record['expires_at'])) <= now.getTime()) throw new Refused('auth.key_invalid');
  const addresses = addressesOf(record['ip_list']);
  if (addresses.length > 0 && !addresses.includes(address)) throw new Refused('auth.ip_not_allowed');
  // A key belongs to one organisation; another one's code is not found, whether it exists or not.
  if (orgCode !== undefined && orgCode !== member.principal.org.code) throw new Refused('not_found');
  await deps.database.query(`update auth.api_key set last_used_at = $2 where id = $1 and (last_used_at is null or last_used_at < $2::timestamptz - interval '1 minute')`, [
    id,
    now.toISOString(),
  ]);
  const allowed = record['allowed'] as AllowedActions | null;
  return {
    session: {
      id: `key:${id}`,
      tokenHash: '',
      account: `key:${id}`,
      login: key.login,
      org: key.org_id,
      user: key.user_id,
      createdAt: 0,
      lastSeenAt: 0,
      stepUpAt: 0,
      mustChangePassword: false,
      firstSignInAt: now.getTime(),
      hasFactor: false,
    },
    member: { ...member, principal: narrowed(member.principal, allowed) },
    must: [],
    graceOver: false,
    key: { allowed },
  };
}
const addressesOf = (list: unknown): readonly string[] =>
  (typeof list === 'string' ? list : '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');

/** The user's grants, each cut down to what the key's list names. */
function narrowed(principal: Principal, allowed: AllowedActions | null): Principal {
  const own: Principal = { ...principal, kind: 'key' };
  if (!allowed) return own;
  const grants = principal.grants.flatMap((grant): Grant[] => {
    const named = new Set(allowed[grant.record]);
    const actions = grant.actions.has('*') ? named : new Set([...grant.actions].filter((action) => named.has(action)));
    return actions.size === 0 ? [] : [{ ...grant, actions }];
  });
  return { ...own, grants };
}
/** Outside its list is told apart from what its user may not: `auth.key_scope`. */
export function refuseOutsideKey(identity: Identity, permission: string | undefined): void {
  const allowed = identity.key?.allowed;
  if (!allowed || permission === undefined) return;
  const dot = permission.lastIndexOf('.');
  const [declaration, action] = [permission.slice(0, dot), permission.slice(dot + 1)];
  if (!allowed[declaration]?.includes(action)) throw new Refused('auth.key_scope');
}
