import type { Call } from '../command/call.ts';
import type { Environment } from '../command/environment.ts';

/** What a kind of long work is made of (P.2.7). It may be begun again by another process, and then goes on after what was committed. */
export interface Work {
  readonly environment: Environment;
  readonly call: Call;
  readonly id: string;
  readonly request: Readonly<Record<string, unknown>>;
  /** Told at every boundary between rows; `false` means: stop here, somebody cancelled or the process ends. */
  readonly at: (done: number, total: number) => Promise<boolean>;
}
export interface Worked {
  readonly result: object;
  readonly file?: { readonly name: string; readonly type: string; readonly bytes: Uint8Array };
  /** It ended because `at` said so. */
  readonly stopped?: true;
}
export type OperationRun = (work: Work) => Promise<Worked>;

/** The long work of one process: begun here, or taken over from a process that died. */
export interface Operations {
  /** Begins what this process has just written down, or what nobody holds any more; ends when it has ended. */
  run(org: string, id: string): Promise<void>;
  /** Takes over what was left lying in this organisation, in the background; answers how many. */
  resume(org: string): Promise<number>;
  /** Ends when every row under way is done; the rest is left for another process. */
  stop(): Promise<void>;
  /** Under which this process holds its leases. */
  readonly me: string;
}
