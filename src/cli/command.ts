import type { Label } from '#declare';
import type { Registry } from '../kernel/registry/meta.ts';
import type { Speech } from './speech.ts';
import type { Given, Options } from './usage.ts';

export interface Context {
  readonly given: Given;
  readonly speech: Speech;
  /** Folder of the program: migrations, built web application. */
  readonly root: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the registry of a running kernel is put, so that refusals are told with their own texts. */
  readonly met: { registry?: Registry };
}
export interface Command {
  readonly name: string;
  /** `FILE`, `ACTION [LOGIN]`. */
  readonly words: string;
  readonly summary: Label;
  readonly options: Options;
  /** Lines under the help. */
  readonly more?: Label;
  /** Answers the exit status. */
  readonly run: (context: Context) => Promise<number>;
}
