import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refused } from '../kernel/problem.ts';
import { securityHeaders, transportSecurity, apiPolicy } from './headers.ts';
import { registerEvents } from './events.ts';
import { registerEndpoints } from './endpoint-routes.ts';
import { linkEndpoints } from './link-endpoints.ts';
import { registerPublic } from './public-routes.ts';
import { registerHooks } from './hook-routes.ts';
import { keyEndpoints } from './key-endpoints.ts';
import type { ServerOptions } from './options.ts';
import { problemDocument, refusedOf } from './problem-document.ts';
import { defaultRates, RateLimited, rateLimiter } from './rate-limit.ts';
import { localeOfRequest, pathOf } from './request-state.ts';
import { parseJson } from './request-values.ts';
import { requireIdentity, showRate } from './guard.ts';
import { companyEndpoints } from './company-endpoints.ts';
import { declaredEndpoints } from './declared-endpoints.ts';
import { serviceEndpoints } from './service-endpoints.ts';
import { registerSession } from './session-routes.ts';
import { registerSystem } from './system-routes.ts';
import { userEndpoints } from './user-endpoints.ts';
import { registerWeb } from './web-routes.ts';
import { registerReference } from './reference/routes.ts';
import { platformOperations } from './platform-operations.ts';
import { newestVersion, versionAsked, versionHeader } from './version.ts';
import { refuseUnfinished } from './sign-in/sign-in.ts';

const bodyLimit = 1024 * 1024;
const uploadLimit = 20 * 1024 * 1024;

/** The HTTP interface (P.2): one Fastify with its own body parser, problem documents for everything, routes from the registry. */
export async function buildApp(options: ServerOptions): Promise<FastifyInstance> {
  const { kernel, signIn, log, metrics } = options;
  const app = Fastify({
    logger: false,
    bodyLimit,
    trustProxy: options.trustProxy ?? false,
    genReqId: () => randomBytes(4).toString('hex'),
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply),
    return503OnClosing: false,
    forceCloseConnections: 'idle',
  });
  const limiter = rateLimiter({ ...defaultRates, ...options.rates }, () => signIn.clock().getTime());
  const known: KnownRoute[] = [];
  app.decorateRequest('identity', undefined);
  app.decorateRequest('refusal', undefined);
  app.decorateRequest('rawBody');
  app.addHook('onRoute', ({ url, method }) => {
    known.push({ pattern: routePattern(url), methods: [method].flat() });
  });

  // Fastify's own JSON parser would lose the bytes, and text/plain is nothing we take.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    request.rawBody = body;
    // What programs send is kept as it came, also where it cannot be read (P.13).
    if (pathOf(request).startsWith('/hooks/')) return done(null, body);
    try {
      done(null, parseJson(body));
    } catch (error) {
      done(error as Error);
    }
  });
  await app.register(cookie);
  await app.register(multipart, { throwFileSizeLimit: true, limits: { fileSize: uploadLimit, files: 1, fields: 20, fieldSize: 64 * 1024 } });

  app.addHook('onRequest', async (request, reply) => {
    request.rawBody = new Uint8Array();
    // No text of ours holds a zero character, and the database takes none.
    if (/%00/.test(request.url)) throw new Refused('request.malformed');
    reply.headers({ ...securityHeaders, 'content-security-policy': apiPolicy, 'x-request-id': request.id });
    if (pathOf(request).startsWith('/api/')) reply.header(versionHeader, versionAsked(request.headers['qiantai-version']));
    if (request.protocol === 'https') reply.header('strict-transport-security', transportSecurity);
    if (pathOf(request).startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics?.observe(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    const { identity } = request;
    log?.info({
      trace: request.id,
      org: identity?.member.principal.org.code,
      principal: identity?.member.principal.user,
      method: request.method,
      route,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      code: request.refusal,
    });
  });

  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  async function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const refused = refusedOf(error) ?? new Refused('system.unexpected');
    if (refused.code === 'system.unexpected') log?.error({ trace: request.id, route: request.routeOptions.url, error: error instanceof Error ? error.stack : String(error) });
    if (refused instanceof RateLimited) showRate(reply.header('retry-after', String(refused.taken.reset)), refused.taken);
    if (refused.code === 'idempotency.in_flight' || refused.code === 'system.busy') reply.header('retry-after', '1');
    request.refusal = refused.code;
    const document = problemDocument(kernel.registry, refused, localeOfRequest(request), request.id);
    return reply.code(document.status).header('content-type', 'application/problem+json; charset=utf-8').header('cache-control', 'no-store').send(JSON.stringify(document));
  }

  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request);
    // Sign-in comes before the address (P.2.9), so a stranger learns nothing about what exists.
    if (path.startsWith('/api/')) refuseUnfinished(await requireIdentity(signIn, limiter, request, reply));
    const methods = known.filter(({ pattern }) => pattern.test(path)).flatMap((route) => route.methods);
    if (methods.length === 0) throw new Refused('route.not_found');
    reply.header('allow', [...new Set(methods)].join(', '));
    throw new Refused('route.method');
  });

  const endpoints = [
    ...declaredEndpoints(kernel.registry, { imports: kernel.importFile !== undefined, exports: kernel.exportRequested !== undefined }),
    ...[...kernel.registry.records.values()].filter((meta) => meta.type === 'document').flatMap((meta) => linkEndpoints(signIn, meta)),
    ...serviceEndpoints(signIn),
    ...userEndpoints(signIn),
    ...companyEndpoints(signIn, options.found),
    ...keyEndpoints(signIn),
  ];
  registerSystem(app, options, endpoints);
  registerReference(app, { registry: kernel.registry, operations: [...platformOperations, ...endpoints], version: newestVersion });
  registerSession(app, options, limiter);
  registerEvents(app, options, limiter);
  registerHooks(app, options, limiter);
  await registerPublic(app, options, limiter);
  registerEndpoints(app, options, limiter, endpoints);
  await registerWeb(app, options.webFolder);
  return app;
}

interface KnownRoute {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}
/** `/api/sales/order/:id` as a pattern; the catch-all of the web application is no address of its own. */
function routePattern(url: string): RegExp {
  const escaped = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/:\w+/g, '[^/]+')}$`);
}
