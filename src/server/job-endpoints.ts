import { changeJob, listJobs, runJob } from '../kernel/jobs/list.ts';
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
    summary: said('暂停或继续', 'Pause or go on'),
    permission: 'core.job.run',
    parameters: [],
    request: { schema: { type: 'object', properties: { paused: { type: 'boolean' } }, required: ['paused'], additionalProperties: false }, required: true },
    answers: { 200: { schema: job, description: done } },
    codes: ['not_found', 'field.required', 'field.type'],
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
export const jobEndpoints: readonly Endpoint[] = [...jobs, ...deliveries];
