import { changeTemplate, createTemplate, previewTemplate, publishTemplate, readTemplateRow, restoreShipped, templateStates, templatesOf } from '../kernel/print-template/change.ts';
import { conditional, done, idOf, ifMatch, said, text } from './describing.ts';
import type { Endpoint } from './endpoint.ts';
import { objectBody, versionOf } from './request-values.ts';

/* Print templates that a company makes of the shipped ones (P.11); for administrators. */
const string = { type: 'string' };
const instant = { type: ['string', 'null'], format: 'date-time' };
const template = {
  type: 'object',
  properties: {
    id: { type: 'string', format: 'uuid' },
    declaration: string,
    print: string,
    name: string,
    number: { type: 'integer', description: '第几版 · Which version' },
    state: { enum: templateStates },
    version: { type: 'integer' },
    source: { type: 'string', description: 'Typst，定义 print(d) · Typst that defines print(d)' },
    shipped: string,
    updated_at: instant,
    published_at: instant,
  },
  required: ['id', 'declaration', 'print', 'name', 'number', 'state', 'version'],
};
const path = '/api/core/print_template';
const common = { tag: 'core', permission: 'core.print_template.update' } as const;
const shapes = ['forbidden', 'field.required', 'field.type', 'field.length', 'field.choice', 'field.unknown', 'field.control_character'];
const compiling = ['template.compile', 'template.variable_missing', 'not_found', 'forbidden', 'field.required', 'field.type'];
const body = (properties: object, required: readonly string[] = []): NonNullable<Endpoint['request']> => ({
  schema: { type: 'object', properties, required, additionalProperties: false },
  required: true,
});

export const templateEndpoints: readonly Endpoint[] = [
  {
    ...common,
    method: 'GET',
    path,
    operation: 'core.print_template.list',
    summary: said('打印模板及其版本', 'Print templates and their versions'),
    parameters: [text('declaration', '单据', 'Declaration')],
    answers: {
      200: {
        schema: { type: 'object', properties: { prints: { type: 'array', items: { type: 'object' } }, data: { type: 'array', items: template } }, required: ['prints', 'data'] },
        description: done,
      },
    },
    codes: ['forbidden', 'field.required', 'field.choice'],
    handle: ({ kernel, call, query }) => templatesOf(kernel.environment, call, query),
  },
  {
    ...common,
    method: 'GET',
    path: `${path}/:id`,
    operation: 'core.print_template.read',
    summary: said('一个版本及系统自带的模板', 'One version, and the shipped template'),
    parameters: [],
    answers: { 200: { schema: template, description: done, headers: ['ETag'] } },
    codes: ['forbidden', 'not_found'],
    handle: ({ kernel, call, params }) => readTemplateRow(kernel.environment, call, idOf(params)),
  },
  {
    ...common,
    method: 'POST',
    path,
    operation: 'core.print_template.create',
    summary: said('复制自带模板为草稿', 'Copy the shipped template as a draft'),
    parameters: [],
    request: body({ declaration: string, print: string, name: string, source: string }, ['declaration']),
    answers: { 201: { schema: template, description: done, headers: ['ETag'] } },
    codes: shapes,
    handle: ({ kernel, call, body: given }) => createTemplate(kernel.environment, call, objectBody(given)),
  },
  {
    ...common,
    method: 'PATCH',
    path: `${path}/:id`,
    operation: 'core.print_template.update',
    summary: said('修改草稿', 'Change a draft'),
    parameters: [ifMatch],
    request: body({ version: { type: 'integer' }, name: string, source: string }),
    answers: { 200: { schema: template, description: done, headers: ['ETag'] } },
    codes: [...shapes, ...conditional, 'not_found', 'document.immutable'],
    handle: ({ kernel, call, params, body: given, ifMatch: header }) => {
      const { version: _, ...patch } = objectBody(given);
      return changeTemplate(kernel.environment, call, idOf(params), versionOf(header, objectBody(given)), patch);
    },
  },
  {
    ...common,
    method: 'POST',
    path: `${path}/:id/preview`,
    operation: 'core.print_template.preview',
    summary: said('用一张真实单据预览', 'Preview with a real record'),
    parameters: [],
    request: body({ record: string, source: { type: 'string', description: '还没有保存的模板 · A template that is not saved yet' } }, ['record']),
    answers: { 200: { type: 'application/pdf', description: said('打印件', 'The print') } },
    codes: [...compiling, 'field.length', 'field.unknown', 'field.control_character'],
    handle: ({ kernel, call, params, body: given }) => previewTemplate(kernel.environment, call, idOf(params), objectBody(given)),
  },
  {
    ...common,
    method: 'POST',
    path: `${path}/:id/publish`,
    operation: 'core.print_template.publish',
    summary: said('发布：以后按它打印', 'Publish: prints are made by it from now on'),
    parameters: [],
    request: body({ record: string }),
    answers: { 200: { schema: template, description: done } },
    codes: [...compiling, 'document.transition_refused', 'conflict.stale'],
    handle: ({ kernel, call, params, body: given }) => publishTemplate(kernel.environment, call, idOf(params), objectBody(given)),
  },
  {
    ...common,
    method: 'POST',
    path: `${path}/actions/restore`,
    operation: 'core.print_template.restore',
    summary: said('恢复系统自带的模板', 'Back to the shipped template'),
    parameters: [],
    request: body({ declaration: string, print: string }, ['declaration']),
    answers: { 200: { schema: { type: 'object', properties: { outcome: { const: 'applied' }, restored: { type: 'integer' } } }, description: done } },
    codes: ['forbidden', 'field.required', 'field.type', 'field.choice'],
    handle: ({ kernel, call, body: given }) => restoreShipped(kernel.environment, call, objectBody(given)),
  },
];
