import { dropDraft, keepDraft, ownDrafts, readDraft } from '../kernel/personal/drafts.ts';
import { changePreferences, readPreferences } from '../kernel/personal/preferences.ts';
import { changeView, createView, removeView, savedViews } from '../kernel/personal/views.ts';
import { conditional, done, ifMatch, ref, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, refuseUnknown, versionOf } from './request-values.ts';

/* What a person keeps for himself: views of lists, half-typed forms, preferences (P.11, P.4). */
const string = { type: 'string' };
const nothing = { type: 'null' };
const viewMembers = {
  name: string,
  scope: { enum: ['private', 'role', 'department', 'everybody'] },
  for: { type: ['string', 'null'], format: 'uuid', description: 'scope 为 role 或 department 时的角色或部门 · The role or department it is for' },
  filter: { anyOf: [ref('condition'), nothing] },
  sort: { anyOf: [string, { type: 'array', items: string }, nothing] },
  columns: {
    anyOf: [
      { type: 'array', items: { anyOf: [string, { type: 'object', properties: { path: string, width: { type: 'number' }, pinned: { type: 'boolean' } }, required: ['path'] }] } },
      nothing,
    ],
  },
  group: { type: ['string', 'null'] },
  display: { enum: ['table', 'kanban', 'calendar', 'tree', null] },
};
const view = {
  type: 'object',
  properties: {
    id: string,
    version: { type: 'integer' },
    declaration: string,
    ...viewMembers,
    mine: { type: 'boolean' },
    usable: { type: 'boolean' },
    code: string,
    params: { type: 'object' },
  },
  required: ['id', 'version', 'declaration', 'name', 'usable'],
};
const listOf = (items: object): object => ({ type: 'object', properties: { data: { type: 'array', items } }, required: ['data'] });
const conditions = ['condition.unknown_field', 'condition.unknown_op', 'condition.type', 'condition.too_complex', 'condition.path_too_deep', 'field.hidden', 'filter.sensitive'];
const shapes = ['field.required', 'field.type', 'field.choice', 'field.length', 'field.unknown', 'field.control_character', 'forbidden'];

const viewEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/saved_view',
    operation: 'core.saved_view.list',
    tag: 'core',
    summary: said('保存的视图', 'Saved views'),
    parameters: [text('declaration', '档案、单据或账簿', 'Declaration')],
    answers: { 200: { schema: listOf(view), description: said('自己的与所有人的', 'One’s own and those for everybody') } },
    codes: ['field.required', 'field.choice', 'forbidden'],
    handle: ({ kernel, call, query }) => kernel.environmentFor(call).then((own) => savedViews(own, call, query.get('declaration'))),
  },
  {
    method: 'POST',
    path: '/api/core/saved_view',
    operation: 'core.saved_view.create',
    tag: 'core',
    summary: said('保存视图', 'Save a view'),
    parameters: [],
    request: { schema: { type: 'object', properties: { declaration: string, ...viewMembers }, required: ['declaration', 'name'], additionalProperties: false }, required: true },
    answers: { 201: { schema: view, description: said('已保存', 'Saved'), headers: ['ETag', 'Location'] } },
    codes: [...shapes, ...conditions, 'view.too_many', 'reference.not_found'],
    handle: ({ kernel, call, body }) => kernel.environmentFor(call).then((own) => createView(own, call, objectBody(body))),
  },
  {
    method: 'PATCH',
    path: '/api/core/saved_view/:id',
    operation: 'core.saved_view.update',
    tag: 'core',
    summary: said('修改视图', 'Change a view'),
    parameters: [ifMatch],
    request: { schema: { type: 'object', properties: { version: { type: 'integer' }, ...viewMembers }, additionalProperties: false }, required: true },
    answers: { 200: { schema: view, description: said('已改', 'Changed'), headers: ['ETag'] } },
    codes: [...shapes, ...conditions, ...conditional, 'field.readonly', 'reference.not_found'],
    handle: ({ kernel, call, params, body, ifMatch: header }) => {
      const { version: _, ...patch } = objectBody(body);
      return kernel.environmentFor(call).then((own) => changeView(own, call, params['id'] ?? '', versionOf(header, objectBody(body)), patch));
    },
  },
  {
    method: 'DELETE',
    path: '/api/core/saved_view/:id',
    operation: 'core.saved_view.delete',
    tag: 'core',
    summary: said('删除视图', 'Delete a view'),
    parameters: [ifMatch],
    answers: { 204: { description: said('已删', 'Deleted') } },
    codes: [...conditional, 'forbidden'],
    handle: ({ kernel, call, params, body, ifMatch: header }) => {
      const given = objectBody(body);
      refuseUnknown(Object.keys(given), ['version']);
      return removeView(kernel.environment, call, params['id'] ?? '', versionOf(header, given));
    },
  },
];

