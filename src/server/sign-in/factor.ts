import { Refused } from '../../kernel/problem.ts';
import type { AuthDatabase } from './database.ts';
import { readable, sha256 } from './secret.ts';
import { newSecret, totpStep } from './totp.ts';

/*
 * The second factor of an account: time-based codes and ten recovery codes (P.1). A new secret stands beside the one in force until
 * a first code proves that the person has it, so nobody locks himself out by closing the page.
 */
interface StoredFactor {
  readonly secret: string | null;
  readonly pending: string | null;
}
async function stored(database: AuthDatabase, account: string): Promise<StoredFactor | undefined> {
  const [row] = await database.query<StoredFactor>('select secret, pending from auth.factor where account = $1', [account]);
  return row;
}
export async function hasFactor(database: AuthDatabase, account: string): Promise<boolean> {
  return typeof (await stored(database, account))?.secret === 'string';
}
export async function enrolFactor(database: AuthDatabase, account: string, now: number): Promise<string> {
  const pending = newSecret();
  await database.query('insert into auth.factor (account, pending, created_at) values ($1, $2, $3) on conflict (account) do update set pending = excluded.pending', [
    account,
    pending,
    new Date(now).toISOString(),
  ]);
  return pending;
}
/** Puts the new secret in force and answers the recovery codes, which are shown once. */
export async function confirmFactor(database: AuthDatabase, account: string, otp: string, now: number): Promise<readonly string[]> {
  const pending = (await stored(database, account))?.pending;
  const step = pending ? totpStep(pending, otp, Math.floor(now / 1000)) : undefined;
  if (step === undefined) throw new Refused('auth.second_factor_invalid');
  const codes = Array.from({ length: 10 }, () => `${readable(5)}-${readable(5)}`);
  const done = await database.query(
    'update auth.factor set secret = pending, pending = null, confirmed_at = $3, recovery_codes = $4, used_steps = array[$5::bigint] where account = $1 and pending = $2 returning account',
    [account, pending, new Date(now).toISOString(), codes.map(sha256), step],
  );
  if (done.length === 0) throw new Refused('auth.second_factor_invalid');
  return codes;
}
/** Accepts a code of the device or a recovery code, each once; anything else is `auth.second_factor_invalid`. */
export async function useFactor(database: AuthDatabase, account: string, otp: string, now: number): Promise<void> {
  const secret = (await stored(database, account))?.secret;
  if (!secret) throw new Refused('auth.second_factor_invalid');
  if (/^[a-z0-9]{5}-[a-z0-9]{5}$/.test(otp)) {
    const used = await database.query(
      'update auth.factor set recovery_codes = array_remove(recovery_codes, $2) where account = $1 and $2 = any(recovery_codes) returning account',
      [account, sha256(otp)],
    );
    if (used.length === 0) throw new Refused('auth.second_factor_invalid');
    return;
  }
  const step = totpStep(secret, otp, Math.floor(now / 1000));
  if (step === undefined) throw new Refused('auth.second_factor_invalid');
  // One statement decides, so that the same code sent twice at once passes once; four steps are all that can still be in time.
  const used = await database.query(
    'update auth.factor set used_steps = (used_steps || $2::bigint)[greatest(1, cardinality(used_steps) - 2):] where account = $1 and not ($2::bigint = any(used_steps)) returning account',
    [account, step],
  );
  if (used.length === 0) throw new Refused('auth.second_factor_invalid');
}
