/**
 * A fault that keeps the program from starting. It carries the exit status of P.16 and a text in both languages,
 * because it happens before there is a server that could answer with a problem document.
 */
export class StartFault extends Error {
  readonly code: string;
  /** Exit status of P.16: 5 = database or server not reachable, 6 = locked by another start, migration or restore. */
  readonly exit: 5 | 6;
  readonly text: { readonly zh: string; readonly en: string };

  constructor(code: string, exit: 5 | 6, text: { readonly zh: string; readonly en: string }, cause?: unknown) {
    super(`${code}: ${text.en}`, cause === undefined ? undefined : { cause });
    this.name = 'StartFault';
    this.code = code;
    this.exit = exit;
    this.text = text;
  }
}

/** The SQLSTATE or system code of a caught value (`57P03`, `ENOENT`), empty when it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
