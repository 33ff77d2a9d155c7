import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import type { AuthDatabase } from './database.ts';
import { newToken, sha256 } from './secret.ts';

/** Who can sign in: one account a person, whatever the number of companies he works in (P.1). */
export interface Account {
  readonly id: string;
  readonly login: string;
  readonly password: string | null;
  readonly must_change_password: boolean;
  readonly first_sign_in_at: string | null;
}
export interface Membership {
  readonly org: string;
  readonly code: string;
  readonly user: string;
}
const day = 86_400_000;

/** E-mail and mobile number as they are compared: folded, lower case, the country code of a Chinese number dropped. */
export function normalLogin(login: string): string {
  const folded = login.normalize('NFKC').trim().toLowerCase();
  const digits = folded.replace(/[\s-]/g, '').replace(/^(\+86|0086)/, '');
  return /^1[3-9]\d{9}$/.test(digits) ? digits : folded;
}
export async function accountByLogin(database: AuthDatabase, login: string): Promise<Account | undefined> {
  const [row] = await database.query<Account>('select id, login, password, must_change_password, first_sign_in_at from auth.account where login = $1', [normalLogin(login)]);
  return row;
}
export async function accountById(database: AuthDatabase, id: string): Promise<Account | undefined> {
  const [row] = await database.query<Account>('select id, login, password, must_change_password, first_sign_in_at from auth.account where id = $1', [id]);
  return row;
}
/** The account of that login, made without a password when there is none. */
export async function ensureAccount(database: AuthDatabase, login: string, now: number): Promise<{ readonly id: string; readonly made: boolean }> {
  const id = newId(now);
  const [made] = await database.query<{ id: string }>('insert into auth.account (id, login, created_at) values ($1, $2, $3) on conflict (login) do nothing returning id', [
    id,
    normalLogin(login),
    new Date(now).toISOString(),
  ]);
  if (made) return { id, made: true };
  return { id: (await accountByLogin(database, login))?.id ?? id, made: false };
}
export async function setPassword(database: AuthDatabase, account: string, hash: string, mustChange: boolean): Promise<void> {
  await database.query('update auth.account set password = $2, must_change_password = $3 where id = $1', [account, hash, mustChange]);
}
export async function signedIn(database: AuthDatabase, account: string, now: number): Promise<void> {
  await database.query('update auth.account set last_sign_in_at = $2, first_sign_in_at = coalesce(first_sign_in_at, $2) where id = $1', [account, new Date(now).toISOString()]);
}
export async function membershipsOf(database: AuthDatabase, account: string): Promise<readonly Membership[]> {
  return database.query<Membership>('select org_id as org, org_code as code, user_id as "user" from auth.member where account = $1 order by org_code', [account]);
}
export async function addMember(database: AuthDatabase, account: string, member: Membership): Promise<void> {
  await database.query('insert into auth.member (account, org_id, org_code, user_id) values ($1, $2, $3, $4)', [account, member.org, member.code, member.user]);
}

/** A device keeps its own counter of failures for 90 days after a sign-in. */
export async function isKnownDevice(database: AuthDatabase, account: string | undefined, device: string, now: number): Promise<boolean> {
  if (account === undefined) return false;
  const rows = await database.query('select 1 from auth.device where token_hash = $1 and account = $2 and last_sign_in_at > $3', [
    device,
    account,
    new Date(now - 90 * day).toISOString(),
  ]);
  return rows.length > 0;
}
export async function rememberDevice(database: AuthDatabase, account: string, device: string, now: number): Promise<void> {
  await database.query(
    'insert into auth.device (token_hash, account, last_sign_in_at) values ($1, $2, $3) on conflict (token_hash, account) do update set last_sign_in_at = excluded.last_sign_in_at',
    [device, account, new Date(now).toISOString()],
  );
}

export type LinkPurpose = 'invitation' | 'reset';
const lasts: Readonly<Record<LinkPurpose, number>> = { invitation: 3 * day, reset: 30 * 60_000 };
/** A single-use link; a later one replaces an earlier one. Answers the token. */
export async function makeLink(database: AuthDatabase, account: string, org: string, purpose: LinkPurpose, now: number): Promise<string> {
  const token = newToken();
  await database.query('delete from auth.link where account = $1 and used_at is null', [account]);
  await database.query('insert into auth.link (token_hash, account, org_id, purpose, expires_at) values ($1, $2, $3, $4, $5)', [
    sha256(token),
    account,
    org,
    purpose,
    new Date(now + lasts[purpose]).toISOString(),
  ]);
  return token;
}
export interface Link {
  readonly account: string;
  readonly org: string;
  readonly purpose: LinkPurpose;
}
/** Marks a link as used; unknown is `not_found`, late or used before is 410 (P.11). */
export async function useLink(database: AuthDatabase, token: string, now: number): Promise<Link> {
  const at = new Date(now).toISOString();
  const [used] = await database.query<Link>(
    'update auth.link set used_at = $2 where token_hash = $1 and used_at is null and expires_at > $2 returning account, org_id as org, purpose',
    [sha256(token), at],
  );
  if (used) return used;
  const [known] = await database.query<{ used_at: string | null }>('select used_at from auth.link where token_hash = $1', [sha256(token)]);
  if (!known) throw new Refused('not_found');
  throw new Refused(known.used_at === null ? 'link.expired' : 'link.used');
}
/** Who a link is for, without using it: the password is judged first, so that a refused one does not cost the link. */
export async function linkOf(database: AuthDatabase, token: string): Promise<Link | undefined> {
  const [row] = await database.query<Link>('select account, org_id as org, purpose from auth.link where token_hash = $1', [sha256(token)]);
  return row;
}
