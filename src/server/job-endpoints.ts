import { changeJob, listJobs, runJob } from '../kernel/jobs/list.ts';
import { inboxEvents, inboxStates, processAgain } from '../kernel/inbox/list.ts';
import { deliveriesOf, sendAgain } from '../kernel/webhook/deliveries.ts';
import { done, idOf, ref, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown } from './request-values.ts';

/* Jobs and what webhooks sent (P.13). */
const job = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    label: { type: 'string' },
    schedule: { type: 'object' },
    declared_schedule: { type: 'object' },
    paused: { type: 'boolean' },
    running: { type: 'boolean' },
    next_at: { type: ['string', 'null'], format: 'date-time' },
    last: { type: ['object', 'null'] },
    failures: { type: 'integer' },
    alert: { type: 'boolean' },
  },
  required: ['name', 'label', 'paused', 'running', 'next_at', 'last', 'failures'],
};
const jobs: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/job',
    operation: 'core.job.list',
    tag: 'core',
    summary: said('后台任务：上次与下次', 'Jobs: last and next run'),
    permission: 'core.job.read',
    parameters: [],
    answers: { 200: { schema: { type: 'object', properties: { data: { type: 'array', items: job } }, required: ['data'] }, description: done } },
    codes: [],
    handle: ({ kernel, call }) => listJobs(kernel.environment, call),
  },
  {
    method: 'POST',
    path: '/api/core/job/:name/run',
    operation: 'core.job.run',
    tag: 'core',
    summary: said('立即运行', 'Run it now'),
    permission: 'core.job.run',
    parameters: [],
    request: { schema: { type: 'object', additionalProperties: false } },
    answers: { 200: { schema: job, description: done }, 202: { schema: job, description: said('仍在运行', 'Still running') } },
    codes: ['not_found', 'job.already_running'],
    handle: ({ kernel, call, params, body }) => {
      refuseUnknown(Object.keys(objectBody(body)), []);
      return runJob(kernel.environment, call, params['name'] ?? '');
    },
  },
  {
    method: 'PATCH',
    path: '/api/core/job/:name',
    operation: 'core.job.update',
    tag: 'core',
    summary: said('暂停、继续，或改变时间', 'Pause, go on, or change its time'),
    permission: 'core.job.run',
    parameters: [],
    request: {
      schema: {
        type: 'object',
        properties: {
          paused: { type: 'boolean' },
          schedule: {
            type: ['string', 'null'],
            description: 'cron（分 时 日 月 周，组织时区），null 为原定时间 · Five fields in the zone of the company, null for the declared time',
          },
        },
        additionalProperties: false,
      },
      required: true,
      example: { schedule: '0 2 * * *' },
    },
    answers: { 200: { schema: job, description: done } },
    codes: ['not_found', 'field.required', 'field.type', 'field.format'],
    handle: ({ kernel, call, params, body }) => changeJob(kernel.environment, call, params['name'] ?? '', objectBody(body)),
  },
];
const deliveries: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/webhook/:id/deliveries',
    operation: 'core.webhook.deliveries',
    tag: 'core',
    summary: said('网络钩子的发送记录', 'What a webhook sent'),
    permission: 'core.webhook.read',
    parameters: [
      text('state', 'waiting、delivered、dead', 'waiting, delivered, dead'),
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
    codes: ['field.choice', 'field.type', 'request.limit', 'cursor.invalid', 'cursor.mismatch'],
    handle: ({ kernel, call, params, query }) => deliveriesOf(kernel.environment, call, idOf(params), query),
  },
  {
    method: 'POST',
    path: '/api/core/webhook/:id/deliveries/:delivery/send_again',
    operation: 'core.webhook.send_again',
    tag: 'core',
    summary: said('重新发送', 'Send it again'),
    permission: 'core.webhook.update',
    parameters: [],
    request: { schema: { type: 'object', additionalProperties: false } },
    answers: { 200: { schema: { type: 'object' }, description: done } },
    codes: ['document.transition_refused'],
    handle: ({ kernel, call, params, body }) => {
      refuseUnknown(Object.keys(objectBody(body)), []);
      return sendAgain(kernel.environment, call, idOf(params), params['delivery'] ?? '');
    },
  },
];
const inbox: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/inbox_event',
    operation: 'core.inbox_event.list',
    tag: 'core',
    summary: said('收到的事件与邮件', 'Events and mails that came in'),
    permission: 'core.hook_account.read',
    parameters: [
      { name: 'state', in: 'query', schema: { enum: inboxStates }, description: said('状态', 'State') },
      text('limit', '每页条数', 'Rows a page'),
      text('after', '下一页的标记', 'Cursor of the next page'),
    ],
    answers: { 200: { schema: ref('page'), description: said('一页', 'A page') } },
    codes: ['forbidden', 'field.choice', 'field.type', 'request.limit', 'cursor.invalid', 'cursor.mismatch'],
    handle: ({ kernel, call, query }) => inboxEvents(kernel.environment, call, query),
  },
  {
    method: 'POST',
    path: '/api/core/inbox_event/:id/process_again',
    operation: 'core.inbox_event.process_again',
    tag: 'core',
    summary: said('重新处理', 'Deal with it again'),
    permission: 'core.hook_account.update',
    parameters: [],
    request: { schema: { type: 'object', additionalProperties: false } },
    answers: { 200: { schema: { type: 'object' }, description: done } },
    codes: ['forbidden', 'not_found', 'document.transition_refused', 'webhook.payload_invalid'],
    handle: ({ kernel, call, params, body }) => {
      refuseUnknown(Object.keys(objectBody(body)), []);
      return processAgain(kernel.environment, call, idOf(params));
    },
  },
];
export const jobEndpoints: readonly Endpoint[] = [...jobs, ...deliveries, ...inbox];
