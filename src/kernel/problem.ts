/** A coded "no" that changes nothing (P.2.9). Thrown by guards, parsers and the kernel; answered as a problem document. */
export class Refused extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** JSON pointer into the request: `/lines/1/qty`. */
  readonly path: string | undefined;
  /** All of them, when several things are wrong at once; the refusal itself repeats the first. */
  readonly errors: readonly Problem[];
  constructor(code: string, params: Readonly<Record<string, unknown>> = {}, path?: string, errors?: readonly Problem[]) {
    super(code);
    this.name = 'Refused';
    this.code = code;
    this.params = params;
    this.path = path;
    this.errors = errors ?? [{ code, params, path }];
  }
}
export interface Problem {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly path: string | undefined;
}
/** Several problems of one request as one refusal. */
export function refuseAll(problems: readonly Problem[]): never {
  const [first] = problems;
  if (!first) throw new TypeError('no problem to refuse');
  throw new Refused(first.code, first.params, first.path, problems);
}
