import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import serve from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { newNonce, pagePolicy } from './headers.ts';

/** The built web application: files by name for a year, the page itself made anew for each answer because it carries the nonce of its styles. */
export async function registerWeb(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const page = folder === undefined ? undefined : join(folder, 'index.html');
  if (folder === undefined || page === undefined || !existsSync(page)) {
    app.get('/', async (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .send('前台已启动，但网页尚未构建；重新启动时会构建。\nThe server runs; the web application is not built yet. The next start builds it.\n'),
    );
    return;
  }
  const html = readFileSync(page, 'utf8');
  await app.register(serve, {
    root: folder,
    preCompressed: true,
    index: false,
    wildcard: false,
    cacheControl: false,
    setHeaders: (reply, path) => reply.header('cache-control', /[\\/]assets[\\/]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  const send = (reply: FastifyReply): FastifyReply => {
    const nonce = newNonce();
    return reply.header('content-security-policy', pagePolicy(nonce)).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(withNonce(html, nonce));
  };
  // Addresses inside the application (`/o/MAIN/sales/order`) are its own; it reads them itself.
  for (const url of ['/', '/sign-in', '/password', '/o/*', '/invitation/*', '/reset/*', '/help/*']) app.get(url, async (_request, reply) => send(reply));
}
/** Fills `<meta name="csp-nonce" content="">`, or adds it. */
export function withNonce(html: string, nonce: string): string {
  const meta = `<meta name="csp-nonce" content="${nonce}">`;
  const found = /<meta\s+name="csp-nonce"[^>]*>/;
  return found.test(html) ? html.replace(found, meta) : html.replace('</head>', `${meta}</head>`);
}
