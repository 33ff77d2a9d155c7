import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Locale } from '../../kernel/command/call.ts';
import { Refused } from '../../kernel/problem.ts';
import { localeOfRequest } from '../request-state.ts';
import { script, style } from './files.ts';
import { declarationPage, indexPage, type Reference } from './pages.ts';

/** Only what this server itself gives: no script within the page, nothing from outside. */
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** The reference of the interface as pages (P.2), made from the same values as the routes and OpenAPI; open like that document. */
export function registerReference(app: FastifyInstance, reference: Reference): void {
  const localeOf = (request: FastifyRequest): Locale => {
    const { lang } = request.query as { readonly lang?: unknown };
    return lang === 'en' || lang === 'zh' ? lang : localeOfRequest(request);
  };
  const file = (name: string, type: string, text: string): unknown =>
    app.get(`/api/reference/${name}`, async (_request, reply) => reply.header('content-type', `${type}; charset=utf-8`).header('cache-control', 'no-cache').send(text));
  file('reference.css', 'text/css', style);
  file('reference.js', 'text/javascript', script);
  app.get('/api/reference', async (request, reply) => {
    const text = indexPage(reference, localeOf(request));
    return reply.header('content-security-policy', policy).header('content-type', 'text/html; charset=utf-8').send(text);
  });
  app.get('/api/reference/:name', async (request, reply) => {
    const text = declarationPage(reference, (request.params as { readonly name: string }).name, localeOf(request));
    if (text === undefined) throw new Refused('route.not_found');
    return reply.header('content-security-policy', policy).header('content-type', 'text/html; charset=utf-8').send(text);
  });
}
