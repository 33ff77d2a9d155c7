import type { FastifyInstance } from 'fastify';
import { Refused } from '../kernel/problem.ts';
import type { Described } from './endpoint.ts';
import { platformOperations } from './platform-operations.ts';
import { openapiDocument } from './openapi.ts';
import type { ServerOptions } from './options.ts';

/** Health, figures and the description of the interface: open to whoever watches the server, without business data (P.17). */
export function registerSystem(app: FastifyInstance, options: ServerOptions, endpoints: readonly Described[]): void {
  app.get('/api/health', async (request, reply) => {
    const wantsReady = new URLSearchParams(request.url.split('?')[1] ?? '').get('ready') === '1';
    const figures = await options.health();
    const ready = options.ready() && figures.database === 'ok' && figures.migrations === 'current';
    if (wantsReady && !ready) throw new Refused('system.starting');
    return reply
      .code(figures.database === 'ok' ? 200 : 503)
      .send({ status: figures.database === 'ok' ? 'ok' : 'degraded', version: options.version, ...figures, time: new Date().toISOString() });
  });
  app.get('/api/metrics', async (request, reply) => {
    const { metrics, metricsToken } = options;
    const byToken = metricsToken !== undefined && request.headers.authorization === `Bearer ${metricsToken}`;
    if (!metrics || !(byToken || isLoopback(request.socket.remoteAddress))) throw new Refused('route.not_found');
    return reply.header('content-type', metrics.contentType).send(await metrics.text());
  });
  // Made on the first request: it is large, and most processes are never asked.
  let document: string | undefined;
  app.get('/api/openapi.json', async (_request, reply) => {
    document ??= JSON.stringify(openapiDocument(options.kernel.registry, [...platformOperations, ...endpoints], options.version));
    return reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-cache').send(document);
  });
}
const isLoopback = (address: string | undefined): boolean => address !== undefined && /^(127\.|::1$|::ffff:127\.)/.test(address);
