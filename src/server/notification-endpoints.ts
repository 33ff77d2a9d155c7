import { changeFollow, readFollow } from '../kernel/notify/follow.ts';
import { notificationKinds } from '../kernel/notify/kinds.ts';
import { kindsFor, markRead, notificationsOf } from '../kernel/notify/list.ts';
import type { RecordMeta } from '../kernel/registry/meta.ts';
import { base, done, idOf, said, text, whose } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody } from './request-values.ts';

/* What a person is told of (P.11). Everybody reads his own, so no right is asked for. */
const string = { type: 'string' };
const id = { type: 'string', format: 'uuid' };
const instant = { type: 'string', format: 'date-time' };
const kind = { enum: Object.keys(notificationKinds) };
const named = (properties: object): object => ({ anyOf: [{ type: 'object', properties, required: Object.keys(properties) }, { type: 'null' }] });
const notification = {
  type: 'object',
  properties: {
    id,
    kind,
    kind_label: string,
    text: { type: 'string', description: '已按读者语言写好的一句话 · A sentence in the reader’s language' },
    record: named({ declaration: string, id, label: { type: ['string', 'null'] } }),
    by: named({ id, label: { type: ['string', 'null'] } }),
    times: { type: 'integer', description: '五分钟内合并的次数 · How often within five minutes' },
    at: instant,
    read_at: { type: ['string', 'null'], format: 'date-time' },
    data: { type: 'object' },
  },
  required: ['id', 'kind', 'kind_label', 'text', 'record', 'by', 'times', 'at', 'read_at'],
};
const count = { type: 'integer' };

export const notificationEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/notification',
    operation: 'core.notification.list',
    tag: 'core',
    summary: said('我的通知', 'My notifications'),
    parameters: [
      { name: 'unread', in: 'query', schema: { enum: ['0', '1'] }, description: said('1 为只看未读', '1 for the unread ones') },
      { name: 'kind', in: 'query', schema: kind, description: said('种类', 'Kind') },
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: {
      200: {
        schema: { type: 'object', properties: { data: { type: 'array', items: notification }, page: { type: 'object' }, unread: count }, required: ['data', 'page', 'unread'] },
        description: said('一页，最新的在前', 'A page, newest first'),
      },
    },
    codes: ['field.choice', 'field.type', 'request.limit', 'cursor.invalid', 'cursor.mismatch'],
    handle: ({ kernel, call, query }) => kernel.environmentFor(call).then((own) => notificationsOf(own, call, query)),
  },
  {
    method: 'POST',
    path: '/api/core/notification/actions/mark_read',
    operation: 'core.notification.mark_read',
    tag: 'core',
    summary: said('标为已读', 'Mark as read'),
    parameters: [],
    request: {
      schema: { type: 'object', properties: { ids: { type: 'array', items: id, maxItems: 500 }, all: { const: true } }, additionalProperties: false },
      required: true,
      example: { all: true },
    },
    answers: { 200: { schema: { type: 'object', properties: { marked: count, unread: count }, required: ['marked', 'unread'] }, description: done } },
    codes: ['field.required', 'field.type', 'request.limit'],
    handle: ({ kernel, call, body }) => markRead(kernel.environment, call, objectBody(body)),
  },
  {
    method: 'GET',
    path: '/api/core/notification/kinds',
    operation: 'core.notification.kinds',
    tag: 'core',
    summary: said('通知的种类，用于选择方式', 'Kinds of notifications, to choose how they come'),
    parameters: [],
    answers: {
      200: {
        schema: {
          type: 'object',
          properties: {
            data: {
              type: 'array',
              items: { type: 'object', properties: { kind, label: string, mail: string, urgent: { type: 'boolean' } }, required: ['kind', 'label', 'mail', 'urgent'] },
            },
            rhythms: { type: 'array', items: string },
          },
          required: ['data', 'rhythms'],
        },
        description: done,
      },
    },
    codes: [],
    handle: ({ call }) => Promise.resolve(kindsFor(call)),
  },
];

/** Following one record (P.11). */
export function followEndpoints(meta: RecordMeta): readonly Endpoint[] {
  const path = `${base(meta)}/:id/follow`;
  const following = { type: 'object', properties: { following: { type: 'boolean' }, followers: count }, required: ['following', 'followers'] };
  return [
    {
      ...whose(meta),
      method: 'GET',
      path,
      operation: `${meta.name}.read_follow`,
      summary: said(`是否关注${meta.zh}`, `Whether one follows: ${meta.en}`),
      permission: `${meta.name}.read`,
      parameters: [],
      answers: { 200: { schema: following, description: done } },
      codes: [],
      handle: ({ kernel, call, params }) => readFollow(kernel.environment, call, meta.name, idOf(params)),
    },
    {
      ...whose(meta),
      method: 'PUT',
      path,
      operation: `${meta.name}.follow`,
      summary: said(`关注或不再关注${meta.zh}`, `Follow, or follow no more: ${meta.en}`),
      permission: `${meta.name}.read`,
      parameters: [],
      request: { schema: { type: 'object', properties: { following: { type: 'boolean' } }, required: ['following'], additionalProperties: false }, required: true },
      answers: { 200: { schema: following, description: done } },
      codes: ['field.required', 'field.type'],
      handle: ({ kernel, call, params, body }) => changeFollow(kernel.environment, call, meta.name, idOf(params), objectBody(body)),
    },
  ];
}
