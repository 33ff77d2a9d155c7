import { Refused } from '../../kernel/problem.ts';
import { accountById, linkOf, type Membership, membershipsOf, setPassword, signedIn, rememberDevice, useLink } from './account.ts';
import { attemptFailed, attemptSucceeded, beginAttempt } from './attempts.ts';
import { confirmFactor, enrolFactor, hasFactor, useFactor } from './factor.ts';
import { checkPassword, type PasswordContext } from './password.ts';
import type { Member } from './principal.ts';
import { hashPassword, passwordMatches } from './secret.ts';
import { type Client, endOtherSessions, endSession, isPresent, openSession, renewSession, type Session } from './session.ts';
import { type Identity, mustDo, readMember, type SignedIn, type SignIn } from './sign-in.ts';
import { totpUri } from './totp.ts';

/*
 * What a signed-in person does with his own sign-in (P.1 *Sessions*). Those that change password or factor end the account's other
 * sessions and give this one a new token.
 */
const issuer = '前台 Qiantai';

export interface Renewed {
  /** New token of the session, where it got one. */
  readonly token?: string;
  readonly body: object;
}

export async function changePassword(
  deps: SignIn,
  { session, member }: Identity,
  given: { readonly old: string; readonly new: unknown },
  client: Client,
  host: string,
): Promise<Renewed> {
  await provePassword(deps, session, given.old, client);
  const account = await accountById(deps.database, session.account);
  checkPassword(given.new, contextOf(member, session.login, host), Number(member.settings.password_min));
  if (await passwordMatches(given.new, account?.password)) throw new Refused('password.same_as_old', {}, '/new');
  await setPassword(deps.database, session.account, await hashPassword(given.new), false);
  return { token: await afterChange(deps, session), body: { must: mustDo(member, false, session.hasFactor) } };
}
export async function enrol(deps: SignIn, { session, member }: Identity): Promise<Renewed> {
  const now = deps.clock().getTime();
  if (session.hasFactor && !isPresent(session, now)) throw new Refused('auth.step_up');
  const secret = await enrolFactor(deps.database, session.account, now);
  return { body: { secret, uri: totpUri(secret, session.login, `${issuer} ${member.principal.org.code}`) } };
}
export async function confirm(deps: SignIn, { session }: Identity, otp: string): Promise<Renewed> {
  const codes = await confirmFactor(deps.database, session.account, otp, deps.clock().getTime());
  return { token: await afterChange(deps, session), body: { recovery_codes: codes } };
}
/** Password or second factor once more, for what asks for it within the last ten minutes. */
export async function stepUp(deps: SignIn, { session }: Identity, given: { readonly password?: string; readonly otp?: string }, client: Client): Promise<Renewed> {
  if (given.otp !== undefined) await proveCode(deps, session, given.otp, client);
  else await provePassword(deps, session, given.password ?? '', client);
  return { token: await renewSession(deps.database, session, deps.clock().getTime()), body: {} };
}
export async function switchOrganisation(deps: SignIn, { session }: Identity, code: string): Promise<{ readonly membership: Membership; readonly member: Member }> {
  const membership = (await membershipsOf(deps.database, session.account)).find((one) => one.code === code);
  const member = membership && (await readMember(deps, membership.org, membership.user));
  if (!membership || !member) throw new Refused('not_found');
  await deps.database.query('update auth.session set org_id = $2 where token_hash = $1', [session.tokenHash, membership.org]);
  return { membership, member };
}
/** Ends one of the person's own sessions. */
export async function endOwnSession(deps: SignIn, { session }: Identity, id: string): Promise<void> {
  const ended = await deps.database.query('delete from auth.session where account = $1 and id::text = $2 returning id', [session.account, id]);
  if (ended.length === 0) throw new Refused('not_found');
}
export const signOut = (deps: SignIn, session: Session): Promise<void> => endSession(deps.database, session.tokenHash);

/** The invited person, or the one whose password is reset, chooses it himself and is signed in. `activate` turns the membership on. */
export async function acceptLink(
  deps: SignIn,
  given: { readonly token: string; readonly password: unknown; readonly otp: string | undefined },
  client: Client,
  host: string,
  activate: (org: string, user: string) => Promise<void>,
): Promise<SignedIn> {
  const { database } = deps;
  const now = deps.clock().getTime();
  const link = await linkOf(database, given.token);
  const account = link && (await accountById(database, link.account));
  const membership = link && (await membershipsOf(database, link.account)).find((one) => one.org === link.org);
  if (!link || !account || !membership) throw new Refused('not_found');
  checkPassword(given.password, { login: account.login, name: '', organisationCode: membership.code, organisationName: '', host }, 10);
  const factor = await hasFactor(database, account.id);
  // A reset does not pass by the second factor.
  if (factor) {
    if (given.otp === undefined) throw new Refused('auth.second_factor_required');
    await useFactor(database, account.id, given.otp, now);
  }
  await useLink(database, given.token, now);
  await setPassword(database, account.id, await hashPassword(given.password), false);
  await database.query('delete from auth.session where account = $1', [account.id]);
  if (link.purpose === 'invitation') await activate(membership.org, membership.user);
  const member = await readMember(deps, membership.org, membership.user);
  if (!member) throw new Refused('auth.invalid_credentials');
  await signedIn(database, account.id, now);
  await rememberDevice(database, account.id, client.device, now);
  return { token: await openSession(database, account.id, membership.org, client, now), member, must: mustDo(member, false, factor) };
}

export function contextOf(member: Member, login: string, host: string): PasswordContext {
  const { name, org } = member.principal;
  return { login, name, organisationCode: org.code, organisationName: org.name, host };
}
async function provePassword(deps: SignIn, session: Session, password: string, client: Client): Promise<void> {
  const account = await accountById(deps.database, session.account);
  await prove(deps, session, client, async () => {
    if (!(await passwordMatches(password, account?.password))) throw new Refused('auth.invalid_credentials');
  });
}
async function proveCode(deps: SignIn, session: Session, otp: string, client: Client): Promise<void> {
  await prove(deps, session, client, () => useFactor(deps.database, session.account, otp, deps.clock().getTime()));
}
/** A stolen session must not let the password be guessed: these count by session, whatever device cookie comes with them. */
async function prove(deps: SignIn, session: Session, client: Client, check: () => Promise<void>): Promise<void> {
  const attempt = { login: session.login, knownDevice: `session:${session.id}`, address: client.ip, now: deps.clock().getTime() };
  await beginAttempt(deps.database, attempt);
  try {
    await check();
  } catch (error) {
    await attemptFailed(deps.database, attempt);
    throw error;
  }
  await attemptSucceeded(deps.database, attempt);
}
async function afterChange(deps: SignIn, session: Session): Promise<string> {
  await endOtherSessions(deps.database, session.account, session.tokenHash);
  return renewSession(deps.database, session, deps.clock().getTime());
}
