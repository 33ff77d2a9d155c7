import { newId } from '../../kernel/ids.ts';
import { Refused } from '../../kernel/problem.ts';
import type { AuthDatabase } from './database.ts';
import { newToken, sha256 } from './secret.ts';

/*
 * Sessions (P.1): the token is 256 random bits in a cookie, the database knows its hash only. Looked up on every request, so that
 * ending one works at once on every server process.
 */
const hour = 3_600_000;
const most = 10;
/** Within this time after giving password or code a person counts as present (step-up). */
const presence = 10 * 60_000;

/** A session together with what decides how far it reaches: the account, its second factor, its membership. */
export interface Session {
  readonly id: string;
  readonly tokenHash: string;
  readonly account: string;
  readonly login: string;
  readonly org: string;
  readonly user: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly stepUpAt: number;
  readonly mustChangePassword: boolean;
  readonly firstSignInAt: number;
  readonly hasFactor: boolean;
}
export interface Client {
  readonly ip: string;
  readonly userAgent: string;
  /** Hash of the device's token. */
  readonly device: string;
}

/** A new session; beyond ten of one account the oldest ends. Answers the token, which nobody sees again. */
export async function openSession(database: AuthDatabase, account: string, org: string, client: Client, now: number): Promise<string> {
  const token = newToken();
  const at = new Date(now).toISOString();
  await database.query(
    'insert into auth.session (token_hash, id, account, org_id, created_at, last_seen_at, step_up_at, device, ip, user_agent) values ($1, $2, $3, $4, $5, $5, $5, $6, $7, $8)',
    [sha256(token), newId(now), account, org, at, client.device, client.ip, client.userAgent.slice(0, 300)],
  );
  await database.query(
    `delete from auth.session where account = $1 and token_hash in (select token_hash from auth.session where account = $1 order by created_at desc, id desc offset ${most})`,
    [account],
  );
  return token;
}

const sessionQuery = `
select s.id, s.token_hash, s.account, s.created_at, s.last_seen_at, s.step_up_at, a.login, a.must_change_password,
  coalesce(a.first_sign_in_at, s.created_at) as first_sign_in_at, f.secret is not null as has_factor, m.org_id, m.user_id
from auth.session s join auth.account a on a.id = s.account
  left join auth.factor f on f.account = s.account
  left join auth.member m on m.account = s.account and case when $2::text is null then m.org_id = s.org_id else m.org_code = $2 end
where s.token_hash = $1`;
interface StoredSession {
  readonly id: string;
  readonly token_hash: string;
  readonly account: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly step_up_at: string;
  readonly login: string;
  readonly must_change_password: boolean;
  readonly first_sign_in_at: string;
  readonly has_factor: boolean;
  readonly org_id: string | null;
  readonly user_id: string | null;
}
/** The session of a cookie, in the organisation asked for or the one it is in; unknown is `auth.session_expired`, no member `not_found`. */
export async function findSession(database: AuthDatabase, token: string, orgCode: string | undefined): Promise<Session> {
  const [row] = await database.query<StoredSession>(sessionQuery, [sha256(token), orgCode ?? null]);
  if (!row) throw new Refused('auth.session_expired');
  // Never a hint that the code exists (P.1).
  if (row.org_id === null || row.user_id === null) throw new Refused('not_found');
  return {
    id: row.id,
    tokenHash: row.token_hash,
    account: row.account,
    login: row.login,
    org: row.org_id,
    user: row.user_id,
    createdAt: Date.parse(row.created_at),
    lastSeenAt: Date.parse(row.last_seen_at),
    stepUpAt: Date.parse(row.step_up_at),
    mustChangePassword: row.must_change_password,
    firstSignInAt: Date.parse(row.first_sign_in_at),
    hasFactor: row.has_factor,
  };
}
/** Refuses and removes a session that is over, and notes once a minute that it is in use. */
export async function keepAlive(database: AuthDatabase, session: Session, limits: { readonly idleHours: number; readonly absoluteDays: number }, now: number): Promise<void> {
  if (now - session.lastSeenAt > limits.idleHours * hour || now - session.createdAt > limits.absoluteDays * 24 * hour) {
    await endSession(database, session.tokenHash);
    throw new Refused('auth.session_expired');
  }
  if (now - session.lastSeenAt > 60_000) await database.query('update auth.session set last_seen_at = $2 where token_hash = $1', [session.tokenHash, new Date(now).toISOString()]);
}
export const isPresent = (session: Session, now: number): boolean => now - session.stepUpAt < presence;

export async function endSession(database: AuthDatabase, tokenHash: string): Promise<void> {
  await database.query('delete from auth.session where token_hash = $1', [tokenHash]);
}
/** All of an account but the one in use: after a change of password or factor. */
export async function endOtherSessions(database: AuthDatabase, account: string, except: string): Promise<void> {
  await database.query('delete from auth.session where account = $1 and token_hash <> $2', [account, except]);
}
/** A new token for the same session, after a step-up or a changed password. */
export async function renewSession(database: AuthDatabase, session: Session, now: number): Promise<string> {
  const token = newToken();
  await database.query('update auth.session set token_hash = $2, step_up_at = $3, last_seen_at = $3 where token_hash = $1', [
    session.tokenHash,
    sha256(token),
    new Date(now).toISOString(),
  ]);
  return token;
}

export interface ShownSession {
  readonly id: string;
  readonly created_at: string;
  readonly last_seen_at: string;
  readonly ip: string | null;
  readonly user_agent: string | null;
  readonly current: boolean;
}
/** The account's sessions as its owner sees them. */
export async function sessionsOf(database: AuthDatabase, session: Session): Promise<readonly ShownSession[]> {
  return database.query<ShownSession>(
    'select id, created_at, last_seen_at, ip, user_agent, token_hash = $2 as current from auth.session where account = $1 order by last_seen_at desc',
    [session.account, session.tokenHash],
  );
}
