import { createHmac } from 'node:crypto';

/** `X-Signature` (P.11): hex HMAC-SHA256 of `<timestamp>.<raw body>`; while a secret is being changed both values, the new one first. */
export const signature = (secrets: readonly string[], timestamp: number, body: string): string =>
  secrets.map((secret) => createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')).join(',');