const draft = {
  type: 'object',
  properties: { declaration: string, key: string, version: { type: ['integer', 'null'] }, at: { type: 'string', format: 'date-time' }, values: { type: 'object' } },
  required: ['declaration', 'key', 'at'],
};
const place = '/api/core/form_draft/:declaration/:key';
const draftEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/core/form_draft',
    operation: 'core.form_draft.list',
    tag: 'core',
    summary: said('我的暂存', 'My unsaved forms'),
    parameters: [],
    answers: { 200: { schema: listOf(draft), description: done } },
    codes: [],
    handle: ({ kernel, call }) => ownDrafts(kernel.environment, call),
  },
  {
    method: 'GET',
    path: place,
    operation: 'core.form_draft.read',
    tag: 'core',
    summary: said('读取暂存', 'Read an unsaved form'),
    parameters: [],
    answers: { 200: { schema: draft, description: done } },
    codes: ['not_found', 'forbidden', 'field.format'],
    handle: ({ kernel, call, params }) => readDraft(kernel.environment, call, params['declaration'] ?? '', params['key'] ?? ''),
  },
  {
    method: 'PUT',
    path: place,
    operation: 'core.form_draft.keep',
    tag: 'core',
    summary: said('暂存表单', 'Keep an unsaved form'),
    parameters: [],
    request: {
      schema: {
        type: 'object',
        properties: { version: { type: ['integer', 'null'], description: '所依据的记录版本 · Version of the record it was typed over' }, values: { type: 'object' } },
        required: ['values'],
        additionalProperties: false,
      },
      required: true,
    },
    answers: { 200: { schema: draft, description: done } },
    codes: ['not_found', 'forbidden', 'field.format', 'field.required', 'field.type', 'field.control_character', 'request.too_large'],
    handle: ({ kernel, call, params, body }) => keepDraft(kernel.environment, call, params['declaration'] ?? '', params['key'] ?? '', objectBody(body)),
  },
  {
    method: 'DELETE',
    path: place,
    operation: 'core.form_draft.drop',
    tag: 'core',
    summary: said('丢弃暂存', 'Drop an unsaved form'),
    parameters: [],
    answers: { 204: { description: done } },
    codes: ['not_found', 'forbidden', 'field.format'],
    handle: ({ kernel, call, params }) => dropDraft(kernel.environment, call, params['declaration'] ?? '', params['key'] ?? ''),
  },
];

const preferences = {
  type: 'object',
  properties: {
    locale: { enum: ['zh', 'en', null] },
    theme: { enum: ['light', 'dark', 'system', null] },
    density: { enum: ['roomy', 'usual', 'dense', null] },
    rail: { enum: ['auto', 'open', 'rail', null] },
    time_format: { enum: ['24h', '12h', null] },
    first_page: { type: ['string', 'null'] },
    keyboard: { type: ['boolean', 'null'] },
    notifications: { type: ['object', 'null'] },
    workbench: { type: ['object', 'null'] },
    screens: { type: ['object', 'null'] },
  },
  additionalProperties: false,
};
const preferenceEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/api/me/preferences',
    operation: 'me.preferences.read',
    tag: 'session',
    summary: said('我的偏好', 'My preferences'),
    parameters: [],
    answers: { 200: { schema: preferences, description: done } },
    codes: [],
    handle: ({ kernel, call }) => readPreferences(kernel.environment, call),
  },
  {
    method: 'PATCH',
    path: '/api/me/preferences',
    operation: 'me.preferences.update',
    tag: 'session',
    summary: said('修改我的偏好', 'Change my preferences'),
    parameters: [],
    request: { schema: preferences, required: true },
    answers: { 200: { schema: preferences, description: done } },
    codes: ['field.required', 'field.type', 'field.choice', 'field.control_character', 'request.too_large'],
    handle: ({ kernel, call, body }) => changePreferences(kernel.environment, call, objectBody(body)),
  },
];
export const personalEndpoints: readonly Endpoint[] = [...viewEndpoints, ...draftEndpoints, ...preferenceEndpoints];
