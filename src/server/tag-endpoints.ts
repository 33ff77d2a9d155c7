import { mergeTag, tagRecords } from '../kernel/tag/write.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, done, dryRun, idOf, said, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody } from './request-values.ts';

const ids = { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: 500 };
/** Tags on and off, for one record or many at once (P.11). */
export function tagEndpoints(meta: RecordMeta): readonly Endpoint[] {
  return [
    {
      ...whose(meta),
      method: 'POST',
      path: `${base(meta)}/tags`,
      operation: `${meta.name}.tag`,
      summary: said(`为${meta.zh}打上或去掉标签`, `Put tags on or off: ${meta.en}`),
      permission: `${meta.name}.update`,
      parameters: [dryRun],
      request: { schema: { type: 'object', properties: { ids, add: ids, remove: ids }, required: ['ids'], additionalProperties: false }, required: true },
      answers: {
        200: {
          schema: { type: 'object', properties: { data: { type: 'array', items: { type: 'object', properties: { id: { type: 'string' }, tags: ids } } } }, required: ['data'] },
          description: said('各记录现在的标签', 'The tags each record has now'),
        },
      },
      codes: ['field.required', 'field.type', 'request.limit', 'reference.not_found', 'reference.archived', 'tag.not_allowed', 'tag.exclusive_conflict', 'not_found', 'forbidden'],
      handle: ({ kernel, call, body }) => kernel.environmentFor(call).then((own) => tagRecords(own, call, meta.name, objectBody(body))),
    },
  ];
}
export const mergeTagEndpoint: Endpoint = {
  method: 'POST',
  path: '/api/core/tag/:id/merge',
  operation: 'core.tag.merge',
  tag: 'core',
  summary: said('并入另一个标签', 'Merge into another tag'),
  permission: 'core.tag.update',
  parameters: [dryRun],
  request: { schema: { type: 'object', properties: { into: { type: 'string', format: 'uuid' } }, required: ['into'], additionalProperties: false }, required: true },
  answers: { 200: { schema: { type: 'object', properties: { outcome: { const: 'applied' }, moved: { type: 'integer' } } }, description: done } },
  codes: ['field.required', 'field.type', 'reference.not_found', 'not_found', 'forbidden'],
  handle: ({ kernel, call, params, body }) => mergeTag(kernel.environment, call, idOf(params), objectBody(body)),
};
