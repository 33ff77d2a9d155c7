import { randomBytes } from 'node:crypto';

/** For every answer (P.17): nothing may frame us, guess a type or keep a window handle. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()',
};
/** Data is never a document: nothing in an answer of the API may load or run. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'";
/** A file that a person brought: shown in place it has no origin, runs nothing and loads nothing (P.11). */
export const sealedPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";
export const newNonce = (): string => randomBytes(16).toString('base64');
/** The web application runs its own scripts only; styles it makes at run time carry the nonce of the page. PDF that it fetched itself (`blob:`) may stand in a frame. */
export const pagePolicy = (nonce: string): string =>
  `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; style-src-attr 'none'; img-src 'self' data: blob:; font-src 'self'; frame-src blob:; object-src blob:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;
export const transportSecurity = 'max-age=31536000; includeSubDomains';
