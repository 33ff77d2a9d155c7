import type pg from 'pg';
import type { Registry } from '../../kernel/registry/meta.ts';
import { Refused } from '../../kernel/problem.ts';
import { inTransaction } from '../../kernel/store/session.ts';
import { accountByLogin, isKnownDevice, type Membership, membershipsOf, normalLogin, rememberDevice, signedIn } from './account.ts';
import { attemptFailed, attemptSucceeded, beginAttempt } from './attempts.ts';
import type { AuthDatabase } from './database.ts';
import { hasFactor, useFactor } from './factor.ts';
import { type GrantsOf, type Member, memberOf } from './principal.ts';
import { passwordMatches } from './secret.ts';
import { type Client, findSession, keepAlive, openSession, type Session } from './session.ts';

/** What sign-in works with; made once a process. */
export interface SignIn {
  readonly database: AuthDatabase;
  /** Pool of the server's role, for the rows of an organisation. */
  readonly pool: pg.Pool;
  readonly registry: Registry;
  readonly grantsOf: GrantsOf;
  readonly clock: () => Date;
}
export interface Credentials {
  readonly login: string;
  readonly password: string;
  readonly otp: string | undefined;
  readonly org: string | undefined;
}
export type Must = 'change_password' | 'enrol_factor';
export interface SignedIn {
  readonly token: string;
  readonly member: Member;
  readonly must: readonly Must[];
}

/**
 * Password, second factor, membership, in this order, with one answer for every wrong pair. The attempt is counted before the
 * password is judged; only a complete sign-in clears the counter, else a known password would let codes be guessed without end.
 */
export async function signIn(deps: SignIn, given: Credentials, client: Client): Promise<SignedIn> {
  const { database } = deps;
  const now = deps.clock().getTime();
  const account = await accountByLogin(database, given.login);
  const known = await isKnownDevice(database, account?.id, client.device, now);
  const attempt = { login: normalLogin(given.login), knownDevice: known ? client.device : undefined, address: client.ip, now };
  await beginAttempt(database, attempt);
  if (!(await passwordMatches(given.password, account?.password)) || !account) {
    await attemptFailed(database, attempt);
    throw new Refused('auth.invalid_credentials');
  }
  const factor = await hasFactor(database, account.id);
  if (factor) {
    if (given.otp === undefined) throw new Refused('auth.second_factor_required');
    await useFactor(database, account.id, given.otp, now).catch(async (error: unknown) => {
      await attemptFailed(database, attempt);
      throw error;
    });
  }
  const found = await activeMember(deps, account.id, given.org);
  if (!found) throw new Refused('auth.invalid_credentials');
  await attemptSucceeded(database, attempt);
  await signedIn(database, account.id, now);
  await rememberDevice(database, account.id, client.device, now);
  const token = await openSession(database, account.id, found.membership.org, client, now);
  return { token, member: found.member, must: mustDo(found.member, account.must_change_password, factor) };
}

/** The organisation asked for, else the first in which the person is active. */
export async function activeMember(deps: SignIn, account: string, code: string | undefined): Promise<{ readonly membership: Membership; readonly member: Member } | undefined> {
  for (const membership of await membershipsOf(deps.database, account)) {
    if (code !== undefined && membership.code !== code) continue;
    const member = await readMember(deps, membership.org, membership.user);
    if (member) return { membership, member };
  }
  return undefined;
}
export const readMember = (deps: SignIn, org: string, user: string): Promise<Member | undefined> =>
  inTransaction(deps.pool, org, (tx) => memberOf(tx, deps.registry, deps.grantsOf, org, user, deps.clock()), { readOnly: true });

export function mustDo(member: Member, mustChangePassword: boolean, factor: boolean): readonly Must[] {
  const wanted = member.settings.second_factor;
  const asked = wanted === 'all' || (wanted === 'admins' && member.principal.roles.includes('administrator'));
  return [...(mustChangePassword ? ['change_password' as const] : []), ...(asked && !factor ? ['enrol_factor' as const] : [])];
}

/** Who sends this request, as he stands now. */
export interface Identity {
  readonly session: Session;
  readonly member: Member;
  readonly must: readonly Must[];
  /** Days of grace for the second factor are over. */
  readonly graceOver: boolean;
  /** A program came with a key instead of a session. */
  readonly key?: { readonly allowed: Readonly<Record<string, readonly string[]>> | null };
}
export async function identify(deps: SignIn, token: string, orgCode: string | undefined): Promise<Identity> {
  const now = deps.clock().getTime();
  const session = await findSession(deps.database, token, orgCode);
  const member = await readMember(deps, session.org, session.user);
  // A disabled user's sessions are over at once (P.1).
  if (!member) throw new Refused('auth.session_expired');
  const { session_idle_hours: idleHours, session_absolute_days: absoluteDays, second_factor_grace: grace } = member.settings;
  await keepAlive(deps.database, session, { idleHours: Number(idleHours), absoluteDays: Number(absoluteDays) }, now);
  const must = mustDo(member, session.mustChangePassword, session.hasFactor);
  return { session, member, must, graceOver: must.includes('enrol_factor') && now - session.firstSignInAt >= Number(grace) * 86_400_000 };
}
/** What stands between a signed-in person and everything but the session's own actions. */
export function refuseUnfinished({ must, graceOver }: Identity): void {
  if (must.includes('change_password')) throw new Refused('auth.password_change_required');
  if (graceOver) throw new Refused('auth.second_factor_required');
}
