import type { Logger } from 'pino';
import type { Founder } from './first-start.ts';
import type { Kernel } from './kernel-port.ts';
import type { Metrics } from './metrics.ts';
import type { Limit, LimitName } from './rate-limit.ts';
import type { SignIn } from './sign-in/sign-in.ts';

export interface Health {
  readonly database: 'ok' | 'unreachable';
  readonly migrations: 'current' | 'pending';
  readonly outbox_lag_s: number;
  readonly sequencer_backlog: number;
}
/** What one server is made of; the command line and the tests put it together. */
export interface ServerOptions {
  readonly kernel: Kernel;
  readonly signIn: SignIn;
  /** Makes a further company with its founder (P.1); left out, its address is not there. */
  readonly found?: (company: { readonly code: string; readonly name: string }, founder: Founder) => Promise<{ readonly id: string; readonly user: string }>;
  readonly version: string;
  readonly health: () => Promise<Health>;
  /** False while starting, migrating or draining. */
  readonly ready: () => boolean;
  /** Folder of the built web application; without it the address answers in plain words. */
  readonly webFolder?: string | undefined;
  readonly log?: Logger | undefined;
  readonly metrics?: Metrics | undefined;
  readonly metricsToken?: string | undefined;
  readonly rates?: Partial<Readonly<Record<LimitName, Limit>>> | undefined;
  /** Addresses of proxies whose forwarded headers are believed. */
  readonly trustProxy?: boolean | string | undefined;
}
