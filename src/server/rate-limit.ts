import { Refused } from '../kernel/problem.ts';

/*
 * Requests per minute and principal (P.2.10). Counted in the memory of this process: with several processes behind a balancer each
 * allows its share on its own, which is more than the figure but never less. P.17 wants them counted in PostgreSQL.
 */
export type LimitName = 'user' | 'key' | 'address' | 'sign_in' | 'exchange' | 'hook' | 'public';
export interface Limit {
  readonly most: number;
  readonly seconds: number;
}
export const defaultRates: Readonly<Record<LimitName, Limit>> = {
  user: { most: 600, seconds: 60 },
  key: { most: 1_200, seconds: 60 },
  address: { most: 300, seconds: 60 },
  sign_in: { most: 10, seconds: 60 },
  exchange: { most: 30, seconds: 3_600 },
  hook: { most: 1_200, seconds: 60 },
  public: { most: 30, seconds: 60 },
};
export interface Taken {
  readonly name: LimitName;
  readonly limit: Limit;
  readonly left: number;
  /** Seconds until the window starts again. */
  readonly reset: number;
}
export interface RateLimiter {
  /** Counts one request; beyond the limit `rate.limited`. */
  take(name: LimitName, key: string): Taken;
}
export class RateLimited extends Refused {
  readonly taken: Taken;
  constructor(taken: Taken) {
    super('rate.limited', { retry_after: taken.reset });
    this.taken = taken;
  }
}

export function rateLimiter(rates: Readonly<Record<LimitName, Limit>>, clock: () => number): RateLimiter {
  const windows = new Map<string, { from: number; used: number }>();
  let sweptAt = 0;
  const sweep = (now: number): void => {
    if (Math.abs(now - sweptAt) < 60_000) return;
    sweptAt = now;
    for (const [key, window] of windows) if (Math.abs(now - window.from) > 3_600_000) windows.delete(key);
  };
  return {
    take: (name, key) => {
      const now = clock();
      sweep(now);
      const limit = rates[name];
      const id = `${name} ${key}`;
      const open = windows.get(id);
      // A clock that was set back must not shut a caller out until it has caught up.
      const window = open && now >= open.from && now - open.from < limit.seconds * 1000 ? open : { from: now, used: 0 };
      windows.set(id, window);
      window.used += 1;
      const taken = { name, limit, left: Math.max(0, limit.most - window.used), reset: Math.max(1, Math.ceil((window.from + limit.seconds * 1000 - now) / 1000)) };
      if (window.used > limit.most) throw new RateLimited(taken);
      return taken;
    },
  };
}
