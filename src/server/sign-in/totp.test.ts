import { expect, test } from 'vitest';
import { newSecret, totpCode, totpStep } from './totp.ts';

const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

test('P1-2 codes of RFC 6238', () => {
  expect(totpCode(secret, Math.floor(59 / 30))).toBe('287082');
  expect(totpCode(secret, Math.floor(29 / 30))).toBe('755224');
  expect(totpCode(secret, Math.floor(1111111109 / 30))).toBe('081804');
});
test('P1-2 the code of t = 59 is accepted from 0 to 89 and not at 90', () => {
  for (const t of [0, 29, 30, 59, 60, 89]) expect(totpStep(secret, '287082', t)).toBe(1);
  expect(totpStep(secret, '287082', 90)).toBeUndefined();
});
test('a new secret makes codes that are found again, others are not', () => {
  const fresh = newSecret();
  expect(fresh).toMatch(/^[A-Z2-7]{32}$/);
  expect(totpStep(fresh, totpCode(fresh, 1000), 30_010)).toBe(1000);
  expect(totpStep(fresh, '12345', 30_010)).toBeUndefined();
});
