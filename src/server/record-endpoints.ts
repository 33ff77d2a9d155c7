import { Refused } from '../kernel/problem.ts';
import type { ActionMeta, RecordMeta } from '../kernel/registry/meta.ts';
import { attachmentEndpoints } from './attachment-endpoints.ts';
import { commentEndpoints } from './comment-endpoints.ts';
import { createExample } from './examples.ts';
import { base, choosing, conditional, done, dryRun, idOf, ifMatch, writing, ref, said, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { exchangeEndpoints, printEndpoints } from './exchange-endpoints.ts';
import { revisionEndpoint } from './history-endpoints.ts';
import { revealEndpoint } from './trail-endpoints.ts';
import { lineEndpoints } from './line-endpoints.ts';
import { followEndpoints } from './notification-endpoints.ts';
import { objectBody, refuseUnknown, textMember, versionOf } from './request-values.ts';
import { tagEndpoints } from './tag-endpoints.ts';

/*
 * The addresses of one declaration (P.2.1). Each is a thin step from HTTP to one call of the kernel.
 */
export function recordEndpoints(meta: RecordMeta): readonly Endpoint[] {
  const writable = !meta.readonly;
  const { stepUp = [] } = meta.declaration.spec as { readonly stepUp?: readonly string[] };
  const guarded = new Set(stepUp.includes('create') ? [...stepUp, 'import', 'bulk'] : stepUp);
  const endpoints: readonly Endpoint[] = [
    ...readEndpoints(meta),
    revisionEndpoint(meta),
    ...revealEndpoint(meta),
    ...attachmentEndpoints(meta),
    ...commentEndpoints(meta),
    ...followEndpoints(meta),
    ...(meta.tags ? tagEndpoints(meta) : []),
    ...(writable ? writeEndpoints(meta) : []),
    ...actionsOf(meta).map((action) => actionEndpoint(meta, action)),
    ...(writable && meta.lines.some((lines) => lines.name === 'lines') ? lineEndpoints(meta) : []),
    ...exchangeEndpoints(meta),
    ...(meta.type === 'document' ? printEndpoints(meta) : []),
  ];
  return endpoints.map((endpoint) => (guarded.has(endpoint.operation.slice(meta.name.length + 1)) ? { ...endpoint, stepUp: true } : endpoint));
}
function readEndpoints(meta: RecordMeta): Endpoint[] {
  const { name } = meta;
  const path = base(meta);
  const one = { 200: { schema: ref(name), description: meta, headers: ['ETag' as const] }, 304: { description: said('未变', 'Not modified') } };
  return [
    {
      ...whose(meta),
      method: 'GET',
      path,
      operation: `${name}.list`,
      summary: said(`${meta.zh}列表`, `List: ${meta.en}`),
      permission: `${name}.read`,
      answers: { 200: { schema: ref(`${name}.page`), description: said('一页', 'A page') } },
      codes: [...choosing, 'search.query_too_short'],
      handle: ({ kernel, call, query }) => kernel.list(call, name, query),
    },
    {
      ...whose(meta),
      method: 'POST',
      path: `${path}/list`,
      operation: `${name}.search`,
      summary: said(`按长条件查询${meta.zh}`, `List by a long filter: ${meta.en}`),
      permission: `${name}.read`,
      parameters: [],
      request: { schema: ref('list_request') },
      answers: { 200: { schema: ref(`${name}.page`), description: said('一页', 'A page') } },
      codes: [...choosing, 'search.query_too_short'],
      handle: ({ kernel, call, body }) => kernel.list(call, name, objectBody(body)),
    },
    {
      ...whose(meta),
      method: 'GET',
      path: `${path}/:id`,
      operation: `${name}.read`,
      summary: said(`读取${meta.zh}`, `Read: ${meta.en}`),
      permission: `${name}.read`,
      answers: one,
      codes: ['not_found', ...choosing],
      handle: ({ kernel, call, params, query }) => kernel.read(call, name, idOf(params), query),
    },
    ...(meta.code === undefined
      ? []
      : [
          {
            ...whose(meta),
            method: 'GET' as const,
            path: `${path}/by/:key`,
            operation: `${name}.read_by_key`,
            summary: said(`按编号读取${meta.zh}`, `Read by code or number: ${meta.en}`),
            permission: `${name}.read`,
            answers: one,
            codes: ['not_found', ...choosing],
            handle: (({ kernel, call, params, query }) => kernel.read(call, name, params['key'] ?? '', query)) satisfies Endpoint['handle'],
          },
        ]),
    {
      ...whose(meta),
      method: 'GET',
      path: `${path}/schema`,
      operation: `${name}.schema`,
      summary: said(`${meta.zh}的字段与操作`, `Fields and actions: ${meta.en}`),
      parameters: [],
      answers: { 200: { schema: ref('declaration'), description: said('调用者可用的部分', 'As the caller may use it') } },
      codes: ['not_found'],
      handle: ({ kernel, call }) => kernel.schema(call, name),
    },
    ...(['related', 'timeline'] as const).map(
      (what): Endpoint => ({
        ...whose(meta),
        method: 'GET',
        path: `${path}/:id/${what}`,
        operation: `${name}.${what}`,
        summary: what === 'related' ? said(`${meta.zh}的关联单据`, `Related documents: ${meta.en}`) : said(`${meta.zh}的动态`, `Timeline: ${meta.en}`),
        permission: `${name}.read`,
        answers: { 200: { schema: { type: 'object' }, description: done } },
        codes: ['request.limit', 'field.type', 'cursor.invalid', 'cursor.mismatch'],
        handle: ({ kernel, call, params, query }) => kernel[what](call, name, idOf(params), query),
      }),
    ),
  ];
}

function writeEndpoints(meta: RecordMeta): Endpoint[] {
  const { name } = meta;
  const path = base(meta);
  return [
    {
      ...whose(meta),
      method: 'POST',
      path,
      operation: `${name}.create`,
      summary: said(`新建${meta.zh}`, `Create: ${meta.en}`),
      permission: `${name}.create`,
      parameters: [dryRun],
      request: { schema: ref(`${name}.input`), required: true, example: createExample(meta) },
      answers: { 201: { schema: ref(name), description: said('已建', 'Created'), headers: ['ETag', 'Location'] } },
      codes: writing(meta),
      handle: ({ kernel, call, body }) => kernel.create(call, name, objectBody(body)),
    },
    {
      ...whose(meta),
      method: 'PATCH',
      path: `${path}/:id`,
      operation: `${name}.update`,
      summary: said(`修改${meta.zh}`, `Change: ${meta.en}`),
      permission: `${name}.update`,
      parameters: [dryRun, ifMatch],
      request: { schema: ref(`${name}.patch`), required: true },
      answers: { 200: { schema: ref(name), description: said('已改', 'Changed'), headers: ['ETag'] } },
      codes: [...conditional, ...writing(meta)],
      handle: ({ kernel, call, params, body, ifMatch: header }) => {
        const given = objectBody(body);
        const { version: _, ...patch } = given;
        return kernel.change(call, name, idOf(params), versionOf(header, given), patch);
      },
    },
    {
      ...whose(meta),
      method: 'DELETE',
      path: `${path}/:id`,
      operation: `${name}.delete`,
      summary: said(`删除${meta.zh}`, `Delete: ${meta.en}`),
      permission: `${name}.delete`,
      parameters: [dryRun, ifMatch],
      answers: { 204: { description: said('已删', 'Deleted') } },
      codes: [...conditional, 'field.type', 'record.in_use', 'document.immutable'],
      handle: ({ kernel, call, params, body, ifMatch: header }) => {
        const given = objectBody(body);
        refuseUnknown(Object.keys(given), ['version']);
        return kernel.remove(call, name, idOf(params), versionOf(header, given));
      },
    },
    {
      ...whose(meta),
      method: 'POST',
      path: `${path}/bulk`,
      operation: `${name}.bulk`,
      summary: said(`批量处理${meta.zh}`, `In bulk: ${meta.en}`),
      permission: `${name}.bulk`,
      parameters: [dryRun],
      request: { schema: ref('bulk_request'), required: true },
      answers: {
        200: { schema: ref('bulk_answer'), description: said('逐条结果', 'A result a row') },
        202: { schema: ref('operation'), description: said('作为后台任务进行', 'Goes on as an operation'), headers: ['Location'] },
      },
      codes: ['bulk.failed', 'bulk.too_many', 'bulk.count_changed', 'field.required', ...choosing],
      handle: ({ kernel, call, body }) => kernel.bulk(call, name, objectBody(body)),
    },
  ];
}

/** The declared actions, and for catalogs the two of P.2.1. */
export function actionsOf(meta: RecordMeta): readonly Pick<ActionMeta, 'name' | 'zh' | 'en' | 'to' | 'approval' | 'asks' | 'asksLines' | 'amends' | 'by'>[] {
  const own = meta.actions.filter((action) => action.by !== 'job');
  const kept = [
    { name: 'archive', zh: '归档', en: 'Archive' },
    { name: 'restore', zh: '恢复', en: 'Restore' },
  ].filter((one) => meta.type === 'catalog' && !meta.readonly && !meta.actions.some((action) => action.name === one.name));
  return [...own, ...kept.map((one) => ({ ...one, to: undefined, approval: undefined, asks: [], asksLines: [], amends: [], by: 'person' as const }))];
}
function actionEndpoint(meta: RecordMeta, action: ReturnType<typeof actionsOf>[number]): Endpoint {
  const { name } = meta;
  return {
    ...whose(meta),
    method: 'POST',
    path: `${base(meta)}/:id/actions/${action.name}`,
    operation: `${name}.${action.name}`,
    summary: said(`${action.zh}${meta.zh}`, `${action.en}: ${meta.en}`),
    permission: `${name}.${action.name}`,
    approval: action.approval !== undefined,
    posts: meta.fields.some((field) => field.kind === 'state' && field.options?.[action.to ?? '']?.posted === true),
    parameters: [dryRun, ifMatch],
    request: { schema: ref(`${name}.${action.name}.request`) },
    answers: { 200: { schema: ref(`${name}.outcome`), description: done, headers: ['ETag'] } },
    codes: [...conditional, ...writing(meta), 'document.transition_refused', 'warning.unacknowledged', 'sod.same_person'],
    handle: ({ kernel, call, params, body, ifMatch: header }) => {
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['version', 'input', 'ack', 'reason']);
      const reason = textMember(given, 'reason');
      return kernel.act({ ...call, ack: accepted(given['ack']) }, name, idOf(params), action.name, {
        version: versionOf(header, given),
        input: given['input'] ?? {},
        ...(reason === undefined ? {} : { reason }),
      });
    },
  };
}
function accepted(ack: unknown): ReadonlySet<string> {
  if (ack === undefined || ack === null) return new Set();
  if (!Array.isArray(ack) || !ack.every((code): code is string => typeof code === 'string')) throw new Refused('field.type', { expected: 'array of codes' }, '/ack');
  return new Set(ack);
}
