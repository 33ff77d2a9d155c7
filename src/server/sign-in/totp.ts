import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/*
 * Second factor by RFC 6238: SHA-1, 6 digits, 30 seconds, one step of tolerance each way (P.1).
 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const period = 30;

export function newSecret(): string {
  return toBase32(randomBytes(20));
}
export function totpUri(secret: string, login: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(login)}`;
  return `otpauth://totp/${label}?secret=${secret}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=${period}`;
}
/** The code of one step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  const offset = (mac[19] ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
/** The step whose code this is, or nothing; whether it was used before is for the caller to know. */
export function totpStep(secret: string, code: string, seconds: number): number | undefined {
  const now = Math.floor(seconds / period);
  const given = Buffer.from(code.replace(/\s/g, ''));
  return [now, now - 1, now + 1].find((step) => step >= 0 && given.length === 6 && timingSafeEqual(given, Buffer.from(totpCode(secret, step))));
}

function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? []).map((chunk) => alphabet[Number.parseInt(chunk.padEnd(5, '0'), 2)]).join('');
}
function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replace(/=+$/, '')].map((char) => Math.max(0, alphabet.indexOf(char)).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
