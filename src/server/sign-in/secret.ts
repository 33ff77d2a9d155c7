import { argon2, createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
/** OWASP's parameters for argon2id: 19 MiB, two passes. */
const memory = 19_456;
const passes = 2;

/** `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`, so that the parameters may change without losing old passwords. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive('argon2id', { message: password, nonce, parallelism: 1, tagLength: 32, memory, passes });
  return `$argon2id$v=19$m=${memory},t=${passes},p=1$${nonce.toString('base64url')}$${tag.toString('base64url')}`;
}
/** Compares in the same time whether the account exists or not: without a stored hash it works on one that nothing matches. */
export async function passwordMatches(password: string, stored: string | null | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$([\w-]+)\$([\w-]+)$/.exec(stored ?? '');
  const nonce = parts?.[3] === undefined ? Buffer.alloc(16) : Buffer.from(parts[3], 'base64url');
  const tag = await derive('argon2id', { message: password, nonce, parallelism: 1, tagLength: 32, memory: Number(parts?.[1] ?? memory), passes: Number(parts?.[2] ?? passes) });
  const expected = parts?.[4] === undefined ? randomBytes(32) : Buffer.from(parts[4], 'base64url');
  return expected.length === tag.length && timingSafeEqual(expected, tag) && parts !== null;
}

export const sha256 = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex');
/** 256 random bits for sessions, devices and links; only their hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
/** Letters that are not mistaken for each other: passwords of the first start, recovery codes. */
export function readable(length: number): string {
  let made = '';
  while (made.length < length) for (const byte of randomBytes(length)) if (byte < letters.length * 8 && made.length < length) made += letters[byte % letters.length];
  return made;
}
