import { Refused } from '../../kernel/problem.ts';
import type { AuthDatabase } from './database.ts';
import { sha256 } from './secret.ts';

/*
 * Guessing (P.1): five failures within 15 minutes lock a counter for 15 minutes, each further five twice as long, at most a day.
 * Strangers share one counter of the login; a device that signed in lately has its own, so a stranger cannot lock the owner out.
 */
const minute = 60_000;
const window = 15 * minute;
const longest = 24 * 60 * minute;

export interface Counter {
  /** Failures within the window, newest last. */
  readonly recent: readonly number[];
  readonly locks: number;
  readonly lockedUntil: number | undefined;
}
export const fresh: Counter = { recent: [], locks: 0, lockedUntil: undefined };

/** The counter after one more failure. */
export function failed(counter: Counter, now: number, allowed: number): Counter {
  const quiet = counter.lockedUntil !== undefined && now - counter.lockedUntil > longest;
  const recent = [...counter.recent.filter((at) => now - at < window), now];
  const before = quiet ? 0 : counter.locks;
  if (recent.length < allowed) return { ...counter, locks: before, recent };
  return { recent: [], locks: before + 1, lockedUntil: now + Math.min(window * 2 ** Math.min(before, 10), longest) };
}
export const isLocked = (counter: Counter, now: number): boolean => counter.lockedUntil !== undefined && now < counter.lockedUntil;

export interface Attempt {
  readonly login: string;
  /** Hash of the device's token when this login signed in from it within 90 days. */
  readonly knownDevice: string | undefined;
  readonly address: string;
  readonly now: number;
}
const perLogin = 5;
const perAddress = 20;
const loginKey = ({ login, knownDevice }: Attempt): string => `login:${sha256(login)}${knownDevice === undefined ? '' : `:${knownDevice}`}`;
const addressKey = ({ address }: Attempt): string => `address:${address}`;

/**
 * Counts the attempt as failed before the password is looked at, so that parallel guesses cannot pass together; `succeeded` takes
 * it back. Refused while a counter is locked.
 */
export async function beginAttempt(database: AuthDatabase, attempt: Attempt): Promise<void> {
  const address = await read(database, addressKey(attempt));
  refuseLocked(address, attempt.now);
  await database.together(async (inside) => {
    const key = loginKey(attempt);
    await inside.query('insert into auth.attempt (key, at) values ($1, $2) on conflict (key) do nothing', [key, instant(attempt.now)]);
    const counter = await read(inside, key, 'for update');
    refuseLocked(counter, attempt.now);
    await write(inside, key, failed(counter, attempt.now, perLogin), attempt.now);
  });
}
/** The password was right: the login starts afresh. */
export async function attemptSucceeded(database: AuthDatabase, attempt: Attempt): Promise<void> {
  await database.query('delete from auth.attempt where key = $1', [loginKey(attempt)]);
}
/** The password was wrong; the address counts over all logins. */
export async function attemptFailed(database: AuthDatabase, attempt: Attempt): Promise<void> {
  const key = addressKey(attempt);
  await database.together(async (inside) => {
    await inside.query('insert into auth.attempt (key, at) values ($1, $2) on conflict (key) do nothing', [key, instant(attempt.now)]);
    await write(inside, key, failed(await read(inside, key, 'for update'), attempt.now, perAddress), attempt.now);
  });
}

const instant = (at: number): string => new Date(at).toISOString();
interface StoredCounter {
  readonly recent: readonly string[];
  readonly locks: number;
  readonly locked_until: string | null;
}
async function read(database: AuthDatabase, key: string, lock = ''): Promise<Counter> {
  const [row] = await database.query<StoredCounter>(`select recent, locks, locked_until from auth.attempt where key = $1 ${lock}`, [key]);
  if (!row) return fresh;
  return { recent: row.recent.map((at) => Date.parse(at)), locks: row.locks, lockedUntil: row.locked_until === null ? undefined : Date.parse(row.locked_until) };
}
async function write(database: AuthDatabase, key: string, counter: Counter, now: number): Promise<void> {
  await database.query('update auth.attempt set recent = $2::timestamptz[], locks = $3, locked_until = $4, at = $5 where key = $1', [
    key,
    counter.recent.map(instant),
    counter.locks,
    counter.lockedUntil === undefined ? null : instant(counter.lockedUntil),
    instant(now),
  ]);
}
function refuseLocked(counter: Counter, now: number): void {
  if (isLocked(counter, now)) throw new Refused('auth.too_many_attempts', { retry_at: instant(counter.lockedUntil ?? now) });
}
