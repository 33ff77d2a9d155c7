import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../kernel/problem.ts';
import { clearSession, deviceToken, setDevice, setSession } from './cookies.ts';
import { checkOrigin, requireIdentity, showRate } from './guard.ts';
import type { Kernel } from './kernel-port.ts';
import type { ServerOptions } from './options.ts';
import type { RateLimiter } from './rate-limit.ts';
import { objectBody, refuseUnknown, requiredText, textMember } from './request-values.ts';
import { acceptLink, changePassword, confirm, endOwnSession, enrol, type Renewed, signOut, stepUp, switchOrganisation } from './sign-in/actions.ts';
import { membershipsOf } from './sign-in/account.ts';
import type { Member } from './sign-in/principal.ts';
import { newToken, sha256 } from './sign-in/secret.ts';
import { type Client, sessionsOf } from './sign-in/session.ts';
import { type Identity, refuseUnfinished, signIn as signInWith, type SignedIn } from './sign-in/sign-in.ts';
import { systemCall } from './system-call.ts';

/** Sign-in and what a person does with his own account (P.1 *Sessions*). */
export function registerSession(app: FastifyInstance, { kernel, signIn }: ServerOptions, limiter: RateLimiter): void {
  const signedIn = async (request: FastifyRequest, reply: FastifyReply): Promise<Identity> => {
    const identity = await requireIdentity(signIn, limiter, request, reply);
    // A program has no password and no session of its own.
    if (identity.key && request.method !== 'GET') throw new Refused('auth.key_scope');
    return identity;
  };

  app.post('/api/session', async (request, reply) => {
    showRate(reply, limiter.take('sign_in', request.ip));
    checkOrigin(request, false);
    const body = objectBody(request.body);
    refuseUnknown(Object.keys(body), ['login', 'password', 'otp', 'org']);
    const given = { login: requiredText(body, 'login'), password: requiredText(body, 'password'), otp: textMember(body, 'otp'), org: textMember(body, 'org') };
    return welcome(request, reply, await signInWith(signIn, given, clientOf(request, reply)));
  });
  app.delete('/api/session', async (request, reply) => {
    const { session } = await signedIn(request, reply);
    await signOut(signIn, session);
    clearSession(request, reply);
    return reply.code(204).send();
  });
  app.get('/api/session', async (request, reply) => {
    const { session } = await signedIn(request, reply);
    return { data: await sessionsOf(signIn.database, session) };
  });
  app.get('/api/me', async (request, reply) => me(signIn, await signedIn(request, reply)));

  const action = (
    name: string,
    members: readonly string[],
    run: (identity: Identity, body: Readonly<Record<string, unknown>>, request: FastifyRequest, reply: FastifyReply) => Promise<Renewed>,
    finished = false,
  ): void => {
    app.post(`/api/session/actions/${name}`, async (request, reply) => {
      const identity = await signedIn(request, reply);
      // A password that must be changed and a factor that must be enrolled stand before the rest.
      if (finished) refuseUnfinished(identity);
      const body = objectBody(request.body);
      refuseUnknown(Object.keys(body), members);
      const { token, body: answer } = await run(identity, body, request, reply);
      if (token !== undefined) setSession(request, reply, token);
      return answer;
    });
  };
  action('change_password', ['old', 'new'], (identity, body, request, reply) =>
    changePassword(signIn, identity, { old: requiredText(body, 'old'), new: body['new'] }, clientOf(request, reply), request.hostname),
  );
  action('enrol_factor', [], (identity) => enrol(signIn, identity));
  action('confirm_factor', ['otp'], (identity, body) => confirm(signIn, identity, requiredText(body, 'otp')));
  action('step_up', ['password', 'otp'], (identity, body, request, reply) => {
    const [password, otp] = [textMember(body, 'password'), textMember(body, 'otp')];
    return stepUp(signIn, identity, { ...(password === undefined ? {} : { password }), ...(otp === undefined ? {} : { otp }) }, clientOf(request, reply));
  });
  action(
    'switch_org',
    ['org'],
    async (identity, body) => ({ body: shownMember((await switchOrganisation(signIn, identity, requiredText(body, 'org'))).member, identity.session.login) }),
    true,
  );
  action('end_session', ['id'], async (identity, body) => ({ body: await endOwnSession(signIn, identity, requiredText(body, 'id')).then(() => ({})) }));

  app.post('/api/session/actions/accept_invitation', async (request, reply) => {
    showRate(reply, limiter.take('sign_in', request.ip));
    checkOrigin(request, false);
    const body = objectBody(request.body);
    refuseUnknown(Object.keys(body), ['token', 'password', 'otp']);
    const given = { token: requiredText(body, 'token'), password: body['password'], otp: textMember(body, 'otp') };
    return welcome(request, reply, await acceptLink(signIn, given, clientOf(request, reply), request.hostname, (org, user) => activate(kernel, org, user, request.id)));
  });
}

/** The invited person becomes a member by the ordinary action, so that the audit trail has it. */
async function activate(kernel: Kernel, org: string, user: string, request: string): Promise<void> {
  const call = systemCall({ id: org, code: '', name: '', time_zone: 'Asia/Shanghai' }, user, request);
  const { body } = await kernel.read(call, 'core.user', user, new URLSearchParams());
  const { version, state } = body as { readonly version: number; readonly state: string };
  if (state === 'invited') await kernel.act(call, 'core.user', user, 'enable', { version, input: {} });
}

function welcome(request: FastifyRequest, reply: FastifyReply, { token, member, must }: SignedIn): object {
  setSession(request, reply, token);
  return { ...shownMember(member, undefined), must };
}
function shownMember({ principal, locale }: Member, login: string | undefined): object {
  return {
    user: { id: principal.user, name: principal.name, locale, ...(login === undefined ? {} : { login }) },
    organisation: { id: principal.org.id, code: principal.org.code, name: principal.org.name, time_zone: principal.org.time_zone },
  };
}
/** Who I am here and what I may do: what the web application needs to draw its menu. */
async function me(deps: ServerOptions['signIn'], { session, member, must }: Identity): Promise<object> {
  const { principal } = member;
  const grants = new Map<string, Set<string>>();
  for (const grant of principal.grants) grants.set(grant.record, new Set([...(grants.get(grant.record) ?? []), ...grant.actions]));
  return {
    ...shownMember(member, session.login),
    department: principal.department,
    roles: principal.roles,
    permissions: [...principal.permissions].sort(),
    grants: Object.fromEntries([...grants].map(([record, actions]) => [record, [...actions].sort()])),
    organisations: (await membershipsOf(deps.database, session.account)).map(({ code }) => code),
    second_factor: session.hasFactor,
    must,
  };
}

/** The caller's device: its cookie, or a new one that starts now. */
function clientOf(request: FastifyRequest, reply: FastifyReply): Client {
  const known = deviceToken(request);
  const token = known !== undefined && /^[\w-]{43}$/.test(known) ? known : newToken();
  setDevice(request, reply, token);
  return { ip: request.ip, userAgent: request.headers['user-agent'] ?? '', device: sha256(token) };
}
