import { messagesOf, messageStates, readMessage, testChannel } from '../kernel/message/list.ts';
import { done, idOf, ref, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, requiredText } from './request-values.ts';

/* What leaves the company by mail and robots (P.11, P.13), for whoever looks after the channels. */
const string = { type: 'string' };
const instant = { type: ['string', 'null'], format: 'date-time' };
const message = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    at: string,
    channel: string,
    purpose: string,
    to: { type: ['string', 'null'] },
    user: { type: ['object', 'null'] },
    state: { enum: messageStates },
    planned_at: instant,
    attempts: { type: 'integer' },
    duplicates: { type: 'integer' },
    error: { type: ['string', 'null'] },
    done_at: instant,
  },
  required: ['id', 'at', 'channel', 'purpose', 'state', 'attempts', 'error'],
};
export const messageEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/message',
    operation: 'core.message.list',
    tag: 'core',
    summary: said('发送记录：邮件与机器人', 'What was sent by mail and robots'),
    permission: 'core.channel_adapter.read',
    parameters: [
      { name: 'state', in: 'query', schema: { enum: messageStates }, description: said('状态', 'State') },
      text('channel', 'mail、wecom、dingtalk、feishu', 'mail, wecom, dingtalk, feishu'),
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
    codes: ['forbidden', 'field.choice', 'field.type', 'request.limit', 'cursor.invalid', 'cursor.mismatch'],
    handle: ({ kernel, call, query }) => messagesOf(kernel.environment, call, query),
  },
  {
    method: 'GET',
    path: '/api/core/message/:id',
    operation: 'core.message.read',
    tag: 'core',
    summary: said('一条发送记录', 'One message'),
    permission: 'core.channel_adapter.read',
    parameters: [],
    answers: { 200: { schema: message, description: done } },
    codes: ['forbidden', 'not_found'],
    handle: ({ kernel, call, params }) => readMessage(kernel.environment, call, idOf(params)),
  },
  {
    method: 'POST',
    path: '/api/core/message/actions/test',
    operation: 'core.message.test',
    tag: 'core',
    summary: said('发一封测试邮件', 'Send a test message'),
    permission: 'core.channel_adapter.update',
    parameters: [],
    request: {
      schema: { type: 'object', properties: { address: string }, required: ['address'], additionalProperties: false },
      required: true,
      example: { address: 'admin@example.com' },
    },
    answers: {
      202: { schema: { type: 'object', properties: { message: string }, required: ['message'] }, description: said('已排队，可查询结果', 'Queued; its outcome can be read') },
    },
    codes: ['forbidden', 'field.required', 'field.type', 'email.invalid', 'channel.not_configured'],
    handle: ({ kernel, call, body }) => {
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['address']);
      return testChannel(kernel.environment, call, requiredText(given, 'address'));
    },
  },
];
