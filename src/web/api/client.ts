import { preferences } from '../theme/preferences.ts';
import { presence } from './presence.ts';
import { ApiProblem, type ProblemDocument, unreachable } from './problem.ts';

export type QueryValues = Readonly<Record<string, string | number | undefined>>;
export interface RequestOptions {
  readonly query?: QueryValues;
  readonly body?: unknown;
  readonly file?: { readonly file: File; readonly fields: Readonly<Record<string, string>> };
  readonly signal?: AbortSignal;
  /** One key for all tries of the same write, so that a repeated one is answered, not done again (P.2.4). */
  readonly key?: string;
}

/** The company in the address: two tabs never mix companies (P.1). */
export const organisationInAddress = (): string | undefined => /^\/o\/([^/]+)/.exec(location.pathname)?.[1];
export const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export function address(path: string, query: QueryValues = {}): string {
  const parameters = new URLSearchParams(Object.entries(query).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]])));
  const text = parameters.toString();
  return `/api${path}${text === '' ? '' : `?${text}`}`;
}

/** One call of the interface: JSON in, JSON out, a refusal as `ApiProblem`. */
export async function request<T>(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}
/** For files: the caller reads the body itself. */
export async function download(method: 'GET' | 'POST', path: string, options: RequestOptions = {}): Promise<{ readonly blob: Blob; readonly name: string }> {
  const response = await send(method, path, options);
  const named = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1];
  return { blob: await response.blob(), name: named === undefined ? 'download' : decodeURIComponent(named) };
}

/** A call that wants the person in person is repeated, under its own key, once the dialog has proved it. */
async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const keyed = method === 'GET' || options.key !== undefined ? options : { ...options, key: newKey() };
  const first = await sendOnce(method, path, keyed);
  if (first.ok) return first;
  const problem = await problemIn(first);
  if (problem.code !== 'auth.step_up' || !(await presence.ask())) throw new ApiProblem(problem);
  const again = await sendOnce(method, path, keyed);
  if (again.ok) return again;
  throw new ApiProblem(await problemIn(again));
}
async function sendOnce(method: string, path: string, { query, body, file, signal, key }: RequestOptions): Promise<Response> {
  const organisation = organisationInAddress();
  const headers: Record<string, string> = { accept: 'application/json', 'accept-language': preferences.get().locale === 'zh' ? 'zh-CN' : 'en' };
  if (organisation !== undefined) headers['qiantai-org'] = organisation;
  if (key !== undefined) headers['idempotency-key'] = key;
  let content: BodyInit | undefined;
  if (file) {
    const form = new FormData();
    for (const [name, value] of Object.entries(file.fields)) form.append(name, value);
    form.append('file', file.file);
    content = form;
  } else if (body !== undefined || method !== 'GET') {
    headers['content-type'] = 'application/json';
    content = JSON.stringify(body ?? {});
  }
  return fetch(address(path, query), {
    method,
    headers,
    credentials: 'same-origin',
    ...(content === undefined ? {} : { body: content }),
    ...(signal ? { signal } : {}),
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiProblem(unreachable);
  });
}
async function problemIn(answered: Response): Promise<ProblemDocument> {
  const given = (await answered.json().catch(() => undefined)) as Partial<ProblemDocument> | undefined;
  return { code: 'system.unexpected', title: '', detail: '', status: answered.status, params: {}, ...given };
}

/** Hands a file to the browser's own download. */
export function keep(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
