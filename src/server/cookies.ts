import type { FastifyReply, FastifyRequest } from 'fastify';

/*
 * The session's cookie is bound to host, path and TLS by its `__Host-` prefix; plain http (a first look on one's own machine) cannot
 * carry that and gets another name (P.1). The device cookie only says that somebody signed in from here before.
 */
const year = 365 * 86_400;
const isSecure = (request: FastifyRequest): boolean => request.protocol === 'https';
const sessionName = (request: FastifyRequest): string => (isSecure(request) ? '__Host-qt' : 'qt');
const deviceName = (request: FastifyRequest): string => (isSecure(request) ? '__Host-qd' : 'qd');

export const sessionToken = (request: FastifyRequest): string | undefined => request.cookies[sessionName(request)];
export const deviceToken = (request: FastifyRequest): string | undefined => request.cookies[deviceName(request)];

export function setSession(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionName(request), token, { path: '/', httpOnly: true, secure: isSecure(request), sameSite: 'lax' });
}
export function clearSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.clearCookie(sessionName(request), { path: '/', httpOnly: true, secure: isSecure(request), sameSite: 'lax' });
}
export function setDevice(request: FastifyRequest, reply: FastifyReply, token: string): void {
  reply.setCookie(deviceName(request), token, { path: '/', httpOnly: true, secure: isSecure(request), sameSite: 'lax', maxAge: year });
}
