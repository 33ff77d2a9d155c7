import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refused } from '../kernel/problem.ts';
import { sessionToken } from './cookies.ts';
import type { RateLimiter, Taken } from './rate-limit.ts';
import { identifyKey } from './sign-in/key.ts';
import { identify, type Identity, type SignIn } from './sign-in/sign-in.ts';

/*
 * What is asked of every request before its address is looked at, in the order of P.2.9: rate, sign-in and organisation, origin,
 * password change, second factor.
 */
const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A browser sends a foreign page's origin with every unsafe request; ours is the host it was sent to (P.1). */
export function checkOrigin(request: FastifyRequest, required: boolean): void {
  if (safe.has(request.method)) return;
  const { origin } = request.headers;
  if (origin === undefined && !required) return;
  if (origin === undefined || !URL.canParse(origin) || new URL(origin).host !== request.host) throw new Refused('auth.csrf');
}
export async function requireIdentity(signIn: SignIn, limiter: RateLimiter, request: FastifyRequest, reply: FastifyReply): Promise<Identity> {
  if (request.headers.authorization !== undefined) return requireKey(signIn, limiter, request, reply, request.headers.authorization);
  const token = sessionToken(request);
  if (token === undefined) {
    showRate(reply, limiter.take('address', request.ip));
    throw new Refused('auth.required');
  }
  const identity = await identify(signIn, token, organisationHeader(request)).catch((error: unknown) => {
    showRate(reply, limiter.take('address', request.ip));
    throw error;
  });
  request.identity = identity;
  showRate(reply, limiter.take('user', identity.session.account));
  checkOrigin(request, true);
  return identity;
}
/** No cookie, so no foreign page can make a browser send it: nothing to check of its origin. */
async function requireKey(signIn: SignIn, limiter: RateLimiter, request: FastifyRequest, reply: FastifyReply, authorization: string): Promise<Identity> {
  const identity = await identifyKey(signIn, authorization, organisationHeader(request), request.ip).catch((error: unknown) => {
    showRate(reply, limiter.take('address', request.ip));
    throw error;
  });
  request.identity = identity;
  showRate(reply, limiter.take('key', identity.session.account));
  return identity;
}
function organisationHeader(request: FastifyRequest): string | undefined {
  const header = request.headers['qiantai-org'];
  return typeof header === 'string' && header !== '' ? header : undefined;
}
/** IETF draft *RateLimit header fields*: the policy, and what is left of it (P.2.10). */
export function showRate(reply: FastifyReply, { name, limit, left, reset }: Taken): void {
  reply.header('ratelimit-policy', `"${name}";q=${limit.most};w=${limit.seconds}`);
  reply.header('ratelimit', `"${name}";r=${left};t=${reset}`);
}
/** A suspended or closed company can be read only (P.1). */
export function refuseReadOnly(request: FastifyRequest, identity: Identity): void {
  if (!safe.has(request.method) && identity.member.organisationState !== 'active') throw new Refused('system.read_only');
}
