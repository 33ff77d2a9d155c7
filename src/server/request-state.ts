import type { FastifyRequest } from 'fastify';
import type { Locale } from '../kernel/command/call.ts';
import type { Identity } from './sign-in/sign-in.ts';
import { localeOf } from './request-values.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who sends it; absent before sign-in and on open addresses. */
    identity: Identity | undefined;
    /** The bytes of a JSON body, for the fingerprint of P.2.4. */
    rawBody: Uint8Array;
    /** Code of the refusal it was answered with, for the log. */
    refusal: string | undefined;
  }
}
export const localeOfRequest = (request: FastifyRequest): Locale => localeOf(request.identity?.member.locale, request.headers['accept-language']);
/** The query as it was sent, names in their order; Fastify's own parser would fold repeated names. */
export function queryOf(request: FastifyRequest): URLSearchParams {
  const at = request.url.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
}
export const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/';
