import { useQuery } from '@tanstack/react-query';
import { request } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { FieldProblem } from '../api/problem.ts';
import type { ApiRecord, Me } from '../api/types.ts';

/* Print templates of a company as the interface answers them (P.11). */
const path = '/core/print_template';
export interface Version extends ApiRecord {
  readonly print: string;
  readonly name: string;
  readonly number: number;
  readonly state: 'draft' | 'published' | 'former';
  readonly updated_at: string;
  readonly published_at: string | null;
}
export interface WholeVersion extends Version {
  readonly source: string;
  readonly shipped: string;
}
interface Templates {
  readonly prints: readonly { readonly print: string; readonly label: string; readonly own: boolean }[];
  readonly data: readonly Version[];
}
/** Only administrators change them; the server refuses everybody else, a general manager too. */
export const mayEditTemplates = (me: Me): boolean => me.roles.includes('administrator');

export const templatesKey = 'print-templates';
export const useTemplates = (declaration: string, locale: string) =>
  useQuery({ queryKey: [templatesKey, 'list', declaration, locale], queryFn: ({ signal }) => request<Templates>('GET', path, { query: { declaration }, signal }) });
export const useVersion = (id: string | undefined) =>
  useQuery({ queryKey: [templatesKey, 'one', id], queryFn: ({ signal }) => request<WholeVersion>('GET', `${path}/${id ?? ''}`, { signal }), enabled: id !== undefined });

export const makeVersion = (body: { readonly declaration: string; readonly print: string; readonly source?: string; readonly name?: string }): Promise<Version> =>
  request('POST', path, { body });
export const saveVersion = (id: string, version: number, typed: Typed): Promise<WholeVersion> => request('PATCH', `${path}/${id}`, { body: { version, ...typed } });
export const publishVersion = (id: string, record: string | undefined): Promise<Version> =>
  request('POST', `${path}/${id}/publish`, { body: record === undefined ? {} : { record } });
export const restoreShipped = (declaration: string, print: string): Promise<unknown> => request('POST', `${path}/actions/restore`, { body: { declaration, print } });
export const previewPath = (id: string): string => `${path}/${id}/preview`;

/** What was typed in a draft and is not saved yet. */
export interface Typed {
  readonly source?: string;
  readonly name?: string;
}
/** What is wrong in the template, and in which line. */
export interface Diagnostic {
  readonly line: number;
  readonly text: string;
}
const compiling = ['template.compile', 'template.variable_missing'];
function diagnosticIn({ code, params, detail, title }: FieldProblem): Diagnostic | undefined {
  const line = params?.['line'];
  if (!compiling.includes(code) || typeof line !== 'number') return undefined;
  const [message, name] = [params?.['message'], params?.['name']];
  return { line, text: typeof message === 'string' ? message : `${title ?? ''} ${typeof name === 'string' ? name : (detail ?? '')}`.trim() };
}
export const diagnosticOf = (error: unknown): Diagnostic | undefined => (isProblem(error) ? diagnosticIn(error.problem) : undefined);
export const diagnosticAmong = (problems: readonly FieldProblem[]): Diagnostic | undefined => problems.map(diagnosticIn).find((one) => one !== undefined);
