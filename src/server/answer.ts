import type { FastifyReply, FastifyRequest } from 'fastify';
import { sealedPolicy } from './headers.ts';
import type { KernelAnswer } from './kernel-port.ts';

/** Sends what the kernel answered: status, version as ETag, location, replay mark; a file as itself. */
export function sendAnswer(request: FastifyRequest, reply: FastifyReply, answer: KernelAnswer): FastifyReply {
  if (answer.etag !== undefined) {
    reply.header('etag', answer.etag);
    if (request.method === 'GET' && request.headers['if-none-match']?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === answer.etag)) return reply.code(304).send();
  }
  if (answer.location !== undefined) reply.header('location', answer.location);
  if (answer.replayed) reply.header('idempotency-replayed', 'true');
  reply.code(answer.status);
  if (answer.file !== undefined) {
    const { type, name, inline, sealed, range } = answer.file;
    reply.header('content-type', type);
    reply.header('content-disposition', `${inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(name)}`);
    if (sealed) reply.header('content-security-policy', sealedPolicy).header('accept-ranges', 'bytes');
    if (range) reply.header('content-range', `bytes ${range.from}-${range.to}/${range.size}`);
    return reply.send(Buffer.from(answer.body as Uint8Array));
  }
  if (answer.status === 204) return reply.send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(JSON.stringify(answer.body ?? null));
}
