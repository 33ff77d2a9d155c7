/** What the server answers when it says no (P.2.9). */
export interface ProblemDocument {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
  readonly params: Readonly<Record<string, unknown>>;
  readonly path?: string;
  readonly errors?: readonly FieldProblem[];
  readonly trace?: string;
}
export interface FieldProblem {
  readonly code: string;
  readonly path?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly title?: string;
  readonly detail?: string;
}
export class ApiProblem extends Error {
  readonly problem: ProblemDocument;
  constructor(problem: ProblemDocument) {
    super(problem.code);
    this.name = 'ApiProblem';
    this.problem = problem;
  }
}
export const isProblem = (error: unknown, code?: string): error is ApiProblem => error instanceof ApiProblem && (code === undefined || error.problem.code === code);
/** The request never got an answer. */
export const unreachable: ProblemDocument = { code: 'network.unreachable', title: '', detail: '', status: 0, params: {} };

/** All problems of one refusal; the document itself repeats the first. */
export function problemsOf(error: unknown): readonly FieldProblem[] {
  if (!(error instanceof ApiProblem)) return [];
  const { errors, ...first } = error.problem;
  return errors && errors.length > 0 ? errors.map((one, index) => (index === 0 ? { ...one, title: one.title ?? first.title, detail: one.detail ?? first.detail } : one)) : [first];
}
