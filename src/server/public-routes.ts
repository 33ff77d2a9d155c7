import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { enterCode, sendCode } from '../kernel/link/code.ts';
import { hashOf, isLinkToken, type Visitor } from '../kernel/link/link.ts';
import { linkFile, openLink, submitLink } from '../kernel/link/visit.ts';
import { Refused } from '../kernel/problem.ts';
import { sendAnswer } from './answer.ts';
import { newNonce } from './headers.ts';
import type { ServerOptions } from './options.ts';
import { problemDocument, refusedOf } from './problem-document.ts';
import { publicPage, refusalPage, sentWords } from './public-page.ts';
import type { RateLimiter } from './rate-limit.ts';
import { localeOfRequest } from './request-state.ts';
import { objectBody, requiredText } from './request-values.ts';

/*
 * `/p/{token}` (P.11): what people outside see of one record. The token is all they have; no page runs a script, sends a referrer or may be found by
 * a search engine, and an unknown token is answered as if there were no such address.
 */
const policy = (nonce: string): string => `default-src 'none'; style-src 'nonce-${nonce}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;
const cookieOf = (link: string): string => `qp_${link.replaceAll('-', '')}`;
interface Place {
  readonly token: string;
  readonly org: string;
  readonly link: string;
}

export async function registerPublic(app: FastifyInstance, options: ServerOptions, limiter: RateLimiter): Promise<void> {
  const { kernel, signIn } = options;
  const { environment } = kernel;
  const placeOf = async (request: FastifyRequest): Promise<Place> => {
    limiter.take('public', request.ip);
    const { token = '' } = request.params as { readonly token?: string };
    const [found] = await signIn.database.query<{ org: string; link: string }>('select org_id as org, link from auth.public_link where token_hash = $1', [hashOf(token)]);
    if (!found || !isLinkToken(token)) throw new Refused('route.not_found');
    return { token, ...found };
  };
  const visitorOf = (request: FastifyRequest, link: string): Visitor => ({
    request: request.id,
    ip: request.ip,
    agent: request.headers['user-agent'],
    session: request.cookies[cookieOf(link)],
  });
  const page = async (request: FastifyRequest, reply: FastifyReply, place: Place, note?: string): Promise<FastifyReply> => {
    const opened = await openLink(environment, place.org, place.link, visitorOf(request, place.link));
    if (wantsJson(request)) return reply.send(opened);
    const nonce = newNonce();
    return html(reply, publicPage(place.token, opened, nonce, note), nonce);
  };
  await app.register((scope, _options, registered) => {
    // Forms of a page without scripts.
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    );
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex, nofollow', 'cache-control': 'no-store' });
    });
    scope.setErrorHandler((error, request, reply) => {
      const refused = refusedOf(error);
      if (wantsJson(request) || !refused) throw error;
      request.refusal = refused.code;
      const locale = localeOfRequest(request);
      const document = problemDocument(kernel.registry, refused, locale, request.id) as { readonly status: number; readonly title: string; readonly detail?: string };
      const nonce = newNonce();
      return html(reply.code(document.status), refusalPage(locale, document.title, document.detail ?? '', nonce), nonce);
    });
    scope.get('/p/:token', async (request, reply) => page(request, reply, await placeOf(request)));
    scope.get('/p/:token/file', async (request, reply) => {
      const place = await placeOf(request);
      return sendAnswer(request, reply, await linkFile(environment, place.org, place.link, visitorOf(request, place.link)));
    });
    scope.post('/p/:token/code', async (request, reply) => {
      const place = await placeOf(request);
      await sendCode(environment, place.org, place.link, visitorOf(request, place.link));
      return wantsJson(request) ? reply.send({ outcome: 'sent' }) : page(request, reply, place, sentWords(localeOfRequest(request)));
    });
    scope.post('/p/:token/enter', async (request, reply) => {
      const place = await placeOf(request);
      const session = await enterCode(environment, place.org, place.link, requiredText(objectBody(request.body), 'code'), visitorOf(request, place.link));
      reply.setCookie(cookieOf(place.link), session, { path: `/p/${place.token}`, httpOnly: true, sameSite: 'lax', secure: request.protocol === 'https', maxAge: 1_800 });
      return wantsJson(request) ? reply.send({ outcome: 'open' }) : reply.redirect(`/p/${place.token}`, 303);
    });
    scope.post('/p/:token/submit', async (request, reply) => {
      const place = await placeOf(request);
      const { action, ...input } = objectBody(request.body);
      const key = request.headers['idempotency-key'];
      await submitLink(environment, place.org, place.link, String(action ?? ''), input, typeof key === 'string' ? key : undefined, visitorOf(request, place.link));
      return wantsJson(request) ? reply.send({ outcome: 'applied' }) : reply.redirect(`/p/${place.token}`, 303);
    });
    registered();
  });
}
const wantsJson = (request: FastifyRequest): boolean => request.headers.accept?.includes('application/json') === true;
const html = (reply: FastifyReply, text: string, nonce: string): FastifyReply => reply.header('content-security-policy', policy(nonce)).type('text/html; charset=utf-8').send(text);
