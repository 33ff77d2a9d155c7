import { apiVersions, versionHeader } from './version.ts';
import type { Label } from '#declare';
import type { Registry } from '../kernel/registry/meta.ts';
import type { Described, Parameter } from './endpoint.ts';
import { componentSchemas } from './openapi-schemas.ts';
import { statusOf } from './status.ts';

/*
 * OpenAPI 3.1 of the whole interface (P.2.12), made from the values the routes are registered from: one tag a module, summaries in
 * both languages, for each operation the codes it may answer, who may call it and whether it may start an approval.
 */
const both = ({ zh, en }: Label): string => `${zh} · ${en}`;
/** Codes of every signed-in request, and those a write adds (P.2.9 precedence 1 to 8). */
const always = [
  'auth.required',
  'auth.key_invalid',
  'request.malformed',
  'auth.session_expired',
  'auth.password_change_required',
  'auth.second_factor_required',
  'rate.limited',
  'request.unknown_parameter',
  'system.busy',
  'system.unexpected',
];
const onWrite = [
  'auth.csrf',
  'request.malformed',
  'request.too_large',
  'request.media_type',
  'system.read_only',
  'idempotency.key_invalid',
  'idempotency.key_reused',
  'idempotency.in_flight',
];
const openAlways = ['rate.limited', 'request.malformed', 'request.unknown_parameter', 'field.required', 'field.type', 'system.unexpected'];

export function openapiDocument(registry: Registry, operations: readonly Described[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: operationObject(registry, operation) };
  }
  const tags = [...new Set(operations.map((operation) => operation.tag))].map((name) => {
    const module = registry.modules.find((one) => one.name === name);
    return { name, description: module ? both(module) : both(platformTags[name] ?? { zh: name, en: name }) };
  });
  return {
    openapi: '3.1.0',
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    info: { title: '前台 Qiantai', version, summary: '企业业务系统 · Business system', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
    tags,
    paths,
    components: {
      schemas: componentSchemas(registry),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', bearerFormat: 'qt_<id>_<key>', description: '接口密钥 · An API key' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-qt', description: '登录后得到的会话；本机 http 下名为 qt · The session of a sign-in; called qt on plain http' },
      },
    },
  };
}
const platformTags: Readonly<Record<string, Label>> = {
  session: { zh: '登录与个人账户', en: 'Sign-in and one’s own account' },
  system: { zh: '系统', en: 'System' },
  search: { zh: '搜索', en: 'Search' },
};

function operationObject(registry: Registry, operation: Described): object {
  const { request } = operation;
  const path = [...operation.path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const parameters = [...path, ...(operation.parameters ?? []).map(parameterObject), ...(operation.open ? [] : headerParameters(operation))];
  return {
    operationId: operation.operation,
    tags: [operation.tag],
    summary: both(operation.summary),
    ...(operation.open ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(request
      ? {
          requestBody: {
            required: request.required ?? false,
            content: {
              [request.multipart ? 'multipart/form-data' : 'application/json']: { schema: request.schema, ...(request.example === undefined ? {} : { example: request.example }) },
            },
          },
        }
      : {}),
    responses: { ...answers(operation), ...refusals(registry, operation) },
    ...(operation.permission === undefined ? {} : { 'x-permission': operation.permission }),
    ...(operation.approval ? { 'x-approval': true } : {}),
    ...(operation.stepUp ? { 'x-step-up': true } : {}),
  };
}
const parameterObject = ({ name, in: where, schema, description }: Parameter): object => ({ name, in: where, schema, description: both(description) });
function headerParameters({ method }: Described): object[] {
  const dated = {
    name: versionHeader,
    in: 'header',
    schema: { type: 'string', enum: apiVersions },
    description: both({ zh: '接口版本，默认最新', en: 'Version of the interface; the newest unless given' }),
  };
  const organisation = { name: 'Qiantai-Org', in: 'header', schema: { type: 'string' }, description: both({ zh: '组织编号', en: 'Code of the organisation' }) };
  if (method === 'GET') return [organisation, dated];
  return [
    organisation,
    dated,
    {
      name: 'Idempotency-Key',
      in: 'header',
      schema: { type: 'string', pattern: '^[A-Za-z0-9_.:-]{1,255}$' },
      description: both({ zh: '幂等键', en: 'Repeating a request with its key does it once' }),
    },
  ];
}
function answers({ answers: given }: Described): Readonly<Record<string, object>> {
  return Object.fromEntries(
    Object.entries(given).map(([status, answer]) => [
      status,
      {
        description: both(answer.description),
        ...(answer.headers ? { headers: Object.fromEntries(answer.headers.map((name) => [name, { schema: { type: 'string' } }])) } : {}),
        ...(answer.schema
          ? { content: { 'application/json': { schema: answer.schema } } }
          : answer.type
            ? { content: { [answer.type]: { schema: { type: 'string', contentMediaType: answer.type } } } }
            : {}),
      },
    ]),
  );
}
/** Every code that an operation may answer. */
export function codesOf(operation: Described): readonly string[] {
  const onRecord = operation.path.includes(':id') ? ['not_found'] : [];
  return [
    ...(operation.open ? openAlways : [...always, ...(operation.permission ? ['forbidden'] : []), ...(operation.method === 'GET' ? [] : onWrite)]),
    ...onRecord,
    ...(operation.stepUp ? ['auth.step_up'] : []),
    ...operation.codes,
  ];
}
/** One answer per status, naming the codes it may carry. */
function refusals(registry: Registry, operation: Described): Readonly<Record<string, object>> {
  const byStatus = Map.groupBy(new Set(codesOf(operation)), (code) => statusOf(code, registry.refusals.get(code)));
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((code) => `\`${code}\` ${registry.refusals.get(code)?.zh ?? ''}`.trim()).join(' · '),
        'x-codes': list,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } } },
      },
    ]),
  );
}
