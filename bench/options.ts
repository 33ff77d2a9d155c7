import { parseArgs } from 'node:util';

/** What the command line says; each benchmark has the issue's own sizes as its defaults. */
export interface Options {
  readonly rows: number | undefined;
  readonly clients: readonly number[] | undefined;
  readonly rounds: number | undefined;
  readonly seconds: number | undefined;
  /** A data folder that is kept and used again, so that ten million entries are loaded once. */
  readonly data: string | undefined;
  /** Folder for the server's processor profile. */
  readonly profile: string | undefined;
  /** Folder of the built web application, where a benchmark opens it. */
  readonly webFolder?: string;
  /** Count statements in PostgreSQL and print the dearest. */
  readonly statements: boolean;
}
export function readOptions(args: readonly string[]): { readonly names: readonly string[]; readonly options: Options } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      rows: { type: 'string' },
      clients: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      data: { type: 'string' },
      profile: { type: 'string' },
      statements: { type: 'boolean' },
    },
  });
  return {
    names: positionals,
    options: {
      rows: values.rows === undefined ? undefined : countOf('--rows', values.rows),
      clients: values.clients?.split(',').map((text) => countOf('--clients', text)),
      rounds: values.rounds === undefined ? undefined : countOf('--rounds', values.rounds),
      seconds: values.seconds === undefined ? undefined : countOf('--seconds', values.seconds),
      data: values.data,
      profile: values.profile,
      statements: values.statements === true,
    },
  };
}
function countOf(name: string, text: string): number {
  const number = Number(text.replaceAll('_', ''));
  if (!Number.isInteger(number) || number < 1) throw new TypeError(`${name} must be a whole number above nought, not ${text}`);
  return number;
}
