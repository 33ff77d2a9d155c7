import { localise, type Locale } from '../kernel/command/call.ts';
import { type Problem, Refused } from '../kernel/problem.ts';
import type { Registry } from '../kernel/registry/meta.ts';
import { statusOf } from './status.ts';

/** RFC 9457 (P.2.9): what, why and what to do in the caller's language; parameters as data. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly path?: string;
  readonly errors?: readonly { readonly code: string; readonly path?: string; readonly params: object; readonly detail: string }[];
  readonly trace: string;
}
const most = 200;

export function problemDocument(registry: Registry, refused: Refused, locale: Locale, trace: string): ProblemDocument {
  const { title, detail } = localise(registry, refused.code, refused.params, locale);
  const several = refused.errors.length > 1 || refused.path !== undefined;
  return {
    type: `/help/errors/${refused.code}`,
    title,
    status: statusOf(refused.code, registry.refusals.get(refused.code)),
    code: refused.code,
    detail,
    params: refused.params,
    ...(refused.path === undefined ? {} : { path: refused.path }),
    ...(several ? { errors: refused.errors.slice(0, most).map((problem) => oneError(registry, problem, locale)) } : {}),
    trace,
  };
}
function oneError(registry: Registry, problem: Problem, locale: Locale): { code: string; path?: string; params: object; detail: string } {
  const { title, detail } = localise(registry, problem.code, problem.params, locale);
  return { code: problem.code, ...(problem.path === undefined ? {} : { path: problem.path }), params: problem.params, detail: `${title}${locale === 'zh' ? '：' : ': '}${detail}` };
}

/** Errors of the framework and the driver as refusals; anything else is a fault of ours. */
const framework: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'request.too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'request.media_type',
  FST_ERR_CTP_INVALID_TYPE: 'request.media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'request.media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'request.malformed',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'request.malformed',
  FST_ERR_BAD_URL: 'request.malformed',
  FST_REQ_FILE_TOO_LARGE: 'file.too_large',
  FST_FILES_LIMIT: 'request.malformed',
  FST_FIELDS_LIMIT: 'request.malformed',
  FST_PARTS_LIMIT: 'request.malformed',
  FST_PROTO_VIOLATION: 'request.malformed',
  ECONNREFUSED: 'system.busy',
  ECONNRESET: 'system.busy',
  '57P01': 'system.busy',
  '57P03': 'system.busy',
  '57014': 'system.busy',
};
export function refusedOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? framework[error.code] : undefined;
  if (code !== undefined) return new Refused(code);
  // The multipart reader says what is wrong with a damaged body in words alone.
  return error instanceof Error && /multipart|part header|part terminated/i.test(error.message) ? new Refused('request.malformed') : undefined;
}
