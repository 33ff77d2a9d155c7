import { cancelOperation, listOperations, operationFile, readOperation } from '../kernel/operation/requests.ts';
import { done, idOf, ref, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown } from './request-values.ts';

/* Long work: looked at, stopped, its result fetched by whoever began it (P.2.7). */
const path = '/api/core/operation';
export const operationEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path,
    operation: 'core.operation.list',
    tag: 'core',
    summary: said('我的长时间任务', 'My long work'),
    parameters: [
      text('state', '状态，逗号分隔', 'States, with commas between'),
      text('kind', '种类', 'Kind'),
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
    codes: ['request.limit', 'cursor.invalid', 'cursor.mismatch', 'field.type'],
    handle: ({ kernel, call, query }) => listOperations(kernel.environment, call, query),
  },
  {
    method: 'GET',
    path: `${path}/:id`,
    operation: 'core.operation.read',
    tag: 'core',
    summary: said('读取任务进度', 'How far one is'),
    parameters: [],
    answers: { 200: { schema: ref('operation'), description: done } },
    codes: [],
    handle: ({ kernel, call, params }) => readOperation(kernel.environment, call, idOf(params)),
  },
  {
    method: 'GET',
    path: `${path}/:id/file`,
    operation: 'core.operation.download',
    tag: 'core',
    summary: said('下载任务生成的文件', 'The file it made'),
    parameters: [],
    answers: { 200: { type: 'application/octet-stream', description: said('文件', 'The file') } },
    codes: [],
    handle: ({ kernel, call, params }) => operationFile(kernel.environment, call, idOf(params)),
  },
  {
    method: 'POST',
    path: `${path}/:id/actions/cancel`,
    operation: 'core.operation.cancel',
    tag: 'core',
    summary: said('取消任务', 'Cancel it'),
    parameters: [],
    request: { schema: { type: 'object', additionalProperties: false } },
    answers: { 200: { schema: ref('operation'), description: done } },
    codes: ['document.transition_refused'],
    handle: ({ kernel, call, params, body }) => {
      refuseUnknown(Object.keys(objectBody(body)), []);
      return cancelOperation(kernel.environment, call, idOf(params));
    },
  },
];
